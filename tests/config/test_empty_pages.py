"""The first week of an installation: pages with nothing on them yet."""

import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.reading import plain

pytestmark = pytest.mark.django_db

# Each beside its siblings.
LISTS = [
    "evaluation:action_sheet_list",
    "evaluation:report_list",
    "families:incomplete_list",
    "families:pair_list",
    "families:parent_list",
    "families:support_list",
    "partnerships:contact_list",
    "partnerships:partnership_list",
    "partnerships:school_list",
    "partnerships:structure_list",
    "partnerships:territory_list",
    "workshops:group_list",
    "workshops:idea_list",
    "workshops:pathway_list",
    "workshops:programme_list",
    "workshops:session_list",
    "workshops:workshop_list",
]
COUNTED = [page for page in LISTS if page != "evaluation:report_list"]
COUNTED += ["families:referral_list", "families:information_list"]


@pytest.fixture
def boss(client):
    boss = make.coordinator(
        make.StructureFactory(name="Centre social", commune="", holiday_zone="B")
    )
    client.force_login(boss)
    return boss


def main_of(client, page, query=""):
    text = client.get(reverse(page) + query).text
    return re.search(r"<main\b.*</main>", text, re.DOTALL)[0]


@pytest.mark.parametrize("page", LISTS)
def test_a_list_says_its_name_before_its_siblings(client, boss, page):
    shown = main_of(client, page)

    assert shown.index("<h1") < shown.index('class="within"')


@pytest.mark.parametrize("page", COUNTED)
def test_what_does_not_exist_yet_is_not_counted(client, boss, page):
    shown = plain(re.sub(r"<[^>]+>", " ", main_of(client, page)))

    assert re.findall(r"\b0 \w+", shown) == []


def test_a_search_that_finds_nobody_says_how_many(client, boss):
    shown = plain(main_of(client, "families:parent_list", "?q=Personne"))

    assert '<p class="lede" id="compte" role="status">0 parent</p>' in shown


@pytest.mark.parametrize("page", ["pathway", "programme"])
def test_the_first_thing_to_do_on_a_list_is_its_one_primary_action(client, boss, page):
    shown = main_of(client, f"workshops:{page}_list")

    (primary,) = re.findall(r'class="btn btn-primary" href="([^"]+)"', shown)
    assert primary == reverse(f"workshops:{page}_create")


def test_a_report_asks_for_its_grant_first(client, boss):
    shown = main_of(client, "evaluation:report_create")

    assert "Aucune subvention pour l’instant." in shown
    assert "<form" not in shown
    assert reverse("evaluation:grant_create") in shown


def test_an_idea_asks_for_its_programme_first(client, boss):
    assert (
        reverse("workshops:programme_list")
        in main_of(client, "workshops:idea_list").split('class="empty"')[1]
    )


def test_no_neighbourhood_leads_to_the_page_that_says_which(client, boss):
    (centre,) = boss.rights.coordinates
    shown = main_of(client, "partnerships:territory_list")

    assert reverse("partnerships:structure_edit", args=[centre]) in shown


@pytest.mark.parametrize("page", ["programme", "session", "workshop"])
def test_who_only_reads_is_asked_to_do_nothing(client, page):
    client.force_login(make.observer(make.StructureFactory(kind="foundation")))

    shown = main_of(client, f"workshops:{page}_list")

    assert 'class="empty"' in shown
    assert 'class="btn btn-primary"' not in shown


def test_a_step_that_is_done_still_says_what_it_is_for(client, boss):
    opened = main_of(client, "first_steps_territory")
    steps = main_of(client, "first_steps")

    assert '<p class="lede">Ses vacances, ses quartiers.</p>' in opened
    assert "Fait. Zone B" in plain(re.sub(r"<[^>]+>", "", steps))
