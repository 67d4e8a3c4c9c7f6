"""Doors behind another one: every page is shut before them, so a precise test sees them open.

Each is left open as in tests/access/test_mutants.py, and the test that keeps it must fail.
"""

import datetime as dt
import inspect

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from evaluation import readers
from evaluation.actions import budgets, grants, sheets, strategic_plans, surveys
from evaluation.forms.contributions import GiveForm
from evaluation.forms.grants import GrantForm
from evaluation.forms.sheets import ActionSheetForm
from evaluation.forms.strategic_plans import StrategicPlanForm
from evaluation.models import ActionSheet
from families import referral_news
from families.models import Parent, Referral, SupportMeeting
from families.referrals import reading, word_for
from families.registrations import households
from partnerships.actions import accounts, team
from partnerships.models import Contact, School, SchoolHoliday, Structure, Term, Territory
from partnerships.standings import powers
from tests import factories as make
from tests.access import doors, world
from tests.evaluation import test_sealed as sealed
from tests.evaluation.calling import called, given
from workshops.actions import feeds

pytestmark = pytest.mark.django_db
table = sealed.table
HELD = "workshops.querysets"
TEAM = ("workshop__team__user", "works_in")


def test_what_one_says_of_one_s_account_changes_no_other(today):
    one, other = make.UserFactory(welcomed_on=None), make.UserFactory(welcomed_on=None)

    accounts.speak(user=one, language="en")
    team.welcome(user=one, on=today)
    other.refresh_from_db()

    assert (other.language, other.welcomed_on) == ("fr", None)


def test_the_directory_is_for_whoever_signed_in():
    directory = (School, SchoolHoliday, Term, Territory)
    make.SchoolFactory()
    make.TermFactory()
    make.TerritoryFactory()
    SchoolHoliday.objects.create(
        zone="B", name="Hiver", starts_on=dt.date(2026, 2, 14), returns_on=dt.date(2026, 3, 2)
    )

    assert [model for model in directory if not model.objects.exists()] == []
    assert [each for each in directory if each.objects.visible_to(AnonymousUser()).exists()] == []


def test_a_neighbour_reads_none_of_the_parts_of_what_is_shut():
    side, neighbour = world.side("A"), make.coordinator(make.StructureFactory())
    parts = (side.verdict, side.heading, side.deed, side.hope)

    assert [each for each in parts if each in type(each).objects.visible_to(neighbour)] == []
    assert side.told not in type(side.told).objects.counted_for(neighbour)


def test_those_who_work_keep_what_nobody_speaks_for():
    lonely, unplaced = make.StructureFactory(), make.ContactFactory()
    partner = make.partner(make.StructureFactory())
    colleague = make.facilitator(make.StructureFactory())

    assert lonely in Structure.objects.peopled_by(colleague)
    assert lonely not in Structure.objects.peopled_by(partner)
    assert lonely not in Structure.objects.dressed_by(colleague)
    assert unplaced in Contact.objects.writable_by(colleague)
    assert unplaced not in Contact.objects.writable_by(partner)


def test_the_coordination_alone_speaks_for_a_party_without_an_account():
    centre, school = make.StructureFactory(), make.SchoolFactory().structure
    agreement = make.AgreementFactory(partnership=make.PartnershipFactory(parties=[centre, school]))

    assert powers(agreement, make.coordinator(centre)).speaks_for == {school.pk}
    assert powers(agreement, make.facilitator(centre)).speaks_for == frozenset()
    assert powers(agreement, make.facilitator(centre)).relaunches == {school.pk}
    assert powers(agreement, make.partner(school)).relaunches == frozenset()


