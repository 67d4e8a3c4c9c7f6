import datetime as dt

import pytest

from families.actions.households import change_family
from partnerships import registry
from tests.factories import (
    AttendanceFactory,
    FamilyFactory,
    GrantFactory,
    HeldSessionFactory,
    IssuedReportFactory,
    ModuleFactory,
    ParentFactory,
    PartnershipFactory,
    ProgrammeFactory,
    ReportFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def centre():
    return StructureFactory()


@pytest.fixture
def user(centre):
    return coordinator(centre)


# -- What a household took part in --------------------------------------------------------------


def test_a_household_took_part_in_what_was_held_with_it_there(centre, user):
    parent = ParentFactory(family__structure=centre, first_name="Samira")
    cohort = HeldSessionFactory(
        workshop__programme__lead=centre,
        workshop__title="Groupe 1",
        module=ModuleFactory(title="La messagerie"),
        date=dt.date(2026, 2, 1),
    )
    for session in [cohort, HeldSessionFactory(workshop=cohort.workshop)]:
        AttendanceFactory(parent=parent, session=session)
    AttendanceFactory(parent=parent, session=SessionFactory(workshop=cohort.workshop))
    AttendanceFactory(
        parent=parent, session=HeldSessionFactory(workshop=cohort.workshop), status="excused"
    )

    found = registry.participation.ask([parent], user)

    assert [(line.on, line.title, line.detail, line.person) for line in found] == [
        (dt.date(2026, 11, 17), "Groupe 1", "groupe de parole", "Samira"),
        (dt.date(2026, 2, 1), "La messagerie", "Groupe 1", "Samira"),
    ]
    assert found[1].url == cohort.get_absolute_url()


def test_what_a_parent_did_elsewhere_is_not_told(centre, user):
    parent = ParentFactory(family__structure=centre)
    AttendanceFactory(parent=parent)

    assert registry.participation.ask([parent], user) == []


# -- What a partnership did ---------------------------------------------------------------------


def test_a_partnership_remembers_its_programme_and_its_sessions(centre, user):
    school = SchoolFactory()
    partnership = PartnershipFactory(parties=[centre, school.structure])
    programme = ProgrammeFactory(lead=centre, title="Relais", starts_on=dt.date(2025, 9, 1))
    programme.partnerships.add(partnership)
    workshop = WorkshopFactory(programme=programme, title="Café", format="cafe")
    workshop.schools.add(school)
    held = HeldSessionFactory(workshop=workshop, date=dt.date(2026, 3, 1))
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 20))
    # Late, but neither held nor to come; and for another school.
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 5))
    HeldSessionFactory(workshop=workshop, school=SchoolFactory())
    HeldSessionFactory(workshop=WorkshopFactory(programme=programme))

    found = registry.history.ask(partnership, user)

    assert [(line.on, line.title, line.detail) for line in found] == [
        (dt.date(2026, 3, 1), "Café", "café des parents, 2\N{NO-BREAK SPACE}h"),
        (dt.date(2026, 3, 20), "Café", "café des parents, 14\N{NO-BREAK SPACE}h"),
        (dt.date(2026, 3, 1), "Café", "L’atelier commence."),
        (dt.date(2025, 9, 1), "Relais", "Le programme commence."),
    ]
    assert [found[place].url for place in (0, 2, 3)] == [
        held.get_absolute_url(),
        workshop.get_absolute_url(),
        programme.get_absolute_url(),
    ]


def test_a_session_held_for_the_school_or_hosted_by_a_partner_is_part_of_it(centre, user):
    school, host = SchoolFactory(), StructureFactory()
    partnership = PartnershipFactory(parties=[centre, school.structure, host])
    programme = ProgrammeFactory(lead=centre)
    programme.partnerships.add(partnership)
    HeldSessionFactory(workshop__programme=programme, school=school, date=dt.date(2026, 1, 1))
    HeldSessionFactory(workshop__programme=programme, workshop__host=host, date=dt.date(2026, 1, 2))

    sessions = registry.history.ask(partnership, user)[:2]

    assert [line.on.day for line in sessions] == [2, 1]


