"""The sheet people sign: who and what is printed on it, for whom, and the line it leaves."""

import dataclasses
import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from evaluation.models import Grant
from partnerships.models import AuditEvent
from tests import factories as make
from tests.access.reading import text_of
from tests.reading import said
from tests.reading import text as page_text
from tests.workshops.sheets import expected, known
from workshops import signin

pytestmark = pytest.mark.django_db

LATER = dt.date(2026, 3, 17)


def printed(client, session, name="session_signin", query=""):
    pk = session.pk if name.startswith("session") else session.workshop_id
    return client.get(reverse(f"workshops:{name}", args=[pk]) + query)


def words(response):
    return " ".join(text_of(response).split())


def people(session):
    return [str(parent) for parent in signin.sheets_of([session])[0].people]


def granted(session, **fields):
    """Money for the programme of that session, on its day unless said."""
    fields = {"starts_on": session.date, "ends_on": session.date} | fields
    programme = session.workshop.programme
    grant = make.GrantFactory(holder=programme.lead, **fields)
    grant.programmes.add(programme)
    return grant


# -- Who is on it --------------------------------------------------------------------------------


def test_it_names_those_enrolled_that_day_and_those_noted_and_nobody_forgotten(session):
    rosa = expected(session, first_name="Rosa", last_name="Émile")
    expected(session, first_name="", erased_on=session.date)
    make.EnrolmentFactory(workshop=session.workshop, enrolled_on=LATER)
    make.EnrolmentFactory(
        workshop=session.workshop,
        enrolled_on=dt.date(2026, 1, 6),
        left_on=session.date - dt.timedelta(days=1),
    )
    last_day = known(session, first_name="Ana")
    make.EnrolmentFactory(
        workshop=session.workshop,
        parent=last_day,
        enrolled_on=dt.date(2026, 1, 6),
        left_on=session.date,
    )
    make.AttendanceFactory(session=session, parent=known(session, first_name="Zoé"))
    make.EnrolmentFactory(enrolled_on=dt.date(2026, 1, 6))

    assert people(session) == ["Ana", str(rosa), "Zoé"]


def test_the_team_signs_until_somebody_else_is_said_to_run_it(session, nadia):
    planned = signin.sheets_of([session])[0].facilitators
    make.FacilitationFactory(session=session, user=None, name="Karim Diallo")
    session = type(session).objects.get(pk=session.pk)

    said_since = signin.sheets_of([session])[0].facilitators

    lead = session.workshop.programme.lead
    assert planned == [("Nadia Ouali", lead)]
    assert said_since == [("Karim Diallo", lead)]


# -- The lines to sign -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "runners", "has_opinion", "blanks"),
    [(3, 1, False, 8), (14, 1, False, 5), (14, 3, False, 3), (14, 3, True, 8), (30, 1, False, 8)],
)
def test_empty_lines_are_those_the_page_still_holds(session, people, runners, has_opinion, blanks):
    sheet = dataclasses.replace(
        signin.sheets_of([session])[0],
        people=[None] * people,
        facilitators=[None] * runners,
        opinion=("avis", "code") if has_opinion else None,
    )

    assert len(sheet.blanks) == blanks


def test_a_group_and_those_who_run_it_hold_on_one_page(client, session, nadia):
    session.workshop.title = "Groupe de parole des parents de l’école élémentaire du Fil-d’Or"
    session.workshop.save()
    for _ in range(14):
        expected(session)
    make.FacilitationFactory.create_batch(3, session=session)
    client.force_login(nadia)

    response = printed(client, session)

    assert len(PdfReader(BytesIO(response.content)).pages) == 1


# -- The action as it is funded -------------------------------------------------------------------


def test_one_grant_gives_its_title_and_its_funder(session):
    granted(session, title="REAAP 2026", funder__name="Caf")
    granted(session, title="Passée", ends_on=dt.date(2026, 3, 9), starts_on=dt.date(2026, 1, 1))
    granted(session, title="À venir", ends_on=LATER, starts_on=dt.date(2026, 3, 11))

    sheet = signin.sheets_of([session])[0]

    lead = session.workshop.programme.lead
    assert (sheet.action, sheet.marks) == ("REAAP 2026", [(lead.name, ""), ("Caf", "")])


@pytest.mark.parametrize("number", [0, 2])
def test_without_one_title_the_action_is_called_as_its_programme(session, number):
    for _ in range(number):
        granted(session)

    sheet = signin.sheets_of([session])[0]

    assert sheet.action == session.workshop.programme.title
    assert len(sheet.marks) == 1 + number


def test_two_grants_of_one_title_still_give_it(session):
    granted(session, title="Cité éducative")
    granted(session, title="Cité éducative")

    assert signin.sheets_of([session])[0].action == "Cité éducative"
    assert Grant.objects.count() == 2


# -- The paper -----------------------------------------------------------------------------------


