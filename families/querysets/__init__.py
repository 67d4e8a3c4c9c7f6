"""How families are asked; `visible_to(user)` is the only door to them."""

from families.querysets.consents import ConsentQuerySet, NoticeQuerySet
from families.querysets.households import (
    FamilyQuerySet,
    OfParentQuerySet,
    ParentQuerySet,
    SchoolingQuerySet,
)
from families.querysets.merges import MergeQuerySet, SeparationQuerySet
from families.querysets.referrals import ReferralLinkQuerySet, ReferralQuerySet
from families.querysets.supports import OutcomeQuerySet, SupportMeetingQuerySet

__all__ = [
    "ConsentQuerySet",
    "FamilyQuerySet",
    "MergeQuerySet",
    "NoticeQuerySet",
    "OfParentQuerySet",
    "OutcomeQuerySet",
    "ParentQuerySet",
    "ReferralLinkQuerySet",
    "ReferralQuerySet",
    "SchoolingQuerySet",
    "SeparationQuerySet",
    "SupportMeetingQuerySet",
]
