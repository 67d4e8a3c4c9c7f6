"""Signing in with a code that comes by e-mail, for those who come now and then."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASK = "account_request_login_code"
ENTER = "account_confirm_login_code"


@pytest.fixture
def nadia():
    return UserFactory(email="nadia@exemple.test")


def code_sent():
    return mail.outbox[-1].body.split("\n\n")[2].strip()


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_sign_in_page_offers_it(client):
    page = client.get(reverse("account_login"))

    assertContains(page, "Recevoir un code par e-mail")
    assertContains(page, reverse(ASK))


def test_the_code_that_was_sent_opens_the_account(client, nadia):
    page = client.post(reverse(ASK), {"email": "Nadia@Exemple.test"}, follow=True)
    answer = client.post(reverse(ENTER), {"code": code_sent()})

    assertContains(page, "<h1>Regardez vos e-mails</h1>", html=True)
    assertRedirects(answer, reverse("home"), fetch_redirect_response=False)
    assert is_in(client)
    assert mail.outbox[-1].subject == "Trait d’union\u00a0: Votre code pour entrer"


def test_an_address_without_account_gets_the_same_answer(nadia):
    def answers(email):
        client = Client()
        asked = client.post(reverse(ASK), {"email": email})
        page = client.get(asked.url).text.replace(email, "…")
        kept = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
        return asked.status_code, asked.url, kept

    assert answers(nadia.email) == answers("personne@exemple.test")
    assert [letter.to for letter in mail.outbox] == [[nadia.email], ["personne@exemple.test"]]


def test_a_closed_account_gets_no_code(client, nadia):
    nadia.is_active = False
    nadia.save()

    client.post(reverse(ASK), {"email": nadia.email})

    assert "Aucun compte" in mail.outbox[0].subject


def test_three_wrong_codes_and_the_right_one_opens_nothing(client, nadia):
    client.post(reverse(ASK), {"email": nadia.email})
    for _try in range(3):
        client.post(reverse(ENTER), {"code": "ABC-DEF"})

    client.post(reverse(ENTER), {"code": code_sent()})

    assert not is_in(client)


def test_a_code_serves_in_the_browser_that_asked_and_once(client, nadia):
    client.post(reverse(ASK), {"email": nadia.email})
    other = Client()
    other.post(reverse(ENTER), {"code": code_sent()})
    client.post(reverse(ENTER), {"code": code_sent()})
    client.post(reverse("account_logout"))
    client.post(reverse(ENTER), {"code": code_sent()})

    assert (is_in(other), is_in(client)) == (False, False)


def test_five_codes_an_hour_for_one_address_whoever_asks(nadia):
    for turn in range(6):
        Client().post(
            reverse(ASK),
            {"email": nadia.email},
            headers={"X-Forwarded-For": f"203.0.113.{turn}"},
            REMOTE_ADDR=f"198.51.100.{turn}",
        )

    assert len(mail.outbox) == 5


@pytest.mark.parametrize("page", [ASK, "account_reset_password"])
def test_a_mail_server_that_is_down_breaks_no_page_and_tells_nothing(client, nadia, settings, page):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answers = [
        client.post(reverse(page), {"email": email}).status_code
        for email in (nadia.email, "personne@exemple.test")
    ]

    assert answers == [302, 302]
