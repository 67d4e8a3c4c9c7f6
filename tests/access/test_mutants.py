"""The matrix bites: each door left open to everybody, in turn, must make it fail.

The doors are found in the code (tests/access/doors.py). One is left open; some line of the table
must then be wrong. A page that breaks proves nothing: only an answer that should not have been
given does.
"""

import re
from functools import partial

import pytest

from tests.access import doors
from tests.access import test_beside as beside
from tests.access import test_matrix as matrix
from tests.access.test_precise import PROOFS

ask, built, _django_db_helper = matrix.ask, matrix.built, matrix._django_db_helper
# What is asked of a line of the table for one account, or once: (where, who, check).
CHECKS = [
    *(
        (line["url"], role, partial(matrix.gets_what_the_table_says, line=line, role=role))
        for line in matrix.LINES
        for role in matrix.ROLES
    ),
    *(
        (line["url"], role, partial(matrix.looks_like_what_is_not, line=line, role=role))
        for line in matrix.WITH_AN_OBJECT
        for role in matrix.ROLES[1:]
    ),
    *((name, "", check) for name, check in vars(beside).items() if name.startswith("test_")),
]
# {door: the checks that come through it}, written once, by walking through every page.
WAYS = {}


@pytest.fixture
def ways(ask):
    if not WAYS:
        found = {}
        with pytest.MonkeyPatch.context() as watched:
            watch = doors.Watch(watched)
            for check in CHECKS:
                watch.passed = set()
                check[-1](ask)
                for door in watch.passed:
                    found.setdefault(door, []).append(check)
        WAYS.update(found)
    return WAYS


def test_no_question_about_somebody_is_left_out_of_the_proof():
    assert doors.written() - set(doors.METHODS.values()) == set()
    assert (doors.HARMLESS | set(PROOFS)) - set(doors.EVERY) == set()


def nearest_first(checks, door):
    """Pages of the same noun, and who may do least, come first: a door is found broken sooner."""
    words = {word.rstrip("s") for word in re.findall(r"[a-z]{4,}", door.lower())}

    def distance(check):
        place, who, _check = check
        return -sum(word in place for word in words), who == "coordination"

    return sorted(checks, key=distance)


@pytest.mark.django_db
@pytest.mark.deep
@pytest.mark.parametrize("door", [door for door in doors.DOORS if door not in PROOFS])
def test_a_door_left_open_is_seen(ask, ways, door, monkeypatch):
    checks = nearest_first(ways.get(door, []), door)
    doors.Watch(monkeypatch, left_open=door)

    seen = next((place for place, _who, check in checks if fails(check, whole(ask))), None)

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
