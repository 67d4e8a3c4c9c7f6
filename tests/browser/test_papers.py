"""A photo of the signed sheet, joined from a phone; the pages of what is printed, accessible."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fits
from tests.browser.group import colleague, third_session
from tests.factories import (
    AttendanceFactory,
    ContactFactory,
    HeldSessionFactory,
    PartnershipFactory,
    ReportFactory,
    SignedSheetFactory,
    StructureFactory,
    TenureFactory,
    WorkshopFactory,
    coordinator,
)
from tests.partnerships.papers import HTML, indiscreet
from workshops.models import SignedSheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def photo(content):
    return {"name": "IMG_2031.jpg", "mimeType": "image/jpeg", "buffer": content}


def test_the_signed_sheet_is_photographed_and_joined(page, sign_in, today):
    session = third_session(today)
    sign_in(page, colleague(session, "Nadia", "Ouali"))
    page.goto(session.get_absolute_url())

    page.get_by_role("link", name="Joindre la feuille signée").tap()
    page.get_by_label("Photo ou scan de la feuille").set_input_files(photo(HTML))
    page.get_by_role("button", name="Joindre").tap()
    expect(page.get_by_text("Ce fichier n’est ni un PDF").first).to_be_visible()
    page.get_by_label("Photo ou scan de la feuille").set_input_files(photo(indiscreet()))
    page.get_by_role("button", name="Joindre").tap()

    expect(page.get_by_role("status")).to_contain_text("La feuille signée est jointe")
    assert SignedSheet.objects.get().session == session
    with page.expect_download() as kept:
        page.get_by_role("link", name="Page 1", exact=True).click()
    assert kept.value.suggested_filename == "feuille-signee-2026-03-10.jpg"
    page.goto(session.get_absolute_url())
    expect(page.get_by_text("Feuille signée jointe")).to_be_visible()


def test_what_is_printed_is_read_on_the_narrowest_phone(open_page, sign_in):
    centre = StructureFactory(name="Les Tisserands", kind="social_centre")
    who = ContactFactory(last_name="Ostrowski", email="coordination.des.ateliers@exemple.test")
    TenureFactory(contact=who, structure=centre, is_key_person=True)
    partnership = PartnershipFactory(parties=[centre, StructureFactory()])
    report = ReportFactory(grant__holder=centre)
    workshop = WorkshopFactory()
    report.grant.programmes.add(workshop.programme)
    for date in ("2026-10-06", "2026-10-13", "2026-10-15"):
        HeldSessionFactory(workshop=workshop, date=date, delivered_minutes=590)
    for order, kind in enumerate(["months", "schools", "groups", "people"], start=1):
        report.sections.create(order=order, title=kind, kind=kind)
    page = open_page({"width": 320, "height": 640})
    sign_in(page, coordinator(centre))

    for url in (f"/rapports/{report.pk}/apercu/", f"/partenariats/{partnership.pk}/relais/"):
        page.goto(url)
        expect(page.get_by_role("table").first).to_be_visible()
        assert fits(page), url


@pytest.mark.deep
def test_the_pages_of_papers_are_accessible_and_fit(desktop, sign_in, sound, today):
    session = third_session(today)
    sheet = SignedSheetFactory(session=session)
    workshop = session.workshop
    AttendanceFactory(session__workshop=workshop, parent=workshop.enrolments.first().parent)
    sign_in(desktop, coordinator(workshop.programme.lead))

    faults = sound(
        desktop,
        session.get_absolute_url(),
        f"/seances/{session.pk}/feuille/",
        f"/seances/{session.pk}/feuilles-signees/",
        f"/feuilles-signees/{sheet.pk}/retirer/",
        workshop.get_absolute_url(),
        f"/programmes/{workshop.programme_id}/emargement/",
    )

    assert faults == {}
