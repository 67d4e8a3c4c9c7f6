from families.models import Family, Parent
from tests.factories import (
    EnrolmentFactory,
    ParentFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)


def test_a_coordinator_sees_the_families_of_their_structure_alone(db):
    centre = StructureFactory()
    mine = ParentFactory(family__structure=centre)
    ParentFactory()

    user = coordinator(centre)

    assert list(Parent.objects.visible_to(user)) == [mine]
    assert list(Family.objects.visible_to(user)) == [mine.family]


def test_a_facilitator_sees_whom_they_meet(db):
    workshop = WorkshopFactory()
    met = EnrolmentFactory(workshop=workshop).parent
    EnrolmentFactory(workshop__programme=workshop.programme)

    user = facilitator(workshop.programme.lead, workshop)

    assert list(Parent.objects.visible_to(user)) == [met]


def test_a_facilitator_whose_role_ended_sees_nobody(db):
    workshop = WorkshopFactory()
    EnrolmentFactory(workshop=workshop)
    user = facilitator(workshop.programme.lead, workshop)

    user.memberships.update(ends_on="2020-12-31")

    assert list(Parent.objects.visible_to(user)) == []


def test_partners_and_observers_see_no_family(db):
    centre = StructureFactory()
    ParentFactory(family__structure=centre)

    seen = [list(Family.objects.visible_to(user)) for user in (partner(centre), observer(centre))]

    assert seen == [[], []]


def test_the_named_people_of_the_lead_can_be_found_for_its_programme(db):
    workshop = WorkshopFactory()
    known = ParentFactory(family__structure=workshop.programme.lead)
    ParentFactory(family__structure=workshop.programme.lead, first_name="", erased_on="2026-01-05")
    ParentFactory()

    found = Parent.objects.findable_for(workshop.programme)

    assert list(found) == [known]
