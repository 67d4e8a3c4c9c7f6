import pytest
from django.urls import reverse

from families.models import Outcome
from tests.factories import ParentFactory, StructureFactory, coordinator
from tests.families.supporting import TODAY, lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def parent(centre):
    return ParentFactory(
        family__structure=centre, family__lives_in_qpv="yes", family__qpv_source="declared"
    )


# -- What changed --------------------------------------------------------------------------------


def test_what_changed_is_noted_for_the_only_adult_of_the_household(client, centre, parent):
    client.force_login(coordinator(centre))
    url = reverse("families:outcome_create", args=[parent.family_id])

    response = client.post(
        url, {"kind": "equipment", "fact": "A acheté un ordinateur.", "noted_on": "2026-03-09"}
    )

    outcome = Outcome.objects.get()
    assert (response.url, outcome.parent) == (parent.get_absolute_url(), parent)
    assert lines() == [("created", "families.outcome", [])]
    page = client.get(parent.get_absolute_url()).content.decode()
    assert "A acheté un ordinateur." in page


def test_with_several_adults_one_says_for_whom(client, centre, parent):
    other = ParentFactory(family=parent.family)
    client.force_login(coordinator(centre))
    url = reverse("families:outcome_create", args=[parent.family_id])
    answer = {"kind": "autonomy", "fact": "", "noted_on": "2026-03-09"}

    nobody = client.post(url, answer)
    client.post(url, answer | {"parent": other.pk})

    assert list(nobody.context["form"].errors) == ["parent"]
    assert Outcome.objects.get().parent == other


def test_a_change_of_tomorrow_is_refused(client, centre, parent):
    client.force_login(coordinator(centre))
    url = reverse("families:outcome_create", args=[parent.family_id])

    response = client.post(url, {"kind": "autonomy", "noted_on": "2026-03-11"})

    assert list(response.context["form"].errors) == ["noted_on"]


def test_a_fact_noted_by_mistake_is_taken_back(client, centre, parent):
    outcome = Outcome.objects.create(parent=parent, kind="autonomy", noted_on=TODAY)
    foreign = client
    foreign.force_login(coordinator(StructureFactory()))
    url = reverse("families:outcome_delete", args=[outcome.pk])
    refused = foreign.post(url).status_code

    client.force_login(coordinator(centre))
    client.post(url)

    assert (refused, Outcome.objects.count()) == (404, 0)
    assert lines() == [("deleted", "families.outcome", [])]


def test_changes_are_counted_by_kind_where_meetings_are_listed(client, centre, parent):
    for kind in ("equipment", "autonomy", "equipment"):
        Outcome.objects.create(parent=parent, kind=kind, noted_on=TODAY)
    client.force_login(coordinator(centre))

    page = client.get(reverse("families:support_list"))

    assert page.context["outcomes"] == [("s’est équipé", 2), ("fait seul ou seule", 1)]
