"""What is taken back is closed at the next request, through every door.

Each channel answers before; once the role, the account, the partnership or the agreement of the
parent has ended, none gives anything any more, to a session already open included.
"""

import datetime as dt

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from families.actions import referrals
from partnerships.actions import asking, leavers, partnerships, team
from partnerships.registry import Leaver
from tests import factories as make
from tests.access import reading, world
from workshops.actions import feeds

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def here():
    return world.side("A")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


# -- Endings of an account ---------------------------------------------------------------------


def role_ends(user, side):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    user.memberships.update(starts_on=yesterday - dt.timedelta(days=30), ends_on=yesterday)


def role_is_ended_by_the_coordination(user, side):
    for membership in user.memberships.all():
        team.end_role(membership=membership, by=make.coordinator(side.centre))


def leaves(user, side):
    leavers.see_off(
        leaver=Leaver(structure=side.centre, account=user),
        ends_on=timezone.localdate(),
        end_reason="left",
        successor=None,
        by=make.coordinator(side.centre),
    )


def account_is_closed(user, side):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


def password_changes(user, side):
    user.set_password("un autre mot de passe 2026")
    user.save()


ENDINGS = [
    role_ends,
    role_is_ended_by_the_coordination,
    leaves,
    account_is_closed,
    password_changes,
]

# Whose channel it is, its page, what it is about, how it is asked.
CHANNELS = {
    "page": ("member", "families:family_detail", "family", "get", {}),
    "sheet": ("member", "workshops:session_sheet", "session", "get", {}),
    "fragment": ("member", "families:lookalike_list", None, "get", HTMX),
    "search": ("member", "families:parent_list", None, "get", HTMX),
    "file": ("member", "partnerships:document_file", "document", "get", {}),
    "pdf": ("member", "partnerships:agreement_pdf", "agreement", "get", {}),
    "export": ("boss", "families:parent_export", None, "get", {}),
    "journal": ("boss", "families:journal_list", None, "get", {}),
    "report": ("boss", "evaluation:report_pdf", "issued", "get", {}),
}


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_open_session_is_closed_at_the_next_request(here, channel, end):
    who, page, what, method, headers = CHANNELS[channel]
    user = getattr(here, who)
    url = reverse(page, args=[getattr(here, what).pk] if what else [])
    phone, desk = signed_in(user), signed_in(user)
    for session in (phone, desk):
        answer = getattr(session, method)(url, **headers)
        assert (answer.status_code, bool(reading.text_of(answer))) == (200, True)

    end(user, here)

    for session in (phone, desk):
        answer = getattr(session, method)(url, **headers)
        assert answer.status_code in {302, 403, 404}
        assert reading.canaries(reading.text_of(answer)) == set()


def test_an_administrator_no_more_leaves_the_administration():
    admin = make.StaffFactory()
    client = signed_in(admin)
    assert client.get(reverse("admin:index")).status_code == 200

    type(admin).objects.filter(pk=admin.pk).update(is_staff=False, is_superuser=False)

    assert client.get(reverse("admin:index")).status_code != 200


def test_the_letter_for_a_new_password_of_a_closed_account(client, here):
    user = here.member
    key = urlsafe_base64_encode(str(user.pk).encode()), default_token_generator.make_token(user)
    account_is_closed(user, here)

    answer = client.get(reverse("account_reset_password_from_key", args=key), follow=True)

    assert 'name="password1"' not in answer.content.decode()


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("is_shared", [True, False])
def test_the_calendar_that_another_reads(client, here, end, is_shared):
    """Nobody signs in to read it: its address alone must shut."""
    partnership = here.partnership if is_shared else None
    _feed, token = feeds.open_feed(partnership=partnership, by=here.member)
    url = reverse("workshops:feed_read", args=[token])
    assert client.get(url).status_code == 200

    end(here.member, here)

    assert client.get(url).status_code == 404


# -- Letters -----------------------------------------------------------------------------------


def partnership_ends(side):
    partnerships.change_partnership(
        partnership=side.partnership, values={"stage": "closed"}, by=side.boss
    )


def letter_is_revoked(side):
    asking.revoke(link=side.link, by=side.boss)


@pytest.mark.parametrize("end", [partnership_ends, letter_is_revoked], ids=lambda end: end.__name__)
@pytest.mark.parametrize("page", ["agreement_read", "agreement_read_pdf"])
def test_the_letter_of_an_agreement(client, here, page, end):
    url = reverse(f"partnerships:{page}", args=[here.link_token])
    assert "canari-a-accord" in reading.text_of(client.get(url)).lower()

    end(here)

    assert reading.canaries(reading.text_of(client.get(url))) == set()


def test_an_invitation_taken_back(client, here):
    team.revoke(invitation=here.invitation, by=here.boss)

    page = client.get(reverse("partnerships:invitation_open", args=[here.token]))

    assert page.context.get("form") is None


def test_a_referral_whose_parent_says_no_any_more(here):
    """The other side had it on its list: it is gone, page and letter."""
    other = make.coordinator(make.StructureFactory())
    structure = other.memberships.get().structure
    referral = make.ReferralFactory(
        sender=here.centre, receiver=structure, first_name="CANARI-A-prenom", made_by=here.boss
    )
    client = signed_in(other)
    url = referral.get_absolute_url()
    assert client.get(url).status_code == 200

    referrals.withdraw(referral=referral, by=here.boss)

    answer = client.get(url)
    assert answer.status_code == 404
    assert reading.canaries(reading.text_of(answer)) == set()
