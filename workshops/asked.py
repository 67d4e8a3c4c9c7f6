"""What the sheet of a session asks of the database, at each page and at each answer."""

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Coalesce

from families.models import Parent
from partnerships.questions import written_once
from workshops.models import Attendance, Enrolment, Guest, HeadCount, Module, Session

# All a sheet reads of somebody.
SHOWN = ("first_name", "last_name", "is_relay", "erased_on", "search_key")


@written_once
def sheet_to_log(user, session):
    """All that saving needs: what its page shows besides would cost more than the answers."""
    return Session.objects.loggable_by(user).filter(pk=session)


@written_once
def sheet_to_add(user, session):
    """With its programme, which says whom one may find."""
    sessions = Session.objects.loggable_by(user).filter(pk=session)
    return sessions.select_related("workshop__programme")


@written_once
def sheet_to_show(user, session):
    """With what its page says each time; who closed it is asked where it is closed."""
    sessions = Session.objects.loggable_by(user).filter(pk=session).with_carried()
    return sessions.select_related("workshop", "module", "school__structure")


@written_once
def noted(session):
    """(parent, answer, version, group, its title) of everybody noted."""
    rows = Attendance.objects.filter(session=session).order_by()
    return rows.values_list("parent", "status", "version", "cohort", "cohort__title")


@written_once
def expected(session, workshop, day):
    """(parent, None) of those enrolled; (parent, the group they catch up for or "") of the others."""
    enrolled = Enrolment.objects.filter(workshop=workshop).on(day).order_by()
    enrolled = enrolled.values_list("parent", Value(None, output_field=CharField()))
    guests = Guest.objects.filter(session=session).order_by()
    guests = guests.values_list("parent", Coalesce("enrolment__workshop__title", Value("")))
    return enrolled.union(guests, all=True)


@written_once
def people(parents, day):
    """By their numbers: a subquery would have PostgreSQL read everybody."""
    came_before = Attendance.objects.taken_part().filter(parent=OuterRef("pk"), date__lt=day)
    found = Parent.objects.filter(pk__in=parents).annotate(
        has_come=Exists(came_before), needs_interpreter=F("family__is_interpreter_needed")
    )
    return found.in_name_order().only(*SHOWN)


@written_once
def counts(session):
    return HeadCount.objects.filter(session=session).order_by()


@written_once
def modules(pathway, workshop):
    """(module, title, whether that workshop held it), in the order of the pathway."""
    held = Session.objects.held().filter(workshop=workshop, module=OuterRef("pk"))
    found = Module.objects.filter(pathway=pathway).order_by("order")
    return found.values_list("pk", "title", Exists(held))
