"""What the page of roles shows: those who came, what each did there, how long they stayed."""

from dataclasses import dataclass, field

from django.db.models import Count

from workshops.actions.attendance import Conflict, SheetOutcome, Written
from workshops.actions.roles import Part
from workshops.models import Attendance, Session


@dataclass(frozen=True)
class Line:
    """One parent: what is chosen, what stands, and what somebody else answered meanwhile."""

    pk: int
    name: str
    status: str
    role: Written
    minutes: Written
    conflicts: list[Conflict] = field(default_factory=list)
    refusal: str = ""

    @property
    def theirs(self):
        """[(who, when, the other answer in words)]."""
        labels = dict(Attendance.Role.choices)
        return [
            (conflict.who, conflict.at, labels.get(conflict.theirs, conflict.theirs or "–"))
            for conflict in self.conflicts
        ]


def lines_of(
    session: Session, parts: dict[int, Part] | None = None, outcome: SheetOutcome | None = None
) -> list[Line]:
    """Those noted present or late, in the order of the alphabet; nothing chosen is lost."""
    parts, outcome = parts or {}, outcome or SheetOutcome()
    rows = session.attendances.filter(status__in=Attendance.COUNTING).select_related("parent")
    return [
        line_of(row, parts.get(row.parent_id), outcome)
        for row in rows.order_by("parent__search_key", "pk")
    ]


def line_of(row, part, outcome):
    names = {f"role-{row.parent_id}", f"minutes-{row.parent_id}"}
    refused = [words for name, words in outcome.refusals.items() if name in names]
    return Line(
        pk=row.parent_id,
        name=str(row.parent),
        status=row.get_status_display() if row.status == Attendance.Status.LATE else "",
        role=Written(part.role.value if part else row.role, row.role),
        minutes=Written(part.minutes.value if part else row.minutes, row.minutes),
        conflicts=[conflict for conflict in outcome.conflicts if conflict.field in names],
        refusal=" ".join(refused),
    )


def counts_of(session: Session) -> list[tuple[str, int]]:
    """(what was done, by how many parents), for whoever may see the session; no name."""
    came = session.attendances.filter(status__in=Attendance.COUNTING).exclude(role="")
    numbers = dict(came.order_by().values_list("role").annotate(number=Count("pk")))
    return [(label, numbers[role]) for role, label in Attendance.Role.choices if role in numbers]
