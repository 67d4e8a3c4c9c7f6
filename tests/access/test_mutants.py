"""The matrix bites: each door opened to everybody, in turn, must make it fail.

A door is a method of a queryset that is given a user: `visible_to`, `writable_by`, `loggable_by`…
It is replaced by one that lets everything through; some line of the table must then be wrong. A
page that breaks proves nothing: only an answer that should not have been given does.
"""

import inspect
import re
from functools import partial

import pytest
from django.apps import apps

from tests.access import test_beside as beside
from tests.access import test_matrix as matrix

ask, built, _django_db_helper = matrix.ask, matrix.built, matrix._django_db_helper
# Given a user too, they let nobody in: they add a column, word a condition, choose among what one
# already sees (« mes séances », the meetings one was at), leave oneself out.
NO_DOOR = re.compile(
    r"with_\w+|for_lines|is_loggable_by|ran|run_by|concerning|awaited_from|others_than|partners_of"
    r"|shared_by"
)
# Behind another door of the same page, which the table already holds.
SECOND = {
    "IndicatorQuerySet.counted_for",
    # What one’s own voice says, on its own page; the seal itself: tests/evaluation/test_sealed.py.
    "ContributionQuerySet.visible_to",
}
OURS = ("partnerships", "families", "workshops", "evaluation")
CHECKS = [
    *(
        (
            line["url"],
            partial(matrix.test_each_account_gets_what_the_table_says_and_no_secret, line=line),
        )
        for line in matrix.LINES
    ),
    *(
        (line["url"], partial(matrix.test_what_is_not_ours_looks_like_what_is_not, line=line))
        for line in matrix.WITH_AN_OBJECT
    ),
    ("importfile", beside.test_an_administrator_does_not_confirm_what_another_one_sent),
    (
        "directory",
        beside.test_the_directory_shows_nothing_to_strangers_were_one_of_its_pages_left_open,
    ),
]


def doors():
    """Every method of ours that is given a user: {« FamilyQuerySet.visible_to »: (class, name)}."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for kind in type(model._default_manager.all()).__mro__:
                if kind.__module__.startswith(OURS):
                    found |= {
                        f"{kind.__name__}.{name}": (kind, name)
                        for name, method in vars(kind).items()
                        if inspect.isfunction(method)
                        and not NO_DOOR.fullmatch(name)
                        and f"{kind.__name__}.{name}" not in SECOND
                        and list(inspect.signature(method).parameters)[1:2] == ["user"]
                    }
    return found


def nearest_first(kind):
    """Pages of the same noun come first: a door is found broken sooner."""
    noun = kind.__name__.removesuffix("QuerySet").lower()
    return sorted(CHECKS, key=lambda check: noun not in check[0].replace("_", ""))


DOORS = doors()


@pytest.mark.django_db
@pytest.mark.deep
@pytest.mark.parametrize("door", DOORS)
def test_a_door_left_open_is_seen(ask, door, monkeypatch):
    kind, name = DOORS[door]
    monkeypatch.setattr(kind, name, lambda self, user, *rest: self.all())

    seen = next((url for url, check in nearest_first(kind) if fails(check, whole(ask))), None)

    assert seen is not None


class Broken(Exception):
    """The page fell: that is no proof."""


def whole(ask):
    def asked(*arguments, **sent):
        answer = ask(*arguments, **sent)
        if answer.status_code == 500:
            raise Broken
        return answer

    return asked


def fails(check, ask):
    try:
        check(ask)
    except AssertionError:
        return True
    except Broken:
        pass
    return False
