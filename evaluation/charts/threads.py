"""The thread: progress to a target, solid then dashed."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from evaluation.charts.drawing import (
    CORAL,
    KNOT_ROOM,
    SHEET,
    joined,
    said,
)
from partnerships.french import number


def reach(value, target, *, subject="", show=number) -> SafeString:
    """The thread to a target: solid to where we are, dashed to what is left.

    Nothing is drawn without a target: there is nowhere to go.
    """
    if not target:
        return mark_safe("")
    whole = max(value or 0, target)
    here, goal = (value or 0) / whole, target / whole
    body = [thread(goal, dashed=True)] if here < goal else []
    if here:
        body.append(thread(here))
    if here != goal or value is None:
        body.append(knot(goal, 5, SHEET))
    if value is not None:
        body.append(knot(here, 6, CORAL))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%" height="21" '
        'overflow="visible" fill="{0}" stroke="{0}" stroke-width="3"><title>{1}</title>{2}</svg>',
        *(CORAL, reach_sentence(subject, value, target, show), joined(body)),
    )


def reach_sentence(subject, value, target, show):
    sentence = _("%(value)s sur %(target)s") % {"value": said(value, show), "target": show(target)}
    return f"{subject}\u00a0: {sentence}" if subject else sentence


def thread(part, *, dashed=False):
    """A line from the start to this part of the width; the solid one is drawn over the dashed."""
    dashes = mark_safe(' stroke-dasharray="2 6" stroke-linecap="round"') if dashed else ""
    return format_html(
        '<line x1="{}" x2="{}" y1="10.5" y2="10.5" transform="translate({} 0)"{}/>',
        *(-room(part), percentage(part), room(part), dashes),
    )


def knot(part, radius, fill):
    return format_html(
        '<circle cx="{}" cy="10.5" r="{}" fill="{}" transform="translate({} 0)"/>',
        *(percentage(part), radius, fill, room(part)),
    )


def room(part):
    """Keeps a knot whole at both ends: how far from its percentage of the width it stands."""
    return round(KNOT_ROOM * (1 - 2 * part), 2)


def percentage(part):
    return f"{round(100 * part, 2)}%"
