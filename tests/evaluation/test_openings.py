"""The voices of a review are opened together, once; it is closed when all have said yes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from evaluation.actions import openings
from evaluation.models import Review
from partnerships.actions.meetings import Present
from partnerships.models import AuditEvent, Meeting
from tests.evaluation.reviewing import (
    MEETING,
    all_gave,
    called,
    gave,
    head,
    opened,
    url,
)
from tests.factories import (
    HeldSessionFactory,
    ProgrammeFactory,
    SurveyFactory,
    WorkshopFactory,
    coordinator,
)
from tests.reading import plain, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def table():
    return called()


def refusal_of(act, **asked):
    with pytest.raises(ValidationError) as refused:
        act(**asked)
    return plain(" ".join(refused.value.messages))


def try_to_open(table, **meeting):
    return refusal_of(
        openings.open_voices,
        review=table.review,
        meeting=Meeting(**MEETING | meeting),
        present=[],
        by=table.boss,
    )


# -- Opening -----------------------------------------------------------------------------------


def test_all_voices_are_opened_with_the_meeting_and_who_came(table):
    opened(all_gave(table))

    review = Review.objects.get()
    meeting = review.meeting
    assert (review.is_sealed, review.opened_by) == (False, table.boss)
    assert (meeting.kind, meeting.purpose, meeting.minutes) == ("review", "Bilan de l’année", 90)
    came = {(each.structure, each.number) for each in meeting.presences.all()}
    assert came == {(table.centre, 1), (table.school, 1), (None, 4)}
    assert review.versions.count() == 1
    assert AuditEvent.objects.filter(fields=["opened_at"]).count() == 1


def test_the_first_version_is_kept_when_nobody_kept_it_before(table):
    table.review.versions.all().delete()

    opened(all_gave(table))

    assert table.review.versions.get().number == 1


def test_nothing_is_opened_before_anybody_has_handed_in(table):
    assert try_to_open(table).startswith("Personne n’a encore rien déposé")


def test_a_missing_voice_is_waited_for_until_the_day_planned(table):
    Review.objects.update(meets_on=dt.date(2026, 3, 12))
    table.review.refresh_from_db()
    gave(table.voices.centre)

    assert try_to_open(table) == (
        "Il manque la voix de : Parents et École. Les plis s’ouvrent quand tout est là, ou le jour "
        "de la rencontre, le 12 mars."
    )


def test_a_missing_voice_is_waited_for_when_the_meeting_said_is_to_come(table):
    gave(table.voices.centre)
    gave(table.voices.school)

    refused = try_to_open(table, held_on=dt.date(2026, 3, 11))

    assert refused == "Il manque la voix de : Parents. Attendez le jour de la rencontre."


def test_the_day_of_the_meeting_the_voices_open_and_the_missing_one_is_said(client, table):
    gave(table.voices.centre)
    gave(table.voices.school)
    Review.objects.update(meets_on=dt.date(2026, 3, 10))

    opened(table)
    client.force_login(table.boss)

    page = text(client.get(url(table)))
    assert "Bilan incomplet." in page
    assert "Il y manque la voix de : Parents." in page
    assert "voix manquante" in page
    assert "Bilan incomplet : voix manquante : Parents." in text(client.get(url(table, "imprimer")))


def test_with_every_voice_in_one_may_read_before_the_meeting(table):
    all_gave(table)
    Review.objects.update(meets_on=dt.date(2026, 3, 12))

    opened(table, held_on=dt.date(2026, 3, 12))

    assert not Review.objects.get().is_sealed


def test_a_closed_survey_gives_the_voice_of_parents(table):
    gave(table.voices.centre)
    gave(table.voices.school)
    survey = SurveyFactory(voice=table.voices.parents)
    before = [str(voice) for voice in openings.missing(table.review)]

    survey.closed_at = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    survey.save()

    assert (before, openings.missing(table.review)) == (["parents"], [])


def test_a_draft_is_no_voice(table):
    all_gave(table)
    table.voices.school.contributions.update(handed_in_at=None)

    assert openings.missing(table.review) == [table.voices.school]


def test_of_two_openings_one_counts(table):
    before = Review.objects.get()
    opened(all_gave(table))
    table.review = before

    assert try_to_open(table) == "Les plis sont déjà ouverts : rechargez la page."
    assert Meeting.objects.count() == 1


def test_the_figures_are_counted_once_as_they_may_leave_the_structure(table):
    programme = ProgrammeFactory(lead=table.centre)
    programme.partnerships.add(table.partnership)
    workshop = WorkshopFactory(programme=programme, host=table.school)
    HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, 6), delivered_minutes=120)
    HeldSessionFactory(workshop__programme=programme, date=dt.date(2026, 1, 6))

    opened(all_gave(table))
    HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, 13))

    figures = Review.objects.get().figures
    told = {line["name"]: plain(line["text"]) for line in figures["lines"]}
    assert figures["counted_on"] == "2026-03-10"
    assert (told["sessions_held"], told["hours_delivered"]) == ("1", "2 h")


def test_a_review_of_one_workshop_counts_that_workshop():
    workshop = WorkshopFactory()
    table = called(workshop=workshop)
    HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, 6))

    opened(all_gave(table))

    assert Review.objects.get().figures["lines"][0]["text"] == "1"


def test_without_a_workshop_there_is_nothing_to_count(table):
    opened(all_gave(table))

    assert Review.objects.get().figures["lines"] == []


# -- The page that opens ---------------------------------------------------------------------------


def test_opening_asks_for_a_tick_then_shows_the_voices(client, table):
    all_gave(table)
    client.force_login(table.boss)
    sent = {"held_on": "2026-03-10", "place": "Salle des maîtres", "minutes": "60"}
    sent |= {f"more_{table.school.pk}": "2", "parents": "5"}

    unsure = client.post(url(table, "ouvrir"), sent)
    done = client.post(url(table, "ouvrir"), sent | {"is_sure": "on"}, follow=True)

    assert "Cochez pour ouvrir les plis" in text(unsure)
    assert said(done) == ["Les plis sont ouverts : lisez-vous côte à côte."]
    meeting = Meeting.objects.get()
    assert {(each.structure, each.number) for each in meeting.presences.all()} == {
        (table.school, 2),
        (None, 5),
    }


def test_the_page_proposes_what_was_planned_and_says_who_is_missing(client, table):
    gave(table.voices.centre)
    gave(table.voices.school)
    planned = {"meets_on": dt.date(2026, 3, 10), "meets_at": dt.time(17, 30), "place": "Au collège"}
    Review.objects.update(**planned)
    client.force_login(table.boss)

    page = client.get(url(table, "ouvrir"))

    assert 'value="2026-03-10"' in text(page)
    assert 'value="17:30"' in text(page)
    assert "Il manque la voix de : Parents. Si la rencontre a lieu ainsi" in text(page)


def test_the_page_says_why_it_cannot_open(client, table):
    client.force_login(table.boss)

    page = text(client.get(url(table, "ouvrir")))

    assert "Personne n’a encore rien déposé" in page
    assert 'name="held_on"' not in page


def test_what_the_action_refuses_is_said_beside_the_day(client, table):
    gave(table.voices.centre)
    client.force_login(table.boss)

    page = client.post(url(table, "ouvrir"), {"held_on": "2026-03-11", "is_sure": "on"})

    assert "Attendez le jour de la rencontre." in text(page)
    assert Meeting.objects.count() == 0


def test_those_who_speak_for_the_school_do_not_open(client, table):
    client.force_login(head(all_gave(table)))

    assert client.get(url(table, "ouvrir")).status_code == 403


def test_open_already_one_is_led_to_read(client, table):
    opened(all_gave(table))
    client.force_login(table.boss)

    response = client.get(url(table, "ouvrir"), follow=True)

    assert said(response) == ["Les plis sont déjà ouverts."]


def test_for_strangers_there_is_no_such_review(client, table):
    client.force_login(coordinator(WorkshopFactory().programme.lead))

    pages = [client.get(url(table, page)).status_code for page in ("ouvrir", "clore", "imprimer")]

    assert pages == [404, 404, 404]


def test_presences_by_name_and_by_number_count_alike(table):
    opened(all_gave(table), present=[Present(table.school, number=3)], minutes=60)

    assert Meeting.objects.get().presences.get().number == 3
