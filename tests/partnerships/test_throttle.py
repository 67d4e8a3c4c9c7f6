"""Wherever something can be guessed or copied in quantity, a machine is slowed down.

Signing in: test_sign_in.py; codes by e-mail: test_sign_in_code.py; opinions of parents:
tests/evaluation/test_opinion_pages.py. The table of them all: docs/security.md.
"""

import dataclasses

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from partnerships import throttle
from tests import factories as make

pytestmark = pytest.mark.django_db
LETTERS = [
    "evaluation:voice_open",
    "evaluation:opinion_give",
    "evaluation:review_read",
    "families:referral_read",
    "partnerships:agreement_read",
    "partnerships:invitation_open",
    "workshops:feed_read",
    "workshops:plan_read",
]


@pytest.mark.parametrize("page", LETTERS)
def test_an_address_that_tries_many_letters_waits(client, monkeypatch, page):
    monkeypatch.setattr(throttle, "TRIES", 2)

    statuses = [
        client.get(
            reverse(page, args=[f"devine-{turn}"]),
            headers={"X-Forwarded-For": f"203.0.113.{turn}"},
        ).status_code
        for turn in range(3)
    ]

    assert statuses == [404, 404, 429]


def test_asking_for_a_new_password_again_and_again(monkeypatch):
    user = make.UserFactory()

    for turn in range(6):
        Client().post(
            reverse("account_reset_password"),
            {"email": user.email},
            REMOTE_ADDR=f"198.51.100.{turn}",
        )

    assert len(mail.outbox) == 5


@pytest.fixture
def slow(monkeypatch):
    slower = [dataclasses.replace(pace, most=2) for pace in throttle.PACES]
    monkeypatch.setattr(throttle, "PACES", slower)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    ("method", "page", "sent"),
    [
        ("get", "search", {"q": "martin"}),
        ("get", "families:parent_list", {"q": "martin"}),
        ("get", "families:support_choose", {"q": "martin"}),
        ("get", "families:parent_export", {}),
    ],
)
def test_an_account_that_copies_the_base_waits(client, method, page, sent):
    client.force_login(make.coordinator(make.StructureFactory()))

    answers = [getattr(client, method)(reverse(page), sent) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "réessayez dans dix minutes" in answers[2].text


@pytest.mark.usefixtures("slow")
def test_so_does_one_that_sends_file_after_file(client):
    boss = make.coordinator(make.StructureFactory())
    programme = make.ProgrammeFactory(lead=boss.memberships.get().structure)
    client.force_login(boss)
    url = reverse("workshops:programme_import", args=[programme.pk])

    assert [client.post(url).status_code for _time in range(3)] == [200, 200, 429]


@pytest.mark.usefixtures("slow")
def test_colleagues_and_plain_reading_do_not_wait(client):
    structure = make.StructureFactory()
    for _time in range(3):
        client.force_login(make.coordinator(structure))
        assert client.get(reverse("families:parent_export")).status_code == 200
        for _page in range(3):
            assert client.get(reverse("families:parent_list")).status_code == 200
