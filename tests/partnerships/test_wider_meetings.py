"""Meetings wider than one partnership: schools of a whole town around one table (PAR-109)."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core import mail

from partnerships import registry
from partnerships.evidence import evidence
from partnerships.models import Meeting, Presence
from tests.factories import (
    ContactFactory,
    DecisionFactory,
    DifficultyFactory,
    MeetingFactory,
    PartnershipFactory,
    PresenceFactory,
    SchoolFactory,
    StructureFactory,
    TenureFactory,
    coordinator,
    partner,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def town(here):
    """Another school of the town, with its own partnership with the same centre."""
    school = SchoolFactory(structure__name="Maternelle").structure
    partnership = PartnershipFactory(
        name="Maternelle et Centre", stage="active", parties=[here.centre, school]
    )
    head = ContactFactory(first_name="Maud", last_name="Lesage", email="maud@exemple.test")
    TenureFactory(contact=head, structure=school, function="directrice")
    return SimpleNamespace(
        school=school, partnership=partnership, head=head, teacher=partner(school)
    )


@pytest.fixture
def meeting(here, town):
    meeting = MeetingFactory(
        partnership=here.partnership,
        kind="peers",
        purpose="Entre directrices",
        held_on=dt.date(2026, 3, 2),
        summary="Trois écoles, une rentrée.",
    )
    meeting.also_of.add(town.partnership)
    for side, contact in [
        (here.school, here.head),
        (here.centre, here.guide),
        (town.school, town.head),
    ]:
        PresenceFactory(meeting=meeting, structure=side, contact=contact)
    DecisionFactory(
        partnership=here.partnership, meeting=meeting, side=here.school, what="Ouvrir la cour"
    )
    return meeting


def sent(here, **values):
    return {
        "purpose": "Entre directrices",
        "held_on": "2026-03-02",
        "kind": "peers",
        "decisions-TOTAL_FORMS": 0,
        "decisions-INITIAL_FORMS": 0,
    } | values


# -- Noting --------------------------------------------------------------------------------------


def test_the_schools_of_other_partnerships_sit_at_the_table(client, here, town):
    url = f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/"
    alone = client.get(url).context["form"]

    asked = client.post(url, sent(here, also_of=[town.partnership.pk], more="seats", purpose=""))
    client.post(
        url,
        sent(
            here,
            also_of=[town.partnership.pk],
            **{f"named_{town.school.pk}": [town.head.pk], f"more_{town.school.pk}": 4},
        ),
    )

    meeting = Meeting.objects.get()
    assert f"more_{town.school.pk}" not in alone.fields
    assert f"more_{town.school.pk}" in asked.context["form"].fields
    assert asked.context["decisions"].total_form_count() == 0
    assert asked.context["form"].errors == {}
    assert "Ce champ est obligatoire" not in text(asked)
    assert list(meeting.also_of.all()) == [town.partnership]
    assert list(Presence.objects.order_by("pk").values_list("structure", "contact", "number")) == [
        (town.school.pk, town.head.pk, 1),
        (town.school.pk, None, 4),
    ]


def test_one_only_names_partnerships_one_works_in(client, here, town):
    foreign = PartnershipFactory(parties=[StructureFactory()])
    url = f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/"

    shown = client.get(url).context["form"]
    refused = client.post(url, sent(here, also_of=[foreign.pk]))
    odd = client.post(url, sent(here, also_of=["tout"]))
    client.force_login(here.teacher)
    of_a_school = client.get(url).context["form"]

    assert list(shown.fields["also_of"].queryset) == [town.partnership]
    assert list(refused.context["form"].errors) == ["also_of"]
    assert list(odd.context["form"].errors) == ["also_of"]
    assert "also_of" not in of_a_school.fields
    assert not Meeting.objects.exists()


def test_correcting_shows_the_guests_as_they_were_noted(client, here, town, meeting):
    form = client.get(f"{meeting.get_absolute_url()}modifier/").context["form"]

    assert form[f"named_{town.school.pk}"].value() == [town.head.pk]
    assert [box.data["selected"] for box in form["also_of"].subwidgets] == [True]


def test_whoever_works_in_one_alone_leaves_the_other_as_it_was(client, here, town, meeting):
    association = StructureFactory(name="Association")
    here.partnership.parties.create(structure=association)
    other = PartnershipFactory(name="Ailleurs", parties=[association])
    client.force_login(coordinator(association))

    client.post(
        f"{meeting.get_absolute_url()}modifier/",
        sent(here, also_of=[other.pk], **{f"named_{here.school.pk}": [here.head.pk]}),
    )

    assert set(meeting.also_of.all()) == {town.partnership, other}
    assert set(meeting.presences.values_list("structure", "contact")) == {
        (here.school.pk, here.head.pk),
        (town.school.pk, town.head.pk),
    }


def test_a_partnership_no_longer_concerned_leaves_the_table(client, here, town, meeting):
    client.post(f"{meeting.get_absolute_url()}modifier/", sent(here))

    assert list(meeting.also_of.all()) == []
    assert not meeting.presences.filter(structure=town.school).exists()


# -- Reading -------------------------------------------------------------------------------------


def test_the_other_parties_read_it_without_what_is_not_theirs(client, here, town, meeting):
    DifficultyFactory(partnership=here.partnership, raised_by=here.school, what="La clé perdue")
    client.force_login(town.teacher)

    page = text(client.get(meeting.get_absolute_url()))

    assert "Trois écoles, une rentrée." in page
    assert "Maud Lesage" in page
    assert "Nadia Ostrowski" in page
    assert f'href="{town.partnership.get_absolute_url()}"' in page
    for theirs in [
        "Ouvrir la cour",
        "Ce qu’on a décidé",
        "Vasseur",
        "La clé perdue",
        "École et Centre",
        here.partnership.get_absolute_url(),
        f"{meeting.get_absolute_url()}modifier/",
    ]:
        assert theirs not in page
    assert "<strong>École</strong> : 1 personne" in page


def test_those_who_noted_it_do_not_read_the_names_of_guests(client, here, town, meeting):
    client.force_login(here.teacher)

    page = text(client.get(meeting.get_absolute_url()))

    assert "Ouvrir la cour" in page
    assert "Hélène Vasseur" in page
    assert "Lesage" not in page
    assert "Maternelle et Centre" not in page


def test_others_change_nothing_of_it(client, here, town, meeting):
    client.force_login(town.teacher)
    url = meeting.get_absolute_url()

    answers = [
        client.get(f"{url}modifier/"),
        client.get(f"{url}compte-rendu/"),
        client.post(f"{url}effacer/"),
    ]
    client.force_login(here.stranger)

    assert [answer.status_code for answer in answers] == [403] * 3
    assert client.get(url).status_code == 404


def test_each_history_tells_it_and_one_tells_its_decisions(here, town, meeting):
    def told(partnership, user):
        found = registry.history.ask(partnership, user)
        return [each.detail for each in found if each.title == "Entre directrices"]

    assert told(here.partnership, here.teacher) == [
        "rencontre entre écoles, 3 personnes. Décidé : Ouvrir la cour"
    ]
    for user in (town.teacher, here.boss):
        assert told(town.partnership, user) == [
            "rencontre entre écoles, 3 personnes. Avec d’autres partenariats"
        ]


def test_the_diary_says_by_which_partnership_one_comes(here, town, meeting):
    Meeting.objects.update(held_on=dt.date(2026, 3, 12))

    def lines(user):
        days = registry.diary.ask(user, TODAY, TODAY + dt.timedelta(days=7))
        return [each.lines[0] for each in days]

    assert lines(town.teacher) == ["Maternelle et Centre"]
    assert lines(here.teacher) == ["École et Centre"]
    assert lines(here.stranger) == []


def test_the_sheet_handed_over_says_the_next_one(here, town, meeting):
    Meeting.objects.update(held_on=dt.date(2026, 4, 2))

    found = registry.handover.ask(town.partnership, town.teacher)

    coming = next(each for each in found if each.title == "Prochaines rencontres")
    assert [line.title for line in coming.lines] == ["Entre directrices"]


def test_it_is_a_sign_of_life_of_each(here, town, meeting):
    both = [here.partnership.pk, town.partnership.pk]

    signs = registry.signs.ask(both, dt.date(2026, 1, 1))

    assert {pk for pk, day in signs if day == meeting.held_on} == set(both)


def test_the_evidence_counts_it_and_names_no_stranger(here, town, meeting):
    found = evidence(town.partnership, town.teacher, TODAY)

    assert (found.meetings, found.decisions) == (1, 0)
    assert found.came_first == [
        ("École", [], 1),
        ("Centre", ["Nadia Ostrowski"], 0),
        ("Maternelle", ["Maud Lesage"], 0),
    ]


def test_guests_get_the_letter_without_decisions_nor_strangers(client, here, town, meeting):
    page = text(client.get(f"{meeting.get_absolute_url()}compte-rendu/"))

    response = client.post(f"{meeting.get_absolute_url()}compte-rendu/", follow=True)

    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "venues d’autres partenariats" in page
    assert said(response) == ["Le compte rendu est parti à 3 personnes."]
    assert "Ouvrir la cour" in letters["helene@exemple.test"]
    assert "Ouvrir la cour" not in letters["maud@exemple.test"]
    assert "Vasseur" not in letters["maud@exemple.test"]
    assert "Nadia Ostrowski" in letters["maud@exemple.test"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_wider_meeting_costs_the_same_however_many_tables(
    client, here, django_assert_num_queries, number
):
    meeting = MeetingFactory(partnership=here.partnership)
    for _ in range(number):
        school = SchoolFactory().structure
        meeting.also_of.add(PartnershipFactory(parties=[here.centre, school]))
        PresenceFactory(meeting=meeting, structure=school, contact=ContactFactory())

    with django_assert_num_queries(11):
        client.get(meeting.get_absolute_url())
