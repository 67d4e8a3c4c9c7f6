"""Asking parents and children what they think, and never knowing who answered what.

What is done by the team leaves a line in the journal, as everywhere. An answer leaves none: it is
stored without a day, an author, an address or a number, apart from the words that came with it,
and all the rows of the survey are stored anew, in an order drawn by lot.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from random import SystemRandom

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Feedback, FeedbackReceipt, Survey, Tally
from partnerships import audit
from partnerships.models import User

LOT = SystemRandom()


@transaction.atomic
def ask(*, survey: Survey, by: User) -> Survey:
    """Open a survey, or change the days of an open one.

    Refuses (ValidationError) a structure `by` does not work in, a workshop of another programme,
    a comparison asked of children, a voice that is not that of the audience or whose review is
    opened, and a closed survey.
    """
    verb = audit.Verb.CREATED if survey.pk is None else audit.Verb.CHANGED
    check(survey, by)
    survey.created_by = survey.created_by or by
    survey.full_clean()
    survey.save()
    audit.record(verb, survey, by=by, structure=survey.programme.lead)
    return survey


def check(survey: Survey, by: User) -> None:
    if survey.programme.lead_id not in by.rights.works_in:
        raise ValidationError(_("Votre structure ne porte pas ce programme."))
    if survey.closed_at:
        raise ValidationError(_("Ce recueil est fermé : il ne change plus."))
    if survey.skill and survey.audience == Survey.Audience.CHILDREN:
        raise ValidationError({"skill": _("Aux enfants, on demande seulement comment c’était.")})
    if survey.workshop and survey.workshop.programme_id != survey.programme_id:
        raise ValidationError({"workshop": _("Cet atelier est d’un autre programme.")})
    if survey.voice:
        check_voice(survey)


def check_voice(survey: Survey) -> None:
    review = survey.voice.review
    if survey.voice.kind != survey.audience:
        raise ValidationError({"voice": _("Cette voix n’est pas celle de ceux qui répondent.")})
    if not survey.programme.partnerships.filter(pk=review.partnership_id).exists():
        raise ValidationError({"voice": _("Ce bilan est celui d’un autre partenariat.")})
    if not review.is_sealed:
        raise ValidationError({"voice": _("Les voix de ce bilan sont déjà ouvertes.")})


# -- An answer ------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    *,
    survey: Survey,
    key: str,
    face: int | None = None,
    before: int | None = None,
    after: int | None = None,
    words: str = "",
    language: str = "fr",
    today: dt.date,
) -> bool:
    """Count what somebody said, once for that form; False when it was counted already.

    `key` is drawn with the form: only its SHA-256 is kept, until the survey closes. What is ticked
    and what is written are two rows. Refuses a survey that is not open that day, and an answer
    that says nothing.
    """
    survey = locked(survey)
    if not is_open(survey, today):
        raise ValidationError(_("Ce recueil n’est pas ouvert."), code="shut")

    receipt = FeedbackReceipt(key=hashlib.sha256(key.encode()).hexdigest(), survey=survey)
    if FeedbackReceipt.objects.filter(pk=receipt.pk).exists():
        return False

    if not survey.skill:
        before = after = None
    ticked = Feedback(survey=survey, face=face, before=before, after=after)
    rows = [ticked] if face or before or after else []
    rows += lines(survey, [words] if words else [], language)
    if not rows:
        raise ValidationError(_("Répondez à une question au moins."), code="empty")
    for row in rows:
        row.full_clean(exclude=["survey"])
    shake(survey, Feedback, rows)
    shake(survey, FeedbackReceipt, [receipt])
    return True


def locked(survey: Survey) -> Survey:
    """Answers of one survey queue up here, behind its closing as well."""
    return Survey.objects.select_for_update().get(pk=survey.pk)


def is_open(survey: Survey, today: dt.date) -> bool:
    """On its last day still."""
    return survey.closed_at is None and survey.starts_on <= today <= survey.ends_on


def lines(survey: Survey, words: Iterable[str], language: str) -> list[Feedback]:
    return [Feedback(survey=survey, words=text, language=language) for text in words]


def shake(survey: Survey, kind: type[models.Model], added: list[models.Model]) -> None:
    """Store these rows with those there, all anew, in an order drawn by lot.

    Databases keep the order of arrival where no column says it: rowid in SQLite, ctid and xmin in
    PostgreSQL. Deleted and stored again in one transaction, all rows came at once. Once a survey
    holds 200 rows it costs a few milliseconds.
    """
    rows = [*kind.objects.filter(survey=survey), *added]
    kind.objects.filter(survey=survey).delete()
    LOT.shuffle(rows)
    kind.objects.bulk_create(rows)


# -- Paper ----------------------------------------------------------------------------------------


@transaction.atomic
def count(
    *,
    survey: Survey,
    numbers: dict[tuple[str, int], int],
    words: Iterable[str] = (),
    language: str = "fr",
    by: User,
) -> None:
    """Note what was counted on paper, or with raised hands; former counts are replaced.

    `numbers`: (question, value) → how many people. `words` join those there, lost among them.
    Refuses a closed survey, a question it does not ask, numbers and words that are too long.
    """
    survey = locked(survey)
    if survey.closed_at:
        raise ValidationError(_("Ce recueil est fermé : il ne compte plus rien."))
    found = [
        Tally(survey=survey, question=question, value=value, number=number, entered_by=by)
        for (question, value), number in numbers.items()
        if number
    ]
    survey.tallies.all().delete()
    for tally in found:
        if tally.question != Tally.Question.FACE and not survey.skill:
            raise ValidationError(_("Ce recueil ne compare pas avant et maintenant."))
        tally.full_clean()
    Tally.objects.bulk_create(found)
    written = lines(survey, words, language)
    for row in written:
        row.full_clean(exclude=["survey"])
    fields = ["tallies"]
    if written:
        shake(survey, Feedback, written)
        fields.append("feedbacks")
    note(survey, fields, by)


def note(survey: Survey, fields: list[str], by: User) -> None:
    verb = audit.Verb.CHANGED
    audit.record(verb, survey, by=by, structure=survey.programme.lead, fields=fields)


# -- Closing --------------------------------------------------------------------------------------


@transaction.atomic
def close(*, survey: Survey, by: User) -> Survey:
    """For good: it is read from now on. What told one form from another is forgotten.

    Refuses a survey closed already.
    """
    survey = locked(survey)
    if survey.closed_at:
        raise ValidationError(_("Ce recueil est déjà fermé."))
    survey.closed_at, survey.closed_by = timezone.now(), by
    survey.save(update_fields=["closed_at", "closed_by"])
    FeedbackReceipt.objects.filter(survey=survey).delete()
    audit.record(audit.Verb.CLOSED, survey, by=by, structure=survey.programme.lead)
    return survey


@transaction.atomic
def share_words(*, survey: Survey, hidden: Iterable[int], by: User) -> int:
    """Say that the words were reread, and hide those of these keys; how many were hidden.

    May be done again, when a name was missed. The journal tells neither which words nor what they
    said. Refuses an open survey.
    """
    survey = locked(survey)
    if not survey.closed_at:
        raise ValidationError(_("Les mots se relisent une fois le recueil fermé."))
    chosen = survey.feedbacks.exclude(words="").exclude(words=Feedback.HIDDEN)
    number = chosen.filter(pk__in=list(hidden)).update(words=Feedback.HIDDEN, language="fr")
    survey.reread_at = timezone.now()
    survey.save(update_fields=["reread_at"])
    note(survey, ["reread_at"] + ["feedbacks"] * bool(number), by)
    return number
