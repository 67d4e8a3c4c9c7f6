"""The steps of a referral: each from the states it may come from, once, and both sides told."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families.actions import referrals as actions
from families.actions.referrals import Overtaken
from families.models import Family, Parent, Referral
from tests.factories import ParentFactory
from tests.families.oriented import (
    AGREED,
    TODAY,
    accepted,
    answering,
    draft,
    later,
    requested,
    status,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# -- Made ----------------------------------------------------------------------------------------


def test_without_the_agreement_of_the_parent_it_is_a_draft(sides):
    assert draft(sides).status == "draft"


def test_with_the_agreement_it_is_sent(sides):
    assert requested(sides).status == "requested"


def test_a_voucher_is_valid_three_months(sides):
    referral = draft(sides)

    assert (referral.made_on, referral.valid_until) == (TODAY, dt.date(2026, 6, 10))


def test_a_voucher_is_valid_for_the_months_of_the_setting(sides, settings):
    settings.REFERRAL_MONTHS = 1

    referral = requested(sides, made_on=dt.date(2026, 1, 31))

    assert referral.valid_until == dt.date(2026, 2, 28)


@pytest.mark.parametrize("day", ["agreed_on", "asked_on"])
def test_no_day_to_come_is_noted(sides, day):
    tomorrow = TODAY + dt.timedelta(days=1)

    with pytest.raises(ValidationError, match="pas encore venu"):
        draft(sides, **AGREED | {day: tomorrow})


def test_somebody_has_a_first_name(sides):
    with pytest.raises(ValidationError, match="prénom"):
        draft(sides, first_name="")


# -- The agreement of the parent -----------------------------------------------------------------


def test_recording_the_agreement_sends_it(sides):
    referral = draft(sides)

    actions.record_agreement(referral=referral, by=sides.head, **AGREED)

    assert (status(referral), referral.agreed_on) == ("requested", TODAY)


def test_the_agreement_is_recorded_once(sides):
    referral = requested(sides)

    with pytest.raises(Overtaken, match="déjà noté"):
        actions.record_agreement(referral=referral, by=sides.head, **AGREED)


def test_an_agreement_of_tomorrow_is_refused(sides):
    tomorrow = TODAY + dt.timedelta(days=1)

    with pytest.raises(ValidationError, match="pas encore venu"):
        actions.record_agreement(
            referral=draft(sides), agreed_on=tomorrow, agreed_how="paper", by=sides.head
        )


def test_a_withdrawn_agreement_hides_the_person_at_once(sides):
    referral = accepted(sides, wish="Le soir")

    actions.withdraw(referral=referral, by=sides.head)

    fresh = Referral.objects.get()
    assert list(Referral.objects.visible_to(sides.boss)) == []
    assert (fresh.status, fresh.phone, fresh.wish) == ("withdrawn", "", "")


def test_a_refused_one_may_be_withdrawn_too(sides):
    referral = requested(sides)
    actions.refuse(referral=referral, refusal="full", **answering(sides))

    actions.withdraw(referral=referral, by=sides.head)

    assert (status(referral), referral.refusal) == ("withdrawn", "")


def test_nobody_withdraws_twice(sides):
    referral = actions.withdraw(referral=requested(sides), by=sides.head)

    with pytest.raises(Overtaken, match="est close"):
        actions.withdraw(referral=referral, by=sides.head)


def test_once_the_person_came_the_agreement_is_a_matter_of_the_other_side(sides):
    referral = actions.come(referral=accepted(sides), **answering(sides))

    with pytest.raises(Overtaken, match="c’est là-bas"):
        actions.withdraw(referral=referral, by=sides.head)


# -- The answer ----------------------------------------------------------------------------------


def test_it_is_accepted(sides):
    referral = actions.accept(referral=requested(sides), **answering(sides))

    assert (status(referral), referral.answered_by) == ("accepted", "Nadia Ostrowski")


def test_it_is_refused_with_a_reason(sides):
    referral = actions.refuse(referral=requested(sides), refusal="full", **answering(sides))

    assert (status(referral), referral.refusal) == ("refused", "full")


@pytest.mark.parametrize("reason", ["", "autre chose"])
def test_a_refusal_has_a_reason_of_the_list(sides, reason):
    referral = requested(sides)

    with pytest.raises(ValidationError, match="Dites pourquoi"):
        actions.refuse(referral=referral, refusal=reason, **answering(sides))

    assert status(referral) == "requested"


def test_the_second_to_answer_is_told_who_said_what(sides):
    referral = requested(sides)
    seen_by_the_second = Referral.objects.get()
    actions.accept(referral=referral, **answering(sides))

    with pytest.raises(Overtaken) as refusal:
        actions.refuse(referral=seen_by_the_second, refusal="full", by=None, answered_by="Inès")

    assert refusal.value.messages == [
        "Déjà répondu le 10\xa0mars\xa0: «\xa0acceptée\xa0», par Nadia Ostrowski."
    ]
    assert status(referral) == "accepted"


ANSWERS = [
    (actions.accept, {}),
    (actions.refuse, {"refusal": "full"}),
    (actions.come, {}),
    (actions.miss, {}),
]


@pytest.mark.parametrize(("act", "more"), ANSWERS)
def test_nothing_is_answered_after_a_withdrawal(sides, act, more):
    referral = actions.withdraw(referral=requested(sides), by=sides.head)

    with pytest.raises(Overtaken, match="n’a plus cours"):
        act(referral=referral, **answering(sides), **more)


@pytest.mark.parametrize(("act", "more"), ANSWERS)
def test_nothing_is_answered_before_the_agreement(sides, act, more):
    with pytest.raises(Overtaken, match="n’est pas encore noté"):
        act(referral=draft(sides), **answering(sides), **more)


def test_nobody_misses_what_was_not_accepted(sides):
    with pytest.raises(Overtaken, match="n’est pas encore acceptée"):
        actions.miss(referral=requested(sides), **answering(sides))


@pytest.mark.parametrize("days", [92, 93])
def test_the_last_day_of_validity_counts_and_the_next_does_not(sides, days):
    referral = requested(sides)

    with later(days):
        if days == 92:
            actions.accept(referral=referral, **answering(sides))
        else:
            with pytest.raises(Overtaken, match="que jusqu’au 10"):
                actions.accept(referral=referral, **answering(sides))

    assert status(referral) == ("accepted" if days == 92 else "requested")


# -- Who came ------------------------------------------------------------------------------------


def test_the_person_came_and_gets_a_record_there(sides):
    referral = accepted(sides, email="samira@exemple.test")

    actions.come(referral=referral, is_newcomer=True, **answering(sides))

    parent = Parent.objects.get()
    assert referral.received_as == parent
    assert (str(parent), parent.phone, parent.email) == (
        "Samira Bellamine",
        "0612345678",
        "samira@exemple.test",
    )
    assert parent.family.structure == sides.centre


def test_the_person_came_and_was_already_known_there(sides):
    known = ParentFactory(family__structure=sides.centre)

    referral = actions.come(referral=accepted(sides), received_as=known, **answering(sides))

    assert (status(referral), Referral.objects.get().received_as) == ("came", known)
    assert Family.objects.count() == 1


def test_the_person_came_without_anything_being_noted_of_them(sides):
    actions.come(referral=accepted(sides), **answering(sides))

    assert (Referral.objects.get().received_as, Parent.objects.count()) == (None, 0)


def test_a_record_of_another_structure_is_refused(sides):
    elsewhere = ParentFactory(family__structure=sides.other)
    referral = accepted(sides)

    with pytest.raises(ValidationError, match="pas de la structure qui reçoit"):
        actions.come(referral=referral, received_as=elsewhere, **answering(sides))

    assert status(referral) == "accepted"


def test_who_did_not_come_may_still_come(sides):
    referral = actions.miss(referral=accepted(sides), **answering(sides))
    missed = status(referral)

    actions.come(referral=referral, **answering(sides))

    assert (missed, status(referral)) == ("no_show", "came")


def test_an_accepted_person_may_come_after_the_day_of_the_voucher(sides):
    referral = accepted(sides)

    with later(200):
        actions.come(referral=referral, **answering(sides))

    assert status(referral) == "came"


# -- Out of date ---------------------------------------------------------------------------------


def test_what_nobody_answered_is_marked(sides):
    late, answered = requested(sides), accepted(sides)

    with later(93):
        marked = actions.expire()

    assert (marked, status(late), status(answered)) == (1, "expired", "accepted")


def test_nothing_is_marked_before_its_day_is_over(sides):
    requested(sides)

    with later(92):
        assert actions.expire() == 0
