"""The pages of allauth, in our words; its rules have tests of their own there."""

from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "une phrase que je suis seule à dire"


@pytest.fixture
def user():
    user = UserFactory(email="nadia@exemple.test")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def signed_in(client, user):
    """Signed in, and asked once more who one is, as before touching what protects an account."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("account_login", "Se connecter"),
        ("account_reset_password", "Mot de passe oublié"),
        ("account_reset_password_done", "Regardez vos e-mails"),
        ("account_signup", "Les comptes s’ouvrent sur invitation"),
        ("account_inactive", "Ce compte est fermé"),
        ("account_email_verification_sent", "Regardez vos e-mails"),
    ],
)
def test_the_front_door_says_what_to_do(client, page, title):
    response = client.get(reverse(page))

    assertContains(response, f"<h1>{title}</h1>", html=True)
    assertContains(response, 'class="door')


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("account_change_password", "Changer de mot de passe"),
        ("account_email", "Mon adresse e-mail"),
        ("account_logout", "Se déconnecter\u00a0?"),
        ("mfa_index", "Double vérification"),
        ("mfa_activate_totp", "Activer la double vérification"),
    ],
)
def test_the_pages_of_an_account_say_what_they_do(signed_in, page, title):
    response = signed_in.get(reverse(page))

    assertContains(response, f"<h1>{title}</h1>", html=True)
    assertContains(response, 'class="sheet narrow"')


def test_who_is_asked_again_may_go_home_instead(signed_in):
    response = signed_in.get(reverse("account_reauthenticate"))

    assertContains(response, "<h1>Confirmer que c’est vous</h1>", html=True)
    assertContains(response, f'href="{reverse("home")}"')


def test_an_address_is_not_added_by_who_holds_the_account(signed_in, user):
    added = {"email": "autre@exemple.test", "action_add": ""}

    signed_in.post(reverse("account_email"), added)

    assert list(user.emailaddress_set.values_list("email", flat=True)) == [user.email]


def test_an_account_without_a_password_chooses_one_in_our_words(client, user):
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    response = client.get(reverse("account_set_password"))

    assertContains(response, "<h1>Choisir un mot de passe</h1>", html=True)


def test_an_address_is_confirmed_by_whoever_reads_it(client, user):
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True)
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])

    asked = client.get(link)
    client.post(link)
    void = client.get(reverse("account_confirm_email", args=["rien"]))

    address.refresh_from_db()
    assert address.verified
    assertContains(asked, "Cette adresse est-elle la vôtre")
    assertContains(asked, user.email)
    assertContains(void, "<h1>Ce lien ne sert plus</h1>", html=True)


def test_no_page_of_an_account_is_left_in_the_words_of_the_library():
    """Those nobody comes to here: signing up, telephones, and codes that confirm an address."""
    unseen = ["signup", "phone_", "confirm_email_v", "confirm_phone_v", "confirm_password_reset_c"]
    unseen += ["email_change", "verified_email_required", "base_"]
    theirs = Path(allauth.__file__).parent / "templates"

    pages = {path.name for path in (theirs / "account").glob("*.html")}
    left = pages - {path.name for path in (settings.BASE_DIR / "templates/account").glob("*.html")}

    assert {page for page in left if not page.startswith(tuple(unseen))} == set()


def test_one_signs_in_with_an_address_and_a_password(client, user):
    response = client.post(
        reverse("account_login"), {"login": "Nadia@Exemple.test", "password": PASSWORD}
    )

    assertRedirects(response, reverse("home"))


def test_a_refused_sign_in_does_not_say_which_of_the_two_was_wrong(client, user):
    texts = [
        client.post(reverse("account_login"), {"login": login, "password": "x"}).content.decode()
        for login in [user.email, "personne@exemple.test"]
    ]

    assert ["mot de passe sont incorrects" in text for text in texts] == [True, True]
    assert "réponses sont à corriger" not in texts[0]


def test_a_forgotten_password_is_replaced_by_way_of_a_letter(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in mail.outbox[0].body.split() if "/compte/" in word)

    page = client.get(link.partition("testserver")[2], follow=True)
    new = "une autre phrase, bien plus longue"
    done = client.post(
        page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True
    )
    again = client.get(link.partition("testserver")[2], follow=True)

    assertContains(page, "Choisir un nouveau mot de passe")
    assertContains(done, "Votre mot de passe est changé")
    assertContains(again, "Ce lien ne sert plus")


def test_the_letter_says_who_writes_and_what_to_do(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})

    (letter,) = mail.outbox
    assert letter.subject == "Trait d’union\u00a0: Choisir un nouveau mot de passe"
    assert letter.body.startswith("Bonjour,\n\nVous, ou quelqu’un qui connaît votre adresse")
    assert "votre mot de passe reste le même" in letter.body


def test_an_address_without_account_gets_a_letter_that_offers_none(client):
    client.post(reverse("account_reset_password"), {"email": "personne@exemple.test"})

    (letter,) = mail.outbox
    assert letter.subject == "Trait d’union\u00a0: Aucun compte à cette adresse"
    assert "personne@exemple.test" in letter.body
    assert "http" not in letter.body


def test_signing_in_is_not_worth_a_message_and_signing_out_is(client, user):
    login = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    logout = client.post(reverse("account_logout"), follow=True)

    assert list(login.context["messages"]) == []
    assertContains(logout, "Vous êtes déconnecté. À bientôt\u00a0!")


@pytest.mark.usefixtures("today")
class TestSecondFactor:
    """A code lives thirty seconds: the clock of :func:`today` starts at the beginning of one."""

    @pytest.fixture
    def secret(self, user):
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return secret

    def code(self, secret):
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        return totp.format_hotp_value(totp.hotp_value(secret, counter))

    def test_activating_it_gives_codes_for_the_day_the_telephone_is_lost(self, signed_in, user):
        signed_in.get(reverse("mfa_activate_totp"))
        secret = signed_in.session[totp.SECRET_SESSION_KEY]

        response = signed_in.post(
            reverse("mfa_activate_totp"), {"code": self.code(secret)}, follow=True
        )

        assertContains(response, "Codes de secours")
        kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True)
        assert sorted(kinds) == ["recovery_codes", "totp"]

    def test_a_wrong_code_is_said_beside_the_field(self, signed_in):
        signed_in.get(reverse("mfa_activate_totp"))

        response = signed_in.post(reverse("mfa_activate_totp"), {"code": "000000"})

        assertContains(response, "summary")

    def test_signing_in_asks_for_the_code(self, client, user, secret):
        response = client.post(
            reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
        )

        assertContains(response, "<h1>Encore un code</h1>", html=True)

    @pytest.mark.parametrize(
        ("page", "title"),
        [
            ("mfa_index", "Double vérification"),
            ("mfa_view_recovery_codes", "Codes de secours"),
            ("mfa_generate_recovery_codes", "Faire des codes de secours"),
            ("mfa_deactivate_totp", "Désactiver la double vérification\u00a0?"),
            ("mfa_reauthenticate", "Confirmer que c’est vous"),
        ],
    )
    def test_its_pages_say_what_they_do(self, client, user, secret, page, title):
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": self.code(secret)})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        response = client.get(reverse(page))

        assertContains(response, f"<h1>{title}</h1>", html=True)

    def test_without_codes_the_page_says_what_one_risks(self, signed_in, user):
        totp.TOTP.activate(user, totp.generate_totp_secret())

        response = signed_in.get(reverse("mfa_index"))

        assert get_adapter().is_mfa_enabled(user)
        assertContains(response, "un téléphone perdu ferme votre compte")
