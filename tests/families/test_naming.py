import pytest

from families.models import Parent
from families.naming import Names


def names(first_name="", last_name="", **fields):
    return Names([Parent(first_name=first_name, last_name=last_name, **fields)])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Samira est venue.", "[…] est venue."),
        ("SAMIRA BENALI, puis samira.", "[…], puis […]."),
        ("Mme Benali-Samira", "Mme […]"),
        ("L’appel de Samíra", "L’appel de […]"),
        ("Samirah et Benalia", "Samirah et Benalia"),
    ],
)
def test_a_name_is_taken_out_however_it_was_typed(text, left):
    assert names("Samira", "Benali").without(text) == left


def test_a_name_of_several_words_is_one_name():
    found = names("Thi Lan", "Le Gall")

    assert found.without("Le jour où Thi Lan LE GALL…") == "Le jour où […]…"
    assert not found.are_in("Le jour de Lan")


@pytest.mark.parametrize(
    "text", ["06 12 34 56 78", "0612345678", "+33 6.12.34.56.78", "+33(0)6-12-34-56-78"]
)
def test_a_telephone_is_taken_out_however_it_was_typed(text):
    assert names(phone="0612345678").without(f"au {text}, le soir") == "au […], le soir"


def test_a_telephone_of_elsewhere_and_an_address_too():
    found = names(phone="+32470123456", email="samira@exemple.test")

    assert found.without("+32 470 12 34 56 ou Samira@Exemple.test") == "[…] ou […]"


def test_two_names_side_by_side_are_surely_theirs():
    found = names("Samira", "Benali", email="s@exemple.test")

    assert found.are_surely_in("Vu Benali Samira")
    assert found.are_surely_in("écrire à s@exemple.test")
    assert not found.are_surely_in("Samira et M. Benali")


def test_a_first_name_alone_is_never_sure():
    assert not names("Samira").are_surely_in("Samira")


def test_nested_words_are_gone_through():
    assert names("Ana").without({"a": ["Ana", 3, None], "b": {"c": "Ana"}}) == {
        "a": ["[…]", 3, None],
        "b": {"c": "[…]"},
    }


def test_what_is_not_written_for_people_is_searched_in_parts_of_words():
    found = names("Ana", phone="0612345678")

    assert found.may_be_in("xAnay")
    assert found.may_be_in("06 12 34 56 78")
    assert not found.may_be_in("Bob")
