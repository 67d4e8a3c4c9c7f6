"""Noting a meeting on a phone in a minute, and finding the promise on both homes."""

import pytest
from playwright.sync_api import expect

from partnerships.models import Decision, Meeting
from tests.browser.conftest import PHONE
from tests.factories import (
    DecisionFactory,
    DifficultyFactory,
    MeetingFactory,
    PartnerRequestFactory,
    PresenceFactory,
    ServiceFactory,
    WorkingGroupMemberFactory,
)
from tests.partnerships.lived import table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


@pytest.fixture
def here(today):
    return table()


class Thumb:
    """Counts what a thumb does; typing is one tap, on the field."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, target):
        self.taps += 1
        target.tap()

    def write(self, target, words):
        self.tap(target)
        target.fill(words)


def test_a_meeting_with_a_decision_takes_fewer_than_twelve_taps(page, open_page, sign_in, here):
    sign_in(page, here.boss)
    page.goto(here.partnership.get_absolute_url())
    thumb = Thumb(page)

    thumb.tap(page.get_by_role("link", name="Noter une rencontre"))
    thumb.write(page.get_by_label("Objet"), "La salle du jeudi")
    thumb.tap(page.get_by_label("Hélène Vasseur, directrice"))
    thumb.write(page.get_by_label("Parents"), "2")
    thumb.write(page.get_by_label("Quoi"), "Ouvrir la salle à 8 h 45")
    thumb.taps += 2  # The native list: open it, choose.
    page.get_by_label("Qui s’en charge").select_option(label="Hélène Vasseur, directrice")
    thumb.write(page.get_by_label("Pour le"), "2026-03-13")
    thumb.tap(page.get_by_role("button", name="Enregistrer la rencontre"))
    expect(page.get_by_role("heading", level=1)).to_have_text("La salle du jeudi")

    assert thumb.taps < 12
    decision = Decision.objects.get()
    assert (decision.side, decision.owner) == (here.school, here.head)
    assert Meeting.objects.get().presences.count() == 3

    page.goto("/")
    expect(page.get_by_role("button", name="Ouvrir la salle à 8 h 45")).to_be_visible()
    school = open_page(PHONE)
    sign_in(school, here.teacher)
    school.goto("/")
    school.get_by_role("button", name="Ouvrir la salle à 8 h 45").click()
    expect(school.get_by_role("status")).to_contain_text("C’est fait")

    decision.refresh_from_db()
    assert decision.done_on == Meeting.objects.get().held_on
    school.get_by_role("link", name="Revenir dessus").click()
    school.get_by_role("button", name="Pas encore").click()
    expect(school.get_by_role("button", name="C’est fait")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_decisions_are_added_as_rows_with_or_without_javascript(open_page, sign_in, here, scripted):
    page = open_page(PHONE, java_script_enabled=scripted)
    sign_in(page, here.boss)
    page.goto(f"{here.partnership.get_absolute_url()}rencontres/nouvelle/")

    page.get_by_label("Objet").fill("La rentrée")
    page.get_by_label("Quoi").fill("Traduire")
    page.get_by_role("button", name="Une autre décision").click()
    expect(page.get_by_label("Quoi")).to_have_count(2)
    page.get_by_label("Quoi").last.fill("Relire")
    page.get_by_role("button", name="Enregistrer la rencontre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La rentrée")

    assert [str(decision) for decision in Decision.objects.order_by("pk")] == ["Traduire", "Relire"]


@pytest.mark.deep
def test_the_pages_are_accessible_and_fit(desktop, sign_in, here, sound):
    meeting = MeetingFactory(partnership=here.partnership, minutes=45)
    PresenceFactory(meeting=meeting, structure=here.school, contact=here.head)
    decision = DecisionFactory(partnership=here.partnership, meeting=meeting, side=here.centre)
    difficulty = DifficultyFactory(partnership=here.partnership, raised_by=here.school)
    service = ServiceFactory(partnership=here.partnership, given_by=here.centre)
    asked = PartnerRequestFactory(partnership=here.partnership, structure=here.school)
    member = WorkingGroupMemberFactory(group__partnership=here.partnership, contact=here.head)
    sign_in(desktop, here.boss)
    root = here.partnership.get_absolute_url()

    faults = sound(
        desktop,
        root,
        *(f"{root}{name}/" for name in ["histoire", "preuves", "rencontres/nouvelle"]),
        *(
            f"{root}{name}/"
            for name in ["decisions", "demandes", "difficultes", "services", "groupes"]
        ),
        meeting.get_absolute_url(),
        f"{meeting.get_absolute_url()}modifier/",
        f"{meeting.get_absolute_url()}compte-rendu/",
        f"/decisions/{decision.pk}/modifier/",
        f"/difficultes/{difficulty.pk}/modifier/",
        f"/difficultes/{difficulty.pk}/lever/",
        f"/services/{service.pk}/modifier/",
        f"/demandes/{asked.pk}/modifier/",
        f"/demandes/{asked.pk}/repondre/",
        f"/groupes/{member.group_id}/modifier/",
    )

    assert faults == {}
