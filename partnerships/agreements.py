"""How an agreement reads: its passages, what each party says, what differs from last year."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from partnerships.calendar import first_year
from partnerships.differences import Change, changes
from partnerships.models import Agreement, Expectation, Partnership, School, Structure, User
from partnerships.models.mechanics import title_of
from partnerships.standings import Standing, relaunched_by, standings

# Who may sign depends on it (PDF): a primary school is no legal person.
FIRST_DEGREE = {School.Level.NURSERY, School.Level.ELEMENTARY, School.Level.PRIMARY}
SECOND_DEGREE = {School.Level.COLLEGE, School.Level.LYCEE}


def passages(agreement: Agreement) -> list[tuple[str, str]]:
    """The shared words, as one text: [(title, words)], those not written yet as empty words."""
    return [(title_of(Agreement, name), getattr(agreement, name)) for name in Agreement.WORDS]


def unwritten(agreement: Agreement) -> list[str]:
    """The passages nobody has written yet."""
    return [title.lower() for title, words in passages(agreement) if not words]


def sides(agreement: Agreement) -> list[tuple[Structure, list[tuple[str, str]]]]:
    """What each party of today says, in the same order and the same words for all."""
    said = {expectation.structure_id: expectation for expectation in agreement.expectations.all()}
    return [
        (
            party.structure,
            [
                (title_of(Expectation, word), getattr(said.get(party.structure_id), word, ""))
                for word in Expectation.WORDS
            ],
        )
        for party in agreement.partnership.sides()
    ]


def since_last_year(agreement: Agreement) -> list[Change]:
    """What differs from the agreement this one carries on."""
    if agreement.previous is None:
        return []
    last = agreement.previous.versions.get(number=agreement.previous.version)
    now = next(each for each in agreement.versions.all() if each.number == agreement.version)
    before, after = agreement.flat(last.content), agreement.flat(now.content)
    return changes(before, after, agreement.titles())


# -- On the page of its partnership ---------------------------------------------------------------


@dataclass(frozen=True)
class Ledger:
    """The line of the agreement on the page of its partnership."""

    agreement: Agreement
    standings: list[Standing]
    others: list[Agreement]
    relaunches: frozenset
    # This year’s is still to be written.
    is_of_before: bool


def ledger(partnership: Partnership, user: User, today: dt.date) -> Ledger | None:
    """This school year’s agreement, else the latest one."""
    found = list(Agreement.objects.visible_to(user).of(partnership))
    if not found:
        return None
    year = first_year(today)
    chosen = next((each for each in found if each.school_year == year), found[0])
    chosen.partnership = partnership
    prefetch_related_objects([chosen], "acceptances__accepted_by", "versions")
    others = [each for each in found if each != chosen]
    return Ledger(
        chosen, standings(chosen), others, relaunched_by(chosen, user), chosen.school_year < year
    )
