"""Everybody reads the product in the language they chose; what leaves the house is in French."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from evaluation.forms.budgets import read_amount, write_amount
from partnerships import french
from tests.factories import StructureFactory, UserFactory, coordinator

pytestmark = pytest.mark.django_db


def choose(client, language):
    return client.post(reverse("language_choose"), {"language": language})


def test_an_account_keeps_the_language_it_chose_from_one_browser_to_another(client):
    user = UserFactory()
    client.force_login(user)

    choose(client, "en")
    client.logout()
    client.force_login(user)

    assert client.get(reverse("home")).headers["Content-Language"] == "en"


def test_a_visitor_changes_the_language_of_the_sign_in_page_and_comes_back_to_it(client):
    page = f"http://testserver{reverse('account_login')}"

    answer = client.post(reverse("language_choose"), {"language": "en"}, headers={"Referer": page})

    assert answer.url == page
    assert client.get(page).headers["Content-Language"] == "en"


def test_a_language_that_is_not_spoken_here_changes_nothing(client):
    user = UserFactory()
    client.force_login(user)

    choose(client, "de")

    user.refresh_from_db()
    assert user.language == "fr"


def test_nobody_is_sent_to_another_site(client):
    answer = client.post(
        reverse("language_choose"), {"language": "en", "next": "https://example.org/"}
    )

    assert answer.url == "/"


def test_an_address_nobody_could_open_leads_home(client):
    answer = client.post(reverse("language_choose"), {"language": "en", "next": "a\x00b"})

    assert answer.url == "/"


def test_an_export_is_in_french_whoever_asks(client):
    centre = StructureFactory()
    boss = coordinator(centre)
    french = client_reads(client, boss)
    boss.language = "en"
    boss.save()

    assert client_reads(client, boss) == french


def client_reads(client, user):
    client.force_login(user)
    return b"".join(client.get(reverse("partnerships:contact_export")).streaming_content)


def test_a_letter_is_in_french_whoever_sends_it(client):
    centre = StructureFactory()
    boss = coordinator(centre)
    boss.language = "en"
    boss.save()
    client.force_login(boss)

    client.post(
        reverse("partnerships:team_detail", args=[centre.pk]),
        {"email": "nouvelle@demo.example", "role": "facilitator"},
    )

    assert mail.outbox[0].subject == "Votre invitation sur Trait d’union"


@override("en")
def test_an_amount_written_on_an_english_page_is_read_back_as_it_was():
    assert read_amount(write_amount(Decimal("1250.50"))) == Decimal("1250.50")


@override("en")
def test_an_hour_is_said_on_twenty_four_hours_in_english_too():
    assert french.clock(dt.time(14, 30)) == "14:30"


def test_what_stays_in_french_is_read_aloud_in_french(client):
    client.force_login(UserFactory())
    choose(client, "en")

    words, rights = (
        client.get(reverse(f"partnerships:{page}")).text for page in ("glossary", "who_sees_what")
    )

    assert '<html lang="en"' in words
    assert '<dl class="glossary" lang="fr"' in words
    assert '<strong lang="fr" dir="ltr">L’annuaire : structures, écoles</strong>' in rights
