"""Two records of one person become one, and two again: nothing is lost, nothing is named."""

import datetime as dt
import json

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from families.actions import merges
from families.models import Family, Merge, Parent, Schooling, Separation
from partnerships import registry
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    ConsentFactory,
    EnrolmentFactory,
    FamilyFactory,
    GuestFactory,
    HeldSessionFactory,
    OutcomeFactory,
    ParentFactory,
    QuoteFactory,
    ReferralFactory,
    SchoolingFactory,
    SupportMeetingFactory,
    TermFactory,
    WaitingFactory,
    coordinator,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def by(centre):
    return coordinator(centre)


def person(centre, **values):
    return ParentFactory(family__structure=centre, **values)


def snapshot():
    """Every row a merge may touch, as text."""
    models = [Family, Parent, *(model for model, _column in POINTING)]
    rows = {
        model.__name__: serializers.serialize("json", model.objects.order_by("pk"))
        for model in models
    }
    languages = Family.languages.through.objects.order_by("family_id", "term_id")
    return rows | {
        "schoolings": sorted(Schooling.objects.values_list("pk", "family", "children")),
        "languages": list(languages.values_list("family_id", "term_id")),
    }


# What stays with the record itself: merges, and « ce sont deux personnes ».
OWN = {
    ("Parent", "merged_into"),
    ("Merge", "kept"),
    ("Merge", "set_aside"),
    ("Separation", "first"),
    ("Separation", "second"),
}
POINTING = [
    (link.related_model, link.field.name)
    for link in Parent._meta.get_fields(include_hidden=True)
    if link.auto_created
    and link.is_relation
    and (link.related_model.__name__, link.field.name) not in OWN
]


def everything_of(parent):
    session = HeldSessionFactory(workshop__programme__lead=parent.family.structure)
    AttendanceFactory(session=session, parent=parent)
    EnrolmentFactory(workshop=session.workshop, parent=parent)
    ConsentFactory(parent=parent)
    ReferralFactory(parent=parent)
    ReferralFactory(received_as=parent)
    SupportMeetingFactory(parent=parent, confidential_note="Rien à lire ici")
    OutcomeFactory(parent=parent, fact="a acheté un ordinateur")
    GuestFactory(session__workshop=session.workshop, parent=parent)
    WaitingFactory(parent=parent)
    QuoteFactory(parent=parent, words="Rien à lire non plus")
    return session


def test_all_that_points_at_a_person_moves_and_comes_back(centre, by):
    kept, set_aside = person(centre), person(centre, first_name="Fatoumata", phone="0612345678")
    everything_of(set_aside)
    before = snapshot()

    merge = merges.merge(kept=kept, set_aside=set_aside, taken=["phone"], by=by)

    left = [
        (model.__name__, column)
        for model, column in POINTING
        if model.objects.filter(**{column: set_aside}).exists()
        or not model.objects.filter(**{column: kept}).exists()
    ]
    assert left == []
    merges.undo(merge=merge, by=by)
    assert snapshot() == before


def test_what_is_written_down_names_nobody(centre, by):
    kept, set_aside = person(centre), person(centre, first_name="Fatoumata", phone="0612345678")
    session = everything_of(set_aside)
    AttendanceFactory(session=session, parent=kept)
    EnrolmentFactory(workshop=session.workshop, parent=kept)

    merge = merges.merge(kept=kept, set_aside=set_aside, taken=["first_name", "phone"], by=by)

    written = json.dumps(Merge.objects.get(pk=merge.pk).moves)
    for word in ["Fatoumata", "0612345678", "Rien à lire", "ordinateur", "Prénom"]:
        assert word not in written


def test_each_app_says_what_would_move(centre):
    parent = person(centre)
    everything_of(parent)

    assert [words for mover in registry.movers.ask() if (words := mover.tell(parent))] == [
        *("1 présence", "1 inscription", "attendue à 1 séance", "1 place attendue", "1 parole"),
        *("1 accord", "1 orientation", "1 orientation reçue", "1 accompagnement", "1 effet noté"),
    ]
    assert [mover.tell(person(centre)) for mover in registry.movers.ask()] == [""] * 10


# -- Values --------------------------------------------------------------------------------------


def test_the_chosen_values_stay_and_the_others_wait_aside(centre, by):
    kept = person(centre, first_name="Fatou", phone="0611111111", birth_year=1985)
    set_aside = person(centre, first_name="Fatoumata", phone="0622222222", age_band="26-59")

    merges.merge(kept=kept, set_aside=set_aside, taken=["first_name", "age"], by=by)

    kept.refresh_from_db()
    set_aside.refresh_from_db()
    assert (kept.first_name, kept.phone, kept.birth_year, kept.age_band) == (
        *("Fatoumata", "0611111111", None, "26-59"),
    )
    assert (set_aside.first_name, set_aside.phone, set_aside.birth_year) == (
        *("Fatou", "0622222222", 1985),
    )
    assert kept.search_key == "fatoumata"
    assert set_aside.merged_into == kept


