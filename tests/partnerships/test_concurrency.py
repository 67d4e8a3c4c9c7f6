"""What two people do to one partnership at the same moment, on the database of this run."""

import datetime as dt

import pytest

from partnerships.actions import (
    accord,
    agreements,
    asking,
    contacts,
    meetings,
    partnerships,
    threads,
)
from partnerships.models import AgreementLink, AuditEvent, Party, Tenure
from tests.factories import (
    ContactFactory,
    DecisionFactory,
    MembershipFactory,
    StructureFactory,
    TenureFactory,
    TermFactory,
    UserFactory,
)
from tests.partnerships.agreeing import again, rewritten, with_pen
from tests.together import at_once, refused_or_not

pytestmark = pytest.mark.django_db(transaction=True)


def tell(acts):
    """What was done, without the refusals."""
    return [answer for answer in at_once([refused_or_not(act) for act in acts]) if answer]


# -- The agreement -------------------------------------------------------------------------------


def test_of_two_who_write_one_is_told(table, agreement):
    written = tell(
        [
            lambda words=words: rewritten(agreement, table, rhythm=words)
            for words in ("Le lundi.", "Le jeudi.")
        ]
    )

    kept = again(agreement)
    assert [each.rhythm for each in written] == [kept.rhythm]
    assert (kept.version, kept.versions.count()) == (3, 3)


def test_of_two_who_take_the_pen_one_has_it(agreement):
    people = [UserFactory(), UserFactory()]

    taken = tell([lambda by=by: accord.take_pen(text=agreement, by=by) for by in people])

    assert [each.pen for each in taken] == [again(agreement).pen]


def test_nobody_says_yes_to_words_written_while_they_read(table, agreement):
    said = {"text": agreement, "structure": table.school, "seen": 2, "by": None}

    tell(
        [
            lambda: rewritten(agreement, table, rhythm="Le jeudi."),
            lambda: accord.accept(**said),
        ]
    )

    assert again(agreement).version == 3
    assert set(agreement.acceptances.values_list("version", flat=True)) <= {2}


def test_saying_yes_twice_writes_it_once(table, agreement):
    said = {"text": agreement, "structure": table.centre, "seen": 2, "by": table.boss}

    answers = tell([lambda: accord.accept(**said)] * 2)

    assert answers == [agreement.acceptances.get()] * 2
    assert AuditEvent.objects.filter(verb="accepted").count() == 1


def test_a_link_answered_from_two_telephones_serves_once(table, agreement):
    link, _token = send(table, agreement)
    names = ["La première", "La seconde"]

    answers = tell(
        [
            lambda name=name: asking.accept(link=again_link(link), seen=2, spoken_by=name)
            for name in names
        ]
    )

    assert answers == [agreement.acceptances.get()]


def again_link(link):
    return AgreementLink.objects.select_related("agreement__partnership").get(pk=link.pk)


def send(table, agreement):
    return asking.send(
        text=agreement, structure=table.school, email="direction@ecole.test", by=table.boss
    )


def test_links_sent_together_leave_one_that_opens_and_three_letters_at_most(table, agreement):
    tell([lambda: send(table, agreement)] * 5)

    assert AgreementLink.objects.count() == 3
    assert AgreementLink.objects.usable().count() == 1


def test_an_agreement_begun_by_two_is_begun_once(table):
    new = {"partnership": table.partnership, "school_year": 2026, "kind": "yearly"}

    begun = tell([lambda: agreements.draft(**new, by=table.boss)] * 2)

    assert begun == [table.partnership.agreements.get()]


def test_an_agreement_carried_on_and_begun_together_is_one(table, agreement):
    new = {"partnership": table.partnership, "school_year": 2026, "kind": "yearly"}

    begun = tell(
        [
            lambda: agreements.renew(agreement=agreement, by=table.boss),
            lambda: agreements.draft(**new, by=table.boss),
        ]
    )

    assert begun == [table.partnership.agreements.get(school_year=2026)]


def test_dropping_the_pen_while_another_takes_it_leaves_it_in_their_hand(table, agreement):
    with_pen(agreement, by=table.boss)
    other = UserFactory()

    at_once(
        [
            lambda: accord.drop_pen(text=agreement, by=table.boss),
            lambda: accord.take_pen(text=agreement, by=other, reason="Je finis."),
        ]
    )

    assert again(agreement).pen == other


# -- Those who are around it ---------------------------------------------------------------------


def test_a_structure_added_by_two_sits_once(table):
    third = StructureFactory()
    new = {"partnership": table.partnership, "structure": third, "by": table.boss}

    seated = tell([lambda: partnerships.add_party(**new)] * 2)

    assert seated == [Party.objects.get(structure=third)]


def test_two_who_take_out_the_last_parties_leave_two(table):
    third = partnerships.add_party(
        partnership=table.partnership, structure=StructureFactory(), by=table.boss
    )
    second = table.partnership.parties.get(structure=table.school)

    tell(
        [
            lambda party=party: partnerships.remove_party(party=party, by=table.boss) or True
            for party in (second, third)
        ]
    )

    assert table.partnership.parties.count() == 2


def test_the_thread_named_by_two_is_held_once(table):
    tenure = TenureFactory(structure=table.school)
    party = table.partnership.parties.get(structure=table.school)
    new = {"party": party, "tenure": tenure, "kind": "functional", "starts_on": dt.date(2026, 3, 1)}

    held = tell([lambda: threads.name_holder(**new, by=table.boss)] * 2)

    assert held == [table.partnership.threads.get()]


def test_a_function_noted_by_two_is_held_once(table):
    contact = ContactFactory()
    words = {"contact": contact, "structure": table.school, "function": "directrice"}
    starts_on = dt.date(2026, 3, 1)

    noted = tell(
        [lambda: contacts.add_tenure(tenure=Tenure(**words, starts_on=starts_on), by=table.boss)]
        * 2
    )

    assert noted == [contact.tenures.get()]


def test_what_two_write_of_one_aspect_is_one_note(table):
    aspect = TermFactory(vocabulary="school_knowledge")
    about = {"structure": table.school, "aspect": aspect, "by": table.boss}

    at_once(
        [
            lambda text=text: contacts.write_knowledge(**about, text=text)
            for text in ("Le portail ferme à 9 h.", "Le portail ferme à 8 h 30.")
        ]
    )

    assert table.school.knowledge.count() == 1


def test_two_taps_on_a_decision_write_once():
    decision = DecisionFactory()
    people = [MembershipFactory().user for _ in range(6)]

    answers = at_once([lambda by=by: meetings.complete(decision=decision, by=by) for by in people])

    assert sorted(answers) == [False] * 5 + [True]
    assert AuditEvent.objects.filter(verb="closed").count() == 1
