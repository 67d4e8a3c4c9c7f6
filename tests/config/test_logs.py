"""The logs say what happened, and never to whom."""

import json
import logging

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError
from django.urls import path
from pytest_django.asserts import assertContains

from config import environment, logs
from config.urls import urlpatterns as pages
from tests.factories import UserFactory

KEY = "Zk3xQ9-1bC7dE2fG5hJ8kL0mN4pR6sT"
CANARIES = ["kanari", "kanari@exemple.fr", "06 12 34 56 78", KEY]


def fail(request, key):
    logging.getLogger("partnerships").warning("Rien pour kanari@exemple.fr au 06 12 34 56 78")
    raise IntegrityError("Key (email)=(kanari@exemple.fr) already exists")


def leave(request, key):
    raise OperationalError("database is locked") from ZeroDivisionError("kanari")


urlpatterns = [*pages, path("lien/<str:key>/", fail), path("plus-tard/<str:key>/", leave)]
handler500 = "config.views.server_error"


@pytest.fixture
def lines():
    """What the root logger wrote while the test ran, as each format writes it."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append([kind().format(record) for kind in (logs.JsonLines, logs.PlainLines)])

    keep = Keep(level="WARNING")
    logging.getLogger().addHandler(keep)
    yield written
    logging.getLogger().removeHandler(keep)


@pytest.fixture
def fails(client, db):
    client.raise_request_exception = False
    client.force_login(UserFactory(email="kanari@exemple.fr"))
    return client


@pytest.mark.urls(__name__)
def test_a_failure_is_told_without_a_word_of_anybody(fails, lines):
    fails.post(f"/lien/{KEY}/?qui=kanari", {"nom": "kanari", "mail": "kanari@exemple.fr"})

    written = "\n".join(text for line in lines for text in line)
    assert [canary for canary in CANARIES if canary in written] == []
    notice, failure = (json.loads(line[0]) for line in lines)
    assert notice["message"] == "Rien pour (e-mail) au (phone)"
    assert failure["message"] == "Internal Server Error: /lien/<str:key>/"
    assert failure["error"] == "IntegrityError"
    assert failure["trace"][-1].startswith("tests/config/test_logs.py:")
    assert (failure["method"], failure["status"]) == ("POST", 500)
    assert failure["account"] == int(fails.session["_auth_user_id"])
    assert "why" not in failure


@pytest.mark.urls(__name__)
def test_a_failure_of_the_machine_keeps_its_own_words(fails, lines):
    fails.get(f"/plus-tard/{KEY}/")

    said = json.loads(lines[0][0])
    assert (said["error"], said["cause"], said["why"]) == (
        "OperationalError",
        "ZeroDivisionError",
        "database is locked",
    )


def test_a_page_that_does_not_exist_is_not_repeated(client, db, lines):
    client.get(f"/{KEY}/kanari/?kanari=1")

    assert json.loads(lines[0][0])["message"] == "Not Found: (unknown)"


@pytest.mark.urls(__name__)
def test_a_letter_about_a_failure_holds_nothing_of_what_was_sent(fails, settings, monkeypatch):
    settings.ADMINS = [("", "technique@exemple.fr")]
    letter = logs.Letter()
    letter.setLevel("ERROR")
    letter.setFormatter(logs.PlainLines())
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [letter])

    fails.post(f"/lien/{KEY}/?qui=kanari", {"nom": "kanari", "secret": KEY})

    (sent,) = mail.outbox
    whole = str(sent.message())
    assert [canary for canary in CANARIES if canary in whole] == []
    assert "error=IntegrityError" in sent.body
    assert sent.to == ["technique@exemple.fr"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/familles/?q=kanari et la suite", "/familles/(query) et la suite"),
        (f"clé {KEY}.", "clé (key)."),
        ("+33 6 12 34 56 78 puis 0612345678", "(phone) puis (phone)"),
        ("le 10/03/2026 à 14 h 30, séance 123456", "le 10/03/2026 à 14 h 30, séance 123456"),
    ],
)
def test_a_sentence_loses_its_secrets(text, kept):
    assert logs.without_secrets(text) == kept


def test_the_log_is_of_a_kind_that_exists():
    with pytest.raises(environment.ImproperlyConfigured, match="json or text"):
        environment.logging("xml", debug=False)
    assert environment.logging("json", debug=True)["loggers"] == {}
    handlers = environment.logging("text", debug=False)["handlers"]
    assert handlers["console"]["formatter"] == "text"


@pytest.mark.urls(__name__)
def test_the_page_says_when_to_come_back(fails):
    response = fails.get(f"/plus-tard/{KEY}/")

    assertContains(response, "ne répond pas pour l’instant", status_code=503)
    assert response.headers["Retry-After"] == "5"
