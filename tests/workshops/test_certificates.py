"""The certificate: the hours somebody followed, as the sheets say; no mark, no ranking."""

import datetime as dt

import pytest
from django.urls import reverse

from partnerships import jobs
from partnerships.models import AuditEvent, Job
from tests import factories as make
from tests.access.reading import text_of
from tests.reading import said
from workshops import certificates
from workshops.models import Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

START = dt.date(2026, 1, 6)


@pytest.fixture
def cohort():
    """A pathway of two modules of two hours; 75 % of it make it complete."""
    pathway = make.PathwayFactory(title="Numérique", completion_threshold=75)
    workshop = make.WorkshopFactory(
        format="cohort",
        pathway=pathway,
        programme__lead__name="Centre",
        programme__lead__commune="Lille",
    )
    for week, title in enumerate(["La souris", "L’ENT"]):
        module = make.ModuleFactory(pathway=pathway, order=week + 1, title=title)
        make.HeldSessionFactory(
            workshop=workshop, module=module, date=START + dt.timedelta(weeks=week)
        )
    return workshop


@pytest.fixture
def nadia(client, cohort):
    user = make.facilitator(cohort.programme.lead, cohort)
    client.force_login(user)
    return user


def followed(cohort, *minutes, **names):
    """Somebody enrolled, there as long as said at each session; 0 is absent."""
    enrolment = make.EnrolmentFactory(
        workshop=cohort, enrolled_on=START, **{f"parent__{name}": it for name, it in names.items()}
    )
    for session, stayed in zip(cohort.sessions.order_by("date"), minutes, strict=False):
        make.AttendanceFactory(
            session=session,
            parent=enrolment.parent,
            status="present" if stayed else "absent",
            minutes=stayed or None,
        )
    return enrolment


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def words(response):
    return " ".join(text_of(response).split())


def of(cohort):
    enrolments = Enrolment.objects.filter(workshop=cohort).with_parent().with_attendance()
    return certificates.finished(cohort, enrolments)


# -- What it says --------------------------------------------------------------------------------


def test_it_says_the_hours_of_that_person_and_not_those_of_the_plan(client, nadia, cohort):
    rosa = followed(cohort, 120, 70, first_name="Rosa", last_name="Lopez")
    followed(cohort, 120, 120, first_name="Karim")

    response = client.get(url("certificate", rosa))

    text = words(response)
    for wanted in [
        "Attestation de participation",
        "Centre atteste que Rosa Lopez",
        "a suivi le parcours « Numérique »",
        "3 h 10",
        "du 6 janvier 2026 au 13 janvier 2026",
        "1. La souris 6 janvier 2026 2 h",
        "2. L’ENT 13 janvier 2026 1 h 10",
        "Parcours prévu : 4 h",
        "Fait le 10 mars 2026, à Lille",
        "Page 1 sur 1",
    ]:
        assert wanted in text
    assert response["Content-Disposition"].startswith("inline")
    assert "Karim" not in text


def test_outside_a_pathway_it_says_hours_and_day_without_modules(client, nadia, cohort):
    session = make.HeldSessionFactory(
        workshop__programme=cohort.programme, workshop__title="Café", date=START
    )
    make.TeamMemberFactory(workshop=session.workshop, user=nadia)
    rosa = make.EnrolmentFactory(workshop=session.workshop, parent__first_name="Rosa")
    make.AttendanceFactory(session=session, parent=rosa.parent)

    text = words(client.get(url("certificate", rosa)))

    assert "a participé à « Café »" in text
    assert "6 janvier 2026" in text
    assert "Module" not in text


def test_it_counts_what_was_held_in_that_group_alone(cohort):
    rosa = followed(cohort, 120, 0)
    planned = make.SessionFactory(workshop=cohort)
    make.AttendanceFactory(session=planned, parent=rosa.parent)
    make.AttendanceFactory(
        session__workshop__programme=cohort.programme, parent=rosa.parent, status="late"
    )

    (found,) = certificates.of(cohort, [rosa])

    assert (found.minutes, len(found.rows), found.first, found.last) == (120, 1, START, START)


def test_it_thanks_those_who_paid_meanwhile_each_once(cohort):
    for name, first, last in [
        ("Caf", START, dt.date(2026, 6, 30)),
        ("Avant", dt.date(2025, 1, 1), START - dt.timedelta(days=1)),
        ("Après", START + dt.timedelta(days=8), dt.date(2026, 6, 30)),
    ]:
        grant = make.GrantFactory(funder__name=name, starts_on=first, ends_on=last)
        grant.programmes.add(cohort.programme)
        again = make.GrantFactory(funder=grant.funder, starts_on=first, ends_on=last)
        again.programmes.add(cohort.programme)
    found = certificates.of(cohort, [followed(cohort, 120, 120)])

    funders = certificates.funders_of(cohort, found)

    assert [funder.name for funder in funders] == ["Caf"]


