"""No letter leaves: each act stands, and whoever counted on the letter is told.

What only sends a link says so where it is tested: invitation, text to accept, voice, referral,
record of a meeting, word to a group, code and password.
"""

import pytest
from django.conf import settings as site
from django.urls import reverse

from partnerships.models import AuditEvent
from tests.factories import FamilyFactory, IdeaFactory, UserFactory, coordinator
from tests.reading import said
from tests.workshops.preparing import around
from workshops.actions import ideas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture(autouse=True)
def no_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_nobody_waits_for_a_mail_server_that_says_nothing():
    assert site.EMAIL_TIMEOUT == 10


def test_the_answer_to_an_idea_stands_and_its_author_is_to_be_told(client):
    table = around()
    made = IdeaFactory.build(
        programme=table.programme, structure=table.school, title="Jouer", words="Oser compter."
    )
    idea = ideas.propose(idea=made, by=table.head)
    client.force_login(table.boss)

    response = client.post(
        f"{idea.get_absolute_url()}repondre/", {"answer": "later", "words": "En mai."}, follow=True
    )

    idea.refresh_from_db()
    assert idea.answer == "later"
    assert said(response) == [
        "C’est répondu.",
        f"L’e-mail qui prévient {table.head} n’est pas parti : dites-le-lui.",
    ]


def test_a_record_opened_by_the_administration_leaves_its_line(
    client, django_capture_on_commit_callbacks
):
    family = FamilyFactory()
    coordinator(family.structure)
    client.force_login(UserFactory(is_staff=True))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("families:family_open"),
            {"number": family.pk, "reason": "Demande de la structure, par téléphone"},
        )

    assert (response.status_code, response.context.get("form")) == (200, None)
    assert AuditEvent.objects.filter(verb="read", family=family.pk).count() == 1
