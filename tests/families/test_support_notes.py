import datetime as dt

import pytest

from families.models import Family, Parent, SupportMeeting
from partnerships import registry
from partnerships.models import AuditEvent
from partnerships.registry import Leaver
from tests.factories import (
    EnrolmentFactory,
    MembershipFactory,
    ParentFactory,
    StructureFactory,
    SupportMeetingFactory,
    TermFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def parent(centre):
    return ParentFactory(family__structure=centre, first_name="Samira")


def confided(parent, author, **fields):
    return SupportMeetingFactory(parent=parent, author=author, confidential_note="Tu", **fields)


def notes_for(user):
    """What this person reads of the confidential notes."""
    return [
        (meeting.note, meeting.is_note_shared)
        for meeting in SupportMeeting.objects.with_note_for(user).order_by("pk")
    ]


# -- Who reads what ------------------------------------------------------------------------------


def test_a_confidential_note_is_its_author_s_and_the_coordinator_s_where_shared(centre, parent):
    author = facilitator(centre)
    confided(parent, author)
    confided(parent, author, is_shared_with_coordinator=True)
    SupportMeetingFactory(parent=parent, author=author)

    read = [
        notes_for(user)
        for user in (
            author,
            coordinator(centre),
            facilitator(centre),
            partner(centre),
            coordinator(StructureFactory()),
        )
    ]

    nothing = ("", False)
    assert read[0] == [("Tu", False), ("Tu", True), nothing]
    assert read[1] == [nothing, ("Tu", True), nothing]
    assert read[2:] == [[nothing] * 3] * 3


def test_whoever_left_reads_their_notes_no_more(centre, parent):
    author = facilitator(centre)
    confided(parent, author)

    author.memberships.update(ends_on="2026-03-09")

    assert notes_for(author) == [("", False)]
    assert list(SupportMeeting.objects.visible_to(author)) == []


def test_a_facilitator_sees_their_own_meetings_and_those_of_whom_they_meet(centre, parent):
    workshop = WorkshopFactory(programme__lead=centre)
    met = EnrolmentFactory(workshop=workshop, parent=parent).parent
    user = facilitator(centre, workshop)
    theirs = SupportMeetingFactory(parent=met, held_on=dt.date(2026, 2, 1))
    mine = SupportMeetingFactory(
        parent__family__structure=centre, author=user, held_on=dt.date(2026, 2, 2)
    )
    SupportMeetingFactory(parent__family__structure=centre)

    assert list(SupportMeeting.objects.visible_to(user)) == [mine, theirs]


def test_the_door_does_not_read_the_note(centre, parent, django_assert_num_queries):
    confided(parent, facilitator(centre))
    boss = coordinator(centre)
    assert boss.rights.coordinates

    with django_assert_num_queries(1) as asked:
        list(SupportMeeting.objects.visible_to(boss).for_lines())

    assert not [query for query in asked if "confidential" in query["sql"]]


# -- What the rest of the house is told ---------------------------------------------------------


def test_a_meeting_is_told_among_what_the_family_took_part_in(centre, parent):
    meeting = SupportMeetingFactory(
        parent=parent, topic=TermFactory(label="La cantine"), shared_note="Secret d’équipe"
    )
    SupportMeetingFactory(parent=parent, kind="mediation", held_on=dt.date(2026, 1, 5))

    found = registry.participation.ask([parent], coordinator(centre))

    assert [(line.on, line.person, line.title, line.detail) for line in found] == [
        (dt.date(2026, 11, 3), "Samira", "Accompagnement", "La cantine"),
        (dt.date(2026, 1, 5), "Samira", "Médiation", ""),
    ]
    assert found[0].url == meeting.get_absolute_url()


def test_a_meeting_is_a_contact(parent):
    SupportMeetingFactory(parent=parent, held_on=dt.date(2026, 2, 3))
    SupportMeetingFactory(parent=parent, held_on=dt.date(2026, 2, 1))

    family = Family.objects.with_last_contact().get(pk=parent.family_id)

    assert family.last_contact == dt.date(2026, 2, 3)


def test_whom_one_met_alone_is_somebody_one_meets(centre, parent):
    user = facilitator(centre)
    SupportMeetingFactory(parent=parent, author=user)
    former = facilitator(centre)
    SupportMeetingFactory(parent=parent, author=former)
    former.memberships.update(ends_on="2026-03-09")

    seen = [list(Parent.objects.visible_to(each)) for each in (user, former)]

    assert seen == [[parent], []]


# -- Somebody leaves -----------------------------------------------------------------------------


def holding_of(author, centre):
    holdings = registry.holdings.ask(Leaver(structure=centre, account=author))
    return [holding for holding in holdings if holding.kind == "Accompagnements individuels"]


@pytest.mark.parametrize("note", ["", "Tu"])
def test_the_screen_says_the_same_whether_there_are_notes_or_not(centre, parent, note):
    author = facilitator(centre)
    for _ in range(2):
        SupportMeetingFactory(parent=parent, author=author, confidential_note=note)
    SupportMeetingFactory(author=author)

    (holding,) = holding_of(author, centre)

    assert holding.title == "2 accompagnements et leurs notes, pour la coordination"


def test_nothing_is_held_by_whoever_noted_nothing_or_has_no_account(centre):
    assert holding_of(facilitator(centre), centre) == []
    assert holding_of(None, centre) == []


def test_notes_pass_to_the_coordination_in_one_audited_act(centre, parent):
    author, boss = facilitator(centre), coordinator(centre)
    confided(parent, author)
    SupportMeetingFactory(parent=parent, author=author)
    other = confided(parent, facilitator(centre))

    colleague = Leaver(structure=centre, account=facilitator(centre))
    is_taken = holding_of(author, centre)[0].hand_over(colleague, boss)

    other.refresh_from_db()
    assert is_taken
    assert notes_for(boss) == [("Tu", True), ("", False), ("", False)]
    assert notes_for(colleague.account) == [("", False)] * 3
    assert not other.is_shared_with_coordinator
    lines = AuditEvent.objects.values_list("verb", "object_type", "fields", "family", "actor")
    line = ("changed", "families.supportmeeting", ["notes"], parent.family_id, boss.pk)
    assert list(lines) == [line] * 2


def test_notes_stay_closed_while_nobody_else_coordinates(centre, parent):
    author = coordinator(centre)
    meeting = confided(parent, author)
    MembershipFactory(structure=centre, role="coordinator", ends_on="2026-03-09")

    is_taken = holding_of(author, centre)[0].hand_over(None, author)

    meeting.refresh_from_db()
    assert (is_taken, meeting.is_shared_with_coordinator) == (False, False)
    assert not AuditEvent.objects.exists()
