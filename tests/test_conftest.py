"""A test finds the database as installed, whatever the one before committed."""

import pytest
from django.core.cache import cache

from partnerships.models import Term


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_at_the_next(turn):
    found = (Term.objects.filter(vocabulary="theme").exists(), cache.get("limit"))
    cache.set("limit", turn)
    Term.objects.all().delete()

    assert found == (True, None)


def test_today_is_a_day_of_term(today):
    assert today.isoformat() == "2026-03-10"


def test_what_asks_the_database_is_run_on_both(db, request):
    assert request.node.get_closest_marker("database")


def test_what_asks_it_nothing_is_run_once(request):
    assert request.node.get_closest_marker("database") is None
