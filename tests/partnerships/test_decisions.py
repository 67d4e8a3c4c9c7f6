"""Decisions: who, for when, « C’est fait » in one tap, on the home of both sides."""

import datetime as dt

import pytest

from partnerships import registry
from partnerships.actions import meetings as actions
from partnerships.models import AuditEvent, Decision
from tests.factories import DecisionFactory
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


def promise(here, side, **values):
    values = {"decided_on": dt.date(2026, 3, 1), "due_on": dt.date(2026, 3, 13)} | values
    return DecisionFactory(partnership=here.partnership, side=side, **values)


def waits(user):
    return [thing.title for thing in registry.due.ask(user, TODAY) if thing.is_act]


# -- The list ------------------------------------------------------------------------------------


def test_what_is_late_comes_first_then_what_is_to_come_then_what_is_done(client, here):
    promise(here, here.school, what="En retard", due_on=dt.date(2026, 3, 9))
    promise(here, here.centre, what="Aujourd’hui", due_on=TODAY)
    promise(here, here.centre, what="Sans date", due_on=None)
    for day in (4, 5):
        promise(here, here.centre, what=f"Fait le {day}", done_on=dt.date(2026, 3, day))

    context = client.get(f"/partenariats/{here.partnership.pk}/decisions/").context

    assert [str(each) for each in context["late"]] == ["En retard"]
    assert {str(each) for each in context["coming"]} == {"Aujourd’hui", "Sans date"}
    assert [str(each) for each in context["done"]] == ["Fait le 5", "Fait le 4"]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_costs_the_same_however_many_decisions(
    client, here, django_assert_num_queries, number
):
    for _ in range(number):
        promise(here, here.school, owner=here.head)
        promise(here, here.centre, done_on=TODAY)

    with django_assert_num_queries(9):
        response = client.get(f"/partenariats/{here.partnership.pk}/decisions/")

    assert len(response.context["coming"]) == number


def test_an_empty_list_says_what_a_meeting_is_for(client, here):
    page = text(client.get(f"/partenariats/{here.partnership.pk}/decisions/"))

    assert "Rien n’a encore été décidé" in page


# -- Noting --------------------------------------------------------------------------------------


def test_a_decision_taken_on_the_telephone_is_noted(client, here):
    url = f"/partenariats/{here.partnership.pk}/decisions/nouvelle/"
    shown = client.get(url).context["form"]

    response = client.post(
        url,
        {
            "what": "Rappeler lundi",
            "who": f"{here.school.pk}-{here.head.pk}",
            "decided_on": "2026-03-09",
            "due_on": "2026-03-16",
        },
        follow=True,
    )

    decision = Decision.objects.get()
    assert shown["decided_on"].value() == TODAY
    assert said(response) == ["La décision est notée."]
    assert (decision.side, decision.owner, decision.meeting) == (here.school, here.head, None)


def test_a_decision_changes_hands(client, here):
    decision = promise(here, here.school, owner=here.head, done_on=dt.date(2026, 3, 5))
    url = f"/decisions/{decision.pk}/modifier/"
    values = {"what": decision.what, "decided_on": "2026-03-01", "due_on": "2026-03-13"}

    shown = client.get(url).context["form"]["who"].value()
    client.post(url, values | {"who": str(here.centre.pk)})
    refused = client.post(
        url, values | {"who": str(here.centre.pk), "decided_on": "2026-03-06"}
    ).context["form"]

    decision.refresh_from_db()
    assert shown == f"{here.school.pk}-{here.head.pk}"
    assert (decision.side, decision.owner) == (here.centre, None)
    assert refused.errors == {"decided_on": ["Une décision n’est pas faite avant d’être prise."]}


@pytest.mark.parametrize("who", ["", "999999", "x", "1-x"])
def test_a_forged_side_is_refused(client, here, who):
    response = client.post(
        f"/partenariats/{here.partnership.pk}/decisions/nouvelle/",
        {"what": "Payer", "who": who, "decided_on": "2026-03-09"},
    )

    assert list(response.context["form"].errors) == ["who"]


# -- « C’est fait » ------------------------------------------------------------------------------


def test_one_tap_says_it_is_done_and_leads_back_where_one_was(client, here):
    decision = promise(here, here.centre, what="Traduire & relire")

    answer = client.post(f"/decisions/{decision.pk}/faite/", {"next": "/"}, follow=True)

    decision.refresh_from_db()
    assert decision.done_on == TODAY
    assert answer.redirect_chain[0][0] == "/"
    link = f'<a href="/partenariats/{here.partnership.pk}/decisions/#faites">Revenir dessus</a>'
    assert said(answer) == [f"C’est fait : « Traduire &amp; relire ». {link}"]
    assert AuditEvent.objects.get().fields == ["done_on"]


