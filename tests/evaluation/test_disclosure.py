import datetime as dt
from itertools import product

import pytest

from evaluation.disclosure import Disclosed, as_seen_by, is_inside, may_see_evidence, suppress
from evaluation.figures import Figures, Scope
from tests import factories as make

START, END = dt.date(2026, 9, 1), dt.date(2027, 8, 31)


# -- The rule, by brute force ------------------------------------------------------------------


def what_is_left(cells, threshold):
    """What is shown; then, of the hidden cells, how many they are and their sum."""
    hidden = suppress(cells, threshold)
    shown = [cell for place, cell in enumerate(cells) if place not in hidden]
    return shown, len(hidden), sum(cells) - sum(shown)


@pytest.mark.parametrize(("size", "highest", "threshold"), [(2, 25, 5), (3, 15, 5), (5, 6, 4)])
def test_no_small_cell_is_shown_nor_can_be_had_by_subtraction(size, highest, threshold):
    faults = []
    for cells in product(range(highest), repeat=size):
        shown, hidden, total = what_is_left(cells, threshold)
        is_told = hidden and (hidden == 1 or not total)
        is_small_group = 0 < total < threshold and hidden < size
        if any(0 < cell < threshold for cell in shown) or is_told or is_small_group:
            faults.append(cells)

    assert faults == []


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ([30, 20], set()),
        ([30, 0], set()),
        ([30, 3], {0, 1}),
        ([24, 7, 3], {1, 2}),
        ([24, 0, 3], {0, 1, 2}),
        ([24, 7, 3, 2], {1, 2, 3}),
        ([10, 7, 3], {0, 1, 2}),
        ([12, 7, 3], {1, 2}),
        ([24, 7, 1, 2], {1, 2, 3}),
        ([3, 0, 4], {0, 1, 2}),
    ],
)
def test_beside_a_small_cell_only_most_of_the_whole_is_shown(cells, hidden):
    assert suppress(cells, 5) == hidden


# -- Figures as others see them ----------------------------------------------------------------


@pytest.fixture
def many(db):
    """Twenty-four women, seven men, three of unknown sex; all new but two; half in a QPV."""
    workshop = make.WorkshopFactory()
    session = make.HeldSessionFactory(workshop=workshop)
    lead = workshop.programme.lead
    rows = [
        make.AttendanceFactory(
            session=session,
            parent__family__structure=lead,
            gender="f" if number < 24 else "m" if number < 31 else "",
            lives_in_qpv="yes" if number % 2 else "no",
        )
        for number in range(34)
    ]
    before = make.ProgrammeFactory(lead=lead, starts_on=dt.date(2025, 9, 1))
    earlier = make.HeldSessionFactory(workshop__programme=before, date=dt.date(2026, 3, 3))
    for row in rows[:2]:
        make.AttendanceFactory(session=earlier, parent=row.parent)
    return Figures.of(Scope((workshop.programme,), START, END))


def test_outside_personal_counts_are_hidden_against_subtraction(many):
    disclosed = Disclosed(many)

    texts = {
        name: disclosed.measure(name).text
        for name in ["unique_parents", "fathers", "new_parents", "qpv_parents", "participations"]
    }
    assert texts == {
        "unique_parents": "34",
        "fathers": "masqué",
        "new_parents": "masqué",
        "qpv_parents": "17",
        "participations": "34",
    }
    assert [share.parents for share in disclosed.by_gender()] == [24, None, None]
    assert [share.parents for share in disclosed.by_qpv()] == [17, 17, 0]
    assert [share.parents for share in disclosed.by_age_band()] == [0, 0, 0, 0, 0, 34]


def test_a_hidden_figure_keeps_nothing_of_its_value(many):
    figure = Disclosed(many).measure("fathers")

    assert (figure.value, figure.keys, figure.unknown) == (None, [], 0)
    assert figure.frozen()["text"] == "masqué"
    assert figure.notes == ("Les petits nombres de personnes ne sont pas montrés.",)


@pytest.mark.parametrize("name", ["individual_supports", "support_hours"])
def test_a_figure_of_supports_stays_inside_whatever_it_is(many, name):
    figure = Disclosed(many).measure(name)

    assert (figure.value, figure.text) == (None, "masqué")
    assert figure.notes == ("Ce chiffre reste dans la structure.",)


def test_outside_nobody_is_behind_a_figure(many):
    figures = Disclosed(many).measures()

    assert {name: figure.evidence for name, figure in figures.items() if figure.evidence} == {}


def test_an_unknown_that_is_hidden_is_not_told_beside_the_figure(many, settings):
    settings.SMALL_CELL = 4
    hidden_unknown = Disclosed(many).measure("fathers")
    settings.SMALL_CELL = 3
    shown = Disclosed(many).measure("fathers")

    assert (hidden_unknown.text, shown.text) == ("masqué", "7, et 3 inconnus")


def test_outside_activity_is_shown_in_full_and_people_by_school_are_not(many):
    disclosed = Disclosed(many)

    assert [line[2:] for line in disclosed.by_school()] == [(1, 120, 34, None)]
    assert [line[2:] for line in disclosed.by_month()][:3] == [
        (0, 0, 0, 0),
        (0, 0, 0, 0),
        (1, 120, 34, 34),
    ]
    assert disclosed.cumulative() == many.cumulative()
    assert disclosed.within(START, START).measure("unique_parents").value == 0
    assert disclosed.only(many.scope.programmes[0]).measure("unique_parents").value == 34


def test_completions_are_a_personal_matter_too(season):
    disclosed = Disclosed(Figures.of(Scope((season.programme,), START, END)))

    assert disclosed.measure("pathways_completed").text == "masqué"
    assert [line.parents for line in disclosed.groups()] == [None, None]


# -- Who reads what ----------------------------------------------------------------------------


def test_only_those_who_work_in_the_lead_read_everything(many):
    lead = many.scope.programmes[0].lead
    people = [
        make.coordinator(lead),
        make.facilitator(lead),
        make.partner(lead),
        make.observer(lead),
        make.coordinator(make.StructureFactory()),
    ]

    programmes = many.scope.programmes
    assert [is_inside(user, programmes) for user in people] == [True, True, False, False, False]
    assert [may_see_evidence(user, programmes) for user in people] == [True] + [False] * 4
    assert [as_seen_by(user, many) is many for user in people] == [True, True, False, False, False]