def test_a_facilitator_reads_the_supports_of_where_they_still_work():
    workshop = make.WorkshopFactory()
    parent = make.EnrolmentFactory(workshop=workshop).parent
    member = make.facilitator(workshop.host, workshop)
    elsewhere = make.StructureFactory()
    left = make.SupportMeetingFactory(
        structure=elsewhere, author=member, confidential_note="Entre nous."
    )
    theirs = make.SupportMeetingFactory(structure=elsewhere, parent=parent)

    seen = SupportMeeting.objects.visible_to(member)

    assert left not in seen
    assert left.parent not in Parent.objects.visible_to(member)
    assert theirs not in seen
    assert left not in SupportMeeting.objects.writable_by(member)
    assert SupportMeeting.objects.with_note_for(member).get(pk=left.pk).note == ""


def test_what_one_runs_opens_to_oneself_while_one_works_there():
    """Neither to a colleague of the same structure, nor once one has left it."""
    workshop, structure = make.WorkshopFactory(), make.StructureFactory()
    member, colleague, left = (
        make.facilitator(structure, workshop),
        make.facilitator(structure),
        make.UserFactory(),
    )
    make.TeamMemberFactory(workshop=workshop, user=left, structure=structure)
    attendance = make.AttendanceFactory(session=make.HeldSessionFactory(workshop=workshop))
    enrolment = make.EnrolmentFactory(workshop=workshop)
    opened = [workshop.programme, workshop, attendance.session, attendance, enrolment]

    for row in opened:
        read_by = [
            user for user in (member, colleague, left) if row in type(row).objects.visible_to(user)
        ]
        assert (row, read_by) == (row, [member])


def test_a_session_one_runs_opens_to_oneself_while_one_works_there():
    structure = make.StructureFactory()
    member, colleague, left = (
        make.facilitator(structure),
        make.facilitator(structure),
        make.UserFactory(),
    )
    session = make.HeldSessionFactory()
    for user in (member, left):
        make.FacilitationFactory(session=session, user=user, structure=structure)
    attendance = make.AttendanceFactory(session=session)

    for row in (session, attendance):
        read_by = [
            user for user in (member, colleague, left) if row in type(row).objects.visible_to(user)
        ]
        assert (row, read_by) == (row, [member])


def test_whoever_left_follows_nothing_and_a_partner_learns_no_reason():
    author, school = make.UserFactory(), make.SchoolFactory().structure
    referral = make.ReferralFactory(sender=school, made_by=author, status="expired")

    assert not feeds.may_read(author, None)
    assert not reading(referral, author).follows
    assert referral not in Referral.objects.sent_by(author)
    assert not reading(referral, make.partner(school)).is_whole
    assert reading(referral, make.coordinator(school)).is_whole
    assert referral_news.address_of(referral) == ""
    assert referral_news.state_for(referral) == word_for(referral.state).label


def refuses(act, *asked, **named):
    try:
        act(*asked, **named)
    except ValidationError:
        return True
    return False


def test_an_action_refuses_whoever_comes_round_its_page():
    grant, sheet, survey = make.GrantFactory(), make.ActionSheetFactory(), make.SurveyFactory()
    plan = make.StrategicPlanFactory.build(holder=make.StructureFactory())
    programme = make.ProgrammeFactory(lead=grant.holder)
    stranger = make.coordinator(make.StructureFactory())

    assert refuses(budgets.locked, grant, stranger)
    assert refuses(grants.check, grant, [programme], [], stranger)
    assert refuses(sheets.check, sheet, [], stranger)
    assert refuses(strategic_plans.begin, plan=plan, by=stranger)
    assert refuses(surveys.check, survey, stranger)


def test_a_form_proposes_the_structures_one_coordinates():
    boss, _other = make.coordinator(make.StructureFactory()), make.StructureFactory()
    forms = [GrantForm(user=boss), StrategicPlanForm(user=boss)]
    forms.append(ActionSheetForm(user=boss, instance=ActionSheet()))

    proposed = [set(form.fields["holder"].queryset.values_list("pk", flat=True)) for form in forms]

    assert proposed == [boss.rights.coordinates] * 3


