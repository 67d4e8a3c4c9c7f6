"""Bars: what was done in each month."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evaluation.charts.drawing import (
    BASE,
    INK,
    PRIMARY,
    SHORT_MONTHS,
    SIDE,
    WIDTH,
    has_any,
    in_months,
    joined,
    label,
    no_data,
    svg,
    text,
)
from evaluation.charts.lines import plot_of
from partnerships.french import number


def bar_chart(subject, points, *, show=number) -> SafeString:
    """What was done in each month, as bars with their figure on top; points as for line_chart."""
    points = list(points)
    top = max([value for _month, value in points if value is not None], default=0) or 1
    plot = plot_of(len(points), top, show, bars=True)
    width = max(WIDTH, len(points) * 34)
    step = (width - 2 * SIDE) / max(len(points), 1)
    body = [
        format_html(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>',
            *(SIDE, width - SIDE, BASE, BASE, INK),
        )
    ]
    body += [
        bar(month, value, round(SIDE + rank * step, 1), round(step, 1), plot, show)
        for rank, (month, value) in enumerate(points)
    ]
    if not has_any(points):
        body.append(no_data(width / 2, "middle"))
    return svg(bar_sentence(subject, points, show), body, width=width)


def bar_sentence(subject, points, show):
    if not has_any(points):
        return _("%(subject)s : aucune donnée pour cette période.") % {"subject": subject}
    return _("%(subject)s, mois par mois : %(months)s.") % {
        "subject": subject,
        "months": in_months(points, show),
    }


def bar(month, value, x, step, plot, show):
    middle = x + step / 2
    name = text(middle, BASE + 21, SHORT_MONTHS[month.month - 1])
    if value is None:
        return name + text(middle, BASE - 6, _("n.d."))
    y = plot.y(value)
    column = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        *(round(x + step * 0.22, 1), y, round(step * 0.56, 1), round(BASE - y, 1), PRIMARY),
    )
    figure = label(middle, y - 6, show(value), "middle")
    return joined([column if value else "", figure, name])
