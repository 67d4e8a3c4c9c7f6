import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import timezone

from partnerships.actions import team
from partnerships.models import AuditEvent, Invitation, Membership, User
from tests.factories import (
    MembershipFactory,
    StaffFactory,
    StructureFactory,
    UserFactory,
    coordinator,
    facilitator,
)

PASSWORD = "quatre mots vraiment sans rapport"


@pytest.fixture
def centre(db):
    return StructureFactory()


@pytest.fixture
def boss(centre):
    return coordinator(centre)


def invited(centre, by, email="zoe@exemple.test", role="facilitator"):
    return team.invite(structure=centre, email=email, role=role, by=by)


def opening(token):
    return reverse("partnerships:invitation_open", args=[token])


def test_a_coordinator_invites_by_letter(client, centre, boss):
    client.force_login(boss)

    client.post(
        reverse("partnerships:team_detail", args=[centre.pk]),
        {"email": "Zoe@exemple.test", "role": "facilitator"},
    )

    letter = mail.outbox[0]
    token = re.search(r"/invitation/([\w-]+)/", letter.body)[1]
    assert letter.to == ["zoe@exemple.test"]
    assert client.get(opening(token)).status_code == 200
    assert Invitation.objects.filter(token_hash=token).count() == 0


def test_an_administrator_invites_anywhere(client, centre):
    client.force_login(StaffFactory())

    client.post(
        reverse("partnerships:team_detail", args=[centre.pk]),
        {"email": "zoe@exemple.test", "role": "coordinator"},
    )

    assert centre.invitations.get().role == "coordinator"


def test_one_finds_one_s_team_from_the_menu(client, centre, boss):
    client.force_login(boss)
    alone = client.get(reverse("partnerships:team_list"))
    MembershipFactory(user=boss, structure__name="Centre des Quais", role="coordinator")

    several = client.get(reverse("partnerships:team_list"))

    assert alone.url == reverse("partnerships:team_detail", args=[centre.pk])
    assert "Centre des Quais" in several.text


def test_others_may_not_keep_the_team(client, centre):
    client.force_login(facilitator(centre))

    response = client.get(reverse("partnerships:team_detail", args=[centre.pk]))

    assert response.status_code == 403


def test_a_letter_that_did_not_leave_says_so(client, centre, boss, settings):
    settings.EMAIL_BACKEND = "tests.partnerships.test_team.DeafServer"
    client.force_login(boss)

    response = client.post(
        reverse("partnerships:team_detail", args=[centre.pk]),
        {"email": "zoe@exemple.test", "role": "facilitator"},
        follow=True,
    )

    assert "L’e-mail n’est pas parti" in response.text


class DeafServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_the_invited_person_opens_an_account_and_is_signed_in(client, centre, boss):
    _invitation, token = invited(centre, boss)

    client.post(opening(token), {"first_name": "Zoé", "last_name": "Neuve", "password": PASSWORD})

    zoe = User.objects.get(email="zoe@exemple.test")
    assert zoe.check_password(PASSWORD)
    assert zoe.rights.facilitates == {centre.pk}
    assert client.session["_auth_user_id"] == str(zoe.pk)


def test_opening_the_link_changes_nothing(client, centre, boss):
    invitation, token = invited(centre, boss)

    client.get(opening(token))

    assert Invitation.objects.usable().get() == invitation
    assert User.objects.filter(email="zoe@exemple.test").count() == 0


@pytest.mark.parametrize("password", ["court", "1234567890123456", "zoe@exemple.test"])
def test_a_weak_password_is_refused(client, centre, boss, password):
    _invitation, token = invited(centre, boss)

    client.post(opening(token), {"first_name": "Zoé", "last_name": "Neuve", "password": password})

    assert User.objects.filter(email="zoe@exemple.test").count() == 0


def test_the_link_serves_once(client, centre, boss):
    _invitation, token = invited(centre, boss)
    client.post(opening(token), {"first_name": "Zoé", "last_name": "Neuve", "password": PASSWORD})
    client.logout()

    again = client.get(opening(token))

    assert again.status_code == 404
    assert "n’ouvre plus rien" in again.text


def test_the_link_ends_after_fourteen_days(client, centre, boss):
    invitation, token = invited(centre, boss)
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - dt.timedelta(seconds=1)
    )

    assert client.get(opening(token)).status_code == 404


