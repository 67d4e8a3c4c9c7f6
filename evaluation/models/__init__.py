from evaluation.models.grants import Grant
from evaluation.models.indicators import Indicator, Target
from evaluation.models.reports import Report, ReportSection

__all__ = ["Grant", "Indicator", "Report", "ReportSection", "Target"]
