"""What the home page, the list and the pages of a partnership say of reviews to call and to give."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from evaluation import calls
from evaluation.models import Review
from partnerships import registry
from partnerships.models import Partnership
from tests.evaluation.calling import called, given, noted, opened
from tests.factories import (
    ContributionFactory,
    PartnershipFactory,
    ProgrammeFactory,
    ReviewFactory,
    SchoolFactory,
    StructureFactory,
    SurveyFactory,
    VoiceFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)
from tests.partnerships.agreeing import around_a_table
from tests.reading import plain, text

pytestmark = pytest.mark.django_db
MAY, APRIL, DECEMBER = dt.date(2026, 5, 1), dt.date(2026, 4, 30), dt.date(2026, 12, 31)
LIVED = {"stage": "active", "starts_on": dt.date(2025, 10, 1)}


@pytest.fixture
def in_may():
    with time_machine.travel(dt.datetime(2026, 5, 5, 9, tzinfo=dt.UTC)):
        yield


def lines(slot, user, today):
    return [(plain(due.title), plain(due.detail), due.url) for due in slot(user, today)]


# -- Reviews to call ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2026, 1, 1), None),
        (APRIL, None),
        (MAY, 2025),
        (dt.date(2026, 8, 31), 2025),
        (dt.date(2026, 9, 1), 2025),
        (DECEMBER, 2025),
    ],
)
def test_the_year_to_speak_of(day, year):
    assert calls.year_to_review(day) == year


def test_a_coordinator_is_reminded_from_may_on_and_until_it_is_called():
    table = around_a_table(**LIVED)
    url = f"/partenariats/{table.partnership.pk}/bilans/appeler/"
    line = ("École et Centre", "Se retrouver pour dire ce que l’année 2025-2026 a donné.", url)

    assert lines(calls.reviews_to_call, table.boss, APRIL) == []
    assert lines(calls.reviews_to_call, table.boss, MAY) == [line]
    assert lines(calls.reviews_to_call, facilitator(table.centre), MAY) == []
    assert lines(calls.reviews_to_call, partner(table.school), MAY) == []

    ReviewFactory(partnership=table.partnership, school_year=2025, workshop=WorkshopFactory())
    assert lines(calls.reviews_to_call, table.boss, MAY) == [line]
    ReviewFactory(partnership=table.partnership, school_year=2025)
    assert lines(calls.reviews_to_call, table.boss, MAY) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "sensed"},
        {"stage": "closed"},
        {"ends_on": dt.date(2025, 12, 1)},
        {"starts_on": None},
        {"starts_on": dt.date(2026, 9, 1)},
    ],
)
def test_a_partnership_that_did_not_live_that_year_calls_nothing(fields):
    around_a_table(**LIVED | fields)

    assert calls.to_call(Partnership.objects.all(), DECEMBER) == []


def test_beyond_three_the_others_are_one_line():
    table = around_a_table(**LIVED)
    for _each in range(4):
        PartnershipFactory(parties=[table.centre, SchoolFactory().structure], **LIVED)

    found = lines(calls.reviews_to_call, table.boss, MAY)

    assert len(found) == 4
    assert found[-1] == (
        "2 autres partenariats",
        "Leur année 2025-2026 attend aussi.",
        "/bilans/",
    )


# -- Voices awaited, everybody in --------------------------------------------------------------


def test_a_party_is_awaited_until_one_of_its_people_has_handed_in(today):
    table = called(answers_until=dt.date(2026, 3, 20))
    head, teacher = partner(table.school), partner(table.school)
    voice = table.voices["school"]
    line = (
        "Bilan de l’année",
        "Votre voix est attendue jusqu’au 20 mars. École et Centre",
        f"/bilans/voix/{voice.pk}/donner/",
    )

    given(voice, teacher, hands_in=False)
    assert lines(calls.voices_awaited, head, today) == [line]
    given(voice, teacher, seen=1)
    assert lines(calls.voices_awaited, head, today) == []


def test_without_a_date_nor_after_the_opening(today):
    table = called()

    found = lines(calls.voices_awaited, table.boss, today)
    opened(table.review)

    assert [detail for _title, detail, _url in found] == [
        "Votre voix est attendue. École et Centre"
    ]
    assert lines(calls.voices_awaited, table.boss, today) == []


def test_once_all_are_in_whoever_works_there_may_open(today):
    table = called()
    given(table.voices["centre"], table.boss)
    given(table.voices["school"], partner(table.school))
    before = lines(calls.reviews_to_open, table.boss, today)
    SurveyFactory(voice=table.voices["parents"], closed=True)
    url = table.review.get_absolute_url()

    assert before == []
    assert lines(calls.reviews_to_open, table.boss, today) == [
        ("Bilan de l’année", "Tout le monde a répondu : les plis peuvent s’ouvrir.", url)
    ]
    assert lines(calls.reviews_to_open, partner(table.school), today) == []


def test_the_meeting_to_come_is_in_the_diary_until_the_voices_are_open(today):
    meets_on = dt.date(2026, 3, 12)
    table = called(meets_on=meets_on, meets_at=dt.time(17, 30), place="Salle 12")

    (appointment,) = calls.diary(partner(table.school), today, meets_on)
    before = list(calls.diary(table.boss, today, today))
    opened(table.review)

    assert (appointment.on, appointment.starts_at) == (meets_on, dt.time(17, 30))
    assert (appointment.title, appointment.lines) == (
        "Bilan de l’année",
        ("École et Centre", "Salle 12"),
    )
    assert before == []
    assert list(calls.diary(table.boss, today, meets_on)) == []


def test_the_slots_of_the_home_page_hold_them():
    slots = {calls.reviews_to_call, calls.voices_awaited, calls.reviews_to_open}

    assert slots <= set(registry.due.functions)
    assert calls.diary in registry.diary.functions


# -- The list ----------------------------------------------------------------------------------


def test_the_list_tells_where_each_one_stands(client, today):
    table = called(answers_until=dt.date(2026, 3, 20))
    given(table.voices["centre"], table.boss)
    partnership = table.partnership
    ReviewFactory(partnership=partnership, title="Bilan ouvert", opened=True)
    ReviewFactory(
        partnership=partnership, title="Bilan clos", opened=True, closed_at=timezone.now()
    )
    client.force_login(table.boss)

    page = client.get("/bilans/")

    assert [str(review) for review in page.context["sealed"]] == ["Bilan de l’année"]
    assert [str(review) for review in page.context["open"]] == ["Bilan ouvert"]
    assert [str(review) for review in page.context["closed"]] == ["Bilan clos"]
    assert "1 voix sur 3, attendues jusqu’au 20 mars" in text(page)


def test_an_empty_list_says_what_a_review_is(client, today):
    client.force_login(partner(StructureFactory()))

    page = text(client.get("/bilans/"))

    assert "Aucun bilan pour l’instant." in page
    assert "Appeler un bilan" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many(client, in_may, django_assert_num_queries, number):
    table = around_a_table(**LIVED)
    for place in range(number):
        review = ReviewFactory(partnership=table.partnership, title=f"Bilan {place}")
        ContributionFactory.create_batch(number, voice=VoiceFactory(review=review))
        other = PartnershipFactory(parties=[table.centre, SchoolFactory().structure], **LIVED)
        ReviewFactory(partnership=other, opened=True)
    client.force_login(table.boss)

    with django_assert_num_queries(5):
        client.get("/bilans/")


# -- The page of a partnership, and of a workshop ----------------------------------------------


def test_the_page_of_a_partnership_shows_its_reviews_and_calls_another(client, today):
    table = called()
    ReviewFactory(partnership=table.partnership, title="Ancien", opened=True)
    Review.objects.filter(title="Ancien").update(school_year=2020, closed_at=timezone.now())
    client.force_login(table.boss)

    page = client.get(table.partnership.get_absolute_url())

    told = [(thing.title, thing.detail, thing.verb) for thing in page.context["reviews"]]
    closed_on = plain(told[1][1])
    assert told[0] == ("Bilan de l’année", "Les voix se déposent, sous pli.", "Voir")
    assert (told[1][0], closed_on) == ("Ancien", "Clos le 10 mars.")
    assert told[2][2] == "Appeler un bilan"
    assert f"/partenariats/{table.partnership.pk}/bilans/appeler/" in text(page)


def test_a_partner_reads_them_and_calls_none(client, today):
    table = called()
    Review.objects.update(opened_at=dt.datetime(2026, 3, 9, 17, tzinfo=dt.UTC), figures={})
    client.force_login(partner(table.school))

    page = client.get(table.partnership.get_absolute_url())

    assert [plain(thing.detail) for thing in page.context["reviews"]] == [
        "Ouvert le 9 mars, à conclure."
    ]


def test_the_page_of_a_workshop_has_its_own(client, today):
    table = around_a_table()
    programme = ProgrammeFactory(lead=table.centre)
    programme.partnerships.add(table.partnership)
    workshop = WorkshopFactory(programme=programme)
    called(table=table, workshop=workshop, title="Bilan du café")
    called(table=table)
    client.force_login(table.boss)

    found = client.get(workshop.get_absolute_url()).context["reviews"]

    assert [(thing.title, thing.url) for thing in found] == [
        ("Bilan du café", Review.objects.get(workshop=workshop).get_absolute_url()),
        ("", f"/bilans/appeler/?atelier={workshop.pk}"),
    ]


def test_noting_for_parents_counts_as_their_voice(today):
    table = called()

    noted(table.voices["parents"], table.boss)

    assert Review.objects.with_voices().get().voices_in == 1


def test_somebody_who_works_nowhere_around_the_table_calls_nothing(today):
    table = around_a_table()

    assert list(calls.reviews_of(table.partnership, coordinator(StructureFactory()))) == []
