"""A session and those that follow it: called off, moved or taken back together, or not at all."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partnerships.models import AuditEvent, SchoolHoliday
from tests.factories import (
    ModuleFactory,
    SchoolFactory,
    SessionFactory,
    UserFactory,
    WorkshopFactory,
    facilitator,
)
from workshops.actions import following, sessions
from workshops.actions.sessions import Place
from workshops.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
FIRST = dt.date(2026, 3, 17)
TWO, FOUR = dt.time(14), dt.time(16)


def weeks(number):
    return dt.timedelta(weeks=number)


@pytest.fixture
def workshop():
    return WorkshopFactory()


@pytest.fixture
def three(workshop):
    """Three Tuesdays at two, and beside them what is not of the same series."""
    made = [planned(workshop, FIRST + weeks(number)) for number in range(3)]
    planned(workshop, FIRST - weeks(1))
    planned(workshop, FIRST + dt.timedelta(days=1))
    planned(workshop, FIRST + weeks(1), starts_at=dt.time(10))
    planned(workshop, FIRST + weeks(3), status="cancelled", cancel_reason="Férié")
    planned(WorkshopFactory(programme=workshop.programme), FIRST + weeks(1))
    return made


@pytest.fixture
def nadia(workshop, client):
    user = facilitator(workshop.programme.lead, workshop)
    client.force_login(user)
    return user


def planned(workshop, day, **fields):
    return SessionFactory(
        workshop=workshop, date=day, **{"starts_at": TWO, "ends_at": FOUR} | fields
    )


def states(*rows):
    found = Session.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].status for row in rows]


def places(*rows):
    found = Session.objects.in_bulk([row.pk for row in rows])
    return [(found[row.pk].date, found[row.pk].starts_at, found[row.pk].place) for row in rows]


def url(name, session):
    return reverse(f"workshops:{name}", args=[session.pk])


# -- Which ones --------------------------------------------------------------------------------


def test_those_that_follow_are_planned_on_the_same_weekday_at_the_same_hour(three):
    assert following.following(three[0]) == three[1:]
    assert following.following(three[2]) == []


# -- Called off, taken back --------------------------------------------------------------------


def test_one_reason_calls_them_all_off_with_a_line_each(three):
    number = following.cancel(
        session=three[0], others=three[1:], reason="Travaux", by=UserFactory()
    )

    lines = AuditEvent.objects.filter(verb="cancelled", reason="Travaux")
    assert (number, states(*three)) == (3, ["cancelled"] * 3)
    assert {line.object_id for line in lines} == {str(row.pk) for row in three}


def test_when_one_refuses_nothing_is_done_and_the_day_is_said(three):
    Session.objects.filter(pk=three[1].pk).update(status="cancelled", cancel_reason="Grève")

    with pytest.raises(ValidationError) as refusal:
        following.cancel(session=three[0], others=three[1:], reason="Travaux", by=UserFactory())

    assert refusal.value.messages == [
        "Rien n’est changé. Mardi 24\u00a0mars\u00a0: Cette séance est déjà annulée."
    ]
    assert states(*three) == ["planned", "cancelled", "planned"]
    assert not AuditEvent.objects.exists()


def test_alone_a_refusal_is_said_as_it_is(three):
    with pytest.raises(ValidationError) as refusal:
        following.cancel(session=three[0], reason=" ", by=UserFactory())

    assert refusal.value.messages == ["Dites pourquoi cette séance est annulée."]


def test_the_page_lists_what_would_be_called_off_and_does_it_once_read(client, nadia, three):
    page = url("session_cancel", three[0])

    shown = client.get(page)
    answers = {"scope": "rest", "reason": "Travaux", "listed": shown.context["form"].listed}
    response = client.post(page, answers, follow=True)

    assertContains(shown, "celle-ci et les 2 suivantes, jusqu’au mardi 31\u00a0mars")
    assertContains(shown, "Ensuite\u00a0: 24\u00a0mars, 31\u00a0mars.")
    assertContains(response, "3 séances sont annulées.")
    assert states(*three) == ["cancelled"] * 3


def test_this_one_only(client, nadia, three):
    page = url("session_cancel", three[0])

    client.post(page, {"scope": "one", "reason": "Grève"})

    assert states(*three) == ["cancelled", "planned", "planned"]


def test_a_list_that_changed_meanwhile_is_read_again(client, nadia, three):
    page = url("session_cancel", three[0])
    answers = {"scope": "rest", "reason": "Travaux", "listed": f"{three[1].pk}"}

    response = client.post(page, answers)

    assertContains(response, "a changé\u00a0: relisez-la")
    assertContains(response, f'value="{three[1].pk},{three[2].pk}"')
    assert states(*three) == ["planned"] * 3


def test_nothing_follows_the_last_one_and_nothing_is_asked(client, nadia, three):
    assertNotContains(client.get(url("session_cancel", three[2])), "cette séance seulement")


def test_what_was_called_off_together_opens_again_together(client, nadia, three):
    following.cancel(session=three[0], others=three[1:], reason="Travaux", by=nadia)
    page = url("session_reopen", three[0])

    shown = client.get(page)
    answers = {"scope": "rest", "reason": "Finis", "listed": shown.context["form"].listed}
    response = client.post(page, answers, follow=True)

    assertContains(response, "3 séances sont rouvertes")
    assert states(*three) == ["planned"] * 3


def test_another_reason_is_another_story(three):
    first, second, third = three
    following.cancel(session=first, others=[second], reason="Travaux", by=UserFactory())
    following.cancel(session=third, reason="Grève", by=UserFactory())
    first.refresh_from_db()

    assert following.called_off_with(first) == [second]


# -- Moved -------------------------------------------------------------------------------------


def test_the_rest_moves_by_as_many_days_to_the_new_hours_and_place(workshop, three):
    first, second, third = three
    module = ModuleFactory()
    workshop.format, workshop.pathway = "cohort", module.pathway
    workshop.save()
    Session.objects.filter(pk=second.pk).update(place="Préau", module=module)
    second.refresh_from_db()
    to = Place(FIRST + dt.timedelta(days=2), dt.time(9), dt.time(11), first.place)

    following.move(session=first, to=to, others=[second, third], by=UserFactory())

    # Its place was its own, and stays: only what changed for the first changes.
    assert places(*three) == [
        (dt.date(2026, 3, 19), dt.time(9), ""),
        (dt.date(2026, 3, 26), dt.time(9), "Préau"),
        (dt.date(2026, 4, 2), dt.time(9), ""),
    ]
    second.refresh_from_db()
    assert second.module == module
    assert AuditEvent.objects.filter(verb="changed").count() == 3


def test_the_place_and_the_school_follow_when_they_change(workshop, three):
    school = SchoolFactory()
    to = Place(FIRST, TWO, FOUR, "Médiathèque", None, school)

    following.move(session=three[0], to=to, others=three[1:], by=UserFactory())

    assert {place for _day, _hour, place in places(*three)} == {"Médiathèque"}
    assert set(Session.objects.filter(place="Médiathèque").values_list("school", flat=True)) == {
        school.pk
    }


def answers(**changes):
    return {
        "date": "2026-03-19",
        "starts_at": "14:00",
        "ends_at": "16:00",
        "place": "Préau",
        "scope": "rest",
    } | changes


def test_each_new_place_is_shown_with_what_it_runs_into_before_anything_moves(
    client, nadia, workshop, three
):
    SchoolHoliday.objects.create(
        zone="B", name="Vacances", starts_on=dt.date(2026, 4, 2), returns_on=dt.date(2026, 4, 20)
    )
    taken = planned(workshop, dt.date(2026, 3, 26), starts_at=dt.time(15))
    before = places(*three)

    preview = client.post(url("session_move", three[0]), answers())

    assertContains(preview, "3 séances changeraient")
    assertContains(preview, "Jeudi 26\u00a0mars, 14\u00a0h – 16\u00a0h")
    assertContains(preview, "au lieu du mardi 24\u00a0mars")
    assertContains(preview, taken.get_absolute_url(), 1)
    assertContains(preview, "Ce jour-là\u00a0: vacances.", 1)
    assertContains(preview, "Déplacer 3 séances")
    assert places(*three) == before


def test_confirmed_they_move_and_once_more_changes_nothing(client, nadia, three):
    page = url("session_move", three[0])
    listed = client.post(page, answers()).context["form"].listed

    response, again = (client.post(page, answers(listed=listed), follow=True) for _time in range(2))

    assertContains(response, "3 séances sont à leur nouvelle place.")
    assertRedirects(again, three[0].get_absolute_url())
    assert [day.day for day, _hour, _place in places(*three)] == [19, 26, 2]


def test_one_may_correct_before_confirming(client, nadia, three):
    page = url("session_move", three[0])

    response = client.post(page, answers(edit="1", listed="x"))

    assertContains(response, 'value="2026-03-19"')
    assertNotContains(response, "changeraient")


def test_one_alone_moves_at_once(client, nadia, three):
    client.post(url("session_move", three[0]), answers(scope="one"))

    assert [day.day for day, _hour, _place in places(*three)] == [19, 24, 31]


def test_a_date_too_far_is_refused_beside_it(client, nadia, three):
    response = client.post(url("session_move", three[0]), answers(date="9999-12-31"))

    assert list(response.context["form"].errors) == ["date"]


def test_a_held_session_moves_alone(client, nadia, three):
    sessions.close(session=planned(three[0].workshop, dt.date(2026, 3, 3)), by=nadia)
    held = Session.objects.held().get()

    assertNotContains(client.get(url("session_move", held)), "cette séance seulement")
