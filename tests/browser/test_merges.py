"""Records that look alike, compared, united and said to be two people: on a phone and a desk."""

import pytest

from tests.factories import (
    MergeFactory,
    ParentFactory,
    SeparationFactory,
    StructureFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre():
    return StructureFactory()


@pytest.mark.deep
def test_the_pages_are_accessible_and_fit(desktop, sign_in, centre, sound):
    names = ["Olga Kovalenko", "Olga Kovalenko", "Wei Zhang", "Wei Zhang", "Rim Ayad", "Rim Ayad"]
    people = [
        ParentFactory(family__structure=centre, first_name=first, last_name=last)
        for first, last in map(str.split, names)
    ]
    SeparationFactory(first=people[2], second=people[3])
    merge = MergeFactory(kept=people[4], set_aside=people[5])
    people[5].merged_into = people[4]
    people[5].save()
    sign_in(desktop, coordinator(centre))

    faults = sound(
        desktop,
        "/familles/doublons/",
        f"/familles/doublons/{people[0].pk}/",
        f"/familles/doublons/{people[0].pk}/{people[1].pk}/",
        "/familles/doublons/distinctes/",
        "/familles/reunions/",
        f"{people[4].get_absolute_url()}?reunion={merge.pk}",
    )

    assert faults == {}
