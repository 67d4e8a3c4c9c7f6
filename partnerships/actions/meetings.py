"""Meetings as they are noted, and the record that goes to those who came."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import audit, letters
from partnerships.actions.changes import change, create, delete
from partnerships.models import (
    Contact,
    Decision,
    Meeting,
    Partnership,
    Presence,
    Structure,
    User,
)

LETTER = "partnerships/emails/meeting_record.txt"


@dataclass(frozen=True)
class Present:
    """Somebody of the directory, so many people of one side, or so many parents (no side)."""

    structure: Structure | None
    contact: Contact | None = None
    number: int = 1


@dataclass(frozen=True)
class Row:
    """A decision as it was written in the page of the meeting: a new one, or what changes."""

    decision: Decision
    values: Mapping[str, object]


@transaction.atomic
def note(
    *,
    meeting: Meeting,
    present: Iterable[Present],
    decisions: Iterable[Row],
    also_of: Iterable[Partnership] = (),
    by: User,
) -> Meeting:
    """A meeting with who came and what was decided (PAR-098 to PAR-102).

    `also_of` are the other partnerships it concerns: their parties read it, without its decisions
    (PAR-109). Refuses (ValidationError) what breaks a rule of the models; nothing is then written.
    """
    meeting.recorded_by = by
    create(meeting, by=by, structure=meeting.asked_by)
    meeting.also_of.set(also_of)
    seat(meeting, present)
    decide(meeting, decisions, by)
    return meeting


@transaction.atomic
def correct(
    *,
    meeting: Meeting,
    values: Mapping[str, object],
    present: Iterable[Present],
    decisions: Iterable[Row],
    removed: Iterable[Decision] = (),
    by: User,
) -> Meeting:
    """Refuses as `note`. The decisions of a meeting whose day was wrong follow it."""
    meeting = change(meeting, values=values, by=by, structure=meeting.asked_by)
    seat(meeting, present)
    for decision in removed:
        delete(decision, by=by, structure=decision.side)
    decide(meeting, decisions, by)
    possible = Q(done_on__isnull=True) | Q(done_on__gte=meeting.held_on)
    meeting.decisions.filter(possible).update(decided_on=meeting.held_on)
    return meeting


def seat(meeting: Meeting, present: Iterable[Present]) -> None:
    """Who came is said whole each time: those no longer said were not there."""
    wanted = {(who.structure, who.contact): who.number for who in present}
    for presence in meeting.presences.select_related("structure", "contact"):
        if wanted.get((presence.structure, presence.contact)) == presence.number:
            del wanted[presence.structure, presence.contact]
        else:
            presence.delete()
    for (structure, contact), number in wanted.items():
        presence = meeting.presences.model(
            meeting=meeting, structure=structure, contact=contact, number=number
        )
        presence.full_clean()
        presence.save()


def decide(meeting: Meeting, rows: Iterable[Row], by: User) -> None:
    for row in rows:
        if row.decision.pk:
            change(row.decision, values=row.values, by=by, structure=row.decision.side)
        else:
            row.decision.meeting = meeting
            row.decision.partnership = meeting.partnership
            row.decision.decided_on = meeting.held_on
            create(row.decision, by=by, structure=row.decision.side)


def by_side(
    presences: Iterable[Presence], named: Collection[int] | None = None
) -> list[tuple[str, list[str], int]]:
    """Who came, side by side, parents last: [(side, names, people without a name)].

    `named` keeps the names to the presences of those keys; the others are counted.
    """
    sides: dict[Structure | None, tuple[list[str], int]] = {}
    for presence in sorted(presences, key=lambda presence: presence.structure is None):
        names, others = sides.get(presence.structure, ([], 0))
        if presence.contact and (named is None or presence.pk in named):
            names.append(str(presence.contact))
        else:
            others += presence.number
        sides[presence.structure] = names, others
    return [(str(side or _("Parents")), names, others) for side, (names, others) in sides.items()]


def recipients(meeting: Meeting) -> list[Presence]:
    """Those who came and have an address, each address once."""
    found = {}
    for presence in meeting.presences.select_related("contact", "structure"):
        if presence.contact and presence.contact.email:
            found.setdefault(presence.contact.email.lower(), presence)
    return list(found.values())


def around(meeting: Meeting) -> list[set[int]]:
    """The tables it gathered, the one where it was noted first (keys of structures)."""
    partnerships = [meeting.partnership, *meeting.also_of.prefetch_related("parties")]
    return [{party.structure_id for party in each.parties.all()} for each in partnerships]


def letter_for(presence: Presence, tables: list[set[int]], context: dict) -> dict:
    """What the letter says to one of them: a guest reads neither decisions nor strangers’ names."""
    own = presence.structure_id
    if own in tables[0]:
        return context
    known = set().union(*(table for table in tables if own in table))
    came = presence.meeting.presences.select_related("structure", "contact")
    named = [each.pk for each in came if each.structure_id in known]
    return context | {"decisions": [], "sides": by_side(came, named)}


def send_record(*, meeting: Meeting, context: dict, by: User) -> tuple[int, int]:
    """A letter to each of those who came: (sent, failed). The day is kept when one left.

    Refuses (ValidationError) when nobody who came has an address.
    """
    readers, tables = recipients(meeting), around(meeting)
    if not readers:
        raise ValidationError(
            _("Personne de présent n’a d’adresse e-mail : notez-la dans sa fiche, puis revenez.")
        )
    subject = gettext_lazy("Compte rendu : %(purpose)s")
    left = [
        letters.send(
            LETTER,
            letter_for(reader, tables, context),
            to=reader.contact.email,
            subject=subject,
            words={"purpose": meeting.purpose},
        )
        for reader in readers
    ]
    if any(left):
        mark_sent(meeting, by)
    return left.count(True), left.count(False)


@transaction.atomic
def mark_sent(meeting: Meeting, by: User) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(record_sent_at=timezone.now())
    audit.record(audit.Verb.ISSUED, meeting, by=by, structure=meeting.asked_by)


@transaction.atomic
def complete(*, decision: Decision, by: User, today: dt.date | None = None) -> bool:
    """« C’est fait ». False when somebody had already said so: nothing is then written twice."""
    day = max(today or timezone.localdate(), decision.decided_on)
    return tick(decision, Decision.objects.open(), day, by)


@transaction.atomic
def reopen(*, decision: Decision, by: User) -> bool:
    """It was not done after all; False when it is already to do."""
    return tick(decision, Decision.objects.done(), None, by)


def tick(decision, among, day, by):
    """One conditional update: of two taps at the same moment, one finds nothing to change."""
    written = among.filter(pk=decision.pk).update(done_on=day)
    if written:
        verb = audit.Verb.CLOSED if day else audit.Verb.REOPENED
        audit.record(verb, decision, by=by, structure=decision.side, fields=["done_on"])
    return bool(written)
