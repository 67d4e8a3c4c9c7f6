"""What a table may name of ours: schools, neighbourhoods, languages; nothing is guessed."""

import pytest

from families.models import Family, Schooling
from tests.factories import (
    TerritoryFactory,
    coordinator,
)
from tests.workshops.tables import (
    confirm,
    csv,
    deposit,
    group_of_the_season,
    remarks,
    school_of,
    warnings,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def workshop():
    return group_of_the_season()


@pytest.fixture
def user(client, workshop):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    return user


def test_unknown_places_and_languages_are_left_aside_and_told(client, workshop, user):
    file = csv("Prénom;Nom;Quartier;Langue", "Awa;Koné;Nulle part;klingon et français")

    response = deposit(client, workshop, file, kind="people")

    assert len(warnings(response)) == 2
    assert response.context["preview"].ticket


def test_a_priority_neighbourhood_may_be_named(client, workshop, user):
    commune = TerritoryFactory(kind="commune", name="Ville-Neuve", official_code="59999")
    qpv = TerritoryFactory(kind="qpv", name="Sud", official_code="QN05901M", parent=commune)
    file = csv("Prénom;Nom;QPV", "Awa;Koné;QN05901M", "Zoé;Petit;sud", "Rim;Bah;NSP")

    confirm(client, workshop, deposit(client, workshop, file, kind="people"))

    lived = Family.objects.order_by("pk").values_list("lives_in_qpv", "qpv", "qpv_source")
    assert list(lived) == [("yes", qpv.pk, "declared")] * 2 + [("unknown", None, "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Élémentaire Jules Verne", "École élémentaire Jules-Verne"),
        ("maternelle jules-verne", "École maternelle Jules-Verne"),
        ("ECOLE ELEMENTAIRE JULES VERNE", "École élémentaire Jules-Verne"),
    ],
)
def test_a_school_is_read_without_its_small_words(client, workshop, user, text, found):
    school_of(workshop, "École élémentaire Jules-Verne", level="elementary")
    school_of(workshop, "École maternelle Jules-Verne", level="nursery")

    file = csv("Prénom;Nom;École", f"Awa;Koné;{text}")
    confirm(client, workshop, deposit(client, workshop, file, kind="people"))

    assert Schooling.objects.get().school.structure.name == found


def test_a_school_that_may_be_two_is_to_settle_and_its_uai_settles(client, workshop, user):
    school_of(workshop, "École élémentaire Jules-Verne", level="elementary")
    nursery = school_of(workshop, "École maternelle Jules-Verne", level="nursery")
    file = csv("Prénom;Nom;École", "Awa;Koné;Jules Verne", f"Rim;Bah;{nursery.uai}")

    response = deposit(client, workshop, file, kind="people")

    assert len(remarks(response)) == 1
    assert "peut être École" in remarks(response)[0]


def test_a_school_of_several_levels_needs_the_class(client, workshop, user):
    school_of(workshop, "École Jules-Verne", level="primary")
    file = csv("Prénom;Nom;École;Classe", "Awa;Koné;Jules Verne;", "Rim;Bah;Jules Verne;CM2 B")

    response = deposit(client, workshop, file, kind="people")

    assert remarks(response) == [
        "ligne 2, colonne « École » : dites la classe ou le niveau : cette école en a plusieurs."
    ]