# -- What comes in a structure ------------------------------------------------------------------


def test_a_structure_shows_what_comes_there_or_for_the_school(centre, user):
    school = SchoolFactory()
    workshop = WorkshopFactory(programme__lead=centre, title="Café", place="salle 12")
    workshop.schools.add(school)
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 9))
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 12), place="préau")
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 11))
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 13), school=SchoolFactory())
    SessionFactory(
        workshop__programme__lead=centre, school=school, date=dt.date(2026, 3, 14), place=""
    )

    found = registry.agenda.ask(school.structure, user, TODAY)

    assert [(moment.on.day, moment.lines) for moment in found] == [
        (11, ("salle 12",)),
        (12, ("préau",)),
        (14, ()),
    ]
    assert len(registry.agenda.ask(centre, user, TODAY)) == 4


def test_who_has_no_part_in_it_sees_no_session(centre):
    school = SchoolFactory()
    SessionFactory(workshop__programme__lead=centre, school=school, date=dt.date(2026, 3, 12))

    assert registry.agenda.ask(school.structure, partner(StructureFactory()), TODAY) == []


# -- A neighbourhood learnt later ---------------------------------------------------------------


def learn(family, user, **values):
    values = values or {"lives_in_qpv": "yes", "qpv_source": "declared"}
    return change_family(family=family, values=values, by=user)


def test_a_neighbourhood_learnt_later_completes_the_past(centre, user):
    family = FamilyFactory(structure=centre)
    rows = [AttendanceFactory(parent__family=family) for _ in range(2)]
    known = AttendanceFactory(parent__family=family, lives_in_qpv="no")
    somebody_else = AttendanceFactory()

    completed = learn(family, user)

    for row in [*rows, known, somebody_else]:
        row.refresh_from_db()
    assert completed == 2
    assert [row.lives_in_qpv for row in rows] == ["yes", "yes"]
    assert (known.lives_in_qpv, somebody_else.lives_in_qpv) == ("no", "unknown")


def test_what_an_issued_report_counted_stays_as_it_was(centre, user):
    family = FamilyFactory(structure=centre)
    programme = ProgrammeFactory(lead=centre)
    grant = GrantFactory(holder=centre)
    grant.programmes.add(programme)
    IssuedReportFactory(grant=grant, ends_on=dt.date(2026, 10, 31))
    ReportFactory(grant=grant)
    counted, later = [
        AttendanceFactory(
            parent__family=family,
            session=HeldSessionFactory(workshop__programme=programme, date=day),
        )
        for day in (dt.date(2026, 10, 31), dt.date(2026, 11, 1))
    ]

    completed = learn(family, user)

    counted.refresh_from_db()
    later.refresh_from_db()
    assert completed == 1
    assert (counted.lives_in_qpv, later.lives_in_qpv) == ("unknown", "yes")


def test_a_correction_rewrites_no_past(centre, user):
    family = FamilyFactory(structure=centre, lives_in_qpv="yes", qpv_source="declared")
    row = AttendanceFactory(parent__family=family)

    completed = learn(family, user, lives_in_qpv="no")
    forgotten = learn(family, user, lives_in_qpv="unknown", qpv_source="")
    still_unknown = learn(family, user, is_interpreter_needed=True)

    row.refresh_from_db()
    assert (completed, forgotten, still_unknown, row.lives_in_qpv) == (0, 0, 0, "yes")


def test_the_page_says_how_many_presences_that_completed(client, centre, user):
    family = FamilyFactory(structure=centre)
    AttendanceFactory(parent__family=family)
    client.force_login(user)

    response = client.post(
        f"/familles/{family.pk}/modifier/",
        {"lives_in_qpv": "yes", "qpv_source": "declared"},
        follow=True,
    )

    assert [str(message) for message in response.context["messages"]] == [
        "Le foyer est corrigé.",
        "Le quartier prioritaire est noté aussi dans 1 présence passée.",
    ]
