"""A dashboard one takes away: the figures of the page, with their targets and what they count."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from partnerships.models import AuditEvent
from partnerships.spreadsheets import restore
from tests import factories as make
from tests.evaluation.pages import get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


def exported(client, user, programme, **asked):
    """The sentences above the titles, then the rows by part and title."""
    response = get(client, user, "dashboard_export", programme.pk, **asked)
    text = io.StringIO(plain(response.content.decode("utf-8-sig")))
    lines = [[restore(cell) for cell in row] for row in csv.reader(text, delimiter=";")]
    place = lines.index([""])
    head = [sentence for (sentence,) in lines[:place]]
    return head, {(row[0], row[1]): row[2:] for row in lines[place + 2 :]}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_target_leaves_with_its_figure_its_gap_and_its_days(client, season):
    indicator = make.IndicatorFactory(
        programme=season.programme, measure="cohorts_started", title="Groupes", format="cohort"
    )
    make.TargetFactory(indicator=indicator, value=16, ends_on=dt.date(2026, 12, 31))
    make.IndicatorFactory(programme=season.programme, kind="qualitative", measure="")
    user = make.coordinator(season.programme.lead)

    _head, rows = exported(client, user, season.programme)

    row = rows["Indicateurs", "Groupes"]
    assert row[:7] == ["01/09/2026", "31/12/2026", "2", "2", "16,00", "-14,00", "−88 %"]
    assert row[7].endswith("tombe dans la période. Compté : parcours en groupe.")
    assert [key for key in rows if key[0] == "Indicateurs"] == [("Indicateurs", "Groupes")]


def test_what_one_chose_to_count_is_what_leaves(client, season):
    user = make.coordinator(season.programme.lead)
    asked = {"shape": "cohort", "ends_on": "2026-12-31"}

    head, rows = exported(client, user, season.programme, **asked)

    assert head[:3] == [
        f"{season.programme}, porté par {season.programme.lead}",
        "Parcours en groupe, du 1er septembre au 31 décembre 2026",
        "Compté le 20 novembre",
    ]
    assert rows["Ce qui a été fait", "Séances tenues"][2:4] == ["3", "3"]


def test_from_outside_small_numbers_leave_masked(client, season):
    school = make.SchoolFactory()
    season.programme.partnerships.add(make.PartnershipFactory(parties=[school.structure]))
    user = make.partner(school.structure)

    head, rows = exported(client, user, season.programme, shape="cohort")

    assert "Lu de l’extérieur : les petits nombres de personnes sont masqués." in head
    assert rows["Ce qui a été fait", "Séances tenues"][2] == "5"
    assert rows["Sexe", "femme"][2:4] == ["masqué", ""]
    assert rows["Ce que cela donne", "Pères"][2:4] == ["masqué", ""]
    assert [key for key in rows if "accompagnement" in key[1].lower()] == []


def test_figures_without_a_name_leave_without_a_line_in_the_journal(client, season):
    exported(client, make.facilitator(season.programme.lead), season.programme)

    assert AuditEvent.objects.count() == 0


def test_who_does_not_read_the_dashboard_takes_nothing_away(client, season):
    stranger = make.coordinator(make.StructureFactory())

    assert get(client, stranger, "dashboard_export", season.programme.pk).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_what_the_figures_cost(client, django_assert_num_queries, count):
    programme = make.ProgrammeFactory()
    make.TargetFactory.create_batch(count, indicator__programme=programme)
    make.AttendanceFactory.create_batch(count, session__workshop__programme=programme)
    client.force_login(make.coordinator(programme.lead))

    with django_assert_num_queries(11):
        client.get(reverse("evaluation:dashboard_export", args=[programme.pk]))
