"""The voices of a review read side by side: one column each, whoever and however many speak.

A pure reading of plain values: no voice weighs more for its kind, its place or its number of
people (reliability T41, G28). Nothing is averaged between voices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from evaluation.models import Contribution, Rating, Reply, Review, Voice
from evaluation.opinions import Results, results_of_voice
from partnerships.french import in_a_row
from partnerships.models.mechanics import title_of

# From this many levels on, two voices do not see the same thing.
APART = 2


@dataclass(frozen=True)
class Speaker:
    """Somebody, or a group, who speaks in a voice; without a name unless they signed."""

    name: str = ""
    # {name of the passage: what is said of it}.
    words: Mapping[str, str] = field(default_factory=dict)
    # {key of the criterion: 1 to 4}; not answering is no level.
    levels: Mapping[int, int] = field(default_factory=dict)
    minutes: int | None = None
    # Where these words come from: « post-it », « enregistrement à 38 min 58 ».
    source: str = ""


@dataclass(frozen=True)
class Column:
    """One voice."""

    key: int
    name: str
    speakers: tuple[Speaker, ...] = ()
    # What was answered without a name, once asked for and closed.
    surveys: tuple[Results, ...] = ()

    @property
    def is_missing(self) -> bool:
        return not (self.speakers or self.surveys)

    @property
    def minutes(self) -> int:
        """The time its people say they gave to the action that year, together."""
        return sum(speaker.minutes or 0 for speaker in self.speakers)

    def said(self, passage: str) -> tuple["Said", ...]:
        """What its people say of it; the same words are heard once."""
        heard: dict[str, list[Speaker]] = {}
        for speaker in self.speakers:
            if words := speaker.words.get(passage, "").strip():
                heard.setdefault(words, []).append(speaker)
        return tuple(
            Said(words, names(who), next((each.source for each in who if each.source), ""))
            for words, who in heard.items()
        )

    def levels(self, criterion: int) -> list[int]:
        return sorted(
            speaker.levels[criterion] for speaker in self.speakers if criterion in speaker.levels
        )


@dataclass(frozen=True)
class Said:
    """Words as they were given; `by` is nobody when they are not signed."""

    words: str
    by: str = ""
    source: str = ""


def names(speakers: Sequence[Speaker]) -> str:
    signed = dict.fromkeys(speaker.name for speaker in speakers if speaker.name)
    return in_a_row(signed) if signed else ""


@dataclass(frozen=True)
class Answer:
    """What another voice answers; `told` says who wrote it down, and for whom."""

    key: int
    voice: str
    words: str
    told: str = ""
    # Key of the account that wrote it, which alone may take it back.
    author: int | None = None


@dataclass(frozen=True)
class Cell:
    """What one voice says of one passage, and what others answer it."""

    column: Column
    said: tuple[Said, ...]
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Passage:
    name: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return not any(cell.said for cell in self.cells)


@dataclass(frozen=True)
class Level:
    """Where one voice stands before one criterion: the median of its people, None unanswered."""

    column: Column
    value: float | None
    # Its own people do not all say the same.
    lowest: int | None = None
    highest: int | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def label(self) -> str:
        """« plutôt », or « entre un peu et plutôt » when its people are halfway."""
        if self.value is None:
            return ""
        if self.value == int(self.value):
            return str(Rating.Level(int(self.value)).label)
        low, high = Rating.Level(int(self.value)), Rating.Level(int(self.value) + 1)
        return _("entre « %(low)s » et « %(high)s »") % {"low": low.label, "high": high.label}

    @property
    def spread(self) -> str:
        """« de « pas du tout » à « tout à fait » » when its own people are far from each other."""
        if self.value is None or self.highest - self.lowest < APART:
            return ""
        low, high = Rating.Level(self.lowest), Rating.Level(self.highest)
        return _("de « %(low)s » à « %(high)s » selon les personnes") % {
            "low": low.label,
            "high": high.label,
        }


@dataclass(frozen=True)
class Criterion:
    key: int
    title: str
    levels: tuple[Level, ...]

    @cached_property
    def answered(self) -> list[float]:
        return [level.value for level in self.levels if level.value is not None]

    @property
    def name(self) -> str:
        """How a reply says what it is about."""
        return f"criterion-{self.key}"

    @property
    def gap(self) -> float:
        """Between the two voices that are furthest apart; 0 when fewer than two answered."""
        return max(self.answered) - min(self.answered) if self.answered else 0

    @property
    def is_apart(self) -> bool:
        return self.gap >= APART

    @property
    def sides(self) -> list[tuple[str, list[str]]]:
        """Both ends of a difference: [(level, names of the voices)], whatever their order."""
        ends = {}
        for level in sorted(self.levels, key=lambda each: (each.value or 0, each.column.name)):
            if level.value in (min(self.answered), max(self.answered)):
                ends.setdefault(level.label, []).append(level.column.name)
        return list(ends.items())


@dataclass(frozen=True)
class Grid:
    """What was said, by voice; `criteria` has the differences first."""

    columns: tuple[Column, ...]
    passages: tuple[Passage, ...]
    criteria: tuple[Criterion, ...]

    @property
    def missing(self) -> list[str]:
        return [column.name for column in self.columns if column.is_missing]

    @property
    def apart(self) -> list[Criterion]:
        return [criterion for criterion in self.criteria if criterion.is_apart]

    @property
    def has_surveys(self) -> bool:
        return any(column.surveys for column in self.columns)

    @property
    def unanswered(self) -> list[Criterion]:
        return [criterion for criterion in self.criteria if not criterion.answered]

    @property
    def is_wide(self) -> bool:
        """More voices than a sheet of paper holds upright."""
        return len(self.columns) > 3


# {(key of the voice answered, name of the passage): answers}
Answers = Mapping[tuple[int, str], tuple[Answer, ...]]


def read(
    columns: Sequence[Column], criteria: Sequence[tuple[int, str]], answers: Answers | None = None
) -> Grid:
    """The grid of these voices, in the order given; criteria are [(key, title)]."""
    columns, answers = tuple(columns), answers or {}
    passages = tuple(passage(columns, name, answers) for name in Contribution.WORDS)
    lines = [criterion(columns, key, title, answers) for key, title in criteria]
    # Sorting keeps the order of the criteria among those that are as far apart.
    lines.sort(key=lambda line: -line.gap if line.is_apart else 0)
    kept = tuple(each for each in passages if each.name != "unsorted" or not each.is_empty)
    return Grid(columns, kept, tuple(lines))


def passage(columns: tuple[Column, ...], name: str, answers: Answers) -> Passage:
    cells = tuple(
        Cell(column, column.said(name), answers.get((column.key, name), ())) for column in columns
    )
    return Passage(name, title_of(Contribution, name), cells)


def criterion(columns: tuple[Column, ...], key: int, title: str, answers: Answers) -> Criterion:
    bare = Criterion(key, title, ())
    return replace(
        bare,
        levels=tuple(
            level(column, column.levels(key), answers.get((column.key, bare.name), ()))
            for column in columns
        ),
    )


def level(column: Column, levels: list[int], answers: tuple[Answer, ...]) -> Level:
    """One voice each: the median of its people, so that a second one saying the same adds nothing."""
    if not levels:
        return Level(column, None, answers=answers)
    return Level(column, median(levels), levels[0], levels[-1], answers)


# -- From what was handed in -------------------------------------------------------------------


def grid_of(review: Review) -> Grid:
    """The voices of a review, in the order drawn by lot; nothing before they are opened.

    A fixed number of queries, whatever the number of voices and of people.
    """
    if review.is_sealed:
        return read([], [])
    said = Contribution.objects.handed_in().prefetch_related("ratings").select_related("author")
    voices = review.voices.select_related("structure").prefetch_related(
        Prefetch("contributions", said.order_by("handed_in_at", "pk")), "surveys"
    )
    criteria = [(term.pk, str(term)) for term in review.criteria.all()]
    return read([column(voice) for voice in voices], criteria, answers_to(review))


def column(voice: Voice) -> Column:
    speakers = tuple(speaker(each) for each in voice.contributions.all())
    return Column(voice.pk, name_of(voice), speakers, told_without_a_name(voice))


def name_of(voice: Voice) -> str:
    """As it heads its column: « Parents », or the structure by its name."""
    text = str(voice)
    return text[:1].upper() + text[1:]


def speaker(contribution: Contribution) -> Speaker:
    return Speaker(
        name=str(contribution) if contribution.is_signed else "",
        words={word: getattr(contribution, word) for word in Contribution.WORDS},
        levels={rating.criterion_id: rating.level for rating in contribution.ratings.all()},
        minutes=contribution.minutes,
        source=contribution.source,
    )


def told_without_a_name(voice: Voice) -> tuple[Results, ...]:
    """Sums, and lines of nobody in particular; only asked for voices that a survey speaks for."""
    if not any(survey.closed_at for survey in voice.surveys.all()):
        return ()
    return tuple(results_of_voice(voice))


def answers_to(review: Review) -> Answers:
    found: dict[tuple[int, str], tuple[Answer, ...]] = {}
    replies = Reply.objects.filter(voice__review=review).order_by("written_at", "pk")
    for reply in replies.select_related("voice__structure", "author"):
        place = reply.about_id, reply.passage
        found[place] = (*found.get(place, ()), answer(reply))
    return found


def answer(reply: Reply) -> Answer:
    told = ""
    if reply.spoken_by:
        told = _("%(who)s, saisi par %(by)s") % {
            "who": reply.spoken_by,
            "by": reply.author or _("un compte fermé"),
        }
    return Answer(reply.pk, name_of(reply.voice), reply.words, told, reply.author_id)
