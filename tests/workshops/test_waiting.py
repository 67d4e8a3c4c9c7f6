"""More people than places: waiting for one, being called, coming all the same."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships.models import AuditEvent
from tests import factories as make
from tests.reading import plain, said, text
from workshops import places
from workshops.actions import arrivals, enrolments, waiting
from workshops.models import Enrolment, Waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = dt.date(2026, 3, 10)


@pytest.fixture
def workshop():
    """One place, taken."""
    workshop = make.WorkshopFactory(capacity=1, title="Groupe A", programme__starts_on=DAY)
    make.EnrolmentFactory(workshop=workshop, enrolled_on=DAY - dt.timedelta(days=9))
    return workshop


@pytest.fixture
def nadia(client, workshop):
    user = make.facilitator(workshop.programme.lead, workshop)
    client.force_login(user)
    return user


@pytest.fixture
def awa(workshop):
    return make.ParentFactory(family__structure=workshop.programme.lead, first_name="Awa")


def wait(workshop, name, days=0, **fields):
    return make.WaitingFactory(
        workshop=workshop,
        parent__first_name=name,
        asked_on=DAY - dt.timedelta(days=days),
        **fields,
    )


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def due_of(user):
    return [(plain(each.title), each.detail) for each in places.due(user, DAY)]


def leave(workshop, on):
    workshop.enrolments.update(left_on=on)


# -- Enrolling when all is full ------------------------------------------------------------------


def test_when_all_is_full_one_is_asked_what_to_do(client, nadia, workshop, awa):
    page = client.post(url("enrolment_create", workshop), {"parent": awa.pk})

    assert "1 place, 1 inscrit : l’atelier est plein. Que faire pour Awa ?" in text(page)
    assert f'name="parent" value="{awa.pk}"' in page.content.decode()
    assert workshop.enrolments.count() == 1
    assert not Waiting.objects.exists()


def test_somebody_waits_or_comes_all_the_same(client, nadia, workshop, awa):
    page = url("enrolment_create", workshop)

    waits = client.post(page, {"parent": awa.pk, "place": "attendre"}, follow=True)
    waiting_then = list(workshop.waiting.values_list("parent", "asked_on"))
    comes = client.post(page, {"parent": awa.pk, "place": "inscrire"}, follow=True)

    assert said(waits) == ["Awa est sur la liste d’attente."]
    assert waiting_then == [(awa.pk, DAY)]
    assert said(comes) == ["Awa est inscrit·e."]
    assert workshop.enrolments.filter(parent=awa).exists()
    assert not Waiting.objects.exists()


def test_a_newcomer_may_wait_too(client, nadia, workshop):
    page = url("enrolment_create", workshop)

    asked = client.post(page, {"name": "rosa"})
    client.post(page, {"name": "rosa", "place": "attendre"})

    assert "Que faire pour rosa ?" in text(asked)
    assert str(Waiting.objects.get().parent) == "Rosa"


def test_with_a_place_left_nobody_is_asked(client, nadia, workshop, awa):
    leave(workshop, DAY)

    client.post(url("enrolment_create", workshop), {"parent": awa.pk})

    assert workshop.enrolments.filter(parent=awa).exists()


def test_who_waits_is_shown_so_where_one_searches(client, nadia, workshop):
    wait(workshop, "Zoé")

    page = client.get(url("enrolment_create", workshop), {"q": "zoé"})

    assert "sur la liste d’attente" in text(page)


# -- The list ------------------------------------------------------------------------------------


def refusal_of(act, **details):
    with pytest.raises(ValidationError) as refusal:
        act(**details)
    return " ".join(refusal.value.messages)


def test_nobody_waits_twice_nor_while_enrolled_nor_unknown(nadia, workshop, awa):
    details = {"workshop": workshop, "by": nadia}
    waiting.wait(parent=awa, **details)
    inside = workshop.enrolments.get().parent

    twice = refusal_of(waiting.wait, parent=awa, **details)
    enrolled = refusal_of(waiting.wait, parent=inside, **details)
    unknown = refusal_of(waiting.wait, parent=make.ParentFactory(), **details)

    assert twice == "Cette personne est déjà sur la liste d’attente."
    assert enrolled == "Cette personne est déjà inscrite."
    assert unknown == "Cette personne n’est pas connue de votre structure."


def test_every_change_of_the_list_leaves_a_line_about_the_household(nadia, workshop, awa):
    place = waiting.wait(workshop=workshop, parent=awa, by=nadia)
    waiting.remove(place=place, by=nadia)

    lines = AuditEvent.objects.order_by("pk").values_list("verb", "object_type", "family")
    assert list(lines) == [
        ("created", "workshops.waiting", awa.family_id),
        ("deleted", "workshops.waiting", awa.family_id),
    ]


def test_whoever_waits_is_enrolled_in_one_tap(client, nadia, workshop):
    place = wait(workshop, "Zoé")

    answer = client.post(url("waiting_enrol", place), follow=True)

    assert said(answer) == ["Zoé est inscrit·e."]
    assert Enrolment.objects.filter(parent=place.parent, enrolled_on=DAY).exists()
    assert not Waiting.objects.exists()


def test_who_was_called_by_a_colleague_meanwhile_is_not_called_twice(nadia, workshop):
    place = wait(workshop, "Zoé")
    Waiting.objects.all().delete()

    gone = "Cette personne n’est plus sur la liste d’attente."
    assert refusal_of(enrolments.enrol_waiting, place=place, enrolled_on=DAY, by=nadia) == gone
    assert refusal_of(waiting.remove, place=place, by=nadia) == gone


def test_a_refusal_is_said_on_the_page(client, nadia, workshop):
    place = wait(workshop, "Zoé")
    make.EnrolmentFactory(workshop=workshop, parent=place.parent, enrolled_on=DAY)

    answer = client.post(url("waiting_enrol", place), follow=True)

    assert said(answer) == ["Cette personne est déjà inscrite."]


def test_somebody_is_taken_off_the_list(client, nadia, workshop):
    place = wait(workshop, "Zoé")

    answer = client.post(url("waiting_remove", place), follow=True)

    assert said(answer) == ["Zoé n’est plus sur la liste d’attente."]
    assert not Waiting.objects.exists()


def test_who_joins_from_a_sheet_waits_no_longer(nadia, workshop):
    place = wait(workshop, "Zoé")
    session = make.SessionFactory(workshop=workshop, date=DAY)

    arrivals.add_parent(session=session, parent=place.parent, by=nadia)

    assert not Waiting.objects.exists()


# -- Calling -------------------------------------------------------------------------------------


def test_the_page_of_the_workshop_keeps_the_order_and_says_whom_to_call(client, nadia, workshop):
    wait(workshop, "Zoé", days=1, parent__phone="0601020304")
    wait(workshop, "Rosa", days=3)
    full = text(client.get(workshop.get_absolute_url()))
    leave(workshop, DAY)
    free = text(client.get(workshop.get_absolute_url()))

    assert full.index("Rosa") < full.index("Zoé")
    assert "Quand une place se libère, votre page d’accueil le dit." in full
    assert "1 place libre : appelez d’abord Rosa." in free
    assert 'href="tel:0601020304"' in free


def test_a_full_workshop_says_that_one_may_wait(client, nadia, workshop):
    full = text(client.get(workshop.get_absolute_url()))
    leave(workshop, DAY)
    free = text(client.get(workshop.get_absolute_url()))

    assert "la prochaine personne peut être mise en attente" in full
    assert "Liste d’attente" not in free


def test_the_list_without_a_limit_is_to_be_called(client, nadia, workshop):
    wait(workshop, "Zoé")
    workshop.capacity = None
    workshop.save()

    assert "Le nombre de places n’est plus limité" in text(client.get(workshop.get_absolute_url()))
    assert due_of(nadia) == [("Appeler Zoé", "Groupe A")]


def test_home_says_whom_to_call_when_somebody_leaves(nadia, workshop):
    wait(workshop, "Zoé", days=1)
    wait(workshop, "Rosa", days=3)
    before = due_of(nadia)
    leave(workshop, DAY)

    assert before == []
    assert due_of(nadia) == [("1 place libre : appeler Rosa", "Groupe A")]


def test_home_says_it_when_places_are_added(nadia, workshop):
    for days, name in enumerate(["Zoé", "Rosa", "Léa", "Ana"]):
        wait(workshop, name, days=days)
    workshop.capacity = 6
    workshop.save()

    assert due_of(nadia) == [("5 places libres : appeler Ana, Léa, Rosa", "Groupe A")]


def test_home_says_nothing_of_the_lists_of_others_nor_of_the_past(nadia, workshop):
    wait(make.WorkshopFactory(capacity=1), "Zoé")
    wait(workshop, "Rosa")
    leave(workshop, DAY)
    workshop.programme.ends_on = DAY
    workshop.programme.save()
    still = due_of(nadia)
    workshop.programme.starts_on = workshop.programme.ends_on = DAY - dt.timedelta(days=1)
    workshop.programme.save()

    assert still == [("1 place libre : appeler Rosa", "Groupe A")]
    assert due_of(nadia) == []
    assert due_of(make.partner(workshop.host)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_costs_the_same_however_many_wait(
    nadia, workshop, count, django_assert_num_queries
):
    for number in range(count):
        wait(workshop, f"Zoé {number}")
        wait(make.WorkshopFactory(programme=workshop.programme), "Rosa")
    assert nadia.rights.works_in

    with django_assert_num_queries(1):
        due_of(nadia)


def test_a_partner_sees_no_list(client, nadia, workshop):
    wait(workshop, "Zoé")
    partnership = make.PartnershipFactory(parties=[workshop.programme.lead])
    workshop.programme.partnerships.add(partnership)
    school = make.SchoolFactory().structure
    partnership.parties.create(structure=school)
    client.force_login(make.partner(school))

    page = text(client.get(workshop.get_absolute_url()))

    assert "Zoé" not in page
    assert "attente" not in page
