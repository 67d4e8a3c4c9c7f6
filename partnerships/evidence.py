"""Evidence of co-construction: derived from what was noted; counts, never a score (EVA-048)."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships import registry
from partnerships.actions.meetings import by_side
from partnerships.around import named
from partnerships.models import (
    AgreementAcceptance,
    AgreementVersion,
    Decision,
    Difficulty,
    Meeting,
    Membership,
    PartnerRequest,
    Partnership,
    Structure,
    User,
    WorkingGroupMember,
)
from partnerships.stability import Stability, of_schools


@dataclass(frozen=True)
class SideLine:
    """What one party did, in counts; minutes of its people, each counted."""

    side: Structure
    versions: int
    acceptances: int
    facilitation: int
    meeting: int
    asked: int
    decisions: int


@dataclass(frozen=True)
class Evidence:
    partnership: Partnership
    first: Meeting | None
    came_first: list[tuple[str, list[str], int]]
    lines: list[SideLine]
    # (whose idea, how many actions), the most frequent first.
    ideas: list[tuple[str, int]]
    actions: list[registry.Initiative]
    meetings: int
    meetings_without_duration: int
    meetings_with_parents: int
    parents_met: int
    decisions: int
    decisions_together: int
    decisions_done: int
    requests: int
    requests_of_parents: int
    requests_answered: int
    difficulties: int
    difficulties_lifted: int
    parents_in_groups: int
    schools: list[Stability]
    # What was evaluated together.
    proofs: list[registry.Line]

    @property
    def is_empty(self):
        return not (self.meetings or self.actions or self.decisions or self.requests)


def evidence(partnership: Partnership, user: User, today) -> Evidence:
    """Of what was lived up to today, in a fixed number of queries; minutes and counts."""
    meetings = list(
        Meeting.objects.visible_to(user)
        .about(partnership)
        .held(today)
        .prefetch_related("presences__structure", "presences__contact")
        .order_by("held_on", "starts_at", "pk")
    )
    decisions = list(rows(Decision, partnership, user))
    requests = list(rows(PartnerRequest, partnership, user))
    lifted = list(rows(Difficulty, partnership, user).values_list("lifted_on", flat=True))
    actions = registry.initiatives.ask(partnership, user)
    together = {meeting.pk for meeting in meetings if sides_at(meeting) > 1}
    parents = [parents_at(meeting) for meeting in meetings]
    members = WorkingGroupMember.objects.filter(group__partnership=partnership)
    return Evidence(
        partnership=partnership,
        first=meetings[0] if meetings else None,
        came_first=came_to(meetings[0], partnership) if meetings else [],
        lines=lines(partnership, user, meetings, decisions),
        ideas=Counter(action.whose or _("pas dit") for action in actions).most_common(),
        actions=actions,
        meetings=len(meetings),
        meetings_without_duration=sum(not meeting.minutes for meeting in meetings),
        meetings_with_parents=sum(number > 0 for number in parents),
        parents_met=sum(parents),
        decisions=len(decisions),
        decisions_together=sum(decision.meeting_id in together for decision in decisions),
        decisions_done=sum(decision.done_on is not None for decision in decisions),
        requests=len(requests),
        requests_of_parents=sum(asked.asked_by == "parents" for asked in requests),
        requests_answered=sum(asked.answered_on is not None for asked in requests),
        difficulties=len(lifted),
        difficulties_lifted=sum(day is not None for day in lifted),
        parents_in_groups=sum(members.values_list("parents", flat=True)),
        schools=of_schools(partnership, user, today),
        proofs=registry.proofs.ask(partnership, user),
    )


def came_to(meeting, partnership):
    """By name those of its own parties; a wider meeting had guests, who are counted."""
    presences = meeting.presences.all()
    sides = [party.structure_id for party in partnership.parties.all()]
    return by_side(presences, named(presences, sides))


def rows(model, partnership, user):
    return model.objects.visible_to(user).filter(partnership=partnership)


def sides_at(meeting):
    """How many sides sat there, parents counting as one."""
    return len({presence.structure_id for presence in meeting.presences.all()})


def parents_at(meeting):
    return sum(p.number for p in meeting.presences.all() if p.structure_id is None)


def lines(partnership, user, meetings, decisions):
    """One line a party, in the order of the title."""
    versions = versions_by_side(partnership)
    acceptances = Counter(
        AgreementAcceptance.objects.filter(agreement__partnership=partnership).values_list(
            "structure", flat=True
        )
    )
    given = Counter()
    for structure, minutes in registry.given.ask(partnership, user):
        given[structure] += minutes
    sat = Counter()
    for meeting in meetings:
        for presence in meeting.presences.all():
            sat[presence.structure_id] += presence.number * (meeting.minutes or 0)
    asked = Counter(meeting.asked_by_id for meeting in meetings)
    promised = Counter(decision.side_id for decision in decisions)
    return [
        SideLine(
            side=party.structure,
            versions=versions[party.structure_id],
            acceptances=acceptances[party.structure_id],
            facilitation=given[party.structure_id],
            meeting=sat[party.structure_id],
            asked=asked[party.structure_id],
            decisions=promised[party.structure_id],
        )
        for party in partnership.sides()
    ]


def versions_by_side(partnership):
    """Versions of the agreements by the side of whoever wrote them, by their roles of any time."""
    writers = list(
        AgreementVersion.objects.filter(
            agreement__partnership=partnership, written_by__isnull=False
        ).values_list("written_by", flat=True)
    )
    parties = [party.structure_id for party in partnership.sides()]
    roles = Membership.objects.filter(user__in=writers, structure__in=parties).order_by("pk")
    side_of = {}
    for user, structure in roles.values_list("user", "structure"):
        side_of.setdefault(user, structure)
    return Counter(side_of[user] for user in writers if user in side_of)
