"""What two people do to one plan at the same moment, on the database of this run."""

import pytest

from partnerships.actions import accord, asking
from partnerships.models import AuditEvent
from tests.factories import IdeaFactory, WorkshopFactory
from tests.together import at_once, refused_or_not
from tests.workshops.preparing import DAY, again, around, slot
from workshops.actions import ideas, planning, plans
from workshops.models import Plan, PlanLink, Workshop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(today):
    return around()


def tell(acts):
    """What was done, without the refusals."""
    return [answer for answer in at_once([refused_or_not(act) for act in acts]) if answer]


def test_a_plan_opened_by_two_is_opened_once(table):
    workshop = WorkshopFactory(programme=table.programme)

    opened = tell([lambda: plans.begin(workshop=workshop, by=table.boss)] * 2)

    assert opened == [Plan.objects.get()] * 2


def test_a_workshop_corrected_while_its_plan_opens_is_what_the_plan_says(table):
    workshop = WorkshopFactory(programme=table.programme, objective="Avant.")
    new = {"workshop": workshop, "values": {"objective": "Après."}, "by": table.boss}

    tell(
        [
            lambda: plans.begin(workshop=workshop, by=table.boss),
            lambda: planning.change_workshop(**new),
        ]
    )

    kept = Plan.objects.get().versions.get().content["objective"]
    assert kept == Workshop.objects.get().objective


def test_of_two_who_write_one_is_told(table, plan):
    new = {"plan": plan, "seen": 1, "workshop": {}, "shares": {}, "by": table.boss}

    written = tell(
        [lambda words=words: plans.write(**new, words={"needs": words}) for words in ("A", "B")]
    )

    assert [each.needs for each in written] == [again(plan).needs]
    assert again(plan).version == 2


def test_a_slot_and_words_written_together_are_both_kept(table, plan):
    new = {"plan": plan, "seen": 1, "workshop": {}, "shares": {}, "by": table.boss}

    at_once(
        [
            refused_or_not(lambda: plans.write(**new, words={"needs": "Des jeux."})),
            refused_or_not(lambda: slot(plan, table.head)),
        ]
    )

    now = again(plan)
    content = now.versions.get(number=now.version).content
    assert content["slots"] == [f"{DAY} 14:00-16:00"]
    # Whoever came second with words is told, and loses none of them.
    assert content["needs"] == now.needs


def test_nobody_says_yes_to_words_written_while_they_read(table, plan):
    said = {"text": plan, "structure": table.school, "seen": 1, "by": None}
    new = {"plan": plan, "seen": 1, "workshop": {}, "shares": {}, "by": table.boss}

    tell(
        [
            lambda: plans.write(**new, words={"needs": "Des jeux."}),
            lambda: accord.accept(**said),
        ]
    )

    assert again(plan).version == 2
    assert set(plan.acceptances.values_list("version", flat=True)) <= {1}


def test_a_letter_answered_from_two_telephones_serves_once(table, plan):
    link, _token = asking.send(text=plan, structure=table.school, email="a@b.test", by=table.boss)

    answers = tell(
        [
            lambda name=name: asking.accept(
                link=PlanLink.objects.with_text().get(pk=link.pk), seen=1, spoken_by=name
            )
            for name in ("La première", "La seconde")
        ]
    )

    assert answers == [plan.acceptances.get()]


def test_sessions_asked_for_twice_are_planned_once(table, plan):
    slot(plan, table.boss)

    done = at_once([lambda: plans.plan_sessions(plan=plan, by=table.boss)] * 2)

    assert sorted(len(each.sessions) for each in done) == [0, 1]
    assert plan.workshop.sessions.count() == 1


def test_an_idea_prepared_by_two_becomes_one_workshop(table):
    idea = IdeaFactory(programme=table.programme, structure=table.school)
    new = {"idea": idea, "format": "cafe", "host": table.centre, "by": table.boss}

    made = tell([lambda name=name: ideas.prepare(**new, title=name) for name in ("Un", "Deux")])

    assert made == [Workshop.objects.get()]


def test_a_remark_heard_by_two_is_heard_once(table, plan):
    comment = plans.remark_by_link(
        link=asking.send(text=plan, structure=table.school, email="a@b.test", by=table.boss)[0],
        words="Et la salle ?",
    )

    at_once([lambda: plans.settle(comment=comment, by=table.boss)] * 2)

    assert AuditEvent.objects.filter(fields=["settled_at"]).count() == 1
