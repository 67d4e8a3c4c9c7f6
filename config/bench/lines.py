"""Taking turns, and the table that comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

HEADS = ("but", "quoi", "base", "mesure", "référence", "rapport", "permis", "tenu")


@dataclass(frozen=True)
class Line:
    goal: str
    what: str
    base: str
    figure: str
    reference: str
    ratio: str
    allowed: str
    # None for what is only told.
    held: bool | None

    def cells(self):
        held = {True: "oui", False: "NON", None: ""}[self.held]
        return (
            *(self.goal, self.what, self.base, self.figure, self.reference),
            *(self.ratio, self.allowed, held),
        )


def compare(goal, what, base, figure, reference, *, limit, rounds, digits=2):
    """A line: figure and reference in turn, the first to go changing at each round."""
    figures, references = take_turns(figure, reference, rounds)
    return versus(goal, what, base, figures, references, limit=limit, digits=digits)


def versus(goal, what, base, figures, references, *, limit, digits=2):
    """Medians; the ratio is the median of the ratios of each round, taken in the same moment."""
    ratio = median(mine / theirs for mine, theirs in zip(figures, references, strict=True))
    return Line(
        goal,
        what,
        base,
        milliseconds(figures),
        milliseconds(references),
        f"{ratio:.{digits}f}",
        f"≤ {limit:.{digits}f}",
        round(ratio, digits) <= limit,
    )


def take_turns(figure: Callable[[], float], reference: Callable[[], float], rounds: int):
    """Both once for nothing, then round after round."""
    figure(), reference()
    figures, references = [], []
    for number in range(rounds):
        turns = [(figure, figures), (reference, references)]
        for act, seconds in turns if number % 2 else reversed(turns):
            seconds.append(act())
    return figures, references


def milliseconds(seconds):
    middle = median(seconds) * 1000
    return f"{middle:.0f} ms" if middle >= 100 else f"{middle:.1f} ms"


def table(lines: list[Line]) -> str:
    """A Markdown table that also reads in a terminal."""
    rows = [HEADS, *(line.cells() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    written = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([written[0], ruler, *written[1:]])
