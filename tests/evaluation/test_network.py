"""What a federation reads of the structures it observes."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from evaluation.actions.rollups import recount_marked
from evaluation.figures import Figures, Scope
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.observing import elsewhere, rows_of, watching
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import hold, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


@pytest.fixture
def centre(season):
    season.programme.lead.name = "A"
    season.programme.lead.save()
    return season.programme.lead


@pytest.fixture
def user(centre):
    return watching(centre)


# -- Activity ------------------------------------------------------------------------------------


def test_a_line_a_structure_and_the_whole_recounted_never_summed(client, season, user):
    second = make.WorkshopFactory(programme__lead=season.programme.lead)
    note(hold(second, 10, 2, 60), season.ana)
    elsewhere(user)

    response = get(client, user, "observatory")

    assert rows_of(response, "structures") == {
        "A": ["au moins 4", "au moins 3", "6", "7 h 15", "15", "2"],
        "B": ["1", "1", "1", "1 h", "1", "0"],
        "Ensemble": ["environ 5", "environ 4", "7", "8 h 15", "16", "2"],
    }
    assert "Au plus : une même personne peut être connue de plusieurs structures" in text_of(
        response
    )


def test_each_programme_has_its_line_and_the_way_to_its_dashboard(client, season, user):
    response = get(client, user, "observatory")

    [line] = response.context["network"].lines
    address = reverse("evaluation:programme_dashboard", args=[season.programme.pk])
    assert (line.programme, line.figures["sessions_held"].value) == (season.programme, 5)
    assert f'href="{address}"' in response.content.decode()
    assert str(season.ana) not in text_of(response)


def test_years_stand_side_by_side(client, user):
    response = get(client, user, "observatory")

    years = rows_of(response, "annees")
    assert {year: row[:2] + row[3:4] for year, row in years.items()} == {
        "2026-2027": ["1", "au moins 4", "5"],
        "2025-2026": ["1", "1", "1"],
    }


@pytest.mark.parametrize(
    ("query", "sessions"),
    [
        ({}, 5),
        ({"year": "2025-2026"}, 1),
        ({"year": "1999-2000"}, 5),
        ({"starts_on": "2026-10-01", "ends_on": "2026-10-31"}, 2),
        ({"starts_on": "2026-10-31", "ends_on": "2026-10-01"}, 5),
        ({"format_": "cohort"}, 3),
        ({"theme": "theme"}, 2),
        ({"territory": "place"}, 2),
        ({"territory": "commune"}, 2),
        ({"scheme": "scheme"}, 5),
        ({"scheme": "other"}, None),
        ({"territory": "999"}, 5),
    ],
)
def test_one_chooses_days_a_place_a_scheme_a_form_and_a_theme(
    client, season, user, query, sessions
):
    commune = make.TerritoryFactory(kind="commune")
    place = make.TerritoryFactory(parent=commune)
    season.programme.lead.territories.add(commune)
    season.north.structure.territories.add(place)
    for workshop in (season.path, season.other):
        workshop.host = make.StructureFactory()
        workshop.save()
    season.talk.host = make.StructureFactory()
    season.talk.save()
    season.talk.schools.add(season.north)
    make.StructureFactory().territories.add(place)
    theme = make.TermFactory()
    season.talk.themes.add(theme)
    scheme = make.TermFactory(vocabulary="scheme")
    season.programme.scheme = scheme
    season.programme.save()
    season.programme.lead.territories.add(place)
    known = {
        "theme": theme.pk,
        "place": place.pk,
        "commune": commune.pk,
        "scheme": scheme.pk,
        "other": make.TermFactory(vocabulary="scheme").pk,
    }

    asked = {name: known.get(value, value) for name, value in query.items()}
    response = get(client, user, "observatory", **asked)

    total = response.context["network"].total
    assert (total["sessions_held"].value if total else None) == sessions


def test_nothing_to_see_says_why(client, user):
    empty = text_of(get(client, make.observer(make.StructureFactory()), "observatory"))
    scheme = make.TermFactory(vocabulary="scheme").pk
    narrowed = text_of(get(client, user, "observatory", scheme=scheme))

    assert "Aucun programme à suivre cette année-là." in empty
    assert "Rien ne répond à ces choix." in narrowed


def test_a_funder_reads_the_issued_reports_of_its_own_grants(client, season):
    grant = make.GrantFactory(holder=season.programme.lead, awarded=9000)
    issued = make.IssuedReportFactory(grant=grant)
    make.ReportFactory(grant=grant, version=2)
    make.IssuedReportFactory()

    response = get(client, make.observer(grant.funder), "observatory")

    assert response.context["reports"] == [issued]
    assert "9 000" not in text_of(response)


def test_several_programmes_are_read_apart_from_the_others_without_a_query(
    season, django_assert_num_queries
):
    second = make.WorkshopFactory(programme__lead=season.programme.lead)
    third = make.WorkshopFactory()
    note(hold(second, 10, 2, 60), season.ana)
    note(hold(third, 10, 2, 60), make.ParentFactory())
    ours = (season.programme, second.programme)
    days = (season.programme.starts_on, season.programme.ends_on)
    figures = Figures.of(Scope((*ours, third.programme), *days))

    with django_assert_num_queries(0):
        apart = figures.only(*ours)
        numbers = [each.measure("unique_parents").value for each in (figures, apart)]
        same = figures.only(*figures.scope.programmes)

    assert numbers == [5, 4]
    assert same is figures


# -- Readings ------------------------------------------------------------------------------------


def test_what_was_noted_is_read_once_published_and_not_before(client, season, user):
    indicator = make.IndicatorFactory(
        programme=season.programme, title="Délégués", kind="entered", measure="", unit="parents"
    )
    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    checked = {"status": "checked", "checked_at": now}
    published = {"status": "published", "checked_at": now}
    make.ReadingFactory(indicator=indicator, value=7, words="élus en octobre", **published)
    make.ReadingFactory(indicator=indicator, value=8, starts_on=dt.date(2026, 9, 2), **checked)
    make.ReadingFactory(indicator=indicator, value=9, starts_on=dt.date(2026, 9, 3))
    make.ReadingFactory(value=11, **published)
    told = make.IndicatorFactory(
        programme=season.programme, title="Climat", kind="qualitative", measure=""
    )
    make.ReadingFactory(indicator=told, value=None, words="apaisé", **published)

    response = get(client, user, "observatory")

    found = {name: row[2] for name, row in rows_of(response, "releves").items()}
    assert found == {"Délégués": "7 parents élus en octobre", "Climat": "apaisé"}


# -- Taking it away ------------------------------------------------------------------------------


def test_a_table_leaves_as_it_is_read_with_the_same_choices(client, season, user):
    elsewhere(user)

    page = get(client, user, "observatory", format_="cohort")
    sheet = get(client, user, "observatory", format_="cohort", table="structures", format="xlsx")
    text = get(client, user, "observatory", format_="cohort", table="structures", format="csv")

    [table] = [each for each in page.context["tables"] if each.key == "structures"]
    lines = list(load_workbook(BytesIO(sheet.content)).active.values)
    assert [list(line) for line in lines] == [table.headers, *table.all_rows]
    plain = b"".join(text.streaming_content).decode("utf-8-sig").splitlines()
    assert len(plain) == len(lines)
    assert plain[0].startswith("Structure;Parents différents;")


def test_each_structure_reads_in_its_journal_what_was_taken_away(client, season, user, centre):
    other = elsewhere(user).programme.lead

    get(client, user, "observatory", table="structures", format="csv")

    events = AuditEvent.objects.filter(verb="exported", actor=user)
    assert {(event.structure, *event.fields) for event in events} == {
        (centre, "structures"),
        (other, "structures"),
    }


@pytest.mark.parametrize(
    "query",
    [
        {"table": "structures", "format": "ods"},
        {"table": "noms", "format": "csv"},
        {"format": "csv"},
        {"table": "sexe", "format": "csv", "format_": "cohort"},
    ],
)
def test_another_table_or_another_format_is_not_there(client, season, user, query):
    assert get(client, user, "observatory", **query).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_observatory_costs_the_same_however_much_it_shows(
    client, django_assert_num_queries, count
):
    watcher = make.StructureFactory()
    for _number in range(count):
        workshop = make.WorkshopFactory()
        lead = workshop.programme.lead
        place = make.TerritoryFactory()
        lead.territories.add(place)
        make.SchoolFactory().structure.territories.add(place)
        make.ObservationFactory(observer=watcher, observed=lead)
        note(hold(workshop, 9, 15, 60), make.ParentFactory(family__structure=lead))
        grant = make.GrantFactory(holder=lead)
        grant.programmes.add(workshop.programme)
        make.IssuedReportFactory(grant=grant)
        indicator = make.IndicatorFactory(programme=workshop.programme, kind="entered", measure="")
        make.ReadingFactory(
            indicator=indicator,
            status="published",
            checked_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        )
    client.force_login(make.observer(watcher))
    recount_marked()

    with django_assert_num_queries(18):
        response = client.get(reverse("evaluation:observatory"))

    assert len(response.context["network"].lines) == count
