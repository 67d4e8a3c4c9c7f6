import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from config import context
from config.context import Place
from tests.factories import (
    StructureFactory,
    UserFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)

pytestmark = pytest.mark.django_db

# Pages that exist whatever the state of the other rooms.
PLACES = [
    Place("Accueil", "home", ("home",)),
    Place("Sans page", "nowhere:at_all", ("nowhere:",)),
    Place("Animer", "account_change_password", ("account_change",), ("facilitates",)),
    Place("Coordonner", "mfa_index", ("mfa_",), ("coordinates", "observes")),
    Place("Santé", "health", ("health",)),
    Place("Sortir", "account_logout", ("account_logout",)),
]


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr(context, "PLACES", PLACES)


def seen_by(user, rf, view_name="home"):
    request = rf.get("/")
    request.user = user
    request.resolver_match = type("Match", (), {"view_name": view_name})
    return context.entries(request)


@pytest.mark.usefixtures("places")
def test_an_entry_needs_a_page_and_a_right(rf):
    centre = StructureFactory()

    labels = [
        [entry.label for entry in seen_by(user, rf)]
        for user in [facilitator(centre), coordinator(centre), partner(centre), observer(centre)]
    ]

    assert labels == [
        ["Accueil", "Animer", "Santé", "Sortir"],
        ["Accueil", "Coordonner", "Santé", "Sortir"],
        ["Accueil", "Santé", "Sortir"],
        ["Accueil", "Coordonner", "Santé", "Sortir"],
    ]


@pytest.mark.usefixtures("places")
def test_the_first_three_have_room_in_the_bar_of_a_phone(rf):
    entries = seen_by(coordinator(StructureFactory()), rf)

    assert [entry.is_near for entry in entries] == [True, True, True, False]


@pytest.mark.usefixtures("places")
def test_the_current_place_is_this_page_or_covers_it(rf):
    user = coordinator(StructureFactory())

    on_it, below_it, elsewhere = (
        [entry.current for entry in seen_by(user, rf, name)]
        for name in ["mfa_index", "mfa_activate_totp", "account_login"]
    )

    assert on_it == ["", "page", "", ""]
    assert below_it == ["", "true", "", ""]
    assert elsewhere == ["", "", "", ""]


def test_somebody_who_has_not_signed_in_goes_nowhere(rf):
    assert seen_by(AnonymousUser(), rf) == []


def test_every_place_of_the_product_opens_for_its_rights(rf):
    assert [place.page for place in context.PLACES if not place.covers] == []


@pytest.mark.parametrize(("demo", "said"), [(True, 1), (False, 0)])
def test_the_demo_says_that_its_data_is_invented(client, settings, demo, said):
    settings.DEMO = demo
    client.force_login(UserFactory())

    response = client.get(reverse("home"))

    assert response.content.decode().count("données inventées") == said
