"""Search-or-add on the sheet, and taking somebody off it."""

import datetime as dt

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from families.models import Parent
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeldSessionFactory,
    ParentFactory,
    SchoolFactory,
    SchoolingFactory,
    SessionFactory,
)
from tests.workshops.sheets import SCRIPT, known, mark, noted, sheet
from workshops.models import Session
from workshops.views.sheet import SOMEBODY_ELSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nadia")]


def found(client, session, who):
    response = client.post(sheet(session, "session_search"), {"who": who})
    return [proposal.name for proposal in response.context["proposals"]]


# -- Search --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["elz", "ELŻ", "wojcik", "Elżbieta W", "wójcik elz"])
def test_somebody_is_found_whatever_the_accents_and_the_order(client, session, who):
    known(session, first_name="Elżbieta", last_name="Wójcik")

    assert found(client, session, who) == ["Elżbieta W."]


def test_who_looks_like_what_was_typed_is_proposed_before_creating(client, session):
    known(session, first_name="Fatoumata", last_name="Koné")
    known(session, first_name="Samira")

    response = client.post(sheet(session, "session_search"), {"who": "Fatumata"})

    names = [(proposal.name, proposal.looks_like) for proposal in response.context["proposals"]]
    assert names == [("Fatoumata K.", True)]
    assertContains(response, "ressemble à")
    assert response.content.index(b'name="add"') < response.content.index(b'name="create"')


def test_who_merely_looks_alike_is_left_out_when_enough_are_found(client, session):
    for number in range(4):
        known(session, first_name="Fatou", last_name=f"Ba{number}")
    known(session, first_name="Fatoo")

    assert len(found(client, session, "fatou")) == 4


def test_a_proposal_shows_the_schools_of_this_year_and_nothing_else(client, session):
    parent = known(session, first_name="Rosa", last_name="Lima", phone="0612345678")
    school = SchoolFactory(structure__name="École des Tilleuls")
    SchoolingFactory(family=parent.family, school=school, school_year=2025)
    SchoolingFactory(family=parent.family, school_year=2024)

    response = client.post(sheet(session, "session_search"), {"who": "rosa"})

    assert response.context["proposals"][0].schools == ["École des Tilleuls"]
    assertNotContains(response, "Lima")
    assertNotContains(response, "0612345678")


def test_schools_follow_the_school_year(client, session):
    parent = known(session, first_name="Rosa")
    SchoolingFactory(family=parent.family, school_year=2026)

    response = client.post(sheet(session, "session_search"), {"who": "rosa"})

    assert response.context["proposals"][0].schools == []


@pytest.mark.parametrize("who", ["", "r", "?!"])
def test_too_little_to_search_finds_nobody(client, session, who):
    known(session, first_name="Rosa")

    assert found(client, session, who) == []


def test_nobody_of_another_structure_nor_forgotten_is_found(client, session):
    ParentFactory(first_name="Rosa")
    known(session, first_name="", erased_on="2026-01-05")

    assert found(client, session, "Rosa") == []


def test_who_is_on_the_sheet_already_is_shown_there(client, session):
    row = AttendanceFactory(session=session, parent=known(session, first_name="Rosa"))

    response = client.post(sheet(session, "session_search"), {"who": "rosa"})

    assertContains(response, f'href="#personne-{row.parent_id}"')
    assertNotContains(response, 'name="add"')


@pytest.mark.parametrize("people", [1, 3])
def test_search_costs_the_same_however_many_are_found(
    client, session, people, django_assert_num_queries
):
    for number in range(people):
        parent = known(session, first_name=f"Rosa{number}")
        SchoolingFactory(family=parent.family, school_year=2025)

    with django_assert_num_queries(8):
        assert len(found(client, session, "rosa")) == people