def test_two_sessions_of_one_module_are_one_line(cohort):
    rosa = followed(cohort, 120, 60)
    again = make.HeldSessionFactory(
        workshop=cohort, module=cohort.pathway.modules.last(), date=START + dt.timedelta(weeks=2)
    )
    make.AttendanceFactory(session=again, parent=rosa.parent, minutes=30)

    (found,) = certificates.of(cohort, [rosa])

    assert [(part.module.title, len(part.days), part.minutes) for part in found.parts] == [
        ("La souris", 1, 120),
        ("L’ENT", 2, 90),
    ]


# -- Who gets one --------------------------------------------------------------------------------


def test_whoever_reached_the_threshold_has_finished(cohort):
    followed(cohort, 120, 59)
    just = followed(cohort, 120, 60)
    whole = followed(cohort, 120, 120)
    followed(cohort, 120, 120, first_name="", erased_on=dt.date(2026, 3, 1))
    followed(cohort)

    assert {enrolment.pk for enrolment in of(cohort)} == {just.pk, whole.pk}


def test_nobody_finishes_an_empty_pathway_nor_a_workshop_without_one():
    empty = make.WorkshopFactory(format="cohort", pathway=make.PathwayFactory())
    make.EnrolmentFactory(workshop=empty)
    other = make.EnrolmentFactory().workshop
    make.AttendanceFactory(
        session__workshop=other, parent=other.enrolments.get().parent, minutes=120
    )

    assert (of(empty), of(other)) == ([], [])


def test_one_file_for_all_who_finished_and_a_line_for_each(client, nadia, cohort):
    rosa = followed(cohort, 120, 120, first_name="Rosa")
    karim = followed(cohort, 120, 120, first_name="Karim")
    followed(cohort, 120, 0, first_name="Ana")

    text = words(client.get(url("certificate_list", cohort)))

    lines = AuditEvent.objects.filter(verb="exported", actor=nadia)
    assert text.count("atteste que") == 2
    assert "Ana" not in text
    assert {(line.object_id, line.family) for line in lines} == {
        (str(rosa.pk), rosa.parent.family_id),
        (str(karim.pk), karim.parent.family_id),
    }
    assert {line.structure for line in lines} == {cohort.programme.lead}


def test_those_of_many_are_drawn_beside_the_web_and_found_again(client, nadia, cohort, settings):
    settings.LONG_PAGES = 1
    followed(cohort, 120, 120, first_name="Rosa")
    followed(cohort, 120, 120, first_name="Karim")
    answer = client.get(url("certificate_list", cohort))

    jobs.work.call(Job.objects.get().pk)

    job = Job.objects.get()
    text = words(client.get(reverse("partnerships:job_file", args=[job.pk])))
    assert (answer["Location"], job.state) == (job.get_absolute_url(), Job.State.DONE)
    assert text.count("atteste que") == 2


def test_whoever_never_came_has_none_yet(client, nadia, cohort):
    rosa = followed(cohort, 0)

    one = client.get(url("certificate", rosa), follow=True)
    several = client.get(url("certificate_list", cohort), follow=True)

    why = ["Pas encore d’attestation : elle dit les heures suivies, notées et closes."]
    assert said(one) == said(several) == why
    assert AuditEvent.objects.count() == 0


def test_nobody_is_named_once_forgotten(client, nadia, cohort):
    rosa = followed(cohort, 120, 120)
    rosa.parent.first_name, rosa.parent.erased_on = "", dt.date(2026, 3, 1)
    rosa.parent.save()

    assert client.get(url("certificate", rosa)).status_code == 404
    assert url("certificate", rosa) not in client.get(cohort.get_absolute_url()).content.decode()


# -- Where one finds it --------------------------------------------------------------------------


def test_the_page_of_the_workshop_leads_to_them_and_a_partner_sees_nothing(client, nadia, cohort):
    rosa = followed(cohort, 120, 120)
    partnership = make.PartnershipFactory(parties=[cohort.programme.lead])
    cohort.programme.partnerships.add(partnership)
    school = make.SchoolFactory().structure
    partnership.parties.create(structure=school)

    ours = client.get(cohort.get_absolute_url()).content.decode()
    client.force_login(make.partner(school))
    theirs = client.get(cohort.get_absolute_url()).content.decode()

    links = [url("certificate", rosa), url("certificate_list", cohort)]
    assert [link in ours for link in links] == [True, True]
    assert [link in theirs for link in links] == [False, False]
    assert "1 personne a terminé le parcours" in ours


@pytest.mark.parametrize("count", [1, 3])
def test_certificates_cost_the_same_however_many(cohort, django_assert_num_queries, count):
    for _ in range(count):
        followed(cohort, 120, 120)
    enrolments = list(Enrolment.objects.filter(workshop=cohort))

    with django_assert_num_queries(1):
        found = certificates.of(cohort, enrolments)
        parts = [each.parts for each in found]

    assert [len(each) for each in parts] == [2] * count
