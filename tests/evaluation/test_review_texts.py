"""The words of a review under every hand, its letters, and what the other pages say of it."""

import datetime as dt

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from evaluation import review_news
from evaluation.actions import openings
from evaluation.models import Review, ReviewAcceptance
from partnerships import registry
from partnerships.actions import asking
from tests.evaluation.reviewing import (
    accepted,
    all_gave,
    called,
    decided,
    gave,
    head,
    opened,
    url,
    written,
)
from tests.factories import ReviewLinkFactory, observer
from tests.reading import plain, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def table():
    return opened(all_gave(called()))


# -- Written together ----------------------------------------------------------------------------


def words(review, **changed):
    sent = {word: getattr(review, word) for word in Review.WORDS}
    return sent | {"seen": review.version} | changed


@pytest.mark.parametrize("who", ["centre", "school"])
def test_each_party_takes_the_pen_and_writes_the_same_words(client, table, who):
    client.force_login(table.boss if who == "centre" else head(table))

    page = client.post(url(table, "plume"), follow=True)
    done = client.post(
        url(table, "ecrire"), words(table.review, summary="Nous continuons."), follow=True
    )

    assert page.redirect_chain[-1][0] == url(table, "ecrire")
    assert said(done) == ["Version 2 enregistrée : chaque partie doit l’accepter de nouveau."]
    assert "Nous continuons." in text(done)


def test_two_who_wrote_at_once_see_both_texts(client, table):
    client.force_login(table.boss)
    client.post(url(table, "plume"))
    stale = words(table.review, summary="Mes mots.")
    written(table, summary="D’autres mots.")

    page = text(client.post(url(table, "ecrire"), stale | {"reason": "Je reprends."}))

    assert "Quelqu’un a écrit entre-temps" in page
    assert "D’autres mots." in page
    assert "Mes mots." in page


def test_each_party_accepts_for_itself_alone(client, table):
    written(table)
    client.force_login(head(table))
    seen = {"seen": table.review.version}

    own = client.post(url(table, "accepter", table.school.pk), seen, follow=True)
    other = client.post(url(table, "accepter", table.centre.pk), seen)

    assert said(own) == ["École a accepté le bilan."]
    assert other.status_code == 403
    assert ReviewAcceptance.objects.get().structure == table.school


def test_a_yes_said_aloud_is_noted_for_a_party_without_an_account(client, table):
    written(table)
    client.force_login(table.boss)
    sent = {"spoken_by": "Mme Lefort", "said_on": "2026-03-10", "how": "meeting"}

    done = client.post(url(table, "au-nom-de", table.school.pk), sent | {"seen": 2}, follow=True)

    assert said(done) == ["Noté, au nom de École."]


def test_what_changed_since_a_party_accepted_is_shown(client, table):
    written(table)
    accepted(table, table.school)
    decided(table, "Le vendredi soir", "stop")
    client.force_login(table.boss)

    page = text(client.get(url(table)))

    assert "Depuis la version 2 qu’elle a acceptée, la version 3 change :" in page
    assert "Le vendredi soir : arrêter (Centre)" in page.replace("&nbsp;", " ")


# -- Letters -----------------------------------------------------------------------------------


def test_a_letter_shows_every_voice_and_accepts_without_an_account(client, table):
    written(table)
    client.force_login(table.boss)
    client.post(url(table, "lien", table.school.pk), {"email": "direction@ecole.test"})
    address = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    client.logout()

    page = text(client.get(address))
    done = client.post(address, {"spoken_by": "Mme Lefort, directrice", "seen": 2})

    assert "Bien marché, dit Centre." in page
    assert "Répondre" not in page
    assert "Décider d’une action" not in page
    assert "Merci, c’est accepté" in text(done)
    assert ReviewAcceptance.objects.get().structure == table.school


def test_a_letter_is_taken_back(client, table):
    written(table)
    link, token = asking.send(
        text=table.review, structure=table.school, email="direction@ecole.test", by=table.boss
    )
    client.force_login(table.boss)

    done = client.post(f"/bilans/lettres/{link.pk}/annuler/", follow=True)

    assert said(done) == ["Le lien est annulé : il n’ouvre plus rien."]
    assert "Ce lien n’ouvre rien" in text(client.get(f"/bilan/{token}/"))


def test_letters_of_another_review_are_not_shown(client, table):
    written(table)
    ReviewLinkFactory(email="ailleurs@ecole.test", structure=table.school)
    client.force_login(table.boss)

    assert "ailleurs@ecole.test" not in text(client.get(url(table)))


