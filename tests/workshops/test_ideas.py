"""An idea of anybody: proposed in two minutes, answered with a sentence, or prepared."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from partnerships import registry
from partnerships.models import AuditEvent
from tests.factories import (
    IdeaFactory,
    MembershipFactory,
    ProgrammeFactory,
    StructureFactory,
    facilitator,
    partner,
)
from tests.reading import said, text
from workshops.actions import ideas
from workshops.models import Idea, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def idea(table):
    made = IdeaFactory.build(
        programme=table.programme, structure=table.school, title="Jouer", words="Oser compter."
    )
    return ideas.propose(idea=made, by=table.head)


@pytest.fixture
def nadia(client, table):
    client.force_login(table.boss)
    return client


def page(idea, *parts):
    return idea.get_absolute_url() + "".join(f"{part}/" for part in parts)


# -- Proposing ---------------------------------------------------------------------------------


def test_the_school_proposes_in_its_own_name(client, table):
    client.force_login(table.head)
    address = f"/programmes/{table.programme.pk}/idees/nouvelle/"
    shown = client.get(address).context["form"]

    response = client.post(
        address, {"title": "Jouer", "words": "Oser.", "initiative": "parents"}, follow=True
    )

    idea = Idea.objects.get()
    assert list(shown.fields) == ["title", "words", "initiative", "format"]
    assert shown.initial["initiative"] == "school"
    assert (idea.structure, idea.proposed_by, idea.answer) == (table.school, table.head, "")
    assert said(response) == ["L’idée est notée : la coordination y répondra."]
    assert AuditEvent.objects.get(object_type="workshops.idea").verb == "created"


def test_whoever_speaks_for_several_says_for_which(client, table):
    third = StructureFactory(name="Association")
    table.partnership.parties.create(structure=third)
    MembershipFactory(user=table.boss, structure=third, role="partner")
    client.force_login(table.boss)

    form = client.get(f"/programmes/{table.programme.pk}/idees/nouvelle/").context["form"]

    assert list(form.fields["structure"].queryset) == [third, table.centre]
    assert form.initial["initiative"] == "centre"


def test_who_runs_a_workshop_there_without_being_a_party_only_reads(client, table):
    workshop = Workshop.objects.create(
        programme=table.programme, title="Café", format="cafe", host=table.centre
    )
    client.force_login(facilitator(StructureFactory(), workshop))

    assert client.get(f"/programmes/{table.programme.pk}/idees/nouvelle/").status_code == 403


def test_nothing_is_proposed_to_a_programme_that_is_over(client, table):
    table.programme.ends_on = dt.date(2026, 3, 9)
    table.programme.save()
    client.force_login(table.head)

    response = client.post(
        f"/programmes/{table.programme.pk}/idees/nouvelle/",
        {"title": "Jouer", "initiative": "school"},
    )

    assert response.context["form"].non_field_errors() == [
        "Ce programme est terminé\N{NO-BREAK SPACE}: proposez l’idée pour le suivant."
    ]


# -- Reading -----------------------------------------------------------------------------------


def test_open_ideas_come_first_then_the_latest(nadia, table, idea):
    later = IdeaFactory(
        programme=table.programme,
        proposed_on=dt.date(2026, 3, 9),
        answer="later",
        answer_words="Au printemps.",
        answered_on=dt.date(2026, 3, 9),
    )
    old = IdeaFactory(programme=table.programme, proposed_on=dt.date(2026, 1, 5))
    IdeaFactory()

    listed = nadia.get("/idees/")
    on_page = nadia.get(table.programme.get_absolute_url())

    assert list(listed.context["page"]) == [idea, old, later]
    assert list(on_page.context["ideas"]) == [idea, old, later]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("reponse=attend", 1),
        ("reponse=later", 0),
        ("q=jou", 1),
        ("q=vélo", 0),
        ("programme=0", 1),
    ],
)
def test_ideas_are_filtered(nadia, idea, asked, number):
    assert len(nadia.get(f"/idees/?{asked}").context["page"]) == number


def test_the_page_of_a_partnership_leads_to_its_ideas(nadia, table, idea):
    other = ProgrammeFactory(
        lead=table.centre, ends_on=dt.date(2026, 8, 31), starts_on=dt.date(2026, 1, 1)
    )
    IdeaFactory(programme=other)
    address = f"/idees/?partenariat={table.partnership.pk}"

    response = nadia.get(address)
    of_one = nadia.get(f"/idees/?programme={other.pk}")

    assert address in text(nadia.get(table.partnership.get_absolute_url()))
    assert list(response.context["page"]) == [idea]
    assert list(response.context["programmes"]) == [table.programme]
    assert list(of_one.context["programmes"]) == [other]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(nadia, table, django_assert_num_queries, count):
    IdeaFactory.create_batch(count, programme=table.programme)

    with django_assert_num_queries(7):
        response = nadia.get("/idees/")

    assert len(response.context["page"]) == count


# -- Answering ---------------------------------------------------------------------------------


def test_an_idea_becomes_a_workshop_with_its_plan(nadia, table, idea):
    shown = nadia.get(page(idea, "preparer")).context["form"]

    response = nadia.post(
        page(idea, "preparer"),
        {
            "title": "Jouer aux maths",
            "format": "know_how",
            "host": table.school.pk,
            "schools": [table.campus.pk],
        },
        follow=True,
    )

    idea.refresh_from_db()
    workshop = idea.workshop
    assert list(shown["schools"].value()) == [table.campus.pk]
    assert (workshop.initiative, workshop.objective) == (idea.initiative, "Oser compter.")
    assert (idea.answer, idea.answered_on) == ("taken", dt.date(2026, 3, 10))
    assert [str(each) for each in workshop.plan.parties()] == ["École", "Centre"]
    assert response.redirect_chain[-1][0] == workshop.plan.get_absolute_url()
    assert workshop.plan.get_absolute_url() in mail.outbox[0].body
    assert mail.outbox[0].to == [table.head.email]


@pytest.mark.parametrize(
    ("answer", "told"), [("later", "pour plus tard"), ("declined", "ne retient pas")]
)
def test_an_answer_that_is_no_has_a_sentence_and_is_told(nadia, table, idea, answer, told):
    silent = nadia.post(page(idea, "repondre"), {"answer": answer, "words": ""})
    nadia.post(page(idea, "repondre"), {"answer": answer, "words": "En mai, avec les CM2."})

    idea.refresh_from_db()
    assert silent.context["form"].errors == {"words": ["Ce champ est obligatoire."]}
    assert (idea.answer, idea.answer_words) == (answer, "En mai, avec les CM2.")
    assert told in mail.outbox[0].body
    assert "En mai, avec les CM2." in mail.outbox[0].body
    assert "En mai, avec les CM2." in text(nadia.get(page(idea)))


def test_an_answer_is_reopened(nadia, table, idea):
    ideas.put_off(idea=idea, answer="later", words="En mai.", by=table.boss)

    nadia.post(page(idea, "rouvrir"))

    idea.refresh_from_db()
    assert (idea.answer, idea.answer_words, idea.answered_on) == ("", "", None)


def test_one_who_answers_oneself_gets_no_letter_nor_does_a_closed_account(nadia, table, idea):
    own = ideas.propose(
        idea=IdeaFactory.build(programme=table.programme, structure=table.centre), by=table.boss
    )
    Idea.objects.filter(pk=idea.pk).update(proposed_by=None)

    for each in (own, idea):
        nadia.post(page(each, "repondre"), {"answer": "later", "words": "En mai."})

    assert mail.outbox == []


def test_what_became_a_workshop_is_answered_no_more(nadia, table, idea):
    words = {"title": "Jouer", "format": "cafe", "host": table.centre, "by": table.boss}
    ideas.prepare(idea=idea, **words)

    for act in (
        lambda: ideas.prepare(idea=idea, **words),
        lambda: ideas.put_off(idea=idea, answer="later", words="Non.", by=table.boss),
        lambda: ideas.reopen(idea=idea, by=table.boss),
    ):
        with pytest.raises(ValidationError, match="déjà devenue un atelier"):
            act()
    response = nadia.post(page(idea, "rouvrir"), follow=True)
    assert said(response) == ["Cette idée est déjà devenue un atelier."]


def test_a_title_already_borne_is_refused_on_the_form(nadia, table, idea):
    sent = {"title": "Jouer", "format": "cafe", "host": table.centre.pk}
    nadia.post(page(idea, "preparer"), sent)
    other = IdeaFactory(programme=table.programme)

    response = nadia.post(page(other, "preparer"), sent)

    assert "porte déjà ce titre" in response.context["form"].non_field_errors()[0]
    assert Workshop.objects.count() == 1


def test_without_a_school_around_none_is_asked(nadia, table):
    alone = IdeaFactory(
        programme__lead=table.centre,
        programme__starts_on=dt.date(2025, 9, 1),
        programme__ends_on=dt.date(2026, 8, 31),
    )

    form = nadia.get(page(alone, "preparer")).context["form"]

    assert list(form.fields) == ["title", "format", "host"]


# -- Home --------------------------------------------------------------------------------------


def test_ideas_wait_on_the_home_page_of_those_who_answer(table, idea, today):
    for user, number in ((table.boss, 1), (table.head, 0), (partner(table.centre), 0)):
        waiting = registry.waiting(user, today).get("Idées à regarder", [])
        assert len(waiting) == number
