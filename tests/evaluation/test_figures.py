"""The figures of a small season, every one of them worked out by hand.

The season of the centre, with a pathway of 120 planned minutes (threshold 80 %, so 96):

    session  workshop  day     state      minutes  school  counted  sheet
    talk1    talk      15/09   held       120      north   2        Ana, Bob late 60, Zoé excused
    path1    path      01/10   held        60      –       –        Ana, Zoé
    talk2    talk      13/10   held        90      –       5        Ana, Dan; Eve absent
    path2    path      05/11   held        45      –       –        Ana, Zoé late 30
    talk3    talk      10/11   cancelled   –       south   –        Ana
    other1   other     12/11   held        60      –       3        nobody by name
    talk4    talk      08/12   planned     –       –       –        Eve

Ana and Bob are one household. Bob came to the same centre the season before; Dan came earlier too,
but to another centre. Expected at talk: Ana, Bob until 30/09, Zoé from 20/09, Eve from 20/10;
at path: Ana and Zoé, Dan from 01/11.
"""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES, Unit
from evaluation.sources import COLUMNS
from tests import factories as make
from workshops.models import Attendance, Session

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
}


@pytest.fixture
def season():
    centre = make.StructureFactory()
    programme = make.ProgrammeFactory(lead=centre)
    pathway = make.PathwayFactory(structure=centre)
    make.ModuleFactory.create_batch(2, pathway=pathway, planned_minutes=60)
    cohort = {"programme": programme, "format": "cohort", "pathway": pathway}
    people = parents_of(centre)
    story = SimpleNamespace(
        programme=programme,
        north=make.SchoolFactory(),
        south=make.SchoolFactory(),
        talk=make.WorkshopFactory(programme=programme),
        path=make.WorkshopFactory(**cohort),
        other=make.WorkshopFactory(**cohort),
        **people,
    )
    enrol(story)
    fill_sheets(story)
    come_before(story)
    return story


def parents_of(centre):
    ana = make.ParentFactory(family__structure=centre, gender="f")
    homes = make.FamilyFactory.create_batch(3, structure=centre)
    return {
        "ana": ana,
        "bob": make.ParentFactory(family=ana.family, gender="m"),
        "zoe": make.ParentFactory(family=homes[0], gender="f"),
        "dan": make.ParentFactory(family=homes[1]),
        "eve": make.ParentFactory(family=homes[2], gender="f"),
    }


def enrol(story):
    for workshop, parent, month, day, left in [
        (story.talk, story.ana, 9, 1, None),
        (story.talk, story.bob, 9, 1, dt.date(2026, 9, 30)),
        (story.talk, story.zoe, 9, 20, None),
        (story.talk, story.eve, 10, 20, None),
        (story.path, story.ana, 10, 1, None),
        (story.path, story.zoe, 10, 1, None),
        (story.path, story.dan, 11, 1, None),
    ]:
        make.EnrolmentFactory(
            workshop=workshop, parent=parent, enrolled_on=dt.date(2026, month, day), left_on=left
        )


def hold(workshop, month, day, minutes, *, year=2026, counted=None, **session):
    held = make.HeldSessionFactory(
        workshop=workshop, date=dt.date(year, month, day), delivered_minutes=minutes, **session
    )
    if counted is not None:
        make.HeadCountFactory(session=held, number=counted)
    return held


def note(session, parent, status="present", minutes=None, **snapshot):
    return make.AttendanceFactory(
        session=session, parent=parent, status=status, minutes=minutes, **snapshot
    )


def fill_sheets(story):
    story.talk1 = hold(story.talk, 9, 15, 120, school=story.north, counted=2)
    note(story.talk1, story.ana)
    note(story.talk1, story.bob, "late", 60)
    note(story.talk1, story.zoe, "excused", lives_in_qpv="no")
    path1 = hold(story.path, 10, 1, 60)
    note(path1, story.ana)
    note(path1, story.zoe, lives_in_qpv="no")
    story.talk2 = hold(story.talk, 10, 13, 90, counted=5)
    make.HeadCountFactory(session=story.talk2, category="children", number=6)
    # Ana's QPV is learnt that day, and her next sheet is written before anybody says so there.
    note(story.talk2, story.ana, lives_in_qpv="yes")
    story.dan_came = note(story.talk2, story.dan)
    note(story.talk2, story.eve, "absent", lives_in_qpv="yes")
    path2 = hold(story.path, 11, 5, 45)
    note(path2, story.ana)
    note(path2, story.zoe, "late", 30, lives_in_qpv="no")
    cancelled = make.SessionFactory(
        workshop=story.talk,
        date=dt.date(2026, 11, 10),
        school=story.south,
        status=Session.Status.CANCELLED,
        cancel_reason="grève",
    )
    note(cancelled, story.ana)
    hold(story.other, 11, 12, 60, counted=3)
    planned = make.SessionFactory(workshop=story.talk, date=dt.date(2026, 12, 8))
    note(planned, story.eve)


def come_before(story):
    before = make.ProgrammeFactory(lead=story.programme.lead, starts_on=dt.date(2025, 9, 1))
    elsewhere = make.ProgrammeFactory(starts_on=dt.date(2025, 9, 1))
    note(hold(make.WorkshopFactory(programme=before), 6, 2, 60), story.bob)
    note(hold(make.WorkshopFactory(programme=elsewhere), 6, 2, 60), story.dan)
    # The household of Ana and Bob changed schools in September; Zoé's child is at north.
    make.SchoolingFactory(family=story.ana.family, school_year=2025)
    make.SchoolingFactory(family=story.ana.family, school=story.south, school_year=2026)
    make.SchoolingFactory(family=story.zoe.family, school=story.north, school_year=2026)
    make.SchoolingFactory(family=story.eve.family, school_year=2026)


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


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"attendance_rate"}))
def test_a_figure_has_exactly_its_rows_behind_it(season, name):
    figure = figures_of(season).measure(name)

    in_minutes = figure.unit == Unit.MINUTES
    rows = (
        sum(minutes for _session, minutes in figure.evidence)
        if in_minutes
        else len(figure.evidence)
    )
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

    assert values(figures) == {
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


def test_who_enrols_again_stays_on_the_sheets_of_before(season):
    season.talk.enrolments.filter(parent=season.ana).update(enrolled_on=dt.date(2026, 12, 1))

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

    assert values(figures) == dict.fromkeys(MEASURES, 0) | {"attendance_rate": None}


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
def test_all_measures_cost_four_queries_however_many_sessions(django_assert_num_queries, count):
    workshop = make.WorkshopFactory()
    for session in make.HeldSessionFactory.create_batch(count, workshop=workshop):
        note(session, make.ParentFactory())

    with django_assert_num_queries(4):
        figures = figures_of(SimpleNamespace(programme=workshop.programme))
        found = values(figures)
        figures.by_month(), figures.by_school(), figures.by_qpv(), figures.groups()

    assert found["unique_parents"] == count


def test_the_scan_reads_nothing_outside_its_index():
    index = next(index for index in Attendance._meta.indexes if index.name == "attendance_figures")

    read = {"programme", "held", "date", *(name.removesuffix("_id") for name in COLUMNS)}

    assert read - set(index.fields) == set()