def test_tapping_twice_writes_once_and_says_so(client, here):
    decision = promise(here, here.centre, done_on=dt.date(2026, 3, 5))

    answer = client.post(f"/decisions/{decision.pk}/faite/", follow=True)

    decision.refresh_from_db()
    assert decision.done_on == dt.date(2026, 3, 5)
    assert said(answer) == ["C’était déjà noté comme fait."]
    assert AuditEvent.objects.count() == 0


def test_what_was_not_done_after_all_is_to_do_again(client, here):
    decision = promise(here, here.centre, done_on=dt.date(2026, 3, 5))

    answer = client.post(f"/decisions/{decision.pk}/a-faire/", follow=True)

    decision.refresh_from_db()
    assert decision.done_on is None
    assert said(answer) == ["« Traduire l’invitation » est de nouveau à faire."]
    assert AuditEvent.objects.get().verb == "reopened"
    assert not actions.reopen(decision=decision, by=here.boss)


@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example", "a\0b", ""])
def test_one_is_never_led_elsewhere(client, here, back):
    decision = promise(here, here.centre)

    answer = client.post(f"/decisions/{decision.pk}/faite/", {"next": back})

    assert answer.url == f"/partenariats/{here.partnership.pk}/decisions/"


def test_a_decision_of_a_meeting_to_come_is_not_done_before_it_is_taken(here):
    decision = promise(here, here.centre, decided_on=dt.date(2026, 3, 12))

    actions.complete(decision=decision, by=here.boss)

    decision.refresh_from_db()
    assert decision.done_on == dt.date(2026, 3, 12)


def test_a_partner_ticks_its_own_side_only(client, here):
    own, theirs = promise(here, here.school), promise(here, here.centre)
    client.force_login(here.teacher)

    answers = [client.post(f"/decisions/{each.pk}/faite/").status_code for each in (own, theirs)]
    client.force_login(here.stranger)

    assert answers == [302, 403]
    assert client.post(f"/decisions/{own.pk}/faite/").status_code == 404


# -- Two homes -----------------------------------------------------------------------------------


def test_each_side_is_reminded_of_what_it_promised(here):
    promise(here, here.school, what="Ouvrir la salle")
    promise(here, here.centre, what="Traduire", due_on=dt.date(2026, 3, 9))
    promise(here, here.centre, what="Dans longtemps", due_on=dt.date(2026, 3, 25))
    promise(here, here.centre, what="Sans date", due_on=None)
    promise(here, here.centre, what="Faite", done_on=TODAY)

    assert waits(here.teacher) == ["Ouvrir la salle"]
    assert waits(here.animator) == ["Traduire"]
    assert waits(here.boss) == ["Traduire", "Ouvrir la salle"]
    assert waits(here.stranger) == []


def test_both_homes_show_it_with_the_tap_that_ends_it(client, here):
    decision = promise(here, here.school, owner=here.head, due_on=dt.date(2026, 3, 9))

    centre = text(client.get("/"))
    client.force_login(here.teacher)
    school = text(client.get("/", follow=True))

    for page in (centre, school):
        assert f'action="/decisions/{decision.pk}/faite/"' in page
        assert "Hélène Vasseur, pour le 9 mars. École et Centre" in page
        assert "1 jour de retard" in page


def test_what_somebody_who_leaves_had_taken_on_is_given_to_a_colleague(here):
    decision = promise(here, here.school, owner=here.head)
    promise(here, here.school)
    promise(here, here.school, owner=here.head, done_on=TODAY)
    leaver = registry.Leaver(here.school, contact=here.head)

    held = registry.holdings.ask(leaver)
    mine = [holding for holding in held if holding.kind == "Décisions à tenir"]
    refused = mine[0].hand_over(registry.Leaver(here.school), here.boss)
    given = mine[0].hand_over(registry.Leaver(here.school, contact=here.guide), here.boss)

    decision.refresh_from_db()
    assert [holding.title for holding in mine] == ["Traduire l’invitation"]
    assert (refused, given, decision.owner) == (False, True, here.guide)
    assert [
        holding
        for holding in registry.holdings.ask(registry.Leaver(here.school, account=here.teacher))
        if holding.kind == "Décisions à tenir"
    ] == []
