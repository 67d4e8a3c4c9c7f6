"""How the ground floor is asked; `visible_to(user)` is the only door to what is not public."""

from partnerships.querysets.agreements import AgreementLinkQuerySet, AgreementQuerySet
from partnerships.querysets.ground import (
    AuditEventQuerySet,
    DirectoryQuerySet,
    ImportFileQuerySet,
    LinkQuerySet,
    MembershipQuerySet,
    ObservationQuerySet,
    PartnershipQuerySet,
    PartyQuerySet,
    SchoolHolidayQuerySet,
    SchoolQuerySet,
    StructureQuerySet,
    TermQuerySet,
    TerritoryQuerySet,
)
from partnerships.querysets.jobs import JobQuerySet
from partnerships.querysets.meetings import (
    DecisionQuerySet,
    DifficultyQuerySet,
    DocumentQuerySet,
    MeetingQuerySet,
    OfPartnershipQuerySet,
    RequestQuerySet,
    ServiceQuerySet,
)
from partnerships.querysets.people import (
    ContactQuerySet,
    KnowledgeNoteQuerySet,
    TenureQuerySet,
    ThreadQuerySet,
)

__all__ = [
    "AgreementLinkQuerySet",
    "AgreementQuerySet",
    "AuditEventQuerySet",
    "ContactQuerySet",
    "DecisionQuerySet",
    "DifficultyQuerySet",
    "DirectoryQuerySet",
    "DocumentQuerySet",
    "ImportFileQuerySet",
    "JobQuerySet",
    "KnowledgeNoteQuerySet",
    "LinkQuerySet",
    "MeetingQuerySet",
    "MembershipQuerySet",
    "ObservationQuerySet",
    "OfPartnershipQuerySet",
    "PartnershipQuerySet",
    "PartyQuerySet",
    "RequestQuerySet",
    "SchoolHolidayQuerySet",
    "SchoolQuerySet",
    "ServiceQuerySet",
    "StructureQuerySet",
    "TenureQuerySet",
    "TermQuerySet",
    "TerritoryQuerySet",
    "ThreadQuerySet",
]