def test_each_person_of_a_party_has_their_own_words(today):
    table = called()
    voice, colleague = table.voices["centre"], make.facilitator(table.centre)
    given(voice, table.boss, worked="Les mots de la coordination.")

    assert GiveForm(voice=voice, user=colleague).contribution is None
    assert not refuses(given, voice, colleague)
    assert voice.contributions.count() == 2


def test_a_plan_is_read_by_those_its_holder_observes():
    plan, centre = make.StrategicPlanFactory(), make.StructureFactory()
    make.ObservationFactory(observer=plan.holder, observed=centre)
    stranger = make.facilitator(make.StructureFactory())

    assert plan in type(plan).objects.visible_to(make.facilitator(centre))
    assert plan not in type(plan).objects.visible_to(stranger)


def test_a_report_is_read_over_by_the_coordination_of_its_holder():
    author = make.UserFactory()
    report = make.ReportFactory(
        status="submitted", submitted_by=author, submitted_at=timezone.now()
    )
    holder, stranger = report.grant.holder, make.coordinator(make.StructureFactory())

    assert readers.may_read_over(report, make.coordinator(holder))
    assert not readers.may_read_over(report, make.facilitator(holder))
    assert list(readers.awaited_from(make.coordinator(holder))) == [report]
    assert list(readers.awaited_from(stranger)) == []


def test_households_soon_forgotten_are_counted_for_those_who_answer_for_them(today):
    family = make.ParentFactory(family__warned_on=today).family
    stranger = make.coordinator(make.StructureFactory())

    assert len(list(households.due(make.coordinator(family.structure), today))) == 1
    assert list(households.due(make.facilitator(family.structure), today)) == []
    assert list(households.due(stranger, today)) == []
    assert family not in type(family).objects.of_coordinator(stranger)


