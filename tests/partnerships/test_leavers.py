"""Somebody leaves: one act ends their roles, closes their sessions, hands on what they held."""

import datetime as dt

import pytest
from django.test import Client

from partnerships.models import AuditEvent, Membership, Tenure
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    DecisionFactory,
    MembershipFactory,
    PartnershipFactory,
    SessionFactory,
    StaffFactory,
    StructureFactory,
    TeamMemberFactory,
    TenureFactory,
    ThreadFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)
GONE = {"ends_on": "2026-03-10", "end_reason": "moved"}


@pytest.fixture
def centre():
    return StructureFactory(name="Centre")


@pytest.fixture
def boss(centre):
    return coordinator(centre, first_name="Nadia", last_name="Ostrowski")


@pytest.fixture
def signed_in(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def workshop(centre):
    workshop = WorkshopFactory(title="Café", programme__lead=centre)
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 20))
    return workshop


@pytest.fixture
def leaver(centre, workshop):
    """A facilitator with an account, a function, a thread, a decision, a pen and a team."""
    account = facilitator(centre, workshop, first_name="Inès", last_name="Carpentier")
    contact = ContactFactory(first_name="Inès", last_name="Carpentier", account=account)
    tenure = TenureFactory(contact=contact, structure=centre, function="animation")
    partnership = PartnershipFactory(name="École et Centre", parties=[centre])
    ThreadFactory(partnership=partnership, tenure=tenure)
    DecisionFactory(partnership=partnership, side=centre, owner=contact, what="Traduire")
    AgreementFactory(partnership=partnership, pen=account)
    return account


def page_of(centre, account):
    return f"/structures/{centre.pk}/departs/compte/{account.pk}/"


def test_the_screen_shows_everything_they_hold(signed_in, centre, leaver):
    page = text(signed_in.get(page_of(centre, leaver)))

    for words in [
        "Anime des ateliers",
        "École et Centre",
        "Traduire",
        "Café",
        "Plumes à reprendre",
    ]:
        assert words in page


def test_one_act_ends_and_hands_on_everything(signed_in, boss, centre, leaver, workshop):
    colleague = facilitator(centre, first_name="Malik", last_name="Verdier")

    response = signed_in.post(
        page_of(centre, leaver), GONE | {"who": f"u{colleague.pk}"}, follow=True
    )

    tenure = leaver.contact.tenures.get()
    partnership = centre.partnerships.get()
    follower = Tenure.objects.get(contact__account=colleague)
    assert list(leaver.memberships.current()) == []
    assert (tenure.ends_on, tenure.end_reason, tenure.successor) == (TODAY, "moved", follower)
    assert [thread.tenure for thread in partnership.threads.filter(ends_on=None)] == [follower]
    assert partnership.decisions.get().owner == follower.contact
    assert partnership.agreements.get().pen is None
    assert [place.user for place in workshop.team.all()] == [colleague]
    assert said(response) == ["C’est noté : Inès Carpentier a quitté Centre."]
    closing = AuditEvent.objects.get(verb="closed")
    assert (closing.actor, closing.structure) == (boss, centre)


def test_their_sessions_close_at_once(signed_in, centre, leaver):
    elsewhere, other = Client(), Client()
    elsewhere.force_login(leaver)
    other.force_login(facilitator(centre))
    assert elsewhere.get("/").status_code == 200

    signed_in.post(page_of(centre, leaver), GONE)

    assert elsewhere.get("/").status_code == 302
    assert other.get("/").status_code == 200


def test_without_a_colleague_what_is_left_is_said(signed_in, centre, leaver, workshop):
    response = signed_in.post(page_of(centre, leaver), GONE, follow=True)

    assert said(response)[1] == (
        "Reste à confier : Ateliers à animer (1), Décisions à tenir (1), Plumes à reprendre (1)."
    )
    assert [place.user for place in workshop.team.all()] == [leaver]


