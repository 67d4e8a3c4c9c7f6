"""What each person of a cohort followed of its pathway: hours, modules, what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from workshops import certificates
from workshops.models import Attendance, Enrolment, Module, Session, Workshop


@dataclass(frozen=True)
class Follower:
    """`missing`: modules their group did, that they followed nowhere."""

    enrolment: Enrolment
    missing: list[Module]
    has_finished: bool

    @property
    def catches_up(self) -> bool:
        """Whether there is something to catch up, for somebody still there."""
        is_here = not (self.enrolment.left_on or self.enrolment.parent.erased_on)
        return bool(self.missing) and is_here


def of(
    workshop: Workshop, enrolments: list[Enrolment], sessions: Iterable[Session]
) -> list[Follower]:
    """One query; enrolments from with_attendance(). Nobody for a workshop without a pathway."""
    if not workshop.pathway_id:
        return []
    done = {session.module_id for session in sessions if session.status == Session.Status.HELD}
    followed, finished = modules_of(workshop), set(certificates.finished(workshop, enrolments))
    return [
        Follower(
            enrolment,
            [
                module
                for module in workshop.pathway.modules.all()
                if module.pk in done - followed[enrolment.parent_id]
            ],
            enrolment in finished,
        )
        for enrolment in enrolments
    ]


def modules_of(workshop):
    """{parent: the modules that count for this group}."""
    rows = Attendance.objects.taken_part().filter(cohort=workshop).order_by()
    found = defaultdict(set)
    for parent, module in rows.values_list("parent", "module").distinct():
        found[parent].add(module)
    return found
