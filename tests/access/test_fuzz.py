"""20 000 requests that nobody should send, to every page, as the account that may open it.

None may break a page, write a path or a query on one, nor lead out of the site. Each batch is drawn
from its own seed: what fails can be asked for again.
"""

import re
import traceback
from copy import copy
from http.cookies import SimpleCookie
from random import Random

import pytest
from django.conf import settings
from django.db import transaction

from tests.access import forms, sent
from tests.access import test_matrix as matrix

built, _django_db_helper = matrix.built, matrix._django_db_helper
pytestmark = [pytest.mark.django_db, pytest.mark.deep]
BATCHES, EACH = 40, 500
SEED = 2026
DOORS = ["account_login", "account_logout", "account_reset_password", "account_request_login_code"]
# Nothing on a page of refusal may say how the product is made.
TELLING = re.compile(
    r"Traceback|site-packages|SELECT |INSERT |OperationalError|Error:|/home/|"
    + re.escape(str(settings.BASE_DIR))
)


class Attack:
    """One hostile request, drawn at random: where, as whom, with what."""

    def __init__(self, random, world):
        self.random = random
        self.clients, self.side, self.known = world
        self.line = random.choice(matrix.LINES)
        roles = [role for role in matrix.ROLES if int(self.line[role]) < 400]
        self.role = random.choice(roles or matrix.ROLES)
        self.path = matrix.url_of(self.line | {"query": ""}, self.side)
        self.headers = {"HTTP_HX_REQUEST": "true"} if random.random() < 0.2 else {}
        self.method, self.kind, self.body = self.line["method"], "", b""

    def client(self):
        client = copy(self.clients[self.role])
        client.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
        return client

    def fields(self):
        """What the page asks for, one value a name; asked of the page once."""
        key = self.role, self.path
        if key not in self.known:
            answer = self.client().get(self.path)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            shut(answer)
            found = forms.Forms(answer.text, self.path).found if is_page else {}
            self.known[key] = [field for fields in found.values() for field in fields]
        found = self.known[key]
        chosen = {name: value for name, value, _kind in self.random.sample(found, len(found))}
        files = [name for name, _value, kind in found if kind == "file"]
        chosen.pop("csrfmiddlewaretoken", None)
        return chosen, files

    def spoilt(self, fields):
        """The fields, of which some hold what they should not."""
        names = [*fields, *self.random.sample(sent.COMMON, 2)]
        for name in self.random.sample(names, min(len(names), self.random.randint(1, 3))):
            fields[name] = self.random.choice([*sent.VALUES, *sent.BYTES])
        pairs = list(fields.items())
        return pairs + self.random.choices(pairs, k=self.random.choice([0, 0, 1, 5]))

    def ask(self):
        draw = self.random.choices(
            [self.ordinary, self.too_much, self.with_files, self.broken, self.elsewhere],
            weights=[70, 2, 10, 8, 10],
        )
        draw[0]()
        if self.random.random() < 0.05:
            self.headers["HTTP_HOST"] = self.random.choice(sent.HOSTS)
        if self.random.random() < 0.05:
            self.headers["HTTP_COOKIE"] = self.random.choice(sent.COOKIES)
        if self.random.random() < 0.03:
            self.method = self.random.choice(["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"])
        client = self.client()
        if "HTTP_COOKIE" in self.headers:
            client.cookies.clear()
        return client.generic(self.method, self.path, self.body, self.kind, **self.headers)

    def ordinary(self):
        fields, _files = self.fields()
        text = sent.encoded(self.spoilt(fields))
        if self.method == "GET" or self.random.random() < 0.1:
            self.path += "?" + text
        if self.method == "POST":
            self.kind, self.body = "application/x-www-form-urlencoded", text.encode()

    def too_much(self):
        fields, _files = self.fields()
        names = [*fields, "q"]
        pairs = [(self.random.choice(names), sent.LONG)]
        if self.random.random() < 0.5:
            pairs = [(f"{self.random.choice(names)}{turn}", "1") for turn in range(10_000)]
        self.method, self.kind = "POST", "application/x-www-form-urlencoded"
        self.body = sent.encoded(pairs).encode()

    def with_files(self):
        fields, files = self.fields()
        names = files or self.random.sample([*fields, "file"], 1)
        pairs = self.spoilt(fields) if self.random.random() < 0.5 else list(fields.items())
        self.method, self.kind = "POST", "multipart/form-data; boundary=x"
        self.body = sent.with_files(pairs, names * self.random.choice([1, 1, 10]), self.random)

    def broken(self):
        self.method = "POST"
        self.kind, self.body = self.random.choice(sent.BROKEN_FORMS)

    def elsewhere(self):
        """Out of the site by `next`; or to an object whose number is none."""
        where = self.random.choice(sent.ELSEWHERE)
        if self.random.random() < 0.5:
            door = self.random.choice(DOORS)
            self.path = matrix.reverse(door) + "?" + sent.encoded([("next", where)])
            return
        number = self.random.choice(["0", "9" * 20, "9" * 400, "2147483648", "9223372036854775808"])
        self.path = re.sub(r"\d+", number, self.path, count=1)
        self.path += "?" + sent.encoded([("next", where), ("retour", where)])

    def __str__(self):
        return f"{self.role} {self.method} {self.path[:160]} {self.body[:300]!r} {self.headers}"


def shut(answer):
    """Its files, and not the request: the connection holds the world."""
    for close in answer._resource_closers:
        close()


def faults(answer):
    """What is wrong with that answer, in a word; None for none."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {broken(answer.exc_info)}"
    location = answer.headers.get("Location", "/")
    if not location.startswith(("/", "?", "#")) or re.match(r"[/\\]{2}|/\\", location):
        return f"leads to {location}"
    if answer.status_code >= 400 and answer.headers.get("Content-Type", "").startswith("text/html"):
        text = answer.text
        if text and ('lang="fr"' not in text or TELLING.search(text)):
            return f"{answer.status_code} tells or is not ours: {text[:80]}"
    return None


def broken(error):
    """What was raised, and the last lines of ours that it went through."""
    if not error:
        return ""
    lines = [f"{line.filename}:{line.lineno}" for line in traceback.extract_tb(error[2])]
    ours = [line for line in lines if "site-packages" not in line]
    return f"{error[1]!r:.200} {ours[-2:] or lines[-2:]}"


@pytest.fixture(scope="module")
def world(built):
    _media, clients, sides = built
    return clients, sides["A"], {}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_that_is_sent_breaks_a_page(built, world, batch, settings, django_db_blocker):
    settings.MEDIA_ROOT = built[0]
    random, found = Random(SEED + batch), []
    with django_db_blocker.unblock():
        for _request in range(EACH):
            before = transaction.savepoint()
            attack = Attack(random, world)
            answer = attack.ask()
            fault = faults(answer)
            shut(answer)
            transaction.savepoint_rollback(before)
            if fault:
                found.append(f"{fault}: {attack}")

    assert found == []
