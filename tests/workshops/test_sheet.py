"""The page of the sheet: one form, with a script or without."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeadCountFactory,
    HeldSessionFactory,
    ModuleFactory,
    SessionFactory,
    UserFactory,
    coordinator,
    facilitator,
    partner,
)
from tests.workshops.sheets import SCRIPT, expected, known, mark, noted, sheet
from workshops.models import Session

pytestmark = pytest.mark.django_db

# -- Who opens it --------------------------------------------------------------------------------


def test_it_opens_to_whoever_runs_or_coordinates_and_to_nobody_else(client, session):
    lead = session.workshop.programme.lead
    people = {
        coordinator(lead): 200,
        facilitator(lead, session.workshop): 200,
        facilitator(lead): 404,
        partner(lead): 404,
        UserFactory(): 404,
    }

    answers = {}
    for user in people:
        client.force_login(user)
        pages = [client.get(sheet(session))]
        pages += [client.post(sheet(session, name)) for name in ("session_add", "session_search")]
        answers[user] = pages[0].status_code
        assert (pages[1].status_code, pages[2].status_code) != (200, 200) or answers[user] == 200

    assert answers == people


# -- What it shows -------------------------------------------------------------------------------


def test_everybody_expected_or_noted_is_there_in_order_of_the_alphabet(client, nadia, session):
    expected(session, first_name="Élodie", last_name="Zola")
    expected(session, first_name="Samira", last_name="Benali", is_relay=True)
    AttendanceFactory(
        session=session, parent=known(session, first_name="Elżbieta", last_name="Wójcik")
    )
    gone = EnrolmentFactory(workshop=session.workshop, enrolled_on=dt.date(2025, 9, 1))
    gone.left_on = dt.date(2026, 1, 31)
    gone.save()

    response = client.get(sheet(session))

    people = response.context["sheet"].people
    assert [(person.name, person.status, person.note) for person in people] == [
        ("Élodie Z.", "", "première fois"),
        ("Elżbieta W.", "present", "première fois"),
        ("Samira B.", "", "parent relais, première fois"),
    ]
    assertContains(response, "1 sur 3 pointés")
    assertContains(response, "Les autres sont présents")


def test_whoever_needs_an_interpreter_is_known_before_they_come(client, nadia, session):
    expected(session, family__is_interpreter_needed=True)

    response = client.get(sheet(session))

    (person,) = response.context["sheet"].people
    assert person.note == "besoin d’un interprète, première fois"


def test_two_people_of_one_short_name_are_told_apart(client, nadia, session):
    expected(session, first_name="Samira", last_name="Benali")
    expected(session, first_name="Samira", last_name="Bouzid")

    response = client.get(sheet(session))

    names = [person.name for person in response.context["sheet"].people]
    assert names == ["Samira Benali", "Samira Bouzid"]


def test_who_came_before_is_no_longer_a_first_time(client, nadia, session):
    parent = expected(session)
    AttendanceFactory(
        session__workshop=session.workshop, session__date=dt.date(2026, 3, 3), parent=parent
    )

    response = client.get(sheet(session))

    assert response.context["sheet"].people[0].note == ""


def test_an_empty_group_says_what_to_do_first(client, nadia, session):
    assertContains(client.get(sheet(session)), "ajoutez les personnes une à une")


def test_a_cohort_shows_where_it_stands(client, today):
    _first, _second, _third = [ModuleFactory(order=order, pathway=None) for order in ()] or (
        None,
        None,
        None,
    )
    module = ModuleFactory(order=2)
    ModuleFactory(order=1, pathway=module.pathway, title="Cliquer")
    ModuleFactory(order=3, pathway=module.pathway)
    cohort = {"workshop__format": "cohort", "workshop__pathway": module.pathway}
    session = SessionFactory(date=today, module=module, **cohort)
    HeldSessionFactory(workshop=session.workshop, module=module.pathway.modules.first())
    client.force_login(coordinator(session.workshop.programme.lead))

    response = client.get(sheet(session))

    steps = response.context["sheet"].steps
    assert [step.state for step in steps] == ["done", "now", "next"]
    assertContains(response, "Module 2 sur 3")


def test_the_room_holds_the_named_until_somebody_counts(client, nadia, session):
    AttendanceFactory.create_batch(2, session=session)
    AttendanceFactory(session=session, status="absent")
    uncounted = client.get(sheet(session)).context["sheet"].rooms[0]
    HeadCountFactory(session=session, category="parents", number=6)

    response = client.get(sheet(session))

    assert (uncounted.shown, uncounted.unnamed) == (2, 0)
    assert response.context["sheet"].rooms[0].unnamed == 4
    assertContains(response, "dont 4 sans nom")


def test_other_categories_unfold_once_counted(client, nadia, session):
    HeadCountFactory(session=session, category="professionals", number=2)

    response = client.get(sheet(session))

    assert response.context["sheet"].counts_others


@pytest.mark.parametrize("people", [1, 3, 30])
def test_it_costs_the_same_however_many_people(client, django_assert_num_queries, today, people):
    module = ModuleFactory()
    cohort = {"workshop__format": "cohort", "workshop__pathway": module.pathway}
    session = SessionFactory(date=today, module=module, **cohort)
    for _number in range(people):
        AttendanceFactory(session=session, parent=expected(session))
    client.force_login(facilitator(session.workshop.programme.lead, session.workshop))

    with django_assert_num_queries(9):
        response = client.get(sheet(session))

    assert len(response.context["sheet"].people) == people


def test_lines_drawn_alike_keep_each_their_name_and_number(client, nadia, session):
    people = [expected(session, first_name=name) for name in ("<b>__id__</b>", "Samira")]

    response = client.get(sheet(session))

    for parent, name in zip(people, ("&lt;b&gt;__id__&lt;/b&gt;", "Samira"), strict=True):
        assertContains(response, f'id="p{parent.pk}"><span>{name}', count=1)
        assertContains(response, f'name="attendance-{parent.pk}"', count=4)


def test_a_text_is_a_tap_away_until_it_holds_something(client, nadia, session):
    Session.objects.filter(pk=session.pk).update(questions="La bourse.")

    response = client.get(sheet(session))

    heard, questions = response.context["sheet"].folded_texts
    assert (heard.is_open, questions.is_open) == (False, True)
    assertContains(response, "La bourse.</textarea>")


def carried(client, session):
    return client.get(sheet(session)).context["session"].carried


def test_the_sheet_recalls_what_the_last_session_left(client, nadia, session):
    before = {"workshop": session.workshop, "questions": "Les absences."}
    nothing = carried(client, session)
    SessionFactory(date=dt.date(2026, 2, 3), **before | {"questions": "Plus ancien."})
    SessionFactory(date=dt.date(2026, 3, 3), **before)
    SessionFactory(date=dt.date(2026, 3, 4), **before | {"questions": ""})
    cancelled = {"status": "cancelled", "cancel_reason": "Neige"}
    SessionFactory(date=dt.date(2026, 3, 5), **before | cancelled | {"questions": "Annulée."})
    SessionFactory(date=dt.date(2026, 3, 6), questions="D’un autre atelier.")
    SessionFactory(date=dt.date(2026, 12, 1), **before | {"questions": "Après."})

    response = client.get(sheet(session))

    assert nothing is None
    assertContains(response, "La dernière fois, ")
    assertContains(response, '<p class="written">Les absences.</p>', count=1)


def test_of_one_day_the_session_of_the_morning_is_the_last(client, nadia, session):
    day = {"workshop": session.workshop, "date": session.date}
    SessionFactory(starts_at=dt.time(8), ends_at=dt.time(9), questions="Du matin.", **day)
    SessionFactory(starts_at=dt.time(20), ends_at=dt.time(21), questions="Du soir.", **day)

    assert carried(client, session).questions == "Du matin."


# -- Without a script ----------------------------------------------------------------------------


def whole_page(client, session):
    """What a browser without script sends of the page as it is shown."""
    page = client.get(sheet(session)).context["sheet"]
    data = {"who": ""}
    for text in page.texts:
        data |= {text.name: text.shown, f"seen-{text.name}": text.stored}
    for person in page.people:
        data[f"seen-attendance-{person.id}"] = f"{person.version} {person.status}"
        if person.status:
            data[f"attendance-{person.id}"] = person.status
    for room in page.rooms:
        data[f"head_count-{room.category}"] = room.shown
        data[f"seen-head_count-{room.category}"] = f"{room.version} {room.number}"
    minutes = session.delivered_minutes
    data["delivered_minutes"] = "2 h"
    data["seen-delivered_minutes"] = "" if minutes is None else minutes
    return data


def test_the_whole_page_unchanged_changes_nothing(client, nadia, session):
    AttendanceFactory(session=session, parent=expected(session), status="late")
    expected(session)

    response = client.post(sheet(session), whole_page(client, session))

    session.refresh_from_db()
    assertRedirects(response, sheet(session))
    assert [row[1:] for row in noted(session)] == [("late", 1)]
    assert (session.version, session.delivered_minutes) == (0, None)
    assert not session.head_counts.exists()


def test_what_changed_on_the_whole_page_is_saved(client, nadia, session):
    parent, _other = expected(session), expected(session)
    data = whole_page(client, session) | mark(parent, "excused")
    data |= {"head_count-children": "6", "delivered_minutes": "1 h 45", "log": "Deux\r\nlignes."}

    client.post(sheet(session), data)

    session.refresh_from_db()
    assert noted(session) == [(parent.pk, "excused", 1)]
    assert [(row.category, row.number) for row in session.head_counts.all()] == [("children", 6)]
    assert (session.delivered_minutes, session.log) == (105, "Deux\nlignes.")


def test_the_others_are_present_in_one_touch(client, nadia, session):
    absent, one, two = expected(session), expected(session), expected(session)
    data = whole_page(client, session) | mark(absent, "absent") | {"others": "present"}

    client.post(sheet(session), data)

    assert noted(session) == [
        (absent.pk, "absent", 1),
        (one.pk, "present", 1),
        (two.pk, "present", 1),
    ]


@pytest.mark.parametrize(
    ("step", "number"),
    [("head_count-parents:1", 11), ("head_count-parents:-1", 9), ("head_count-parents:x", None)],
)
def test_a_counter_goes_by_one(client, nadia, session, step, number):
    data = whole_page(client, session)
    HeadCountFactory(session=session, category="parents", number=10)
    data |= {"head_count-parents": "10", "seen-head_count-parents": "1 10", "step": step}

    client.post(sheet(session), data)
    client.post(sheet(session), data)

    assert session.head_counts.get().number == (number or 10)


def test_the_duration_goes_by_a_quarter_of_an_hour(client, nadia, session):
    data = whole_page(client, session) | {"step": "delivered_minutes:-15"}

    client.post(sheet(session), data)

    session.refresh_from_db()
    assert session.delivered_minutes == 105


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("2 h 30", 150), ("2:15", 135), ("90", 90), ("90 min", 90), ("3", 180), ("1h", 60)],
)
def test_a_duration_is_typed_as_one_says_it(client, nadia, session, said, minutes):
    client.post(sheet(session), {"delivered_minutes": said, "seen-delivered_minutes": ""})

    session.refresh_from_db()
    assert session.delivered_minutes == minutes


def test_nonsense_is_refused_beside_its_field_and_the_rest_is_kept(client, nadia, session):
    parent = expected(session)
    data = whole_page(client, session) | mark(parent, "present")
    data |= {"head_count-parents": "beaucoup", "delivered_minutes": "longtemps"}

    response = client.post(sheet(session), data)

    assert noted(session) == [(parent.pk, "present", 1)]
    assertContains(response, "Comptez de 0 à 2 000 personnes.", status_code=409)
    assertContains(response, "La durée réalisée va de", status_code=409)


@pytest.mark.parametrize("name", ["log", "heard", "questions"])
def test_a_number_of_social_security_is_refused_in_each_text(client, nadia, session, name):
    data = whole_page(client, session) | {name: "Mme D., 1 85 05 78 006 084 91"}

    response = client.post(sheet(session), data)

    session.refresh_from_db()
    assertContains(response, "semble contenir un numéro", count=1, status_code=409)
    assertContains(response, "006 084 91</textarea>", count=1, status_code=409)
    assert getattr(session, name) == ""


def test_a_forged_field_is_nobody(client, nadia, session):
    client.post(sheet(session), {"attendance-x": "present", "attendance-" + "9" * 30: "present"})

    assert noted(session) == []


# -- With a script -------------------------------------------------------------------------------


def test_a_script_is_told_what_stands_now(client, nadia, session):
    parent = expected(session)
    data = mark(parent, "present") | {"log": " Court. ", "seen-log": ""}

    response = client.post(sheet(session), data, headers=SCRIPT)

    assert response.json() == {
        "versions": {f"attendance-{parent.pk}": 1},
        "texts": {"log": "Court."},
        "conflicts": [],
        "refusals": {},
    }


def test_a_script_is_told_of_the_other_answer(client, nadia, session):
    row = AttendanceFactory(session=session, parent=expected(session), status="late")

    response = client.post(sheet(session), mark(row.parent, "absent"), headers=SCRIPT)

    told = response.json()["conflicts"][0]
    assert (told["mine"], told["theirs"], told["version"], told["who"]) == ("absent", "late", 1, "")


def test_a_script_is_told_that_the_sheet_takes_nothing_more(client, nadia, session):
    Session.objects.filter(pk=session.pk).update(status="cancelled", cancel_reason="Grève")

    response = client.post(sheet(session), mark(expected(session), "present"), headers=SCRIPT)

    assert response.status_code == 422
    assert response.json() == {"error": "Cette séance est annulée\u00a0: rouvrez-la d’abord."}


def test_whoever_signed_out_is_sent_to_sign_in(client, session):
    response = client.post(sheet(session), headers=SCRIPT)

    assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("count", [1, 3, 60])
def test_saving_costs_the_same_however_many_people(
    client, nadia, session, count, django_assert_num_queries
):
    people = [expected(session) for _number in range(count)]
    data = {name: value for parent in people for name, value in mark(parent, "present").items()}
    room = {"head_count-parents": "30", "seen-head_count-parents": "0 0", "log": "Oui"}

    # Two of them open and end the transaction.
    with django_assert_num_queries(9 + 2):
        client.post(sheet(session), data, headers=SCRIPT)
    with django_assert_num_queries(6 + 2):
        client.post(sheet(session), data, headers=SCRIPT)
    late = {name: "1 present" if "seen" in name else "late" for name in data}
    with django_assert_num_queries(11 + 2):
        client.post(sheet(session), late | room, headers=SCRIPT)

    assert len(noted(session)) == count
