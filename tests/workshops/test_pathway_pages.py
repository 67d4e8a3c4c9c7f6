"""The form of a parcours type: the pathway and its rows, right together or not at all."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import (
    MembershipFactory,
    ModuleFactory,
    PathwayFactory,
    ProgrammeFactory,
    SessionFactory,
    WorkshopFactory,
    coordinator,
)
from workshops.models import Pathway

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def user(client, programme):
    user = coordinator(programme.lead)
    client.force_login(user)
    return user


def url(page, *args):
    return reverse(f"workshops:{page}", args=args)


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def rows_of(*rows, initial=0, **more):
    """The rows as a browser sends them; one is (order, title, duration, …)."""
    data = {
        "title": "Numérique",
        "description": "",
        "completion_by": "minutes",
        "completion_threshold": "80",
        "modules-TOTAL_FORMS": len(rows),
        "modules-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(rows):
        data |= {f"modules-{number}-{name}": value for name, value in row.items()}
    return data | more


def row_of(order="", title="", duration="", **more):
    return {"order": order, "title": title, "kind": "basic", "planned_minutes": duration} | more


def test_seven_modules_make_sixteen_hours_and_a_half(client, user):
    durations = ["2 h 30", "2:30", "150", "150 min", "2h10", "2 h 10 min", "130 minutes"]
    rows = [row_of(n, f"Module {n}", text) for n, text in enumerate(durations, start=1)]

    response = client.post(url("pathway_create"), rows_of(*rows), follow=True)

    assertContains(response, "7 modules, 16\u00a0h\u00a030")


def test_empty_rows_do_not_count_and_a_module_without_a_place_comes_last(client, user):
    rows = [
        row_of("", "Fin", "1 h"),
        row_of(),
        row_of("4", "Début", "1 h"),
        row_of(kind="thematic"),
    ]

    client.post(url("pathway_create"), rows_of(*rows))

    modules = Pathway.objects.get().modules.order_by("order")
    assert [(module.order, module.title) for module in modules] == [(4, "Début"), (5, "Fin")]


def test_a_row_at_a_place_already_taken_is_named(client, user):
    rows = [row_of("1", "Cliquer", "1 h"), row_of("1", "Pronote", "1 h")]

    response = client.post(url("pathway_create"), rows_of(*rows))

    assertContains(response, "Ligne 2, Place")
    assertContains(response, "Cliquer\u00a0» est déjà à la place 1.")
    assert not Pathway.objects.exists()


@pytest.mark.parametrize(
    ("typed", "why"),
    [("deux heures", "n’est pas une durée"), ("0", "de 1 minute"), ("25 h", "24 heures")],
)
def test_a_duration_that_makes_no_sense_is_given_back_as_typed(client, user, typed, why):
    response = client.post(url("pathway_create"), rows_of(row_of("1", "Cliquer", typed)))

    assertContains(response, why)
    assertContains(response, f'value="{typed}"')


def test_without_a_script_a_button_adds_a_row_and_saves_nothing(client, user):
    response = client.post(url("pathway_create"), rows_of(row_of("1", "Cliquer", "1 h"), more="1"))

    assert len(response.context["modules"].forms) == 2
    assertContains(response, 'value="Cliquer"')
    assert not Pathway.objects.exists()


def test_modules_change_places_titles_and_duration(client, user, programme):
    pathway = PathwayFactory(structure=programme.lead, title="Numérique")
    first = ModuleFactory(pathway=pathway, order=1, planned_minutes=90)
    second = ModuleFactory(pathway=pathway, order=2)
    page = url("pathway_edit", pathway.pk)

    assertContains(client.get(page), 'value="1\u00a0h\u00a030"')
    response = client.post(
        page,
        rows_of(
            row_of("2", "Ancien premier", "1 h 30", id=first.pk),
            row_of("1", "Nouveau premier", "45 min", id=second.pk),
            initial=2,
        ),
    )

    assertRedirects(response, pathway.get_absolute_url())
    modules = pathway.modules.order_by("order")
    assert [(module.pk, module.title, module.planned_minutes) for module in modules] == [
        (second.pk, "Nouveau premier", 45),
        (first.pk, "Ancien premier", 90),
    ]


def test_a_module_is_removed_unless_sessions_follow_it(client, user, programme):
    pathway = PathwayFactory(structure=programme.lead, title="Numérique")
    used = ModuleFactory(pathway=pathway, order=1, title="Suivi")
    unused = ModuleFactory(pathway=pathway, order=2)
    workshop = WorkshopFactory(programme=programme, format="cohort", pathway=pathway)
    SessionFactory(workshop=workshop, module=used)
    page = url("pathway_edit", pathway.pk)

    def remove(module):
        row = row_of(module.order, module.title, "1 h", id=module.pk, DELETE="on")
        others = [
            row_of(other.order, other.title, "1 h", id=other.pk)
            for other in pathway.modules.exclude(pk=module.pk)
        ]
        return client.post(page, rows_of(row, *others, initial=1 + len(others)))

    refusal = remove(used)
    remove(unused)

    assertContains(refusal, "ce module ne peut plus être retiré")
    assert list(pathway.modules.all()) == [used]


def test_the_title_and_the_threshold_are_checked(client, user, programme):
    PathwayFactory(structure=programme.lead, title="Numérique")

    twice = client.post(url("pathway_create"), rows_of())
    nothing = client.post(url("pathway_create"), rows_of(completion_threshold="0"))

    assert errors(twice) == {"title": ["Un parcours porte déjà ce titre."]}
    assert errors(nothing) == {"completion_threshold": ["Le seuil est un pourcentage, de 1 à 100."]}


def test_who_coordinates_two_structures_says_for_which(client, user):
    other = MembershipFactory(user=user).structure

    client.post(url("pathway_create"), rows_of(row_of("1", "Cliquer", "1 h"), structure=other.pk))

    assert Pathway.objects.get().structure == other


@pytest.mark.parametrize("number", ["[]", "é", "²", ""])
def test_a_number_of_rows_that_is_none_breaks_nothing(client, user, number):
    sent = rows_of(row_of("1", "Cliquer", "1 h"), more="1")

    response = client.post(url("pathway_create"), sent | {"modules-TOTAL_FORMS": number})

    assert (response.status_code, Pathway.objects.count()) == (200, 0)
