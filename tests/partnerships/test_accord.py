"""What several hands may do with one text: the pen, the versions, the acceptances."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnerships.actions import accord, agreements
from partnerships.models import Agreement, AuditEvent, SharedText
from tests.factories import UserFactory
from tests.partnerships.agreeing import again, head, rewritten, with_pen, written

pytestmark = pytest.mark.django_db


# -- The pen -----------------------------------------------------------------------------------


def test_whoever_takes_the_pen_has_it_for_half_an_hour(table):
    agreement = written(table)
    now = timezone.now()

    with time_machine.travel(now, tick=False):
        accord.take_pen(text=agreement, by=table.boss)
    with time_machine.travel(now + dt.timedelta(minutes=29), tick=False):
        holder = accord.pen_holder(again(agreement))
    with time_machine.travel(now + dt.timedelta(minutes=30), tick=False):
        later = accord.pen_holder(again(agreement))

    assert (holder, later) == (table.boss, None)


def test_a_pen_is_not_taken_out_of_a_hand_without_a_word(table):
    agreement = with_pen(written(table), by=table.boss)

    with pytest.raises(ValidationError, match="Nadia Ostrowski a la plume"):
        accord.take_pen(text=agreement, by=head(table))

    assert accord.pen_holder(again(agreement)) == table.boss


def test_a_sentence_takes_the_pen_over_and_leaves_a_line(table):
    agreement = with_pen(written(table), by=table.boss)
    helene = head(table)

    accord.take_pen(text=agreement, by=helene, reason="Je corrige la salle.")

    fresh = again(agreement)
    line = AuditEvent.objects.get(fields=["pen"])
    assert (fresh.pen, fresh.pen_reason) == (helene, "Je corrige la salle.")
    assert (line.actor, line.reason) == (helene, "Je corrige la salle.")


def test_a_pen_left_for_long_is_taken_without_a_word(table):
    agreement = with_pen(written(table), by=table.boss)
    accord.take_pen(text=agreement, by=UserFactory(), reason="Vite.")
    helene = head(table)

    with time_machine.travel(timezone.now() + accord.PEN_LASTS):
        accord.take_pen(text=agreement, by=helene)

    fresh = again(agreement)
    assert (fresh.pen, fresh.pen_reason) == (helene, "")


def test_taking_the_pen_again_keeps_why_it_was_taken(table):
    agreement = with_pen(written(table), by=head(table))
    accord.take_pen(text=agreement, by=table.boss, reason="Je finis.")

    accord.take_pen(text=agreement, by=table.boss)

    assert again(agreement).pen_reason == "Je finis."


def test_one_puts_down_one_s_own_pen_only(table):
    agreement = with_pen(written(table), by=table.boss)

    accord.drop_pen(text=agreement, by=head(table))
    kept = again(agreement).pen
    accord.drop_pen(text=agreement, by=table.boss)

    assert (kept, again(agreement).pen) == (table.boss, None)


# -- Versions ----------------------------------------------------------------------------------


def test_every_writing_is_a_version_kept_whole_and_puts_the_pen_down(table):
    agreement = with_pen(written(table), by=table.boss)

    fresh = rewritten(agreement, table, rhythm="Le jeudi.")

    kept = list(fresh.versions.values_list("number", "content__rhythm", "written_by"))
    assert kept == [(1, "", table.boss.pk), (2, "Le mardi midi.", table.boss.pk)] + [
        (3, "Le jeudi.", table.boss.pk)
    ]
    assert again(agreement).pen is None
    line = AuditEvent.objects.filter(object_type="partnerships.agreement").latest("pk")
    assert (line.verb, line.fields) == ("changed", ["rhythm"])


def test_the_same_words_again_are_no_version(table):
    agreement = with_pen(written(table), by=table.boss)

    fresh = rewritten(agreement, table, rhythm="Le mardi midi.")

    assert (fresh.version, fresh.versions.count(), fresh.pen) == (2, 2, None)


def test_a_version_older_than_the_last_one_is_refused_and_changes_nothing(table):
    agreement = written(table)
    rewritten(agreement, table, rhythm="Le jeudi.")

    with pytest.raises(accord.Outdated):
        rewritten(agreement, table, rhythm="Le lundi.")

    assert again(agreement).rhythm == "Le jeudi."


def test_writing_while_another_has_the_pen_asks_for_a_word(table):
    agreement = with_pen(written(table), by=head(table))
    new = {"agreement": agreement, "seen": 2, "words": {"rhythm": "Le jeudi."}, "sides": {}}

    with pytest.raises(ValidationError, match="Hélène Vasseur a la plume"):
        agreements.write(**new, by=table.boss)
    agreements.write(**new, by=table.boss, reason="Elle est partie.")

    assert again(agreement).version == 3
    assert AuditEvent.objects.latest("pk").reason == "Elle est partie."


@pytest.mark.parametrize(
    "says",
    [
        *(SharedText.is_in_force.fget, SharedText.is_blank.fget, SharedText.setting.fget),
        *(SharedText.within.fget, SharedText.parties, SharedText.writers, SharedText.content),
        *(SharedText.titles, lambda text: SharedText.flat(text, {})),
    ],
)
def test_a_shared_text_must_say_what_it_is(says):
    with pytest.raises(NotImplementedError):
        says(Agreement())


def test_a_row_put_beside_the_words_needs_neither_the_pen_nor_the_last_version(table):
    agreement = with_pen(written(table), by=head(table))

    def change(text):
        text.expectations.filter(structure=table.centre).update(brings="Le café.")

    fresh = accord.add(text=agreement, change=change, by=table.boss)

    assert (fresh.version, again(agreement).pen.first_name) == (3, "Hélène")
    assert AuditEvent.objects.latest("pk").fields == ["sides"]


def test_nothing_is_put_beside_a_text_that_is_closed(table):
    agreement = written(table)
    table.partnership.stage = "closed"
    table.partnership.save()

    with pytest.raises(ValidationError, match="Ce partenariat est terminé"):
        accord.add(text=agreement, change=lambda text: None, by=table.boss)


# -- Acceptances -------------------------------------------------------------------------------


def accept(agreement, structure, by, **said):
    return accord.accept(text=agreement, structure=structure, seen=2, by=by, **said)


def test_saying_yes_twice_is_no_fault(table):
    agreement = written(table)

    answers = [accept(agreement, table.centre, table.boss) for _ in range(2)]

    assert answers[0] == answers[1] == agreement.acceptances.get()
    assert AuditEvent.objects.filter(verb="accepted").get().structure == table.centre


def test_nobody_accepts_words_they_have_not_read(table):
    agreement = written(table)
    rewritten(agreement, table, rhythm="Le jeudi.")

    with pytest.raises(accord.Outdated, match="a changé pendant que vous le lisiez"):
        accept(agreement, table.centre, table.boss)

    assert agreement.acceptances.count() == 0


def test_a_yes_of_tomorrow_is_refused(table):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(ValidationError, match="pas encore venu"):
        accept(written(table), table.school, table.boss, spoken_by="Elle", said_on=tomorrow)
