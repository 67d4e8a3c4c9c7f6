"""What the workshops tell the ground floor they hold."""

from families.models import Parent
from partnerships import registry
from workshops.models import Attendance, Enrolment, Session, Workshop


def people_met(user):
    """The parents expected at, or noted on, the sheets this person keeps."""
    workshops = Workshop.objects.loggable_by(user)
    sessions = Session.objects.loggable_by(user)
    yield Parent.objects.filter(
        pk__in=Enrolment.objects.filter(workshop__in=workshops).values("parent")
    )
    yield Parent.objects.filter(
        pk__in=Attendance.objects.filter(session__in=sessions).values("parent")
    )


def personal_fields():
    yield Session, ("log",)


def register():
    registry.acquaintances.add(people_met)
    registry.personal_fields.add(personal_fields)
