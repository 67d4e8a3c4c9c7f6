"""What one reads of a review once its voices are opened: on its page, by letter, on paper."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, prefetch_related_objects

from evaluation.models import Review, ReviewLink, Verdict, Voice
from evaluation.side_by_side import Grid, grid_of, name_of
from partnerships.actions import accord
from partnerships.actions.meetings import by_side
from partnerships.around import named
from partnerships.models import Membership, User
from partnerships.models.mechanics import title_of
from partnerships.standings import Powers, around_the_table, powers, standings


@dataclass(frozen=True)
class Decided:
    """One decision as the parties accept it, and its row for those who may change it."""

    key: int
    subject: str
    choice: str
    label: str
    words: str
    who: str
    due_on: date | None

    @property
    def icon(self) -> str:
        return {"continue": "arrow", "adapt": "adapt", "extend": "extend"}.get(self.choice, "stop")


def decided(review: Review) -> list[Decided]:
    """As the present version keeps them: what moved since in a to-do list changes nothing here."""
    now = next(each for each in review.versions.all() if each.number == review.version)
    return [
        Decided(
            key=int(key),
            subject=kept["subject"],
            choice=kept["choice"],
            label=str(Verdict.Choice(kept["choice"]).label),
            words=kept["words"],
            who=kept["who"],
            due_on=date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
        )
        for key, kept in now.content.get("verdicts", {}).items()
    ]


def words_of(review: Review) -> list[tuple[str, str]]:
    """[(title, words)] of what is written together, in the order one reads it."""
    return [(title_of(Review, word), getattr(review, word)) for word in Review.WORDS]


@dataclass(frozen=True)
class Given:
    """The time one voice gave, in minutes: all year long as its people say, and around the table.

    It legitimises that time (EVA-031).
    """

    name: str
    year: int
    meeting: int

    @property
    def total(self) -> int:
        return self.year + self.meeting


def times(review: Review, grid: Grid, presences: list) -> list[Given]:
    """One line a voice; each person around the table counts, when its length is known."""
    lasted = (review.meeting.minutes or 0) if review.meeting else 0
    sat: Counter = Counter()
    for presence in presences:
        sat[presence.structure_id] += presence.number
    told = {column.key: column.minutes for column in grid.columns}
    found = []
    for voice in review.voices.select_related("structure"):
        is_counted = voice.structure_id or voice.kind == Voice.Kind.PARENTS
        heads = sat[voice.structure_id] if is_counted else 0
        found.append(Given(name_of(voice), told.get(voice.pk, 0), heads * lasted))
    return found


def presences_of(review: Review) -> list:
    if not review.meeting:
        return []
    return list(review.meeting.presences.select_related("structure", "contact"))


def read_by_all(review: Review) -> dict:
    """What every party reads alike, with or without an account."""
    grid, presences = grid_of(review), presences_of(review)
    return {
        "review": review,
        "grid": grid,
        "words": words_of(review),
        "decided": decided(review),
        "came": by_side(presences, named(presences, around_the_table(review))),
        "times": times(review, grid, presences),
        "figures": review.figures,
    }


# -- What one person may do ----------------------------------------------------------------------


def voices_of(review: Review, user: User) -> tuple[list[Voice], list[Voice]]:
    """Those this person speaks for, and those they may write down for: people, silent structures."""
    if not review.is_in_force:
        return [], []
    voices = Voice.objects.filter(review=review).select_related("structure")
    signs_in = Membership.objects.current().exclude(role=Membership.Role.OBSERVER)
    silent = Q(structure__isnull=True) | ~Q(structure__in=signs_in.values("structure"))
    own = voices.spoken_by(user).order_by("place", "pk")
    return list(own), list(voices.noted_by(user).filter(silent).order_by("place", "pk"))


def answerable(grid: Grid, own: list[Voice], others: list[Voice]) -> set[int]:
    """Keys of the voices that this person may answer: another than the only one they speak for."""
    mine = {voice.pk for voice in (*own, *others)}
    return {column.key for column in grid.columns if mine - {column.key}}


def context_of(review: Review, user: User) -> dict:
    """Everything `evaluation/partials/review_open.html` shows; `review` comes `with_story()`."""
    prefetch_related_objects([review], "acceptances__accepted_by")
    context = read_by_all(review)
    allowed = powers(review, user)
    stand = standings(review, with_changes=True)
    waiting = [str(each.structure) for each in stand if not each.is_accepted]
    links = ReviewLink.objects.visible_to(user).usable().filter(review=review)
    return context | {
        "text": review,
        "standings": stand,
        "waiting": waiting,
        "is_shared": not review.is_blank and not waiting,
        "powers": allowed,
        "may_write": bool(allowed.writes),
        "holder": accord.pen_holder(review),
        "links": links.select_related("structure"),
        "answerable": answerable(context["grid"], *voices_of(review, user)),
        "lived_badly": lived_badly(review, context["grid"], allowed),
    }


def lived_badly(review: Review, grid: Grid, allowed: Powers) -> list[str]:
    """The sentences that may become a difficulty of the partnership (EVA-026)."""
    if not allowed.writes:
        return []
    found = [
        said.words
        for passage in grid.passages
        if passage.name == "lived_badly"
        for cell in passage.cells
        for said in cell.said
    ]
    return list(dict.fromkeys(found))
