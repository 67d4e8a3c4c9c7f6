from evaluation.models.grants import BudgetLine, Grant
from evaluation.models.indicators import Indicator, Reading, Target
from evaluation.models.reports import Report, ReportComment, ReportSection
from evaluation.models.reviews import (
    Review,
    ReviewAcceptance,
    ReviewLink,
    ReviewVersion,
    Verdict,
)
from evaluation.models.rollups import Rollup, RollupMark
from evaluation.models.sheets import (
    ActionSheet,
    ExpectedResult,
    SheetItem,
    SheetSection,
    StrategicAxis,
    StrategicObjective,
    StrategicPlan,
)
from evaluation.models.surveys import Feedback, FeedbackReceipt, Survey, Tally
from evaluation.models.voices import (
    Contribution,
    ContributionVersion,
    Rating,
    Reply,
    Voice,
    VoiceLink,
)

__all__ = [
    "ActionSheet",
    "BudgetLine",
    "Contribution",
    "ContributionVersion",
    "ExpectedResult",
    "Feedback",
    "FeedbackReceipt",
    "Grant",
    "Indicator",
    "Rating",
    "Reading",
    "Reply",
    "Report",
    "ReportComment",
    "ReportSection",
    "Review",
    "ReviewAcceptance",
    "ReviewLink",
    "ReviewVersion",
    "Rollup",
    "RollupMark",
    "SheetItem",
    "SheetSection",
    "StrategicAxis",
    "StrategicObjective",
    "StrategicPlan",
    "Survey",
    "Tally",
    "Target",
    "Verdict",
    "Voice",
    "VoiceLink",
]
