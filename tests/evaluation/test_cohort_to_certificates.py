"""A cohort of the digital pathway from its plan to its certificates (ATE-018, ATE-021, ATE-054).

Seven modules, 16 h 30 planned; module 5 lost an hour, so that 15 h 30 were delivered: it is said so
everywhere. Nine parents: each certificate says their own hours.
"""

import datetime as dt

import pytest
from django.urls import reverse

from evaluation.figures import Figures, Scope
from evaluation.reports import compute
from tests import factories as make
from tests.access.reading import text_of as words_of
from tests.evaluation.pages import get, text_of
from workshops.actions import enrolments, planning, schedule, sessions
from workshops.actions.attendance import Mark, SheetChanges, Written, save_sheet
from workshops.models import Module, Pathway, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

MINUTES = [150, 150, 150, 150, 130, 130, 130]
NAMES = ["Ana", "Bilal", "Céline", "Dora", "Émilie", "Fatou", "Gaël", "Hawa", "Inès"]
START = dt.date(2026, 1, 6)


@pytest.fixture
def nadia():
    return make.coordinator(make.StructureFactory(name="Centre", commune="Lille"))


@pytest.fixture
def cohort(nadia):
    """Its pathway and its group are planned, its nine parents enrolled, its seven days set."""
    centre = nadia.memberships.get().structure
    modules = [
        Module(order=place, title=f"Module {place}", kind=kind, planned_minutes=minutes)
        for place, (kind, minutes) in enumerate(
            zip(["basic"] * 4 + ["thematic"] * 3, MINUTES, strict=True), 1
        )
    ]
    pathway = planning.write_pathway(
        pathway=Pathway(structure=centre, title="Numérique", completion_by="modules"),
        modules=modules,
        removed=[],
        by=nadia,
    )
    programme = make.ProgrammeFactory(
        lead=centre, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30)
    )
    workshop = planning.create_workshop(
        workshop=Workshop(
            programme=programme, title="Groupe A", format="cohort", pathway=pathway, host=centre
        ),
        themes=[],
        schools=[],
        by=nadia,
    )
    for name in NAMES:
        enrolments.enrol_newcomer(workshop=workshop, name=name, enrolled_on=START, by=nadia)
    schedule.create_series(
        workshop=workshop,
        days=[START + dt.timedelta(weeks=place) for place in range(7)],
        starts_at=dt.time(14),
        ends_at=dt.time(16, 30),
        by=nadia,
    )
    return workshop


@pytest.fixture
def held(cohort, nadia):
    """Everybody comes but Hawa, away at module 3, and Inès, who comes to the first alone."""
    people = {each.parent.first_name: each.parent_id for each in cohort.enrolments.with_parent()}
    for session in cohort.sessions.select_related("module").order_by("date"):
        order = session.module.order
        away = {"Hawa": order == 3, "Inès": order > 1}
        marks = {
            pk: Mark("absent" if away.get(name) else "present", 0) for name, pk in people.items()
        }
        minutes = 70 if order == 5 else MINUTES[order - 1]
        changes = SheetChanges(marks=marks, delivered_minutes=Written(minutes, None))
        save_sheet(session=session, changes=changes, by=nadia)
        sessions.close(session=session, by=nadia)
    return cohort


def test_the_plan_says_16_h_30_in_seven_modules_four_of_them_basic(client, nadia, cohort):
    client.force_login(nadia)

    page = text_of(client.get(cohort.pathway.get_absolute_url()))

    assert "7 modules, 16 h 30" in page
    assert page.count("compétences de base") == 4
    assert "Terminé à 80 % des modules, soit 6 sur 7." in page
    assert [each.module.order for each in cohort.sessions.order_by("date")] == list(range(1, 8))


def test_15_h_30_of_16_h_30_is_said_everywhere(client, nadia, held):
    client.force_login(nadia)

    group = text_of(client.get(held.get_absolute_url()))
    programme = text_of(client.get(held.programme.get_absolute_url()))
    board = text_of(get(client, nadia, "programme_dashboard", held.programme.pk))

    assert "15 h 30 sur 16 h 30" in group
    assert "1 tenue (module écourté) 2 h 10 1 h 10 −1 h" in group
    assert "En tout 16 h 30 15 h 30 −1 h" in group
    assert "15 h 30 sur 16 h 30" in programme
    assert "15 h 30" in board


def test_the_report_counts_15_h_30_for_nine_parents_of_whom_eight_finished(held):
    grant = make.GrantFactory(
        holder=held.programme.lead, starts_on=START, ends_on=dt.date(2026, 6, 30)
    )
    grant.programmes.add(held.programme)
    for measure in ("hours_delivered", "unique_parents"):
        grant.indicators.add(make.IndicatorFactory(programme=held.programme, measure=measure))

    figures = compute(make.ReportFactory(grant=grant, starts_on=START, ends_on=grant.ends_on))

    scope = Scope((held.programme,), START, grant.ends_on)
    assert [line["value"] for line in figures["indicators"]] == [930, 9]
    assert Figures.of(scope).measure("pathways_completed").value == 8
    assert [(line["planned"], line["delivered"]) for line in figures["groups"]] == [(990, 930)]


def test_each_parent_reads_what_they_followed_and_missed(client, nadia, held):
    client.force_login(nadia)

    page = text_of(client.get(held.get_absolute_url()))

    assert "Gaël terminé Depuis le 6 janvier 7 modules sur 7 15 h 30 sur 15 h 30 rien" in page
    assert "Hawa terminé Depuis le 6 janvier 6 modules sur 7 13 h sur 15 h 30 3. Module 3" in page
    assert "Inès Depuis le 6 janvier 1 module sur 7 2 h 30 sur 15 h 30 2. Module 2" in page


def test_certificates_say_each_their_own_hours(client, nadia, held):
    client.force_login(nadia)
    hawa = held.enrolments.get(parent__first_name="Hawa")

    all_of_them = words_of(client.get(reverse("workshops:certificate_list", args=[held.pk])))
    hers = words_of(client.get(reverse("workshops:certificate", args=[hawa.pk])))

    assert all_of_them.count("atteste que") == 8
    assert "Inès" not in all_of_them
    hers = " ".join(hers.split())
    assert "13 h" in hers
    assert "3. Module 3" not in hers
