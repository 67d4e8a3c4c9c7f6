"""Who sees what: every URL × every account × an object of ours, of others, of nobody.

The table is partnerships/data/access.tsv, written for people: one line per URL and method, one
column per account of the demonstration. An URL without a line fails; so does a secret that reaches
somebody who may not read it, and a foreign object that does not look absent; so do a header that
is missing, and a page that writes when it is only read (tests/access/guarded.py).
"""

import csv
from copy import copy
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.access import guarded, offered, reading, world

pytestmark = pytest.mark.django_db
TABLE = settings.BASE_DIR / "partnerships" / "data" / "access.tsv"
# Pages of libraries, held by the tests that follow the table.
THIRD_PARTY = ("admin:", "account_", "mfa_", "usersessions_")
ROLES = ("anonymous", "animation", "coordination", "ecole", "voisin", "financeur", "admin")

with TABLE.open(encoding="utf-8") as file:
    LINES = list(csv.DictReader(file, delimiter="\t"))


def names(resolver=None, namespace=""):
    """Every named URL of the house, namespaces included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or str(entry.pattern))
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from names(entry, namespace + inner)


def test_every_url_has_its_line():
    ours = {name for name in names() if not name.startswith(THIRD_PARTY)}

    assert {line["url"] for line in LINES} == ours


def url_of(line, side):
    """The page for an object of that side; `None` is nobody’s."""
    arguments = [argument(name, side) for name in line["object"].split()]
    return reverse(line["url"], args=arguments) + (line["query"] or "")


def argument(name, side):
    """« session.pk » of that side; « token » of that side; « =participations » as it is."""
    if name.startswith("="):
        return name[1:]
    holder, _, attribute = name.partition(".")
    if side is None:
        return world.ABSENT if attribute else f"absent-{holder}"
    value = getattr(side, holder)
    return getattr(value, attribute) if attribute else value


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The two centres and an open session for each account: built once, undone at the end."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        a, b, roles = world.build()
        a.lines = {(line["method"], url_of(line, a).partition("?")[0]): line for line in LINES}
        clients = {}
        for role, user in roles.items():
            clients[role] = Client(raise_request_exception=False)
            if user:
                clients[role].force_login(user)
        yield settings.MEDIA_ROOT, clients, {"A": a, "B": b, "absent": None}
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(built):
    """The transaction of the world isolates each test of it: none of its own is opened."""


@pytest.fixture
def ask(built, settings, django_db_blocker):
    """ask(role, line, side): the answer somebody gets, with the fields sent."""
    settings.MEDIA_ROOT, clients, sides = built

    def ask(role, line, side, **sent):
        """What is done to answer one account is undone before the next one asks."""
        client = copy(clients[role])
        client.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
        before = transaction.savepoint()
        wrote = guarded.Writes()
        with connection.execute_wrapper(wrote):
            answer = getattr(client, line["method"].lower())(url_of(line, sides[side]), sent)
        answer.wrote = wrote.tables
        answer.seen = reading.text_of(answer)
        answer.refused = offered.refused(answer, role, sides["A"].lines)
        transaction.savepoint_rollback(before)
        return answer

    with django_db_blocker.unblock():
        yield ask


def identify(line):
    return f"{line['method']}-{line['url']}{line['query'] or ''}"


@pytest.mark.parametrize("line", LINES, ids=identify)
def test_each_account_gets_what_the_table_says_and_no_secret(ask, line):
    for role in ROLES:
        gets_what_the_table_says(ask, line, role)


def gets_what_the_table_says(ask, line, role):
    answer = ask(role, line, "A")

    assert (role, answer.status_code) == (role, int(line[role]))
    is_signed_in = role != "anonymous"
    assert (role, guarded.faults(answer, is_signed_in=is_signed_in)) == (role, [])
    if line["method"] == "GET":
        assert (role, answer.wrote) == (role, set())
    assert (role, answer.refused) == (role, [])
    assert (role, reading.canaries(answer.seen) - allowed(role, line)) == (role, set())


def allowed(role, line):
    """The secrets that page may tell that account."""
    words = {("a", word) for word in world.READS[role]}
    if role == "voisin":
        words = {("b", word) for word in world.READS["coordination"]}
    if line["public"] == "yes":
        words |= {("a", word) for word in world.BY_LETTER}
    return words


@pytest.mark.postgres
@pytest.mark.parametrize("line", LINES, ids=identify)
def test_every_page_opens_on_the_other_database(ask, line):
    """What a page says is tested once, on SQLite; here its queries are only understood."""
    assert ask("coordination", line, "A").status_code == int(line["coordination"])


WITH_AN_OBJECT = [line for line in LINES if line["object"]]
# In a hurry two accounts ask for each page: who may do most, and another in its turn. The neighbour
# waits for --deep: it is to the first centre what the coordination is to the second.
IN_TURN = ["animation", "ecole", "financeur", "admin"]


def askers(request, line):
    if "not deep" not in request.config.option.markexpr:
        return ROLES[1:]
    return ["coordination", IN_TURN[WITH_AN_OBJECT.index(line) % len(IN_TURN)]]


@pytest.mark.parametrize("line", WITH_AN_OBJECT, ids=identify)
def test_what_is_not_ours_looks_like_what_is_not(ask, line, request):
    """A foreign object and an absent one get the same answer, to the letter."""
    for role in askers(request, line):
        looks_like_what_is_not(ask, line, role)


def looks_like_what_is_not(ask, line, role):
    absent = ask(role, line, "absent")

    assert (role, absent.status_code) == (role, 404)
    foreign = ask(role, line, "A" if role == "voisin" else "B")
    if line["public"] != "yes":
        assert (role, reading.masked(foreign)) == (role, reading.masked(absent))


def admin_pages():
    """Every page of the administration, with arguments that fit its address."""
    known = {"app_label": "partnerships"}
    resolver = get_resolver().namespace_dict["admin"][1]
    for name in sorted({name for name in names() if name.startswith("admin:")}):
        for possibility, *_ in resolver.reverse_dict.getlist(name.removeprefix("admin:")):
            for _text, parameters in possibility:
                yield name, [known.get(parameter, "1") for parameter in parameters]


@pytest.mark.parametrize(("name", "arguments"), list(admin_pages()))
def test_the_administration_is_for_administrators(ask, name, arguments):
    """Whoever is not: the sign-in page, or the same as what does not exist; never a page."""
    line = {
        "url": name,
        "object": " ".join(f"={argument}" for argument in arguments),
        "query": "",
        "method": "GET",
    }

    statuses = {ask(role, line, "absent").status_code for role in ROLES[:-1]}

    assert statuses <= {302, 404}
