"""What referrals tell the home page, whoever takes over, and the page of a family."""

import datetime as dt

import pytest
from django.utils import timezone

from families.actions import referrals as actions
from families.models import Referral
from partnerships import registry
from partnerships.models import AuditEvent
from tests.access.reading import text_of
from tests.factories import (
    ContactFactory,
    HeldSessionFactory,
    ParentFactory,
    ProgrammeFactory,
    ReferralContextFactory,
    coordinator,
    partner,
)
from tests.families.oriented import TODAY, accepted, answering, draft, later, requested
from workshops import frames

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def things(user, today=TODAY):
    """(heading, title, verb) of what referrals have to say to that person."""
    headings = ("Orient", "Accords à recueillir", "Nouvelles de vos")
    due = registry.due.ask(user, today)
    return [(each.kind, each.title, each.verb) for each in due if each.kind.startswith(headings)]


# -- At home -------------------------------------------------------------------------------------


def test_an_answer_is_awaited_within_the_week(sides):
    requested(sides)

    (due,) = [each for each in registry.due.ask(sides.boss, TODAY) if "répondre" in each.kind]

    assert (due.title, due.verb, due.due_on) == (
        "Samira B.",
        "Répondre",
        TODAY + dt.timedelta(days=7),
    )


def test_nothing_is_awaited_of_those_it_does_not_concern(sides):
    requested(sides)

    assert things(sides.stranger) == []


def test_out_of_date_nothing_is_awaited(sides):
    requested(sides)

    with later(93):
        assert things(sides.boss, timezone.localdate()) == []


@pytest.mark.parametrize(("days", "number"), [(20, 0), (22, 1)])
def test_three_weeks_after_a_yes_one_is_asked_who_came(sides, days, number):
    accepted(sides)

    with later(days):
        found = things(sides.boss, timezone.localdate())

    assert found == [("Orientées, sont-elles venues\xa0?", "Samira Bellamine", "Le dire")] * number


def test_an_agreement_is_awaited_of_whoever_made_the_draft(sides):
    draft(sides)
    colleague = partner(sides.school)

    assert things(sides.head) == [("Accords à recueillir", "Samira Bellamine", "Noter l’accord")]
    assert things(colleague) == []


def test_news_stay_a_week(sides):
    accepted(sides)
    fresh = things(sides.head)

    with later(8):
        old = things(sides.head, timezone.localdate())

    assert fresh == [("Nouvelles de vos orientations", "Samira Bellamine", "Voir")]
    assert old == []


def test_news_to_a_school_say_no_more_than_its_page(sides):
    actions.refuse(referral=requested(sides), refusal="full", **answering(sides))

    (due,) = [each for each in registry.due.ask(sides.head, TODAY) if "Nouvelles" in each.kind]

    assert due.detail == "Close le 10\xa0mars, vers Centre social."


def test_ones_own_answer_is_no_news(sides):
    accepted(sides, sender=sides.centre, by=sides.leader)

    assert things(sides.boss) == []


# -- Taking over ---------------------------------------------------------------------------------


def leaver(sides, account):
    return registry.Leaver(sides.school, account=account)


def held(sides):
    found = registry.holdings.ask(leaver(sides, sides.head))
    return [each for each in found if each.kind == "Orientations à suivre"]


def test_what_is_not_over_goes_to_a_colleague(sides):
    parent = ParentFactory()
    referral = requested(sides, parent=parent)
    actions.withdraw(referral=requested(sides), by=sides.head)
    colleague = partner(sides.school)

    (holding,) = held(sides)
    done = holding.hand_over(leaver(sides, colleague), sides.head)

    line = AuditEvent.objects.filter(fields=["made_by"]).get()
    assert (done, Referral.objects.get(pk=referral.pk).made_by) == (True, colleague)
    assert holding.title == f"Samira B., {referral.number}"
    assert line.family == parent.family_id


def test_a_colleague_without_an_account_hears_nothing(sides):
    referral = requested(sides)
    (holding,) = held(sides)

    done = holding.hand_over(registry.Leaver(sides.school, contact=ContactFactory()), sides.head)

    assert (done, Referral.objects.get(pk=referral.pk).made_by) == (False, sides.head)


def test_a_contact_without_an_account_made_none(sides):
    requested(sides)

    found = registry.holdings.ask(registry.Leaver(sides.school, contact=ContactFactory()))

    assert [each for each in found if each.kind == "Orientations à suivre"] == []


# -- On other pages ------------------------------------------------------------------------------


def test_the_page_of_a_family_tells_where_it_was_shown_the_way(client, sides):
    parent = ParentFactory(family__structure=sides.centre)
    referral = requested(
        sides, sender=sides.centre, receiver=sides.other, parent=parent, by=sides.boss
    )
    arrived = accepted(sides)
    actions.come(referral=arrived, received_as=parent, **answering(sides))
    requested(sides)
    client.force_login(sides.boss)

    page = client.get(parent.get_absolute_url())

    assert {read.referral for read in page.context["referrals"]} == {referral, arrived}
    assert f"/familles/orientations/nouvelle/?parent={parent.pk}" in text_of(page)


def test_those_who_lead_a_programme_read_who_refers_to_it(client, sides):
    programme = ProgrammeFactory(lead=sides.centre)
    programme.partnerships.add(sides.partnership)
    came = actions.come(referral=accepted(sides), **answering(sides))
    for referral in (came, requested(sides), draft(sides)):
        ReferralContextFactory(referral=referral, programme=programme)
    client.force_login(coordinator(sides.centre))
    page = client.get(programme.get_absolute_url())
    client.force_login(sides.head)

    rows = [(row["sender__name"], row["number"], row["came"]) for row in page.context["origins"]]
    assert rows == [("École du Fil", 2, 1)]
    assert "Qui oriente vers ce programme" in text_of(page)
    assert "Qui oriente" not in text_of(client.get(programme.get_absolute_url()))


def test_a_referral_is_born_of_a_session_and_may_forget_it(sides):
    session = HeldSessionFactory(workshop__programme__lead=sides.centre)
    referral = draft(sides)
    frame = frames.born_of(session)

    frame.attach(referral)
    born = referral.context.session
    frame.detach(referral)
    referral.context.refresh_from_db()

    assert (born, referral.context.session) == (session, None)
    assert frame.structure == sides.centre.pk
