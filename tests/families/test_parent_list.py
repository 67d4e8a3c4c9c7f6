import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from families.models import Parent
from families.querysets import households
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    FamilyFactory,
    HeldSessionFactory,
    ParentFactory,
    SchoolFactory,
    SchoolingFactory,
    StructureFactory,
    TermFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "/familles/"


def listed(response):
    return [str(parent) for parent in response.context["page"]]


@pytest.mark.parametrize("few", [0, 1, 1000])
def test_doors_passed_by_keys_let_the_same_people_through(centre, monkeypatch, few):
    monkeypatch.setattr(households, "FEW", few)
    own = ParentFactory(family__structure=centre)
    met = AttendanceFactory(session=HeldSessionFactory(workshop__programme__lead=centre)).parent
    ParentFactory()

    found = Parent.objects.visible_to(coordinator(centre), by_keys=True)

    assert {*found} == {own, met} == {*Parent.objects.visible_to(coordinator(centre))}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_parents(
    signed_in, centre, django_assert_num_queries, number
):
    for parent in ParentFactory.create_batch(number, family__structure=centre):
        SchoolingFactory(family=parent.family, school_year=2025)

    with django_assert_num_queries(9):
        response = signed_in.get(URL)

    assert len(response.context["page"]) == number


def test_an_accent_sorts_with_its_letter(signed_in, centre):
    for name in ["Fatou", "Élodie", "Zoé", "Eva", "Emma"]:
        ParentFactory(family__structure=centre, first_name=name)

    assert listed(signed_in.get(URL)) == ["Élodie", "Emma", "Eva", "Fatou", "Zoé"]


@pytest.mark.parametrize("typed", ["leila", "LEÏLA", "Bénali leïla", "ila"])
def test_search_ignores_case_accents_and_order(signed_in, centre, typed):
    ParentFactory(family__structure=centre, first_name="Leïla", last_name="Benali")
    ParentFactory(family__structure=centre, first_name="Samira")

    assert listed(signed_in.get(URL, {"q": typed})) == ["Leïla Benali"]


def test_filters_narrow_the_list(signed_in, centre):
    school = SchoolFactory()
    family = FamilyFactory(
        structure=centre,
        lives_in_qpv="yes",
        qpv_source="declared",
        informed_on=dt.date(2025, 9, 1),
        informed_how="spoken",
    )
    ParentFactory(family=family, first_name="Samira", is_relay=True, phone="0612345678")
    SchoolingFactory(family=family, school=school, school_year=2024)
    ParentFactory(family__structure=centre, family__is_interpreter_needed=True, first_name="Olga")

    def found(**filters):
        return listed(signed_in.get(URL, filters))

    assert found(school=school.pk) == ["Samira"]
    assert found(school=school.pk, year=2024) == ["Samira"]
    assert found(school=school.pk, year=2025) == []
    assert found(year=2024) == ["Samira"]
    assert found(qpv="yes") == ["Samira"]
    assert found(qpv="unknown") == ["Olga"]
    assert found(only="relay") == ["Samira"]
    assert found(only="uninformed") == ["Olga"]
    assert found(only="interpreter") == ["Olga"]
    assert found(only="phone") == ["Samira"]
    assert found(only="no_phone") == ["Olga"]
    assert found(qpv="n’importe quoi", year="abc") == ["Olga", "Samira"]


def seen(centre, name, on):
    AttendanceFactory(
        parent=ParentFactory(family__structure=centre, first_name=name),
        session=HeldSessionFactory(workshop__programme__lead=centre, date=on),
    )


def test_the_last_contact_sorts_and_filters(signed_in, centre):
    seen(centre, "Samira", dt.date(2026, 3, 9))
    seen(centre, "Karim", dt.date(2025, 9, 10))
    seen(centre, "Ana", dt.date(2025, 8, 1))
    ParentFactory(family__structure=centre, first_name="Olga")
    AttendanceFactory(
        parent=Parent.objects.get(first_name="Olga"),
        session=HeldSessionFactory(workshop__programme__lead=centre),
        status="absent",
    )

    def found(**filters):
        return listed(signed_in.get(URL, filters))

    assert found(order="latest") == ["Samira", "Karim", "Ana", "Olga"]
    assert found(order="oldest") == ["Olga", "Ana", "Karim", "Samira"]
    assert found(order="n’importe quoi") == ["Ana", "Karim", "Olga", "Samira"]
    assert found(only="unseen") == ["Ana", "Olga"]
    page = signed_in.get(URL).content.decode()
    assert "dernier contact hier" in page
    assert "aucun contact noté" in page


