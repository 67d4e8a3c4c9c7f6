import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path, reverse
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from config.urls import urlpatterns as pages
from tests.factories import StaffFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db


def refusing(error):
    def view(request):
        raise error

    return view


# The pages of the product, and some that fail in every way a page can.
urlpatterns = [
    *pages,
    path("interdit/", refusing(PermissionDenied("secret"))),
    path("incompris/", refusing(BadRequest("secret"))),
    path("louche/", refusing(SuspiciousOperation("secret"))),
    path("casse/", refusing(ZeroDivisionError("secret"))),
]


def test_home_is_for_those_who_signed_in(client):
    response = client.get(reverse("home"))

    assertRedirects(response, f"{reverse('account_login')}?next=/")


def test_a_browser_in_english_reads_french_until_there_is_a_catalogue(client):
    client.force_login(UserFactory())

    response = client.get(reverse("home"), headers={"accept-language": "en-GB,en;q=0.9"})

    assert response.headers["Content-Language"] == "fr"
    assertContains(response, '<html lang="fr"')


def test_home_offers_the_administration_to_those_who_administer(client):
    StructureFactory()
    client.force_login(UserFactory())
    without = client.get(reverse("home"))
    client.force_login(StaffFactory())

    response = client.get(reverse("home"))

    assertContains(response, reverse("admin:index"))
    assert reverse("admin:index") not in without.content.decode()


def test_a_healthy_machine_says_so_and_nothing_more(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/sante/")

    assert response.json() == {"status": "ok"}


def test_a_machine_without_its_database_says_so(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("secret")

    with connection.execute_wrapper(refuse):
        response = client.get("/sante/")

    assert response.status_code == 503
    assert response.json() == {"status": "database"}


def test_every_404_is_the_same_page(client):
    client.force_login(UserFactory())

    response = client.get("/nulle-part/")

    assertContains(response, "n’existe pas, ou n’est pas pour vous", status_code=404)
    assert "nulle-part" not in response.content.decode()


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("/interdit/", 403, "Cela ne vous est pas ouvert"),
        ("/incompris/", 400, "Nous n’avons pas compris cette demande"),
        ("/louche/", 400, "Nous n’avons pas compris cette demande"),
        ("/casse/", 500, "C’est cassé de notre côté"),
    ],
)
@pytest.mark.urls(__name__)
def test_a_page_that_fails_says_what_to_do_and_not_why(client, url, status, words):
    client.force_login(UserFactory())
    client.raise_request_exception = False

    response = client.get(url)

    assertContains(response, words, status_code=status)
    assert "secret" not in response.content.decode()


def test_a_form_sent_too_late_says_how_to_keep_what_was_written():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    response = client.post(reverse("account_logout"))

    assertTemplateUsed(response, "403_csrf.html")
    assertContains(response, "Ce que vous avez écrit y est encore.", status_code=403)
