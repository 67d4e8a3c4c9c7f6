"""What ideas and plans tell the home page, the history of a partnership and who takes over."""

import datetime as dt

import pytest
from django.utils import timezone

from partnerships import registry
from partnerships.actions import asking
from tests.factories import IdeaFactory, PlanCommentFactory, facilitator
from tests.reading import plain
from tests.workshops.preparing import accepted_by, again, around
from workshops import plan_news
from workshops.models import PlanVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(today):
    return around()


def waiting(user, kind):
    found = registry.waiting(user, timezone.localdate()).get(kind, [])
    return [(each.title, plain(each.detail)) for each in found]


# -- Home --------------------------------------------------------------------------------------


def test_a_plan_waits_for_one_s_own_yes(table, plan):
    before = waiting(table.head, "Plans à accepter")
    accepted_by(plan, table.school, by=table.head)

    assert before == [("Relais", "Jouer aux maths, École")]
    assert waiting(table.head, "Plans à accepter") == []
    assert waiting(table.boss, "Plans à accepter") == [("Relais", "Jouer aux maths, Centre")]


def test_a_party_is_asked_again_after_a_week_and_not_every_day(table, plan):
    long_ago = timezone.now() - dt.timedelta(days=9)
    PlanVersion.objects.update(written_at=long_ago)
    before = waiting(table.boss, "Plans à relancer")
    asking.send(text=plan, structure=table.school, email="a@b.test", by=table.boss)

    assert before == [("École", "Jouer aux maths. Attendu depuis 9 jours.")]
    assert waiting(table.boss, "Plans à relancer") == []
    assert waiting(table.head, "Plans à relancer") == []


def test_a_plan_of_a_season_that_is_over_waits_for_nobody(table, plan):
    table.programme.ends_on = dt.date(2026, 3, 9)
    table.programme.save()

    assert waiting(table.head, "Plans à accepter") == []


def test_remarks_of_the_others_wait_for_those_who_keep_the_sheets(table, plan):
    runner = facilitator(table.centre, plan.workshop)
    PlanCommentFactory(plan=plan, structure=table.school)
    PlanCommentFactory(plan=plan, structure=table.school)
    PlanCommentFactory(plan=plan, structure=table.centre)
    settled = PlanCommentFactory(plan=plan, structure=table.school)
    settled.settled_at = timezone.now()
    settled.save()

    told = [("Jouer aux maths", "2 remarques")]
    assert waiting(table.boss, "Remarques à entendre") == told
    assert waiting(runner, "Remarques à entendre") == told
    assert waiting(table.head, "Remarques à entendre") == []
    assert waiting(facilitator(table.centre), "Remarques à entendre") == []


# -- History and hand-over ---------------------------------------------------------------------


def test_the_history_tells_an_idea_then_a_plan_that_all_accepted(table, plan):
    IdeaFactory(programme=table.programme, structure=table.school, title="Une soirée")
    before = list(plan_news.history(table.partnership, table.boss))
    accepted_by(plan, table.school, table.centre, by=table.boss)

    after = list(plan_news.history(table.partnership, table.boss))

    assert [(plain(each.title), each.detail) for each in before] == [
        ("Une idée : Une soirée", "proposée par École"),
    ]
    assert [plain(each.title) for each in after][-1] == "Plan accepté par tous : Jouer aux maths"


def test_whoever_takes_over_reads_what_is_being_prepared(table, plan):
    IdeaFactory(programme=table.programme, structure=table.school, title="Une soirée")

    [section] = plan_news.handover(table.partnership, table.head)

    assert [(each.title, each.detail, each.before) for each in section.lines] == [
        ("Une soirée", "sans réponse encore", "École"),
        ("Jouer aux maths", "Plan que personne n’a encore accepté", ""),
    ]


def test_nothing_is_being_prepared_once_all_have_accepted(table, plan):
    accepted_by(plan, table.school, table.centre, by=table.boss)

    assert list(plan_news.handover(table.partnership, table.head)) == []
    assert again(plan).version == 1
