"""What is true of families: households, what they agreed to, where they were shown the way.

There is no field for a child’s name, health, origin, religion, nationality, NIR or CAF number.
"""

from families.models.consents import Consent
from families.models.erasures import Erasure
from families.models.households import AgeBand, Family, Gender, Parent, Qpv, Schooling
from families.models.merges import Merge, Separation
from families.models.notices import Notice, NoticeText
from families.models.outcomes import Outcome
from families.models.referrals import Referral, ReferralLink
from families.models.supports import SupportMeeting

__all__ = [
    "AgeBand",
    "Consent",
    "Erasure",
    "Family",
    "Gender",
    "Merge",
    "Notice",
    "NoticeText",
    "Outcome",
    "Parent",
    "Qpv",
    "Referral",
    "ReferralLink",
    "Schooling",
    "Separation",
    "SupportMeeting",
]
