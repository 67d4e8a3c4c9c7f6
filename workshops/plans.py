"""How a plan reads: its passages, its slots and what became of them, where it stands in a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import User
from partnerships.standings import Powers, standings
from workshops import clashes
from workshops.actions import plans, schedule
from workshops.clashes import Clash
from workshops.models import Plan, PlanComment, PlanSlot, Session


@dataclass(frozen=True)
class Passage:
    """A few words of the plan, and the remarks on them that nobody has settled."""

    name: str
    title: str
    words: str
    remarks: int = 0


def passages(plan: Plan, comments: Sequence[PlanComment] = ()) -> list[Passage]:
    """What every party accepts, in the order one reads it; the title of the page is the first."""
    now = next(each for each in plan.versions.all() if each.number == plan.version)
    flat, titles = plan.flat(now.content), plan.titles()
    return [
        Passage(name, titles[name], flat.get(name, ""), about(comments, name))
        for name in plan.READ[1:]
    ]


def about(comments, name):
    return sum(each.about == name and not each.settled_at for each in comments)


@dataclass(frozen=True)
class Remark:
    comment: PlanComment
    # The passage it is about, nothing for the whole.
    title: str
    # This person may say that it has been heard.
    is_mine: bool


def remarks(plan: Plan, comments: Iterable[PlanComment], allowed: Powers | None) -> list[Remark]:
    titles = plan.titles()
    return [
        Remark(
            comment,
            titles.get(comment.about, _("un passage retiré")) if comment.about else "",
            bool(allowed) and (allowed.writes_all or comment.structure_id in allowed.writes),
        )
        for comment in comments
    ]


def unwritten(plan: Plan) -> list[str]:
    """What nobody has said yet, among what is written in sentences."""
    wanted = ("objective", *plan.WORDS)
    return [each.title.lower() for each in passages(plan) if each.name in wanted and not each.words]


@dataclass(frozen=True)
class SlotLine:
    slot: PlanSlot
    # What it has become.
    session: Session | None
    is_past: bool
    clashes: list[Clash] = field(default_factory=list)

    @property
    def is_to_plan(self):
        return not (self.session or self.is_past)


def slot_lines(plan: Plan, user: User, *, is_loggable: bool) -> list[SlotLine]:
    """Each slot, its session or what stands in its way; whom it runs into is for whoever plans."""
    today, taken = timezone.localdate(), plans.taken_by(plan.workshop)
    found = [
        SlotLine(slot, taken.get((slot.meets_on, slot.starts_at)), slot.meets_on < today)
        for slot in sorted(plan.slots.all(), key=lambda each: (each.meets_on, each.starts_at))
    ]
    coming = [line for line in found if line.is_to_plan]
    if not coming:
        return found
    said = obstacles(plan, [line.slot for line in coming], user if is_loggable else None)
    met = {line.slot.pk: sentences for line, sentences in zip(coming, said, strict=True)}
    return [
        SlotLine(line.slot, line.session, line.is_past, met.get(line.slot.pk, [])) for line in found
    ]


def obstacles(plan, slots, user):
    """Holidays for everybody; busy people and places for whoever plans the sessions."""
    workshop = plan.workshop
    wanted = [clashes.Slot(each.meets_on, each.starts_at, each.ends_at) for each in slots]
    if user:
        return clashes.warnings(workshop, wanted, user=user)
    first = wanted[0]
    calendar = schedule.calendar_for(workshop, None, since=first.day, starts_at=first.starts_at)
    closed = [calendar.closed(each.day) for each in wanted]
    return [
        [Clash(_("Ce jour-là : %(name)s.") % {"name": name})] if name else [] for name in closed
    ]


def in_a_line(plan: Plan) -> str:
    """« Plan accepté par 2 structures sur 3 »."""
    if plan.is_blank:
        return _("Plan ouvert, rien n’y est encore écrit")
    stand = standings(plan)
    accepted = sum(each.is_accepted for each in stand)
    if accepted == len(stand):
        return _("Plan accepté par tous")
    if not accepted:
        return _("Plan que personne n’a encore accepté")
    sentence = ngettext(
        "Plan accepté par %(accepted)d structure sur %(all)d",
        "Plan accepté par %(accepted)d structures sur %(all)d",
        accepted,
    )
    return sentence % {"accepted": accepted, "all": len(stand)}


def waiting(plan: Plan) -> list[str]:
    """Those who have not accepted it as it stands."""
    return [str(each.structure) for each in standings(plan) if not each.is_accepted]
