"""What home, history and hand-over sheet say of who holds the thread, and of who left."""

import datetime as dt

import pytest

from partnerships import relays
from partnerships.actions import contacts
from partnerships.actions import threads as actions
from partnerships.models import AuditEvent, Tenure, Thread
from tests.factories import (
    ContactFactory,
    KnowledgeNoteFactory,
    MeetingFactory,
    PartnershipFactory,
    StructureFactory,
    TenureFactory,
    ThreadFactory,
    facilitator,
    partner,
)
from tests.partnerships.holding import TODAY, holds, naming
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- Home ----------------------------------------------------------------------------------------


def due(user):
    return [
        (str(thing.kind), thing.detail.replace("\N{NO-BREAK SPACE}", " "), thing.verb)
        for thing in relays.due(user, TODAY)
    ]


def test_the_home_of_a_coordinator_says_which_thread_nobody_holds(
    signed_in, boss, partnership, centre, school
):
    holds(partnership, centre, "Nadia")
    holds(partnership, school, "Hélène", ends_on=dt.date(2026, 2, 28), reason="retired")

    home = text(signed_in.get("/"))

    assert due(boss) == [
        (
            "Partenariats sans fil",
            "Dernier jour de Hélène : 28 février. Depuis, personne ne tient le fil côté École.",
            "Nommer",
        )
    ]
    assert naming(partnership, school) in home
    assert 'class="broken"' in home


def test_an_end_to_come_warns_before(signed_in, boss, partnership, centre, school):
    holds(partnership, centre, "Nadia", ends_on=dt.date(2026, 4, 30), reason="moved")
    holds(partnership, school, "Loin", ends_on=dt.date(2026, 7, 4), reason="moved")
    both = holds(PartnershipFactory(parties=[centre], stage="active"), centre, "Paul")
    both.ends_on = dt.date(2026, 3, 31)
    both.save()
    ThreadFactory(partnership=both.partnership, tenure=TenureFactory(structure=centre))

    page = text(signed_in.get(partnership.get_absolute_url()))

    assert due(boss) == [
        ("Fils à transmettre", "Nadia quitte le fil le 30 avril, côté Centre.", "Préparer")
    ]
    assert "Bientôt sans fil." in page
    assert "Choisir qui prend la suite" in page


def test_who_will_hold_it_is_said(boss, partnership, centre, school):
    holds(partnership, centre, "Nadia")
    holds(partnership, school, "Claire", starts_on=dt.date(2026, 4, 1))
    third = StructureFactory(name="Mairie")
    partnership.parties.create(structure=third)

    assert [detail for _kind, detail, _verb in due(boss)] == [
        "Claire tiendra le fil à partir du 1er avril, côté École.",
        "Personne n’a encore été nommé côté Mairie.",
    ]


