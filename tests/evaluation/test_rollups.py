"""What is kept of each structure equals what its sheets say, whatever was done to them since."""

import random

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import reverse

from evaluation import network
from evaluation.actions import rollups
from evaluation.models import Rollup, RollupMark
from evaluation.network import SHOWN
from evaluation.rollups import Kept, years_of
from evaluation.scopes import Scope
from partnerships.calendar import school_year_bounds
from tests import factories as make
from tests.evaluation.observing import crowd, elsewhere, watching
from tests.evaluation.pages import get
from tests.evaluation.season import hold, note
from tests.evaluation.test_small_cells import World
from workshops.actions import sessions

YEARS = ["2026-2027", "2025-2026", "2024-2025"]
PEOPLE = ["by_gender", "by_qpv", "by_age_band"]


def said(figures):
    """Whatever an observatory asks, each figure without the rows behind it."""
    told = {name: figures.measure(name) for name in SHOWN}
    return {
        name: (one.value, one.text, one.is_at_least, one.is_at_most, one.notes)
        for name, one in told.items()
    } | {name: getattr(figures, name)() for name in PEOPLE}


# -- Any choice of programmes, without a database --------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_any_choice_of_programmes_is_counted_as_its_sheets_say(seed):
    world = World(seed)
    draw, figures, led = random.Random(seed), world.figures, {}
    for programme in world.programmes:
        led.setdefault(programme.lead_id, []).append(programme)
    kept = Kept(
        figures.scope, {lead: {"years": years_of(figures.only(*own))} for lead, own in led.items()}
    )
    for year in YEARS:
        chosen = draw.sample(world.programmes, draw.randint(1, len(world.programmes)))
        period = school_year_bounds(year)

        from_sheets, from_kept = (
            said(each.only(*chosen).within(*period)) for each in (figures, kept)
        )

        assert from_kept == from_sheets


# -- On the page -----------------------------------------------------------------------------------


@pytest.fixture
def user(season):
    return watching(season.programme.lead)


def tables_of(client, user, **query):
    return told_on(get(client, user, "observatory", **query))


def told_on(response):
    return [
        (
            table.key,
            table.headers,
            table.notes,
            [[cell.text for cell in line] for line in rows(table)],
        )
        for table in response.context["tables"]
    ]


def rows(table):
    return [*table.lines, *([table.last_line] if table.last_line else [])]


@pytest.fixture
def from_sheets(monkeypatch):
    """The same page, every sheet folded again."""

    def ask(*asked, **query):
        with monkeypatch.context() as patch:
            patch.setattr(network, "figures_for", network.figures_of_sheets)
            return tables_of(*asked, **query)

    return ask


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
@pytest.mark.parametrize("query", [{}, {"year": "2025-2026"}, {"scheme": "scheme"}])
def test_the_page_is_the_same_from_what_is_kept_and_from_the_sheets(
    client, season, user, from_sheets, query
):
    note(hold(make.WorkshopFactory(programme__lead=season.programme.lead), 10, 2, 60), season.ana)
    elsewhere(user)
    crowd(season.programme.lead, 7, 8)
    scheme = make.TermFactory(vocabulary="scheme")
    season.programme.scheme = scheme
    season.programme.save()
    query = {name: scheme.pk if value == "scheme" else value for name, value in query.items()}

    kept = tables_of(client, user, **query)

    assert kept == from_sheets(client, user, **query)
    assert Rollup.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_somebody_known_elsewhere_is_counted_once_from_the_sheets(client, season, user):
    workshop = elsewhere(user)
    note(hold(workshop, 10, 9, 60), season.ana)
    asked = network.Asked(school_year_bounds(YEARS[0]), YEARS[0], tuple(YEARS), is_whole=True)

    figures = network.figures_for([season.programme, workshop.programme], asked)

    assert not isinstance(figures, Kept)
    assert figures.within(*asked.period).measure("unique_parents").value == 5


# -- Fresh, or counted again -----------------------------------------------------------------------


def total(programme):
    """Sessions held this year, from what is kept."""
    kept = rollups.current([programme])
    scope = Scope((programme,), *school_year_bounds(YEARS[0]))
    return Kept(scope, kept).measure("sessions_held").value


@pytest.fixture
def open_session(season):
    return make.SessionFactory(workshop=season.talk, date=season.talk1.date)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_a_forgotten_mark_would_be_believed_until_everything_is_counted_again(season):
    before = total(season.programme)
    hold(season.other, 11, 13, 60)

    unseen = total(season.programme)
    call_command("rebuild_rollups", "--all")

    assert [before, unseen, total(season.programme)] == [5, 5, 6]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_what_is_closed_then_reopened_moves_what_is_kept_at_once(season, open_session):
    by = make.coordinator(season.programme.lead)
    before = total(season.programme)

    sessions.close(session=open_session, others="absent", by=by)
    closed = total(season.programme)
    sessions.reopen(session=open_session, reason="erreur", by=by)

    assert [before, closed, total(season.programme)] == [5, 6, 5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_november")
def test_the_page_is_read_when_nothing_can_be_kept(client, season, user):
    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    client.force_login(user)
    with connection.execute_wrapper(refuse):
        counted = told_on(client.get(reverse("evaluation:observatory")))
    kept_then = Rollup.objects.count()

    assert counted == tables_of(client, user) != []
    assert (kept_then, Rollup.objects.count()) == (0, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_a_new_programme_is_counted_although_nothing_marked_it(season):
    total(season.programme)
    workshop = make.WorkshopFactory(programme__lead=season.programme.lead)
    hold(workshop, 10, 2, 60)

    assert total(workshop.programme) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_the_night_counts_what_was_touched_and_takes_its_marks_away(season, capsys):
    call_command("rebuild_rollups")
    list(rollups.mark([season.programme.lead_id]))
    call_command("rebuild_rollups")
    call_command("rebuild_rollups")

    lines = [line.replace("\u00a0", " ") for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == ["1 structure recomptée.", "0 structure recomptée."]
    assert not RollupMark.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_who_finds_one_of_their_marks_gone_keeps_nothing(season):
    lead = season.programme.lead_id
    total(season.programme)
    list(rollups.mark([lead]))
    list(rollups.mark([lead]))
    [first, second] = rollups.marks_of([lead])[lead]
    RollupMark.objects.filter(pk=first).delete()

    rollups.keep(figures={lead: {"years": {}}}, marks={lead: [first, second]})

    assert rollups.marks_of([lead]) == {lead: [second]}
    assert Rollup.objects.get(structure=lead).figures["years"] != {}


@pytest.mark.django_db
@pytest.mark.usefixtures("in_november")
def test_filling_an_open_sheet_marks_nothing(client, season, open_session):
    client.force_login(make.coordinator(season.programme.lead))
    address = reverse("workshops:session_sheet", args=[open_session.pk])

    client.post(address, {f"attendance-{season.ana.pk}": "present"})

    assert open_session.attendances.count() == 1
    assert not RollupMark.objects.exists()
