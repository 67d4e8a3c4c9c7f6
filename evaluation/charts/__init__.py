"""Charts as SVG, drawn once for the page and for the PDF.

Attributes only, neither style nor class: the page’s policy forbids the first, and the style sheets
of a PDF do not reach inside an SVG. <title> says in words all that is drawn. Solid is behind us,
dashed is ahead; unknown is written « n.d. », never drawn as nought.
"""

from evaluation.charts.bars import bar_chart
from evaluation.charts.lines import line_chart
from evaluation.charts.threads import reach

__all__ = ["bar_chart", "line_chart", "reach"]
