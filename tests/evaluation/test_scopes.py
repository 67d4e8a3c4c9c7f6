"""A part of a programme is counted as if it had been asked alone, from what is read already."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluation.disclosure import Disclosed
from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES
from evaluation.models import Indicator
from evaluation.pledges import pledges_of, promises_of
from evaluation.scopes import Named, Part, choices, in_words
from tests import factories as make
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import hold, note
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 9, 1), dt.date(2026, 12, 31)


@pytest.fixture
def town(season):
    """The season, with what narrows it: a theme and a host for talk, a town around its district."""
    town = make.TerritoryFactory(kind="commune", name="Laville")
    district = make.TerritoryFactory(name="Le Port", parent=town)
    season.theme = make.TermFactory(label="Les écrans")
    season.house = make.StructureFactory(name="Maison du Port")
    season.house.territories.add(district)
    season.talk.themes.add(season.theme)
    season.talk.host = season.house
    season.talk.format = "cafe"
    season.talk.save()
    season.town, season.district = town, district
    return season


def named(thing):
    return Named(thing.pk, str(thing))


def figures_of(season, **narrow):
    return Figures.of(Scope((season.programme,), START, END, **narrow))


def values(figures):
    return {name: figure.value for name, figure in figures.measures().items()}


PARTS = {
    "format": lambda town: Part(format="cafe"),
    "theme": lambda town: Part(theme=named(town.theme)),
    "district": lambda town: Part(territory=named(town.district)),
    "the town around it": lambda town: Part(territory=named(town.town)),
    "host": lambda town: Part(host=named(town.house)),
    "host and format": lambda town: Part(host=named(town.house), format="cafe"),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_workshops_counts_what_they_would_count_alone(town, name):
    alone = figures_of(town, workshops=frozenset([town.talk.pk]))

    part = figures_of(town).of_part(PARTS[name](town))

    assert values(part) == values(alone)
    assert part.measure("sessions_held").value == 2
    assert [line[2:] for line in part.by_month()] == [line[2:] for line in alone.by_month()]


def test_a_school_counts_what_was_held_for_it(town):
    alone = figures_of(town, schools=frozenset([town.north.pk]))

    part = figures_of(town).of_part(Part(school=named(town.north)))

    assert values(part) == values(alone)
    assert part.measure("individual_supports").value == 1


def test_what_was_caught_up_elsewhere_still_counts_for_its_group(season):
    make.ModuleFactory(pathway=season.path.pathway)
    session = hold(season.other, 11, 20, 60)
    make.AttendanceFactory(session=session, parent=season.zoe, cohort=season.path)
    paths = frozenset([season.path.pk])

    part = figures_of(season).sources.part(paths, None)
    alone = figures_of(season, workshops=paths).sources

    found = [Figures(Scope((season.programme,), START, END, paths), each) for each in (part, alone)]
    assert found[0].completions == found[1].completions


def test_two_conditions_that_nothing_meets_leave_nothing(town):
    part = figures_of(town).of_part(Part(format="meal", theme=named(town.theme)))

    assert values(part)["sessions_held"] == 0


def test_the_whole_is_the_same_figures(season):
    figures = figures_of(season)

    assert figures.of_part(Part()) is figures


@pytest.mark.parametrize("measure", ["unique_parents", "sessions_held", "partners_mobilised"])
def test_a_part_costs_no_query(town, django_assert_num_queries, measure):
    figures = figures_of(town)
    parts = [make_part(town) for make_part in PARTS.values()]

    with django_assert_num_queries(1):
        for part in parts:
            figures.of_part(part).measure(measure)


def test_one_chooses_among_what_there_is(town):
    found = choices(figures_of(town).sources)

    assert found == {
        "format": [
            (value, label)
            for value, label in Workshop.Format.choices
            if value in {"cafe", "cohort"}
        ],
        "theme": [(town.theme.pk, "Les écrans")],
        "school": sorted(
            [(town.north.pk, str(town.north)), (town.south.pk, str(town.south))],
            key=lambda choice: choice[1].casefold(),
        ),
        "territory": [(town.town.pk, "Laville"), (town.district.pk, "Le Port")],
        "host": sorted(
            {(shop.host_id, str(shop.host)) for shop in (town.talk, town.path, town.other)},
            key=lambda choice: choice[1].casefold(),
        ),
    }


def test_what_is_counted_is_said_in_words(town):
    everything = Part("cafe", *map(named, (town.theme, town.north, town.town, town.house)))

    said = in_words(everything, START, END).replace("\u00a0", " ")

    assert said == (
        f"Café des parents, thème « Les écrans », séances tenues pour {town.north}, "
        "territoire : Laville, accueil : Maison du Port, du 1er septembre au 31 décembre 2026"
    )
    assert in_words(Part(), START, END).startswith("Tous les ateliers, du 1er")


# -- Promises ----------------------------------------------------------------------------------


def test_an_indicator_counts_its_own_part(town, django_assert_num_queries):
    narrowings = [
        {},
        {"format": "cafe"},
        {"theme": town.theme},
        {"school": town.north},
        {"territory": town.town},
        {"host": town.house},
    ]
    for narrowing in narrowings:
        make.IndicatorFactory(programme=town.programme, measure="sessions_held", **narrowing)
    figures = figures_of(town)

    with django_assert_num_queries(2):
        pledges = pledges_of(promises_of(Indicator.objects.all()), figures)

    assert [pledge.figure.value for pledge in pledges] == [5, 2, 2, 1, 2, 2]
    assert [pledge.about.replace("\u00a0", " ") for pledge in pledges[:2]] == [
        "",
        "Compté : café des parents.",
    ]


def test_the_page_of_a_narrowed_indicator_opens_on_its_own_evidence(client, town):
    make.TargetFactory(
        indicator__programme=town.programme,
        indicator__measure="sessions_held",
        indicator__host=town.house,
        value=10,
    )
    make.IndicatorFactory(programme=town.programme, measure="sessions_held", format="cafe")
    user = make.coordinator(town.programme.lead)

    board = get(client, user, "programme_dashboard", town.programme.pk).context["board"]

    [engagement] = board.engagements
    rows = client.get(engagement.url).context["evidence"].rows
    assert (engagement.pledge.figure.value, len(rows)) == (2, 2)
    # Its part has a line, and so does the whole.
    lines = [line.figure.value for line in board.lines if line.figure.name == "sessions_held"]
    assert lines == [2, 5]
    assert "Compté : accueil : Maison du Port." in text_of(
        get(client, user, "programme_dashboard", town.programme.pk)
    )


# -- Choosing on the dashboard -----------------------------------------------------------------


def test_the_structure_chooses_a_part_and_the_page_says_which(client, town):
    make.TargetFactory(indicator__programme=town.programme)
    user = make.coordinator(town.programme.lead)
    asked = {"shape": "cafe", "territory": town.district.pk, "ends_on": "2026-12-31"}

    response = get(client, user, "programme_dashboard", town.programme.pk, **asked)

    board = response.context["board"]
    assert board.figures.measure("sessions_held").value == 2
    assert "Café des parents, territoire : Le Port, du 1er septembre" in text_of(response)
    assert (board.engagements, board.title_of_chart[:7]) == ([], "Parents")
    assert "Les objectifs portent sur tout le programme" in text_of(response)
    url = next(line.url for line in board.lines if line.figure.name == "sessions_held")
    assert len(client.get(url).context["evidence"].rows) == 2


@pytest.mark.parametrize("asked", [{"shape": "danse"}, {"theme": "x"}, {"host": "999999"}])
def test_what_makes_no_sense_is_refused_and_everything_shown(client, town, asked):
    user = make.coordinator(town.programme.lead)

    response = get(client, user, "programme_dashboard", town.programme.pk, **asked)

    assert response.context["board"].part == Part()
    assert response.context["period_form"].errors != {}


def test_from_outside_nobody_chooses_a_part(client, town):
    school = make.SchoolFactory()
    town.programme.partnerships.add(make.PartnershipFactory(parties=[school.structure]))
    user = make.partner(school.structure)

    response = get(client, user, "programme_dashboard", town.programme.pk, shape="cafe")

    board = response.context["board"]
    assert (board.part, response.context["period_form"]) == (Part(), None)
    assert board.figures.measure("sessions_held").value == 5


PERSONAL = sorted(name for name, measure in MEASURES.items() if measure.is_personal)


@pytest.mark.parametrize("name", PERSONAL)
def test_outside_a_part_tells_nothing_personal(season, settings, name):
    """Twelve of each in the whole and none hidden there; the part, less the whole, would tell."""
    settings.SMALL_CELL = 1
    part = Disclosed(figures_of(season)).of_part(Part(format="cohort"))

    assert part.measure(name).is_hidden
    for shares in (part.by_gender(), part.by_qpv(), part.by_age_band(), part.by_novelty()):
        assert {share.parents for share in shares} == {None}
    assert part.measure("sessions_held").value == 3


def test_a_narrowed_promise_about_people_is_hidden_in_a_report(season, settings):
    settings.SMALL_CELL = 1
    for narrowing in ({}, {"format": "cohort"}):
        make.IndicatorFactory(programme=season.programme, measure="mothers", **narrowing)

    pledges = pledges_of(promises_of(Indicator.objects.all()), Disclosed(figures_of(season)))

    assert [pledge.figure.is_hidden for pledge in pledges] == [False, True]


# -- Years -------------------------------------------------------------------------------------


@pytest.fixture
def seasons(season):
    """The season before, led by the same centre: Bob came then, and comes again."""
    before = season.bob.attendances.get(programme__starts_on=dt.date(2025, 9, 1)).programme
    assert before.lead == season.programme.lead
    season.programme.previous = before
    season.programme.save()
    return season


@pytest.mark.usefixtures("in_november")
def test_each_year_is_counted_and_the_whole_recounted(client, seasons):
    user = make.coordinator(seasons.programme.lead)

    board = get(client, user, "programme_dashboard", seasons.programme.pk).context["board"]

    found = [(year.name, *[figure.value for figure in year.figures]) for year in board.years]
    assert found == [
        ("2025-2026", 1, 1, 1, 1, 60, 1),
        ("2026-2027", 4, 3, 14, 5, 375, 2),
        # Bob counts once; the household of Ana and Bob too.
        ("", 4, 3, 15, 6, 435, 3),
    ]
    assert board.figures.measure("unique_parents").value == 4


@pytest.mark.usefixtures("in_november")
def test_one_year_alone_has_no_table_of_years(client, season):
    user = make.coordinator(season.programme.lead)

    response = get(client, user, "programme_dashboard", season.programme.pk)

    assert response.context["board"].years == []
    assert "Année par année" not in text_of(response)


@pytest.mark.usefixtures("in_november")
@pytest.mark.parametrize("count", [1, 3])
def test_seasons_before_cost_one_query_however_many(client, django_assert_num_queries, count):
    lead = make.StructureFactory()
    previous = None
    for back in range(count, -1, -1):
        programme = make.ProgrammeFactory(
            lead=lead,
            previous=previous,
            starts_on=dt.date(2026 - back, 9, 1),
            ends_on=dt.date(2027 - back, 8, 31),
        )
        workshop = make.WorkshopFactory(programme=programme)
        note(hold(workshop, 10, 1, 60, year=2026 - back), make.ParentFactory())
        previous = programme
    client.force_login(make.coordinator(lead))

    with django_assert_num_queries(12):
        url = reverse("evaluation:programme_dashboard", args=[programme.pk])
        response = client.get(url)

    assert len(response.context["board"].years) == count + 2
