"""Who reads every table of the database cannot tell who answered what: G28 of our promises.

The attacker knows the order in which fifty people answered, to the second, and what each wrote.
"""

import hashlib
import itertools
import statistics
from collections import Counter

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.models import DateField, TimeField
from django.test import Client
from django.urls import reverse

from evaluation.actions import surveys as actions
from evaluation.models import Feedback, FeedbackReceipt, Survey, Tally
from partnerships.models import AuditEvent, Submission
from tests import factories as make

pytestmark = pytest.mark.django_db

PEOPLE = range(50)
# Fifty ways of ticking, all different: (face, before, after).
TICKED = list(itertools.islice(itertools.product((3, 2, 1, ""), repeat=3), 50))
ADDRESS = "203.0.113.77"
# Of fifty, by chance, fewer than one in a million is as far from nothing.
CHANCE = 0.7


@pytest.fixture
def survey(in_november):
    return make.SurveyFactory(skill="school")


def key_of(person):
    return f"formulaire-numero-{person:03}"


def give(survey, person):
    """With a telephone of their own."""
    ticked = dict(zip(("face", "before", "after"), TICKED[person], strict=True))
    sent = {"key": key_of(person), "words": f"Mot de {person}", **ticked}
    assert Client(REMOTE_ADDR=ADDRESS).post(url_of(survey), sent).status_code == 302


@pytest.fixture
def answered(survey):
    """Fifty people, one after the other."""
    for person in PEOPLE:
        give(survey, person)
    return survey


def stored(model):
    """Its rows in the order in which the database stores them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    table, names = model._meta.db_table, [field.column for field in model._meta.fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {place}")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def who_ticked(row):
    return TICKED.index(tuple(row[name] or "" for name in ("face", "before", "after")))


def guessed(people=PEOPLE):
    """Order → the people as that order lists them: what the attacker would try."""
    rows = stored(Feedback)
    sent = {hashlib.sha256(key_of(person).encode()).hexdigest(): person for person in people}
    ticked = [row for row in rows if not row["words"]]
    written = [row for row in rows if row["words"]]
    return {
        "ticked, as stored": [who_ticked(row) for row in ticked],
        "ticked, by key": [who_ticked(row) for row in by_key(ticked)],
        "written, as stored": [int(row["words"].split()[-1]) for row in written],
        "written, by key": [int(row["words"].split()[-1]) for row in by_key(written)],
        "receipts, as stored": [sent[row["key"]] for row in stored(FeedbackReceipt)],
    }


def by_key(rows):
    return sorted(rows, key=lambda row: row["key"])


def test_no_order_says_who_answered_when(answered):
    orders = guessed()

    assert {name: sorted(order) == list(PEOPLE) for name, order in orders.items()} == dict.fromkeys(
        orders, True
    )
    told = {name: statistics.correlation(order, list(PEOPLE)) for name, order in orders.items()}
    assert {name: value for name, value in told.items() if abs(value) > CHANCE} == {}


def test_the_last_row_is_not_that_of_the_last_person(survey):
    """Looking after each answer: by chance, it is so four or five times of fifty."""
    last = []
    for person in PEOPLE:
        give(survey, person)
        orders = guessed(range(person + 1))
        last += [name for name, order in orders.items() if order[-1] == person]

    assert {name: times for name, times in Counter(last).items() if times > 20} == {}


def test_no_order_ties_two_rows_of_one_person(answered):
    orders = guessed()
    places = {name: [order.index(person) for person in PEOPLE] for name, order in orders.items()}

    tied = {
        pair: statistics.correlation(places[pair[0]], places[pair[1]])
        for pair in itertools.combinations(places, 2)
    }

    assert {pair: value for pair, value in tied.items() if abs(value) > CHANCE} == {}


def test_rows_of_a_survey_came_all_at_once(answered):
    """PostgreSQL keeps the transaction that stored each row, which would say their order."""
    stamp = "'none'" if connection.vendor == "sqlite" else "xmin::text"
    with connection.cursor() as cursor:
        for model in (Feedback, FeedbackReceipt):
            cursor.execute(f"SELECT DISTINCT {stamp} FROM {model._meta.db_table}")
            assert len(cursor.fetchall()) == 1


def test_a_row_says_nothing_but_the_answer():
    fields = {
        model.__name__: {field.name for field in model._meta.get_fields()}
        for model in (Feedback, FeedbackReceipt)
    }

    assert fields == {
        "Feedback": {"key", "survey", "face", "before", "after", "words", "language"},
        "FeedbackReceipt": {"key", "survey"},
    }


def test_nothing_else_in_the_database_remembers_an_answer(answered):
    """No line, no session, no form kept, no address; a survey has no day but those it was given."""
    days = [field.name for field in Survey._meta.fields if isinstance(field, DateField | TimeField)]

    assert [model.objects.count() for model in (AuditEvent, Submission, Session)] == [0, 0, 0]
    assert sorted(days) == ["closed_at", "ends_on", "reread_at", "starts_on"]
    assert ADDRESS not in everything()
    assert key_of(7) not in everything()


def url_of(survey):
    return reverse("evaluation:opinion_give", args=[survey.code])


def everything():
    """Every row of every table, and what the cache counts."""
    rows = [str(list(model.objects.values())) for model in apps.get_models()]
    return "".join([*rows, str(cache.get("answers"))])


def test_an_answer_sets_no_cookie_but_that_of_the_form(survey):
    client = Client()

    seen = client.get(url_of(survey))
    sent = client.post(url_of(survey), {"key": key_of(1), "face": 3})
    thanked = client.get(sent["location"])

    cookies = set().union(*(answer.cookies for answer in (seen, sent, thanked)))
    assert cookies <= {"csrftoken", "__Host-csrftoken"}
    assert sent["location"] == reverse("evaluation:opinion_thanks", args=[survey.code]) + (
        "?langue=fr"
    )


def test_the_administration_shows_no_answer():
    held = {model for model in admin.site._registry if model._meta.app_label == "evaluation"}

    assert held & {Feedback, FeedbackReceipt, Tally} == set()


def test_storing_anew_stays_short(survey, django_assert_num_queries):
    """The same few queries, however many rows are there."""
    make.FeedbackFactory.create_batch(60, survey=survey)

    with django_assert_num_queries(24):
        actions.answer(survey=survey, key="clé", face=3, words="Bien", today=survey.starts_on)

    assert Feedback.objects.count() == 62