def test_a_relay_stays_one_and_who_is_left_alone_too(centre, by):
    kept, set_aside = person(centre), person(centre, is_relay=True, is_left_alone=True)

    merge = merges.merge(kept=kept, set_aside=set_aside, by=by)

    kept.refresh_from_db()
    assert (kept.is_relay, kept.is_left_alone) == (True, True)
    merges.undo(merge=merge, by=by)
    kept.refresh_from_db()
    assert (kept.is_relay, kept.is_left_alone) == (False, False)


# -- Households ----------------------------------------------------------------------------------


def test_a_household_left_empty_gives_what_it_knows_and_is_hidden(centre, by):
    arabic, french = TermFactory.create_batch(2, vocabulary="language")
    kept, set_aside = person(centre), person(centre, family__is_interpreter_needed=True)
    gone = set_aside.family
    gone.lives_in_qpv, gone.qpv_source = "yes", "declared"
    gone.informed_on, gone.informed_how = dt.date(2026, 1, 5), "paper"
    gone.save()
    gone.languages.set([arabic, french])
    kept.family.languages.set([french])
    same = SchoolingFactory(family=kept.family, children=1)
    SchoolingFactory(family=gone, school=same.school, children=2)
    SchoolingFactory(family=gone, level="nursery")
    before = snapshot()

    merge = merges.merge(kept=kept, set_aside=set_aside, taken=["qpv"], by=by)

    family = Family.objects.get(pk=kept.family_id)
    assert (family.lives_in_qpv, family.is_interpreter_needed) == ("yes", True)
    assert family.informed_on == dt.date(2026, 1, 5)
    assert set(family.languages.all()) == {arabic, french}
    assert sorted(family.schoolings.values_list("level", "children")) == [
        ("elementary", 2),
        ("nursery", 1),
    ]
    assert list(Family.objects.visible_to(by)) == [family]
    merges.undo(merge=merge, by=by)
    assert Family.objects.visible_to(by).count() == 2
    assert snapshot() == before


def test_a_number_of_children_corrected_since_stays_corrected(centre, by):
    kept, set_aside = person(centre), person(centre)
    mine = SchoolingFactory(family=kept.family, children=1)
    theirs = SchoolingFactory(family=set_aside.family, school=mine.school, children=2)
    merge = merges.merge(kept=kept, set_aside=set_aside, by=by)
    mine.refresh_from_db()
    mine.children = 4
    mine.save()

    merges.undo(merge=merge, by=by)

    mine.refresh_from_db()
    assert mine.children == 4
    assert set_aside.family.schoolings.get().children == theirs.children


def test_a_household_where_somebody_else_lives_keeps_its_schools(centre, by):
    kept, set_aside = person(centre), person(centre)
    ParentFactory(family=set_aside.family)
    SchoolingFactory(family=set_aside.family)

    merges.merge(kept=kept, set_aside=set_aside, taken=["qpv"], by=by)

    assert set_aside.family.schoolings.count() == 1
    assert Family.objects.visible_to(by).count() == 2


def test_two_records_in_one_household_leave_the_other_parent_alone(centre, by):
    family = FamilyFactory(structure=centre)
    kept, set_aside, other = ParentFactory.create_batch(3, family=family)

    merges.merge(kept=kept, set_aside=set_aside, by=by)

    assert list(family.parents.named().order_by("pk")) == [kept, other]
    assert Family.objects.visible_to(by).get() == family


def test_a_merge_older_than_an_app_is_undone_without_it(centre, by):
    family = FamilyFactory(structure=centre)
    kept, set_aside = ParentFactory.create_batch(2, family=family)
    merge = merges.merge(kept=kept, set_aside=set_aside, by=by)
    merge.moves = [move for move in merge.moves if move["kind"] == "person"]
    merge.save()

    merges.undo(merge=merge, by=by)

    assert list(family.parents.named().order_by("pk")) == [kept, set_aside]


# -- Consents ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ((1, "given"), (2, "withdrawn"), "withdrawn"),
        ((2, "given"), (1, "refused"), "given"),
        ((1, "refused"), (1, "given"), "refused"),
    ],
)
def test_the_last_answer_stands_and_on_one_day_the_careful_one(centre, by, mine, theirs, stands):
    kept, set_aside = person(centre), person(centre)
    for parent, (day, state) in ((kept, mine), (set_aside, theirs)):
        ConsentFactory(parent=parent, state=state, said_on=dt.date(2026, 2, day))
    before = snapshot()

    merge = merges.merge(kept=kept, set_aside=set_aside, by=by)

    assert kept.consents.count() == 2
    assert [answer.state for answer in kept.consents.in_force()] == [stands]
    merges.undo(merge=merge, by=by)
    assert snapshot() == before


