"""What the database refuses of what is evaluated together; see test_constraints.py."""

import datetime as dt

from tests import factories as make

OLD = dt.date(2020, 1, 1)
NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)


def twice(factory, **same):
    """Build a second object with the same values as one that is saved."""
    first = factory(**same)
    model = type(first)
    values = {
        field.attname: getattr(first, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and not getattr(field, "auto_now_add", False)
    }
    return model(**values)


def review(**values):
    return make.ReviewFactory.build(partnership=make.PartnershipFactory(), **values)


def voice(**values):
    values = {"structure": make.StructureFactory()} | values
    return make.VoiceFactory.build(review=make.ReviewFactory(), **values)


def contribution(**values):
    return make.ContributionFactory.build(voice=make.VoiceFactory(), **values)


def rating(**values):
    return make.RatingFactory.build(
        contribution=make.ContributionFactory(), criterion=make.CriterionFactory(), **values
    )


def reply_to_itself():
    voice = make.VoiceFactory()
    return make.ReplyFactory.build(voice=voice, about=voice)


def survey(**values):
    return make.SurveyFactory.build(programme=make.ProgrammeFactory(), **values)


def feedback(**values):
    return make.FeedbackFactory.build(survey=make.SurveyFactory(), **values)


def tally(**values):
    return make.TallyFactory.build(survey=make.SurveyFactory(), **values)


def budget_line(**values):
    return make.BudgetLineFactory.build(grant=make.GrantFactory(), **values)


def reading(**values):
    indicator = make.IndicatorFactory(kind="entered", measure="")
    return make.ReadingFactory.build(indicator=indicator, **values)


TOGETHER = {
    "review_ends_after_it_starts": lambda: review(ends_on=OLD),
    "review_once_a_year": lambda: twice(make.ReviewFactory),
    "review_once_a_workshop": lambda: twice(make.ReviewFactory, workshop=make.WorkshopFactory()),
    "review_in_a_plausible_year": lambda: review(school_year=1999),
    "review_opened_with_its_figures": lambda: review(opened_at=NOON),
    "review_closed_once_opened": lambda: review(closed_at=NOON),
    "review_version_once": lambda: twice(make.ReviewVersionFactory),
    "review_accepted_once_per_version": lambda: twice(make.ReviewAcceptanceFactory),
    "verdict_once_per_subject": lambda: twice(make.VerdictFactory),
    "voice_once_per_structure": lambda: twice(make.VoiceFactory),
    "voice_once_without_a_structure": lambda: twice(make.ParentsVoiceFactory),
    "voice_of_a_structure_or_of_people": lambda: voice(kind="parents"),
    "voice_of_a_structure_or_of_people ": lambda: voice(structure=None),
    "contribution_once_per_account": lambda: twice(
        make.ContributionFactory, how="account", author=make.UserFactory()
    ),
    "contribution_says_for_whom_it_was_typed": lambda: contribution(spoken_by=""),
    "contribution_version_once": lambda: twice(make.ContributionVersionFactory),
    "rating_once_per_criterion": lambda: twice(make.RatingFactory),
    "rating_on_its_scale": lambda: rating(level=5),
    "reply_to_somebody_else": lambda: reply_to_itself(),
    "survey_ends_after_it_starts": lambda: survey(ends_on=OLD),
    "survey_reread_once_closed": lambda: survey(reread_at=NOON),
    "feedback_says_something": lambda: feedback(face=None),
    "feedback_on_its_scales": lambda: feedback(face=4),
    "tally_once_per_answer": lambda: twice(make.TallyFactory),
    "tally_on_its_scale": lambda: tally(value=4),
    "strategic_plan_ends_after_it_starts": lambda: make.StrategicPlanFactory.build(
        holder=make.StructureFactory(), ends_on=OLD
    ),
    "strategic_plan_once": lambda: twice(make.StrategicPlanFactory),
    "strategic_axis_once_per_number": lambda: twice(make.StrategicAxisFactory),
    "strategic_objective_once_per_number": lambda: twice(make.StrategicObjectiveFactory),
    "action_sheet_ends_after_it_starts": lambda: make.ActionSheetFactory.build(
        holder=make.StructureFactory(), ends_on=OLD
    ),
    "action_sheet_once": lambda: twice(make.ActionSheetFactory),
    "sheet_section_once_per_place": lambda: twice(make.SheetSectionFactory),
    "sheet_item_once_per_number": lambda: twice(make.SheetItemFactory),
    "expected_result_once_per_place": lambda: twice(make.ExpectedResultFactory),
    "budget_line_once_per_account": lambda: twice(make.BudgetLineFactory),
    "budget_line_not_negative": lambda: budget_line(forecast=-1),
    "reading_ends_after_it_starts": lambda: reading(ends_on=OLD),
    "reading_once_per_period": lambda: twice(make.ReadingFactory),
    "reading_says_something": lambda: reading(value=None),
    "reading_checked_before_it_is_published": lambda: reading(status="published"),
}
