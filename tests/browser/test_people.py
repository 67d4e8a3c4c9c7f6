"""Finding and registering people on a phone, with and without JavaScript; pages of the directory."""

import pytest
from playwright.sync_api import expect

from families.models import Parent
from tests.browser.conftest import PHONE, fits
from tests.factories import (
    FamilyFactory,
    ParentFactory,
    PartnershipFactory,
    SchoolFactory,
    SchoolingFactory,
    StructureFactory,
    TermFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre():
    return StructureFactory(name="Centre", commune="Lille")


@pytest.fixture
def known(centre):
    parent = ParentFactory(
        family=FamilyFactory(structure=centre), first_name="Leïla", phone="0612345678"
    )
    ParentFactory(family=FamilyFactory(structure=centre), first_name="Karim")
    return parent


def test_the_list_narrows_while_one_types(page, sign_in, centre, known):
    sign_in(page, coordinator(centre))
    page.goto("/familles/")

    page.get_by_label("Prénom ou nom").press_sequentially("leila")
    page.wait_for_url("**/familles/?q=leila*")

    assert page.locator("#compte").inner_text() == "1 parent"
    assert page.locator("#resultats h3, #resultats li > a:first-child").all_inner_texts() == [
        "Leïla"
    ]


def test_somebody_known_is_proposed_while_one_types(page, sign_in, centre, known):
    sign_in(page, coordinator(centre))
    page.goto("/familles/nouvelle/")

    page.get_by_label("Prénom").press_sequentially("Leila")
    page.locator("#ressemblances").get_by_role("link", name="Leïla").click()

    assert page.locator("h1").inner_text() == "Leïla"


def test_a_newcomer_is_registered_without_javascript(open_page, sign_in, centre, known):
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, coordinator(centre))
    page.goto("/familles/nouvelle/")

    page.get_by_label("Prénom").fill("Leila")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="C’est une autre personne").click()

    assert page.locator("h1").inner_text() == "Leila"
    assert Parent.objects.count() == 3


def test_a_choice_in_one_long_word_fits_the_narrowest_phone(open_page, sign_in, centre):
    TermFactory(vocabulary="lever", label="Des dispositifs/circulaires/recommandations")
    partnership = PartnershipFactory(parties=[centre, StructureFactory()])
    page = open_page({"width": 320, "height": 640})
    sign_in(page, coordinator(centre))

    page.goto(f"{partnership.get_absolute_url()}modifier/")
    page.locator("details.folded").evaluate_all("all => all.forEach(each => each.open = true)")

    expect(page.get_by_label("recommandations")).to_be_visible()
    assert fits(page)


@pytest.mark.deep
def test_the_pages_are_accessible_and_fit(desktop, sign_in, centre, known, sound):
    school = SchoolFactory(structure__name="École élémentaire du Fil-d’Or")
    SchoolingFactory(family=known.family, school=school)
    TermFactory(vocabulary="lever")
    StructureFactory(name="Pôle familles", part_of=centre, phone="0320000032")
    partnership = PartnershipFactory(parties=[centre, school.structure])
    sign_in(desktop, coordinator(centre))

    faults = sound(
        desktop,
        "/familles/",
        "/familles/?q=zzz",
        "/familles/nouvelle/?q=Leila",
        known.get_absolute_url(),
        f"{known.get_absolute_url()}modifier/",
        f"{known.get_absolute_url()}ecoles/nouvelle/",
        "/structures/",
        centre.get_absolute_url(),
        "/ecoles/",
        school.get_absolute_url(),
        f"/structures/{centre.pk}/modifier/",
        f"/ecoles/{school.pk}/connaitre/",
        "/partenariats/",
        partnership.get_absolute_url(),
        f"{partnership.get_absolute_url()}modifier/",
        f"{partnership.get_absolute_url()}parties/?q=centre",
        f"/parties/{partnership.parties.first().pk}/modifier/",
        "/partenariats/nouveau/?q=ecole",
        f"/partenariats/nouveau/?avec={school.pk}",
    )

    assert faults == {}
