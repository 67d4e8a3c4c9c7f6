"""The watch itself: what it must see, it sees."""

import pytest
from django.db import connection, transaction

from partnerships import audit
from tests import audited
from tests.factories import ParentFactory


@pytest.fixture
def watch(db):
    watch = audited.Watch("ici")
    with connection.execute_wrapper(watch):
        yield watch


def rename(parent):
    type(parent).objects.filter(pk=parent.pk).update(first_name="Autre")


def test_a_write_without_a_line_is_told(watch):
    parent = ParentFactory()
    watch.found.clear()

    rename(parent)

    assert watch.found == ["ici: families_parent without a line"]


def test_a_line_in_the_same_transaction_is_enough(watch):
    parent = ParentFactory()
    watch.found.clear()

    with transaction.atomic():
        rename(parent)
        audit.record(audit.Verb.CHANGED, parent, by=None, family=parent.family_id)

    assert watch.found == []


def test_a_line_in_another_transaction_is_not(watch):
    parent = ParentFactory()
    watch.found.clear()

    with transaction.atomic():
        rename(parent)
    with transaction.atomic():
        audit.record(audit.Verb.CHANGED, parent, by=None, family=parent.family_id)

    assert watch.found == ["ici: families_parent without a line"]


def test_what_is_undone_needs_no_line(watch):
    parent = ParentFactory()
    watch.found.clear()

    with transaction.atomic():
        before = transaction.savepoint()
        rename(parent)
        transaction.savepoint_rollback(before)
        transaction.savepoint_commit(before)

    assert watch.found == []


def test_a_line_about_something_else_is_not_enough(watch):
    parent = ParentFactory()
    watch.found.clear()

    with transaction.atomic():
        rename(parent)
        audit.record(audit.Verb.CHANGED, parent.family.structure, by=None)

    assert watch.found == ["ici: families_parent without a line"]


def test_a_line_about_somebody_names_the_household(watch):
    parent = ParentFactory()
    watch.found.clear()

    audit.record(audit.Verb.READ, parent, by=None)

    assert watch.found == ["ici: a line about families.parent without its household"]
