"""The data of bin/bench: always the same, coherent, and only where it may be written."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from config.bench import data, statement
from config.bench.centres import Size
from evaluation.figures import Figures, Scope
from evaluation.models import Report
from families.models import Parent
from tests.factories import StructureFactory
from workshops.models import Attendance, Programme, Session

SMALL = data.Scale(2, Size(parents=12, workshops=2, sessions=6, rows=4))


@pytest.fixture
def written(db, today):
    return data.generate(SMALL, today)


@pytest.fixture
def scope(written):
    programme = Programme.objects.get(title="Programme sonde")
    return Scope((programme,), programme.starts_on, programme.ends_on)


def test_a_scale_is_so_many_people_sessions_and_attendances(written):
    probe = Attendance.objects.filter(programme__title="Programme sonde")

    assert written == {"Parent": 200 + 333 + 24, "Session": 300 + 336 + 12, "Attendance": 3414}
    assert probe.count() == 2700


def test_the_same_day_gives_the_same_rows(transactional_db, today):
    def rows():
        return list(Attendance.objects.order_by("pk").values_list("session", "parent", "status"))

    data.generate(SMALL, today)
    first = rows()
    call_command("flush", interactive=False, verbosity=0)
    data.generate(SMALL, today)

    assert rows() == first


def test_rows_are_as_the_sheet_would_write_them(written):
    rows = Attendance.objects.all()

    assert rows.exclude(date=F("session__date")).count() == 0
    assert rows.exclude(workshop=F("session__workshop")).count() == 0
    assert rows.exclude(family_key=F("parent__family")).count() == 0
    assert rows.filter(held=True).exclude(session__status="held").count() == 0
    assert (
        rows.filter(held=True).exclude(counted_minutes=F("session__delivered_minutes")).count() == 0
    )
    assert Parent.objects.get(pk=1).search_key == "prenom1 nom919"


def test_a_new_row_takes_a_key_of_its_own(written):
    known = Parent.objects.order_by("-pk").first()

    new = Parent.objects.create(family=known.family, first_name="Nour")

    assert new.pk > known.pk


def test_a_sheet_of_each_size_waits_today(written, today):
    sheets = Session.objects.filter(date=today, status="planned").order_by("pk")

    assert sorted(sheet.attendances.count() for sheet in sheets) == [3, 30, 300]
    assert sorted(sheet.workshop.enrolments.count() for sheet in sheets) == [3, 30, 300]
    assert Report.objects.drafts().count() == 4


@pytest.mark.parametrize("narrowed", [False, True])
def test_the_statement_of_the_reference_tells_the_figures_of_the_product(scope, narrowed, today):
    if narrowed:
        scope = Scope(scope.programmes, today.replace(month=1, day=15), today)

    figures = Figures.of(scope)

    assert statement.figures(statement.ask(scope)) == statement.told(figures)
    assert figures.measure("participations").value > 200


def test_the_command_fills_a_database_of_the_bench(db, today, monkeypatch, capsys):
    monkeypatch.setitem(connection.settings_dict, "NAME", "bench.sqlite3")

    call_command("bench_data")

    assert capsys.readouterr().out == "Parent 533, Session 636, Attendance 3366\n"


def test_the_command_refuses_a_database_with_another_name(db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "var/trait-d-union.sqlite3")

    with pytest.raises(CommandError, match="n’est pas une base du banc"):
        call_command("bench_data")


def test_the_command_refuses_a_database_that_is_not_empty(db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "bench.sqlite3")
    StructureFactory()

    with pytest.raises(CommandError, match="n’est pas vide"):
        call_command("bench_data")
