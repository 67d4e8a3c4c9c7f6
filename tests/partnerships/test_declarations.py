"""Every field says what it holds of a person: this is what erasure, export and register read."""

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import CharField, FileField, ForeignKey, JSONField, TextField

from families.models import Parent
from partnerships import registry
from partnerships.declarations import Fate, Nature, Whose
from tests.factories import ParentFactory, StructureFactory

APPS = ["partnerships", "families", "workshops", "evaluation"]
DECLARED = registry.personal_fields.ask()
LABELS = [f"{line.model.__name__}.{line.name}" for line in DECLARED]


def fields_of(model):
    return [*model._meta.concrete_fields, *model._meta.local_many_to_many]


def test_every_field_is_declared_once_and_none_that_does_not_exist():
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    fields = [f"{model.__name__}.{field.name}" for model in models for field in fields_of(model)]

    assert Counter(LABELS) == Counter(fields)


@pytest.mark.parametrize("line", DECLARED, ids=LABELS)
def test_a_declaration_makes_sense(line):
    """What is personal is somebody’s, and says what becomes of it; what is not says nothing."""
    if line.nature == Nature.TECHNICAL:
        assert (line.whose, line.reach, line.fate) in {
            (Whose.NOBODY, (), Fate.NOTHING),
            (Whose.NOBODY, (), Fate.KEEP),
        }
    else:
        assert line.fate != Fate.NOTHING
    if line.is_personal:
        assert line.whose != Whose.NOBODY
    # Parents and households are reached; what is reached and not kept is emptied or deleted.
    if line.whose in (Whose.PARENT, Whose.HOUSEHOLD):
        assert line.reach
        assert (line.fate == Fate.KEEP) <= (line.nature == Nature.FIGURE)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    [line for line in DECLARED if line.reach],
    ids=lambda line: f"{line.model.__name__}.{line.name}",
)
def test_a_path_leads_to_parents(line):
    assert list(line.rows_of(ParentFactory.build(pk=987654321))) == []


def test_words_that_speak_of_a_parent_are_never_called_technical():
    """Any text of a row that belongs to a parent says what it is."""
    reached = {line.model for line in DECLARED if line.whose == Whose.PARENT}
    silent = [
        f"{line.model.__name__}.{line.name}"
        for line in DECLARED
        if line.model in reached
        and line.nature == Nature.TECHNICAL
        and isinstance(line.field, CharField | TextField | JSONField)
        and not line.field.choices
    ]

    assert silent == []


def test_no_file_belongs_to_a_parent():
    """The day one does, erasure must learn to delete it from the disk."""
    files = [line for line in DECLARED if isinstance(line.field, FileField) and line.reach]

    assert files == []


def test_whoever_points_to_a_parent_is_reached_from_there():
    """A model with a key to a parent says so for that key, whatever becomes of it."""
    pointing = [
        line
        for line in DECLARED
        if isinstance(line.field, ForeignKey) and line.field.related_model is Parent
    ]

    assert {line.whose for line in pointing} == {Whose.PARENT}
    assert [line for line in pointing if not {line.name, "pk"} & set(line.reach)] == []


@pytest.mark.django_db
def test_what_is_to_be_read_again_is_searched():
    searched = {
        (queryset.model, name)
        for queryset, names in registry.texts.ask(StructureFactory())
        for name in names
    }
    wanted = {(line.model, line.name) for line in DECLARED if line.fate == Fate.REREAD}

    assert wanted - searched == set()
    # Beyond them, only words that erasure empties or deletes for the person they belong to.
    gone = {Fate.BLANK, Fate.DELETE}
    others = {(line.model, line.name) for line in DECLARED if line.fate in gone}
    assert searched - wanted <= others
