"""Two people on one sheet: each sees the answer of the other, and nothing is lost."""

import pytest
from pytest_django.asserts import assertContains

from tests.factories import (
    AttendanceFactory,
    HeadCountFactory,
    UserFactory,
)
from tests.workshops.sheets import SCRIPT, expected, mark, noted, sheet
from workshops.models import Session

pytestmark = pytest.mark.django_db


def test_two_answers_are_shown_and_one_touch_settles_it(client, nadia, session):
    karim = UserFactory(first_name="Karim", last_name="Diallo")
    parent = expected(session)
    AttendanceFactory(session=session, parent=parent, status="late", recorded_by=karim)

    response = client.post(sheet(session), mark(parent, "absent"))

    assertContains(response, "Karim D. a noté autre chose", status_code=409)
    assertContains(
        response,
        f'<button class="btn btn-outline-primary" name="attendance-{parent.pk}" value="absent">',
        status_code=409,
    )
    client.post(sheet(session), mark(parent, "absent", "1 late"))
    assert noted(session) == [(parent.pk, "absent", 2)]


def test_two_counts_and_two_durations_are_shown(client, nadia, session):
    HeadCountFactory(session=session, category="parents", number=12)
    Session.objects.filter(pk=session.pk).update(delivered_minutes=90)
    data = {"head_count-parents": "14", "seen-head_count-parents": "0 0"}
    data |= {"delivered_minutes": "1 h 45", "seen-delivered_minutes": ""}

    response = client.post(sheet(session), data)

    assertContains(response, 'name="head_count-parents" value="14"', status_code=409)
    assertContains(response, "1\u00a0h\u00a045", status_code=409)
    assertContains(response, "Une autre réponse a été notée", count=4, status_code=409)


@pytest.mark.parametrize(
    ("choice", "log"),
    [("mine", "De Nadia."), ("theirs", "De Karim."), ("both", "De Karim.\nDe Nadia.")],
)
def test_two_texts_are_shown_and_both_may_be_kept(client, nadia, session, choice, log):
    Session.objects.filter(pk=session.pk).update(log="De Karim.")

    told = client.post(sheet(session), {"log": "De Nadia.", "seen-log": ""})
    data = {"log": "De Nadia.", "seen-log": "De Karim.", "log_choice": choice}
    client.post(sheet(session), data)

    session.refresh_from_db()
    assertContains(told, '<blockquote class="note written">De Karim.</blockquote>', status_code=409)
    assertContains(told, "De Nadia.</textarea>", status_code=409)
    assert session.log == log


def test_each_of_the_three_texts_has_its_own_conflict(client, nadia, session):
    theirs = {"log": "Fait.", "heard": "Dit.", "questions": "À voir."}
    Session.objects.filter(pk=session.pk).update(**theirs)
    data = dict.fromkeys(theirs, "De Nadia.") | {f"seen-{name}": "" for name in theirs}

    told = client.post(sheet(session), data)
    data |= {f"seen-{name}": text for name, text in theirs.items()}
    undecided = {f"{name}_choice": "" for name in theirs}
    again = client.post(sheet(session), data | undecided | {"heard_choice": "both"})

    session.refresh_from_db()
    for name in theirs:
        choices = f'name="{name}_choice" value="both"'
        assertContains(told, choices, count=1, status_code=409)
        assertContains(again, choices, count=int(name != "heard"), status_code=409)
    assert (session.log, session.heard, session.questions) == (
        "Fait.",
        "Dit.\nDe Nadia.",
        "À voir.",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_conflicts_cost_the_same_however_many_they_are(
    client, nadia, session, count, django_assert_num_queries
):
    data = {}
    for _number in range(count):
        row = AttendanceFactory(session=session, status="late", recorded_by=UserFactory())
        data |= mark(row.parent, "absent")

    # Two of them open and end the transaction.
    with django_assert_num_queries(7 + 2):
        response = client.post(sheet(session), data, headers=SCRIPT)

    assert len(response.json()["conflicts"]) == count


def test_a_page_where_nothing_changed_is_answered_without_waiting_for_anybody(
    client, nadia, session, django_assert_num_queries
):
    parent = expected(session)
    AttendanceFactory(session=session, parent=parent, status="late")

    # Who signs in, what they may do, the session: no transaction, no lock.
    with django_assert_num_queries(4):
        response = client.post(sheet(session), mark(parent, "late", "1 late"), headers=SCRIPT)

    assert (response.status_code, response.json()["versions"]) == (200, {})


def test_a_cancelled_session_refuses_even_a_page_where_nothing_changed(client, nadia, session):
    Session.objects.filter(pk=session.pk).update(status="cancelled", cancel_reason="Neige")

    response = client.post(sheet(session), {"log": ""}, headers=SCRIPT)

    assert response.status_code == 422
