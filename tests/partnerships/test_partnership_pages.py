import datetime as dt
import uuid

import pytest

from partnerships.models import AuditEvent, Partnership
from tests.factories import (
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    TermFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def side(partnership, structure):
    return partnership.parties.get(structure=structure)


# -- The list ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_partnerships(
    signed_in, centre, django_assert_num_queries, number
):
    for _ in range(number):
        PartnershipFactory(parties=[centre, StructureFactory()], starts_on=dt.date(2025, 9, 1))
    PartnershipFactory(parties=[StructureFactory()])

    with django_assert_num_queries(8):
        response = signed_in.get("/partenariats/")

    assert len(response.context["page"]) == number


def test_an_accent_sorts_with_its_letter(signed_in, centre):
    for name in ["Foyer", "École", "Espace", "Zèbre"]:
        PartnershipFactory(name=name, parties=[centre])

    page = signed_in.get("/partenariats/").context["page"]

    assert [str(partnership) for partnership in page] == ["École", "Espace", "Foyer", "Zèbre"]


def test_a_partnership_is_sought_by_its_name_or_that_of_a_party(signed_in, centre):
    school = StructureFactory(name="École Éluard")
    sought = PartnershipFactory(name="Le fil", parties=[centre, school])
    PartnershipFactory(name="Ailleurs", parties=[centre])

    by_party = signed_in.get("/partenariats/?q=éluard").context["page"]
    by_name = signed_in.get("/partenariats/?q=fil").context["page"]
    neither = text(signed_in.get("/partenariats/?q=personne"))

    assert (list(by_party), list(by_name)) == ([sought], [sought])
    assert "Aucun partenariat ne répond à ces mots." in neither


def test_an_empty_list_says_what_comes_first(client, centre):
    client.force_login(coordinator(centre))
    coordinators = text(client.get("/partenariats/"))
    client.force_login(partner(centre))
    partners = text(client.get("/partenariats/"))

    assert "Commencez par celui qui existe déjà" in coordinators
    assert "La coordination du centre ouvre les partenariats" in partners


def test_an_observer_has_no_partnership(client, partnership, centre):
    client.force_login(observer(centre))

    answers = [
        client.get(url).status_code
        for url in ("/partenariats/", partnership.get_absolute_url(), "/partenariats/nouveau/")
    ]

    assert answers == [404, 404, 404]


# -- The page ----------------------------------------------------------------------------------


def test_the_title_ties_the_school_to_the_centre(signed_in, partnership):
    page = text(signed_in.get(partnership.get_absolute_url()))

    assert '<h1 class="union"><span>École</span><i></i><span>Centre</span></h1>' in page


@pytest.mark.parametrize(
    ("stage", "steps"),
    [
        (
            "sensed",
            [
                ("pressenti", "now"),
                ("premier contact", "next"),
                ("en construction", "next"),
                ("actif", "next"),
            ],
        ),
        (
            "dormant",
            [
                ("pressenti", ""),
                ("premier contact", ""),
                ("en construction", ""),
                ("actif", ""),
                ("en sommeil", "now"),
            ],
        ),
    ],
)
def test_the_steps_say_where_one_stands(stage, steps):
    assert Partnership(stage=stage).steps() == steps


def test_the_page_reads_as_a_history(signed_in, centre, school, partnership):
    partnership.initiative = "school"
    partnership.origin = "La directrice a appelé."
    partnership.starts_on = dt.date(2024, 9, 1)
    partnership.save()
    programme = ProgrammeFactory(lead=centre, title="Relais", starts_on=dt.date(2025, 9, 1))
    programme.partnerships.add(partnership)
    for day in (20, 12):
        SessionFactory(
            workshop__programme=programme,
            workshop__title=f"Café du {day}",
            school=school.school,
            date=dt.date(2026, 3, day),
        )

    response = signed_in.get(partnership.get_absolute_url())

    page = text(response)
    assert [line.title for line in response.context["story"].coming] == ["Café du 20", "Café du 12"]
    assert [line.title for line in response.context["story"].past] == ["Relais"]
    assert "Prochain rendez-vous : Café du 12, jeudi 12 mars." in page
    assert "L’école a fait le premier pas" in page
    assert "La directrice a appelé." in page


def test_a_page_without_a_history_says_it_will_come(signed_in, partnership):
    assert "L’histoire s’écrira d’elle-même" in text(signed_in.get(partnership.get_absolute_url()))