# -- The page ------------------------------------------------------------------------------------


def test_what_was_lived_badly_becomes_a_difficulty_in_one_tap(client):
    table = called()
    gave(table.voices.parents, lived_badly="La porte était fermée.")
    all_gave(table)
    opened(table)
    client.force_login(table.boss)

    page = client.get(url(table))
    link = f"/partenariats/{table.partnership.pk}/difficultes/nouvelle/?what="
    form = text(client.get(f"{link}La porte était fermée."))

    assert "En faire une difficulté" in text(page)
    assert "La porte était fermée.</textarea>" in form


def test_the_time_of_each_is_said(client):
    table = called()
    gave(table.voices.school, minutes=20)
    gave(table.voices.school, minutes=10)
    all_gave(table)
    opened(table, minutes=60)
    client.force_login(table.boss)

    page = text(client.get(url(table)))

    assert "<dt>École</dt><dd>1 h 30</dd>" in page
    assert "<dt>Parents</dt><dd>4 h</dd>" in page


def test_a_review_whose_meeting_was_taken_away_still_reads(client, table):
    table.review.meeting.delete()
    client.force_login(table.boss)

    page = text(client.get(url(table)))

    assert "Les plis sont ouverts" in page
    assert "<dt>Centre</dt><dd>–</dd>" in page


def test_the_page_costs_the_same_whatever_is_said(client, table, django_assert_num_queries):
    client.force_login(table.boss)
    client.get(url(table))
    with django_assert_num_queries(21):
        client.get(url(table))

    for number in range(3):
        decided(table, f"Action {number}")
        for voice in vars(table.voices).values():
            gave(voice, f"Encore {number}")

    with django_assert_num_queries(21):
        client.get(url(table))


def test_an_observer_reads_nothing_of_it(client, table):
    client.force_login(observer(table.centre))

    assert client.get(url(table)).status_code == 404


# -- The other pages -----------------------------------------------------------------------------


def history(table):
    table.review.refresh_from_db()
    lines = review_news.history(table.partnership, table.boss)
    return [(plain(line.title), plain(line.detail)) for line in lines]


def test_the_history_tells_the_call_the_opening_and_the_closing(table):
    decided(table)
    accepted(table)
    openings.close(review=table.review, opens_next=False, by=table.boss)

    told = history(table)

    assert told == [
        ("Bilan de l’année : appelé", ""),
        ("Bilan de l’année : les voix sont ouvertes", ""),
        ("Bilan de l’année : clos", "1 décision prise ensemble"),
    ]


def test_under_seal_the_history_tells_the_call_alone():
    assert history(called()) == [("Bilan de l’année : appelé", "")]


def proofs(table):
    return [plain(line.detail) for line in review_news.proofs(table.partnership, table.boss)]


def test_the_evidence_says_whether_every_voice_is_there():
    table = called()
    gave(table.voices.centre)
    gave(table.voices.school)
    opened(table)
    decided(table)
    before = proofs(table)
    accepted(table)
    gave(table.voices.parents)

    assert before == [
        (
            "Incomplet : il y manque la voix de Parents. 1 décision prise ensemble. Pas encore accepté "
            "par École et Centre"
        )
    ]
    assert proofs(table) == [
        "Toutes les voix y sont. 1 décision prise ensemble. Accepté par chaque partie"
    ]


def test_the_page_of_evidence_shows_it(client, table):
    client.force_login(table.boss)

    page = text(client.get(f"/partenariats/{table.partnership.pk}/preuves/"))

    assert "Ce qui s’est évalué ensemble" in page


def waits(user, today):
    return [(line.kind, line.title) for line in registry.due.ask(user, today)]


def test_home_says_whose_yes_is_awaited_then_what_is_to_close(table, today):
    assert waits(table.boss, today) == []

    written(table)
    accepted(table, table.centre)
    Review.objects.update(opened_at=timezone.now() - dt.timedelta(days=9))
    table.review.versions.update(written_at=timezone.now() - dt.timedelta(days=9))
    relaunch, mine = waits(table.boss, today), waits(head(table), today)
    accepted(table, table.school)

    assert relaunch == [("Bilans à relancer", "École")]
    assert ("Bilans à valider", "École et Centre") in mine
    assert waits(table.boss, today) == [("Bilans à clore", "École et Centre")]


def test_what_is_closed_waits_for_nobody(table, today):
    written(table)
    accepted(table)
    openings.close(review=table.review, opens_next=False, by=table.boss)

    assert waits(table.boss, today) == []
