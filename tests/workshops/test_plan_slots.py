"""The slots of a plan, the sessions they become, and the remarks beside them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import SchoolHoliday
from tests.factories import (
    MembershipFactory,
    ModuleFactory,
    PathwayFactory,
    SessionFactory,
    StructureFactory,
    TeamMemberFactory,
    facilitator,
)
from tests.reading import plain, said, text
from tests.workshops.preparing import DAY, accepted_by, again, slot, url
from workshops.actions import plans
from workshops.models import PlanComment, PlanSlot, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
A_WEEK = dt.timedelta(days=7)


@pytest.fixture
def nadia(client, table):
    client.force_login(table.boss)
    return client


# -- Proposing ---------------------------------------------------------------------------------


def test_the_school_proposes_a_slot_while_another_writes(helene, table, plan):
    plan.pen, plan.pen_taken_at = table.boss, dt.datetime(2026, 3, 10, 8, 20, tzinfo=dt.UTC)
    plan.save()
    sent = {"meets_on": "2026-04-07", "starts_at": "14:00", "ends_at": "16:00"}

    response = helene.post(url(plan, "creneau"), sent, follow=True)

    fresh = again(plan)
    found = PlanSlot.objects.get()
    assert said(response) == ["Le créneau est proposé : chaque partie accepte de nouveau."]
    assert (found.structure, fresh.version, fresh.pen) == (table.school, 2, table.boss)
    assert fresh.versions.last().content["slots"] == ["2026-04-07 14:00-16:00"]
    next_one = helene.get(url(plan, "creneau")).context["form"]
    assert next_one.initial["starts_at"] == dt.time(14)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"meets_on": "2026-03-09"}, "meets_on"),
        ({"meets_on": "2026-04-07"}, "meets_on"),
        ({"meets_on": "2026-04-08", "ends_at": "14:00"}, "ends_at"),
    ],
)
def test_a_slot_of_the_past_known_or_empty_is_refused_beside_it(
    helene, table, plan, changed, field
):
    slot(plan, table.boss)

    sent = {"starts_at": "14:00", "ends_at": "16:00"} | changed
    response = helene.post(url(plan, "creneau"), sent)

    assert list(response.context["form"].errors) == [field]
    assert again(plan).version == 2


def test_whoever_sits_for_several_says_for_which(client, table, plan):
    MembershipFactory(user=table.boss, structure=table.school, role="partner")
    client.force_login(table.boss)

    form = client.get(url(plan, "creneau")).context["form"]

    assert set(form.fields["structure"].queryset) == {table.centre, table.school}


def test_one_withdraws_one_s_own_slot_and_the_lead_any(client, table, plan):
    theirs, ours = slot(plan, table.boss, structure=table.centre), None
    ours = slot(plan, table.head, day=DAY + A_WEEK, structure=table.school)
    client.force_login(table.head)
    refused = client.post(f"/plans/creneaux/{theirs.pk}/retirer/").status_code
    client.post(f"/plans/creneaux/{ours.pk}/retirer/")
    client.force_login(table.boss)
    client.post(f"/plans/creneaux/{theirs.pk}/retirer/")

    assert refused == 403
    assert (PlanSlot.objects.count(), again(plan).version) == (0, 5)


def test_what_is_in_the_way_is_said_to_those_whom_it_concerns(client, table, plan):
    table.centre.holiday_zone = "B"
    table.centre.save()
    SchoolHoliday.objects.create(
        zone="B", name="Printemps", starts_on=dt.date(2026, 4, 11), returns_on=dt.date(2026, 4, 27)
    )
    runner = facilitator(table.centre, plan.workshop, first_name="Inès", last_name="Carpentier")
    busy = SessionFactory(date=DAY, workshop__programme=table.programme)
    TeamMemberFactory(workshop=busy.workshop, user=runner)
    slot(plan, table.boss)
    slot(plan, table.boss, day=DAY + A_WEEK)

    found = {}
    for user in (table.boss, table.head):
        client.force_login(user)
        lines = client.get(url(plan)).context["slots"]
        found[user] = [[plain(each.sentence) for each in line.clashes] for line in lines]

    holiday = ["Ce jour-là : printemps."]
    assert found[table.head] == [[], holiday]
    assert [len(each) for each in found[table.boss]] == [1, 1]
    assert "Inès C." in found[table.boss][0][0]


# -- Sessions ----------------------------------------------------------------------------------


def test_one_tap_makes_the_sessions_once_and_says_who_has_not_accepted(nadia, table, plan):
    slot(plan, table.boss)
    slot(plan, table.boss, day=DAY + A_WEEK, hour=9)
    accepted_by(plan, table.centre, by=table.boss)
    shown = text(nadia.get(url(plan)))

    first = nadia.post(url(plan, "seances"), follow=True)
    again_ = nadia.post(url(plan, "seances"), follow=True)

    hours = list(Session.objects.order_by("date").values_list("date", "starts_at"))
    assert "Pas encore accepté par" in shown
    assert hours == [(DAY, dt.time(14)), (DAY + A_WEEK, dt.time(9))]
    assert [plain(each) for each in said(first)] == [
        "2 séances sont prévues, du mardi 7 avril au mardi 14 avril.",
        "Le plan n’est pas encore accepté par : École.",
    ]
    assert said(again_) == ["Aucune séance de plus : chaque créneau à venir a la sienne."]
    assert "Séance prévue" in text(nadia.get(url(plan)))


def test_slots_already_held_or_past_are_said_and_modules_follow_in_order(nadia, table, plan, today):
    pathway = PathwayFactory(structure=table.centre)
    modules = [ModuleFactory(pathway=pathway) for _ in range(2)]
    plan.workshop.pathway, plan.workshop.format = pathway, "cohort"
    plan.workshop.save()
    slot(plan, table.boss)
    slot(plan, table.boss, day=DAY + A_WEEK)
    past = slot(plan, table.boss, day=DAY + 2 * A_WEEK)
    PlanSlot.objects.filter(pk=past.pk).update(meets_on=today - A_WEEK)
    SessionFactory(workshop=plan.workshop, date=DAY, starts_at=dt.time(14), module=modules[0])

    response = nadia.post(url(plan, "seances"), follow=True)

    assert Session.objects.get(date=DAY + A_WEEK).module == modules[1]
    assert [plain(each) for each in said(response)][1:] == [
        "1 créneau avait déjà sa séance.",
        "1 créneau est déjà passé : il n’a pas de séance.",
        "Le plan n’est pas encore accepté par : École, Centre.",
    ]


def test_nobody_is_warned_of_when_all_have_accepted(nadia, table, plan):
    slot(plan, table.boss)
    accepted_by(plan, table.centre, table.school, by=table.boss)

    response = nadia.post(url(plan, "seances"), follow=True)

    assert len(said(response)) == 1


def test_the_school_plans_no_session(helene, table, plan):
    slot(plan, table.boss)

    assert "Créer la séance" not in text(helene.get(url(plan)))
    assert helene.post(url(plan, "seances")).status_code == 403


# -- Remarks -----------------------------------------------------------------------------------


def test_a_remark_stands_beside_its_passage_until_it_is_heard(client, table, plan):
    client.force_login(table.head)
    client.post(url(plan, "remarque"), {"about": "objective", "words": "Oser jouer, plutôt."})
    remark = PlanComment.objects.get()
    told = client.get(url(plan)).context["passages"]
    client.force_login(table.boss)
    client.post(f"/plans/remarques/{remark.pk}/")
    client.post(f"/plans/remarques/{remark.pk}/")
    remark.refresh_from_db()
    heard = (remark.settled_by, again(plan).version)
    client.post(f"/plans/remarques/{remark.pk}/", {"reopen": "1"})

    remark.refresh_from_db()
    assert (remark.structure, remark.author) == (table.school, table.head)
    assert {each.name: each.remarks for each in told if each.remarks} == {"objective": 1}
    assert heard == (table.boss, 1)
    assert (remark.settled_at, remark.settled_by) == (None, None)


def test_a_remark_without_words_comes_back(nadia, plan):
    response = nadia.post(url(plan, "remarque"), {"words": " "})

    assert response.context["form"].errors == {"words": ["Ce champ est obligatoire."]}


def test_a_remark_on_a_passage_that_left_says_so(nadia, table, plan):
    share = plan.shares.get(structure=table.school)
    about = f"{table.school.pk}-does"
    made = PlanComment(plan=plan, about=about, words="Et la salle ?", structure=table.centre)
    plans.remark(comment=made, by=table.boss)
    plans.leave_out(share=share, by=table.boss)

    [remark] = nadia.get(url(plan)).context["remarks"]

    assert remark.title == "un passage retiré"
    with pytest.raises(ValidationError, match="n’est plus dans le plan"):
        plans.remark(
            comment=PlanComment(plan=again(plan), about=about, words="?", structure=table.centre),
            by=table.boss,
        )


def test_one_settles_what_one_s_own_side_said(client, table, plan):
    third = StructureFactory()
    table.partnership.parties.create(structure=third)
    plans.invite(plan=plan, structure=third, by=table.boss)
    made = PlanComment(plan=plan, words="?", structure=third)
    plans.remark(comment=made, by=None)
    client.force_login(table.head)

    assert client.post(f"/plans/remarques/{made.pk}/").status_code == 403
