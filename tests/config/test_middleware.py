import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from config.middleware import PrivateAnswers
from tests.factories import ParentFactory, UserFactory, coordinator

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


@pytest.mark.parametrize(
    ("cookie", "language"), [(None, "fr"), ("en", "en"), ("xx", "fr"), ("fr", "fr")]
)
def test_a_visitor_reads_the_language_they_chose_not_that_of_their_browser(
    client, cookie, language
):
    if cookie:
        client.cookies["django_language"] = cookie

    response = client.get(reverse("account_login"), headers={"Accept-Language": "en"})

    assert response.headers["Content-Language"] == language


def test_an_account_is_answered_in_its_own_language(client):
    client.force_login(UserFactory(language="en"))

    response = client.get(reverse("home"), headers={"Accept-Language": "fr"})

    assert response.headers["Content-Language"] == "en"


@pytest.mark.parametrize("page", ["workshops:plan_detail", "families:family_detail"])
def test_a_number_too_large_for_any_record_is_that_of_none(client, page):
    client.force_login(UserFactory())

    assert client.get(reverse(page, args=[10**30])).status_code == 404


# PostgreSQL compares with any number, and the form says that it is no choice.
@pytest.mark.sqlite
def test_a_choice_too_large_for_any_record_is_refused(client):
    parent = ParentFactory()
    client.force_login(coordinator(parent.family.structure))
    client.raise_request_exception = False

    answer = client.post(
        reverse("families:family_edit", args=[parent.family.pk]), {"languages": str(2**63)}
    )

    assert answer.status_code == 400