def test_each_side_says_what_it_brings_and_what_is_not_asked_of_it(signed_in, centre, partnership):
    party = side(partnership, centre)
    party.complementarity = "L’animation."
    party.limits = "Pas l’aide aux devoirs."
    party.is_occasional = True
    party.save()
    party.roles.add(TermFactory(vocabulary="party_role", label="Tient la barre"))
    partnership.levers.add(TermFactory(vocabulary="lever", label="Thé des parents"))

    page = text(signed_in.get(partnership.get_absolute_url()))

    for words in [
        "L’animation.",
        "Ce qu’on ne lui demande pas :</span> Pas l’aide aux devoirs.",
        "Tient la barre, partenaire ponctuel",
        "Thé des parents",
        "pas encore dit",
    ]:
        assert words in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_parties(
    signed_in, centre, django_assert_num_queries, number
):
    parties = [SchoolFactory().structure for _ in range(number)]
    partnership = PartnershipFactory(parties=[centre, *parties])
    programme = ProgrammeFactory(lead=centre)
    programme.partnerships.add(partnership)
    for structure in parties:
        SessionFactory(
            workshop__programme=programme, school=structure.school, date=dt.date(2026, 3, 12)
        )

    with django_assert_num_queries(41):
        response = signed_in.get(partnership.get_absolute_url())

    assert len(response.context["story"].coming) == number + 1


def test_a_partnership_of_others_does_not_exist(signed_in):
    foreign = PartnershipFactory(parties=[StructureFactory()])
    party = foreign.parties.get()

    answers = [
        signed_in.get(url).status_code
        for url in (
            foreign.get_absolute_url(),
            f"/partenariats/{foreign.pk}/modifier/",
            f"/partenariats/{foreign.pk}/parties/",
            f"/parties/{party.pk}/modifier/",
            "/partenariats/999999/",
            "/parties/999999/modifier/",
        )
    ]

    assert answers == [404] * 6
    assert signed_in.post(f"/parties/{party.pk}/retirer/").status_code == 404


# -- Opening one -------------------------------------------------------------------------------


def test_one_first_chooses_with_whom(signed_in, school, centre):
    asked = text(signed_in.get("/partenariats/nouveau/"))
    found = text(signed_in.get("/partenariats/nouveau/", {"q": "ecole"}))
    nobody = text(signed_in.get("/partenariats/nouveau/", {"q": "zzz"}))

    assert "Avec qui ?" in asked
    assert f'<a href="?avec={school.pk}">' in found
    assert "Rien ne correspond à « zzz »" in nobody


def test_opening_a_partnership_ties_both_sides(signed_in, centre, school):
    purpose = TermFactory(vocabulary="purpose")
    url = f"/partenariats/nouveau/?avec={school.pk}"
    shown = signed_in.get(url)
    sent = {
        "lead": centre.pk,
        "name": "École et Centre",
        "stage": "first_contact",
        "purposes": [purpose.pk],
        "once": str(uuid.uuid4()),
    }

    answers = [signed_in.post(url, sent), signed_in.post(url, sent)]

    partnership = Partnership.objects.get()
    assert 'value="École et Centre"' in text(shown)
    assert answers[0].url == answers[1].url == partnership.get_absolute_url()
    assert [str(party) for party in partnership.parties.all()] == ["Centre", "École"]
    assert list(partnership.purposes.all()) == [purpose]
    assert list(AuditEvent.objects.order_by("pk").values_list("object_type", flat=True)) == [
        "partnerships.partnership",
        "partnerships.party",
        "partnerships.party",
    ]


def test_a_partnership_that_exists_is_recalled(signed_in, partnership, school):
    page = text(signed_in.get(f"/partenariats/nouveau/?avec={school.pk}"))

    assert "Vous en avez déjà un ensemble :" in page


def test_an_end_before_the_start_is_said_beside_it(signed_in, centre, school):
    response = signed_in.post(
        f"/partenariats/nouveau/?avec={school.pk}",
        {
            "lead": centre.pk,
            "name": "Les deux",
            "stage": "active",
            "starts_on": "2026-01-02",
            "ends_on": "2026-01-01",
        },
    )

    assert response.context["form"].errors == {"ends_on": ["La fin ne peut pas précéder le début."]}


def test_one_opens_a_partnership_for_one_s_own_structure_only(signed_in, client, centre, school):
    foreign = StructureFactory()

    response = signed_in.post(
        f"/partenariats/nouveau/?avec={school.pk}",
        {"lead": foreign.pk, "name": "Les deux", "stage": "active"},
    )
    alone = signed_in.get(f"/partenariats/nouveau/?avec={centre.pk}")
    client.force_login(facilitator(centre))

    assert list(response.context["form"].errors) == ["lead"]
    assert alone.status_code == 404
    assert client.get("/partenariats/nouveau/").status_code == 404


def test_a_coordinator_of_two_structures_says_for_which(client, centre, school):
    user = coordinator(centre)
    coordinator(StructureFactory(name="Autre")).memberships.update(user=user)
    client.force_login(user)

    page = text(client.get(f"/partenariats/nouveau/?avec={school.pk}"))

    assert "Notre structure" in page
    assert '<input type="hidden" name="lead"' not in page
