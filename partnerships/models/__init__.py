from partnerships.models.agreements import (
    Agreement,
    AgreementAcceptance,
    AgreementLink,
    AgreementVersion,
    Expectation,
)
from partnerships.models.audit import AuditEvent
from partnerships.models.contacts import Contact, KnowledgeNote, Tenure, Thread
from partnerships.models.documents import Document
from partnerships.models.groups import WorkingGroup, WorkingGroupMember
from partnerships.models.jobs import Job
from partnerships.models.mechanics import (
    Acceptance,
    Link,
    SharedText,
    Submission,
    TextVersion,
)
from partnerships.models.meetings import (
    Decision,
    Difficulty,
    Meeting,
    PartnerRequest,
    Presence,
    Service,
)
from partnerships.models.partnerships import Partnership, Party
from partnerships.models.people import Invitation, Membership, User
from partnerships.models.places import SchoolHoliday, Territory, Zone
from partnerships.models.structures import Observation, School, Structure
from partnerships.models.terms import Term
from partnerships.models.uploads import ImportFile

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementAcceptance",
    "AgreementLink",
    "AgreementVersion",
    "AuditEvent",
    "Contact",
    "Decision",
    "Difficulty",
    "Document",
    "Expectation",
    "ImportFile",
    "Invitation",
    "Job",
    "KnowledgeNote",
    "Link",
    "Meeting",
    "Membership",
    "Observation",
    "PartnerRequest",
    "Partnership",
    "Party",
    "Presence",
    "School",
    "SchoolHoliday",
    "Service",
    "SharedText",
    "Structure",
    "Submission",
    "Tenure",
    "Term",
    "Territory",
    "TextVersion",
    "Thread",
    "User",
    "WorkingGroup",
    "WorkingGroupMember",
    "Zone",
]
