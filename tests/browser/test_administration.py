"""The administration of Django, as somebody who does not see it uses it."""

import pytest
from django.urls import reverse

from tests.browser.every_page.conftest import OF_DJANGO
from tests.factories import MembershipFactory, ModuleFactory, StaffFactory, TermFactory

# An empty heading above the links of a row is Django’s too.
ITS_OWN = (OF_DJANGO, '<th class="original">')


def pages():
    yield reverse("admin:partnerships_user_change", args=[MembershipFactory().user_id])
    yield reverse("admin:workshops_pathway_change", args=[ModuleFactory().pathway_id])
    for model in ("structure", "school", "territory", "user", "membership", "observation"):
        yield reverse(f"admin:partnerships_{model}_add")
    TermFactory()
    yield reverse("admin:partnerships_term_changelist")
    yield reverse("admin:partnerships_partnership_add")
    yield reverse("admin:workshops_programme_add")


@pytest.mark.deep
def test_each_field_of_the_administration_has_a_name(desktop, sign_in, watch, axe):
    # Django draws some of its boxes by styles that our policy refuses; axe looks for their sheet.
    watch.expect("Applying inline style|preload assets")
    sign_in(desktop, StaffFactory())

    faults = {}
    for url in pages():
        desktop.goto(url)
        for rule, elements in axe(desktop):
            if left := [each for each in elements if not any(own in each for own in ITS_OWN)]:
                faults[url, rule] = left

    assert faults == {}
