"""A record that somebody deletes while somebody else writes in it: said, and nothing is written."""

import pytest
from django.urls import reverse

from partnerships.models import AuditEvent, Invitation, Membership
from tests.access import world
from tests.factories import UserFactory
from tests.partnerships.meanwhile import meanwhile
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.other_hands]
GONE = "Quelqu’un l’a effacé pendant que vous écriviez : rien n’est enregistré."

# The page, what it is about in the world of the access table, and what is written there.
PAGES = [
    ("meeting_edit", "meeting", {"purpose": "Autre chose"}),
    ("decision_edit", "decision", {"what": "Autre chose"}),
    ("difficulty_edit", "difficulty", {"what": "Autre chose"}),
    ("difficulty_lift", "difficulty", {"lifted_how": "En parlant."}),
    ("service_edit", "service", {"what": "Autre chose"}),
    ("request_edit", "asked", {"what": "Autre chose"}),
    ("request_answer", "asked", {"analysis": "Autre chose"}),
    ("group_edit", "group", {"name": "Autre chose"}),
    ("contact_edit", "contact", {"last_name": "Autre"}),
    ("tenure_edit", "tenure", {"function": "autre"}),
    ("tenure_end", "tenure", {"end_reason": "left"}),
    ("thread_end", "thread", {}),
    ("party_edit", "own_party", {"limits": "Autre chose"}),
]


@pytest.fixture
def here():
    return world.side("A")


def gone(row):
    """Deleted, with what keeps it from being."""

    def act():
        for name in ("threads", "tenures", "presences"):
            if rows := getattr(row, name, None):
                for each in rows.all():
                    gone(each)()
        type(row).objects.filter(pk=row.pk).delete()

    return act


def shown(page):
    """What a browser would send back, unchanged."""
    parts = [page.context["form"]]
    if rows := page.context.get("decisions"):
        parts += [rows.management_form, *rows.forms]
    values = {field.html_name: field.value() for part in parts for field in part}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize(("name", "holder", "values"), PAGES, ids=[page[0] for page in PAGES])
def test_what_was_deleted_meanwhile_is_said_and_nothing_is_written(
    client, here, name, holder, values
):
    row = getattr(here, holder)
    url = reverse(f"partnerships:{name}", args=[row.pk])
    client.force_login(here.boss)
    data = shown(client.get(url)) | values
    before = AuditEvent.objects.count()

    with meanwhile(gone(row)):
        response = client.post(url, data)

    assert (response.status_code, text(response).count(GONE)) == (200, 1)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("name", "holder"), [("difficulty_reopen", "difficulty"), ("contact_check", "contact")]
)
def test_a_button_about_what_was_deleted_meanwhile_says_it(client, here, name, holder):
    row = getattr(here, holder)
    client.force_login(here.boss)
    before = AuditEvent.objects.count()

    with meanwhile(gone(row)):
        client.post(reverse(f"partnerships:{name}", args=[row.pk]))

    assert said(client.get("/")) == [
        f"{GONE} Copiez ce que vous voulez garder, puis rouvrez la page."
    ]
    assert AuditEvent.objects.count() == before


def test_a_party_taken_out_by_two_at_once_is_taken_out_once(client, here):
    client.force_login(here.boss)
    here.partnership.parties.create(structure=here.funder)
    url = reverse("partnerships:party_delete", args=[here.school_party.pk])

    with meanwhile(gone(here.school_party)):
        client.post(url)

    assert here.partnership.parties.count() == 2
    assert not AuditEvent.objects.filter(verb="deleted", object_type="partnerships.party").exists()


def test_an_invitation_used_meanwhile_is_refused_with_a_sentence(client, here):
    guest = UserFactory(email=here.invitation.email.lower())
    client.force_login(guest)
    url = reverse("partnerships:invitation_open", args=[here.token])

    with meanwhile(lambda: Invitation.objects.update(revoked_at="2026-01-01T00:00Z")):
        response = client.post(url, follow=True)

    assert said(response) == ["Cette invitation a déjà servi ou n’est plus valable."]
    assert not Membership.objects.filter(user=guest).exists()
