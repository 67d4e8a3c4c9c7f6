"""Who holds the thread: named, passed on, let go."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships import relays
from partnerships.actions import threads as actions
from partnerships.models import AuditEvent, Partnership, Tenure, Thread
from partnerships.threads import state_of
from tests.factories import (
    StructureFactory,
    TenureFactory,
    coordinator,
    facilitator,
    partner,
)
from tests.partnerships.holding import TODAY, holds, naming, side, sides
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- States --------------------------------------------------------------------------------------


def test_a_thread_is_held_on_both_sides_on_one_or_on_none(partnership, centre, school):
    states = [state_of(sides(partnership).values())]
    holds(partnership, centre, "Nadia")
    states.append(state_of(sides(partnership).values()))
    holds(partnership, school, "Hélène")
    states.append(state_of(sides(partnership).values()))

    assert states == ["none", "broken", "held"]
    assert list(Partnership.objects.without_thread()) == []


@pytest.mark.parametrize(
    ("tenure_ends", "thread_ends", "starts_on", "is_held"),
    [
        (None, None, dt.date(2024, 9, 1), True),
        (TODAY, None, dt.date(2024, 9, 1), True),
        (dt.date(2026, 3, 9), None, dt.date(2024, 9, 1), False),
        (None, dt.date(2026, 3, 9), dt.date(2024, 9, 1), False),
        (None, None, dt.date(2026, 3, 11), False),
    ],
)
def test_page_and_query_agree_on_who_holds_it(
    partnership, centre, school, tenure_ends, thread_ends, starts_on, is_held
):
    holds(partnership, centre, "Nadia")
    reason = "moved" if tenure_ends else ""
    thread = holds(
        partnership, school, "Hélène", ends_on=tenure_ends, reason=reason, starts_on=starts_on
    )
    Thread.objects.filter(pk=thread.pk).update(ends_on=thread_ends)

    assert sides(partnership)["École"].is_vacant is not is_held
    assert Partnership.objects.without_thread().exists() is not is_held


@pytest.mark.parametrize(("stage", "alarms"), [("sensed", 0), ("active", 1), ("closed", 0)])
def test_only_a_running_partnership_must_be_held(partnership, stage, alarms):
    Partnership.objects.update(stage=stage)
    partnership.refresh_from_db()

    assert Partnership.objects.without_thread().count() == alarms
    found = Partnership.objects.with_threads().get()
    assert len(relays.warnings(found, list(sides(found).values()))) == 2 * alarms


def test_an_occasional_party_needs_nobody(partnership, centre, school):
    holds(partnership, centre, "Nadia")
    partnership.parties.filter(structure=school).update(is_occasional=True)

    assert Partnership.objects.without_thread().count() == 0
    assert sides(partnership)["École"].is_missing is False


# -- Naming --------------------------------------------------------------------------------------


def test_somebody_of_the_directory_is_named(signed_in, boss, partnership, school):
    tenure = TenureFactory(structure=school)

    response = signed_in.post(
        naming(partnership, school),
        {"who": f"t{tenure.pk}", "kind": "hierarchical", "starts_on": "2026-03-10"},
        follow=True,
    )

    thread = Thread.objects.get()
    event = AuditEvent.objects.get()
    assert (thread.tenure, thread.kind, thread.starts_on) == (tenure, "hierarchical", TODAY)
    assert (event.actor, event.verb, event.structure) == (boss, "created", school)
    assert "tient le fil." in text(response)


def test_a_colleague_who_has_an_account_enters_the_directory(signed_in, partnership, centre):
    colleague = facilitator(centre, first_name="Inès", last_name="Carpentier")
    shown = text(signed_in.get(naming(partnership, centre)))

    signed_in.post(
        naming(partnership, centre),
        {"who": f"u{colleague.pk}", "kind": "functional", "starts_on": "2026-03-10"},
    )
    again = text(signed_in.get(naming(partnership, centre)))

    tenure = Tenure.objects.get()
    assert "Inès Carpentier" in shown
    assert (str(tenure), tenure.contact.account) == ("Inès Carpentier, animation", colleague)
    assert f'value="u{colleague.pk}"' not in again


def test_somebody_new_is_told_in_two_words(signed_in, partnership, school):
    signed_in.post(
        naming(partnership, school),
        {
            "first_name": "Claire",
            "last_name": "Suivante",
            "function": "directrice",
            "phone": "03 20 00 00 01",
            "kind": "hierarchical",
            "starts_on": "2026-03-10",
        },
    )

    thread = Thread.objects.select_related("tenure__contact").get()
    assert str(thread.tenure) == "Claire Suivante, directrice"
    assert thread.tenure.contact.phone == "0320000001"


def test_nobody_is_not_an_answer(signed_in, partnership, school):
    sent = {"kind": "functional", "starts_on": "2026-03-10"}

    empty = signed_in.post(naming(partnership, school), sent)
    TenureFactory(structure=school)
    listed = signed_in.post(naming(partnership, school), sent)

    assert set(empty.context["form"].errors) == {"last_name"}
    assert set(listed.context["form"].errors) == {"who"}


def test_the_thread_is_passed_on_to_a_colleague(signed_in, partnership, school):
    held = holds(partnership, school, "Hélène")
    follower = TenureFactory(structure=school)
    shown = signed_in.get(naming(partnership, school)).context["form"]

    signed_in.post(
        naming(partnership, school),
        {
            "who": f"t{follower.pk}",
            "replaces": held.pk,
            "kind": "functional",
            "starts_on": "2026-03-10",
        },
    )

    held.refresh_from_db()
    assert shown["replaces"].value() == held.pk
    assert held.ends_on == dt.date(2026, 3, 9)
    assert str(sides(partnership)["École"].holders[0].tenure) == str(follower)


def test_the_day_after_whoever_leaves_is_proposed(signed_in, partnership, school):
    holds(partnership, school, "Hélène", ends_on=dt.date(2026, 4, 30), reason="moved")

    form = signed_in.get(naming(partnership, school)).context["form"]

    assert form["starts_on"].value() == dt.date(2026, 5, 1)


def test_whoever_takes_a_thread_left_alone_succeeds(boss, partnership, school):
    former = holds(partnership, school, "Hélène", ends_on=dt.date(2026, 2, 28), reason="retired")
    tenure = TenureFactory(structure=school, contact__last_name="Claire")

    actions.name_holder(
        party=side(partnership, school),
        tenure=tenure,
        kind="hierarchical",
        starts_on=TODAY,
        by=boss,
    )

    former.tenure.refresh_from_db()
    assert former.tenure.successor == tenure


@pytest.mark.parametrize(
    ("tenure", "sentence"),
    [
        ({}, "ne travaille pas dans cette structure"),
        (
            {"structure": "école", "ends_on": dt.date(2026, 3, 9), "end_reason": "moved"},
            "déjà parti",
        ),
    ],
)
def test_the_wrong_person_is_refused(boss, partnership, school, tenure, sentence):
    if "structure" in tenure:
        tenure["structure"] = school

    with pytest.raises(ValidationError, match=sentence):
        actions.name_holder(
            party=side(partnership, school),
            tenure=TenureFactory(**tenure),
            kind="functional",
            starts_on=TODAY,
            by=boss,
        )


def test_replacing_before_it_began_is_refused_on_the_page(signed_in, partnership, school):
    held = holds(partnership, school, "Hélène")

    response = signed_in.post(
        naming(partnership, school),
        {
            "last_name": "Suivante",
            "function": "CPE",
            "replaces": held.pk,
            "kind": "functional",
            "starts_on": "2024-09-01",
        },
    )

    assert "n’est pas encore tenu ce jour-là" in text(response)
    assert Tenure.objects.count() == 1


def test_somebody_lets_go_and_stays(signed_in, partnership, school):
    held = holds(partnership, school, "Hélène")
    url = f"/fils/{held.pk}/fin/"

    early = signed_in.post(url, {"ends_on": "2020-01-01"})
    signed_in.post(url, {"ends_on": "2026-03-09"})

    held.refresh_from_db()
    assert set(early.context["form"].errors) == {"ends_on"}
    assert (held.ends_on, held.tenure.ends_on) == (dt.date(2026, 3, 9), None)


def test_each_names_their_own_side_and_those_at_work_any(client, partnership, centre, school):
    thread = holds(partnership, centre, "Nadia")
    urls = [
        naming(partnership, school),
        naming(partnership, centre),
        f"/fils/{thread.pk}/fin/",
        partnership.get_absolute_url() + "relais/",
    ]

    def statuses(user):
        client.force_login(user)
        return [client.get(url).status_code for url in urls]

    assert statuses(facilitator(centre)) == [200, 200, 200, 200]
    assert statuses(partner(school)) == [200, 403, 403, 200]
    assert statuses(coordinator(StructureFactory())) == [404, 404, 404, 404]


def test_a_colleague_known_elsewhere_gets_one_more_function(signed_in, partnership, centre):
    colleague = facilitator(centre)
    contact = TenureFactory(contact__account=colleague).contact

    signed_in.post(
        naming(partnership, centre),
        {"who": f"u{colleague.pk}", "kind": "functional", "starts_on": "2026-03-10"},
    )

    assert contact.tenures.filter(structure=centre).count() == 1
    assert contact.tenures.count() == 2
