"""The calendar on a phone and on a desktop: a list of days, a grid, by the keyboard too."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from partnerships.models import SchoolHoliday
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import (
    GrantFactory,
    HeldSessionFactory,
    MeetingFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def boss(today):
    """A centre with something of each kind this month, and the holidays of All Saints."""
    centre = StructureFactory(name="Les Tisserands", holiday_zone="B")
    school = SchoolFactory(structure__name="École du Fil", meeting_slots="Le midi")
    together = PartnershipFactory(name="Ensemble", parties=[centre, school.structure])
    workshop = WorkshopFactory(programme__lead=centre, title="Café du mardi", place="Salle 2")
    workshop.programme.partnerships.add(together)
    workshop.schools.add(school)
    HeldSessionFactory(workshop=workshop, date=today - dt.timedelta(days=7))
    SessionFactory(workshop=workshop, date=today)
    SessionFactory(workshop=workshop, date=today, status="cancelled", cancel_reason="Grève")
    SessionFactory(workshop=workshop, date=today - dt.timedelta(days=1))
    MeetingFactory(partnership=together, held_on=today, starts_at=dt.time(12, 15))
    GrantFactory(holder=centre, report_due_on=today + dt.timedelta(days=3))
    SchoolHoliday.objects.create(
        zone="B",
        name="Vacances de la Toussaint",
        starts_on=dt.date(2026, 10, 17),
        returns_on=dt.date(2026, 11, 2),
    )
    return coordinator(centre)


@pytest.mark.deep
def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    desktop, sign_in, axe, sound, boss
):
    sign_in(desktop, boss)
    paths = ["", "?view=week", "?view=week&day=2026-10-28", "?day=2026-10-28", "adresses/"]

    faults = sound(
        desktop, *(f"/calendrier/{path}" for path in paths), widths=(320, 360, 960, 1280)
    )

    desktop.get_by_role("button", name="Créer l’adresse").click()
    expect(desktop.get_by_role("heading", name="Recopiez cette adresse")).to_be_visible()
    assert faults == {}
    for width in (320, 1280):
        desktop.set_viewport_size({"width": width, "height": 740})
        assert axe(desktop) == []


def test_a_phone_lists_the_days_that_hold_something_and_a_desktop_shows_them_all(
    open_page, sign_in, boss
):
    phone, desktop = open_page(PHONE), open_page(DESKTOP)

    for page, days in [(phone, 4), (desktop, 42)]:
        sign_in(page, boss)
        page.goto("/calendrier/")
        expect(page.locator(".day:visible")).to_have_count(days)
        expect(page.locator(".weekdays")).to_be_visible(visible=page is desktop)


def test_one_turns_the_months_by_the_keyboard(open_page, sign_in, boss):
    page = open_page(DESKTOP)
    sign_in(page, boss)
    page.goto("/calendrier/?day=2026-10-05")
    expect(page.get_by_role("heading", level=1)).to_have_text("Octobre 2026")

    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Novembre 2026")
    page.locator("a[rel=prev]").press("Enter")
    page.get_by_role("link", name="Semaine", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Semaine du")
    page.locator(".turning").get_by_role("link", name="Aujourd’hui").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("9 au 15\u00a0mars 2026")
