import pytest
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from config.first_steps.progress import progress
from partnerships.models import Membership, Partnership, Structure
from tests import factories as make
from workshops.models import Programme

pytestmark = pytest.mark.django_db
HOME = "Ce qu’il reste à faire pour commencer"


@pytest.fixture
def admin(client):
    user = make.StaffFactory(first_name="Dominique", email="admin@exemple.test")
    client.force_login(user)
    return user


def write(client, **answers):
    told = {"kind": "social_centre", "name": "Les Érables", "commune": "Roubaix"}
    return client.post(reverse("first_steps_structure"), told | answers)


def done():
    return [step.is_done for step in progress().steps]


def test_the_front_door_of_a_fresh_installation_says_how_to_make_the_first_account(client):
    fresh = client.get(reverse("account_login")).text
    make.UserFactory()

    assert "manage.py createsuperuser" in fresh
    assert "createsuperuser" not in client.get(reverse("account_login")).text


def test_an_installation_without_a_structure_leads_its_administrator(client, admin):
    response = client.get(reverse("home"))

    assertRedirects(response, reverse("first_steps"))
    assert reverse("first_steps_structure") in client.get(reverse("first_steps")).text
    assert done() == [False] * 4


def test_a_step_too_early_leads_to_the_first(client, admin):
    for page in ("territory", "team", "programme"):
        response = client.get(reverse(f"first_steps_{page}"))

        assertRedirects(response, reverse("first_steps_structure"))


def test_whoever_installs_for_themselves_goes_from_nothing_to_a_programme(client, admin):
    assertRedirects(write(client, is_mine="on"), reverse("first_steps_territory"))
    centre = Structure.objects.get()
    school = make.SchoolFactory(structure__commune="Roubaix")
    client.post(reverse("first_steps_territory"), {"holiday_zone": "B"})
    assert done() == [True, True, True, False]
    answers = {"title": "Ateliers relais", "starts_on": "2026-09-01", "ends_on": "2027-07-01"}

    response = client.post(
        reverse("first_steps_programme"), answers | {"school": school.pk, "scheme": ""}
    )

    programme = Programme.objects.get()
    assertRedirects(response, reverse("workshops:workshop_create", args=[programme.pk]))
    assert programme.lead == centre
    assert set(Partnership.objects.get().structures.all()) == {centre, school.structure}
    assert list(programme.partnerships.all()) == [Partnership.objects.get()]
    assert progress().is_over
    assert HOME not in client.get(reverse("home")).text
    assert "Tout est en place" in client.get(reverse("first_steps")).text


def test_whoever_keeps_the_machine_alone_gets_no_role_and_invites(client, admin):
    write(client)
    assert Membership.objects.count() == 0
    assert client.get(reverse("first_steps_team")).status_code == 200

    response = client.post(
        reverse("first_steps_team"), {"email": "nadia@exemple.test", "role": "coordinator"}
    )

    assertRedirects(response, reverse("first_steps_team"))
    assert [letter.to for letter in mail.outbox] == [["nadia@exemple.test"]]
    assert "nadia@exemple.test" in client.get(reverse("first_steps_team")).text
    assert "C’est à la coordination" in client.get(reverse("first_steps_programme")).text
    assert client.post(reverse("first_steps_programme"), {"title": "x"}).status_code == 200
    assert Programme.objects.count() == 0


def test_one_leaves_and_finds_again_where_one_was(client, admin):
    write(client)

    home = client.get(reverse("home")).text

    assert HOME in home
    assert reverse("first_steps_territory") in home
    assertRedirects(client.get(reverse("first_steps_structure")), reverse("first_steps_territory"))


def test_the_directory_alone_has_installed_nobody(client, admin):
    make.StructureFactory.create_batch(2)

    assert done() == [False] * 4
    assert HOME in client.get(reverse("home")).text


def test_a_structure_of_the_directory_is_chosen_rather_than_typed(client, admin):
    known = make.StructureFactory(name="Centre social Les Érables")
    make.SchoolFactory(structure__name="École des Érables")

    page = client.get(reverse("first_steps_structure"), {"q": "erables"})
    client.post(reverse("first_steps_structure"), {"structure": known.pk, "is_mine": "on"})

    assert list(page.context["found"]) == [known]
    assert progress().structure == known
    assert Structure.objects.exclude(kind="school").count() == 1
    assert Membership.objects.get().role == Membership.Role.COORDINATOR


def test_a_structure_chosen_by_whoever_keeps_the_machine_is_remembered(client, admin):
    make.StructureFactory()
    known = make.StructureFactory()

    client.post(reverse("first_steps_structure"), {"structure": known.pk})

    assert progress().structure == known


def test_what_the_directory_does_not_know_is_said(client, admin):
    make.StructureFactory()

    page = client.get(reverse("first_steps_structure"), {"q": "introuvable"})

    assert "ne la connaît pas encore" in page.text


def test_a_name_already_taken_is_refused_beside_it(client, admin):
    make.StructureFactory(name="Les Érables", commune="Roubaix")

    response = write(client)

    assert response.context["form"].errors.keys() == {"name"}


def test_the_neighbourhoods_of_the_town_are_offered(client, admin):
    town = make.TerritoryFactory(kind="commune", name="Roubaix")
    area = make.TerritoryFactory(name="L’Alma", parent=town)
    write(client)

    client.post(reverse("first_steps_territory"), {"holiday_zone": "B", "territories": [area.pk]})

    assert list(Structure.objects.get(name="Les Érables").territories.all()) == [area]


def test_the_zone_of_the_neighbours_is_proposed_and_kept(client, admin):
    make.StructureFactory(commune="Roubaix", holiday_zone="B")
    write(client)

    form = client.get(reverse("first_steps_territory")).context["form"]
    client.post(reverse("first_steps_territory"), {"holiday_zone": form["holiday_zone"].value()})

    assert form["holiday_zone"].value() == "B"
    assert Structure.objects.get(name="Les Érables").holiday_zone == "B"
    assert "Roubaix, zone B" in client.get(reverse("first_steps")).text


def test_nobody_else_finds_the_first_steps(client, admin):
    write(client, is_mine="on")
    centre = Structure.objects.get()
    answers = {}
    for name, user in (
        ("facilitator", make.facilitator(centre)),
        ("coordinator", make.coordinator(centre)),
        ("neighbour", make.coordinator(make.StructureFactory())),
    ):
        client.force_login(user)
        pages = [reverse("first_steps"), reverse("first_steps_territory")]
        answers[name] = [client.get(page).status_code for page in pages]

    assert answers == {"facilitator": [404] * 2, "coordinator": [200] * 2, "neighbour": [404] * 2}
