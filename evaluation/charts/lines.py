"""A line: what has been reached, month after month."""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evaluation.charts.drawing import (
    BASE,
    CORAL,
    DIGIT,
    LABEL_ROOM,
    RIGHT,
    RULE,
    SHEET,
    SHORT_MONTHS,
    SIDE,
    SOFT,
    TOP,
    WIDTH,
    has_any,
    in_months,
    joined,
    label,
    long_month,
    no_data,
    svg,
    text,
)
from partnerships.french import number


def line_chart(subject, points, *, ahead=(), target=None, show=number, unit=1) -> SafeString:
    """What has been reached, month after month, against a line that leads to the target.

    points are (first day of a month, cumulative value or None when unknown), ahead the months to
    come; show writes a value (number, hours), unit is what a round figure of the axis is made of
    (60 for minutes).
    """
    points, ahead = list(points), list(ahead)
    months = [month for month, _value in points] + ahead
    highest = max([value for _month, value in points if value is not None], default=0)
    top = round_top(max(highest, target or 0), unit)
    plot = plot_of(len(months), top, show)
    body = [grid(plot, top, show), month_labels(months, plot)]
    if target and months:
        body.append(target_line(plot, target))
    body.append(progress(points, plot) if has_any(points) else no_data(plot.left, "start"))
    body.append(figures(points, plot, target, show))
    return svg(line_sentence(subject, points, months, target, show), body)


def line_sentence(subject, points, months, target, show):
    if not has_any(points):
        sentence = _("%(subject)s : aucune donnée pour cette période.") % {"subject": subject}
    else:
        sentence = _("%(subject)s, au total à la fin de chaque mois : %(months)s.") % {
            "subject": subject,
            "months": in_months(points, show),
        }
    if not (target and months):
        return sentence
    aim = _("Prévu en %(month)s : %(target)s.") % {
        "month": long_month(months[-1]),
        "target": show(target),
    }
    return f"{sentence} {aim}"


class Plot(NamedTuple):
    """Where things go: x of a month by its rank, y of a value."""

    left: float
    right: float
    months: int
    top_value: float

    def x(self, rank):
        if self.months == 1:
            return round((self.left + self.right) / 2, 1)
        return round(self.left + (self.right - self.left) * rank / (self.months - 1), 1)

    def y(self, value):
        return round(BASE - (BASE - TOP) * value / self.top_value, 1)


def plot_of(months, top, show, *, bars=False):
    left = SIDE if bars else SIDE + DIGIT * max(len(show(top)), 2)
    return Plot(left + 8, WIDTH - RIGHT, months, top)


def round_top(highest, unit):
    """The first round figure that is not lower, whose half is round too."""
    size = unit
    while True:
        for figure in (2, 4, 6, 8, 10):
            if figure * size >= highest:
                return figure * size
        size *= 10


def grid(plot, top, show):
    lines = []
    for value in (0, top // 2, top):
        y = plot.y(value)
        lines.append(
            format_html(
                '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>',
                *(plot.left - 8, WIDTH, y, y, RULE),
            )
        )
        lines.append(text(plot.left - 14, y + 4, show(value), anchor="end"))
    return joined(lines)


def month_labels(months, plot):
    """As many as there is room for, the first and the last among them."""
    if not months:
        return ""
    last = len(months) - 1
    every = -(-LABEL_ROOM * max(last, 1) // int(plot.right - plot.left))
    shown = [rank for rank in range(0, last, every) if rank + every <= last] + [last]
    return joined(
        text(plot.x(rank), BASE + 21, SHORT_MONTHS[months[rank].month - 1]) for rank in shown
    )


def target_line(plot, target):
    """From the first month’s part of the target to the whole of it in the last month."""
    end_x, end_y = plot.x(plot.months - 1), plot.y(target)
    return joined(
        [
            format_html(
                '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.5" '
                'stroke-dasharray="1 5" stroke-linecap="round"/>',
                *(plot.x(0), plot.y(target / plot.months), end_x, end_y, SOFT),
            ),
            format_html(
                '<circle cx="{}" cy="{}" r="4.5" fill="{}" stroke="{}" stroke-width="1.5"/>',
                *(end_x, end_y, SHEET, SOFT),
            ),
        ]
    )


def progress(points, plot):
    """The solid line, broken where a value is unknown."""
    places = [
        None if value is None else (plot.x(rank), plot.y(value))
        for rank, (_month, value) in enumerate(points)
    ]
    known = [place for place in places if place]
    pieces = [
        format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="3" '
            'stroke-linejoin="round"/>',
            *(" ".join(f"{x},{y}" for x, y in stretch), CORAL),
        )
        for stretch in stretches(places)
        if len(stretch) > 1
    ]
    pieces += [
        format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="{}"/>',
            *(x, y, 5.5 if (x, y) == known[-1] else 3.5, CORAL),
        )
        for x, y in known
    ]
    pieces += [
        text(plot.x(rank), BASE - 6, _("n.d.")) for rank, place in enumerate(places) if not place
    ]
    return joined(pieces)


def stretches(places):
    """The runs of known places between unknown ones."""
    runs = [[]]
    for place in places:
        if place:
            runs[-1].append(place)
        else:
            runs.append([])
    return runs


def figures(points, plot, target, show):
    """« fait » beside the last known point, « prévu » above the end; one above the other if need be.

    Both lines only rise: what stands above the higher of their ends crosses neither.
    """
    end_x = WIDTH - 8 if plot.months > 1 else plot.x(0) - 10
    aim = _("prévu : %(value)s") % {"value": show(target)} if target and plot.months else ""
    aim_y = plot.y(target) - 12 if aim else BASE
    known = [(rank, value) for rank, (_month, value) in enumerate(points) if value is not None]
    if not known:
        return label(end_x, aim_y, aim, "end")
    rank, value = known[-1]
    done = _("fait : %(value)s") % {"value": show(value)}
    x, y = plot.x(rank), plot.y(value)
    if x + 12 + DIGIT * len(done) <= WIDTH:
        beside = label(x + 10, y + 14 if y + 20 < BASE else y - 12, done, "start")
        return joined([beside, label(end_x, aim_y, aim, "end")])
    done_y = y - 12
    if aim and abs(done_y - aim_y) < 34:
        lower = min(done_y, aim_y)
        done_y, aim_y = (lower - 16, lower) if value > target else (lower, lower - 16)
    return joined([label(end_x, done_y, done, "end"), label(end_x, aim_y, aim, "end")])
