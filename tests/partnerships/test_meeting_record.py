"""The short letter that tells those who came what was decided."""

import datetime as dt
import uuid
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tests.factories import ContactFactory, DecisionFactory, MeetingFactory, PresenceFactory
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class Down(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPException("unreachable")


@pytest.fixture
def meeting(here):
    meeting = MeetingFactory(
        partnership=here.partnership, held_on=dt.date(2026, 3, 9), summary="On se revoit en mai."
    )
    for contact in [
        here.head,
        here.guide,
        ContactFactory(),
        ContactFactory(email="HELENE@exemple.test"),
    ]:
        PresenceFactory(meeting=meeting, structure=here.school, contact=contact)
    PresenceFactory(meeting=meeting, structure=None, number=2)
    DecisionFactory(
        partnership=here.partnership,
        meeting=meeting,
        side=here.school,
        owner=here.head,
        due_on=dt.date(2026, 3, 20),
        done_on=dt.date(2026, 11, 1),
    )
    return meeting


def test_the_letter_and_who_gets_it_are_shown_before_it_leaves(client, meeting):
    page = text(client.get(f"{meeting.get_absolute_url()}compte-rendu/"))

    for words in [
        "helene@exemple.test",
        "nadia@exemple.test",
        "Envoyer à 2 personnes",
        "On se revoit en mai.",
        "- Parents : 2 personnes",
        "- Traduire l’invitation : Hélène Vasseur, pour le 20 mars 2026 (fait)",
    ]:
        assert words in page
    assert mail.outbox == []


def test_the_record_goes_once_to_each_of_those_who_came(client, meeting):
    url = f"{meeting.get_absolute_url()}compte-rendu/"

    response = client.post(url, {"once": str(uuid.uuid4())}, follow=True)

    meeting.refresh_from_db()
    assert [letter.to for letter in mail.outbox] == [
        ["helene@exemple.test"],
        ["nadia@exemple.test"],
    ]
    assert mail.outbox[0].subject == "Compte rendu\N{NO-BREAK SPACE}: Préparer l’année"
    assert said(response) == ["Le compte rendu est parti à 2 personnes."]
    assert meeting.record_sent_at is not None
    assert "Envoyé le 10 mars 2026" in text(response)
    assert "Déjà envoyé le 10 mars 2026." in text(client.get(url))


def test_when_no_letter_leaves_the_meeting_is_not_said_sent(client, meeting, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"

    response = client.post(f"{meeting.get_absolute_url()}compte-rendu/", follow=True)

    meeting.refresh_from_db()
    assert meeting.record_sent_at is None
    assert said(response) == ["2 e-mails ne sont pas partis : réessayez dans un moment."]


def test_without_an_address_nothing_can_leave(client, here):
    meeting = MeetingFactory(partnership=here.partnership)
    url = f"{meeting.get_absolute_url()}compte-rendu/"

    assert "Personne à qui l’envoyer" in text(client.get(url))
    assert said(client.post(url, follow=True)) == [
        "Personne de présent n’a d’adresse e-mail : notez-la dans sa fiche, puis revenez."
    ]
