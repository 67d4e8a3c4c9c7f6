"""Records that look alike, compared, united and said to be two people: on a phone and a desk."""

import pytest

from tests.browser.conftest import DESKTOP
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


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESKTOP])
def test_the_pages_are_accessible_and_fit(open_page, sign_in, centre, axe, viewport):
    page = open_page(viewport)
    names = ["Olga Kovalenko", "Olga Kovalenko", "Wei Zhang", "Wei Zhang", "Rim Ayad", "Rim Ayad"]
    people = [
        ParentFactory(family__structure=centre, first_name=first, last_name=last)
        for first, last in map(str.split, names)
    ]
    SeparationFactory(first=people[2], second=people[3])
    merge = MergeFactory(kept=people[4], set_aside=people[5])
    people[5].merged_into = people[4]
    people[5].save()
    sign_in(page, coordinator(centre))

    faults = {}
    for url in [
        "/familles/doublons/",
        f"/familles/doublons/{people[0].pk}/",
        f"/familles/doublons/{people[0].pk}/{people[1].pk}/",
        "/familles/doublons/distinctes/",
        "/familles/reunions/",
        f"{people[4].get_absolute_url()}?reunion={merge.pk}",
    ]:
        page.goto(url)
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        faults[url] = axe(page) + (["overflow"] if overflow else [])

    assert {url: found for url, found in faults.items() if found} == {}
