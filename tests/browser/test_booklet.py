"""An advice booklet made on a phone, by the keyboard and without a script; its pages, accessible."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.workshops.booklets import advice, cafe, page, said, theme, url
from workshops.models import Booklet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def test_a_booklet_is_made_without_a_script_and_by_the_keyboard(open_page, sign_in):
    place = cafe()
    sleep = theme("Bien dormir")
    advice(place, "Éteindre les écrans.", theme=sleep)
    advice(place, "Lire une histoire.", theme=sleep)
    phone = open_page(java_script_enabled=False)
    sign_in(phone, place.boss)
    phone.goto(url("booklet_list", place.programme))

    phone.get_by_role("link", name="Commencer un recueil").click()
    phone.get_by_role("textbox", name="Titre*").fill("Paroles et astuces")
    phone.get_by_role("button", name="Commencer le recueil").click()
    for words in ("Éteindre les écrans.", "Lire une histoire."):
        phone.get_by_label(words).check()
    phone.get_by_role("button", name="Ajouter ce qui est coché").click()
    phone.get_by_role("button", name="Descendre la page 1").focus()
    phone.keyboard.press("Enter")

    expect(phone.locator(".bench .words").first).to_have_text("Lire une histoire.")
    phone.get_by_role("link", name="Publier").click()
    expect(phone.get_by_text("École du Fil-d’Or")).to_be_visible()
    phone.get_by_role("button", name="Publier").click()
    expect(phone.get_by_role("heading", name="Bien dormir")).to_be_visible()
    assert Booklet.objects.get().is_published


@pytest.mark.deep
def test_the_pages_of_a_booklet_are_accessible_and_fit(desktop, sign_in, sound):
    place = cafe()
    booklet = make.BookletFactory(
        programme=place.programme, title="Paroles et astuces", foreword="Bienvenue"
    )
    come = make.ParentFactory(family__structure=place.centre, first_name="Samia")
    make.AttendanceFactory(session=place.session, parent=come)
    named = page(booklet, place, "Comme dit Samia.", theme=theme("Bien dormir"), order=1)
    page(booklet, place, "mot" * 100, theme=named.theme, order=2)
    said(booklet, place, "Merci", agreed_on=dt.date(2026, 2, 3), theme=theme("Bien manger"))
    said(booklet, place, "Pas encore", parent=come)
    advice(place, "À choisir")
    sign_in(desktop, place.boss)

    faults = sound(
        desktop,
        place.programme.get_absolute_url(),
        url("booklet_list", place.programme),
        url("booklet_create", place.programme),
        booklet.get_absolute_url(),
        url("booklet_edit", booklet),
        url("booklet_choose", booklet),
        url("booklet_publish", booklet),
        url("booklet_withdraw", booklet),
        url("booklet_delete", booklet),
        url("entry_list", booklet),
        url("entry_edit", booklet, named),
    )

    assert faults == {}
