import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from pytest_django.asserts import assertContains

from tests.factories import StaffFactory

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


def test_the_administration_shows_no_log_that_is_not_kept(client):
    client.force_login(StaffFactory())

    response = client.get(reverse("admin:index"))

    assert "recent-actions-module" not in response.content.decode()


def test_every_stylesheet_a_page_asks_for_exists():
    names = ["tokens", "app", "people", "voices", "door", "print", "admin"]

    assert [name for name in names if not finders.find(f"css/{name}.css")] == []
