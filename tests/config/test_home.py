import datetime as dt

import pytest
from django.urls import reverse

from config import home
from partnerships import registry
from partnerships.registry import Appointment, Due
from tests.factories import (
    EnrolmentFactory,
    SessionFactory,
    StaffFactory,
    StructureFactory,
    UserFactory,
    WorkshopFactory,
    coordinator,
    observer,
    partner,
)

TODAY = dt.date(2026, 3, 10)
WEEK, YEAR = dt.timedelta(days=7), dt.timedelta(days=365)


@pytest.fixture
def floors(monkeypatch):
    """Only what the test says: (appointments, things due)."""
    # What the floors add, they have added: nothing joins the slots below.
    registry.fill()

    def say(appointments=(), things=()):
        monkeypatch.setattr(registry, "diary", registry.Slot([lambda *asked: list(appointments)]))
        monkeypatch.setattr(registry, "due", registry.Slot([lambda *asked: list(things)]))
        return home.day_of(None, TODAY)

    return say


def appointment(on=TODAY, **values):
    return Appointment(
        **{"starts_at": dt.time(9), "ends_at": dt.time(10), "title": "Café", "url": "/"}
        | {"on": on}
        | values
    )


def thing(kind="Feuilles à remplir", **values):
    return Due(
        **{"title": "Café", "detail": "", "verb": "Remplir", "url": "/"} | {"kind": kind} | values
    )


def test_the_day_and_the_week_are_told_in_order(floors):
    late = appointment(starts_at=dt.time(14), title="Le soir")
    early = appointment(title="Le matin")
    friday = appointment(on=dt.date(2026, 3, 13), starts_at=None, title="Vendredi")

    day = floors([friday, late, early])

    assert [each.title for each in day.now] == ["Le matin", "Le soir"]
    assert [each.title for each in day.later] == ["Vendredi"]


def test_what_is_due_stands_by_kind_the_oldest_first(floors):
    old = thing(title="ancienne", due_on=dt.date(2026, 3, 3))
    undated = thing(title="sans date")
    report = thing(kind="Rapports à rendre", title="rapport")

    day = floors(things=[undated, old, report])

    assert {kind: [each.title for each in things] for kind, things in day.due.items()} == {
        "Feuilles à remplir": ["ancienne", "sans date"],
        "Rapports à rendre": ["rapport"],
    }


def test_what_is_calm_folds_after_six_groups_and_a_broken_thread_never_does(floors):
    calm = [thing(kind=f"Groupe {number}") for number in range(8)]
    broken = thing(kind="Partenariats sans fil", is_broken=True)

    day = floors(things=[*calm, broken])

    assert list(day.patient) == ["Groupe 6", "Groupe 7"]
    assert day.patient_number == 2
    assert list(day.pressing) == [f"Groupe {n}" for n in range(6)] + ["Partenariats sans fil"]


def test_one_group_alone_is_not_folded(floors):
    day = floors(things=[thing(kind=f"Groupe {number}") for number in range(7)])

    assert (day.patient, len(day.pressing)) == ({}, 7)


@pytest.mark.parametrize(
    ("appointments", "things", "sentence"),
    [
        (0, 0, "Rien de prévu aujourd’hui. Tout est à jour."),
        (1, 1, "Un rendez-vous aujourd’hui. Une chose vous attend."),
        (2, 3, "Deux rendez-vous aujourd’hui. Trois choses vous attendent."),
        (11, 0, "11 rendez-vous aujourd’hui. Tout est à jour."),
    ],
)
def test_the_day_is_told_in_a_sentence(floors, appointments, things, sentence):
    day = floors([appointment()] * appointments, [thing()] * things)

    assert day.sentence == sentence


@pytest.mark.parametrize(("number", "behind"), [(12, 0), (13, 5)])
def test_of_many_things_of_one_kind_the_most_pressing_are_read_first(
    client, db, floors, number, behind
):
    floors(things=[thing(title=f"Chose {each:02}") for each in range(number)])
    client.force_login(coordinator(StructureFactory()))

    page = client.get(reverse("home")).content.decode()

    shown, _fold, folded = page.partition("Voir les 5 autres")
    assert [text.count("<strong>Chose") for text in (shown, folded)] == [number - behind, behind]


def test_somebody_who_works_in_a_structure_finds_their_day(client, db):
    client.force_login(coordinator(StructureFactory()))

    response = client.get(reverse("home"))

    assert "Votre journée" in response.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_day_costs_the_same_however_full(client, db, today, django_assert_num_queries, number):
    centre = StructureFactory()
    for _each in range(number):
        workshop = WorkshopFactory(
            programme__lead=centre,
            programme__starts_on=today - YEAR,
            programme__ends_on=today + YEAR,
        )
        SessionFactory(workshop=workshop, date=today)
        SessionFactory(workshop=workshop, date=today - WEEK)
        EnrolmentFactory(workshop=workshop, enrolled_on=today - YEAR)
    client.force_login(coordinator(centre))

    with django_assert_num_queries(35):
        response = client.get(reverse("home"))

    day = response.context["day"]
    assert (len(day.now), len(day.due["Feuilles à remplir"])) == (number, number)


@pytest.mark.parametrize(
    ("role", "page"),
    [(partner, "evaluation:my_structure"), (observer, "evaluation:observatory")],
)
def test_partners_and_observers_go_to_their_page(client, db, role, page):
    client.force_login(role(StructureFactory()))

    response = client.get(reverse("home"))

    assert response.url == reverse(page)


def test_an_administrator_finds_what_they_keep(client, db):
    StructureFactory()
    client.force_login(StaffFactory())

    response = client.get(reverse("home"))

    assert reverse("admin:partnerships_school_changelist") in response.text


def test_somebody_without_a_role_is_told_what_to_do(client, db):
    client.force_login(UserFactory())

    response = client.get(reverse("home"))

    assert "Demandez une invitation" in response.text
