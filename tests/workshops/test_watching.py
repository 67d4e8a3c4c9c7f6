"""Whom to call, what to plan, where there is room: the page of groups and the home."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeldSessionFactory,
    ModuleFactory,
    SessionFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
)
from tests.reading import plain, text
from workshops import watching
from workshops.models import Enrolment, Workshop

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)
BEGUN = dt.date(2025, 9, 1)


@pytest.fixture
def workshop(today):
    found = WorkshopFactory(title="Café du mardi")
    SessionFactory(workshop=found, date=today + WEEK)
    return found


@pytest.fixture
def boss(workshop):
    return coordinator(workshop.programme.lead)


def noted(workshop, today, *statuses, **names):
    """Somebody enrolled, noted so at the last sessions, the oldest first."""
    enrolment = EnrolmentFactory(workshop=workshop, enrolled_on=BEGUN, **names)
    for weeks, status in enumerate(reversed(statuses), start=1):
        day = today - weeks * WEEK
        session = workshop.sessions.filter(date=day).first()
        session = session or HeldSessionFactory(workshop=workshop, date=day)
        AttendanceFactory(session=session, parent=enrolment.parent, status=status)
    return enrolment


@pytest.mark.parametrize(
    ("statuses", "is_called"),
    [
        (["present", "absent", "absent", "absent"], True),
        (["absent", "absent", "absent", "absent"], True),
        (["absent", "absent"], False),
        (["absent", "absent", "absent", "present"], False),
        (["absent", "absent", "absent", "late"], False),
        # They said why: they are in touch.
        (["absent", "absent", "excused", "absent"], False),
        ([], False),
    ],
)
def test_three_absences_running_without_a_word_call_for_news(
    workshop, boss, today, statuses, is_called
):
    enrolment = noted(workshop, today, *statuses)

    assert watching.calls(boss, today) == [enrolment] * is_called


def test_who_came_to_another_group_to_catch_up_was_not_absent(workshop, boss, today):
    enrolment = noted(workshop, today, "absent", "absent", "absent")
    AttendanceFactory(
        session__workshop__programme=workshop.programme,
        session__date=today - dt.timedelta(days=3),
        parent=enrolment.parent,
        cohort=workshop,
    )

    assert watching.calls(boss, today) == []


def test_nobody_is_called_for_a_group_that_is_over(workshop, boss, today):
    noted(workshop, today, "absent", "absent", "absent")
    workshop.sessions.filter(date__gt=today).delete()

    assert watching.calls(boss, today) == []


def test_who_left_is_not_called(workshop, boss, today):
    enrolment = noted(workshop, today, "absent", "absent", "absent")
    Enrolment.objects.filter(pk=enrolment.pk).update(left_on=today - WEEK)

    assert watching.calls(boss, today) == []


def test_what_is_to_do_says_whom_to_call_and_what_to_plan(workshop, boss, today):
    noted(workshop, today, "absent", "absent", "absent", parent__first_name="Awa")
    group = cohort(workshop, today)
    assert [due.title for due in watching.due(boss, today)] == ["Awa"]
    group.sessions.filter(date__gt=today).update(date=today - WEEK)

    found = {(due.kind, due.title, plain(due.detail)) for due in watching.due(boss, today)}

    assert found == {
        ("Nouvelles à prendre", "Awa", "Café du mardi, 3 séances de suite"),
        ("Parcours à terminer", str(group), "2 modules sans date : Le mail, L’ENT"),
    }


def cohort(workshop, today):
    """One module held, one planned, one cancelled, one nobody thought of."""
    group = WorkshopFactory(
        programme=workshop.programme, format="cohort", pathway=ModuleFactory(order=1).pathway
    )
    second, third, _fourth = (
        ModuleFactory(pathway=group.pathway, order=order, title=title)
        for order, title in [(2, "Le clavier"), (3, "Le mail"), (4, "L’ENT")]
    )
    first = group.pathway.modules.get(order=1)
    HeldSessionFactory(workshop=group, module=first, date=today - WEEK)
    SessionFactory(workshop=group, module=second, date=today + WEEK)
    SessionFactory(workshop=group, module=third, status="cancelled", cancel_reason="Grève")
    return group


def test_a_long_list_of_modules_names_the_first_ones(workshop, boss, today):
    group = cohort(workshop, today)
    ModuleFactory(pathway=group.pathway, order=5, title="Le tableur")

    [found] = watching.unfinished(boss, today)

    assert plain(found.sentence) == "3 modules sans date : Le mail, L’ENT, …"


def test_a_group_that_has_not_begun_is_not_behind(workshop, boss, today):
    group = cohort(workshop, today)
    group.sessions.filter(status="held").delete()

    assert watching.unfinished(boss, today) == []


def test_a_group_with_a_date_for_each_module_is_not_behind(workshop, boss, today):
    group = cohort(workshop, today)
    for module in group.pathway.modules.filter(order__gt=2):
        SessionFactory(workshop=group, module=module, date=today + 2 * WEEK)

    assert watching.unfinished(boss, today) == []


def test_places_left_are_told_where_one_counts_them(workshop, boss, today):
    Workshop.objects.filter(pk=workshop.pk).update(capacity=3)
    EnrolmentFactory(workshop=workshop, enrolled_on=BEGUN)
    EnrolmentFactory(workshop=workshop, enrolled_on=BEGUN, left_on=today - WEEK)
    full = WorkshopFactory(programme=workshop.programme, capacity=1)
    SessionFactory(workshop=full, date=today + WEEK)
    EnrolmentFactory(workshop=full, enrolled_on=BEGUN)

    found = [(each, each.places_left) for each in watching.with_room(boss, today)]

    assert found == [(workshop, 2)]


def test_each_sees_only_the_groups_whose_sheets_they_keep(workshop, today):
    noted(workshop, today, "absent", "absent", "absent")
    cohort(workshop, today)
    lead = workshop.programme.lead
    colleague = facilitator(lead, WorkshopFactory(programme=workshop.programme))

    assert list(watching.due(colleague, today)) == []
    assert len(watching.calls(facilitator(lead, workshop), today)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_groups_asks_as_much_whatever_their_number(
    client, workshop, boss, today, number, django_assert_num_queries
):
    for _each in range(number):
        noted(workshop, today, "absent", "absent", "absent")
        cohort(workshop, today)
        room = WorkshopFactory(programme=workshop.programme, capacity=3)
        SessionFactory(workshop=room, date=today + WEEK)
        SessionFactory(workshop=workshop, date=today - dt.timedelta(days=2))
    client.force_login(boss)

    with django_assert_num_queries(11):
        page = client.get(reverse("workshops:group_list"))

    assert len(page.context["calls"]) == number
    assert len(page.context["unfinished"]) == number
    assert len(page.context["with_room"]) == number
    assert len(page.context["sheets"]) == number


def test_a_page_with_nothing_to_do_says_so(client, boss):
    client.force_login(boss)

    page = text(client.get(reverse("workshops:group_list")))

    assert "Personne n’a manqué trois séances de suite." in page
    assert "Toutes les feuilles sont remplies." in page
    assert "Chaque module des groupes commencés a sa date." in page


def test_once_called_somebody_waits_for_nobody(client, workshop, boss, today):
    enrolment = noted(workshop, today, "absent", "absent", "absent", parent__phone="0612345678")
    client.force_login(boss)
    url = reverse("workshops:enrolment_call", args=[enrolment.pk])
    assert "06 12 34 56 78" in text(client.get(url))

    answer = client.post(url, follow=True)

    assert "vous avez pris des nouvelles" in text(answer)
    assert watching.calls(boss, today) == []
    enrolment.refresh_from_db()
    assert enrolment.called_on == today


def test_somebody_who_asked_to_be_left_alone_is_not_telephoned(client, workshop, boss, today):
    enrolment = noted(workshop, today, "absent", parent__is_left_alone=True)
    client.force_login(boss)

    page = text(client.get(reverse("workshops:enrolment_call", args=[enrolment.pk])))

    assert "a demandé à ne pas être contactée" in page
