"""Signing in: by e-mail, slowly when one guesses, without telling who exists."""

import pytest
from django.core import mail
from django.urls import reverse

from partnerships.passwords import DEMO_PASSWORD
from tests.factories import UserFactory

PASSWORD = "quatre mots vraiment sans rapport"


@pytest.fixture
def nadia(db):
    user = UserFactory(email="nadia@exemple.test")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def is_in(client):
    return "_auth_user_id" in client.session


def test_one_signs_in_by_e_mail_whatever_its_case(client, nadia):
    response = sign_in(client, "Nadia@Exemple.test", PASSWORD)

    assert response.url == reverse("home")
    assert is_in(client)


def test_eleven_wrong_passwords_close_the_door_even_to_the_right_one(client, nadia):
    for _attempt in range(11):
        sign_in(client, nadia.email, "pas le bon mot de passe")

    sign_in(client, nadia.email, PASSWORD)

    assert not is_in(client)


def test_a_forged_forwarded_for_changes_nothing(client, nadia):
    for attempt in range(11):
        sign_in(
            client,
            nadia.email,
            "pas le bon mot de passe",
            headers={"X-Forwarded-For": f"203.0.113.{attempt}"},
        )

    sign_in(client, nadia.email, PASSWORD, headers={"X-Forwarded-For": "203.0.113.99"})

    assert not is_in(client)


def test_one_address_may_not_try_many_accounts(client, db):
    users = UserFactory.create_batch(13)
    for attempt in range(52):
        sign_in(
            client,
            users[attempt % 13].email,
            "pas le bon mot de passe",
            headers={"X-Forwarded-For": f"198.51.100.{attempt}"},
        )

    refused = sign_in(client, "personne@exemple.test", "pas le bon mot de passe")

    assert "attendez un quart d’heure" in refused.text


@pytest.mark.parametrize("page", ["account_login", "account_reset_password"])
def test_a_known_and_an_unknown_address_get_the_same_answer(client, nadia, page):
    def answer(email):
        data = {"login": email, "email": email, "password": "pas le bon mot de passe"}
        response = client.post(reverse(page), data)
        return (
            response.status_code,
            response.headers.get("Location"),
            response.text.replace(email, "…"),
        )

    assert masked(answer(nadia.email)) == masked(answer("inconnue@exemple.test"))


def masked(answer):
    """Without the token each form gets."""
    status, location, text = answer
    kept = [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]
    return status, location, kept


def test_a_forgotten_password_is_replaced_by_a_letter(client, nadia):
    client.post(reverse("account_reset_password"), {"email": nadia.email})

    link = next(word for word in mail.outbox[0].body.split() if "/compte/" in word)
    form = client.get(link, follow=True)
    new = "cinq autres mots tout aussi quelconques"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    nadia.refresh_from_db()
    assert nadia.check_password(new)


def test_nobody_signs_up_alone(client, db):
    response = client.get(reverse("account_signup"))

    assert "invitation" in response.text
    assert "<form" not in response.text.split("<main")[1]


def test_a_demonstration_account_stays_on_its_machine(client, db, settings):
    user = UserFactory(is_demo=True)
    user.set_password(DEMO_PASSWORD)
    user.save()
    settings.DEMO = False

    sign_in(client, user.email, DEMO_PASSWORD)
    kept_out = not is_in(client)
    settings.DEMO = True
    sign_in(client, user.email, DEMO_PASSWORD)

    assert kept_out
    assert is_in(client)


def test_a_closed_account_no_longer_enters(client, nadia):
    nadia.is_active = False
    nadia.save()

    sign_in(client, nadia.email, PASSWORD)

    assert not is_in(client)
