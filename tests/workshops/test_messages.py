"""A word to a group: each gets it alone, and what is kept names nobody."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.urls import reverse

from partnerships.models import AuditEvent
from tests.factories import (
    EnrolmentFactory,
    WorkshopFactory,
    coordinator,
)
from tests.reading import text
from workshops.actions import messages
from workshops.models import GroupMessage

BEGUN = dt.date(2025, 9, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def workshop():
    return WorkshopFactory(title="Café du mardi")


@pytest.fixture
def boss(workshop, client):
    user = coordinator(workshop.programme.lead, first_name="Nadia", last_name="Ouali")
    client.force_login(user)
    return user


@pytest.fixture
def page(workshop):
    return reverse("workshops:message_create", args=[workshop.pk])


def people(workshop, *contacts):
    for contact in contacts:
        EnrolmentFactory(
            workshop=workshop,
            enrolled_on=BEGUN,
            **{f"parent__{name}": value for name, value in contact.items()},
        )


def word(channel="email", **others):
    return {"channel": channel, "subject": "Mardi", "words": "À mardi, 14 h !", **others}


def test_each_gets_a_letter_alone(client, workshop, boss, page):
    people(
        workshop,
        {"email": "awa@exemple.test"},
        {"email": "lina@exemple.test"},
        # They share an address: one letter.
        {"email": "Lina@exemple.test"},
        {"phone": "0612345678"},
        {"email": "seul@exemple.test", "is_left_alone": True},
    )

    answer = client.post(page, word(), follow=True)

    assert [letter.to for letter in mail.outbox] == [["awa@exemple.test"], ["lina@exemple.test"]]
    letter = mail.outbox[0]
    assert letter.cc == letter.bcc == []
    assert "À mardi, 14 h !" in letter.body
    assert "lina" not in letter.body
    assert letter.reply_to == [boss.email]
    kept = GroupMessage.objects.get()
    assert (kept.recipients, kept.unreached, kept.sent_by) == (2, 1, boss)
    assert "parti à 2 adresses" in text(answer)
    event = AuditEvent.objects.get(object_type="workshops.groupmessage")
    assert (event.actor, event.structure) == (boss, workshop.programme.lead)


def test_who_left_the_group_gets_nothing(workshop, today):
    EnrolmentFactory(
        workshop=workshop,
        enrolled_on=BEGUN,
        left_on=today.replace(day=1),
        parent__email="awa@exemple.test",
    )

    assert messages.reach(workshop, today).everybody == set()


def test_the_same_form_sent_twice_writes_once(client, workshop, boss, page):
    people(workshop, {"email": "awa@exemple.test"})
    key = "0b37c4a2-5e0d-4c2c-8f0d-1f6d2f6a7f10"

    for _time in range(2):
        client.post(page, word(once=key))

    assert (len(mail.outbox), GroupMessage.objects.count()) == (1, 1)


def test_a_text_is_sent_from_ones_own_telephone_to_each_in_turn(client, workshop, boss, page):
    people(
        workshop,
        {"first_name": "Awa", "phone": "0612345678"},
        {"first_name": "Lina", "phone": "0698765432"},
        {"first_name": "Zoé"},
    )

    answer = client.post(page, word("copied"), follow=True)

    assert mail.outbox == []
    source = answer.content.decode()
    assert source.count('href="sms:') == 2
    assert "sms:0612345678?&amp;body=%C3%80%20mardi" in source
    assert GroupMessage.objects.values_list("channel", "recipients", "unreached").get() == (
        *("copied", 2, 1),
    )


@pytest.mark.parametrize(
    ("contact", "channel", "reason"),
    [
        ({}, "email", "Personne de ce groupe n’a laissé d’adresse e-mail."),
        ({}, "copied", "Personne de ce groupe n’a laissé de numéro de téléphone."),
    ],
)
def test_nobody_to_write_to_is_text(client, workshop, boss, page, contact, channel, reason):
    people(workshop, contact)

    answer = client.post(page, word(channel))

    assert reason in text(answer)
    assert GroupMessage.objects.count() == 0


def test_a_letter_has_a_subject(client, workshop, boss, page):
    people(workshop, {"email": "awa@exemple.test"})

    answer = client.post(page, word(subject=""))

    assert answer.context["form"].errors == {"subject": ["Un e-mail a un objet."]}


def test_when_nothing_leaves_nothing_is_kept(client, workshop, boss, page, monkeypatch):
    people(workshop, {"email": "awa@exemple.test"})
    down = smtplib.SMTPException("down")

    def fails(*_args):
        raise down

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fails)

    answer = client.post(page, word())

    assert "Aucune lettre n’a pu partir" in text(answer)
    assert GroupMessage.objects.count() == 0


def test_a_crowd_is_not_a_group(workshop, boss, today, monkeypatch):
    monkeypatch.setattr(messages, "MOST", 1)
    people(workshop, {"email": "awa@exemple.test"}, {"email": "lina@exemple.test"})
    reached = messages.reach(workshop, today)

    with pytest.raises(messages.ValidationError, match="trop grand"):
        messages.send(workshop=workshop, subject="Mardi", words="À mardi", reached=reached, by=boss)


def test_the_page_says_who_has_to_be_told_otherwise(client, workshop, boss, page):
    people(
        workshop,
        {"first_name": "Awa"},
        {"first_name": "Seul", "is_left_alone": True, "email": "seul@exemple.test"},
    )
    GroupMessage.objects.create(
        workshop=workshop, channel="email", subject="Rentrée", words="…", recipients=4
    )

    found = text(client.get(page))

    assert "À prévenir autrement : Awa." in found
    assert "Ne souhaitent pas être contactés : Seul." in found
    assert "Rentrée" in found
