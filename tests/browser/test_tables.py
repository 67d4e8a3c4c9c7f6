"""A table imported in a browser: refused with its list, corrected, looked at, written, taken back."""

import pytest
from playwright.sync_api import expect

from families.models import Parent
from tests.factories import WorkshopFactory, coordinator
from workshops.models import Attendance, TableImport

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def grid(*lines):
    return {"name": "grille.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


def test_a_grid_is_mended_then_imported_then_undone(desktop, sign_in, axe):
    workshop = WorkshopFactory(programme__starts_on="2025-09-01", programme__ends_on="2026-08-31")
    sign_in(desktop, coordinator(workshop.programme.lead))
    page = desktop
    page.goto(f"{workshop.get_absolute_url()}importer/")
    faults = [axe(page)]

    def send(file):
        page.get_by_label("Des présences passées").check()
        page.get_by_label("Début").fill("14:00")
        page.get_by_label("Fin").fill("16:00")
        page.get_by_role("button", name="Fichier").set_input_files(file)
        page.get_by_role("button", name="Voir ce qu’il ferait").click()

    send(grid("Participant;20/01;27/01", "Awa Koné;x;pr", "Zoé Petit;A;x"))
    expect(page.get_by_role("alert")).to_contain_text("1 erreur")
    faults.append(axe(page))
    with page.expect_download() as kept:
        page.get_by_role("link", name="Liste des erreurs (Excel)").click()
    assert kept.value.suggested_filename == "erreurs-a-corriger.xlsx"

    send(grid("Participant;20/01;27/01", "Awa Koné;x;P", "Zoé Petit;A;x"))
    expect(page.get_by_text("2 séances à créer")).to_be_visible()
    faults.append(axe(page))
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("C’est importé")
    assert Attendance.objects.count() == 4
    faults.append(axe(page))

    page.get_by_role("button", name="Défaire l’import").click()
    expect(page.get_by_role("status")).to_contain_text("tout est comme avant lui")
    assert (Parent.objects.count(), Attendance.objects.count()) == (0, 0)
    faults.append(axe(page))
    page.goto(f"/programmes/{workshop.programme.pk}/imports/")
    faults.append(axe(page))
    page.goto(f"{workshop.get_absolute_url()}exporter/")
    faults.append(axe(page))

    assert faults == [[]] * 7
    assert TableImport.objects.get().undone_at
