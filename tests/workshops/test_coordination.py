"""Who coordinates a programme at each of its partners’ (PAR-034)."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships import registry
from partnerships.models import Contact
from partnerships.registry import Leaver
from tests.factories import (
    ContactFactory,
    LocalCoordinationFactory,
    PartnershipFactory,
    ProgrammeFactory,
    StructureFactory,
    TenureFactory,
    coordinator,
    facilitator,
    partner,
)
from tests.reading import said, text
from workshops.actions import coordination as actions
from workshops.actions.planning import renew_programme
from workshops.models import LocalCoordination

pytestmark = pytest.mark.django_db
GONE_ON = dt.date(2026, 2, 1)


@pytest.fixture
def here(client, today):
    """A programme led by a centre, with an association where somebody works."""
    centre = StructureFactory(name="Centre")
    association = StructureFactory(name="Rive d’Ici", kind="association")
    partnership = PartnershipFactory(parties=[centre, association])
    programme = ProgrammeFactory(
        title="Relais",
        lead=centre,
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2026, 8, 31),
        addressed_to="Les centres de la métropole",
    )
    programme.partnerships.add(partnership)
    sonia = ContactFactory(first_name="Sonia", last_name="Delcourt")
    tenure = TenureFactory(contact=sonia, structure=association, function="éducatrice")
    boss = coordinator(centre)
    client.force_login(boss)
    return SimpleNamespace(
        today=today,
        centre=centre,
        association=association,
        partnership=partnership,
        programme=programme,
        sonia=sonia,
        tenure=tenure,
        boss=boss,
        url=reverse("workshops:coordination_create", args=[programme.pk, association.pk]),
    )


def leave(tenure):
    tenure.ends_on, tenure.end_reason = GONE_ON, "left"
    tenure.save()


def refusal(act):
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.messages


# -- Naming --------------------------------------------------------------------------------------


def test_somebody_of_each_partner_is_named_and_read_by_all(client, here):
    nobody = text(client.get(here.programme.get_absolute_url()))
    response = client.post(here.url, {"who": f"t{here.tenure.pk}"}, follow=True)
    client.force_login(partner(here.association))
    read = text(client.get(here.programme.get_absolute_url()))

    assert "Personne n’est nommé chez les partenaires." in nobody
    assert "1 partenaire sans personne nommée" in nobody
    assert said(response) == ["C’est noté : Sonia Delcourt coordonne le programme."]
    assert "Sonia Delcourt</a>, éducatrice" in read
    assert here.url not in read


def test_somebody_the_directory_does_not_know_is_told_in_two_words(client, here):
    client.post(here.url, {"last_name": "Vidal", "function": "chef de service"})

    row = LocalCoordination.objects.get()
    assert (str(row.tenure.contact), row.tenure.structure) == ("Vidal", here.association)


def test_nobody_chosen_is_said_beside_the_field(client, here):
    response = client.post(here.url, {"who": ""})

    assert list(response.context["form"].errors) == ["who"]
    assert not LocalCoordination.objects.exists()


def test_what_the_action_refuses_leaves_nobody_new(client, here):
    leave(here.tenure)

    refused = [
        refusal(
            lambda: actions.name_coordinator(
                programme=here.programme, tenure=here.tenure, by=here.boss
            )
        ),
        refusal(
            lambda: actions.name_coordinator(
                programme=here.programme,
                tenure=TenureFactory(structure__name="Ailleurs"),
                by=here.boss,
            )
        ),
    ]

    assert refused == [
        ["Sonia Delcourt n’est plus dans cette structure."],
        ["Ailleurs n’est pas partenaire de ce programme."],
    ]


def test_nobody_is_named_twice(here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)

    refused = refusal(
        lambda: actions.name_coordinator(programme=here.programme, tenure=here.tenure, by=here.boss)
    )

    assert refused == ["Cette personne coordonne déjà ce programme."]


def test_naming_somebody_takes_the_place_of_whoever_left(client, here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    leave(here.tenure)
    new = TenureFactory(structure=here.association)

    client.post(here.url, {"who": f"t{new.pk}"})

    assert LocalCoordination.objects.get().tenure == new


def test_a_refusal_writes_no_newcomer(client, here):
    here.programme.partnerships.clear()

    assert client.post(here.url, {"last_name": "Vidal", "function": "x"}).status_code == 404
    assert not Contact.objects.filter(last_name="Vidal").exists()


def test_one_named_by_mistake_is_taken_back(client, here):
    row = LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)

    response = client.post(reverse("workshops:coordination_delete", args=[row.pk]), follow=True)

    assert said(response) == ["Sonia Delcourt ne coordonne plus le programme ici."]
    assert not LocalCoordination.objects.exists()


def test_those_who_read_it_change_nothing(client, here):
    row = LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    delete = reverse("workshops:coordination_delete", args=[row.pk])

    def statuses(user):
        client.force_login(user)
        return client.get(here.url).status_code, client.post(delete).status_code

    assert statuses(facilitator(here.centre)) == (403, 403)
    assert statuses(partner(here.association)) == (403, 403)
    assert statuses(coordinator(StructureFactory())) == (404, 404)


def test_the_lead_itself_is_no_partner_of_its_own(client, here):
    url = reverse("workshops:coordination_create", args=[here.programme.pk, here.centre.pk])

    assert client.get(url).status_code == 404


# -- Whoever left --------------------------------------------------------------------------------


def test_who_left_is_to_be_replaced(client, here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    leave(here.tenure)

    page = text(client.get(here.programme.get_absolute_url()))
    found = registry.due.ask(here.boss, here.today)

    assert "N’est plus là, à remplacer" in page
    told = [each for each in found if each.kind == "Coordinations à reprendre"]
    assert [(each.title, each.detail, each.url) for each in told] == [
        ("Relais", "Sonia Delcourt n’est plus là, à remplacer côté Rive d’Ici.", here.url)
    ]


@pytest.mark.parametrize("why", ["still there", "followed", "over", "no partner", "not the lead"])
def test_nothing_waits_when_there_is_nobody_to_replace(here, why):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    user = here.boss
    if why != "still there":
        leave(here.tenure)
    if why == "followed":
        other = TenureFactory(structure=here.association)
        LocalCoordinationFactory(programme=here.programme, tenure=other)
    elif why == "over":
        here.programme.ends_on = dt.date(2026, 2, 28)
        here.programme.save()
    elif why == "no partner":
        here.programme.partnerships.clear()
    elif why == "not the lead":
        user = coordinator(here.association)

    kinds = [each.kind for each in registry.due.ask(user, here.today)]

    assert "Coordinations à reprendre" not in kinds


def test_the_page_keeps_the_name_of_who_was_followed(client, here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    leave(here.tenure)
    LocalCoordinationFactory(
        programme=here.programme, tenure=TenureFactory(structure=here.association)
    )

    page = text(client.get(here.programme.get_absolute_url()))

    assert "(n’est plus là)" in page
    assert "à remplacer" not in page


# -- The relay -----------------------------------------------------------------------------------


def test_the_sheet_handed_over_says_whom_to_call(here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    LocalCoordinationFactory(programme=here.programme)
    left = TenureFactory(structure=here.association, function="chef", contact__last_name="Vidal")
    LocalCoordinationFactory(programme=here.programme, tenure=left)
    leave(left)

    found = registry.handover.ask(here.partnership, here.boss)

    section = next(each for each in found if each.title == "Qui coordonne chaque programme")
    assert [(line.title, line.detail, line.before) for line in section.lines] == [
        ("Sonia Delcourt, éducatrice", "Relais", "Rive d’Ici"),
        ("Camille Vidal, chef (n’est plus là, à remplacer)", "Relais", "Rive d’Ici"),
    ]


def test_what_a_leaver_coordinated_goes_to_a_colleague(here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    colleague = TenureFactory(structure=here.association).contact
    leaver = Leaver(structure=here.association, contact=here.sonia)

    held = [each for each in registry.holdings.ask(leaver) if "coordonner" in each.kind]
    stranger = Leaver(structure=here.association, contact=ContactFactory())
    answers = [
        held[0].hand_over(Leaver(structure=here.association), here.boss),
        held[0].hand_over(stranger, here.boss),
        held[0].hand_over(Leaver(structure=here.association, contact=colleague), here.boss),
    ]

    assert [each.title for each in held] == ["Relais"]
    assert answers == [False, False, True]
    assert LocalCoordination.objects.get().tenure.contact == colleague


def test_a_colleague_who_already_coordinates_it_is_not_named_twice(here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    other = TenureFactory(structure=here.association)
    LocalCoordinationFactory(programme=here.programme, tenure=other)
    leaver = Leaver(structure=here.association, contact=here.sonia)

    held = [each for each in registry.holdings.ask(leaver) if "coordonner" in each.kind]
    held[0].hand_over(Leaver(structure=here.association, contact=other.contact), here.boss)

    assert LocalCoordination.objects.get().tenure == other


def test_an_account_alone_coordinates_nothing(here):
    leaver = Leaver(structure=here.association, account=here.boss)

    assert [each for each in registry.holdings.ask(leaver) if "coordonner" in each.kind] == []


# -- The programme -------------------------------------------------------------------------------


def test_the_next_season_keeps_who_coordinates_and_whom_it_addresses(here):
    LocalCoordinationFactory(programme=here.programme, tenure=here.tenure)
    left = TenureFactory(structure=here.association)
    LocalCoordinationFactory(programme=here.programme, tenure=left)
    leave(left)

    season = renew_programme(
        programme=here.programme,
        title="Relais",
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2027, 8, 31),
        by=here.boss,
    )

    assert season.addressed_to == "Les centres de la métropole"
    assert [row.tenure for row in season.coordinations.all()] == [here.tenure]


def test_a_programme_says_to_whom_it_is_addressed(client, here):
    form = client.get(reverse("workshops:programme_edit", args=[here.programme.pk])).context["form"]

    page = text(client.get(here.programme.get_absolute_url()))

    assert form["addressed_to"].value() == "Les centres de la métropole"
    assert "À qui il s’adresse</dt><dd>Les centres de la métropole" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_partners(
    client, here, django_assert_num_queries, number
):
    for _ in range(number):
        structure = StructureFactory()
        here.programme.partnerships.add(PartnershipFactory(parties=[here.centre, structure]))
        LocalCoordinationFactory(programme=here.programme, tenure__structure=structure)

    with django_assert_num_queries(14):
        client.get(here.programme.get_absolute_url())
