"""The named measures: what each counts, in a sentence people read, and the fold that counts it."""

from evaluation.measures.figure import (
    Figure,
    Found,
    Kind,
    Level,
    Measure,
    Unit,
    write,
    write_whole,
)
from evaluation.measures.wider import MEASURES

__all__ = [
    "MEASURES",
    "Figure",
    "Found",
    "Kind",
    "Level",
    "Measure",
    "Unit",
    "write",
    "write_whole",
]
