"""A letter: read and accept without an account; every other way of opening it is refused."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnerships.actions import agreements, asking
from partnerships.models import AgreementLink, AuditEvent
from tests.access.reading import text_of
from tests.factories import StructureFactory, coordinator, facilitator
from tests.partnerships.agreeing import accepted_by, head, rewritten, written
from tests.reading import plain, said, text

pytestmark = pytest.mark.django_db
SECRET = "Ouvrir l’école aux parents."


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def letter(table, agreement):
    """The link and the address its letter carries."""
    return sent_to(table, agreement)


def sent_to(table, agreement, email="direction@ecole.test"):
    link, token = asking.send(text=agreement, structure=table.school, email=email, by=table.boss)
    return link, f"/accord/{token}/"


YES = {"spoken_by": "Mme Lefort, directrice", "seen": 2}


# -- Sending -----------------------------------------------------------------------------------


def send(client, table, agreement, **sent):
    return client.post(
        f"{agreement.get_absolute_url()}lien/{table.school.pk}/",
        {"email": "direction@ecole.test"} | sent,
        follow=True,
    )


def test_the_link_goes_by_letter_and_only_its_print_is_kept(client, table, agreement):
    client.force_login(table.boss)

    response = send(client, table, agreement)

    message = mail.outbox[0]
    token = re.search(r"/accord/([\w-]{43})/", message.body)[1]
    assert said(response) == ["Le lien est parti à direction@ecole.test ; il vaut 30 jours."]
    assert plain(message.subject) == "Accord 2025-2026 : à lire et à accepter"
    assert (message.to, message.reply_to) == (["direction@ecole.test"], [table.boss.email])
    assert token not in str(list(AgreementLink.objects.values()))
    assert client.get(f"/accord/{token}/").status_code == 200


def test_a_letter_that_did_not_leave_opens_nothing(client, table, agreement, settings):
    settings.EMAIL_BACKEND = "tests.partnerships.test_team.DeafServer"
    client.force_login(table.boss)

    response = send(client, table, agreement)

    assert "L’e-mail n’est pas parti" in said(response)[0]
    assert AgreementLink.objects.usable().count() == 0


def test_those_who_only_speak_for_a_party_send_no_letter(client, table, agreement):
    client.force_login(head(table))

    assert send(client, table, agreement).status_code == 403


def test_a_newer_link_to_the_same_address_replaces_the_former(table, agreement):
    sent_to(table, agreement)
    other, _url = sent_to(table, agreement, "autre@ecole.test")

    newer, _url = sent_to(table, agreement, "Direction@ecole.test")

    assert set(AgreementLink.objects.usable()) == {other, newer}


def test_nobody_is_flooded(client, table, agreement):
    client.force_login(table.boss)
    for _ in range(3):
        send(client, table, agreement)

    response = send(client, table, agreement)

    assert "Trois liens sont déjà partis" in text(response)
    assert len(mail.outbox) == 3


def test_nothing_is_sent_of_a_text_nobody_wrote(client, table):
    client.force_login(table.boss)
    blank = agreements.draft(
        partnership=table.partnership, school_year=2026, kind="yearly", by=table.boss
    )

    response = send(client, table, blank)

    assert "Rien n’est encore écrit : prenez la plume d’abord." in text(response)


def test_a_link_is_cancelled_by_those_who_may_send_it(client, table, letter):
    link, _url = letter
    page = f"/accords/liens/{link.pk}/annuler/"
    client.force_login(coordinator(StructureFactory()))
    stranger = client.post(page).status_code
    client.force_login(facilitator(table.centre))
    client.post(page)
    client.post(page)

    assert stranger == 404
    assert AgreementLink.objects.usable().count() == 0


# -- Reading and accepting ---------------------------------------------------------------------


def test_a_scanner_of_e_mail_that_opens_the_link_changes_nothing(client, letter):
    _link, url = letter
    before = list(AgreementLink.objects.values())

    answers = [client.get(url), client.head(url), client.get(url), client.options(url)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 405]
    assert list(AgreementLink.objects.values()) == before
    assert AuditEvent.objects.filter(verb="accepted").count() == 0
    assert answers[0]["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answers[0]["Cache-Control"]


def test_the_page_shows_the_text_and_no_menu(client, table, agreement, letter):
    _link, url = letter

    page = text(client.get(url))

    assert SECRET in page
    assert "Pour École. Partenariat « École et Centre », version 2." in page
    assert f'href="mailto:{table.boss.email}"' in page
    assert "<nav" not in page


def test_the_head_of_a_school_accepts_without_an_account(client, table, agreement, letter):
    link, url = letter

    response = client.post(url, YES)

    acceptance = agreement.acceptances.get()
    link.refresh_from_db()
    assert "Merci, c’est accepté" in text(response)
    assert (acceptance.structure, acceptance.version) == (table.school, 2)
    assert acceptance.accepted_by is None
    assert acceptance.told == "par Mme Lefort, directrice, avec le lien reçu"
    assert link.used_at is not None
    assert AuditEvent.objects.filter(verb="accepted").get().structure == table.school


def test_those_who_sent_the_link_hear_of_the_answer(client, table, agreement, letter):
    _link, url = letter
    colleague = coordinator(table.centre)
    for nobody in (facilitator(table.centre), coordinator(table.school), head(table)):
        assert nobody.email
    gone = coordinator(table.centre)
    gone.memberships.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    client.post(url, YES)
    client.post(url, YES)

    body = plain(mail.outbox[0].body)
    assert [message.to for message in mail.outbox] == [[table.boss.email], [colleague.email]]
    assert plain(mail.outbox[0].subject) == "École a accepté : Accord 2025-2026"
    assert mail.outbox[0].reply_to == ["direction@ecole.test"]
    assert "Mme Lefort, directrice vient d’accepter, pour « École »" in body
    assert "Reste à accepter :\n- Centre\n" in body
    assert f"http://testserver{agreement.get_absolute_url()}" in body
    assert url not in body


def test_the_last_yes_says_that_all_have_accepted(client, table, agreement, letter):
    _link, url = letter
    accepted_by(agreement, table.centre, by=table.boss)

    client.post(url, YES)

    assert "Toutes les parties l’ont accepté." in mail.outbox[0].body


def test_a_yes_stands_although_nobody_could_be_told(client, agreement, letter, settings):
    settings.EMAIL_BACKEND = "tests.partnerships.test_team.DeafServer"
    _link, url = letter

    response = client.post(url, YES)

    assert "Merci, c’est accepté" in text(response)
    assert agreement.acceptances.count() == 1


def test_a_name_is_asked_for(client, agreement, letter):
    _link, url = letter

    response = client.post(url, {"spoken_by": " ", "seen": 2})

    assert response.context["form"].errors == {"spoken_by": ["Ce champ est obligatoire."]}
    assert AgreementLink.objects.usable().count() == 1


def test_what_changed_since_their_yes_comes_first(client, table, agreement):
    accepted_by(agreement, table.school, by=None)
    _link, url = sent_to(table, rewritten(agreement, table, rhythm="Le jeudi midi."))

    page = text(client.get(url))

    assert page.index("Ce qui a changé depuis votre oui") < page.index(SECRET)
    assert "<ins>" in page


def test_what_differs_from_last_year_comes_first(client, table, agreement):
    following = agreements.renew(agreement=agreement, by=table.boss)
    _link, url = sent_to(table, rewritten(following, table, rhythm="Le jeudi midi."))

    page = text(client.get(url))

    assert "Ce qui change par rapport à l’année dernière" in page


def test_a_text_that_changes_while_it_is_read_is_read_again(client, table, agreement, letter):
    _link, url = letter
    rewritten(agreement, table, rhythm="Le jeudi midi.")

    response = client.post(url, YES)
    page = text(response)
    then = client.post(url, YES | {"seen": 3})

    assert "a changé pendant que vous le lisiez" in page
    assert 'value="Mme Lefort, directrice"' in page
    assert 'name="seen" value="3"' in page
    assert "Merci, c’est accepté" in text(then)


def test_a_party_that_has_accepted_otherwise_is_told_so(client, table, agreement, letter):
    _link, url = letter
    accepted_by(agreement, table.school, by=head(table))

    assert "Votre structure l’a déjà accepté" in text(client.get(url))


# -- On paper ----------------------------------------------------------------------------------


def test_whoever_holds_the_link_keeps_the_convention_of_that_agreement(client, table, letter):
    link, url = letter
    written(table, {"objectives": "Une autre année."}, year=2026)
    before = list(AgreementLink.objects.values())

    response = client.get(f"{url}convention.pdf")

    told = " ".join(text_of(response).split())
    line = AuditEvent.objects.get(verb="exported")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert (SECRET in told, "Une autre année." in told) == (True, False)
    assert (line.actor, line.structure, line.fields) == (None, table.school, ["convention"])
    assert line.object_id == str(link.agreement_id)
    assert list(AgreementLink.objects.values()) == before
    assert (response["X-Robots-Tag"], client.head(f"{url}convention.pdf").status_code) == (
        "noindex, nofollow",
        405,
    )
    assert f'href="{url}convention.pdf"' in text(client.get(url))


# -- Links that open nothing -------------------------------------------------------------------


def used(table, agreement, link, client, url):
    client.post(url, YES)


def expired(table, agreement, link, client, url):
    AgreementLink.objects.update(expires_at=timezone.now())


def revoked(table, agreement, link, client, url):
    asking.revoke(link=link, by=table.boss)


def closed(table, agreement, link, client, url):
    table.partnership.stage = "closed"
    table.partnership.save()


def ended(table, agreement, link, client, url):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    table.partnership.starts_on = table.partnership.ends_on = yesterday
    table.partnership.save()


def left(table, agreement, link, client, url):
    table.partnership.parties.filter(structure=table.school).delete()


OVER = "Ce partenariat est terminé : il n’y a plus rien à accepter."
DEAD = {
    used: "Ce lien a déjà servi : votre réponse est enregistrée.",
    expired: "Ce lien a plus de trente jours : il n’ouvre plus rien.",
    revoked: "Ce lien a été annulé, ou remplacé par un plus récent.",
    closed: OVER,
    ended: OVER,
    left: "La structure à qui ce lien fut envoyé ne fait plus partie du partenariat.",
}


@pytest.mark.parametrize("happens", DEAD, ids=lambda happens: happens.__name__)
def test_a_dead_link_says_why_and_leaks_nothing(client, table, agreement, letter, happens):
    link, url = letter
    happens(table, agreement, link, client, url)
    accepted = agreement.acceptances.count()

    answers = [client.get(url), client.post(url, YES), client.get(f"{url}convention.pdf")]

    for answer in answers:
        page = text(answer)
        assert answer.status_code == 404
        assert f'<p class="lede">{DEAD[happens]}</p>' in page
        assert SECRET not in page
        assert "École" not in page
    assert agreement.acceptances.count() == accepted
    assert not AuditEvent.objects.filter(verb="exported").exists()


def test_a_forged_link_looks_like_the_others(client, letter):
    link, url = letter
    asking.revoke(link=link, by=None)

    forged = text(client.get("/accord/" + "A" * 43 + "/"))
    on_paper = text(client.get("/accord/" + "A" * 43 + "/convention.pdf"))

    sentences = (
        "Ce lien n’existe pas : il a peut-être été coupé. Recopiez-le en entier.",
        "Ce lien a été annulé, ou remplacé par un plus récent.",
    )
    assert forged == on_paper
    assert forged == text(client.get(url)).replace(sentences[1], sentences[0])


def test_the_print_that_is_kept_opens_nothing(client, letter):
    link, _url = letter

    assert client.get(f"/accord/{link.token_hash}/").status_code == 404


def test_an_address_that_tries_many_links_waits_and_a_good_one_still_opens(client, letter):
    _link, url = letter

    statuses = [client.get(f"/accord/essai-{place}/").status_code for place in range(21)]
    last = text(client.get("/accord/essai/"))

    assert statuses == [404] * 20 + [429]
    assert "Trop de liens essayés d’ici : attendez dix minutes." in last
    assert client.get(url).status_code == 200


def test_of_two_answers_at_the_same_moment_one_finds_the_link_used(table, agreement, letter):
    link, _url = letter
    stale = AgreementLink.objects.select_related("agreement__partnership").get(pk=link.pk)
    asking.accept(link=link, seen=2, spoken_by="La première")

    with pytest.raises(ValidationError, match="déjà servi"):
        asking.accept(link=stale, seen=2, spoken_by="La seconde")

    assert agreement.acceptances.get().spoken_by == "La première"
