"""A second factor: whose it is asked, until it is active, and no way around."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from config.environment import second_factor
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "partnerships:glossary"
PASSWORD = "quatre mots vraiment sans rapport"


def accounts():
    centre = make.StructureFactory()
    return {
        "administration": make.StaffFactory(),
        "coordination": make.coordinator(centre),
        "animation": make.facilitator(centre),
        "partenaire": make.partner(make.StructureFactory()),
        "financeur": make.observer(make.StructureFactory()),
    }


@pytest.mark.parametrize(
    ("level", "asked"),
    [
        ("nobody", set()),
        ("administrators", {"administration"}),
        ("readers", {"administration", "coordination"}),
    ],
)
def test_it_is_asked_of_whom_the_installation_says(client, settings, level, asked):
    settings.SECOND_FACTOR = level

    turned_away = set()
    for name, user in accounts().items():
        client.force_login(user)
        if client.get(reverse(PAGE)).status_code == 302:
            turned_away.add(name)

    assert turned_away == asked


@pytest.fixture
def boss(settings):
    settings.SECOND_FACTOR = "readers"
    return make.coordinator(make.StructureFactory())


def test_whoever_must_have_one_is_led_to_activate_it(client, boss):
    client.force_login(boss)

    page = client.get(reverse("families:parent_list"))

    assertRedirects(page, reverse("mfa_activate_totp"), fetch_redirect_response=False)
    assert (
        "activez d’abord la double vérification"
        in next(iter(client.get(reverse("account_logout")).context["messages"])).message
    )


def test_nothing_is_written_before_it_is_active(client, boss):
    client.force_login(boss)

    answer = client.post(reverse("partnerships:device_close_others"))

    assertRedirects(answer, reverse("mfa_activate_totp"), fetch_redirect_response=False)


def test_the_administration_is_behind_it_too(client, settings):
    settings.SECOND_FACTOR = "administrators"
    client.force_login(make.StaffFactory())

    assert client.get(reverse("admin:index")).url == reverse("mfa_activate_totp")


@pytest.mark.parametrize("page", ["account_logout", "partnerships:who_sees_what", "health"])
def test_one_may_still_leave_and_read_what_everybody_reads(client, boss, page):
    client.force_login(boss)

    assert client.get(reverse(page)).status_code == 200


def test_once_active_it_opens_everything(client, boss):
    totp.TOTP.activate(boss, totp.generate_totp_secret())
    client.force_login(boss)

    assert client.get(reverse(PAGE)).status_code == 200


def test_activating_it_closes_what_is_open_elsewhere():
    user = make.UserFactory()
    user.set_password(PASSWORD)
    user.save()
    here, elsewhere = (signed_in(user) for _place in range(2))

    wrong = activate(here, code="000000")
    still = elsewhere.get(reverse(PAGE)).status_code
    right = activate(here)

    assert (wrong.status_code, still, right.status_code) == (200, 200, 302)
    assert here.get(reverse(PAGE)).status_code == 200
    assert elsewhere.get(reverse(PAGE)).status_code == 302


def signed_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def activate(client, code=None):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    now = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    return client.post(reverse("mfa_activate_totp"), {"code": code or now})


def test_a_code_by_e_mail_is_no_way_around_it(client, boss):
    totp.TOTP.activate(boss, totp.generate_totp_secret())
    client.post(reverse("account_request_login_code"), {"email": boss.email})
    code = mail.outbox[0].body.split("\n\n")[2].strip()

    page = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)

    assertContains(page, "<h1>Encore un code</h1>", html=True)
    assert "_auth_user_id" not in client.session


def test_the_demonstration_asks_nobody_and_a_mistake_is_refused():
    assert second_factor("readers", is_demo=True) == "nobody"
    assert second_factor("readers", is_demo=False) == "readers"
    with pytest.raises(ImproperlyConfigured):
        second_factor("everyone", is_demo=False)
