"""What a session leaves: advice that names nobody (ATE-058), and somebody’s very words (ATE-059)."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from families.models import Consent, Parent
from partnerships import audit
from partnerships.actions import changes
from partnerships.actions.days import refuse_tomorrow
from partnerships.models import User
from workshops import quotes
from workshops.models import Advice, Attendance, Quote, Session


def add_advice(*, advice: Advice, by: User) -> Advice:
    """Refuses (ValidationError) a session cancelled or to come."""
    refuse_before(advice.session)
    advice.added_by = by
    return changes.create(advice, by=by, structure=lead_of(advice))


def change_advice(*, advice: Advice, values: Mapping[str, object], by: User) -> Advice:
    """Refuses (ValidationError) one taken out in between. Booklets keep the words they print."""
    return changes.change(advice, values=values, by=by, structure=lead_of(advice))


def remove_advice(*, advice: Advice, by: User) -> None:
    """It leaves the booklets it is in."""
    changes.delete(advice, by=by, structure=lead_of(advice))


@transaction.atomic
def add_quote(*, quote: Quote, by: User) -> Quote:
    """Words said there, printed only with an agreement.

    Refuses (ValidationError) a session cancelled or to come; a parent who was not there, or who
    does not want to be quoted; an agreement of tomorrow, and one that their consents already tell.
    """
    refuse_before(quote.session)
    refuse_agreement(quote.agreed_on)
    refuse_parent(quote.session, quote.parent)
    quote.added_by = by
    return changes.create(quote, by=by, **whose(quote, quote.parent))


@transaction.atomic
def change_quote(*, quote: Quote, values: Mapping[str, object], by: User) -> Quote:
    """The refusals of `add_quote`; said to be of somebody else, the journals of both tell it."""
    before = changes.locked(quote)
    parent = values.get("parent", before.parent)
    refuse_agreement(values.get("agreed_on"))
    if parent != before.parent:
        refuse_parent(before.session, parent)
        if before.parent:
            former = whose(before, before.parent)
            audit.record(audit.Verb.CHANGED, before, by=by, fields=sorted(values), **former)
    return changes.change(quote, values=values, by=by, **whose(before, parent))


def remove_quote(*, quote: Quote, by: User) -> None:
    """It leaves the booklets it is in."""
    changes.delete(quote, by=by, **whose(quote, quote.parent))


def there(session: Session):
    """The named parents who were there: whose words may be noted."""
    rows = session.attendances.filter(status__in=Attendance.COUNTING).order_by()
    return Parent.objects.named().filter(pk__in=rows.values("parent"))


def refuse_before(session):
    if session.status == Session.Status.CANCELLED:
        raise ValidationError(_("Cette séance est annulée : rien ne s’y est dit."))
    if session.date > timezone.localdate():
        raise ValidationError(_("Cette séance n’a pas encore eu lieu : vous le noterez après."))


def refuse_agreement(agreed_on: dt.date | None):
    refuse_tomorrow(agreed_on=agreed_on)


def refuse_parent(session, parent):
    if parent is None:
        return
    # Nobody sets them aside nor forgets them while their words are written.
    if not there(session).still().filter(pk=parent.pk):
        raise ValidationError(
            {"parent": _("Cette personne n’est pas notée présente : complétez d’abord la feuille.")}
        )
    if quotes.answers_of([parent.pk]).get(parent.pk) not in (None, Consent.State.GIVEN):
        raise ValidationError(
            {
                "parent": _(
                    "Cette personne ne veut pas être citée : gardez plutôt l’idée, sans son nom, "
                    "comme un conseil."
                )
            }
        )


def lead_of(row):
    return row.session.workshop.programme.lead


def whose(quote, parent):
    return {"structure": lead_of(quote), "family": parent.family_id if parent else None}
