"""Drawing a roster of thirty in the time of a few lines."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()

# Stands for the person in what is drawn once for all; no text of anybody is ever there.
SOMEBODY = "__id__"


@register.simple_tag(takes_context=True)
def answers(context, person):
    """The four answers of one person: drawn once per answer ticked, since only the number changes."""
    drawn = context.render_context.setdefault("answers", {})
    if person.answer not in drawn:
        drawn[person.answer] = render_to_string(
            "workshops/partials/sheet_answers.html", {"answer": person.answer, "id": SOMEBODY}
        )
    return mark_safe(drawn[person.answer].replace(SOMEBODY, person.id))
