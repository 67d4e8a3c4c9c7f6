"""The letter of a referral: answered once, by whom it was sent to, and every other way refused."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from families.actions import referral_letters as letters
from families.actions import referrals as actions
from families.models import ReferralLink
from partnerships.models import AuditEvent
from tests.factories import ParentFactory
from tests.families.oriented import (
    AGREED,
    accepted,
    answering,
    draft,
    later,
    requested,
    status,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def referral(sides):
    return requested(sides)


@pytest.fixture
def link(sides, referral):
    return sent(sides, referral)


def sent(sides, referral, email="accueil@centre.test"):
    return letters.send(referral=referral, email=email, by=sides.head)[0]


def answered(link, said="accepted", **more):
    return letters.answer(link=link, said=said, spoken_by="Mme Lefort, accueil", **more)


def fresh(link):
    return ReferralLink.objects.select_related("referral").get(pk=link.pk)


def why(link):
    return letters.why_void(fresh(link))


# -- Sending -------------------------------------------------------------------------------------


def test_only_the_print_of_a_token_is_kept(sides, referral):
    link, token = letters.send(referral=referral, email="a@centre.test", by=sides.head)

    assert token not in str(list(ReferralLink.objects.values()))
    assert letters.link_of(token) == link


def test_nothing_is_sent_before_the_agreement(sides):
    with pytest.raises(ValidationError, match="Notez d’abord l’accord"):
        sent(sides, draft(sides))


def test_nothing_is_sent_once_it_is_over(sides, referral):
    actions.refuse(referral=referral, refusal="full", **answering(sides))

    with pytest.raises(ValidationError, match="est close"):
        sent(sides, referral)


def test_a_newer_letter_to_the_same_address_replaces_the_former(sides, referral, link):
    other = sent(sides, referral, "autre@centre.test")

    newer = sent(sides, referral, "Accueil@centre.test")

    assert set(ReferralLink.objects.usable()) == {other, newer}


def test_nobody_is_flooded(sides, referral):
    for _ in range(3):
        sent(sides, referral)

    with pytest.raises(ValidationError, match="Trois liens"):
        sent(sides, referral)


def test_an_hour_later_one_may_send_again(sides, referral):
    for _ in range(3):
        sent(sides, referral)

    with later(1):
        assert sent(sides, referral).pk


@pytest.mark.parametrize(("sent_after", "lasts"), [(0, 30), (80, 12)])
def test_a_letter_lasts_a_month_and_never_longer_than_the_voucher(
    sides, referral, sent_after, lasts
):
    with later(sent_after):
        link = sent(sides, referral)
        left = timezone.localdate(link.expires_at) - timezone.localdate()

    assert left.days == lasts + (sent_after > 0)


def test_sending_leaves_a_line_with_the_number_of_the_family(sides):
    parent = ParentFactory(family__structure=sides.centre)
    mine = requested(sides, sender=sides.centre, receiver=sides.other, parent=parent, by=sides.boss)

    link = sent(sides, mine)
    letters.revoke(link=link, by=sides.boss)

    lines = AuditEvent.objects.filter(object_type="families.referrallink").order_by("pk")
    assert [(each.verb, each.family) for each in lines] == [
        ("invited", parent.family_id),
        ("cancelled", parent.family_id),
    ]


# -- Answering -----------------------------------------------------------------------------------


def test_a_letter_accepts_and_another_asks_who_came(link):
    then, token = answered(link)

    assert (status(link.referral), link.referral.answered_by) == (
        "accepted",
        "Mme Lefort, accueil",
    )
    assert (then.email, then.created_by) == ("accueil@centre.test", None)
    assert letters.why_void(letters.link_of(token)) == ""


def test_a_letter_refuses_with_a_reason(link):
    then = answered(link, "refused", refusal="full")

    assert (then, status(link.referral), link.referral.refusal) == (None, "refused", "full")


def test_a_refusal_without_a_reason_leaves_the_letter_as_it_was(link):
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        answered(link, "refused")

    assert (why(link), status(link.referral)) == ("", "requested")


@pytest.mark.parametrize("said", ["came", "no_show"])
def test_the_second_letter_says_whether_the_person_came(link, said):
    then, _token = answered(link)

    answered(then, said)

    assert status(link.referral) == said


# -- What a dead letter says ---------------------------------------------------------------------


def test_a_letter_that_does_not_exist():
    assert letters.why_void(letters.link_of("forgé")).startswith("Ce lien n’existe pas")


def test_a_letter_used_twice(link):
    answered(link)

    with pytest.raises(ValidationError, match="a déjà servi.*Mme Lefort, accueil"):
        answered(link)


def test_a_used_letter_about_a_withdrawn_person_tells_nothing(sides, link):
    answered(link)
    actions.withdraw(referral=link.referral, by=sides.head)

    assert why(link) == "Ce lien a déjà servi\xa0: il n’ouvre plus rien."


def test_a_revoked_letter(sides, link):
    letters.revoke(link=link, by=sides.head)

    with pytest.raises(ValidationError, match="a été annulé"):
        answered(link)


def test_a_letter_whose_referral_was_answered_by_an_account(sides, link):
    actions.accept(referral=link.referral, **answering(sides))

    with pytest.raises(ValidationError, match="a été annulé"):
        answered(link, "refused", refusal="full")

    assert status(link.referral) == "accepted"


def test_a_letter_of_a_withdrawn_agreement(sides, link):
    actions.withdraw(referral=link.referral, by=sides.head)

    with pytest.raises(ValidationError, match="a été annulé"):
        answered(link)


def test_a_letter_too_old(link):
    with later(31), pytest.raises(ValidationError, match="trop ancien"):
        answered(link)


def test_a_letter_about_a_referral_out_of_date(link):
    with later(93):
        assert "que jusqu’au" in why(link)


def test_the_command_marks_what_is_out_of_date(sides, capsys):
    referral = requested(sides)

    with later(93):
        call_command("expire_referrals")

    assert capsys.readouterr().out == "1 orientation sans réponse est close.\n"
    assert status(referral) == "expired"


def test_the_agreement_may_come_later(sides):
    referral = draft(sides)
    actions.record_agreement(referral=referral, by=sides.head, **AGREED)

    assert sent(sides, referral).pk


def test_whoever_accepted_by_account_may_be_asked_by_letter_who_came(sides):
    referral = accepted(sides)

    answered(sent(sides, referral), "came")

    assert status(referral) == "came"
