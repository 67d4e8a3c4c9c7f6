"""What is true is kept by the database, and said in French by the models."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.constraints import TOGETHER, twice

DAY = dt.date(2026, 11, 17)
BEFORE = dt.date(2026, 11, 1)
OLD = dt.date(2020, 1, 1)
NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)


REFUSED = {
    "membership_ends_after_it_starts": lambda: make.MembershipFactory.build(
        user=make.UserFactory(), structure=make.StructureFactory(), starts_on=DAY, ends_on=BEFORE
    ),
    "membership_once_at_a_time": lambda: twice(make.MembershipFactory),
    "term_once_per_vocabulary": lambda: twice(make.TermFactory),
    "territory_once_per_code": lambda: twice(
        make.TerritoryFactory, kind="qpv", official_code="QN00101M"
    ),
    "structure_once_per_siret": lambda: twice(make.StructureFactory, siret="73282932000074"),
    "structure_once_per_name_and_commune": lambda: twice(make.StructureFactory),
    "observation_of_somebody_else": lambda: itself(),
    "observation_once_at_a_time": lambda: twice(make.ObservationFactory),
    "partnership_ends_after_it_starts": lambda: make.PartnershipFactory.build(
        starts_on=DAY, ends_on=BEFORE
    ),
    "partnership_ends_after_it_starts ": lambda: make.PartnershipFactory.build(ends_on=DAY),
    "party_once_per_partnership": lambda: twice(make.PartyFactory),
    "family_qpv_known_with_its_source": lambda: family(lives_in_qpv="yes"),
    "family_qpv_known_with_its_source ": lambda: family(qpv_source="declared"),
    "family_names_a_qpv_only_when_it_lives_in_one": lambda: family(
        lives_in_qpv="no", qpv_source="declared", qpv=make.TerritoryFactory(kind="qpv")
    ),
    "family_informed_when_and_how": lambda: family(informed_on=DAY),
    "parent_has_a_first_name_until_forgotten": lambda: parent(first_name=""),
    "parent_keeps_nothing_once_forgotten": lambda: parent(erased_on=DAY),
    "parent_age_said_once": lambda: parent(birth_year=1990, age_band="26-59"),
    "parent_birth_year_of_a_living_adult": lambda: parent(birth_year=1850),
    "schooling_once_per_school_and_level": lambda: twice(make.SchoolingFactory),
    "schooling_of_at_least_one_child": lambda: schooling(children=0),
    "schooling_in_a_plausible_year": lambda: schooling(school_year=1999),
    "document_once_per_partnership": lambda: twice(make.DocumentFactory),
    "document_not_empty": lambda: make.DocumentFactory.build(
        partnership=make.PartnershipFactory(), size=0
    ),
    "family_kept_with_a_reason": lambda: family(kept_until=DAY),
    "notice_once_per_version": lambda: twice(make.NoticeFactory),
    "notice_one_draft_at_a_time": lambda: make.NoticeFactory.build(
        structure=make.NoticeFactory(published_on=None).structure, version=2, published_on=None
    ),
    "notice_text_once_per_language": lambda: twice(make.NoticeTextFactory),
    "consent_one_answer_at_a_time": lambda: twice(make.ConsentFactory),
    "consent_one_answer_per_structure": lambda: twice(
        make.ConsentFactory, purpose="sharing", structure=make.StructureFactory()
    ),
    "consent_shares_with_a_named_structure": lambda: make.ConsentFactory.build(
        parent=make.ParentFactory(), purpose="sharing"
    ),
    "referral_agreed_before_it_is_sent": lambda: referral(agreed_on=None, agreed_how=""),
    "referral_agreed_when_and_how": lambda: referral(agreed_how=""),
    "referral_refused_with_a_reason": lambda: referral(status="refused"),
    "referral_refused_with_a_reason ": lambda: referral(refusal="full"),
    "referral_valid_from_its_day_on": lambda: referral(valid_until=OLD),
    "referral_names_somebody_until_forgotten": lambda: referral(first_name=""),
    "referral_keeps_nothing_once_forgotten": lambda: referral(forgotten_on=DAY),
    "support_lasts": lambda: support(minutes=0),
    "support_shares_a_note_that_exists": lambda: support(is_shared_with_coordinator=True),
    "merge_once_until_undone": lambda: make.MergeFactory.build(
        kept=make.ParentFactory(), set_aside=make.MergeFactory().set_aside
    ),
    "merge_of_two_records": lambda: merge_of_one(),
    "separation_said_once": lambda: twice(make.SeparationFactory),
    "separation_in_order": lambda: make.SeparationFactory.build(
        second=make.ParentFactory(), first=make.ParentFactory()
    ),
    "signed_sheet_once_per_session": lambda: twice(make.SignedSheetFactory),
    "signed_sheet_not_empty": lambda: make.SignedSheetFactory.build(
        session=make.SessionFactory(), size=0
    ),
    "calendar_feed_one_of_ones_own": lambda: make.CalendarFeedFactory.build(
        user=make.CalendarFeedFactory().user
    ),
    "calendar_feed_one_per_partnership": lambda: make.CalendarFeedFactory.build(
        partnership=(
            feed := make.CalendarFeedFactory(partnership=make.PartnershipFactory())
        ).partnership,
        user=feed.user,
    ),
    "waiting_once_per_workshop": lambda: twice(make.WaitingFactory),
    "guest_once_per_session": lambda: twice(make.GuestFactory),
    "idea_answered_on_a_day": lambda: idea(answer="later", answer_words="Au printemps."),
    "idea_put_off_with_words": lambda: idea(answer="declined", answered_on=DAY),
    "idea_taken_becomes_a_workshop": lambda: idea(answer="taken", answered_on=DAY),
    "idea_taken_becomes_a_workshop ": lambda: idea(workshop=make.WorkshopFactory()),
    "plan_share_once_per_party": lambda: twice(make.PlanShareFactory),
    "plan_slot_once": lambda: twice(make.PlanSlotFactory),
    "plan_slot_lasts": lambda: make.PlanSlotFactory.build(
        plan=make.PlanFactory(), ends_at=dt.time(14)
    ),
    "plan_version_once": lambda: twice(make.PlanVersionFactory),
    "plan_accepted_once_per_version": lambda: twice(make.PlanAcceptanceFactory),
    "quote_of_a_known_parent_goes_by_their_consents": lambda: make.QuoteFactory.build(
        session=make.SessionFactory(), parent=make.ParentFactory(), agreed_on=DAY
    ),
    "booklet_once_per_programme": lambda: twice(make.BookletFactory),
    "booklet_entry_comes_from_one_place": lambda: make.BookletEntryFactory.build(
        booklet=make.BookletFactory(), advice=None
    ),
    "booklet_entry_comes_from_one_place ": lambda: make.BookletEntryFactory.build(
        booklet=make.BookletFactory(), advice=make.AdviceFactory(), quote=make.QuoteFactory()
    ),
    "booklet_entry_once_per_advice": lambda: twice(make.BookletEntryFactory),
    "booklet_entry_once_per_quote": lambda: twice(
        make.BookletEntryFactory, advice=None, quote=make.QuoteFactory()
    ),
    "table_import_once": lambda: twice(make.TableImportFactory, workshop=make.WorkshopFactory()),
    "table_import_once_in_a_programme": lambda: twice(make.TableImportFactory),
    "local_coordination_once": lambda: twice(make.LocalCoordinationFactory),
    "programme_ends_after_it_starts": lambda: make.ProgrammeFactory.build(
        lead=make.StructureFactory(), starts_on=DAY, ends_on=BEFORE
    ),
    "programme_once_per_season": lambda: twice(make.ProgrammeFactory),
    "pathway_once_per_structure": lambda: twice(make.PathwayFactory),
    "pathway_threshold_is_a_percentage": lambda: make.PathwayFactory.build(
        structure=make.StructureFactory(), completion_threshold=101
    ),
    "module_once_per_place": lambda: twice(make.ModuleFactory),
    "module_lasts": lambda: make.ModuleFactory.build(
        pathway=make.PathwayFactory(), planned_minutes=0
    ),
    "workshop_once_per_programme": lambda: twice(make.WorkshopFactory),
    "workshop_is_a_cohort_when_it_follows_a_pathway": lambda: workshop(format="cohort"),
    "workshop_is_a_cohort_when_it_follows_a_pathway ": lambda: workshop(
        pathway=make.PathwayFactory()
    ),
    "team_member_once": lambda: twice(make.TeamMemberFactory),
    "enrolment_once_per_workshop": lambda: twice(make.EnrolmentFactory),
    "enrolment_ends_after_it_starts": lambda: make.EnrolmentFactory.build(
        workshop=make.WorkshopFactory(),
        parent=make.ParentFactory(),
        enrolled_on=DAY,
        left_on=BEFORE,
    ),
    "session_cancelled_with_a_reason": lambda: session(status="cancelled"),
    "session_cancelled_with_a_reason ": lambda: session(cancel_reason="grève"),
    "session_held_is_closed_with_its_duration": lambda: session(status="held"),
    "session_held_is_closed_with_its_duration ": lambda: session(closed_at=NOON),
    "session_lasts": lambda: session(ends_at=dt.time(14)),
    "facilitation_once_per_session": lambda: twice(make.FacilitationFactory),
    "facilitation_by_an_account_or_by_a_name": lambda: make.FacilitationFactory.build(
        session=make.SessionFactory(), structure=make.StructureFactory(), user=None
    ),
    "attendance_once_per_session": lambda: twice(make.AttendanceFactory),
    "head_count_once_per_category": lambda: twice(make.HeadCountFactory),
    "head_count_plausible": lambda: make.HeadCountFactory.build(
        session=make.SessionFactory(), number=2001
    ),
    "tenure_ends_after_it_starts": lambda: tenure(
        starts_on=DAY, ends_on=BEFORE, end_reason="moved"
    ),
    "tenure_ended_with_a_reason": lambda: tenure(starts_on=BEFORE, ends_on=DAY),
    "tenure_ended_with_a_reason ": lambda: tenure(end_reason="moved"),
    "tenure_once_at_a_time": lambda: twice(make.TenureFactory),
    "thread_ends_after_it_starts": lambda: make.ThreadFactory.build(
        partnership=make.PartnershipFactory(),
        tenure=make.TenureFactory(),
        starts_on=DAY,
        ends_on=BEFORE,
    ),
    "thread_once_at_a_time": lambda: twice(make.ThreadFactory),
    "knowledge_once_per_aspect": lambda: twice(make.KnowledgeNoteFactory),
    "agreement_once_a_year": lambda: twice(make.AgreementFactory),
    "agreement_in_a_plausible_year": lambda: make.AgreementFactory.build(
        partnership=make.PartnershipFactory(), school_year=1999
    ),
    "agreement_committed_from_its_year_on": lambda: make.AgreementFactory.build(
        partnership=make.PartnershipFactory(), committed_until=2025
    ),
    "expectation_once_per_party": lambda: twice(make.ExpectationFactory),
    "agreement_version_once": lambda: twice(make.AgreementVersionFactory, content={"a": "b"}),
    "agreement_accepted_once_per_version": lambda: twice(make.AgreementAcceptanceFactory),
    "presence_of_at_least_one": lambda: make.PresenceFactory.build(
        meeting=make.MeetingFactory(), structure=make.StructureFactory(), number=0
    ),
    "decision_done_after_it_is_taken": lambda: make.DecisionFactory.build(
        partnership=make.PartnershipFactory(), side=make.StructureFactory(), done_on=OLD
    ),
    "difficulty_lifted_when_and_how": lambda: difficulty(lifted_on=DAY),
    "difficulty_lifted_when_and_how ": lambda: difficulty(lifted_on=OLD, lifted_how="Une clé."),
    "request_answered_when_and_how": lambda: request(answer="yes"),
    "request_answered_when_and_how ": lambda: request(answered_on=DAY),
    "working_group_ends_after_it_starts": lambda: make.WorkingGroupFactory.build(
        partnership=make.PartnershipFactory(), ends_on=OLD
    ),
    "member_a_contact_or_parents": lambda: make.WorkingGroupMemberFactory.build(
        group=make.WorkingGroupFactory(), contact=None
    ),
    "member_once_per_group": lambda: twice(make.WorkingGroupMemberFactory),
    "indicator_once_per_programme": lambda: twice(make.IndicatorFactory),
    "indicator_computed_from_a_measure": lambda: indicator(measure=""),
    "indicator_computed_from_a_measure ": lambda: indicator(kind="entered"),
    "target_ends_after_it_starts": lambda: target(ends_on=dt.date(2026, 8, 1)),
    "target_once_per_period": lambda: twice(make.TargetFactory),
    "target_not_negative": lambda: target(value=-1),
    **TOGETHER,
    "grant_ends_after_it_starts": lambda: grant(ends_on=dt.date(2026, 8, 1)),
    "grant_amounts_not_negative": lambda: grant(awarded=-1),
    "report_ends_after_it_starts": lambda: report(ends_on=dt.date(2026, 8, 1)),
    "report_once_per_version": lambda: twice(make.ReportFactory),
    "report_issued_with_its_figures_and_its_document": lambda: report(status="issued"),
    "report_issued_with_its_figures_and_its_document ": lambda: report(sha256="0" * 64),
}


def merge_of_one():
    parent = make.ParentFactory()
    return make.MergeFactory.build(kept=parent, set_aside=parent)


def referral(**values):
    return make.ReferralFactory.build(
        sender=make.StructureFactory(), receiver=make.StructureFactory(), **values
    )


def support(**values):
    parent = make.ParentFactory()
    return make.SupportMeetingFactory.build(parent=parent, author=make.UserFactory(), **values)


def tenure(**values):
    return make.TenureFactory.build(
        contact=make.ContactFactory(), structure=make.StructureFactory(), **values
    )


def difficulty(**values):
    return make.DifficultyFactory.build(
        partnership=make.PartnershipFactory(), raised_by=make.StructureFactory(), **values
    )


def request(**values):
    return make.PartnerRequestFactory.build(partnership=make.PartnershipFactory(), **values)


def itself():
    centre = make.StructureFactory()
    return make.ObservationFactory.build(observer=centre, observed=centre)


def family(**values):
    return make.FamilyFactory.build(structure=make.StructureFactory(), **values)


def parent(**values):
    return make.ParentFactory.build(family=make.FamilyFactory(), **values)


def schooling(**values):
    return make.SchoolingFactory.build(
        family=make.FamilyFactory(), school=make.SchoolFactory(), **values
    )


def workshop(**values):
    programme = make.ProgrammeFactory()
    return make.WorkshopFactory.build(programme=programme, host=programme.lead, **values)


def session(**values):
    return make.SessionFactory.build(workshop=make.WorkshopFactory(), **values)


def indicator(**values):
    return make.IndicatorFactory.build(programme=make.ProgrammeFactory(), **values)


def target(**values):
    return make.TargetFactory.build(indicator=make.IndicatorFactory(), **values)


def idea(**values):
    return make.IdeaFactory.build(
        programme=make.ProgrammeFactory(), structure=make.StructureFactory(), **values
    )


def grant(**values):
    return make.GrantFactory.build(
        holder=make.StructureFactory(), funder=make.StructureFactory(), **values
    )


def report(**values):
    return make.ReportFactory.build(grant=make.GrantFactory(), **values)


@pytest.mark.parametrize("name", REFUSED, ids=str.strip)
def test_the_database_refuses(db, name):
    wrong = REFUSED[name]()

    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save(force_insert=True)


@pytest.mark.parametrize("name", REFUSED, ids=str.strip)
def test_the_model_says_why_in_its_own_words(db, name):
    wrong = REFUSED[name]()
    constraint = next(each for each in wrong._meta.constraints if each.name == name.strip())

    with pytest.raises(ValidationError) as refusal:
        wrong.full_clean(exclude=["password"])

    assert str(constraint.violation_error_message) in refusal.value.messages


def test_a_school_code_is_held_once_but_may_be_missing(db):
    make.SchoolFactory.create_batch(2, uai="")
    make.SchoolFactory(uai="0596833G")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.SchoolFactory(uai="0596833G")


def test_an_account_is_known_by_its_address_whatever_the_case(db):
    make.UserFactory(email="nadia@exemple.test")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.UserFactory(email="Nadia@exemple.test")


def test_nobody_succeeds_themselves(db):
    tenure = make.TenureFactory()
    tenure.successor = tenure

    with pytest.raises(IntegrityError), transaction.atomic():
        tenure.save()


def test_nothing_is_part_of_itself(db):
    structure, parent = make.StructureFactory(), make.ParentFactory()
    structure.part_of, parent.merged_into = structure, parent

    for itself in (structure, parent):
        with pytest.raises(IntegrityError), transaction.atomic():
            itself.save()
