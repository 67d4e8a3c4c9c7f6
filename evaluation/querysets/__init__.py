from evaluation.querysets.indicators import IndicatorQuerySet, ReadingQuerySet, TargetQuerySet
from evaluation.querysets.money import (
    NOTICE,
    BudgetLineQuerySet,
    GrantQuerySet,
    ReportQuerySet,
)
from evaluation.querysets.reviews import (
    ContributionQuerySet,
    OfReviewQuerySet,
    ReplyQuerySet,
    ReviewLinkQuerySet,
    ReviewQuerySet,
    VoiceLinkQuerySet,
    VoiceQuerySet,
)
from evaluation.querysets.sheets import (
    ActionSheetQuerySet,
    OfSheetQuerySet,
    StrategicPlanQuerySet,
)
from evaluation.querysets.surveys import SurveyQuerySet

__all__ = [
    "NOTICE",
    "ActionSheetQuerySet",
    "BudgetLineQuerySet",
    "ContributionQuerySet",
    "GrantQuerySet",
    "IndicatorQuerySet",
    "OfReviewQuerySet",
    "OfSheetQuerySet",
    "ReadingQuerySet",
    "ReplyQuerySet",
    "ReportQuerySet",
    "ReviewLinkQuerySet",
    "ReviewQuerySet",
    "StrategicPlanQuerySet",
    "SurveyQuerySet",
    "TargetQuerySet",
    "VoiceLinkQuerySet",
    "VoiceQuerySet",
]
