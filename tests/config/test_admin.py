import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_administration_looks_like_the_site_and_leads_back_to_it(client):
    client.force_login(StaffFactory())

    response = client.get(reverse("admin:index"))

    assertContains(response, "/static/css/admin.css")
    assertContains(response, f'<a href="{reverse("home")}">Revenir au site</a>', html=True)
    assertContains(response, f'action="{reverse("account_logout")}"')


def test_the_administration_has_no_dark_theme_that_nobody_drew(client):
    client.force_login(StaffFactory())

    response = client.get(reverse("admin:index"))

    assert "dark_mode.css" not in response.content.decode()


def test_one_signs_in_to_the_administration_at_the_front_door(client):
    response = client.get(reverse("admin:login"), {"next": reverse("admin:index")})

    assertRedirects(response, f"{reverse('account_login')}?next=%2Fadmin%2F")


def test_the_administration_is_for_those_who_administer(client):
    client.force_login(UserFactory())

    response = client.get(reverse("admin:index"), follow=True)

    assert response.status_code == 403


def test_every_stylesheet_a_page_asks_for_exists():
    names = ["tokens", "app", "people", "voices", "door", "print", "admin"]

    assert [name for name in names if not finders.find(f"css/{name}.css")] == []