def test_search_without_script_saves_the_page_and_shows_it_again(client, session):
    rosa, samira = known(session, first_name="Rosa"), known(session, first_name="Samira")
    data = {f"attendance-{samira.pk}": "present", f"seen-attendance-{samira.pk}": "0 "}

    response = client.post(sheet(session), data | {"who": "rosa"})

    assertContains(response, f'name="add" value="{rosa.pk}"')
    assert session.attendances.get().parent == samira


# -- Add -----------------------------------------------------------------------------------------


def test_a_touch_adds_somebody_known(client, session):
    rosa = known(session, first_name="Rosa")

    response = client.post(sheet(session, "session_add"), {"add": rosa.pk})

    page = f"{sheet(session)}?arrive={rosa.pk}#personne-{rosa.pk}"
    assertRedirects(response, page, fetch_redirect_response=False)
    assert [(row.parent, row.status) for row in session.attendances.all()] == [(rosa, "present")]


def test_a_touch_creates_somebody_once_however_often_it_is_sent(client, session):
    data = {"create": "rosa lima", "once": "5d4a2a0e-6a0b-4d61-9f3c-0b5a1c2d3e4f"}

    first = client.post(sheet(session, "session_add"), data)
    again = client.post(sheet(session, "session_add"), data)

    assert first.url == again.url
    assert [str(parent) for parent in Parent.objects.filter(first_name="Rosa")] == ["Rosa Lima"]


def test_what_else_the_page_holds_is_saved_before_adding(client, session):
    rosa, samira = known(session), known(session)
    data = {f"attendance-{samira.pk}": "late", f"seen-attendance-{samira.pk}": "0 "}

    client.post(sheet(session, "session_add"), data | {"add": rosa.pk})

    rows = session.attendances.order_by("pk").values_list("parent", "status")
    assert list(rows) == [(samira.pk, "late"), (rosa.pk, "present")]


def test_nobody_is_added_while_two_answers_wait_for_a_choice(client, session):
    row = AttendanceFactory(session=session, parent=known(session), status="late")
    data = {f"attendance-{row.parent_id}": "absent", f"seen-attendance-{row.parent_id}": "0 "}

    response = client.post(sheet(session, "session_add"), data | {"create": "Rosa"})

    assert response.status_code == 409
    assert not Parent.objects.filter(first_name="Rosa").exists()


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 30])
def test_nobody_is_added_who_is_not_known(client, session, pk):
    assert client.post(sheet(session, "session_add"), {"add": pk}).status_code == 404


def test_somebody_of_another_structure_is_not_known(client, session):
    stranger = ParentFactory()

    for name in ("add", "remove"):
        answer = client.post(sheet(session, "session_add"), {name: stranger.pk})
        assert answer.status_code == 404


def test_a_name_without_a_letter_is_refused_in_words(client, session):
    response = client.post(sheet(session, "session_add"), {"create": "???"})

    assertContains(response, "Donnez au moins un prénom.", status_code=422)


# -- Take off ------------------------------------------------------------------------------------


def test_a_mistake_is_taken_off_and_may_be_put_back(client, session):
    row = AttendanceFactory(session=session, parent=known(session, first_name="Rosa"))

    response = client.post(sheet(session, "session_add"), {"remove": row.parent_id}, follow=True)

    assertContains(response, "Rosa n’est plus sur cette feuille.")
    assertContains(response, f'name="add" value="{row.parent_id}"')
    assert not session.attendances.exists()


def test_somebody_created_by_mistake_is_deleted_in_words(client, session):
    client.post(sheet(session, "session_add"), {"create": "Fat"})
    row = session.attendances.get()

    response = client.post(sheet(session, "session_add"), {"remove": row.parent_id}, follow=True)

    assertContains(response, "La fiche créée à l’instant est effacée.")
    assert not Parent.objects.exists()


@pytest.mark.parametrize("pk", ["x", "0", "9" * 30])
def test_nobody_is_named_by_a_forged_address(client, session, pk):
    response = client.get(sheet(session), {"retire": pk})

    assert response.context["removed"] is None


# -- Held, cancelled -----------------------------------------------------------------------------


