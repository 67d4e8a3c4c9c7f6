"""Everything that is kept of a person, from the declarations: to hand out to them (RGPD, article 15).

It shows nobody else: neither the other people of the household, nor who wrote what. A confidential
note is there only for who may read it; whether there are others is told to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from families.models import Parent, SupportMeeting
from partnerships import registry
from partnerships.declarations import Declaration, Whose
from partnerships.french import NOTHING
from partnerships.french import day as in_words
from partnerships.models import User

YES, NO = _("oui"), _("non")
# Of use to the machine alone, or a name twice.
HIDDEN = {"key", "family", "family_key", "search_key", "moves", "merged_into"}


@dataclass(frozen=True)
class Value:
    name: str
    label: str
    raw: object
    text: str


@dataclass(frozen=True)
class Chapter:
    """One kind of thing that is kept, row by row."""

    model: str
    title: str
    rows: list[list[Value]] = field(default_factory=list)


def record_of(parent: Parent, by: User) -> list[Chapter]:
    """In the order of the declarations; kinds of which there is nothing are left out."""
    records = parent.records()
    lines = {}
    for line in registry.personal_fields.ask():
        if line.whose in (Whose.PARENT, Whose.HOUSEHOLD) and is_shown(line):
            lines.setdefault(line.model, []).append(line)
    chapters = [chapter(model, of_model, records, by) for model, of_model in lines.items()]
    order = [Parent, type(parent.family)]
    places = {model._meta.label_lower: place for place, model in enumerate(order)}
    chapters.sort(key=lambda each: places.get(each.model, len(order)))
    return [each for each in chapters if each.rows]


def is_shown(line: Declaration) -> bool:
    related = line.field.related_model
    return line.name not in HIDDEN and related not in (Parent, User)


def chapter(model: type[Model], lines: list[Declaration], records: list[Parent], by: User):
    rows = {row.pk: row for record in records for line in lines for row in line.rows_of(record)}
    values = [
        [value for line in lines for value in value_of(row, line, by)]
        for _key, row in sorted(rows.items())
    ]
    return Chapter(model._meta.label_lower, str(title_of(model, len(rows))), values)


def title_of(model, number):
    return model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural


def value_of(row: Model, line: Declaration, by: User) -> Iterator[Value]:
    """Nothing for what is empty, nor for what this person may not read."""
    raw, text = read(row, line.field)
    if raw in (None, "", []) or not may_read(row, line.name, by):
        return
    yield Value(line.name, str(line.field.verbose_name), raw, text)


def may_read(row, name, by):
    if not isinstance(row, SupportMeeting) or name != "confidential_note":
        return True
    return row.is_shared_with_coordinator or row.author_id == by.pk


def read(row, column):
    """(what a machine reads, what a person reads)."""
    if column.many_to_many:
        names = [str(each) for each in getattr(row, column.name).all()]
        return names, ", ".join(names)
    if column.is_relation:
        related = getattr(row, column.name)
        return (str(related), str(related)) if related else (None, "")
    raw = column.value_from_object(row)
    if column.choices:
        return raw, str(getattr(row, f"get_{column.name}_display")())
    return raw, spelt(raw)


def spelt(raw):
    if isinstance(raw, bool):
        return str(YES if raw else NO)
    if hasattr(raw, "year"):
        return in_words(raw, "year")
    return NOTHING if raw is None else str(raw)


def as_json(parent: Parent, chapters: list[Chapter], today) -> dict:
    """Names of fields, with their labels beside; days as ISO texts."""
    return {
        "of": str(parent),
        "kept_by": str(parent.family.structure),
        "on": today,
        "kept_for_months_after_last_contact": settings.RETENTION_MONTHS,
        "chapters": [
            {
                "model": each.model,
                "title": each.title,
                "labels": {value.name: value.label for row in each.rows for value in row},
                "rows": [{value.name: value.raw for value in row} for row in each.rows],
            }
            for each in chapters
        ],
    }