def test_a_search_keeps_the_filters_and_the_reverse(signed_in, centre):
    ParentFactory(family__structure=centre, first_name="Samira", is_relay=True)

    page = signed_in.get(URL, {"q": "sam", "only": "relay"}).content.decode()

    assert '<input type="hidden" name="only" value="relay">' in page
    assert 'name="q" value="sam"' in page


def test_who_asked_to_be_forgotten_is_not_listed(signed_in, centre):
    ParentFactory(
        family__structure=centre, first_name="", last_name="", erased_on=dt.date(2026, 1, 1)
    )

    assert listed(signed_in.get(URL)) == []


def test_a_facilitator_finds_whom_they_meet(client):
    workshop = WorkshopFactory()
    met = EnrolmentFactory(workshop=workshop).parent
    ParentFactory(family__structure=workshop.programme.lead)
    client.force_login(facilitator(workshop.programme.lead, workshop))

    response = client.get(URL)

    assert listed(response) == [str(met)]
    assert "Cette liste en Excel" not in response.content.decode()


@pytest.mark.parametrize("role", [partner, observer])
@pytest.mark.parametrize("page", ["parent_list", "parent_export", "family_create"])
def test_who_works_nowhere_finds_no_such_page(client, role, page):
    client.force_login(role(StructureFactory()))

    assert client.get(reverse(f"families:{page}")).status_code == 404


def test_an_empty_list_says_what_to_do_first(client):
    centre = StructureFactory()
    client.force_login(coordinator(centre))
    coordinators = client.get(URL).content.decode()
    nobody = client.get(URL, {"q": "Zélie"}).content.decode()
    filtered = client.get(URL, {"only": "relay"}).content.decode()
    client.force_login(facilitator(centre))
    facilitators = client.get(URL).content.decode()

    assert "Aucune famille pour l’instant" in coordinators
    assert "Enregistrer «\N{NO-BREAK SPACE}Zélie\N{NO-BREAK SPACE}»" in nobody
    assert "Personne ne correspond à ces filtres" in filtered
    assert "aux ateliers que vous animez" in facilitators


# -- Export ------------------------------------------------------------------------------------


def test_the_export_holds_what_the_list_shows(signed_in, centre):
    family = FamilyFactory(
        structure=centre,
        lives_in_qpv="yes",
        qpv_source="declared",
        informed_on=dt.date(2025, 9, 3),
        informed_how="spoken",
    )
    family.languages.set(
        TermFactory(vocabulary="language", label=label) for label in ("russe", "portugais")
    )
    emilie = ParentFactory(
        family=family, first_name="Émilie", last_name="=1+1", phone="0612345678", birth_year=1990
    )
    AttendanceFactory(
        parent=emilie,
        session=HeldSessionFactory(workshop__programme__lead=centre, date=dt.date(2026, 3, 8)),
    )
    SchoolingFactory(family=family, school__structure__name="École du Parc", school_year=2025)
    ParentFactory(family__structure=centre, first_name="Karim")
    ParentFactory(first_name="Ailleurs")

    response = signed_in.get("/familles/export/", {"format": "csv", "q": "emilie"})

    lines = b"".join(response).decode("utf-8-sig").split("\r\n")
    assert lines == [
        (
            "Prénom;Nom;Téléphone;E-mail;Ne souhaite pas être contacté;Sexe;"
            "Tranche d’âge;Parent relais;Quartier prioritaire;"
            "Comment on le sait;Langues parlées;Besoin d’un interprète;"
            "Écoles des enfants;Information donnée le;Dernier contact"
        ),
        (
            "Émilie;'=1+1;0612345678;;non;non renseigné;26 à 59 ans;non;oui;"
            "dit par la famille;portugais, russe;non;"
            "École du Parc (élémentaire, 1);03/09/2025;08/03/2026"
        ),
        "",
    ]


def test_the_export_leaves_a_line_in_the_journal(signed_in, centre):
    family = ParentFactory(family__structure=centre).family

    response = signed_in.get("/familles/export/", {"format": "xlsx"})

    event, theirs = AuditEvent.objects.order_by("pk")
    assert (theirs.verb, theirs.object_type, theirs.family) == (
        *("exported", "families.family", family.pk),
    )
    assert "familles-une-ligne-par-parent.xlsx" in response["Content-Disposition"]
    assert load_workbook(io.BytesIO(response.content)).active.max_row == 2
    assert (event.verb, event.structure, event.object_type) == (
        "exported",
        centre,
        "partnerships.structure",
    )
    assert "phone" in event.fields


def test_only_coordinators_take_the_list_away(client):
    workshop = WorkshopFactory()
    EnrolmentFactory(workshop=workshop)
    client.force_login(facilitator(workshop.programme.lead, workshop))

    response = client.get("/familles/export/")

    assert response.status_code == 403
    assert Parent.objects.count() == 1