def test_others_are_not_asked_to_name(partnership, centre, school):
    assert due(facilitator(centre)) == due(partner(school)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_due_costs_the_same_however_many(boss, centre, django_assert_num_queries, number):
    for _ in range(number):
        holds(PartnershipFactory(parties=[centre, StructureFactory()], stage="active"), centre, "N")

    with django_assert_num_queries(5):
        found = due(boss)

    assert len(found) == number


def test_the_list_of_partnerships_shows_which_has_no_thread(signed_in, partnership, centre):
    held = PartnershipFactory(name="Tenu", parties=[centre], stage="active")
    holds(held, centre, "Nadia")

    response = signed_in.get("/partenariats/")

    assert response.context["loose"] == {partnership}
    assert text(response).partition("<main")[2].count("Sans fil") == 1


# -- Leaving -------------------------------------------------------------------------------------


def test_a_thread_to_come_is_taken_back_when_its_holder_leaves(boss, partnership, school):
    held = holds(partnership, school, "Hélène", starts_on=dt.date(2026, 9, 1))

    contacts.end_tenure(
        tenure=held.tenure, ends_on=dt.date(2026, 6, 30), end_reason="moved", by=boss
    )

    assert Thread.objects.count() == 0


def test_a_thread_let_go_before_keeps_its_day(boss, partnership, school):
    held = holds(partnership, school, "Hélène")
    actions.let_go(thread=held, ends_on=dt.date(2026, 1, 31), by=boss)

    contacts.end_tenure(
        tenure=held.tenure, ends_on=dt.date(2026, 2, 28), end_reason="moved", by=boss
    )

    held.refresh_from_db()
    assert held.ends_on == dt.date(2026, 1, 31)


def test_a_successor_who_holds_it_already_holds_it_once(boss, partnership, school):
    held = holds(partnership, school, "Hélène")
    other = holds(partnership, school, "Claire")

    contacts.end_tenure(
        tenure=held.tenure,
        ends_on=dt.date(2026, 2, 28),
        end_reason="moved",
        successor=other.tenure,
        takes_threads=True,
        by=boss,
    )

    assert partnership.threads.count() == 2


# -- The history ---------------------------------------------------------------------------------


def story(partnership, user):
    found = sorted(relays.history(partnership, user), key=lambda happening: happening.on)
    return [
        (happening.on, happening.title, happening.detail.replace("\N{NO-BREAK SPACE}", " "))
        for happening in found
    ]


def test_the_history_tells_who_followed_whom(boss, partnership, centre, school):
    former = holds(partnership, school, "Yves", ends_on=dt.date(2025, 8, 31), reason="retired")
    holds(partnership, school, "Hélène", starts_on=dt.date(2025, 9, 1))
    kept = holds(partnership, centre, "Inès", starts_on=dt.date(2025, 10, 1))
    kept.ends_on = dt.date(2026, 1, 15)
    kept.save()
    for starts_on, name in [(dt.date(2020, 1, 1), "Avant"), (dt.date(2026, 2, 1), "Après")]:
        TenureFactory(
            structure=school,
            contact=ContactFactory(first_name="", last_name=name),
            is_key_person=True,
            starts_on=starts_on,
            function="CPE",
        )

    assert story(partnership, boss) == [
        (dt.date(2024, 9, 1), "Le fil est noué côté École", "Yves, directrice, tient le fil."),
        (dt.date(2025, 8, 31), "Départ côté École", "Yves, directrice, tenait le fil : retraite."),
        (
            dt.date(2025, 9, 1),
            "Passage de relais côté École",
            "Hélène, directrice, prend la suite de Yves.",
        ),
        (dt.date(2025, 10, 1), "Le fil est noué côté Centre", "Inès, directrice, tient le fil."),
        (dt.date(2026, 1, 15), "Inès laisse le fil", "Reste dans la structure : Centre."),
        (dt.date(2026, 2, 1), "Arrivée côté École", "Après, CPE."),
    ]
    assert former.tenure.successor is None


def test_a_key_person_who_leaves_is_told(boss, partnership, school):
    follower = TenureFactory(structure=school)
    TenureFactory(
        contact=ContactFactory(first_name="", last_name="Yves"),
        structure=school,
        is_key_person=True,
        starts_on=dt.date(2020, 1, 1),
        ends_on=dt.date(2025, 8, 31),
        end_reason="retired",
        successor=follower,
    )

    assert story(partnership, boss) == [
        (dt.date(2025, 8, 31), "Départ côté École", "Yves, directrice : retraite.")
    ]


# -- The page and the hand-over sheet --------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_sheet_costs_the_same_however_long_the_story(
    signed_in, partnership, school, django_assert_num_queries, number
):
    for index in range(number):
        held = holds(partnership, school, f"N{index}")
        KnowledgeNoteFactory(structure=school)
        TenureFactory(structure=school, contact=held.tenure.contact, function=f"autre {index}")

    with django_assert_num_queries(35):
        response = signed_in.get(f"{partnership.get_absolute_url()}relais/")

    assert text(response).count("autre ") == number


def test_the_sheet_says_what_whoever_takes_over_must_know(signed_in, partnership, centre, school):
    school.phone = "0320000009"
    school.save()
    thread = holds(partnership, school, "Hélène")
    Tenure.objects.filter(pk=thread.tenure_id).update(is_key_person=True)
    holds(partnership, centre, "Nadia", ends_on=dt.date(2026, 2, 28), reason="moved")
    KnowledgeNoteFactory(structure=school, text="Prévenir tôt.")
    partnership.parties.filter(structure=school).update(limits="Garder les petits.")
    partnership.origin = "Une kermesse."
    partnership.save()

    page = text(signed_in.get(f"{partnership.get_absolute_url()}relais/"))

    for words in [
        "Une kermesse.",
        "<strong>Hélène</strong>, directrice (hiérarchique)",
        "Personne à ce jour",
        "Avant : Nadia, directrice",
        "Hélène, directrice, personne clé",
        "03 20 00 00 09",
        "Le midi.",
        "Prévenir tôt.",
        "Garder les petits.",
        "Départ côté Centre",
    ]:
        assert words in page


def test_the_sheet_goes_out_as_a_pdf_and_leaves_a_line(signed_in, partnership):
    response = signed_in.get(f"{partnership.get_absolute_url()}relais/pdf/")

    event = AuditEvent.objects.get()
    assert response.content.startswith(b"%PDF-")
    assert (event.verb, event.object_id) == ("exported", str(partnership.pk))


def test_the_sheet_remembers_who_followed_whom_however_long_ago(
    signed_in, partnership, centre, school
):
    holds(partnership, school, "Yves", starts_on=dt.date(2022, 3, 7))
    for days in range(20):
        MeetingFactory(partnership=partnership, held_on=TODAY - dt.timedelta(days=days))
    MeetingFactory(partnership=partnership, held_on=TODAY + dt.timedelta(days=1), purpose="À venir")

    page = text(signed_in.get(f"{partnership.get_absolute_url()}relais/"))

    assert "Yves, directrice, tient le fil." in page
    assert page.count("À venir") == 1
