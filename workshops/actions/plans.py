"""The plan of a workshop: begun, written by several hands, then turned into sessions.

What every shared text does (pen, versions, acceptances, letters) is in partnerships/actions.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions import accord
from partnerships.actions.changes import locked
from partnerships.models import Structure, User
from workshops.actions import planning, schedule
from workshops.models import Plan, PlanComment, PlanLink, PlanShare, PlanSlot, Session, Workshop

# Remarks that a letter may leave before somebody hears them.
REMARKS_BY_LETTER = 10


@transaction.atomic
def begin(*, workshop: Workshop, structures: Iterable[Structure] = (), by: User) -> Plan:
    """A plan for the lead, the host, the schools concerned and these; the one it has, if any.

    Refuses (ValidationError) a programme that is over.
    """
    fresh = locked(workshop)
    if known := Plan.objects.filter(workshop=fresh).first():
        return known
    plan = Plan(workshop=fresh)
    accord.refuse_when_over(plan)
    plan.save()
    schools = fresh.schools.select_related("structure").order_by("pk")
    seated = [fresh.programme.lead, fresh.host, *(school.structure for school in schools)]
    # Each once, in that order.
    for structure in dict.fromkeys([*seated, *structures]):
        plan.shares.create(structure=structure)
    audit.record(audit.Verb.CREATED, plan, by=by, structure=fresh.programme.lead)
    accord.start(text=plan, by=by)
    return plan


def write(
    *,
    plan: Plan,
    seen: int,
    workshop: Mapping[str, object],
    words: Mapping[str, str],
    shares: Mapping[int, str],
    by: User,
    reason: str = "",
) -> Plan:
    """What the workshop is, the words of the plan, and what each party does: a new version.

    Refuses what `accord.write` and `planning.correct_workshop` refuse.
    """

    def put(fresh):
        if workshop:
            fresh.workshop = planning.correct_workshop(
                workshop=fresh.workshop, values=workshop, by=by
            )
        for name, value in words.items():
            setattr(fresh, name, value)
        for structure, does in shares.items():
            fresh.shares.filter(structure=structure).update(does=does)

    return accord.write(text=plan, seen=seen, change=put, by=by, reason=reason)


# -- Who prepares it ---------------------------------------------------------------------------


@transaction.atomic
def invite(*, plan: Plan, structure: Structure, by: User) -> PlanShare:
    """One more party. No word changes: those who had accepted still do; it is asked in its turn.

    Refuses (ValidationError) a structure that has its share, and a programme that is over.
    """
    fresh = locked(plan)
    accord.refuse_when_over(fresh)
    share = PlanShare(plan=fresh, structure=structure)
    share.full_clean()
    share.save()
    told(fresh, by, f"share-{structure.pk}")
    return share


def leave_out(*, share: PlanShare, by: User) -> Plan:
    """A party that prepares it no more; what it said goes, and the others are asked again.

    Refuses (ValidationError) the structure that leads the programme.
    """
    if share.structure_id == share.plan.setting.lead_id:
        raise ValidationError(_("La structure porteuse ne peut pas être retirée du plan."))
    return accord.add(text=share.plan, change=lambda plan: share.delete(), by=by)


# -- When --------------------------------------------------------------------------------------


def propose_slot(*, slot: PlanSlot, by: User) -> PlanSlot:
    """A moment one would meet: a new version of the plan.

    Refuses (ValidationError) a past day, and a slot already proposed.
    """
    if slot.meets_on < timezone.localdate():
        raise ValidationError({"meets_on": _("Ce jour est déjà passé.")})

    def put(fresh):
        slot.full_clean()
        slot.save()

    accord.add(text=slot.plan, change=put, by=by)
    return slot


def withdraw_slot(*, slot: PlanSlot, by: User) -> Plan:
    """The session it may have become stays."""
    return accord.add(text=slot.plan, change=lambda plan: slot.delete(), by=by)


@dataclass(frozen=True)
class Planned:
    """What came of the slots of a plan: sessions, slots that had theirs, slots of the past."""

    sessions: list[Session]
    known: list[PlanSlot]
    past: list[PlanSlot]


@transaction.atomic
def plan_sessions(*, plan: Plan, by: User) -> Planned:
    """A session for each slot to come that has none, with the modules left in order.

    Asking twice plans nothing twice. Whoever has not accepted yet is said by the page, never an
    obstacle.
    """
    fresh = locked(plan)
    taken, today = taken_by(fresh.workshop), timezone.localdate()
    slots = list(fresh.slots.order_by("meets_on", "starts_at"))
    known = [slot for slot in slots if (slot.meets_on, slot.starts_at) in taken]
    past = [slot for slot in slots if slot not in known and slot.meets_on < today]
    left = [slot for slot in slots if slot not in known and slot not in past]
    sessions = schedule.create_all(
        workshop=fresh.workshop,
        moments=[(slot.meets_on, slot.starts_at, slot.ends_at) for slot in left],
        by=by,
    )
    return Planned(sessions, known, past)


def taken_by(workshop: Workshop) -> dict[tuple[dt.date, dt.time], Session]:
    """{(day, hour): session}: when it meets already."""
    return {(each.date, each.starts_at): each for each in schedule.kept(workshop)}


# -- Remarks -----------------------------------------------------------------------------------


@transaction.atomic
def remark(*, comment: PlanComment, by: User | None) -> PlanComment:
    """A word beside the plan, on one passage or on the whole; the text does not change.

    Refuses (ValidationError) a passage that does not exist, and a programme that is over.
    """
    plan = comment.plan
    accord.refuse_when_over(plan)
    if comment.about and comment.about not in plan.titles():
        raise ValidationError(_("Ce passage n’est plus dans le plan."))
    comment.author = by
    comment.full_clean()
    comment.save()
    audit.record(audit.Verb.CREATED, comment, by=by, structure=comment.structure)
    return comment


@transaction.atomic
def remark_by_link(*, link: PlanLink, words: str) -> PlanComment:
    """The same by somebody without an account; the letter still serves. Sent twice, noted once.

    Refuses (ValidationError) more remarks than somebody can hear at once.
    """
    plan = locked(link.plan)
    unheard = plan.comments.open().filter(structure=link.structure, author=None)
    if already := unheard.filter(words=words).first():
        return already
    if unheard.count() >= REMARKS_BY_LETTER:
        raise ValidationError(_("Vos remarques attendent d’être lues : laissez-leur le temps."))
    comment = PlanComment(plan=plan, words=words, structure=link.structure)
    return remark(comment=comment, by=None)


@transaction.atomic
def settle(*, comment: PlanComment, by: User) -> None:
    """It has been heard; settling twice is no fault."""
    settled(comment, by, timezone.now(), by)


@transaction.atomic
def reopen(*, comment: PlanComment, by: User) -> None:
    settled(comment, by, None, None)


def settled(comment, by, at, who):
    fresh = locked(comment)
    if bool(fresh.settled_at) == bool(at):
        return
    fresh.settled_at, fresh.settled_by = at, who
    fresh.save(update_fields=["settled_at", "settled_by"])
    audit.record(audit.Verb.CHANGED, fresh, by=by, structure=fresh.structure, fields=["settled_at"])


def told(plan, by, *fields):
    lead = plan.setting.lead
    audit.record(audit.Verb.CHANGED, plan, by=by, structure=lead, fields=list(fields))
