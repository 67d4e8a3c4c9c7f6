import datetime as dt

import pytest

from partnerships.models import AuditEvent, SchoolHoliday
from tests.factories import (
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    TermFactory,
    TerritoryFactory,
    UserFactory,
    coordinator,
    facilitator,
    partner,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- The page ----------------------------------------------------------------------------------


def test_the_page_answers_whom_to_call(signed_in):
    structure = StructureFactory(
        name="Mairie de quartier",
        acronym="MQ",
        kind="town",
        phone="0320000001",
        email="mairie@exemple.test",
        website="https://mairie.exemple",
        address="3 place de la Filature",
        postal_code="59000",
        mission="Accueillir.",
        created_in=1991,
        rna="W591234567",
        siret="73282932000074",
        source="annuaire",
        recorded_on=dt.date(2025, 5, 12),
    )
    structure.territories.add(TerritoryFactory(name="Les Filatures"))
    structure.themes.add(TermFactory(label="Un thème à elle"))

    page = text(signed_in.get(structure.get_absolute_url()))

    for words in [
        "Mairie de quartier (MQ)",
        '<a href="tel:0320000001">03 20 00 00 01</a>',
        '<a href="mailto:mairie@exemple.test">',
        "https://www.openstreetmap.org/search?query=3%20place%20de%20la%20Filature%2059000%20Lille",
        "À jour au 12 mai 2025",
        "Source : annuaire",
        "Accueillir.",
        "Les Filatures",
        "Un thème à elle",
        "W591234567",
        "73282932000074",
    ]:
        assert words in page
    assert "vérifiez par téléphone" not in page


@pytest.mark.parametrize(
    ("recorded_on", "sentence"),
    [
        (dt.date(2025, 3, 9), "À jour au 9 mars 2025 : vérifiez par téléphone"),
        (None, "Sans date : vérifiez par téléphone"),
    ],
)
def test_an_old_record_shows_its_age(signed_in, recorded_on, sentence):
    structure = StructureFactory(recorded_on=recorded_on, commune="")

    page = text(signed_in.get(structure.get_absolute_url()))

    assert sentence in page
    assert "non notée" in page


def test_the_page_of_a_school_says_how_to_work_with_it(signed_in):
    school = SchoolFactory(
        uai="0590001R",
        priority_network="REP+",
        sector="public",
        circonscription="Lille 1",
        academie="Lille",
        meeting_slots="Le midi.",
    )
    for name, day in [("Vacances de printemps", 11), ("Vacances d’été", 4), ("Passées", 1)]:
        month = {11: 4, 4: 7, 1: 2}[day]
        SchoolHoliday.objects.create(
            zone="B",
            name=name,
            starts_on=dt.date(2026, month, day),
            returns_on=dt.date(2026, month, day + 14),
        )

    page = text(signed_in.get(school.get_absolute_url()))

    for words in ["0590001R", "REP+", "Lille 1", "Le midi.", "Zone B"]:
        assert words in page
    assert "Vacances de printemps : du 11 au 25 avril 2026" in page
    assert "Vacances d’été" in page
    assert "Passées" not in page


def test_a_calendar_that_is_not_published_is_said(signed_in):
    page = text(signed_in.get(StructureFactory(holiday_zone="C").get_absolute_url()))

    assert "calendrier non publié" in page


def test_the_page_shows_what_comes_and_what_is_held_together(signed_in, centre):
    school = SchoolFactory()
    partnership = PartnershipFactory(parties=[centre, school.structure])
    PartnershipFactory(parties=[school.structure])
    SessionFactory(
        workshop__programme__lead=centre,
        workshop__title="Café",
        school=school,
        date=dt.date(2026, 3, 12),
    )

    response = signed_in.get(school.get_absolute_url())

    page = text(response)
    assert response.context["partnerships"] == [partnership]
    assert "jeudi 12 mars, 14 h" in page
    assert "Ouvrir un partenariat" not in page


def test_a_coordinator_may_open_a_first_partnership_from_there(signed_in, centre):
    school = SchoolFactory()

    pages = [text(signed_in.get(place.get_absolute_url())) for place in (school, centre)]

    assert f"/partenariats/nouveau/?avec={school.pk}" in pages[0]
    assert "/partenariats/nouveau/" not in pages[1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_it_shows(
    signed_in, centre, django_assert_num_queries, number
):
    school = SchoolFactory()
    for _ in range(number):
        PartnershipFactory(parties=[centre, school.structure])
        SessionFactory(workshop__programme__lead=centre, school=school, date=dt.date(2026, 3, 12))

    with django_assert_num_queries(18):
        response = signed_in.get(school.get_absolute_url())

    assert len(response.context["agenda"]) == number


# -- One’s own page ----------------------------------------------------------------------------

SENT = {"name": "Centre", "commune": "Lille"}


def test_a_coordinator_corrects_their_own_page(signed_in, centre):
    url = f"/structures/{centre.pk}/modifier/"
    centre.territories.add(TerritoryFactory())
    shown = signed_in.get(url)

    response = signed_in.post(
        url, SENT | {"phone": "03 20 00 00 01", "website": "centre.exemple"}, follow=True
    )

    centre.refresh_from_db()
    event = AuditEvent.objects.get()
    assert "Quartier" in text(shown)
    assert (centre.phone, centre.website) == ("0320000001", "https://centre.exemple")
    assert (centre.recorded_on, centre.source) == (
        dt.date(2026, 3, 10),
        "la structure elle-même",
    )
    assert said(response) == ["La fiche est à jour."]
    assert (event.verb, event.structure) == ("changed", centre)
    assert event.fields == ["phone", "recorded_on", "source", "territories", "website"]


def test_what_another_structure_bears_is_refused_beside_its_field(signed_in, centre):
    StructureFactory(name="Autre", siret="73282932000074")
    StructureFactory(name="Ailleurs", commune="Lille")
    url = f"/structures/{centre.pk}/modifier/"

    siret = signed_in.post(url, SENT | {"siret": "73282932000074"})
    name = signed_in.post(url, SENT | {"name": "Ailleurs"})

    assert siret.context["form"].errors == {"siret": ["Une structure porte déjà ce SIRET."]}
    assert name.context["form"].errors == {
        "name": ["Une structure du même nom existe dans cette commune."]
    }


def test_a_social_security_number_is_noticed(signed_in, centre):
    response = signed_in.post(
        f"/structures/{centre.pk}/modifier/",
        SENT | {"mission": "Suivi de 2 85 05 78 006 084 41."},
        follow=True,
    )

    assert "« Mission » semble contenir" in said(response)[1]


@pytest.mark.parametrize("role", [facilitator, partner])
def test_others_read_the_page_and_change_nothing(client, centre, role):
    client.force_login(role(centre))
    url = f"/structures/{centre.pk}/modifier/"

    answers = [client.get(centre.get_absolute_url()), client.get(url), client.post(url, SENT)]

    assert [answer.status_code for answer in answers] == [200, 403, 403]
    assert client.get("/structures/999999/modifier/").status_code == 404


# -- What is known of a school -------------------------------------------------------------------


def test_coordinators_of_a_partner_tell_what_they_know_of_a_school(signed_in, centre):
    school = SchoolFactory()
    PartnershipFactory(parties=[centre, school.structure])
    url = f"/ecoles/{school.pk}/connaitre/"
    shown = signed_in.get(url)

    response = signed_in.post(url, {"meeting_slots": "Le jeudi."}, follow=True)

    school.refresh_from_db()
    assert shown.status_code == 200
    assert school.meeting_slots == "Le jeudi."
    assert said(response) == ["Ce que l’on sait de l’école est noté."]
    assert AuditEvent.objects.get().fields == ["meeting_slots"]


def test_those_who_share_nothing_with_a_school_only_read(client, centre):
    school = SchoolFactory()
    PartnershipFactory(parties=[centre, school.structure])
    url = f"/ecoles/{school.pk}/connaitre/"

    def status(user, path=url):
        client.force_login(user)
        return client.post(path, {"meeting_slots": "Le jeudi."}).status_code

    assert status(coordinator(StructureFactory())) == 403
    assert status(facilitator(centre)) == 403
    assert status(UserFactory()) == 403
    assert status(coordinator(school.structure)) == 302
    assert status(coordinator(centre), f"/ecoles/{centre.pk}/connaitre/") == 404
