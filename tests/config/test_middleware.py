import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from config.middleware import PrivateAnswers
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_nobody_keeps_what_was_shown_to_somebody_signed_in(client):
    client.force_login(UserFactory())

    response = client.get(reverse("home"))

    assert response.headers["Cache-Control"] == "no-store, private"


def test_a_view_cannot_have_a_page_of_somebody_kept(rf):
    def kept(request):
        response = HttpResponse()
        patch_cache_control(response, public=True, max_age=60)
        return response

    request = rf.get("/")
    request.user = UserFactory()

    assert PrivateAnswers(kept)(request).headers["Cache-Control"] == "no-store, private"


def test_answers_to_anybody_may_be_kept_as_their_view_says(client):
    response = client.get(reverse("health"))

    assert response.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_pages_ask_for_no_camera_and_open_no_door(client):
    response = client.get(reverse("account_login"))

    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
