"""What becomes known of a referral, to whom, and what the journal keeps of it."""

import datetime as dt

import pytest
from django.core import mail

from families.actions import referrals as actions
from families.models import Referral
from partnerships.models import AuditEvent
from tests.factories import ParentFactory, coordinator
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


# -- Who learns what -----------------------------------------------------------------------------


def test_nothing_is_seen_on_the_other_side_before_the_agreement(sides):
    referral = draft(sides)
    before = list(Referral.objects.visible_to(sides.boss))

    actions.record_agreement(referral=referral, by=sides.head, **AGREED)

    assert (before, list(Referral.objects.visible_to(sides.boss))) == ([], [referral])


def test_out_of_date_it_is_seen_no_more_though_nothing_marked_it(sides):
    referral = requested(sides)

    with later(93):
        assert list(Referral.objects.visible_to(sides.boss)) == []
        assert list(Referral.objects.visible_to(sides.head)) == [referral]
    assert status(referral) == "requested"


def test_a_facilitator_follows_what_they_made_and_not_what_colleagues_made(sides):
    mine = draft(sides, sender=sides.centre, receiver=sides.other, by=sides.leader)
    draft(sides, sender=sides.centre, receiver=sides.other, by=sides.boss)

    assert list(Referral.objects.visible_to(sides.leader)) == [mine]


def test_a_stranger_sees_nothing(sides):
    accepted(sides)

    assert list(Referral.objects.visible_to(sides.stranger)) == []


# -- News ----------------------------------------------------------------------------------------


def heard(callbacks, act, **how):
    with callbacks(execute=True):
        act(**how)
    return mail.outbox[-1] if mail.outbox else None


def test_the_prescriber_hears_the_state_an_initial_and_a_number(
    sides, django_capture_on_commit_callbacks
):
    referral = requested(sides)

    letter = heard(
        django_capture_on_commit_callbacks, actions.accept, referral=referral, **answering(sides)
    )

    assert letter.to == ["head@ecole.test"]
    assert letter.subject == f"Orientation {referral.number}\xa0: reçue"
    assert f"{referral.number} (S.)\xa0: reçue." in letter.body
    assert "Samira" not in letter.body + letter.subject


def test_a_school_does_not_hear_why_it_is_over(sides, django_capture_on_commit_callbacks):
    letter = heard(
        django_capture_on_commit_callbacks,
        actions.refuse,
        referral=requested(sides),
        refusal="full",
        **answering(sides),
    )

    assert letter.subject.endswith("\xa0: close")
    assert "refus" not in letter.body


def test_a_centre_hears_the_state(sides, django_capture_on_commit_callbacks):
    referral = requested(
        sides, sender=sides.centre, receiver=sides.other, by=sides.leader, prescriber_email=""
    )

    letter = heard(
        django_capture_on_commit_callbacks,
        actions.refuse,
        referral=referral,
        refusal="full",
        by=sides.stranger,
        answered_by="Paul",
    )

    assert (letter.to, letter.subject) == (
        [sides.leader.email],
        f"Orientation {referral.number}\xa0: refusée",
    )


def test_the_address_of_the_prescriber_comes_first(sides, django_capture_on_commit_callbacks):
    letter = heard(
        django_capture_on_commit_callbacks,
        actions.accept,
        referral=requested(sides, prescriber_email="maitresse@ecole.test"),
        **answering(sides),
    )

    assert letter.to == ["maitresse@ecole.test"]


@pytest.mark.parametrize("gone", ["left", "deleted"])
def test_whoever_left_hears_nothing_more(sides, django_capture_on_commit_callbacks, gone):
    referral = requested(sides)
    if gone == "left":
        sides.head.memberships.update(ends_on=TODAY - dt.timedelta(days=1), starts_on="2025-01-01")
    else:
        sides.head.delete()

    letter = heard(
        django_capture_on_commit_callbacks,
        actions.accept,
        referral=Referral.objects.get(pk=referral.pk),
        **answering(sides),
    )

    assert letter is None


# -- The journal ---------------------------------------------------------------------------------


def lines(**of):
    found = AuditEvent.objects.filter(object_type="families.referral", **of).order_by("pk")
    return [(each.verb, each.structure_id, each.family) for each in found]


def test_each_step_leaves_its_line_on_the_sides_it_concerns(sides):
    parent = ParentFactory(family__structure=sides.centre)
    referral = draft(sides, sender=sides.centre, receiver=sides.other, parent=parent, by=sides.boss)
    actions.record_agreement(referral=referral, by=sides.boss, **AGREED)
    paul = {"by": sides.stranger, "answered_by": "Paul"}
    actions.accept(referral=referral, **paul)
    actions.come(referral=referral, is_newcomer=True, **paul)

    home, there = sides.centre.pk, sides.other.pk
    assert lines() == [
        ("created", home, parent.family_id),
        ("changed", home, parent.family_id),
        ("accepted", home, parent.family_id),
        ("accepted", there, None),
        ("changed", home, parent.family_id),
        ("changed", there, None),
        ("changed", there, referral.received_as.family_id),
    ]


def test_within_one_structure_one_line_is_enough(sides):
    inside = requested(sides, sender=sides.centre, by=sides.leader)

    actions.accept(referral=inside, **answering(sides))

    assert lines(verb="accepted") == [("accepted", sides.centre.pk, None)]


def test_the_journal_of_the_other_side_says_nothing_of_a_draft_or_a_withdrawal(sides):
    referral = draft(sides)
    actions.withdraw(referral=referral, by=sides.head)

    assert lines(structure=sides.centre) == []


def test_a_journal_line_holds_no_word_of_the_person(sides):
    actions.come(referral=accepted(sides), is_newcomer=True, **answering(sides))

    written = str(list(AuditEvent.objects.values()))
    assert "Samira" not in written
    assert "0612345678" not in written


def test_another_coordinator_of_the_sender_follows_too(sides):
    referral = draft(sides, sender=sides.centre, receiver=sides.other, by=sides.leader)

    assert list(Referral.objects.visible_to(coordinator(sides.centre))) == [referral]
