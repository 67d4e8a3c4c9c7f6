"""The two hinges of a review: its voices are opened together, and it is closed together."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation import review_figures
from evaluation.actions.seeds import sown
from evaluation.models import Contribution, Review, Survey, Voice
from evaluation.side_by_side import name_of
from partnerships import audit
from partnerships.actions import accord, agreements, meetings
from partnerships.actions.changes import locked
from partnerships.actions.meetings import Present
from partnerships.french import day, in_a_row
from partnerships.models import Agreement, Meeting, User
from partnerships.standings import standings


def missing(review: Review) -> list[Voice]:
    """The voices nobody has given yet: neither handed in, nor asked by a survey that is closed."""
    return missing_of([review])[review.pk]


def missing_of(reviews: Iterable[Review]) -> dict[int, list[Voice]]:
    """{key of each review: the voices it misses}, in three queries."""
    found: dict[int, list[Voice]] = {review.pk: [] for review in reviews}
    handed_in = Contribution.objects.handed_in().filter(voice__review__in=found)
    asked = Survey.objects.closed().filter(voice__review__in=found)
    given = {*handed_in.values_list("voice", flat=True), *asked.values_list("voice", flat=True)}
    for voice in Voice.objects.filter(review__in=found).select_related("structure"):
        if voice.pk not in given:
            found[voice.review_id].append(voice)
    return found


def called(voices: list[Voice]) -> str:
    """« Parents et École du Fil-d’Or »."""
    return in_a_row([name_of(voice) for voice in voices])


def why_not_open(review: Review) -> str:
    """The sentence that says what is waited for; nothing when the voices may be opened today."""
    awaited = missing(review)
    if not awaited:
        return ""
    if len(awaited) == review.voices.count():
        return _("Personne n’a encore rien déposé : il n’y a rien à ouvrir.")
    if review.meets_on and review.meets_on > timezone.localdate():
        return _(
            "Il manque la voix de : %(names)s. Les plis s’ouvrent quand tout est là, ou le jour "
            "de la rencontre, le %(day)s."
        ) % {"names": called(awaited), "day": day(review.meets_on)}
    return ""


@transaction.atomic
def open_voices(
    *, review: Review, meeting: Meeting, present: Iterable[Present], by: User
) -> Review:
    """The voices are read side by side, for good: `meeting` says when, where, and who came.

    Counts the figures, keeps them, and starts the words written together. Refuses
    (ValidationError) a review already open, what `why_not_open` says, and a voice that is missing
    before the meeting takes place (EVA-024: it stays said as missing afterwards).
    """
    fresh = locked(review)
    if not fresh.is_sealed:
        raise ValidationError(_("Les plis sont déjà ouverts : rechargez la page."))
    if sentence := why_not_open(fresh):
        raise ValidationError(sentence)
    if meeting.held_on > timezone.localdate() and (awaited := missing(fresh)):
        raise ValidationError(
            {
                "held_on": _("Il manque la voix de : %(names)s. Attendez le jour de la rencontre.")
                % {"names": called(awaited)}
            }
        )
    meeting.partnership, meeting.kind = fresh.partnership, Meeting.Kind.REVIEW
    meeting.purpose = fresh.title
    fresh.meeting = meetings.note(meeting=meeting, present=present, decisions=[], by=by)
    fresh.figures = review_figures.prepared(fresh)
    fresh.opened_at, fresh.opened_by = timezone.now(), by
    fresh.save(update_fields=["meeting", "figures", "opened_at", "opened_by"])
    # Its first version is kept when it is called: there is nothing in it.
    if not fresh.versions.exists():
        accord.start(text=fresh, by=by)
    audit.record(audit.Verb.CHANGED, fresh, by=by, fields=["opened_at"])
    return fresh


# -- Closing -----------------------------------------------------------------------------------


def unaccepted(review: Review) -> list[str]:
    """The parties that have not accepted it as it stands."""
    return [str(each.structure) for each in standings(review) if not each.is_accepted]


def is_shared(review: Review) -> bool:
    """Every party has accepted the present version: it may be printed as theirs, and closed."""
    return not review.is_sealed and not review.is_blank and not unaccepted(review)


@transaction.atomic
def close(*, review: Review, opens_next: bool, by: User) -> tuple[Review, list[str]]:
    """Nothing of it changes any more; with `opens_next`, next year’s agreement starts from it.

    The review, and the names of the passages of that agreement its words were put in. Refuses
    (ValidationError) a review that is closed, or that a party has not accepted as it stands.
    Whoever of a party may close it: all have said yes (reliability T41).
    """
    fresh = locked(review)
    accord.refuse_when_over(fresh)
    if not is_shared(fresh):
        names = in_a_row(unaccepted(fresh))
        raise ValidationError(
            _("Le bilan se clôt quand chaque partie l’a accepté : on attend %(names)s.")
            % {"names": names}
        )
    filled: list[str] = []
    if opens_next:
        fresh.next_agreement, filled = following(fresh, by)
    fresh.closed_at, fresh.closed_by = timezone.now(), by
    accord.release(fresh)
    fresh.save(update_fields=["next_agreement", "closed_at", "closed_by"])
    audit.record(audit.Verb.CLOSED, fresh, by=by)
    return fresh, filled


def following(review: Review, by: User) -> tuple[Agreement, list[str]]:
    """The agreement of the year after: the one that is there, as it is; else a new one.

    Refuses (ValidationError) a partnership that is over, and an agreement another review opened.
    """
    partnership, year = review.partnership, review.school_year + 1
    yearly = partnership.agreements.filter(kind=Agreement.Kind.YEARLY)
    if known := yearly.filter(school_year=year).first():
        if Review.objects.filter(next_agreement=known).exists():
            raise ValidationError(_("Un autre bilan a déjà ouvert l’accord de l’année suivante."))
        return known, []
    if now := yearly.filter(school_year=review.school_year).first():
        agreement = agreements.renew(agreement=now, by=by)
    else:
        agreement = agreements.draft(
            partnership=partnership, school_year=year, kind=Agreement.Kind.YEARLY, by=by
        )
    return sown(agreement, review, by)
