"""The plan of a workshop: opened, read, written by each, accepted, said of in a line."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import AuditEvent
from tests.factories import (
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    TeamMemberFactory,
    TermFactory,
    WorkshopFactory,
    facilitator,
    partner,
)
from tests.reading import plain, said, text
from tests.workshops.preparing import (
    WORDS,
    accepted_by,
    again,
    begun,
    form_of,
    rewritten,
    slot,
    url,
)
from workshops import plans as reading
from workshops.actions import planning, plans
from workshops.models import Plan, PlanShare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def nadia(client, table):
    client.force_login(table.boss)
    return client


def take_pen(client, plan):
    return client.post(url(plan, "plume"))


# -- Opening -----------------------------------------------------------------------------------


def test_a_workshop_is_prepared_together_by_its_lead_its_host_and_its_schools(nadia, table):
    host = StructureFactory(name="Hôte")
    workshop = WorkshopFactory(programme=table.programme, host=host)
    workshop.schools.add(table.campus)
    page = workshop.get_absolute_url()
    before = text(nadia.get(page))

    response = nadia.post(f"{page}plan/ouvrir/", follow=True)
    nadia.post(f"{page}plan/ouvrir/")

    plan = Plan.objects.get()
    assert "Préparer ensemble" in before
    assert "Préparer ensemble" not in text(nadia.get(page))
    assert [str(each) for each in plan.parties()] == ["École", "Centre", "Hôte"]
    assert response.status_code == 200
    assert plan.versions.get().content["parties"] == ["Centre", "Hôte", "École"]


def test_only_the_lead_opens_a_plan(client, table):
    workshop = WorkshopFactory(programme=table.programme)
    client.force_login(table.head)
    refused = client.post(f"{workshop.get_absolute_url()}plan/ouvrir/").status_code
    client.force_login(facilitator(table.centre))
    opened = client.post(f"{workshop.get_absolute_url()}plan/ouvrir/").status_code

    assert (refused, opened) == (403, 302)


def test_a_programme_that_is_over_opens_no_plan_and_closes_those_it_has(nadia, table, plan, today):
    other = WorkshopFactory(programme=table.programme)
    table.programme.ends_on = today.replace(day=9)
    table.programme.save()

    refused = nadia.post(f"{other.get_absolute_url()}plan/ouvrir/", follow=True)
    page = text(nadia.get(url(plan)))

    closed = f"Ce programme est terminé{NBSP}: ses plans ne changent plus."
    assert [plain(each) for each in said(refused)] == [plain(closed)]
    assert "on le lit, on n’y écrit plus" in page
    assert "Prendre la plume" not in page
    assert nadia.post(url(plan, "plume")).status_code == 403
    with pytest.raises(ValidationError, match="ne changent plus"):
        rewritten(plan, table, audience="Tous.")


# -- Reading -----------------------------------------------------------------------------------


def test_the_page_says_what_who_when_and_what_is_left_to_say(nadia, table, plan):
    rewritten(
        plan,
        table,
        workshop={"place": "salle 12", "capacity": 12, "initiative": "school"},
        shares={table.school.pk: "Prévient les familles."},
        audience="Les parents du CP.",
    )

    response = nadia.get(url(plan))

    told = {each.title: each.words for each in response.context["passages"] if each.words}
    assert told == {
        "Forme": "groupe de parole",
        "À l’initiative de": "l’école",
        "Objectif": "Oser compter.",
        "À qui il s’adresse": "Les parents du CP.",
        "Écoles concernées": "École",
        "Accueilli par": "Centre",
        "Lieu habituel": "salle 12",
        "Places": "12",
    }
    assert response.context["unwritten"] == [
        "lien avec le programme de l’école",
        "ce qu’il faut prévoir",
    ]
    assert "Prévient les familles." in text(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many(nadia, table, django_assert_num_queries, number):
    plan = begun(table)
    for place in range(number):
        structure = SchoolFactory().structure
        PartnershipFactory(parties=[table.centre, structure]).programmes.add(table.programme)
        plans.invite(plan=plan, structure=structure, by=table.boss)
        slot(plan, table.boss, hour=8 + place, structure=structure)
        accepted_by(plan, structure, by=table.boss)
        rewritten(plan, table, needs=f"{place} jeux")

    with django_assert_num_queries(23):
        response = nadia.get(url(plan))

    assert len(response.context["slots"]) == number


# -- Writing -----------------------------------------------------------------------------------


def test_the_lead_writes_everything_in_one_version(nadia, table, plan):
    theme = TermFactory(vocabulary="theme", label="Les nombres")
    take_pen(nadia, plan)
    accepted_by(plan, table.school, by=table.head)
    sent = form_of(plan, title="Compter ensemble", audience="Tous.", themes=[theme.pk])
    sent[f"{table.school.pk}-does"] = "La salle."

    response = nadia.post(url(plan, "ecrire"), sent, follow=True)

    fresh = again(plan)
    told = {each.structure: each for each in response.context["standings"]}[table.school]
    assert (fresh.version, fresh.workshop.title) == (2, "Compter ensemble")
    assert fresh.versions.last().content["themes"] == ["Les nombres"]
    assert plan.shares.get(structure=table.school).does == "La salle."
    assert [plain(each.title) for each in told.changes] == [
        "Titre",
        "Thèmes",
        "À qui il s’adresse",
        "École : ce que nous faisons",
    ]


def test_a_party_writes_its_own_share_only(helene, table, plan):
    take_pen(helene, plan)
    sent = form_of(plan, title="Autre", audience="Personne.")
    sent[f"{table.school.pk}-does"] = "La salle."
    sent[f"{table.centre.pk}-does"] = "Tout le reste."

    helene.post(url(plan, "ecrire"), sent)

    fresh = again(plan)
    does = dict(plan.shares.values_list("structure", "does"))
    assert (fresh.workshop.title, fresh.audience) == ("Jouer aux maths", "")
    assert does == {table.school.pk: "La salle.", table.centre.pk: ""}


def test_two_writers_lose_nothing(nadia, table, plan):
    theme = TermFactory(vocabulary="theme", label="Les nombres")
    mine = form_of(plan, objective="Mon objectif.", audience="")
    rewritten(
        plan,
        table,
        workshop={"objective": "Leur objectif.", "themes": [theme], "format": "cafe"},
        audience="Tous.",
    )

    response = nadia.post(url(plan, "ecrire"), mine)

    writing = response.context["writing"]
    of_workshop, words, *_shares = writing.forms
    assert writing.conflicts == [("Objectif", "Leur objectif.")]
    assert of_workshop["objective"].value() == "Mon objectif."
    assert of_workshop["format"].value() == "cafe"
    assert of_workshop["themes"].value() == [theme.pk]
    assert words["audience"].value() == "Tous."
    assert 'name="seen" value="2"' in text(response)


def test_a_format_chosen_by_two_is_said_in_words(nadia, table, plan):
    mine = form_of(plan, format="cafe")
    rewritten(plan, table, workshop={"format": "themed", "host": table.school})

    response = nadia.post(url(plan, "ecrire"), mine)

    writing = response.context["writing"]
    assert writing.conflicts == [("Forme", "rencontre à thème")]
    assert writing.forms[0]["host"].value() == table.school.pk


def test_a_party_that_left_meanwhile_takes_its_words_along(nadia, table, plan):
    mine = form_of(plan, objective="Mon objectif.")
    mine[f"{table.school.pk}-does"] = "La salle."
    plans.leave_out(share=plan.shares.get(structure=table.school), by=table.boss)

    response = nadia.post(url(plan, "ecrire"), mine)

    assert len(response.context["writing"].forms) == 3


def test_a_workshop_with_a_plan_is_written_there(nadia, table, plan):
    page = f"{plan.workshop.get_absolute_url()}modifier/"

    response = nadia.post(page, {"title": "Autre"}, follow=True)

    assert response.redirect_chain[-1][0] == plan.get_absolute_url()
    assert again(plan).workshop.title == "Jouer aux maths"
    with pytest.raises(ValidationError, match="écrivez-le dans son plan"):
        planning.change_workshop(workshop=plan.workshop, values={"title": "Autre"}, by=table.boss)


# -- Who prepares it ---------------------------------------------------------------------------


def test_another_structure_is_invited_and_those_who_accepted_still_do(nadia, table, plan):
    third = StructureFactory(name="Association")
    table.partnership.parties.create(structure=third)
    StructureFactory()
    accepted_by(plan, table.school, by=table.head)
    form = nadia.get(url(plan, "inviter")).context["form"]

    nadia.post(url(plan, "inviter"), {"structure": third.pk})

    assert list(form.fields["structure"].queryset) == [third]
    assert third in again(plan).parties()
    assert reading.in_a_line(again(plan)) == "Plan accepté par 1 structure sur 3"
    with pytest.raises(ValidationError, match="a déjà sa part"):
        plans.invite(plan=plan, structure=third, by=table.boss)
    assert "sont déjà là" in text(nadia.get(url(plan, "inviter")))


def test_a_structure_left_out_is_asked_nothing_more_and_the_others_again(nadia, table, plan):
    accepted_by(plan, table.centre, by=table.boss)

    response = nadia.post(url(plan, "retirer", table.school.pk), follow=True)

    standing = response.context["standings"]
    assert [plain(each.title) for each in standing[0].changes] == ["Qui le prépare"]
    assert said(response) == ["École ne prépare plus cet atelier."]


def test_the_lead_cannot_be_left_out(nadia, table, plan):
    response = nadia.post(url(plan, "retirer", table.centre.pk), follow=True)

    assert said(response) == ["La structure porteuse ne peut pas être retirée du plan."]
    assert PlanShare.objects.count() == 2


# -- Saying yes --------------------------------------------------------------------------------


def test_each_party_accepts_and_the_workshop_says_so(nadia, table, plan):
    page = plan.workshop.get_absolute_url()
    lines = [text(nadia.get(page))]
    nadia.post(url(plan, "accepter", table.centre.pk), {"seen": 1})
    lines.append(text(nadia.get(page)))
    accepted_by(plan, table.school, by=table.head)
    lines.append(text(nadia.get(page)))

    found = [
        sentence in line
        for sentence, line in zip(
            [
                "Plan que personne n’a encore accepté",
                "Plan accepté par 1 structure sur 2",
                "Plan accepté par tous",
            ],
            lines,
            strict=True,
        )
    ]
    assert found == [True] * 3
    assert AuditEvent.objects.filter(verb="accepted").count() == 2


def test_a_yes_said_elsewhere_is_noted_for_whoever_has_no_account(nadia, table, plan):
    table.head.memberships.all().delete()

    nadia.post(
        url(plan, "au-nom-de", table.school.pk),
        {"spoken_by": "La directrice", "said_on": "2026-03-09", "how": "phone", "seen": 1},
    )

    assert plan.acceptances.get().structure == table.school


def test_a_plan_nobody_wrote_is_accepted_by_nobody(nadia, table):
    blank = begun(table, objective="")

    response = nadia.post(url(blank, "accepter", table.centre.pk), {"seen": 1}, follow=True)

    assert "prenez la plume d’abord" in said(response)[0]
    assert reading.in_a_line(blank) == "Plan ouvert, rien n’y est encore écrit"


def test_a_team_of_elsewhere_reads_the_plan_and_writes_nothing(client, table, plan):
    someone = facilitator(StructureFactory())
    structure = someone.memberships.get().structure
    TeamMemberFactory(workshop=plan.workshop, user=someone, structure=structure)
    client.force_login(someone)

    page = client.get(url(plan))

    assert page.context["form"] is None
    assert client.post(url(plan, "plume")).status_code == 403


def test_nobody_else_reads_it(client, plan):
    client.force_login(partner(StructureFactory()))

    assert client.get(url(plan)).status_code == 404


def test_words_are_all_there(plan):
    assert set(WORDS) == set(Plan.WORDS)
