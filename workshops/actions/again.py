"""A session once more: the same place and hours, the next free day, and the people who came."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships import audit
from partnerships.models import User
from workshops.actions import schedule
from workshops.actions.arrivals import keeps_a_list
from workshops.actions.guests import line
from workshops.actions.schedule import Usual
from workshops.models import Attendance, Guest, Session
from workshops.series import WEEK, Rule, propose


def like(session: Session) -> Usual:
    """Its hours, place and school, with the next module that the group has left."""
    left = schedule.modules_left(session.workshop)
    module = left[0] if left else None
    of_it = Usual(session.starts_at, session.ends_at, session.place, session.school, module)
    return replace(of_it, place=session.place or session.workshop.place)


def next_day(session: Session) -> dt.date | None:
    """The first same weekday from tomorrow on, a week later at least, with school and free."""
    first, today = session.date + WEEK, timezone.localdate()
    if first <= today:
        first += WEEK * ((today - first) // WEEK + 1)
    calendar = schedule.calendar_for(
        session.workshop, session.school, since=first, starts_at=session.starts_at
    )
    *_others, last = propose(Rule(first, times=1), calendar)
    return last.day if last.is_kept else None


def came(session: Session) -> QuerySet[Parent]:
    """Who may be expected by name next time: those who came to it, when its workshop enrols nobody.

    Of a cancelled one, those it expected. A group that keeps a list expects it by itself.
    """
    if keeps_a_list(session.workshop):
        return Parent.objects.none()
    rows = session.attendances.filter(status__in=Attendance.COUNTING)
    if session.status == Session.Status.CANCELLED:
        rows = session.guests.all()
    return Parent.objects.named().filter(pk__in=rows.values("parent")).in_name_order()


@transaction.atomic
def repeat(*, session: Session, like: Session, people: Sequence[Parent] = (), by: User) -> Session:
    """Plan it, and expect these people at it; nobody misses them if they do not come.

    Refuses people who did not come to the other, and what planning a session refuses.
    """
    known = came(like).filter(pk__in=[parent.pk for parent in people]).still()
    found = list(known.select_related("family"))
    if len(found) != len(people):
        raise ValidationError(_("Quelqu’un de cette liste n’est plus connu de votre structure."))
    schedule.create_session(session=session, by=by)
    guests = [Guest(session=session, parent=parent, added_by=by) for parent in found]
    for guest in guests:
        guest.full_clean()
        guest.save()
    audit.record_all([line(audit.Verb.CREATED, guest, by=by) for guest in guests])
    return session
