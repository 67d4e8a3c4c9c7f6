"""Drawing a roster of thirty in the time of a few lines."""

from dataclasses import replace
from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from workshops.actions.attendance import Conflict

register = template.Library()

LINE = "workshops/partials/sheet_person.html"
# Stand for the person in what is drawn once for all; the name goes in last, so that nobody's
# name is ever taken for one of them.
ID, VERSION, NAME = "__id__", "__version__", "__name__"


@register.simple_tag
def line(person):
    """One person of the roster: drawn once for all those who only have another name."""
    if person.conflict:
        return render_to_string(LINE, {"person": person})
    text = line_in(get_language(), replace(person, id=ID, version=VERSION, name=NAME))
    text = text.replace(ID, person.id).replace(VERSION, person.version)
    return mark_safe(text.replace(NAME, escape(person.name)))


# More than there are answers and notes; not endless, since anybody may send any answer.
@lru_cache(maxsize=200)
def line_in(_language, somebody):
    return render_to_string(LINE, {"person": somebody})


@register.simple_tag
def words():
    """What the script says and draws: the same on every sheet, so drawn once per language."""
    return words_in(get_language())


@cache
def words_in(_language):
    return render_to_string(
        "workshops/partials/sheet_words.html", {"conflict": Conflict("", "", "", 0)}
    )