def test_a_colleague_without_an_account_does_not_take_the_workshops(signed_in, centre, leaver):
    follower = TenureFactory(structure=centre)

    response = signed_in.post(
        page_of(centre, leaver), GONE | {"who": f"t{follower.pk}"}, follow=True
    )

    assert said(response)[1] == "Reste à confier : Ateliers à animer (1)."


def test_a_colleague_already_in_the_team_stays_there_once(signed_in, centre, leaver, workshop):
    colleague = facilitator(centre)
    TeamMemberFactory(workshop=workshop, user=colleague, structure=centre)

    signed_in.post(page_of(centre, leaver), GONE | {"who": f"u{colleague.pk}"})

    assert [place.user for place in workshop.team.all()] == [colleague]


def test_workshops_that_are_over_keep_who_ran_them(signed_in, centre, leaver, workshop):
    workshop.sessions.update(date=dt.date(2026, 1, 6))
    colleague = facilitator(centre)

    signed_in.post(page_of(centre, leaver), GONE | {"who": f"u{colleague.pk}"})

    assert [place.user for place in workshop.team.all()] == [leaver]


def test_roles_elsewhere_stay(signed_in, centre, leaver):
    MembershipFactory(user=leaver, structure=StructureFactory(), role="partner")

    signed_in.post(page_of(centre, leaver), GONE)

    assert [role.role for role in Membership.objects.current().filter(user=leaver)] == ["partner"]


def test_a_contact_without_an_account_leaves_the_same_way(signed_in, centre):
    tenure = TenureFactory(structure=centre, starts_on=dt.date(2026, 3, 12))
    url = f"/structures/{centre.pk}/departs/contact/{tenure.contact_id}/"
    shown = text(signed_in.get(url))

    signed_in.post(url, GONE)

    tenure.refresh_from_db()
    assert "Aucun compte n’ouvre quoi que ce soit ici." in shown
    assert tenure.ends_on == dt.date(2026, 3, 12)


def test_a_day_to_come_and_ones_own_departure_are_refused(signed_in, boss, centre, leaver):
    late = signed_in.post(page_of(centre, leaver), GONE | {"ends_on": "2026-04-30"})
    own = signed_in.post(page_of(centre, boss), GONE)
    empty = signed_in.post(page_of(centre, leaver), {"ends_on": "2026-03-10"})

    assert set(late.context["form"].errors) == {"ends_on"}
    assert "se note par quelqu’un d’autre" in text(own)
    assert set(empty.context["form"].errors) == {"end_reason"}
    assert leaver.memberships.current().count() == 1


def test_the_leaver_is_not_their_own_successor(signed_in, centre):
    account = facilitator(centre)

    page = text(signed_in.get(page_of(centre, account)))

    assert f'value="u{account.pk}"' not in page


def test_coordinators_keep_their_own_structure_and_administrators_any(client, centre, leaver):
    stranger = facilitator(StructureFactory())

    def answer(user, account=leaver):
        client.force_login(user)
        return client.get(page_of(centre, account))

    administrator = answer(StaffFactory())
    assert administrator.status_code == 200
    assert "Traduire" not in text(administrator)
    assert "Décisions à tenir" in text(administrator)
    assert answer(facilitator(centre)).status_code == 403
    assert answer(coordinator(StructureFactory())).status_code == 403
    assert answer(coordinator(centre), stranger).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_screen_costs_the_same_however_much_they_hold(
    signed_in, centre, leaver, django_assert_num_queries, number
):
    for _ in range(number - 1):
        held = ThreadFactory(
            partnership=PartnershipFactory(parties=[centre]), tenure=leaver.contact.tenures.get()
        )
        DecisionFactory(partnership=held.partnership, side=centre, owner=leaver.contact)

    with django_assert_num_queries(16):
        response = signed_in.get(page_of(centre, leaver))

    assert len(response.context["threads"]) == number


def test_an_account_without_a_record_leaves_too(signed_in, centre):
    account = facilitator(centre)

    signed_in.post(page_of(centre, account), GONE)

    assert list(account.memberships.current()) == []
