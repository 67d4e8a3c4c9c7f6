"""Who saw, changed or took out what: one page, a household or an account at a time."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from partnerships import audit
from partnerships.models import AuditEvent
from tests.factories import (
    FamilyFactory,
    MembershipFactory,
    ParentFactory,
    SessionFactory,
    StaffFactory,
    coordinator,
    facilitator,
)
from workshops.actions.arrivals import add_parent

pytestmark = pytest.mark.django_db
PAGE = reverse("families:journal_list")


@pytest.fixture
def boss(client, centre):
    boss = coordinator(centre)
    client.force_login(boss)
    return boss


def seen(parent, by, verb="read", **more):
    family = parent.family
    return audit.record(verb, parent, by=by, structure=family.structure, family=family.pk, **more)


def told(response):
    return [
        (str(line.event.actor), line.event.verb, line.what) for line in response.context["lines"]
    ]


def test_each_line_says_who_did_what_to_whom(client, boss, centre):
    parent = ParentFactory(family__structure=centre, first_name="Samira")
    seen(parent, boss, "changed", fields=["phone"], reason="Numéro changé")

    page = client.get(PAGE)

    [line] = page.context["lines"]
    assert (line.what, line.fields, str(line.family)) == ("parent", "téléphone", "Samira")
    assert "motif : Numéro changé" in page.content.decode()


def test_a_line_says_rows_and_fingerprints_in_words(client, boss, centre):
    session = SessionFactory()
    names = ["attendance-3", "attendance-29", "head_count-parents", "log"]
    audit.record("changed", session, by=boss, structure=centre, fields=names)
    audit.record("issued", session, by=boss, structure=centre, reason="0af3" * 16)

    page = client.get(PAGE).content.decode()

    assert " · présences, comptages, ce qui s’est fait" in page
    assert " · empreinte 0af30af30af3…" in page
    assert "motif" not in page


def test_a_household_and_an_account_have_their_own_page(client, boss, centre):
    colleague = facilitator(centre)
    parent, other = ParentFactory.create_batch(2, family__structure=centre)
    seen(parent, colleague)
    seen(other, boss)

    of_family = client.get(PAGE, {"family": parent.family.pk})
    of_account = client.get(PAGE, {"who": boss.pk})

    assert told(of_family) == [(str(colleague), "read", "parent")]
    assert told(of_account) == [(str(boss), "read", "parent")]
    assert "Qui a vu, modifié, exporté cette fiche" in of_family.content.decode()


@pytest.mark.parametrize(
    ("what", "kept"),
    [("seen", "read"), ("written", "changed"), ("exported", "exported"), ("erased", "erased")],
)
def test_one_asks_for_one_kind_of_line(client, boss, centre, what, kept):
    parent = ParentFactory(family__structure=centre)
    for verb in ("read", "changed", "exported", "erased"):
        seen(parent, boss, verb)

    page = client.get(PAGE, {"what": what})

    assert told(page) == [(str(boss), kept, "parent")]


def test_one_asks_between_two_days(client, boss, centre, time_machine):
    parent = ParentFactory(family__structure=centre)
    for day in (1, 5, 9):
        time_machine.move_to(dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC))
        seen(parent, boss)

    client.force_login(boss)
    page = client.get(PAGE, {"since": "2026-03-02", "until": "2026-03-06"})

    assert [line.event.at.day for line in page.context["lines"]] == [5]


def test_the_lines_of_others_are_not_there(client, boss):
    seen(ParentFactory(), None)

    page = client.get(PAGE)

    assert (told(page), page.context["page"].paginator.count) == ([], 0)


def test_a_line_about_what_is_no_more_still_reads(client, boss, centre):
    parent = ParentFactory(family__structure=centre)
    audit.record("read", parent, by=None, structure=centre, family=987654)

    page = client.get(PAGE)

    assert "un programme" in page.content.decode()
    assert "foyer n° 987654" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_costs_the_same_however_long(
    client, boss, centre, django_assert_num_queries, count
):
    for parent in ParentFactory.create_batch(count, family__structure=centre):
        seen(parent, boss)

    with django_assert_num_queries(8):
        page = client.get(PAGE)

    assert len(page.context["lines"]) == count


def test_taking_the_journal_out_leaves_a_line(client, boss, centre):
    parent = ParentFactory(family__structure=centre)
    seen(parent, boss, fields=["phone"])

    answer = client.get(reverse("families:journal_export"), {"what": "seen"})

    assert (
        f"consulté;parent;{parent.family.pk};téléphone"
        in b"".join(answer.streaming_content).decode()
    )
    last = AuditEvent.objects.latest("pk")
    assert (last.verb, last.fields, last.actor) == ("exported", ["journal"], boss)


class TestOpening:
    PAGE = reverse("families:family_open")

    def test_an_administrator_says_why_and_is_told_of(
        self, client, django_capture_on_commit_callbacks
    ):
        family = FamilyFactory()
        ParentFactory(family=family, first_name="Samira", phone="+33612345678", email="s@e.test")
        boss = coordinator(family.structure)
        MembershipFactory(structure=family.structure, role="facilitator")
        admin = StaffFactory()
        client.force_login(admin)

        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(
                self.PAGE, {"number": family.pk, "reason": "Demande écrite de la famille"}
            )

        assert "Samira" in page.content.decode()
        line = AuditEvent.objects.get(verb="read")
        assert (line.actor, line.family, line.structure, line.reason) == (
            admin,
            family.pk,
            family.structure,
            "Demande écrite de la famille",
        )
        [letter] = mail.outbox
        assert letter.to == [boss.email]
        assert "Samira" not in letter.body

    @pytest.mark.parametrize("reason", ["", "court"])
    def test_without_a_reason_nothing_opens(self, client, reason):
        parent = ParentFactory(first_name="Samira")
        client.force_login(StaffFactory())

        page = client.post(self.PAGE, {"number": parent.family.pk, "reason": reason})

        assert page.context["form"].errors["reason"]
        assert "Samira" not in page.content.decode()
        assert not AuditEvent.objects.exists()

    def test_a_household_that_is_not(self, client):
        client.force_login(StaffFactory())

        page = client.post(self.PAGE, {"number": 12, "reason": "Demande de la famille"})

        assert page.context["form"].errors["number"] == ["Aucun foyer ne porte ce numéro."]

    def test_one_that_was_forgotten_says_so(self, client):
        family = FamilyFactory()
        client.force_login(StaffFactory())

        page = client.post(self.PAGE, {"number": family.pk, "reason": "Demande de la famille"})

        assert "Plus personne" in page.content.decode()


def test_the_page_of_a_household_tells_who_noted_it_on_a_sheet(client, boss, centre):
    session = SessionFactory(workshop__programme__lead=centre)
    parent = ParentFactory(family__structure=centre)
    add_parent(session=session, parent=parent, by=boss)

    page = client.get(PAGE, {"family": parent.family.pk})

    assert told(page) == [(str(boss), "changed", "présence")]
