"""Every form sent twice, as a double click or a network that fails does: it acts once."""

import pytest
from django.apps import apps
from django.db import transaction

from tests.access import forms
from tests.access import test_matrix as matrix

built, _django_db_helper = matrix.built, matrix._django_db_helper
# A page shown without its help is none of this test’s business.
pytestmark = [pytest.mark.django_db, pytest.mark.deep, pytest.mark.ignore_template_errors]
# Lines of what happened, not what it made: the second sending may leave one.
TRACES = {"partnerships.auditevent", "partnerships.submission"}
# A calendar asked for again is renewed: the former address shuts.
RENEWED = {"workshops:feed_list"}
COUNTED = [
    model
    for label in ("partnerships", "families", "workshops", "evaluation")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
    if model._meta.label_lower not in TRACES
]
ROLES = ("coordination", "animation", "ecole", "financeur", "admin")


def rows():
    return {model._meta.label: model._base_manager.count() for model in COUNTED}


def may(line, role):
    return int(line[role]) < 400


@pytest.fixture
def pages(built, django_db_blocker):
    """{(role, where it is sent): fields} of every form that each account finds."""
    _media, clients, sides = built
    found = {}
    with django_db_blocker.unblock():
        for line in (line for line in matrix.LINES if line["method"] == "GET"):
            for role in (role for role in ROLES if may(line, role)):
                here = matrix.url_of(line, sides["A"])
                answer = clients[role].get(here)
                if answer.headers.get("Content-Type", "").startswith("text/html"):
                    for where, fields in forms.Forms(answer.text, here).found.items():
                        found.setdefault((role, where), fields)
    return found


def test_a_form_sent_twice_acts_once(built, pages, settings, django_db_blocker):
    settings.MEDIA_ROOT, clients, sides = built
    acted, twice = set(), []
    with django_db_blocker.unblock():
        for line in (line for line in matrix.LINES if line["method"] == "POST"):
            where = matrix.url_of(line, sides["A"])
            role = next((role for role in ROLES if may(line, role)), None)
            answers = forms.filled(pages.get((role, where), []))
            if (role, where) not in pages:
                continue
            before, start = transaction.savepoint(), rows()
            clients[role].post(where, answers)
            once = rows()
            clients[role].post(where, answers)
            again = rows()
            transaction.savepoint_rollback(before)
            if once != start:
                acted.add(line["url"])
            more = [name for name in again if again[name] > once[name] > start[name]]
            if more and line["url"] not in RENEWED:
                twice.append((line["url"], more))

    assert twice == []
    assert len(acted) > 30
