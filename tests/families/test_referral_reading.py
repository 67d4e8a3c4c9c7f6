"""The letter of a referral, sent from a page and opened on a phone without an account."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from families.actions import referral_letters as letters
from families.actions import referrals as actions
from families.models import Referral, ReferralLink
from tests.access.reading import text_of
from tests.families.oriented import (
    AGREED,
    requested,
    said,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- The letter ----------------------------------------------------------------------------------


def test_the_letter_leaves_and_names_nobody(client, sides):
    referral = requested(sides)
    client.force_login(sides.head)

    response = client.post(
        f"{referral.get_absolute_url()}lien/", {"email": "a@centre.test"}, follow=True
    )

    letter = mail.outbox[0]
    assert said(response) == ["Le lien est parti à a@centre.test."]
    assert f"bon {referral.number} (S.)" in letter.body
    assert "Samira" not in letter.body + letter.subject


def test_the_address_of_the_structure_is_proposed(client, sides):
    sides.centre.email = "accueil@centre.test"
    sides.centre.save()
    client.force_login(sides.head)

    page = client.get(f"{requested(sides).get_absolute_url()}lien/")

    assert page.context["form"]["email"].value() == "accueil@centre.test"


def test_a_letter_that_did_not_leave_opens_nothing(client, sides, settings):
    settings.EMAIL_BACKEND = "tests.partnerships.test_team.DeafServer"
    referral = requested(sides, **AGREED)
    client.force_login(sides.head)

    response = client.post(
        f"{referral.get_absolute_url()}lien/", {"email": "a@centre.test"}, follow=True
    )

    assert "L’e-mail n’est pas parti" in said(response)[0]
    assert referral.links.usable().count() == 0


# -- The page of the letter ----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def letter(sides):
    """The referral, and the address its letter carries."""
    referral = requested(sides, wish="Le soir")
    _link, token = letters.send(referral=referral, email="a@centre.test", by=sides.head)
    return referral, f"/familles/orientations/lettre/{token}/"


YES = {"spoken_by": "Mme Lefort, accueil", "said": "accepted"}


def test_opening_the_letter_changes_nothing(client, letter):
    _referral, address = letter
    before = list(Referral.objects.values())

    pages = [client.get(address) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert list(Referral.objects.values()) == before
    assert ReferralLink.objects.usable().count() == 1
    assert pages[0]["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in pages[0]["Cache-Control"]


def test_before_a_yes_the_letter_says_a_first_name_and_an_initial(client, letter):
    page = text_of(client.get(letter[1]))

    assert "Pouvez-vous accueillir Samira B." in page
    assert "Le soir" in page
    assert "Bellamine" not in page
    assert "06\xa012" not in page


def test_a_yes_shows_whom_to_call_and_a_second_letter_leaves(
    client, letter, django_capture_on_commit_callbacks
):
    _referral, address = letter

    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(client.post(address, YES))

    following, news = sorted(mail.outbox, key=lambda message: message.to)
    assert "Vous accueillez Samira Bellamine." in page
    assert "06\xa012\xa034\xa056\xa078" in page
    assert (following.to, following.reply_to) == (["a@centre.test"], ["head@ecole.test"])
    assert "la personne est-elle venue" in following.subject
    assert "Samira" not in following.body + following.subject
    assert (news.to, news.subject[-5:]) == (["head@ecole.test"], "reçue")


def second(client, letter):
    client.post(letter[1], YES)
    return re.search(r"/familles/orientations/lettre/[\w-]+/", mail.outbox[-1].body)[0]


@pytest.mark.parametrize(
    ("answer", "thanks"), [("came", "Elle est venue"), ("no_show", "Sans suite")]
)
def test_the_second_letter_says_who_came(client, letter, answer, thanks):
    address = second(client, letter)
    page = text_of(client.get(address))

    done = client.post(address, YES | {"said": answer})

    assert "Samira Bellamine est-elle venue" in page
    assert thanks in text_of(done)
    assert Referral.objects.get().status == answer


def test_a_no_has_a_reason(client, letter):
    _referral, address = letter
    without = client.post(address, YES | {"said": "refused"})

    done = client.post(address, YES | {"said": "refused", "refusal": "full"})

    assert "Dites pourquoi" in text_of(without)
    assert "cherchera ailleurs" in text_of(done)
    assert Referral.objects.get().refusal == "full"


@pytest.mark.parametrize("sent", [{"said": ""}, {"said": "came"}, {"spoken_by": ""}])
def test_what_makes_no_sense_is_asked_again(client, letter, sent):
    page = client.post(letter[1], YES | sent)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert Referral.objects.get().status == "requested"


def test_a_letter_serves_once(client, letter):
    _referral, address = letter
    client.post(address, YES)

    again = client.post(address, YES | {"said": "refused", "refusal": "full"})

    assert again.status_code == 404
    assert "Ce lien a déjà servi. Déjà répondu" in text_of(again)
    assert Referral.objects.get().status == "accepted"


def test_after_a_withdrawal_the_letter_tells_nothing(client, sides, letter):
    referral, address = letter
    actions.withdraw(referral=referral, by=sides.head)

    page = text_of(client.get(address))

    assert "Ce lien a été annulé" in page
    assert "Samira" not in page


def test_a_letter_is_revoked_from_the_page(client, sides, letter):
    referral, address = letter
    client.force_login(sides.head)
    link = referral.links.get()

    response = client.post(f"/familles/orientations/liens/{link.pk}/annuler/", follow=True)
    client.logout()

    assert said(response) == ["Le lien est annulé\xa0: il n’ouvre plus rien."]
    assert client.get(address).status_code == 404


def test_a_forged_letter_opens_nothing_and_many_tries_wait(client):
    answers = [client.get("/familles/orientations/lettre/forge/") for _ in range(21)]

    assert {answer.status_code for answer in answers[:20]} == {404}
    assert answers[20].status_code == 429
    assert "attendez dix minutes" in text_of(answers[20])
