"""The pages where one works, without a mouse: everything is reached, seen, and left again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.group import answer, known, line, sheet, third_session, who
from tests.factories import coordinator

# 1280 pixels wide at 200 %.
ZOOMED = {"width": 640, "height": 450}
# From the first link on, wherever the page begins. Of several radios of one name, Tab reaches one,
# and the arrows the others.
TO_REACH = """() => {
    window.toReach = new Set([...document.querySelectorAll(
        "a[href], button:enabled, input:enabled, select, textarea, summary, [tabindex]"
    )].filter(each => each.checkVisibility({checkVisibilityCSS: true}) && each.tabIndex >= 0));
    const first = document.querySelector("a[href]");
    window.toReach.delete(first);
    first.focus();
}"""
REACHED = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    for (const each of window.toReach)
        if (each === here || (here.type === "radio" && each.name === here.name))
            window.toReach.delete(each);
    const box = here.getClientRects()[0];
    const top = document.elementFromPoint(
        box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    const drawn = [here, here.nextElementSibling, here.closest("label")].filter(Boolean);
    const isShown = drawn.some(each => getComputedStyle(each).outlineStyle !== "none")
        && drawn.some(each => each.contains(top) || top?.contains(each));
    return [isShown, here.outerHTML.slice(0, 90)];
}"""
# But for what a module has hidden since.
LEFT = """() => [...window.toReach].filter(each => each.checkVisibility())
    .map(each => each.outerHTML.slice(0, 90))"""


def faults_of_tab(page):
    """Where Tab goes without being seen, and what it never reaches, in the order of the page."""
    page.evaluate(TO_REACH)
    faults = []
    for _each in range(400):
        page.keyboard.press("Tab")
        if not (reached := page.evaluate(REACHED)):
            return faults + page.evaluate(LEFT)
        is_shown, html = reached
        faults += [] if is_shown else [html]
    return ["one never gets out"]


@pytest.fixture
def principal(world_of_one):
    """The addresses of the five pages where one works, and who does."""
    side, _, users = world_of_one
    return users["coordination"], [
        reverse("home"),
        reverse("search"),
        reverse("workshops:session_sheet", args=[side.session.pk]),
        reverse("evaluation:report_detail", args=[side.draft.pk]),
        reverse("evaluation:section_edit", args=[side.draft.pk, side.section.pk]),
        reverse("evaluation:voice_give", args=[side.centre_voice.pk]),
    ]


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(PHONE, id="phone"),
        pytest.param(ZOOMED, id="zoomed", marks=pytest.mark.deep),
        pytest.param(DESKTOP, id="desktop", marks=pytest.mark.deep),
    ],
)
def test_tab_reaches_everything_and_shows_where_it_is(open_page, sign_in, principal, size):
    page = open_page(size)
    user, urls = principal
    sign_in(page, user)

    faults = []
    for url in urls:
        page.goto(url)
        faults += [(url, fault) for fault in faults_of_tab(page)]

    assert faults == []


def test_arrows_go_through_the_other_answers_and_tab_leaves_them(open_page, sign_in, today):
    page = open_page(PHONE)
    session = third_session(today)
    sign_in(page, coordinator(session.workshop.programme.lead))
    page.goto(sheet(session))
    others = line(page, "Rosa").locator("details")

    others.locator("summary").focus()
    for key in ("Enter", "Tab", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)

    expect(line(page, "Rosa").get_by_role("radio", name="Absent")).to_be_checked()
    expect(line(page, "Rosa").get_by_role("radio", name="Absent")).to_be_focused()
    page.keyboard.press("Tab")
    expect(others).not_to_have_attribute("open", "")
    expect(line(page, "Samira").get_by_role("radio", name="Présent")).to_be_focused()


def test_touching_another_answer_still_shuts_them(page, sign_in, today):
    session = third_session(today)
    sign_in(page, coordinator(session.workshop.programme.lead))
    page.goto(sheet(session))
    who(page).press("Tab")

    line(page, "Rosa").locator("summary").tap()
    answer(page, "Rosa", "Absent").tap()

    expect(line(page, "Rosa").locator("[value=absent]")).to_be_checked()
    expect(line(page, "Rosa").locator("details")).not_to_have_attribute("open", "")


def test_escape_puts_the_people_found_away(desktop, sign_in, today):
    session = third_session(today)
    known(session, "Fatoumata Koné")
    sign_in(desktop, coordinator(session.workshop.programme.lead))
    desktop.goto(sheet(session))
    who(desktop).press_sequentially("fatou")
    found = desktop.get_by_role("list", name="Personnes trouvées")
    expect(found).to_be_visible()

    who(desktop).press("Tab")
    desktop.keyboard.press("Escape")

    expect(found).to_have_count(0)
    expect(who(desktop)).to_be_focused()
    expect(who(desktop)).to_have_value("fatou")
    desktop.keyboard.press("Enter")
    expect(found).to_be_visible()
