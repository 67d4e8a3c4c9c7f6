"""The letter by which somebody gives their view without an account, and how it is refused."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from evaluation.actions import voice_links
from evaluation.models import Contribution, VoiceLink
from partnerships.models import AuditEvent
from tests.evaluation.calling import WORDS, answered, called, opened
from tests.factories import TenureFactory, partner
from tests.reading import plain, said, text

pytestmark = pytest.mark.django_db
CPE = "cpe@ecole.test"
ANSWER = WORDS | {"spoken_by": "Mme Lefort, CPE", "is_signed": "on", "seen": "0"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def table(today):
    table = called()
    table.voice = table.voices["school"]
    return table


@pytest.fixture
def letter(table):
    """The link and the address its letter carries."""
    return sent_to(table)


def sent_to(table, email=CPE):
    link, token = voice_links.send(voice=table.voice, email=email, by=table.boss)
    return link, f"/voix/{token}/"


def refused(act, **asked):
    with pytest.raises(ValidationError) as refusal:
        act(**asked)
    return [plain(message) for message in refusal.value.messages]


# -- Sending -----------------------------------------------------------------------------------


def test_the_link_goes_by_letter_and_only_its_print_is_kept(client, table):
    client.force_login(table.boss)

    response = client.post(f"/bilans/voix/{table.voice.pk}/envoyer/", {"email": CPE}, follow=True)

    message = mail.outbox[0]
    token = re.search(r"/voix/([\w-]{43})/", message.body)[1]
    assert said(response) == [f"La lettre est partie à {CPE} ; son lien vaut 30 jours."]
    assert plain(message.subject) == "Bilan de l’année : votre voix est attendue"
    assert (message.to, message.reply_to) == ([CPE], [table.boss.email])
    assert token not in str(VoiceLink.objects.values())
    line = AuditEvent.objects.get(object_type="evaluation.voicelink")
    assert (line.verb, line.actor, line.structure) == ("invited", table.boss, table.school)


def test_the_letter_says_until_when_and_when_one_meets(client, today):
    table = called(answers_until=dt.date(2026, 3, 20), meets_on=dt.date(2026, 4, 2))
    client.force_login(table.boss)

    client.post(f"/bilans/voix/{table.voices['school'].pk}/envoyer/", {"email": CPE})

    body = plain(mail.outbox[0].body)
    assert "Votre voix est attendue jusqu’au 20 mars 2026." in body
    assert "jeudi 2 avril 2026" in body


def test_somebody_of_that_structure_is_proposed(client, table):
    client.force_login(table.boss)
    url = f"/bilans/voix/{table.voice.pk}/envoyer/"
    parents = f"/bilans/voix/{table.voices['parents'].pk}/envoyer/"
    nobody = client.get(url).context["form"]["email"].value()
    TenureFactory(structure=table.school, contact__email="direction@ecole.test")

    assert nobody == table.school.email
    assert client.get(url).context["form"]["email"].value() == "direction@ecole.test"
    assert client.get(parents).context["form"]["email"].value() == ""


def test_a_letter_that_does_not_leave_opens_nothing(client, table, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.force_login(table.boss)

    response = client.post(f"/bilans/voix/{table.voice.pk}/envoyer/", {"email": CPE}, follow=True)

    assert said(response) == ["L’e-mail n’est pas parti : essayez de nouveau dans un moment."]
    assert VoiceLink.objects.get().revoked_at is not None


def test_three_letters_an_hour_to_one_address(client, table):
    for _each in range(3):
        sent_to(table)
    sentence = (
        "Trois lettres sont déjà parties à cette adresse depuis une heure : laissez le temps."
    )

    assert refused(voice_links.send, voice=table.voice, email="CPE@ecole.test", by=table.boss) == [
        sentence
    ]
    sent_to(table, "directrice@ecole.test")
    VoiceLink.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    sent_to(table)


def test_a_structure_that_left_gets_no_letter(table):
    table.partnership.parties.filter(structure=table.school).delete()

    assert refused(sent_to, table=table) == ["Cette structure ne fait plus partie du partenariat."]


def test_no_letter_leaves_once_the_voices_are_open(table):
    opened(table.review)

    assert refused(sent_to, table=table) == [
        "Les voix sont ouvertes : on ne peut plus rien y déposer."
    ]


def test_the_form_says_why_no_letter_leaves(client, table):
    for _each in range(3):
        sent_to(table)
    client.force_login(table.boss)

    response = client.post(f"/bilans/voix/{table.voice.pk}/envoyer/", {"email": CPE})

    assert "Trois lettres sont déjà parties" in text(response)


# -- Reminding, voiding ------------------------------------------------------------------------


def test_a_reminder_is_a_new_letter_and_the_old_one_is_void(client, table, letter):
    link, former = letter
    client.force_login(table.boss)

    response = client.post(f"/bilans/liens/{link.pk}/relancer/", follow=True)

    assert said(response) == [f"La lettre est partie à {CPE} ; son lien vaut 30 jours."]
    assert "annulé, ou remplacé par un plus récent" in text(client.get(former))
    assert [str(each) for each in VoiceLink.objects.of(table.review)] == [CPE]


def test_what_was_begun_goes_on_with_the_new_letter(client, table, letter):
    link, _address = letter
    answered(link, hands_in=False)

    _newer, address = sent_to(table)

    form = client.get(address).context["form"]
    assert form["worked"].value() == WORDS["worked"]
    assert Contribution.objects.count() == 1


def test_too_many_reminders_are_refused_in_a_sentence(client, table, letter):
    client.force_login(table.boss)
    for _each in range(2):
        client.post(f"/bilans/liens/{VoiceLink.objects.first().pk}/relancer/")

    response = client.post(f"/bilans/liens/{VoiceLink.objects.first().pk}/relancer/", follow=True)

    assert "Trois lettres sont déjà parties" in said(response)[-1]
    assert len(mail.outbox) == 2


def test_a_link_is_voided_and_what_it_gave_stays(client, table, letter):
    link, address = letter
    answered(link)
    client.force_login(table.boss)

    response = client.post(f"/bilans/liens/{link.pk}/annuler/", follow=True)

    assert said(response) == ["Le lien est annulé : il n’ouvre plus rien."]
    assert client.get(address).status_code == 404
    assert Contribution.objects.get().handed_in_at is not None
    assert refused(answered, link=link) == [
        "Ce lien n’ouvre plus rien : il a été annulé ou a expiré."
    ]


def test_the_letters_sent_are_shown_to_those_who_send_them(client, table, letter):
    client.force_login(table.boss)
    waiting = text(client.get(table.review.get_absolute_url()))
    answered(letter[0])
    done = text(client.get(table.review.get_absolute_url()))
    client.force_login(partner(table.school))
    at_school = text(client.get(table.review.get_absolute_url()))

    assert "Relancer" in waiting
    assert CPE in done
    assert "Relancer" not in done
    assert CPE not in at_school


# -- Answering ---------------------------------------------------------------------------------


def test_opening_changes_nothing(client, table, letter):
    _link, address = letter
    lines = AuditEvent.objects.count()

    page = client.get(address)
    client.head(address)

    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "Voix : École" in text(page)
    assert (Contribution.objects.count(), AuditEvent.objects.count()) == (0, lines)
    assert VoiceLink.objects.get().used_at is None


def test_one_answers_without_an_account_and_may_come_back(client, table, letter):
    link, address = letter

    response = client.post(address, ANSWER, follow=True)
    again = client.post(address, ANSWER | {"worked": "Mieux dit.", "seen": "1"}, follow=True)

    contribution = Contribution.objects.get()
    assert said(response) == ["C’est déposé, sous pli. Vous pouvez y revenir jusqu’à l’ouverture."]
    assert "Déposé le 10 mars par Mme Lefort, CPE." in text(again)
    assert (contribution.link, contribution.how, contribution.author) == (link, "link", None)
    assert (contribution.worked, contribution.versions.count()) == ("Mieux dit.", 1)
    line = AuditEvent.objects.filter(object_type="evaluation.contribution").last()
    assert (line.actor, line.structure) == (None, table.school)


def test_a_letter_handed_on_replaces_and_keeps_aside(client, table, letter):
    _link, address = letter
    client.post(address, ANSWER)

    client.post(address, ANSWER | {"spoken_by": "M. Roux", "worked": "Autrement.", "seen": "1"})

    contribution = Contribution.objects.get()
    assert (contribution.spoken_by, contribution.worked) == ("M. Roux", "Autrement.")
    assert contribution.versions.get().content["worked"] == WORDS["worked"]


def test_one_says_who_one_is(client, table, letter):
    _link, address = letter

    response = client.post(address, WORDS)

    assert list(response.context["form"].errors) == ["spoken_by"]
    assert not Contribution.objects.exists()


def test_each_letter_is_one_person_and_the_voice_is_one(client, table, letter):
    client.post(letter[1], ANSWER)
    client.post(sent_to(table, "directrice@ecole.test")[1], ANSWER)

    assert table.voice.contributions.count() == 2
    assert table.review.voices.given().count() == 1


# -- Links that open nothing -------------------------------------------------------------------


def refusal(client, address):
    page = client.get(address)
    posted = client.post(address, ANSWER)
    assert (page.status_code, posted.status_code) == (404, 404)
    return text(page)


def test_a_link_that_does_not_exist(client, table):
    assert "Ce lien n’existe pas" in refusal(client, "/voix/inconnu/")


def test_a_link_of_more_than_thirty_days(client, table, letter):
    with time_machine.travel(dt.datetime(2026, 4, 10, 9, tzinfo=dt.UTC)):
        assert "Ce lien a plus de trente jours" in refusal(client, letter[1])


def test_a_link_of_a_structure_that_left(client, table, letter):
    table.partnership.parties.filter(structure=table.school).delete()

    assert "ne fait plus partie du partenariat" in refusal(client, letter[1])


def test_a_link_once_the_voices_are_open(client, table, letter):
    opened(table.review)

    assert "Les voix sont ouvertes" in refusal(client, letter[1])
    assert not Contribution.objects.exists()


def test_whoever_tries_many_links_waits(client, table):
    for _each in range(20):
        client.get("/voix/inconnu/")

    assert client.get("/voix/inconnu/").status_code == 429