def test_an_answer_given_since_is_not_replaced_by_an_older_one(centre, by):
    kept, set_aside = person(centre), person(centre)
    ConsentFactory(parent=kept, state="given", said_on=dt.date(2026, 2, 1))
    ConsentFactory(parent=set_aside, state="refused", said_on=dt.date(2026, 2, 2))
    merge = merges.merge(kept=kept, set_aside=set_aside, by=by)
    kept.consents.in_force().update(ended_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
    ConsentFactory(parent=kept, state="withdrawn", said_on=dt.date(2026, 3, 9))

    merges.undo(merge=merge, by=by)

    assert [answer.state for answer in kept.consents.in_force()] == ["withdrawn"]


# -- Refusals ------------------------------------------------------------------------------------


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.messages[0]


def test_a_record_is_not_the_double_of_itself(centre, by):
    parent = person(centre)

    assert refused(lambda: merges.merge(kept=parent, set_aside=parent, by=by)) == (
        "Choisissez deux fiches différentes."
    )


def test_records_of_two_structures_stay_two(centre, by):
    kept, set_aside = person(centre), ParentFactory()

    assert "deux structures" in refused(lambda: merges.merge(kept=kept, set_aside=set_aside, by=by))
    assert Merge.objects.count() == 0


def forget(parent):
    Parent.objects.filter(pk=parent.pk).update(
        first_name="", last_name="", phone="", email="", erased_on=dt.date(2026, 3, 1)
    )


@pytest.mark.parametrize("which", [0, 1])
def test_somebody_forgotten_is_not_brought_back(centre, by, which):
    pair = [person(centre), person(centre)]
    merge = merges.merge(kept=pair[0], set_aside=pair[1], by=by)
    forget(pair[which])

    assert "plus rien à séparer" in refused(lambda: merges.undo(merge=merge, by=by))
    others = [person(centre), pair[which]]
    assert "demandé à être oubliée" in refused(
        lambda: merges.merge(kept=others[0], set_aside=others[1], by=by)
    )


def test_a_record_already_set_aside_is_told(centre, by):
    kept, set_aside, third = person(centre), person(centre), person(centre)
    merges.merge(kept=kept, set_aside=set_aside, by=by)

    for pair in ({"kept": third, "set_aside": set_aside}, {"kept": set_aside, "set_aside": third}):
        assert "vient de réunir" in refused(lambda pair=pair: merges.merge(**pair, by=by))


def test_merges_are_undone_from_the_last_to_the_first(centre, by):
    one, two, three, four = (person(centre) for _number in range(4))
    for parent in (one, two, three):
        AttendanceFactory(parent=parent, session__workshop__programme__lead=centre)
    before = snapshot()
    first = merges.merge(kept=one, set_aside=two, by=by)
    second = merges.merge(kept=one, set_aside=three, by=by)
    third = merges.merge(kept=four, set_aside=one, by=by)

    for merge in (first, second):
        assert "séparez d’abord" in refused(lambda merge=merge: merges.undo(merge=merge, by=by))
    for merge in (third, second, first):
        merges.undo(merge=merge, by=by)

    assert snapshot() == before
    assert refused(lambda: merges.undo(merge=first, by=by)) == "Ces fiches sont déjà séparées."


# -- Two people ----------------------------------------------------------------------------------


def test_two_people_are_said_once(centre, by):
    first, second = person(centre), person(centre)

    merges.separate(first=second, second=first, by=by)
    merges.separate(first=first, second=second, by=by)

    said = Separation.objects.get()
    assert (said.first, said.second, said.said_by) == (first, second, by)
    lines = AuditEvent.objects.filter(object_type="families.separation")
    assert sorted(lines.values_list("family", flat=True)) == [first.family_id, second.family_id]


# -- The journal ---------------------------------------------------------------------------------


def test_each_household_has_its_line(centre, by):
    kept, set_aside = person(centre), person(centre)

    merge = merges.merge(kept=kept, set_aside=set_aside, by=by)
    merges.undo(merge=merge, by=by)

    lines = AuditEvent.objects.filter(object_type="families.merge").order_by("pk")
    assert list(lines.values_list("verb", "family", "actor", "structure")) == [
        ("merged", kept.family_id, by.pk, centre.pk),
        ("merged", set_aside.family_id, by.pk, centre.pk),
        ("changed", kept.family_id, by.pk, centre.pk),
        ("changed", set_aside.family_id, by.pk, centre.pk),
    ]
