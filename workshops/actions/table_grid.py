"""Fills the sheets of a past attendance grid: sessions created or closed, nothing overwritten."""

import datetime as dt

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.models import AuditEvent, User
from workshops.actions import snapshots, table_people
from workshops.actions.arrivals import keeps_a_list
from workshops.actions.table_people import BATCH, Trace, keys
from workshops.imports.grids import Grid, first_days
from workshops.imports.telling import Asked
from workshops.models import Attendance, Enrolment, Facilitation, Guest, Session

CLOSING = ("status", "closed_at", "closed_by", "delivered_minutes", "version")


def write(grid: Grid, asked: Asked, *, by: User) -> tuple[Trace, list[AuditEvent]]:
    """Sessions, then people, answers, who ran them and who is expected; keys and audit lines."""
    lead = asked.place.programme.lead
    new = grid.new
    created = create_sessions(grid, asked, by)
    closed = close_sessions(grid, asked, by)
    trace = table_people.create(new, lead, year=table_people.year_of(asked))
    guests = groups_of_guests(grid)
    attendances = Attendance.objects.bulk_create(rows_of(grid, guests, by), batch_size=BATCH)
    enrolments = enrol(grid, asked, {parent for _session, parent in guests})
    trace |= {
        "workshops.session": keys(created),
        "workshops.attendance": keys(attendances),
        "workshops.facilitation": keys(name_teams([*created, *closed], asked)),
        "workshops.enrolment": keys(enrolments),
        # What each was before: its delivered minutes; and its version since.
        "closed": [[session.pk, before, session.version] for session, before in closed.items()],
    }
    said = {"by": by, "structure": lead}
    lines = table_people.created_lines(new, **said)
    lines += lines_of_people(grid, new, said)
    lines += lines_of_sessions(grid, created, closed, said)
    lines += table_people.stop_waiting(enrolments, trace, **said)
    if enrolments:
        workshop = asked.place.workshop
        fields = [f"enrolment-{row.parent_id}" for row in enrolments]
        lines.append(audit.line(audit.Verb.CHANGED, workshop, fields=fields, **said))
    return trace, lines


# -- Sessions ------------------------------------------------------------------------------------


def create_sessions(grid, asked, by):
    days = [day for day in grid.days if day.session is None]
    for day in days:
        day.session = session_of(day, asked, by)
    return Session.objects.bulk_create([day.session for day in days], batch_size=BATCH)


def session_of(day, asked, by):
    """Held, as long as the form said; at the hour of its title when it has one."""
    length = Session(starts_at=asked.starts_at, ends_at=asked.ends_at).planned_minutes
    starts_at, ends_at = asked.starts_at, asked.ends_at
    if hour := day.heading.hour:
        start = dt.datetime.combine(day.heading.day, hour)
        starts_at, ends_at = hour, (start + dt.timedelta(minutes=length)).time()
    return Session(
        workshop=asked.place.workshop,
        date=day.heading.day,
        starts_at=starts_at,
        ends_at=ends_at,
        status=Session.Status.HELD,
        delivered_minutes=length,
        closed_at=timezone.now(),
        closed_by=by,
        version=1,
    )


def close_sessions(grid, asked, by):
    """{session: the minutes it had}: those that were planned are held from now on."""
    found = {}
    for day in grid.days:
        session = day.session
        session.workshop = asked.place.workshop
        if session.status == Session.Status.PLANNED:
            found[session] = session.delivered_minutes
            session.status = Session.Status.HELD
            session.closed_at, session.closed_by = timezone.now(), by
            session.delivered_minutes = session.delivered_minutes or session.planned_minutes
            session.version += 1
    Session.objects.bulk_update(found, CLOSING, batch_size=BATCH)
    follow(found)
    return found


def follow(sessions):
    """What was on these sheets already counts now that they are closed."""
    rows = Attendance.objects.filter(session__in=sessions)
    snapshots.fill_rows(rows)
    delivered = Session.objects.filter(pk=OuterRef("session")).values("delivered_minutes")
    rows.update(held=True, counted_minutes=Coalesce("minutes", Subquery(delivered)))


def name_teams(sessions, asked):
    """Who usually runs the workshop ran these, unless somebody said who did."""
    named = Facilitation.objects.filter(session__in=sessions).order_by()
    named = set(named.values_list("session", flat=True))
    team = list(asked.place.workshop.team.all())
    return Facilitation.objects.bulk_create(
        (
            Facilitation(
                session=session,
                user_id=member.user_id,
                structure_id=member.structure_id,
                is_volunteer=member.is_volunteer,
            )
            for session in sessions
            if session.pk not in named
            for member in team
        ),
        batch_size=BATCH,
    )


# -- People --------------------------------------------------------------------------------------


def rows_of(grid, guests, by):
    for day in grid.days:
        for index, answer in day.answers.items():
            row = snapshots.row_of(
                session=day.session,
                parent=grid.persons[index].parent,
                status=answer.status,
                by=by,
                cohort=guests.get((day.session.pk, grid.persons[index].parent.pk)),
            )
            row.minutes = answer.minutes
            row.counted_minutes = snapshots.counted(day.session, answer.minutes)
            yield row


def groups_of_guests(grid):
    """{(session, parent): the group for which they were to catch up there, None for none}."""
    sessions = [day.session.pk for day in grid.days]
    found = Guest.objects.filter(session__in=sessions).order_by()
    rows = found.values_list("session", "parent", "enrolment__workshop")
    return {(session, parent): workshop for session, parent, workshop in rows}


def enrol(grid, asked, guests):
    """In a group that keeps a list, whoever came is on it, from the first day they came.

    Not those who were expected once, as guests.
    """
    workshop = asked.place.workshop
    if not keeps_a_list(workshop):
        return []
    known = guests | set(workshop.enrolments.values_list("parent", flat=True))
    came = {grid.persons[index].parent: day for index, day in first_days(grid).items()}
    return Enrolment.objects.bulk_create(
        (
            Enrolment(workshop=workshop, parent=parent, enrolled_on=day)
            for parent, day in came.items()
            if parent.pk not in known
        ),
        batch_size=BATCH,
    )


# -- The journal ---------------------------------------------------------------------------------


def lines_of_people(grid, new, said):
    """One for each person already known who is noted; the others have theirs."""
    created = {id(person) for person in new}
    return [
        audit.line(
            *(audit.Verb.CHANGED, person.parent),
            fields=["attendance"],
            family=person.parent.family_id,
            **said,
        )
        for person in grid.noted
        if id(person) not in created
    ]


def lines_of_sessions(grid, created, closed, said):
    created = {session.pk for session in created}
    closed = {session.pk for session in closed}
    for session in (day.session for day in grid.days):
        verb = audit.Verb.CREATED if session.pk in created else audit.Verb.CHANGED
        verb = audit.Verb.CLOSED if session.pk in closed else verb
        reason = _("import d’une grille de présences")
        yield audit.line(verb, session, fields=["attendances"], reason=reason, **said)
