"""Under seal: who handed in and when is known to all; what they said, to nobody but their own."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation.models import Contribution, Review
from tests.evaluation.calling import called, given, noted, opened
from tests.factories import (
    ContributionFactory,
    HeldSessionFactory,
    ProgrammeFactory,
    StaffFactory,
    SurveyFactory,
    VoiceFactory,
    WorkshopFactory,
    facilitator,
    partner,
)
from tests.reading import text

pytestmark = pytest.mark.django_db
# What changes from one answer to the next whatever it says.
TOKENS = re.compile(r'(csrfmiddlewaretoken"|name="once") value="[^"]+"')
# PostgreSQL numbers what it reads piece by piece.
CURSOR = re.compile(r"_django_curs_\w+")


@pytest.fixture
def table(today):
    """Everybody has spoken: the centre twice, the school, the parents through the coordinator."""
    table = called(people=["parents", "children"])
    table.head = partner(table.school, first_name="Anne", last_name="Lefort")
    given(table.voices["centre"], table.boss, worked="SECRET-centre")
    given(table.voices["school"], table.head, worked="SECRET-school")
    noted(table.voices["parents"], table.boss, worked="SECRET-parents")
    return table


@pytest.fixture
def still():
    """The clock stands still: no page, no query differs by the moment it is asked."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def rewrite(voice):
    """Other words, of another length, other levels, another time: all that one may say."""
    words = dict.fromkeys(Contribution.WORDS, "Tout autre chose, bien plus long. " * 40)
    Contribution.objects.filter(voice=voice).update(
        **words, minutes=9999, source="enregistrement", version=7
    )


def seen(client, user, url):
    """The page without its tokens, and the queries it asks, from a fresh session."""
    client.force_login(user)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(url)
    queries = [CURSOR.sub("", query["sql"]) for query in asked if "session" not in query["sql"]]
    return TOKENS.sub("", page.content.decode()), dict(page.headers), queries


# -- Byte for byte -----------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["centre", "school", "parents"])
def test_no_page_of_the_others_changes_with_what_a_voice_says(client, table, still, whose):
    """The coordinator who called it, a colleague, the school, the administrator: nobody."""
    voice = table.voices[whose]
    readers = {
        "centre": [table.head],
        "school": [table.boss, facilitator(table.centre), StaffFactory()],
        "parents": [table.head, facilitator(table.centre), StaffFactory()],
    }[whose]
    pages = [
        table.review.get_absolute_url(),
        "/bilans/",
        "/",
        table.partnership.get_absolute_url(),
        f"/bilans/voix/{voice.pk}/donner/",
        f"/bilans/{table.review.pk}/preparer/",
    ]
    before = [seen(client, reader, page) for reader in readers for page in pages]

    rewrite(voice)

    assert [seen(client, reader, page) for reader in readers for page in pages] == before
    assert not any(f"SECRET-{whose}" in page for page, _headers, _asked in before)


def test_not_even_the_words_are_read_from_the_database(client, table):
    client.force_login(table.boss)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(table.review.get_absolute_url())

    columns = [
        f'"evaluation_contribution"."{word}"' for word in (*Contribution.WORDS, "minutes", "source")
    ]
    asked = [each["sql"] for each in asked if "evaluation_contribution" in each["sql"]]
    assert asked
    assert [sql for column in columns for sql in asked if column in sql] == []
    assert "SECRET" not in text(page)


def test_a_draft_is_known_to_nobody_else(client, today):
    table = called()
    head = partner(table.school)
    url = table.review.get_absolute_url()
    before = seen(client, table.boss, url)[0]

    given(table.voices["school"], head, hands_in=False)

    assert seen(client, table.boss, url)[0] == before


def test_contributions_are_had_by_their_own_voice_and_who_typed_them(table):
    centre, school, parents = (table.voices[kind] for kind in ("centre", "school", "parents"))

    def voices_read_by(user):
        return {each.voice for each in Contribution.objects.visible_to(user)}

    assert voices_read_by(table.boss) == {centre, parents}
    assert voices_read_by(facilitator(table.centre)) == {centre}
    assert voices_read_by(table.head) == {school}
    assert voices_read_by(StaffFactory()) == set()

    opened(table.review)
    assert voices_read_by(table.head) == {centre, school, parents}


# -- What is shown -----------------------------------------------------------------------------


def envelopes(client, user, review):
    client.force_login(user)
    return client.get(review.get_absolute_url()).context["envelopes"]


