"""Zero bit: who may not read of a support learns nothing of it, not even that there is one.

Every line of the access table is asked with 0, 1 and 10 of them (in a hurry, with 0 and 10); status,
headers, body and number of queries are the same to the byte. Spreadsheets and PDFs are among these
lines.
"""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, reset_queries, transaction
from django.db.models import F, Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.measures import MEASURES
from families.models import SupportMeeting
from families.querysets import SupportMeetingQuerySet
from tests import factories as make
from tests.access import world
from tests.access.test_matrix import LINES, url_of

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
SECRET = "le mot que personne ne doit lire"
# Drawn anew for every answer: the keys of forms, of cookies and of scripts, and the number of what
# was just made, which PostgreSQL does not give twice.
DRAWN = [
    rb'(name="csrfmiddlewaretoken" value=")[^"]+',
    rb'(name="once" value=")[^"]+',
    rb'(name="key" value=")[^"]+',
    rb"(csrftoken=)[^;]+",
    rb"(nonce-)[^']+",
    rb"(/calendriers/)[\w-]+",
    rb"(/calendrier/adresses/)\d+",
    # What is left of the disk, which others write on meanwhile.
    rb'("free_megabytes": )\d+',
]


def in_depth(*values):
    """The whole table three times over takes its time: one role each time, all of them in depth."""
    return pytest.param(*values, marks=pytest.mark.deep)


@pytest.fixture
def sides(db):
    with time_machine.travel(NOON, tick=False):
        yield world.build()


def pages(a):
    """Every line of the table, for the objects of that centre: (method, address)."""
    return sorted({(line["method"], url_of(line, a)) for line in LINES})


def answer(client, method, url):
    """Everything there is to tell two answers apart; what the request did is undone."""
    before = transaction.savepoint()
    # The log keeps the last 9,000 queries: a whole table of pages would push the first ones out.
    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        response = getattr(client, method.lower())(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    transaction.savepoint_rollback(before)
    cookies = response.cookies.output().encode()
    if body.startswith(b"PK"):
        body = unpacked(body)
    headers = repr(sorted(response.headers.items())).encode()
    seen = b"\n".join([str(response.status_code).encode(), headers, cookies, body])
    for drawn in DRAWN:
        seen = re.sub(drawn, rb"\1", seen)
    return seen, len(asked)


def unpacked(body):
    """The files of a spreadsheet, without the second at which they were packed."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


def answers(user, asked):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return {page: answer(client, *page) for page in asked}


def differences(user, asked, *stages):
    """The pages whose answer is not the same at every stage; each stage is prepared in turn."""
    first, *others = [(stage(), answers(user, asked))[1] for stage in stages]
    return [page for page in asked if any(other[page] != first[page] for other in others)]


# -- Schools, neighbours, funders: supports ------------------------------------------------------


def no_support():
    SupportMeeting.objects.all().delete()


def supports(a, number):
    """The stage where the centre noted so many; the first two are those of the table."""

    def stage():
        for meeting in [a.support, a.confided][:number]:
            if not SupportMeeting.objects.filter(pk=meeting.pk).exists():
                meeting.save(force_insert=True)
                make.SupportContextFactory(support=meeting, programme=a.programme)
        for _ in range(number - SupportMeeting.objects.count()):
            meeting = make.SupportMeetingFactory(
                parent=a.parent, author=a.member, school=a.school, confidential_note=SECRET
            )
            make.SupportContextFactory(support=meeting, programme=a.programme)

    return stage


def stages(a, *numbers):
    return [no_support, *(supports(a, number) for number in numbers or (1, 10))]


@pytest.mark.parametrize(
    ("role", "numbers"),
    [("ecole", [10]), *(in_depth(role, [1, 10]) for role in ("ecole", "voisin", "financeur"))],
)
def test_nobody_outside_learns_that_the_centre_supports_somebody(sides, role, numbers):
    a, _b, roles = sides

    assert differences(roles[role], pages(a), *stages(a, *numbers)) == []


def test_the_comparison_fails_when_the_door_of_supports_is_open(sides, monkeypatch):
    a, _b, roles = sides
    monkeypatch.setattr(SupportMeetingQuerySet, "visible_to", lambda self, _user: self.all())

    page = ("GET", a.support.get_absolute_url())

    assert differences(roles["ecole"], [page], *stages(a)) == [page]


def test_the_comparison_fails_when_a_figure_for_schools_counts_them(sides, monkeypatch):
    a, _b, roles = sides
    leak = replace(MEASURES["sessions_held"], fold=MEASURES["individual_supports"].fold)
    monkeypatch.setitem(MEASURES, "sessions_held", leak)
    page = ("GET", reverse("evaluation:my_structure"))

    assert differences(roles["ecole"], [page], *stages(a)) == [page]


# -- Colleagues and coordinators: confidential notes ---------------------------------------------


def confided(a):
    """Ten meetings of a colleague with a parent both follow, and the pages where they show."""
    colleague = make.facilitator(a.centre)
    ten = [make.SupportMeetingFactory(parent=a.parent, author=colleague) for _ in range(10)]
    for meeting in ten:
        make.SupportContextFactory(support=meeting, programme=a.programme)
    own = [
        ("GET", reverse(f"families:{name}", args=[meeting.pk]))
        for meeting in ten
        for name in ("support_detail", "support_edit", "support_delete")
    ]
    leaver = ("GET", reverse("partnerships:leaver_account", args=[a.centre.pk, colleague.pk]))
    return ten, [*pages(a), *own, leaver]


def notes(ten, number):
    def stage():
        keys = [meeting.pk for meeting in ten[:number]]
        SupportMeeting.objects.filter(pk__in=keys).update(confidential_note=SECRET)

    return stage


@pytest.mark.parametrize(
    "role", [in_depth(role) for role in ("animation", "coordination", "admin")]
)
def test_no_colleague_learns_that_there_is_a_note(sides, role):
    a, _b, roles = sides
    ten, asked = confided(a)

    found = differences(roles[role], asked, notes(ten, 0), notes(ten, 1), notes(ten, 10))

    assert found == []


@pytest.mark.parametrize("role", ["animation", "coordination"])
def test_the_comparison_fails_when_the_door_of_notes_is_open(sides, role, monkeypatch):
    a, _b, roles = sides
    ten, _asked = confided(a)
    monkeypatch.setattr(
        SupportMeetingQuerySet,
        "with_note_for",
        lambda self, _user: self.annotate(note=F("confidential_note"), is_note_shared=Value(False)),
    )
    asked = [("GET", meeting.get_absolute_url()) for meeting in ten]

    found = differences(roles[role], asked, notes(ten, 0), notes(ten, 1), notes(ten, 10))

    assert found == asked
