import pytest
from django.core.exceptions import ValidationError

from workshops.forms.fields import MinutesField


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2 h 30", 150),
        ("2\u00a0h\u00a030", 150),
        ("2h30", 150),
        ("2 H", 120),
        ("2:05", 125),
        ("2 h 5 min", 125),
        ("45 min", 45),
        ("90", 90),
    ],
)
def test_a_duration_is_understood_as_one_says_it(typed, minutes):
    assert MinutesField().clean(typed) == minutes


@pytest.mark.parametrize("typed", ["deux heures", "2 h 75", "-30", "2,5", "12345"])
def test_what_is_not_a_duration_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="écrivez 2 h 30, ou 150"):
        MinutesField().clean(typed)


def test_nothing_typed_is_no_duration():
    assert MinutesField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(150, "2\u00a0h\u00a030"), (120, "2\u00a0h"), (45, "45\u00a0min"), ("2h3O", "2h3O")],
)
def test_minutes_are_given_back_as_one_says_them(minutes, said):
    assert MinutesField().prepare_value(minutes) == said


def test_the_same_duration_said_otherwise_is_no_change():
    field = MinutesField()

    assert field.has_changed(150, "2:30") is False
    assert field.has_changed(150, "2 h") is True
    assert field.has_changed(150, "deux heures") is True