def test_envelopes_follow_the_lot_whoever_looks(client, table):
    places = [str(voice) for voice in table.review.voices.order_by("place")]

    for user in (table.boss, table.head):
        assert [str(each.voice) for each in envelopes(client, user, table.review)] == places


def test_an_envelope_says_who_and_when(client, table):
    client.force_login(table.boss)

    page = text(client.get(table.review.get_absolute_url()))

    for words in ("Anne Lefort", "Nadia Ostrowski", "Le groupe du jeudi", "Déposé le 10 mars"):
        assert words in page
    assert page.count("Attendue") == 1


def test_words_that_are_not_signed_have_no_name(client, today):
    table = called()
    given(table.voices["school"], partner(table.school, last_name="Lefort"), signs=False)
    client.force_login(table.boss)

    page = text(client.get(table.review.get_absolute_url()))

    assert "Sans signature" in page
    assert "Lefort" not in page


def test_an_account_that_was_closed_leaves_its_words_without_a_name(client, table):
    Contribution.objects.filter(author=table.head).update(author=None)

    (school,) = [
        each for each in envelopes(client, table.boss, table.review) if each.voice.kind == "school"
    ]

    assert (school.is_in, school.deposits[0].name) == (True, "")


def test_what_was_answered_without_a_name_is_in_once_closed(client, table):
    survey = SurveyFactory(voice=table.voices["children"])
    children = envelopes(client, table.boss, table.review)
    before = text(client.get(table.review.get_absolute_url()))
    survey.closed_at = table.review.called_at
    survey.save()
    client.force_login(table.boss)
    page = client.get(table.review.get_absolute_url())

    def is_in(found):
        return next(each.is_in for each in found if each.voice.kind == "children")

    assert (is_in(children), is_in(page.context["envelopes"])) == (False, True)
    assert "Des avis se recueillent, sans nom." in before
    assert "Avis sans nom" in text(page)


def test_each_is_shown_what_it_may_do(client, table):
    def may(user):
        found = envelopes(client, user, table.review)
        return {each.voice.kind: (each.is_mine, each.is_noted, len(each.typed)) for each in found}

    assert may(table.boss) == {
        "centre": (True, False, 0),
        "school": (False, False, 0),
        "parents": (False, True, 1),
        "children": (False, True, 0),
    }
    assert may(table.head) == {
        "centre": (False, False, 0),
        "school": (True, False, 0),
        "parents": (False, False, 0),
        "children": (False, False, 0),
    }


def test_the_envelopes_are_opened_once_all_are_in_or_one_meets(client, table):
    """By those who work in a party; the others are told nothing of it."""
    url = table.review.get_absolute_url()
    Review.objects.update(meets_on="2026-03-12")
    client.force_login(table.boss)
    before = text(client.get(url))
    Review.objects.update(meets_on="2026-03-10")
    after = text(client.get(url))
    client.force_login(table.head)
    at_school = text(client.get(url))

    assert "Ouvrir les plis" not in before
    assert "Il manque la voix de : Enfants" in before
    assert "Ouvrir les plis" in after
    assert "Ouvrir les plis" not in at_school


def test_the_figures_of_the_period_are_beside_the_envelopes(client, table):
    programme = ProgrammeFactory(lead=table.centre)
    programme.partnerships.add(table.partnership)
    workshop = WorkshopFactory(programme=programme, host=table.school)
    HeldSessionFactory(workshop=workshop, date=dt.date(2026, 2, 3))
    client.force_login(table.head)

    page = text(client.get(table.review.get_absolute_url()))

    assert "Les chiffres préparés" in page
    assert "comptés aujourd’hui ; ils seront gardés tels quels à l’ouverture des plis" in page
    assert "Séances tenues</dt><dd>1</dd>" in page


def test_a_party_joins_in_after_a_colleague(client, table):
    client.force_login(facilitator(table.centre))

    assert "Ajouter mes mots" in text(client.get(table.review.get_absolute_url()))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_voices(
    client, today, django_assert_num_queries, number
):
    table = called(people=["parents", "children"])
    for _each in range(number):
        voice = VoiceFactory(review=table.review)
        ContributionFactory.create_batch(number, voice=voice)
        noted(table.voices["parents"], table.boss, who=f"Groupe {_each}")
    client.force_login(table.boss)

    with django_assert_num_queries(20):
        client.get(table.review.get_absolute_url())


def test_once_open_the_envelopes_are_gone(client, table):
    opened(table.review)
    client.force_login(table.boss)

    page = client.get(table.review.get_absolute_url())

    assert "envelopes" not in page.context
    assert not Review.objects.get().is_sealed
