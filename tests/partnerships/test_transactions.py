import pytest
from django.db import OperationalError

from partnerships.models import Structure
from partnerships.transactions import TRIES, atomic_again
from tests.factories import StructureFactory


class Deadlock(Exception):
    sqlstate = "40P01"


class Lost(Exception):
    sqlstate = "08006"


def failing(cause, times):
    """An action that writes, then fails so many times before it succeeds."""
    tried = []

    @atomic_again
    def action():
        tried.append(StructureFactory(name=f"Essai {len(tried)}"))
        if len(tried) <= times:
            raise OperationalError from cause
        return "done"

    return action


def written():
    return list(Structure.objects.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_the_victim_of_a_deadlock_runs_again_and_writes_once():
    assert failing(Deadlock(), times=2)() == "done"

    assert written() == ["Essai 2"]


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_without_end_is_told():
    with pytest.raises(OperationalError):
        failing(Deadlock(), times=TRIES)()

    assert written() == []


@pytest.mark.django_db(transaction=True)
def test_another_failure_is_not_tried_again():
    with pytest.raises(OperationalError):
        failing(Lost(), times=1)()

    assert written() == []


@pytest.mark.django_db
def test_inside_a_wider_transaction_nothing_runs_again():
    with pytest.raises(OperationalError):
        failing(Deadlock(), times=1)()

    assert written() == []
