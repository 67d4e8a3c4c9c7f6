import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import fits
from tests.browser.group import sheet, third_session
from tests.factories import StaffFactory, StructureFactory, TermFactory, UserFactory, coordinator

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [320, 360, 768, 1280]
# What somebody asks of their browser to read more easily (WCAG 1.4.12).
SPACED = "* { letter-spacing: .12em !important; word-spacing: .16em !important }"
PASSWORD = "une phrase que je suis seule à dire"


def menu_of(page):
    return page.locator(".menu > summary")


def test_somebody_signs_in_on_a_phone(page, axe):
    user = UserFactory(first_name="Nadia", last_name="Ouali")
    user.set_password(PASSWORD)
    user.save()

    page.goto(reverse("home"))
    faults = axe(page)
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Entrer").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.title() == "Aujourd’hui · Trait d’union"
    assert faults == []


def test_the_menu_of_a_phone_opens_and_shuts_in_one_touch(page, sign_in, axe):
    sign_in(page, coordinator(StructureFactory()))
    page.goto(reverse("home"))
    sign_out = page.locator(".drawer").get_by_role("button", name="Se déconnecter")

    menu_of(page).tap()
    expect(sign_out).to_be_visible()
    faults = axe(page)
    page.touchscreen.tap(180, 40)

    expect(sign_out).to_be_hidden()
    assert faults == []


def test_escape_shuts_the_menu_and_gives_the_focus_back(desktop, sign_in):
    sign_in(desktop, UserFactory())
    desktop.goto(reverse("home"))

    menu_of(desktop).click()
    desktop.keyboard.press("Escape")

    expect(desktop.locator(".drawer")).to_be_hidden()
    expect(menu_of(desktop)).to_be_focused()


def test_going_on_with_the_keyboard_shuts_the_menu(desktop, sign_in):
    sign_in(desktop, UserFactory())
    desktop.goto(reverse("home"))
    menu_of(desktop).click()

    desktop.locator(".colophon button").last.focus()

    expect(desktop.locator(".drawer")).to_be_hidden()


def test_choosing_an_answer_shuts_what_held_it(page, sign_in):
    sign_in(page, UserFactory())
    page.goto(reverse("home"))
    page.locator("main").evaluate(
        """main => main.insertAdjacentHTML("beforeend", `<details class="other" data-shuts open>
            <summary>Autre</summary><label><input type="radio" name="p">Absent</label>
            </details>`)"""
    )

    page.get_by_label("Absent").tap()

    expect(page.get_by_label("Absent")).to_be_checked()
    expect(page.locator("main details")).not_to_have_attribute("open", "")


def test_without_javascript_one_still_gets_out(open_page, sign_in):
    page = open_page(java_script_enabled=False)
    sign_in(page, UserFactory())
    page.goto(reverse("home"))

    menu_of(page).click()
    page.locator(".drawer").get_by_role("button", name="Se déconnecter").click()

    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()


@pytest.mark.parametrize("name", ["home", "account_change_password", "mfa_index", "admin:index"])
def test_nothing_overflows(open_page, sign_in, name):
    page = open_page({"width": 320, "height": 740})
    sign_in(page, StaffFactory())
    page.goto(reverse(name))

    taken = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        taken.append(page.evaluate("document.documentElement.scrollWidth"))

    assert taken == WIDTHS


def test_wide_letters_push_nothing_off_a_phone(open_page, sign_in, today):
    session = third_session(today)
    page = open_page({"width": 320, "height": 640}, bypass_csp=True)
    sign_in(page, coordinator(session.workshop.programme.lead))

    page.goto(reverse("home"))
    page.add_style_tag(content=SPACED)
    expect(menu_of(page)).to_be_in_viewport(ratio=1)

    page.goto(sheet(session))
    page.get_by_text("Compter aussi des professionnels").click()
    page.add_style_tag(content=SPACED)
    assert fits(page)


def test_a_long_list_is_saved_from_a_phone_in_the_administration(open_page, sign_in):
    TermFactory.create_batch(201)
    page = open_page({"width": 320, "height": 740})
    sign_in(page, StaffFactory())
    page.goto(reverse("admin:partnerships_term_changelist"))

    save = page.get_by_role("button", name="Enregistrer").bounding_box()

    assert save["x"] + save["width"] <= 320


def test_one_can_touch_everything_with_a_thumb(page, sign_in):
    sign_in(page, coordinator(StructureFactory()))
    page.goto(reverse("home"))
    menu_of(page).tap()

    small = page.evaluate(
        """() => [...document.querySelectorAll("header a, nav a, summary, button, footer a")]
            .map(element => [element.innerText, element.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 48 || box.width < 48))
            .map(([text]) => text)"""
    )

    assert small == []


def test_a_page_that_is_not_there_can_be_read_by_all(page, sign_in, axe, watch, settings):
    watch.expect("404")
    sign_in(page, UserFactory())

    page.goto("/nulle-part/")

    assert axe(page) == []


def test_the_first_page_is_light(page, sign_in):
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))

    page.goto(reverse("account_login"), wait_until="networkidle")

    # Not compressed here: brotli makes of this half.
    assert sum(sizes.values()) < 150_000
