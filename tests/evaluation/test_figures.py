"""Every figure of the season of season.py, against what a hand finds there."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from config.bench import statement
from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES, Unit
from evaluation.rows import COLUMNS
from tests import factories as make
from tests.evaluation.season import hold, note
from workshops.models import Attendance

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 9, 1), dt.date(2026, 12, 31)
BY_HAND = {
    "unique_parents": (4, "au moins 4"),
    "participations": (14, "14"),
    "families": (3, "au moins 3"),
    "sessions_held": (5, "5"),
    "hours_delivered": (375, "6 h 15"),
    "participant_hours": (1005, "16 h 45"),
    "attendance_rate": (Decimal("66.7"), "66,7 %"),
    "new_parents": (3, "au moins 3"),
    "fathers": (1, "au moins 1, et 1 inconnu"),
    "qpv_parents": (1, "au moins 1, et 2 inconnus"),
    "schools_reached": (2, "2"),
    "cohorts_started": (2, "2"),
    "pathways_completed": (1, "1"),
    "individual_supports": (2, "2"),
    "support_hours": (75, "1 h 15"),
    "referrals": (1, "1"),
    "referrals_succeeded": (0, "0"),
    "mothers": (2, "au moins 2, et 1 inconnu"),
    "children": (6, "6"),
    "children_concerned": (2, "au moins 2"),
    # The rest is worked out in hand_computed: see test_hand_computed.py.
    "languages": (0, "0"),
    "fill_rate": (None, "inconnu"),
    "partners_mobilised": (0, "0"),
    "co_run_hours": (0, "0 h"),
    "volunteer_hours": (0, "0 h"),
    "joint_reviews_held": (0, "0"),
    "actions_valued": (0, "0"),
    "know_how_actions_valued": (0, "0"),
    "satisfaction": (None, "inconnu"),
    "self_efficacy": (None, "inconnu"),
}
RATES = {"attendance_rate", "fill_rate", "satisfaction", "self_efficacy"}


def figures_of(story, start=START, end=END, **scope):
    return Figures.of(Scope((story.programme,), start, end, **scope))


def values(figures):
    return {name: figure.value for name, figure in figures.measures().items()}


# -- The season --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_says_what_the_hand_found(season, name):
    figure = figures_of(season).measure(name)

    assert (figure.value, plain(figure.text)) == BY_HAND[name]


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("name", sorted(set(MEASURES) - RATES))
def test_a_figure_has_exactly_its_rows_behind_it(season, name):
    figure = figures_of(season).measure(name)

    is_sum = figure.unit in (Unit.MINUTES, Unit.CHILDREN)
    rows = sum(amount for _key, amount in figure.evidence) if is_sum else len(figure.evidence)
    assert rows == figure.value


def test_the_rate_shows_who_came_of_whom_was_expected(season):
    figure = figures_of(season).measure("attendance_rate")

    assert [counts for _session, *counts in figure.evidence] == [
        [2, 3],
        [2, 2],
        [2, 4],
        [2, 3],
        [0, 0],
    ]
    assert figure.notes == ("8 venues sur 12 attendues.",)


def test_unnamed_people_are_said_and_never_counted_as_different(season):
    notes = figures_of(season).measure("unique_parents").notes

    assert notes == ("6 présences sans nom ne sont pas ajoutées.",)


def test_the_last_two_months_are_counted_afresh(season):
    figures = figures_of(season).within(dt.date(2026, 11, 1), END)

    assert values(figures) == dict.fromkeys(MEASURES, 0) | dict.fromkeys(RATES) | {
        "unique_parents": 2,
        "participations": 5,
        "families": 2,
        "sessions_held": 2,
        "hours_delivered": 105,
        "participant_hours": 45 + 30 + 180,
        "attendance_rate": Decimal("66.7"),
        "new_parents": 0,
        "fathers": 0,
        "qpv_parents": 0,
        "schools_reached": 2,
        "cohorts_started": 1,
        "pathways_completed": 1,
        "individual_supports": 1,
        "support_hours": 30,
        "mothers": 2,
        "children_concerned": 2,
    }


def test_a_pathway_is_completed_the_day_its_threshold_is_reached(season):
    first_part = figures_of(season, end=dt.date(2026, 10, 31))

    assert first_part.measure("pathways_completed").value == 0
    assert first_part.measure("cohorts_started").value == 1


def test_the_whole_structure_counts_a_person_once(season):
    before = season.bob.attendances.get(programme__starts_on=dt.date(2025, 9, 1)).programme
    scope = Scope((season.programme, before), dt.date(2025, 9, 1), END)

    figures = values(Figures.of(scope))

    assert figures["unique_parents"] == 4
    assert figures["new_parents"] == 4
    assert figures["sessions_held"] == 6
    # The school Ana's household had the season before, when Bob came.
    assert figures["schools_reached"] == 3


def test_several_structures_make_an_upper_bound(season):
    elsewhere = season.dan.attendances.get(date=dt.date(2026, 6, 2)).programme
    scope = Scope((season.programme, elsewhere), dt.date(2025, 9, 1), dt.date(2026, 9, 30))

    figure = Figures.of(scope).measure("unique_parents")

    assert plain(figure.text) == "au plus 3"


def test_neither_bound_is_sure_over_structures_with_unnamed_people(season):
    elsewhere = season.dan.attendances.get(date=dt.date(2026, 6, 2)).programme

    figure = Figures.of(Scope((season.programme, elsewhere), START, END)).measure("families")

    assert plain(figure.text) == "environ 3"


def test_a_scope_may_be_one_workshop_or_one_school(season):
    talk = figures_of(season, workshops=frozenset([season.talk.pk]))
    north = figures_of(season, schools=frozenset([season.north.pk]))

    assert [talk.measure("sessions_held").value, talk.measure("unique_parents").value] == [2, 3]
    assert [north.measure("sessions_held").value, north.measure("unique_parents").value] == [1, 2]


# -- Corrections, boundaries -------------------------------------------------------------------


def test_correcting_a_held_sheet_moves_the_figures(season):
    Attendance.objects.filter(pk=season.dan_came.pk).update(status="absent")

    figures = values(figures_of(season))

    assert figures["unique_parents"] == 3
    # Five heads were counted all the same: one more of them has no name.
    assert figures["participations"] == 14


@pytest.mark.parametrize(
    "change",
    [
        {"left_on": dt.date(2026, 9, 2)},
        {"left_on": None},
        {"enrolled_on": dt.date(2026, 12, 1), "left_on": None},
        {"enrolled_on": dt.date(2026, 8, 1), "left_on": None},
    ],
)
def test_leaving_or_enrolling_again_later_moves_no_rate_of_the_past(season, change):
    season.talk.enrolments.filter(parent__in=[season.bob, season.ana]).update(**change)

    figure = figures_of(season).measure("attendance_rate")

    assert figure.value == Decimal("66.7")


def test_nobody_expected_is_an_unknown_rate():
    held = hold(make.WorkshopFactory(), 9, 15, 60)
    story = SimpleNamespace(programme=held.workshop.programme)

    figure = figures_of(story).measure("attendance_rate")

    assert (figure.value, figure.text, figure.notes) == (
        None,
        "inconnu",
        ("Personne n’était attendu.",),
    )


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (dt.date(2026, 8, 31), dt.date(2026, 8, 31), 1),
        (dt.date(2026, 9, 1), dt.date(2026, 9, 1), 1),
        (dt.date(2026, 8, 31), dt.date(2026, 9, 1), 2),
        (dt.date(2026, 9, 2), dt.date(2026, 9, 30), 0),
    ],
)
def test_a_night_belongs_to_the_day_it_starts(start, end, held):
    workshop = make.WorkshopFactory()
    hold(workshop, 8, 31, 120, starts_at=dt.time(23), ends_at=dt.time(1))
    hold(workshop, 9, 1, 60, starts_at=dt.time(0, 30), ends_at=dt.time(1, 30))

    figures = figures_of(SimpleNamespace(programme=workshop.programme), start, end)

    assert figures.measure("sessions_held").value == held


def test_an_empty_programme_has_figures_too():
    figures = figures_of(SimpleNamespace(programme=make.ProgrammeFactory()))

    assert values(figures) == dict.fromkeys(MEASURES, 0) | dict.fromkeys(RATES)


# -- Breakdowns --------------------------------------------------------------------------------


def test_months_are_recomputed_and_never_summed(season):
    figures = figures_of(season)

    assert [tuple(line)[2:] for line in figures.by_month()] == [
        (1, 120, 2, 2),
        (2, 150, 7, 3),
        (2, 105, 5, 2),
        (0, 0, 0, 0),
    ]
    assert [line.key.month for line in figures.by_month()] == [9, 10, 11, 12]
    assert [total for _month, total in figures.cumulative()] == [2, 4, 4, 4]


def test_schools_show_what_was_held_for_none(season):
    lines = figures_of(season).by_school()

    assert [(line.label, *line[2:]) for line in lines] == [
        (str(season.north), 1, 120, 2, 2),
        ("pour aucune école en particulier", 4, 255, 12, 3),
    ]


def test_shares_add_up_with_the_unknown_shown(season):
    figures = figures_of(season)

    shares = {
        name: {share.label: share.parents for share in breakdown if share.parents}
        for name, breakdown in [
            ("qpv", figures.by_qpv()),
            ("gender", figures.by_gender()),
            ("age", figures.by_age_band()),
        ]
    }
    assert shares == {
        "qpv": {"oui": 1, "non": 1, "on ne sait pas": 2},
        "gender": {"femme": 2, "homme": 1, "non renseigné": 1},
        "age": {"non renseigné": 4},
    }


def test_groups_compare_planned_with_delivered(season):
    lines = figures_of(season).groups()

    assert [
        (line.group.title, line.group.planned_minutes, line.delivered_minutes, line.parents)
        for line in lines
    ] == [(season.path.title, 120, 105, 2), (season.other.title, 120, 60, 0)]
    assert [line.starts_on for line in lines] == [dt.date(2026, 10, 1), dt.date(2026, 11, 12)]


# -- Cost --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_all_measures_cost_six_queries_however_many_sessions(django_assert_num_queries, count):
    workshop = make.WorkshopFactory()
    for session in make.HeldSessionFactory.create_batch(count, workshop=workshop):
        note(session, make.ParentFactory())

    with django_assert_num_queries(6):
        figures = figures_of(SimpleNamespace(programme=workshop.programme))
        found = values(figures)
        figures.by_month(), figures.by_school(), figures.by_qpv(), figures.groups()
        figures.by_structure(), figures.by_novelty()

    assert found["unique_parents"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_opinions_are_read_in_three_more_where_there_are_some(django_assert_num_queries, count):
    programme = make.ProgrammeFactory()
    make.SurveyFactory.create_batch(count, programme=programme, closed=True)

    with django_assert_num_queries(9):
        values(figures_of(SimpleNamespace(programme=programme)))


def test_the_measures_of_the_sheets_read_nothing_beside_them(season, django_assert_num_queries):
    with django_assert_num_queries(5):
        figures_of(season).measures(statement.NAMES)


def test_the_scan_reads_nothing_outside_its_index():
    index = next(index for index in Attendance._meta.indexes if index.name == "attendance_figures")

    read = {"programme", "held", "date", *(name.removesuffix("_id") for name in COLUMNS)}

    assert read - set(index.fields) == set()
