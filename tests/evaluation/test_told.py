"""What issued reports told of people is not told again a few people apart (T38)."""

import datetime as dt

import pytest

from evaluation import told
from evaluation.reports import content_of
from tests import factories as make
from tests.evaluation.issuing import issue

HIDDEN = "masqué"


def content(*texts, total=None, fathers=None, is_personal=True):
    parts = [
        {"label": str(place), "text": text, "is_hidden": text == HIDDEN}
        for place, text in enumerate(texts)
    ]
    line = {"key": 1, "measure": "fathers", "value": fathers, "is_personal": is_personal}
    return {"people": [{"title": "Âge", "parts": parts, "total": total}], "indicators": [line]}


def texts(content, *others):
    found = told.apart(content, others, 5)
    return [part["text"] for part in found["people"][0]["parts"]]


def fathers(content, *others):
    return told.apart(content, others, 5)["indicators"][0]["value"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (("20", "7"), ("20", "7"), ["20", "7"]),
        (("20", "7"), ("1\u202f025", "7"), ["1\u202f025", "7"]),
        (("20", "7"), ("21", "7"), [HIDDEN, HIDDEN]),
        (("20", "7"), (HIDDEN, "7"), [HIDDEN, "7"]),
    ],
)
def test_a_table_is_hidden_when_a_part_of_it_is_a_few_people_away(before, after, shown):
    assert texts(content(*after), content(*before)) == shown


def test_what_was_hidden_is_shown_once_many_people_came():
    before = content(HIDDEN, "30", total=34)

    assert texts(content("5", "30", total=35), before) == [HIDDEN, HIDDEN]
    assert texts(content("9", "30", total=39), before) == ["9", "30"]
    assert texts(content("9", "30", total=39), content(HIDDEN, "30")) == [HIDDEN, HIDDEN]


def test_each_report_counts_and_not_the_last_alone():
    early, late = content("20", "7", total=27), content("90", "70", total=160)

    assert texts(content("21", "7", total=28), early, late) == [HIDDEN, HIDDEN]
    assert texts(content("40", "60", total=100), early, late) == ["40", "60"]


def test_a_figure_of_people_is_hidden_when_it_is_a_few_people_away():
    assert fathers(content("20", fathers=12), content("20", fathers=12)) == 12
    assert fathers(content("20", fathers=13), content("20", fathers=12)) is None
    assert fathers(content("20", fathers=19), content("20", fathers=12)) == 19
    assert fathers(content("20", total=20, fathers=6), content("19", total=19)) is None
    assert fathers(content("40", total=40, fathers=6), content("19", total=19)) == 6


def test_other_figures_are_said_however_close():
    before = content("20", fathers=12, is_personal=False)

    assert fathers(content("20", fathers=13, is_personal=False), before) == 13


@pytest.fixture
def programme(db):
    return make.ProgrammeFactory()


@pytest.fixture
def boss(programme):
    return make.coordinator(programme.lead)


def report_of(programme, **fields):
    grant = make.GrantFactory(holder=programme.lead)
    grant.programmes.add(programme)
    return make.ReportFactory(grant=grant, **fields)


def come(programme, number, day):
    session = make.HeldSessionFactory(workshop__programme=programme, date=day)
    make.AttendanceFactory.create_batch(number, session=session)


def people(content):
    return {part["text"] for table in content["people"] for part in table["parts"]}


def test_a_final_report_or_another_funder_is_not_told_of_the_one_who_came_since(
    programme, boss, today
):
    come(programme, 7, dt.date(2025, 10, 6))
    season = {"starts_on": dt.date(2025, 9, 1), "ends_on": dt.date(2026, 1, 31)}
    issue(report_of(programme, **season), boss)
    come(programme, 1, dt.date(2026, 2, 3))

    other = report_of(programme, **season | {"ends_on": dt.date(2026, 2, 28)})

    assert people(content_of(other)) == {HIDDEN}


def test_a_report_of_other_programmes_hides_nothing(programme, boss, today):
    season = {"starts_on": dt.date(2025, 9, 1), "ends_on": dt.date(2026, 1, 31)}
    come(programme, 7, dt.date(2025, 10, 6))
    issue(report_of(programme, **season), boss)
    stranger = make.ProgrammeFactory(lead=programme.lead)
    come(stranger, 8, dt.date(2025, 10, 6))

    assert people(content_of(report_of(stranger, **season))) == {"0", "8"}
