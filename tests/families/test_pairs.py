"""Which records are proposed as perhaps one person; nobody is merged without somebody."""

import pytest

from families.actions import merges
from families.merging import pairs
from families.models import Parent
from partnerships.models import Structure
from tests.factories import (
    ParentFactory,
    SchoolFactory,
    SchoolingFactory,
    SeparationFactory,
    StructureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def person(centre, name, **values):
    first, _space, last = name.partition(" ")
    return ParentFactory(family__structure=centre, first_name=first, last_name=last, **values)


def proposed(*structures):
    found = pairs.read(pairs.find(structures), Parent.objects.all())
    return [(str(pair.first), str(pair.second), list(pair.reasons)) for pair in found]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Élodie Martin", "Elodie MARTIN", "même nom"),
        ("Samira Benali", "Benali Samira", "même nom"),
        ("Fatoumata Konaté", "Fatumata Konate", "noms proches"),
        ("Samira", "Samira Benali", "noms proches"),
    ],
)
def test_close_names_are_proposed(centre, one, other, reason):
    person(centre, one)
    person(centre, other)

    assert proposed(centre) == [(one, other, [reason])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Samira Benali", "Olga Kovalenko"),
        ("Karim Haddad", "Karim Amrani"),
        ("Karima Konaté", "Mariam Konaté"),
        ("123", "Olga"),
    ],
)
def test_other_names_are_not(centre, one, other):
    person(centre, one)
    person(centre, other)

    assert proposed(centre) == []


def test_what_tells_them_apart_takes_them_off_the_list(centre):
    person(centre, "Camille Petit", gender="f", birth_year=1980)
    person(centre, "Camille Petit", gender="m", birth_year=1999)

    assert proposed(centre) == []


def test_a_birth_one_year_apart_and_another_phone_may_be_the_same_person(centre):
    person(centre, "Camille Petit", birth_year=1980, phone="0611111111")
    person(centre, "Camille Petit", birth_year=1981, phone="0622222222")

    assert len(proposed(centre)) == 1


def test_a_shared_phone_or_email_is_enough_in_two_households(centre):
    person(centre, "Samira Benali", phone="0611111111")
    person(centre, "Mme Traoré", phone="0611111111", email="s@exemple.test")
    person(centre, "Olga K", email="S@exemple.test")

    assert proposed(centre) == [
        ("Samira Benali", "Mme Traoré", ["même téléphone"]),
        ("Mme Traoré", "Olga K", ["même e-mail"]),
    ]


def test_two_parents_of_one_household_share_a_phone(centre):
    samira = person(centre, "Samira Benali", phone="0611111111")
    ParentFactory(family=samira.family, first_name="Omar", phone="0611111111")

    assert proposed(centre) == []


def test_the_most_alike_come_first_and_say_why(centre):
    school = SchoolFactory()
    person(centre, "Olga Kovalenko")
    person(centre, "Olga Kovalenko")
    for phone in ("0611111111", "0611111111"):
        parent = person(centre, "Samira Benali", phone=phone)
        SchoolingFactory(family=parent.family, school=school)
    home = person(centre, "Rosa Ferreira").family
    ParentFactory(family=home, first_name="Rosa", last_name="Ferreira")

    assert [(first, reasons) for first, _second, reasons in proposed(centre)] == [
        ("Samira Benali", ["même nom", "même téléphone", "même école"]),
        ("Rosa Ferreira", ["même nom", "même foyer"]),
        ("Olga Kovalenko", ["même nom"]),
    ]


def test_a_pair_said_to_be_two_people_is_not_proposed_again(centre):
    SeparationFactory(first=person(centre, "Olga"), second=person(centre, "Olga"))

    assert proposed(centre) == []


def test_nobody_is_compared_across_structures_nor_once_united(centre):
    other = StructureFactory()
    person(other, "Olga Kovalenko")
    one, two = person(centre, "Olga Kovalenko"), person(centre, "Olga Kovalenko")
    merges.merge(kept=one, set_aside=two, by=None)

    assert proposed(*Structure.objects.all()) == []


def test_a_crowded_name_is_compared_up_to_a_limit(centre, monkeypatch):
    monkeypatch.setattr(pairs, "BLOCK", 2)
    for _number in range(4):
        person(centre, "Olga")

    assert len(proposed(centre)) == 1


def test_somebody_who_is_no_longer_there_is_left_out(centre):
    person(centre, "Olga")
    gone = person(centre, "Olga")
    found = pairs.find([centre])

    assert pairs.read(found, Parent.objects.exclude(pk=gone.pk)) == []