def test_somebody_with_an_account_signs_in_then_accepts(client, centre, boss):
    zoe = UserFactory(email="zoe@exemple.test")
    _invitation, token = invited(centre, boss)

    before = client.get(opening(token))
    client.force_login(zoe)
    client.post(opening(token))

    assert reverse("account_login") in before.text
    assert Membership.objects.get(user=zoe).role == "facilitator"


def test_somebody_elses_account_does_not_take_the_role(client, centre, boss):
    _invitation, token = invited(centre, boss)
    stranger = UserFactory()
    client.force_login(stranger)

    response = client.post(opening(token))

    assert "une autre adresse" in response.text
    assert stranger.memberships.count() == 0
    with pytest.raises(ValidationError, match="une autre adresse"):
        team.accept(invitation=Invitation.objects.get(), by=stranger)


def test_an_invitation_is_used_by_one_of_two_acceptances(centre, boss):
    zoe = UserFactory(email="zoe@exemple.test")
    invitation, _token = invited(centre, boss)
    team.accept(invitation=invitation, by=zoe)

    with pytest.raises(ValidationError, match="déjà servi"):
        team.accept(invitation=invitation, by=zoe)


def test_inviting_again_makes_the_former_letter_void(client, centre, boss):
    _first, old = invited(centre, boss)

    _second, new = invited(centre, boss)

    assert client.get(opening(old)).status_code == 404
    assert client.get(opening(new)).status_code == 200


def test_inviting_somebody_who_has_the_role_is_refused_on_the_page(client, centre, boss):
    member = facilitator(centre)
    client.force_login(boss)

    response = client.post(
        reverse("partnerships:team_detail", args=[centre.pk]),
        {"email": member.email, "role": "facilitator"},
    )

    assert "a déjà ce rôle" in response.text
    assert centre.invitations.count() == 0


def test_a_revoked_invitation_opens_nothing(client, centre, boss):
    invitation, token = invited(centre, boss)
    client.force_login(boss)

    client.post(
        reverse("partnerships:invitation_revoke", args=[centre.pk, invitation.pk]), follow=True
    )

    client.logout()
    assert client.get(opening(token)).status_code == 404


def test_a_role_that_ends_opens_nothing_at_the_next_request(client, centre, boss):
    leaver = coordinator(centre)
    page = reverse("partnerships:team_detail", args=[centre.pk])
    client.force_login(leaver)
    assert client.get(page).status_code == 200

    team.end_role(membership=leaver.memberships.get(), by=boss)

    assert client.get(page).status_code == 403


def test_a_role_begun_today_may_end_today(centre, boss):
    membership = MembershipFactory(structure=centre, starts_on=timezone.localdate())

    team.end_role(membership=membership, by=boss)

    assert Membership.objects.current().filter(pk=membership.pk).count() == 0


def test_nobody_ends_their_own_role(client, centre, boss):
    client.force_login(boss)
    own = boss.memberships.get()

    response = client.post(
        reverse("partnerships:membership_end", args=[centre.pk, own.pk]), follow=True
    )

    assert "votre propre rôle" in response.text
    assert Membership.objects.current().filter(pk=own.pk).exists()


def test_ending_a_role_says_whose(client, centre, boss):
    member = facilitator(centre, first_name="Zoé", last_name="Neuve")
    client.force_login(boss)

    response = client.post(
        reverse("partnerships:membership_end", args=[centre.pk, member.memberships.get().pk]),
        follow=True,
    )

    assert "Zoé Neuve n’a plus ce rôle." in response.text


def test_each_step_leaves_a_line(centre, boss):
    zoe = UserFactory(email="zoe@exemple.test")
    invitation, _token = invited(centre, boss)
    team.accept(invitation=invitation, by=zoe)
    team.revoke(invitation=invitation, by=boss)
    team.end_role(membership=zoe.memberships.get(), by=boss)

    lines = AuditEvent.objects.order_by("pk").values_list("verb", "actor", "structure")

    assert list(lines) == [
        ("invited", boss.pk, centre.pk),
        ("accepted", zoe.pk, centre.pk),
        ("cancelled", boss.pk, centre.pk),
        ("changed", boss.pk, centre.pk),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_page_costs_the_same_however_many_people(
    client, centre, boss, django_assert_num_queries, count
):
    MembershipFactory.create_batch(count, structure=centre, role="facilitator")
    for number in range(count):
        invited(centre, boss, email=f"{number}@exemple.test")
    client.force_login(boss)

    with django_assert_num_queries(6):
        response = client.get(reverse("partnerships:team_detail", args=[centre.pk]))

    assert len(response.context["roles"]) == count + 1
