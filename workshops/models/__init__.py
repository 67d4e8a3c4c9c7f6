from workshops.models.advice import Advice, Booklet, BookletEntry, Quote, Whose
from workshops.models.attendance import Attendance, HeadCount
from workshops.models.contexts import LocalCoordination, ReferralContext, SupportContext
from workshops.models.exchanges import GroupMessage, TableImport
from workshops.models.guests import Guest
from workshops.models.ideas import Idea
from workshops.models.papers import CalendarFeed, SignedSheet
from workshops.models.plans import (
    Plan,
    PlanAcceptance,
    PlanComment,
    PlanLink,
    PlanShare,
    PlanSlot,
    PlanVersion,
)
from workshops.models.programmes import Module, Pathway, Programme
from workshops.models.sessions import Facilitation, Session
from workshops.models.workshops import Enrolment, TeamMember, Waiting, Workshop

__all__ = [
    "Advice",
    "Attendance",
    "Booklet",
    "BookletEntry",
    "CalendarFeed",
    "Enrolment",
    "Facilitation",
    "GroupMessage",
    "Guest",
    "HeadCount",
    "Idea",
    "LocalCoordination",
    "Module",
    "Pathway",
    "Plan",
    "PlanAcceptance",
    "PlanComment",
    "PlanLink",
    "PlanShare",
    "PlanSlot",
    "PlanVersion",
    "Programme",
    "Quote",
    "ReferralContext",
    "Session",
    "SignedSheet",
    "SupportContext",
    "TableImport",
    "TeamMember",
    "Waiting",
    "Whose",
    "Workshop",
]
