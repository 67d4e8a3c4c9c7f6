"""A column: the names it has had from year to year, and how its text becomes a value."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import Widget

from partnerships.validators import fold, normalise_text

SHOWN = 80


def normalised(header):
    """« Code postal », « Code_postal » and « code_postal » are one name: code_postal."""
    return fold(str(header)).replace(" ", "_")


class Reader(Widget):
    def __init__(self, read):
        super().__init__()
        self.read = read

    def clean(self, value, row=None, **kwargs):
        return self.read(value)


class Column(Field):
    """A doubtful value is left out with a warning; any other bad value refuses its row.

    A blank cell says nothing, and changes nothing, unless blank_speaks.
    """

    def __init__(self, attribute, title, *names, read=None, is_doubtful=False, blank_speaks=False):
        super().__init__(attribute, title, widget=Reader(read or read_text))
        self.names = names
        self.is_doubtful = is_doubtful
        self.blank_speaks = blank_speaks

    def all_names(self):
        return [*self.names, normalised(self.column_name)]

    def export(self, instance, **kwargs):
        return shown(instance, self.attribute)


def shown(instance, attribute):
    """What people read of an attribute, whose path may cross relations: a label, not a code."""
    *path, name = attribute.split("__")
    for step in path:
        instance = getattr(instance, step, None)
    if instance is None:
        return ""
    label = getattr(instance, f"get_{name}_display", None)
    value = label() if label else getattr(instance, name)
    if isinstance(value, models.Manager):
        return ", ".join(str(item) for item in value.all())
    return str(value) if isinstance(value, models.Model) else value


# -- Readers: a text becomes a value, or is refused in words -----------------------------------


def refusal(message, value):
    return ValidationError(message, params={"value": str(value)[:SHOWN]})


def read_text(value):
    """One line, as files write it between quotes or with Excel’s ="…" around."""
    text = normalise_text(str(value))
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return " ".join(text.replace("'", "’").split())


def read_code(value):
    """A text where an apostrophe has no business: an address of the web or of e-mail, a code."""
    return read_text(value).replace("’", "'")


def checked(normalise, *validators):
    """A reader: the normal form, once the validators have accepted it."""

    def read(value):
        code = normalise(read_code(value))
        for validate in validators:
            validate(code)
        return code

    return read


def choice(choices, **synonyms):
    """A reader: the value of a choice, from its label or from the words of a file."""
    known = {fold(str(label)): value for value, label in choices.choices}
    known |= {fold(str(value)): value for value in choices.values}
    known |= {fold(word): value for value, words in synonyms.items() for word in words}

    def read(value):
        text = fold(str(value))
        if text not in known:
            raise refusal(_("« %(value)s » ne fait pas partie des valeurs connues."), value)
        return known[text]

    return read


def read_date(value):
    """« 2026-05-27 » or « 27/05/2026 »; the day is never guessed after the month."""
    if isinstance(value, date):
        return value
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(read_text(value), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise refusal(_("« %(value)s » n’est pas une date : il faut 27/05/2026 ou 2026-05-27."), value)
