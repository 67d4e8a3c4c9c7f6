from partnerships.models.audit import AuditEvent
from partnerships.models.mechanics import Acceptance, Link, Submission
from partnerships.models.partnerships import Partnership, Party
from partnerships.models.people import Invitation, Membership, User
from partnerships.models.places import SchoolHoliday, Territory, Zone
from partnerships.models.structures import Observation, School, Structure
from partnerships.models.terms import Term
from partnerships.models.uploads import ImportFile

__all__ = [
    "Acceptance",
    "AuditEvent",
    "ImportFile",
    "Invitation",
    "Link",
    "Membership",
    "Observation",
    "Partnership",
    "Party",
    "School",
    "SchoolHoliday",
    "Structure",
    "Submission",
    "Term",
    "Territory",
    "User",
    "Zone",
]