def test_a_held_sheet_is_corrected_in_one_form_with_its_reason(client, session):
    held = HeldSessionFactory(workshop=session.workshop)
    rosa = known(session, first_name="Rosa")

    refused = client.post(sheet(held, "session_add"), {"add": rosa.pk})
    client.post(sheet(held, "session_add"), {"add": rosa.pk, "reason": "Oubli"})

    assertContains(refused, "dites pourquoi vous la corrigez", status_code=422)
    assert [row.counted_minutes for row in held.attendances.all()] == [120]


def test_what_was_chosen_stays_when_the_reason_is_missing(client, session):
    held = HeldSessionFactory(workshop=session.workshop)
    row = AttendanceFactory(session=held, parent=known(session), status="absent")
    data = {f"attendance-{row.parent_id}": "late", f"seen-attendance-{row.parent_id}": "1 absent"}

    response = client.post(sheet(held), data | {"log": "Oublié.", "seen-log": ""})

    person = response.context["sheet"].people[0]
    assert (person.status, person.answer, response.context["sheet"].log.shown) == (
        "absent",
        "late",
        "Oublié.",
    )


def test_searching_on_a_held_sheet_asks_for_no_reason(client, session):
    held = HeldSessionFactory(workshop=session.workshop)

    assert client.post(sheet(held), {"who": "Rosa"}).status_code == 200


def test_a_cancelled_sheet_says_why_and_takes_nothing(client, session):
    Session.objects.filter(pk=session.pk).update(status="cancelled", cancel_reason="Grève")

    response = client.get(sheet(session))

    assertContains(response, "Grève")
    assertNotContains(response, 'id="sheet"')


def test_a_session_later_that_day_shows_who_is_expected(client, session):
    later = SessionFactory(workshop=session.workshop, date=session.date + dt.timedelta(days=7))
    EnrolmentFactory(workshop=session.workshop, parent=known(session), enrolled_on=session.date)

    assert len(client.get(sheet(later)).context["sheet"].people) == 1


# -- Sent from a phone that had no network ---------------------------------------------------------


def test_a_newcomer_comes_with_the_answer_chosen_on_the_phone(client, session):
    data = {"create": "rosa", "status": "late", "once": "5d4a2a0e-6a0b-4d61-9f3c-0b5a1c2d3e4f"}

    answers = [client.post(sheet(session, "session_add"), data).url for _twice in range(2)]

    row = session.attendances.get()
    assert (row.parent.first_name, row.status, row.version) == ("Rosa", "late", 1)
    assert answers == [f"{sheet(session)}?arrive={row.parent_id}#personne-{row.parent_id}"] * 2


def test_an_answer_there_is_not_is_refused(client, session):
    response = client.post(sheet(session, "session_add"), {"create": "rosa", "status": "ill"})

    assertContains(response, "Notez présent, retard, excusé ou absent.", status_code=422)
    assert (session.attendances.count(), Parent.objects.count()) == (0, 0)


def test_nothing_of_one_account_is_written_by_another_on_the_same_phone(client, session, nadia):
    rosa = known(session, first_name="Rosa")
    mine = {"account": nadia.pk} | mark(rosa, "present")
    theirs = {"account": nadia.pk + 1} | mark(rosa, "late")

    script = client.post(sheet(session), theirs, headers=SCRIPT)
    page = client.post(sheet(session), theirs)
    newcomer = client.post(sheet(session, "session_add"), theirs | {"create": "Samira"})
    nothing = (session.attendances.count(), Parent.objects.count())
    client.post(sheet(session), mine, headers=SCRIPT)

    assert script.json() == {"error": SOMEBODY_ELSE.message}
    assert [script.status_code, page.status_code, newcomer.status_code] == [409, 409, 409]
    assertContains(page, SOMEBODY_ELSE.message, status_code=409)
    assert (nothing, noted(session)) == ((0, 1), [(rosa.pk, "present", 1)])
