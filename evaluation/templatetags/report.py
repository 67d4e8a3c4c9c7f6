"""Drawings of a report, from its frozen values."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from evaluation import charts

register = template.Library()


@register.filter
def iso(text):
    """The date of a frozen value, « 2026-03-31 »."""
    return date.fromisoformat(text)


@register.simple_tag
def reach_of(line):
    """The thread from nothing to the target of an indicator’s line."""

    def show(value):
        return line["target_text"] if value == line["target"] else line["amount"]

    return charts.reach(line["value"], line["target"], subject=line["title"], show=show)


@register.simple_tag
def reached(content):
    """Different parents since the first day, month after month."""
    points = [(date.fromisoformat(month), total) for month, total in content["reached"]]
    ahead = [date.fromisoformat(month) for month in content["ahead"]]
    return charts.line_chart(_("Parents différents"), points, ahead=ahead, target=content["aim"])