PROOFS = {
    door: proof
    for proof, shut in [
        (
            sealed.test_contributions_are_had_by_their_own_voice_and_who_typed_them,
            [
                "evaluation.Contribution.visible_to",
                "evaluation.querysets.reviews.ContributionQuerySet.visible_to: belongs_to",
                "evaluation.querysets.reviews.ContributionQuerySet.visible_to: author",
            ],
        ),
        (
            test_what_one_says_of_one_s_account_changes_no_other,
            ["partnerships.actions.accounts.speak: pk", "partnerships.actions.team.welcome: pk"],
        ),
        (
            test_a_facilitator_reads_the_supports_of_where_they_still_work,
            [
                "families.querysets.supports.SupportMeetingQuerySet.visible_to: facilitates",
                "families.registrations.supports.acquaintances: works_in",
                "families.querysets.supports.SupportMeetingQuerySet.visible_to: facilitates #2",
                "families.querysets.supports.SupportMeetingQuerySet.with_note_for: works_in",
                "families.querysets.supports.SupportMeetingQuerySet.writable_by: works_in",
            ],
        ),
        (
            test_whoever_left_follows_nothing_and_a_partner_learns_no_reason,
            [
                "families.referral_news.address_of: belongs_to",
                "workshops.actions.feeds.may_read: belongs_to",
                "families.referral_news.state_for: works_in",
                "families.referrals.reading: coordinates #2",
                "families.querysets.referrals.ReferralQuerySet.sent_by: facilitates",
                "families.referrals.reading: facilitates",
            ],
        ),
        (
            test_what_one_runs_opens_to_oneself_while_one_works_there,
            [
                f"{HELD}.programmes.ProgrammeQuerySet.visible_to: workshops__team__user",
                f"{HELD}.programmes.ProgrammeQuerySet.visible_to: works_in",
                f"{HELD}.programmes.ProgrammeQuerySet.visible_to: works_in #2",
                *(f"{HELD}.sessions.AttendanceQuerySet.visible_to: {word}" for word in TEAM),
                *(f"{HELD}.workshops.EnrolmentQuerySet.visible_to: {word}" for word in TEAM),
                f"{HELD}.workshops.WorkshopQuerySet.run_by: user",
                f"{HELD}.workshops.WorkshopQuerySet.run_by: works_in",
            ],
        ),
        (
            test_a_session_one_runs_opens_to_oneself_while_one_works_there,
            [
                f"{HELD}.sessions.AttendanceQuerySet.visible_to: session__facilitations__user",
                f"{HELD}.sessions.AttendanceQuerySet.visible_to: works_in #2",
                f"{HELD}.sessions.SessionQuerySet.ran: user",
                f"{HELD}.sessions.SessionQuerySet.ran: works_in",
            ],
        ),
        (
            test_an_action_refuses_whoever_comes_round_its_page,
            [
                "evaluation.actions.budgets.locked: coordinates",
                "evaluation.actions.grants.check: coordinates",
                "evaluation.actions.sheets.check: coordinates",
                "evaluation.actions.strategic_plans.begin: coordinates",
                "evaluation.actions.surveys.check: works_in",
            ],
        ),
        (
            test_a_form_proposes_the_structures_one_coordinates,
            [
                "evaluation.forms.grants.GrantForm.__init__: coordinates",
                "evaluation.forms.sheets.ActionSheetForm.__init__: coordinates",
                "evaluation.forms.strategic_plans.StrategicPlanForm.__init__: coordinates",
            ],
        ),
        (
            test_each_person_of_a_party_has_their_own_words,
            [
                "evaluation.actions.contributions.give: author",
                "evaluation.forms.contributions.GiveForm.find: author",
            ],
        ),
        (
            test_a_plan_is_read_by_those_its_holder_observes,
            ["evaluation.querysets.sheets.StrategicPlanQuerySet.visible_to: belongs_to"],
        ),
        (
            test_a_report_is_read_over_by_the_coordination_of_its_holder,
            [
                "evaluation.readers.awaited_from: coordinates",
                "evaluation.readers.may_read_over: coordinates",
            ],
        ),
        (
            test_households_soon_forgotten_are_counted_for_those_who_answer_for_them,
            [
                "families.Family.of_coordinator",
                "families.querysets.households.FamilyQuerySet.of_coordinator: coordinates",
                "families.registrations.households.due: coordinates",
            ],
        ),
        (
            test_those_who_work_keep_what_nobody_speaks_for,
            [
                "partnerships.querysets.ground.StructureQuerySet.peopled_by: works_in",
                "partnerships.querysets.ground.StructureQuerySet.dressed_by: coordinates #2",
                "partnerships.querysets.people.ContactQuerySet.writable_by: works_in",
            ],
        ),
        (
            test_the_coordination_alone_speaks_for_a_party_without_an_account,
            [
                "partnerships.standings.powers: coordinates",
                "partnerships.standings.relaunched_by: works_in",
            ],
        ),
        (
            test_the_directory_is_for_whoever_signed_in,
            [
                "partnerships.School.visible_to",
                "partnerships.SchoolHoliday.visible_to",
                "partnerships.Term.visible_to",
                "partnerships.Territory.visible_to",
            ],
        ),
        (
            test_a_neighbour_reads_none_of_the_parts_of_what_is_shut,
            [
                "evaluation.ExpectedResult.visible_to",
                "evaluation.Indicator.counted_for",
                "evaluation.SheetItem.visible_to",
                "evaluation.SheetSection.visible_to",
                "evaluation.Verdict.visible_to",
                *(
                    f"evaluation.querysets.indicators.IndicatorQuerySet.counted_for: {right}"
                    for right in ("works_in", "watches", "observes", "belongs_to")
                ),
            ],
        ),
    ]
    for door in shut
}


@pytest.mark.parametrize("door", PROOFS)
def test_its_own_test_sees_it_left_open(door, request, monkeypatch):
    proof = PROOFS[door]
    given = {name: request.getfixturevalue(name) for name in inspect.signature(proof).parameters}
    doors.Watch(monkeypatch, left_open=door)

    with pytest.raises(AssertionError):
        proof(**given)
