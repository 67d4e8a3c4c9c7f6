"""Drawings of a report, from its frozen values."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from evaluation import charts
from evaluation.models import Feedback

register = template.Library()

PARTIALS = {
    "text": "evaluation/partials/report/text.html",
    "headlines": "evaluation/partials/report/headlines.html",
    "indicators": "evaluation/partials/report/indicators.html",
    "months": "evaluation/partials/report/months.html",
    "people": "evaluation/partials/report/people.html",
    "schools": "evaluation/partials/report/schools.html",
    "groups": "evaluation/partials/report/groups.html",
    "workshops": "evaluation/partials/report/workshops.html",
    "quotes": "evaluation/partials/report/quotes.html",
    "together": "evaluation/partials/report/together.html",
    "budget": "evaluation/partials/report/budget.html",
    "sessions": "evaluation/partials/report/sessions.html",
}


@register.filter
def iso(text):
    """The date of a frozen value, « 2026-03-31 »."""
    return date.fromisoformat(text)


@register.filter
def faces(results):
    """[(« bien », 7), …] of opinions given without a name, the best face first."""
    found = sorted(results.faces.items(), reverse=True)
    return [(str(Feedback.Face(face).label), number) for face, number in found]


@register.filter
def partial(part):
    """The template of a part, by its kind."""
    return PARTIALS[part["kind"]]


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


@register.simple_tag
def participations(content):
    """Of each month, the unnamed among them."""
    points = [
        (date.fromisoformat(line["month"]), line["participations"]) for line in content["months"]
    ]
    return charts.bar_chart(_("Participations"), points)
