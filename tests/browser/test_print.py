"""A page of the site on paper: what is read of it, without what one does with it."""

import io

import pytest
from pypdf import PdfReader

from tests.factories import DecisionFactory
from tests.partnerships.lived import table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]
# What one clicks: the frame and its places, searches, buttons, ways back and to sibling pages.
ACTING = "header.masthead, nav, footer, form.search, .filters, .btn, .back, .deed"


@pytest.fixture
def here(today):
    here = table()
    decided = {"partnership": here.partnership, "side": here.centre}
    DecisionFactory(what="Mettre un mot dans les cahiers", **decided)
    return here


@pytest.fixture
def on_paper(desktop, sign_in, here):
    """on_paper(url): (what one clicks that is still shown, the pages of paper)."""
    sign_in(desktop, here.boss)

    def on_paper(url):
        desktop.goto(url)
        desktop.emulate_media(media="print")
        acting = [each.inner_text() for each in desktop.locator(ACTING).all() if each.is_visible()]
        printed = desktop.pdf(format="A4", prefer_css_page_size=True)
        return acting, PdfReader(io.BytesIO(printed)).pages

    return on_paper


def words(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_paper_keeps_what_is_read_and_nothing_one_clicks(on_paper, here):
    acting, pages = on_paper(f"{here.partnership.get_absolute_url()}decisions/")

    assert acting == []
    assert "Mettre un mot dans les cahiers" in words(pages)
    assert "Modifier" not in words(pages)


def test_a_list_is_printed_without_its_search(on_paper):
    acting, pages = on_paper("/contacts/")

    assert acting == []
    assert "Hélène Vasseur" in words(pages)


def test_a_month_is_printed_across_the_page_with_its_seven_columns(on_paper, desktop):
    _acting, pages = on_paper("/calendrier/")

    assert pages[0].mediabox.width > pages[0].mediabox.height
    columns = desktop.locator(".days").evaluate(
        "days => getComputedStyle(days).gridTemplateColumns.split(' ').length"
    )
    assert columns == 7


def test_what_is_folded_is_read_on_paper(on_paper, desktop):
    on_paper("/aide/")
    desktop.set_content(
        '<link rel="stylesheet" href="/static/css/printed.css" media="print">'
        "<details><summary>Pourquoi ?</summary><p>Parce que.</p></details>"
    )

    pages = PdfReader(io.BytesIO(desktop.pdf())).pages

    assert "Parce que." in words(pages)
