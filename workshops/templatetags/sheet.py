"""Drawing a roster of thirty in the time of a few lines."""

from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workshops.actions.attendance import Conflict
from workshops.sheets import Person

register = template.Library()

LINE = "workshops/partials/sheet_person.html"
MISTAKE = "workshops/partials/sheet_mistake.html"
ROOM = "workshops/partials/sheet_room.html"
STEPS = "workshops/partials/sheet_steps.html"
# Stand for the person in what is drawn once for all; the name goes in last, so that nobody's
# name is ever taken for one of them.
ID, VERSION, NAME = "__id__", "__version__", "__name__"


@register.simple_tag
def lines(people):
    """Everybody of the roster: in one tag, since each costs as much as a line."""
    return mark_safe("".join(map(line, people)))


def line(person):
    """One person of the roster: drawn once for all those who only have another name."""
    if person.conflict:
        return render_to_string(LINE, {"person": person})
    said = (person.status, person.answer, person.note, person.is_asked, person.is_guest)
    text = line_in(get_language(), *said).replace(VERSION, person.version)
    return named(text, person)


@register.simple_tag
def mistakes(people, address):
    """Those whom one may take off the sheet, by that address."""
    text = mistake_in(get_language(), address)
    return mark_safe("".join(named(text, person) for person in people))


def named(text, person):
    return text.replace(ID, person.id).replace(NAME, escape(person.name))


# More than there are answers and notes; not endless, since anybody may send any answer.
@lru_cache(maxsize=200)
def line_in(_language, status, answer, note, is_asked, is_guest):
    said = {"status": status, "answer": answer, "note": note}
    somebody = Person(
        id=ID, name=NAME, version=VERSION, is_asked=is_asked, is_guest=is_guest, **said
    )
    return render_to_string(LINE, {"person": somebody})


@lru_cache(maxsize=200)
def mistake_in(_language, address):
    return render_to_string(MISTAKE, {"id": ID, "name": NAME, "address": address})


@register.simple_tag
def counter(room):
    """How many of one category: drawn once for each number, as long as nobody disagrees."""
    if room.conflict or room.refusal:
        return render_to_string(ROOM, {"room": room})
    return counter_in(get_language(), room)


@lru_cache(maxsize=200)
def counter_in(_language, room):
    return render_to_string(ROOM, {"room": room})


@register.simple_tag
def steps(modules):
    """The modules of a pathway: drawn once for all the sessions of one."""
    return steps_in(get_language(), tuple(modules))


@lru_cache(maxsize=200)
def steps_in(_language, modules):
    return render_to_string(STEPS, {"steps": modules})


@register.simple_tag
def words():
    """What the script says and draws: the same on every sheet, so drawn once per language."""
    return words_in(get_language())


@cache
def words_in(_language):
    unsent = Person(id="", name="", status="", version="0", answer="", note=_("pas encore envoyé"))
    return render_to_string(
        "workshops/partials/sheet_words.html",
        {"conflict": Conflict("", "", "", 0), "newcomer": unsent},
    )
