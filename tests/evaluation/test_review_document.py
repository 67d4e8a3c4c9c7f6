"""« Bilan partagé »: a document of all its parties, printed once each has accepted it."""

import pytest

from evaluation.actions import replies
from evaluation.models import Reply
from evaluation.side_by_side import grid_of
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
from tests.factories import CriterionFactory, RatingFactory, StructureFactory, VoiceFactory
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_under_seal_there_is_nothing_to_print(client):
    table = called()
    client.force_login(table.boss)

    found = [client.get(url(table, page)).status_code for page in ("imprimer", "pdf")]

    assert found == [404, 404]


def test_before_each_party_has_accepted_the_pdf_says_why_and_offers_the_page(client):
    table = opened(all_gave(called()))
    written(table)
    accepted(table, table.centre)
    client.force_login(table.boss)

    refused = client.get(url(table, "pdf"))

    assert refused.status_code == 409
    assert "On attend l’accord de : École." in text(refused)
    assert f'href="{url(table, "imprimer")}"' in text(refused)


def test_with_nothing_written_there_is_nothing_to_share(client):
    table = opened(all_gave(called()))
    client.force_login(table.boss)

    assert "Rien n’y est encore écrit" in text(client.get(url(table, "pdf")))


def test_the_page_to_print_says_that_it_is_not_shared_yet(client):
    table = opened(all_gave(called()))
    written(table)
    client.force_login(table.boss)

    page = text(client.get(url(table, "imprimer")))

    assert "Ce n’est pas encore un bilan partagé. Reste à accepter : École, Centre." in page


def full():
    """Differences, an answer, a decision, words, and everybody’s yes."""
    table = called()
    criterion = CriterionFactory(label="Se dire les choses")
    table.review.criteria.add(criterion)
    for voice, level in [(table.voices.centre, 4), (table.voices.school, 1)]:
        RatingFactory(contribution=gave(voice, minutes=20), criterion=criterion, level=level)
    gave(table.voices.parents, "On n’a plus honte.", lived_badly="La porte fermée.")
    opened(table)
    answer = Reply(
        voice=table.voices.school,
        about=table.voices.parents,
        passage="lived_badly",
        words="Nous avons donné la clé.",
    )
    replies.reply(reply=answer, by=table.boss)
    decided(table, "Le vendredi soir", "stop")
    written(table, summary="Les parents osent entrer.")
    return accepted(table)


def test_the_document_holds_every_voice_and_what_was_decided(client):
    table = full()
    client.force_login(head(table))

    page = text(client.get(url(table, "imprimer")))

    for words in [
        "On n’a plus honte.",
        "Nous avons donné la clé.",
        "Le vendredi soir",
        "Arrêter",
        "Les parents osent entrer.",
        "Se dire les choses",
        "<strong>Pas du tout</strong> : École<br><strong>Tout à fait</strong> : Centre",
        "Accepté le 10 mars 2026",
        "20 min",
        "1 h 30",
    ]:
        assert words in page
    assert "pas encore un bilan partagé" not in page
    assert 'class="review"' in page


def test_once_accepted_by_all_it_is_a_pdf(client):
    table = full()
    client.force_login(table.boss)

    response = client.get(url(table, "pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_with_a_fourth_voice_the_sheet_is_turned(client):
    table = called()
    town = StructureFactory(name="Mairie", kind="town")
    gave(VoiceFactory(review=table.review, structure=town))
    opened(all_gave(table))
    client.force_login(table.boss)

    page = text(client.get(url(table, "imprimer")))

    assert 'class="review wide"' in page
    assert len(grid_of(table.review).columns) == 4
