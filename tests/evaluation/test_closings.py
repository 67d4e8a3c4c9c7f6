"""A review is closed when each party has accepted it; the next year starts from it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from evaluation.actions import openings
from evaluation.models import Review
from partnerships.models import Agreement, Meeting
from tests.evaluation.reviewing import (
    accepted,
    all_gave,
    called,
    decided,
    head,
    opened,
    url,
    written,
)
from tests.factories import ReviewFactory
from tests.partnerships.agreeing import written as agreed
from tests.reading import plain, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def table():
    return called()


def refusal_of(act, **asked):
    with pytest.raises(ValidationError) as refused:
        act(**asked)
    return plain(" ".join(refused.value.messages))


def test_it_closes_only_when_each_party_has_accepted_it_as_it_stands(table):
    opened(all_gave(table))
    written(table)
    accepted(table, table.centre)
    waiting = refusal_of(openings.close, review=table.review, opens_next=False, by=table.boss)
    accepted(table, table.school)
    decided(table)

    again = refusal_of(openings.close, review=table.review, opens_next=False, by=table.boss)

    assert waiting == "Le bilan se clôt quand chaque partie l’a accepté : on attend École."
    assert again == "Le bilan se clôt quand chaque partie l’a accepté : on attend École et Centre."


def ready(table):
    opened(all_gave(table))
    decided(table, "Le groupe du jeudi", "continue")
    decided(table, "Le vendredi soir", "stop")
    written(table, summary="Les parents osent entrer.", open_questions="Et les pères ?")
    return accepted(table)


def test_closing_is_once(table):
    ready(table)
    openings.close(review=table.review, opens_next=False, by=table.boss)

    again = refusal_of(openings.close, review=table.review, opens_next=False, by=table.boss)

    assert again == "Ce bilan est clos : il ne change plus."
    assert Review.objects.get().closed_by == table.boss


def test_closing_carries_on_this_year_and_writes_where_nothing_is_written(table):
    agreement = agreed(table)
    ready(table)

    review, filled = openings.close(review=table.review, opens_next=True, by=table.boss)

    following = review.next_agreement
    agreement.refresh_from_db()
    assert (following.previous, agreement.outcome) == (agreement, "renewed")
    assert following.school_year == 2026
    assert following.objectives == "Ouvrir l’école aux parents."
    assert following.diagnosis == "Les parents osent entrer."
    assert "Resté ouvert : Et les pères ?" in plain(following.joint_review)
    assert filled == ["ce que nous constatons ensemble", "comment nous évaluerons ensemble"]


def test_without_an_agreement_this_year_the_next_starts_from_the_decisions(table):
    ready(table)

    review, filled = openings.close(review=table.review, opens_next=True, by=table.boss)

    assert plain(review.next_agreement.objectives) == "Le groupe du jeudi : poursuivre"
    assert "objectifs partagés" in filled


def test_a_meeting_taken_away_leaves_the_rest(table):
    ready(table)
    Meeting.objects.all().delete()
    table.review.refresh_from_db()

    review, _filled = openings.close(review=table.review, opens_next=True, by=table.boss)

    assert "Dernière rencontre" not in review.next_agreement.joint_review


def test_next_year_written_by_hand_stays_as_it_is(table):
    ready(table)
    known = agreed(table, year=2026)

    review, filled = openings.close(review=table.review, opens_next=True, by=table.boss)

    assert (review.next_agreement, filled) == (known, [])
    assert Agreement.objects.get().version == known.version


def test_two_reviews_do_not_open_the_same_year(table):
    ready(table)
    known = agreed(table, year=2026)
    ReviewFactory(partnership=table.partnership, next_agreement=known)

    refused = refusal_of(openings.close, review=table.review, opens_next=True, by=table.boss)

    assert refused == "Un autre bilan a déjà ouvert l’accord de l’année suivante."


def test_an_agreement_with_every_passage_written_takes_nothing(table):
    words = ("diagnosis", "objectives", "working_rules", "joint_review")
    agreed(table, words=dict.fromkeys(words, "Déjà dit."))
    ready(table)

    review, filled = openings.close(review=table.review, opens_next=True, by=table.boss)

    assert (review.next_agreement.diagnosis, filled) == ("Déjà dit.", [])


def test_the_school_may_close_as_well_as_the_centre(client, table):
    ready(table)
    client.force_login(head(table))

    page = client.get(url(table, "clore"))
    done = client.post(url(table, "clore"), {"opens_next": "on"}, follow=True)

    assert "Ouvrir l’accord 2026-2027, prérempli" in text(page)
    assert said(done)[0] == "Le bilan est clos : il ne change plus."
    assert said(done)[1].startswith("Les mots du bilan sont dans : ")
    assert done.redirect_chain[0][0] == f"/accords/{Agreement.objects.get().pk}/"


def test_closing_without_the_next_year_comes_back_to_the_review(client, table):
    ready(table)
    client.force_login(table.boss)

    done = client.post(url(table, "clore"), {}, follow=True)

    assert said(done) == ["Le bilan est clos : il ne change plus."]
    assert Agreement.objects.count() == 0
    assert "Clos ensemble le 10 mars 2026" in text(done)


def test_closing_says_that_next_year_was_written_already(client, table):
    ready(table)
    agreed(table, year=2026)
    client.force_login(table.boss)

    done = client.post(url(table, "clore"), {"opens_next": "on"}, follow=True)

    assert said(done)[1] == "L’accord de l’année suivante était déjà écrit : il reste tel."


def test_the_page_that_closes_says_who_is_waited_for(client, table):
    opened(all_gave(table))
    client.force_login(table.boss)

    assert "on attend École, Centre." in text(client.get(url(table, "clore")))


def test_half_a_year_does_not_propose_the_next(client):
    table = called(ends_on=dt.date(2026, 2, 28))
    opened(all_gave(table))
    written(table)
    accepted(table)
    client.force_login(table.boss)

    page = text(client.get(url(table, "clore")))

    assert 'name="opens_next"' in page
    assert "checked" not in page


def test_under_seal_and_closed_nothing_is_written(client, table):
    client.force_login(table.boss)
    sealed = client.get(url(table, "clore")).status_code
    ready(table)
    openings.close(review=table.review, opens_next=False, by=table.boss)

    closed = client.get(url(table, "clore")).status_code

    assert (sealed, closed) == (403, 403)
