"""What a session would run into: said in words, never forbidden (ATE-049; reliability G22)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.french import clock, count, in_a_row
from partnerships.models import School, User
from partnerships.validators import fold
from workshops import days
from workshops.actions import schedule
from workshops.models import Facilitation, Session, TeamMember, Workshop

RUNS = Facilitation.Part.RUNS
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """When and where one wants to meet; ends the next day when the end comes first.

    `session` is the one that stands, or would move, there: it does not run into itself.
    """

    day: dt.date
    starts_at: dt.time
    ends_at: dt.time
    place: str = ""
    session: Session | None = None

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        start = dt.datetime.combine(self.day, self.starts_at)
        end = dt.datetime.combine(self.day, self.ends_at)
        return start, end + DAY if end < start else end


@dataclass(frozen=True)
class Clash:
    """A sentence, and the page of the other session for whoever may see it."""

    sentence: str
    url: str = ""


def of_session(session: Session, user: User) -> list[Clash]:
    """What a session to come runs into where it stands; nothing once it is over or cancelled."""
    if session.status != Session.Status.PLANNED or session.date < timezone.localdate():
        return []
    place = Slot(session.date, session.starts_at, session.ends_at, session.place, session)
    [said] = warnings(session.workshop, [place], user=user, school=session.school)
    crowded = crowd(session.workshop, session.date)
    return [*said, Clash(crowded)] if crowded else said


def warnings(
    workshop: Workshop, slots: Sequence[Slot], *, user: User, school: School | None = None
) -> list[list[Clash]]:
    """For each slot, why nobody may be free that day, then whom it would run into."""
    first = min(slots, key=lambda slot: slot.day)
    calendar = schedule.calendar_for(workshop, school, since=first.day, starts_at=first.starts_at)
    closed = [calendar.closed(slot.day) for slot in slots]
    met = meetings(workshop, slots, user=user)
    sentence = _("Ce jour-là : %(name)s.")
    return [
        [Clash(sentence % {"name": name}), *said] if name else said
        for name, said in zip(closed, met, strict=True)
    ]


def meetings(workshop: Workshop, slots: Sequence[Slot], *, user: User) -> list[list[Clash]]:
    """For each slot, the sessions that take its people, its place or its own group.

    As many queries for one slot as for eighty. A session this reader may not see is said without
    its title.
    """
    usual = names(TeamMember.objects.filter(workshop=workshop))
    named = named_on([slot.session for slot in slots if slot.session])
    people = usual.keys() | {key for each in named.values() for key in each}
    others = others_of(workshop, slots, people)
    seen = Session.objects.visible_to(user).filter(pk__in=[other.pk for other in others])
    seen = set(seen.order_by().values_list("pk", flat=True))
    return [
        [
            clash
            for other in others
            if meet(slot, other)
            for clash in clashes_of(workshop, slot, other, team_of(slot, usual, named), seen)
        ]
        for slot in slots
    ]


def crowd(workshop: Workshop, day: dt.date) -> str:
    """« 12 personnes sont inscrites pour 10 places. », or nothing."""
    if workshop.capacity is None:
        return ""
    expected = workshop.enrolments.on(day).count()
    if expected <= workshop.capacity:
        return ""
    sentence = ngettext(
        "%(expected)d personne est inscrite pour %(places)s.",
        "%(expected)d personnes sont inscrites pour %(places)s.",
        expected,
    )
    return sentence % {"expected": expected, "places": count(workshop.capacity, _("place"))}


# -- Who and where -------------------------------------------------------------------------------


def names(rows) -> dict[int, str]:
    """{account: name}, of rows that have one."""
    rows = rows.filter(user__isnull=False).select_related("user")
    return {row.user_id: row.user.get_short_name() for row in rows}


def named_on(sessions):
    """{session: {account: name}}: who was named to run each, when somebody was."""
    found = {}
    rows = Facilitation.objects.filter(session__in=sessions, part=RUNS).select_related("user")
    for row in rows:
        people = found.setdefault(row.session_id, {})
        if row.user_id:
            people[row.user_id] = row.user.get_short_name()
    return found


def team_of(slot, usual, named):
    return named.get(slot.session.pk, usual) if slot.session else usual


def others_of(workshop, slots, people):
    """The sessions of those days, and of the nights around, that may be in the way."""
    around = {slot.day + shift for slot in slots for shift in (-DAY, 0 * DAY, DAY)}
    teams = TeamMember.objects.filter(user__in=people).values("workshop")
    named = Facilitation.objects.filter(user__in=people, part=RUNS).values("session")
    found = Session.objects.filter(date__in=around).exclude(status=Session.Status.CANCELLED)
    found = found.exclude(pk__in=[slot.session.pk for slot in slots if slot.session])
    found = found.filter(
        Q(workshop=workshop)
        | Q(workshop__host=workshop.host_id)
        | Q(workshop__in=teams)
        | Q(pk__in=named)
    )
    found = found.select_related("workshop").prefetch_related("facilitations", "workshop__team")
    return list(found.order_by("date", "starts_at", "pk"))


def meet(slot, other):
    start, end = slot.bounds
    begins, ends = days.bounds(other)
    return start < ends and begins < end


def clashes_of(workshop, slot, other, team, seen) -> Iterable[Clash]:
    """Of two meetings at the same time: one group, people they share, one room."""
    url = other.get_absolute_url() if other.pk in seen else ""
    if other.workshop_id == workshop.pk:
        yield Clash(_("Cet atelier se réunit déjà à cette heure."), url)
        return
    if busy := [name for key, name in team.items() if key in runners_of(other)]:
        yield Clash(busy_sentence(busy, other, is_seen=bool(url)), url)
    if place := shared_place(workshop, slot, other):
        yield Clash(place_sentence(place, other, is_seen=bool(url)), url)


def runners_of(session):
    """The accounts that run it: those named for it, else the usual team."""
    return {row.user_id for row in session.runners}


def shared_place(workshop, slot, other):
    """The room both are in, at one host; nothing when either does not say."""
    place = slot.place or workshop.place
    if not fold(place) or other.workshop.host_id != workshop.host_id:
        return ""
    return place if fold(place) == fold(other.place or other.workshop.place) else ""


def busy_sentence(busy, other, *, is_seen):
    if not is_seen:
        sentence = ngettext(
            "%(names)s est occupé·e à cette heure.",
            "%(names)s sont occupé·es à cette heure.",
            len(busy),
        )
        return sentence % {"names": in_a_row(busy)}
    sentence = ngettext(
        "%(names)s anime déjà « %(workshop)s », %(hours)s.",
        "%(names)s animent déjà « %(workshop)s », %(hours)s.",
        len(busy),
    )
    return sentence % {"names": in_a_row(busy), "workshop": other.workshop, "hours": span(other)}


def place_sentence(place, other, *, is_seen):
    if not is_seen:
        return _("Lieu déjà pris à cette heure : %(place)s.") % {"place": place}
    return _("Lieu déjà pris : %(place)s, par « %(workshop)s », %(hours)s.") % {
        "place": place,
        "workshop": other.workshop,
        "hours": span(other),
    }


def span(session):
    return f"{clock(session.starts_at)} – {clock(session.ends_at)}"
