from workshops.models.attendance import Attendance, HeadCount
from workshops.models.contexts import LocalCoordination, ReferralContext, SupportContext
from workshops.models.papers import CalendarFeed, SignedSheet
from workshops.models.programmes import Module, Pathway, Programme
from workshops.models.sessions import Facilitation, Session
from workshops.models.workshops import Enrolment, TeamMember, Workshop

__all__ = [
    "Attendance",
    "CalendarFeed",
    "Enrolment",
    "Facilitation",
    "HeadCount",
    "LocalCoordination",
    "Module",
    "Pathway",
    "Programme",
    "ReferralContext",
    "Session",
    "SignedSheet",
    "SupportContext",
    "TeamMember",
    "Workshop",
]
