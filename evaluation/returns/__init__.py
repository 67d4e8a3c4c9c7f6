"""What yearly surveys ask a structure, from the sheets it keeps, ready to copy.

Figures are those of the structure, in full: its own coordinator reads them. What the platform does
not hold (no child is in it) is left empty, and said.
"""

from evaluation.returns.clas import clas
from evaluation.returns.common import Return
from evaluation.returns.oepre import oepre
from evaluation.returns.senacs import senacs

__all__ = ["Return", "clas", "oepre", "senacs"]
