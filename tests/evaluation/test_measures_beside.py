"""What stands beside the sheets, over a period and of a part of a programme."""

import datetime as dt

import pytest

from evaluation.figures import Figures, Scope
from evaluation.scopes import Named, Part
from tests import factories as make
from tests.evaluation import hand_computed
from tests.evaluation.season import hold, note

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 9, 1), dt.date(2027, 8, 31)
BESIDE = ("partners_mobilised", "joint_reviews_held", "actions_valued", "co_run_hours")


@pytest.fixture
def world(db):
    return hand_computed.tell()


def figures_of(world, start=START, end=END):
    return Figures.of(Scope((world.programme,), start, end))


def read(figures, *names):
    return [figures.measure(name).value for name in names or BESIDE]


def named(thing):
    return Named(thing.pk, str(thing))


@pytest.mark.parametrize(
    ("part", "found"),
    [
        # École du Port and Rive ran; the review of Café; Café is valued; c1 and c5.
        (lambda world: Part(format="cafe"), [2, 1, 1, 240]),
        # Médiathèque hosts; its review has not met; R1 values it no more; nobody else ran.
        (lambda world: Part(format="cohort"), [1, 0, 0, 0]),
        # c1 is for that school: École du Port ran it.
        (lambda world: Part(school=named(world.schools["École du Port"])), [1, 1, 1, 120]),
        # Troc has no session, and is valued.
        (lambda world: Part(format="know_how"), [0, 0, 1, 0]),
    ],
)
def test_a_part_keeps_what_is_of_its_workshops(world, part, found):
    assert read(figures_of(world).of_part(part(world))) == found


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        # In February R1 valued both; it was corrected in March, then came R2.
        (dt.date(2027, 2, 1), dt.date(2027, 2, 28), 2),
        (dt.date(2027, 2, 1), dt.date(2027, 3, 1), 1),
        (dt.date(2027, 3, 2), dt.date(2027, 3, 31), 0),
        (START, END, 2),
    ],
)
def test_a_report_values_with_its_last_version_of_then(world, start, end, number):
    assert read(figures_of(world, start, end), "actions_valued") == [number]


def test_a_report_issued_past_midnight_in_paris_is_of_that_day(world):
    report = make.IssuedReportFactory(issued_at=dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC))
    report.workshops.add(world.workshops["Parcours"])

    december = figures_of(world, dt.date(2026, 12, 1), dt.date(2026, 12, 31))

    assert read(december, "actions_valued") == [1]


def test_another_programme_has_nothing_of_these(world):
    figures = Figures.of(Scope((world.programmes["Avant"],), START, END))

    names = (*BESIDE, "languages", "children_concerned", "volunteer_hours", "satisfaction")
    assert read(figures, *names) == [0, 0, 0, 0, 0, 0, 0, None]


def test_two_programmes_together_keep_each_its_own(world):
    both = (world.programme, world.programmes["Soirs"])
    figures = Figures.of(Scope(both, START, END))

    assert read(figures) == read(figures_of(world))
    assert read(figures.only(world.programme)) == read(figures_of(world))
    assert read(figures.only(world.programmes["Soirs"])) == [0, 0, 0, 0]


def test_a_survey_of_a_workshop_counts_in_its_part_alone(world):
    survey = make.SurveyFactory(
        programme=world.programme, workshop=world.workshops["Café"], closed=True
    )
    make.TallyFactory(survey=survey, value=3, number=10)
    figures = figures_of(world)

    parts = [figures, *(figures.of_part(Part(format=form)) for form in ("cafe", "cohort"))]
    assert [read(part, "satisfaction") for part in parts] == [[80], [100], [None]]


def test_a_voice_under_seal_is_not_counted_before_the_others(world):
    voice = make.ParentsVoiceFactory(review__partnership=world.partnership)
    survey = make.SurveyFactory(programme=world.programme, voice=voice, closed=True)
    make.TallyFactory(survey=survey, value=1, number=10)

    assert read(figures_of(world), "satisfaction") == [60]


def test_a_few_answers_are_not_counted(world):
    survey = make.SurveyFactory(programme=world.programme, closed=True)
    make.TallyFactory(survey=survey, value=1, number=4)

    assert read(figures_of(world), "satisfaction") == [60]


def test_children_of_a_household_are_those_of_its_fullest_year(season):
    for year, children in ((2026, 2), (2027, 5)):
        make.SchoolingFactory(family=season.dan.family, school_year=year, children=children)
    note(hold(season.talk, 10, 5, 60, year=2027), season.dan)
    scope = Scope((season.programme,), START, dt.date(2028, 8, 31))

    figures = Figures.of(scope)

    # Ana’s and Zoé’s households: one each; Dan’s: five, never seven.
    assert read(figures, "children_concerned") == [7]
    assert read(figures.within(START, END), "children_concerned") == [4]


def test_somebody_who_ran_for_two_structures_in_a_row_makes_no_hour_together(season):
    other = make.StructureFactory()
    for session, structure in ((season.talk1, season.programme.lead), (season.talk2, other)):
        make.FacilitationFactory(session=session, structure=structure)

    assert read(Figures.of(Scope((season.programme,), START, END)), "co_run_hours") == [0]
