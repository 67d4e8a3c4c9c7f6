"""A person shown the way elsewhere: made, agreed to, sent, answered, taken back (FAM-015 …)."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from families import lines
from families import referral_news as news
from families.actions import households
from families.models import Family, Parent, Referral
from families.referrals import Told, word_for
from partnerships import audit
from partnerships.actions.days import refuse_tomorrow
from partnerships.calendar import months_after
from partnerships.french import day
from partnerships.models import User
from partnerships.registry import Frame

Status = Referral.Status
Verb = audit.Verb


class Overtaken(ValidationError):
    """Somebody else acted first; the sentence tells who and what."""


@transaction.atomic
def create(*, referral: Referral, frames: Iterable[Frame] = (), by: User) -> Referral:
    """Draft until the parent’s agreement is recorded, requested once it is.

    Valid for the months of the setting. Refuses (ValidationError) days to come, and what breaks a
    rule of the model.
    """
    refuse_tomorrow(agreed_on=referral.agreed_on, asked_on=referral.asked_on)
    referral.made_by = by
    referral.made_on = referral.made_on or timezone.localdate()
    referral.valid_until = referral.valid_until or months_after(
        referral.made_on, settings.REFERRAL_MONTHS
    )
    referral.status = Status.REQUESTED if referral.agreed_on else Status.DRAFT
    referral.status_at = timezone.now()
    referral.full_clean()
    referral.save(force_insert=True)
    for frame in frames:
        frame.attach(referral)
    note(Verb.CREATED, referral, by=by, on=["sender"])
    return referral


# -- The sender ----------------------------------------------------------------------------------


@transaction.atomic
def record_agreement(
    *, referral: Referral, agreed_on: dt.date, agreed_how: str, by: User
) -> Referral:
    """The parent said yes: from now on, and not before, the other side knows (FAM-020, T16).

    Refuses (Overtaken) one that is no draft any more or is out of date; (ValidationError) a day to
    come.
    """
    refuse_tomorrow(agreed_on=agreed_on)
    values = {"agreed_on": agreed_on, "agreed_how": agreed_how}
    move(referral, Status.REQUESTED, since=[Status.DRAFT], tell=told_to_sender, **values)
    note(Verb.CHANGED, referral, by=by, on=["sender"], fields=["status", *values])
    return referral


# What no longer serves anybody once the agreement is withdrawn.
CONTACT = ("phone", "email", "wish", "availability")


@transaction.atomic
def withdraw(*, referral: Referral, by: User) -> Referral:
    """The parent takes the agreement back: at the next request the other side knows nothing.

    Its letters open nothing, and what served to reach the person is blanked. Refuses (Overtaken)
    one already withdrawn or out of date, and one whose person has come: they are known there by now.
    """
    blanks = dict.fromkeys((*CONTACT, "refusal"), "")
    since = [Status.DRAFT, Status.REQUESTED, Status.ACCEPTED, Status.REFUSED, Status.NO_SHOW]
    move(referral, Status.WITHDRAWN, since=since, is_dated=False, tell=told_to_sender, **blanks)
    note(Verb.CANCELLED, referral, by=by, on=["sender"], fields=["status", *blanks])
    return referral


@transaction.atomic
def expire(*, today: dt.date | None = None) -> int:
    """Mark those nobody answered in time; how many.

    They were closed to the other side already, and no letter outlives its voucher.
    """
    past = Referral.objects.past(today or timezone.localdate()).with_sides()
    late = list(past.select_for_update(of=("self",)))
    Referral.objects.filter(pk__in=[each.pk for each in late]).update(
        status=Status.EXPIRED, status_at=timezone.now()
    )
    for each in late:
        note(Verb.CLOSED, each, by=None, on=["sender"], fields=["status"])
    return len(late)


# What the receiver may answer → the line it leaves, and after what it may be said.
ANSWERS = {
    Status.ACCEPTED: (Verb.ACCEPTED, [Status.REQUESTED]),
    Status.REFUSED: (Verb.REFUSED, [Status.REQUESTED]),
    Status.CAME: (Verb.CHANGED, [Status.REQUESTED, Status.ACCEPTED, Status.NO_SHOW]),
    Status.NO_SHOW: (Verb.CLOSED, [Status.ACCEPTED]),
}

# -- The receiver --------------------------------------------------------------------------------


@transaction.atomic
def accept(*, referral: Referral, by: User | None, answered_by: str) -> Referral:
    """Refuses (Overtaken) one already answered, withdrawn or out of date: who and what is told."""
    return answer(referral, Status.ACCEPTED, by=by, answered_by=answered_by)


@transaction.atomic
def refuse(*, referral: Referral, refusal: str, by: User | None, answered_by: str) -> Referral:
    """Refuses (Overtaken) what `accept` refuses; (ValidationError) a refusal without a reason."""
    if refusal not in Referral.Refusal.values:
        raise ValidationError({"refusal": _("Dites pourquoi, en un mot de la liste.")})
    return answer(referral, Status.REFUSED, by=by, answered_by=answered_by, refusal=refusal)


@transaction.atomic
def come(
    *,
    referral: Referral,
    by: User | None,
    answered_by: str,
    received_as: Parent | None = None,
    is_newcomer: bool = False,
) -> Referral:
    """The person came: their record there is the one given, a new one, or none.

    Refuses (Overtaken) one refused, withdrawn, out of date or already said to have come;
    (ValidationError) a record kept elsewhere than at the receiver’s.
    """
    if received_as and received_as.family.structure_id != referral.receiver_id:
        raise ValidationError(_("Cette fiche n’est pas de la structure qui reçoit."))
    answer(referral, Status.CAME, by=by, answered_by=answered_by)
    if is_newcomer:
        received_as = register(referral, by)
    if received_as:
        referral.received_as = received_as
        Referral.objects.filter(pk=referral.pk).update(received_as=received_as)
        note(Verb.CHANGED, referral, by=by, on=["receiver"], fields=["received_as"])
    return referral


def register(referral: Referral, by: User) -> Parent:
    """A record at the receiver’s, with what the person agreed to share and nothing more."""
    shared = ("first_name", "last_name", "phone", "email")
    return households.register_family(
        family=Family(structure=referral.receiver),
        parent=Parent(**{name: getattr(referral, name) for name in shared}),
        by=by,
    )


@transaction.atomic
def miss(*, referral: Referral, by: User | None, answered_by: str) -> Referral:
    """Nobody came; they may still. Refuses (Overtaken) one that is not, or no more, accepted."""
    return answer(referral, Status.NO_SHOW, by=by, answered_by=answered_by)


def answer(referral, to, *, by, answered_by, **values):
    """A word of the receiver: both sides keep a line, and the prescriber hears of it."""
    verb, since = ANSWERS[to]
    move(referral, to, since=since, tell=told, answered_by=answered_by, **values)
    note(verb, referral, by=by, on=["sender", "receiver"], fields=["status", *values])
    transaction.on_commit(lambda: news.tell(referral))
    return referral


# -- One step ------------------------------------------------------------------------------------


def move(
    referral: Referral, to: str, *, since: list, tell: Callable, is_dated: bool = True, **values
) -> None:
    """One conditional update: of two people who act, the second finds nothing to move (T17).

    Whatever was sent before this step opens nothing after it.
    """
    now = timezone.now()
    found = Referral.objects.filter(pk=referral.pk, status__in=since)
    if is_dated:
        found = found.standing(timezone.localdate())
    moved = found.update(status=to, status_at=now, **values)
    referral.refresh_from_db()
    if not moved:
        raise Overtaken(tell(referral))
    referral.links.usable().update(revoked_at=now)


def told_to_sender(referral: Referral) -> str:
    """No more than the page says: a partner does not learn here what closed it."""
    if referral.status == Status.CAME:
        return _("La personne est venue : c’est là-bas que son accord se retire désormais.")
    if word_for(referral.state) == Told.CLOSED:
        return _("Cette orientation est close : rien n’est enregistré.")
    return _("L’accord du parent est déjà noté.")


def told(referral: Referral) -> str:
    """What happened meanwhile, for whoever comes second."""
    state = referral.state
    if state == Status.EXPIRED:
        return _("Cette orientation n’était valable que jusqu’au %(day)s.") % {
            "day": day(referral.valid_until)
        }
    if state == Status.WITHDRAWN:
        return _("Cette orientation n’a plus cours : rien n’est enregistré.")
    if state == Status.DRAFT:
        return _("L’accord du parent n’est pas encore noté.")
    if state == Status.REQUESTED:
        return _("Cette orientation n’est pas encore acceptée.")
    return _("Déjà répondu le %(day)s : « %(state)s », par %(who)s.") % {
        "day": day(referral.status_at),
        "state": state.label,
        "who": referral.answered_by or _("quelqu’un d’autre"),
    }


def note(
    verb: str, referral: Referral, *, by: User | None, on: list, fields: Iterable = ()
) -> None:
    """A line for each side concerned, with the number of the family it keeps there."""
    sides = {"sender": lines.of_sender(referral), "receiver": lines.of_receiver(referral)}
    told = {}
    for side in on:
        whose = sides[side]
        # Within one structure, one line says it all.
        known = told.setdefault(
            whose["structure"].pk, audit.line(verb, referral, by=by, fields=fields, **whose)
        )
        known.family = known.family or whose["family"]
    audit.record_all(list(told.values()))