def test_the_paper_says_what_a_funder_checks_and_nothing_more(client, nadia, session):
    lead = session.workshop.programme.lead
    lead.phone, lead.email = "0320000000", "accueil@exemple.test"
    lead.save()
    session.place = "salle 12"
    session.save()
    rosa = expected(
        session, first_name="Rosa", last_name="Lopez", email="rosa@exemple.test", birth_year=1987
    )

    response = printed(client, session)

    text = words(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    for wanted in [
        "Feuille d’émargement",
        session.workshop.programme.title,
        "Café du mardi",
        "Mardi 10 mars 2026",
        "14 h – 16 h",
        f"Salle 12, {lead}",
        "Nadia Ouali",
        str(rosa),
        "Total des parents présents",
        "Enfants présents",
        f"{lead}, 03 20 00 00 00, accueil@exemple.test",
        "Page 1 sur 1",
    ]:
        assert wanted in text
    assert "rosa@exemple.test" not in text
    assert "1987" not in text


def test_each_name_that_leaves_has_its_line(client, nadia, session):
    rosa = expected(session)

    printed(client, session)

    line = AuditEvent.objects.get(verb="exported")
    lead = session.workshop.programme.lead
    assert (line.actor, line.structure, line.family) == (nadia, lead, rosa.family_id)
    assert (line.object_type, line.object_id) == ("families.parent", str(rosa.pk))


def test_a_sheet_without_anybody_still_prints(client, session):
    session.workshop.team.all().delete()
    client.force_login(make.coordinator(session.workshop.programme.lead))

    assert printed(client, session).status_code == 200
    assert AuditEvent.objects.count() == 0


def test_the_file_of_a_workshop_has_a_page_for_each_session_to_come(client, nadia, session):
    make.SessionFactory(workshop=session.workshop, date=LATER)
    make.SessionFactory(workshop=session.workshop, date=dt.date(2026, 3, 3))
    make.SessionFactory(
        workshop=session.workshop, date=LATER, status="cancelled", cancel_reason="Grève"
    )

    text = words(printed(client, session, "workshop_signin"))

    assert text.count("Prénom et nom") == 2
    assert "Mardi 10 mars 2026" in text
    assert "Mardi 17 mars 2026" in text
    assert "3 mars 2026" not in text


def test_the_grid_has_a_column_for_each_session_and_six_a_page(client, nadia, session):
    rosa = expected(session)
    for week in range(1, 7):
        day = session.date + dt.timedelta(weeks=week)
        make.SessionFactory(workshop=session.workshop, date=day)

    text = words(printed(client, session, "workshop_signin", "?format=grille"))

    assert text.count("Prénom et nom") == 2
    assert text.count("14 h – 16 h") == 7
    assert text.count(str(rosa)) == 2
    assert AuditEvent.objects.filter(verb="exported").count() == 1


def test_with_nothing_to_come_it_says_what_to_do_first(client, nadia, session):
    session.delete()

    response = client.get(
        reverse("workshops:workshop_signin", args=[session.workshop_id]), follow=True
    )

    assert said(response) == ["Rien à imprimer : prévoyez d’abord une séance."]
    assert response.redirect_chain[0][0] == session.workshop.get_absolute_url()


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_many_sessions_and_people(
    session, nadia, django_assert_num_queries, count
):
    for week in range(1, count):
        day = session.date + dt.timedelta(weeks=week)
        make.SessionFactory(workshop=session.workshop, date=day)
    for _ in range(count):
        expected(session)
    granted(session)
    sessions = list(session.workshop.sessions.all())

    with django_assert_num_queries(9):
        sheets = signin.sheets_of(sessions)

    assert [len(sheet.people) for sheet in sheets] == [count] * count


def test_the_page_of_the_workshop_offers_what_can_be_printed(client, nadia, session):
    signin_url = reverse("workshops:workshop_signin", args=[session.workshop_id])

    before = client.get(session.workshop.get_absolute_url())
    session.delete()
    after = client.get(session.workshop.get_absolute_url())

    assert len(before.context["to_print"]) == 1
    assert signin_url in before.content.decode()
    assert signin_url not in after.content.decode()


# -- A whole programme over a period --------------------------------------------------------------


def of_programme(client, session, first, last):
    programme = session.workshop.programme
    client.force_login(make.coordinator(programme.lead))
    url = reverse("workshops:programme_signin", args=[programme.pk])
    return client.post(url, {"starts_on": first, "ends_on": last})


def test_a_programme_has_its_sheets_of_a_period_in_one_file(client, session):
    programme = session.workshop.programme
    make.SessionFactory(workshop__programme=programme, date=LATER)
    make.SessionFactory(workshop=session.workshop, date=LATER + dt.timedelta(days=1))
    make.HeldSessionFactory(workshop=session.workshop, date=session.date)
    make.SessionFactory(date=session.date)

    text = words(of_programme(client, session, "2026-03-10", "2026-03-17"))

    assert text.count("Prénom et nom") == 2
    assert "Page 2 sur 2" in text


@pytest.mark.parametrize(
    ("first", "last", "most", "sentence"),
    [
        ("2026-03-11", "2026-03-16", 30, "Aucune séance n’est prévue entre ces deux jours."),
        ("2026-03-10", "2026-03-10", 0, "Plus de 0 séances : choisissez une période plus courte."),
        ("2026-03-10", "", 30, "Ce champ est obligatoire."),
    ],
)
def test_a_period_that_cannot_be_printed_says_why(
    client, session, monkeypatch, first, last, most, sentence
):
    monkeypatch.setattr(signin, "MOST", most)

    answer = of_programme(client, session, first, last)

    assert sentence in page_text(answer)
    assert AuditEvent.objects.filter(verb="exported").count() == 0
