"""How what families hold of a person moves to the record that stays, and back.

Keys and codes only are written down: a person forgotten later leaves no trace there.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import ngettext

from families.models import Consent, Outcome, Parent, Referral, SupportMeeting
from partnerships.registry import Mover

# Of two answers given the same day, the one that protects more stands.
CAUTION = {Consent.State.GIVEN: 0, Consent.State.REFUSED: 1, Consent.State.WITHDRAWN: 2}


def movers():
    yield Mover("consent", tell_consents, move_consents, put_back_consents)
    yield pointing(Referral, "parent", tell_referrals)
    yield pointing(Referral, "received_as", tell_received)
    yield Mover("support", tell_supports, move_supports, put_back_supports)
    yield pointing(Outcome, "parent", tell_outcomes)


# -- Rows that only point at the person ----------------------------------------------------------


def pointing(model: type[Model], column: str, tell: Callable[[Parent], str]) -> Mover:
    """For rows that nothing else ties to one record rather than the other."""
    kind = f"{model._meta.model_name}.{column}"
    return Mover(kind, tell, partial(redirect, model, column), partial(restore, model, column))


def redirect(model, column, kept, set_aside):
    rows = model.objects.filter(**{column: set_aside})
    keys = sorted(rows.order_by().values_list("pk", flat=True))
    rows.update(**{column: kept})
    return keys


def restore(model, column, kept, set_aside, keys):
    model.objects.filter(pk__in=keys, **{column: kept}).update(**{column: set_aside})


def tell_referrals(person):
    return told(
        person.referrals.count(),
        lambda number: ngettext("%(number)s orientation", "%(number)s orientations", number),
    )


def tell_received(person):
    return told(
        person.referrals_received.count(),
        lambda number: ngettext(
            "%(number)s orientation reçue", "%(number)s orientations reçues", number
        ),
    )


def tell_outcomes(person):
    return told(
        person.outcomes.count(),
        lambda number: ngettext("%(number)s effet noté", "%(number)s effets notés", number),
    )


def told(number, sentence):
    """« 4 présences »; nothing when there is none."""
    return sentence(number) % {"number": number} if number else ""


# -- Individual support --------------------------------------------------------------------------


def tell_supports(person):
    return told(
        person.support_meetings.count(),
        lambda number: ngettext("%(number)s accompagnement", "%(number)s accompagnements", number),
    )


def move_supports(kept, set_aside):
    """[key, household of the snapshot] of each."""
    rows = set_aside.support_meetings.order_by("pk")
    moved = [list(row) for row in rows.values_list("pk", "family_key")]
    rows.order_by().update(parent=kept, family_key=kept.family_id)
    return moved


def put_back_supports(kept, set_aside, moved):
    for key, family_key in moved:
        rows = SupportMeeting.objects.filter(pk=key, parent=kept)
        rows.update(parent=set_aside, family_key=family_key)


# -- Consents ------------------------------------------------------------------------------------


def tell_consents(person):
    return told(
        person.consents.in_force().count(),
        lambda number: ngettext("%(number)s accord", "%(number)s accords", number),
    )


def move_consents(kept, set_aside):
    """Each question keeps its last answer: {"moved": keys, "ended": keys of answers replaced}."""
    rows = [*kept.consents.in_force(), *set_aside.consents.in_force()]
    standing = {}
    for row in sorted(rows, key=last_word):
        standing[question(row)] = row
    ended = sorted({row.pk for row in rows} - {row.pk for row in standing.values()})
    moved = sorted(set_aside.consents.order_by().values_list("pk", flat=True))
    Consent.objects.filter(pk__in=ended).update(ended_at=timezone.now())
    Consent.objects.filter(pk__in=moved).update(parent=kept)
    return {"moved": moved, "ended": ended}


def question(consent):
    return consent.purpose, consent.structure_id


def last_word(consent):
    return consent.said_on, CAUTION[consent.state], consent.recorded_at


def put_back_consents(kept, set_aside, rows):
    """A replaced answer stands again, unless the person has answered since."""
    Consent.objects.filter(pk__in=rows["moved"], parent=kept).update(parent=set_aside)
    for row in Consent.objects.filter(pk__in=rows["ended"]):
        since = row.parent.consents.in_force().filter(purpose=row.purpose, structure=row.structure)
        if not since.exists():
            row.ended_at = None
            row.save(update_fields=["ended_at"])
