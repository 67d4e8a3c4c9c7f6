"""The first page anybody sees."""

import pytest

from tests.factories import UserFactory


@pytest.mark.parametrize("screen", ["page", "desktop"])
def test_signing_in_with_an_address_and_a_password(request, axe, screen):
    page = request.getfixturevalue(screen)
    user = UserFactory(email="nadia@exemple.test")
    user.set_password("un train vert passe")
    user.save()

    page.goto("/")
    faults = axe(page)
    page.get_by_label("E-mail").fill("nadia@exemple.test")
    page.get_by_label("Mot de passe").fill("un train vert passe")
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("/")

    assert faults == []


def test_signing_in_works_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    UserFactory(email="nadia@exemple.test")

    page.goto("/")
    page.get_by_label("E-mail").fill("nadia@exemple.test")
    page.get_by_label("Mot de passe").fill("pas le bon")
    page.get_by_role("button", name="Entrer").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Se connecter"
    assert page.get_by_label("E-mail").input_value() == "nadia@exemple.test"
