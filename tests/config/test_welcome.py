import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from config.helping import version
from tests import factories as make

pytestmark = pytest.mark.django_db
WELCOME = 'id="bienvenue"'


@pytest.fixture
def centre():
    """Installed: nothing is left to do for its administrator."""
    centre = make.StructureFactory(holiday_zone="B")
    make.ProgrammeFactory(lead=centre)
    return centre


def newcomers(centre):
    return {
        "workshops:session_list": make.facilitator(centre),
        "partnerships:team_list": make.coordinator(centre),
        "evaluation:review_list": make.partner(make.SchoolFactory().structure),
        "evaluation:observatory": make.observer(make.StructureFactory(kind="foundation")),
        "first_steps": make.StaffFactory(),
    }


def test_each_role_is_told_what_to_do_first(client, centre):
    for page, user in newcomers(centre).items():
        client.force_login(user)

        text = client.get(reverse("home"), follow=True).text

        assert WELCOME in text, page
        visit = text[text.index('class="visit"') : text.index("J’ai compris")]
        assert reverse(page) in visit


def test_every_step_of_a_visit_opens(client, centre):
    for user in newcomers(centre).values():
        client.force_login(user)
        steps = client.get(reverse("help")).context["visit"].steps

        answers = [client.get(step.url, follow=True).status_code for step in steps]

        assert answers == [200] * len(steps)
        assert 3 <= len(steps) <= 5


def test_somebody_who_understood_is_not_told_again(client, centre):
    user = make.facilitator(centre)
    client.force_login(user)

    response = client.post(reverse("welcomed"))

    assertRedirects(response, reverse("home"))
    assert WELCOME not in client.get(reverse("home")).text
    user.refresh_from_db()
    first = user.welcomed_on
    assert isinstance(first, dt.date)


def test_understanding_is_a_word_one_sends(client, centre):
    client.force_login(make.facilitator(centre))

    assert client.get(reverse("welcomed")).status_code == 405


def test_an_account_without_a_role_has_no_visit(client):
    client.force_login(make.UserFactory())

    response = client.get(reverse("help"))

    assert response.context["visit"] is None
    assert WELCOME not in client.get(reverse("home")).text


def test_the_help_says_what_each_place_is_for_and_who_to_ask(client, centre):
    boss = make.coordinator(centre, first_name="Nadia", last_name="Ouali")
    client.force_login(make.facilitator(centre, first_name="Inès"))

    response = client.get(reverse("help"))

    places = [entry.label for entry, _help in response.context["rooms"]]
    assert places[:3] == ["Aujourd’hui", "Ateliers", "Partenaires"]
    assert f"mailto:{boss.email}" in response.text
    assert f"Trait d’union {version()}" in response.text
    assert 'class="visit"' in response.text


def test_somebody_nobody_coordinates_is_told_whom_to_ask(client):
    client.force_login(make.UserFactory())

    assert "demandez à qui vous a invité" in client.get(reverse("help")).text
