"""How programmes, workshops, sessions and attendance are asked."""

from workshops.querysets.advice import (
    AdviceQuerySet,
    BookletEntryQuerySet,
    BookletQuerySet,
    QuoteQuerySet,
    TableImportQuerySet,
)
from workshops.querysets.plans import (
    IdeaQuerySet,
    PlanCommentQuerySet,
    PlanLinkQuerySet,
    PlanQuerySet,
    PlanSlotQuerySet,
)
from workshops.querysets.programmes import (
    LocalCoordinationQuerySet,
    PathwayQuerySet,
    ProgrammeQuerySet,
)
from workshops.querysets.sessions import (
    AttendanceQuerySet,
    CalendarFeedQuerySet,
    GuestQuerySet,
    SessionQuerySet,
    SignedSheetQuerySet,
)
from workshops.querysets.workshops import (
    EnrolmentQuerySet,
    GroupMessageQuerySet,
    WaitingQuerySet,
    WorkshopQuerySet,
)

__all__ = [
    "AdviceQuerySet",
    "AttendanceQuerySet",
    "BookletEntryQuerySet",
    "BookletQuerySet",
    "CalendarFeedQuerySet",
    "EnrolmentQuerySet",
    "GroupMessageQuerySet",
    "GuestQuerySet",
    "IdeaQuerySet",
    "LocalCoordinationQuerySet",
    "PathwayQuerySet",
    "PlanCommentQuerySet",
    "PlanLinkQuerySet",
    "PlanQuerySet",
    "PlanSlotQuerySet",
    "ProgrammeQuerySet",
    "QuoteQuerySet",
    "SessionQuerySet",
    "SignedSheetQuerySet",
    "TableImportQuerySet",
    "WaitingQuerySet",
    "WorkshopQuerySet",
]
