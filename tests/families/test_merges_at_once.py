"""Two people decide at the same moment, on the database of this run."""

import pytest
from django.core.exceptions import ValidationError

from families.actions import merges
from families.models import Merge, Parent
from tests.factories import ParentFactory, SessionFactory, StructureFactory
from tests.together import at_once
from workshops.actions.attendance import Mark, SheetChanges, save_sheet

pytestmark = pytest.mark.django_db(transaction=True)


def told(act):
    """What it answers, or the sentence of its refusal."""

    def run():
        try:
            return act()
        except ValidationError as refusal:
            return refusal.messages[0]

    return run


def uniting(kept, set_aside):
    return told(lambda: merges.merge(kept=kept, set_aside=set_aside, by=None))


def test_the_same_pair_united_by_two_is_united_once_and_the_other_is_told():
    one, two = ParentFactory.create_batch(2, family__structure=StructureFactory())

    answers = at_once([uniting(one, two), uniting(two, one)])

    refusals = [answer for answer in answers if isinstance(answer, str)]
    assert ["vient de réunir" in refusal for refusal in refusals] == [True]
    assert Merge.objects.count() == 1
    assert Parent.objects.named().count() == 1


def test_a_record_wanted_by_two_others_goes_to_one_of_them():
    wanted, one, two = ParentFactory.create_batch(3, family__structure=StructureFactory())

    answers = at_once([uniting(one, wanted), uniting(two, wanted)])

    assert sum(isinstance(answer, str) for answer in answers) == 1
    wanted.refresh_from_db()
    assert wanted.merged_into == Merge.objects.get().kept


def test_a_merge_undone_by_two_is_undone_once():
    one, two = ParentFactory.create_batch(2, family__structure=StructureFactory())
    merge = merges.merge(kept=one, set_aside=two, by=None)

    answers = at_once([told(lambda: merges.undo(merge=merge, by=None))] * 2)

    refusals = [answer for answer in answers if isinstance(answer, str)]
    assert refusals == ["Ces fiches sont déjà séparées."]
    assert Parent.objects.named().count() == 2


@pytest.mark.parametrize("turn", range(4))
def test_nobody_is_noted_under_a_record_set_aside_meanwhile(turn):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    one, two = ParentFactory.create_batch(2, family__structure=lead)
    changes = SheetChanges(marks={two.pk: Mark("present", 0)})
    acts = [uniting(one, two), lambda: save_sheet(session=session, changes=changes, by=None)]

    at_once(acts if turn % 2 else acts[::-1])

    assert not two.attendances.exists()
