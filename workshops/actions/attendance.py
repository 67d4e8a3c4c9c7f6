"""The heart: one sheet, many hands, nothing lost.

A change says what it was made from; it is written when that still stands, and otherwise told
back with what somebody else wrote meanwhile. Fields are named as on the page: attendance-12 (the
parent), head_count-parents, log, heard, questions, delivered_minutes; the audit line names them so
too.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Value, When, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships import audit, registry
from partnerships.models import AuditEvent, User
from partnerships.questions import written_once
from partnerships.transactions import atomic_again
from partnerships.validators import looks_like_nir, normalise_text
from workshops.actions import snapshots
from workshops.actions.states import locked, reason_to_correct, refuse_cancelled
from workshops.models import Attendance, HeadCount, Session

# What is told of a session: done, heard, to take up again.
TEXTS = ("log", "heard", "questions")
TEXT_LENGTH = 2000
MOST_PEOPLE = 2000
MOST_MINUTES = 1440
# All that settling a row reads of it.
SETTLED = (
    *("session", "parent", "status", "version", "recorded_by", "recorded_at"),
    "family_key",
)
# An afternoon of saving one sheet leaves fewer.
LINES_READ = 300


@dataclass(frozen=True)
class Mark:
    """How somebody is noted; `expected` is the version of the row one saw, 0 when there was none."""

    status: str
    expected: int


@dataclass(frozen=True)
class Count:
    """How many of a category are in the room, those with a name included."""

    number: int
    expected: int


@dataclass(frozen=True)
class Written:
    """What the sheet holds once, a text or a duration; `seen` is what stood there before."""

    value: str | int | None
    seen: str | int | None


@dataclass(frozen=True)
class SheetChanges:
    """Only what changed: marks by parent, counts by category, texts by name (see TEXTS)."""

    marks: dict[int, Mark] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    texts: dict[str, Written] = field(default_factory=dict)
    delivered_minutes: Written | None = None
    reason: str = ""

    def __bool__(self):
        return bool(self.marks or self.counts or self.texts or self.delivered_minutes)


@dataclass
class Conflict:
    """Two answers to one question, and who gave the other one, when."""

    field: str
    mine: str | int | None
    theirs: str | int | None
    version: int
    who: str = ""
    at: datetime | None = None


@dataclass
class SheetOutcome:
    """The versions and texts that stand now, what was really written, and what was not."""

    versions: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str | int | None] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    def wrote(self, name, version):
        self.versions[name] = version
        self.written.append(name)


def save_sheet(*, session: Session, changes: SheetChanges, by: User) -> SheetOutcome:
    """Write what changed and still fits; the rest is told, field by field, in the outcome.

    The same changes sent again change nothing, and nobody is in conflict with themselves: after
    an answer lost on the way, one's next choice simply replaces the one that had arrived. Minutes
    are of delivered duration. Refuses everything when the session is cancelled, or held and no
    reason is given.
    """
    if changes:
        return write(session=session, changes=changes, by=by)
    # Nothing to write: nobody has to wait for anybody.
    refuse_cancelled(session)
    return SheetOutcome()


@atomic_again
def write(*, session, changes, by):
    session = locked(session)
    refuse_cancelled(session)
    reason = reason_to_correct(session, changes.reason)
    outcome, authors = SheetOutcome(), Authors(session)
    noted = write_marks(session, changes.marks, by, outcome, authors)
    write_counts(session, changes.counts, by, outcome, authors)
    write_texts(session, changes, by, outcome, authors)
    if outcome.written:
        tell(session, outcome.written, by=by, reason=reason, noted=noted)
    return outcome


def tell(session, fields, *, by, reason="", noted=()):
    """A line for the sheet, and one for each person noted: in one insert, whatever their number."""
    lead = session.workshop.programme.lead
    if session.status == Session.Status.HELD:
        registry.recounted.ask([lead.pk])
    said = {"by": by, "structure": lead, "reason": reason}
    lines = [
        audit.line(audit.Verb.CHANGED, row, fields=["status"], family=row.family_key, **said)
        for row in noted
    ]
    audit.record_all([*lines, audit.line(audit.Verb.CHANGED, session, fields=fields, **said)])


# -- People --------------------------------------------------------------------------------------


def write_marks(session, marks, by, outcome, authors):
    if not marks:
        return []
    rows = {row.parent_id: row for row in rows_of(session.pk, marks)}
    name_authors(rows, marks)
    newcomers = findable(session, marks.keys() - rows.keys())
    kept = []
    # In one order for everybody, so that two sheets never wait for each other.
    for parent_id in sorted(marks):
        row = rows.get(parent_id) or newcomers.get(parent_id)
        if row := settle(f"attendance-{parent_id}", marks[parent_id], row, by, outcome, authors):
            kept.append(row)
    changed = [row for row in kept if row.pk]
    Attendance.objects.bulk_create([row for row in kept if not row.pk])
    rewrite(changed, by)
    return kept


@written_once
def rows_of(session, parents):
    rows = Attendance.objects.filter(session=session, parent__in=parents).order_by()
    return rows.only(*SETTLED)


def name_authors(rows, marks):
    """Who recorded the rows that may be in conflict: nobody is read when there is none."""
    disputed = [
        row
        for pk, row in rows.items()
        if marks[pk].status != row.status and marks[pk].expected != row.version
    ]
    prefetch_related_objects(disputed, "recorded_by")


def rewrite(rows, by):
    """One update whatever the number of rows and of answers; the session is locked meanwhile."""
    if not rows:
        return
    answered = {}
    for row in rows:
        answered.setdefault(row.status, []).append(row.pk)
    (most, _pks), *others = sorted(answered.items(), key=lambda each: -len(each[1]))
    Attendance.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Case(
            *(When(pk__in=pks, then=Value(answer)) for answer, pks in others), default=Value(most)
        ),
        version=F("version") + 1,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def findable(session, parents):
    """New rows, not written yet, for those of these people one may put on this sheet."""
    if not parents:
        return {}
    found = Parent.objects.findable_for(session.workshop.programme).still().filter(pk__in=parents)
    found = found.select_related("family").annotate(cohort=snapshots.group_of(session))
    return {
        parent.pk: snapshots.row_of(
            session=session, parent=parent, status="", by=None, cohort=parent.cohort
        )
        for parent in found
    }


def settle(name, mark, row, by, outcome, authors):
    """The row to write, if any; otherwise the outcome says why not."""
    if row is None or mark.status not in Attendance.Status.values:
        outcome.refusals[name] = _("Cette personne ne peut pas être notée : rechargez la page.")
        return None
    version = row.version if row.pk else 0
    if mark.status == row.status:
        outcome.versions[name] = version
        return None
    if mark.expected != version and not authors.was(by, name, row):
        outcome.conflicts.append(
            authors.told(Conflict(name, mark.status, row.status, version), row)
        )
        return None
    row.status, row.version, row.recorded_by = mark.status, version + 1, by
    outcome.wrote(name, row.version)
    return row


# -- Head-counts ---------------------------------------------------------------------------------


def write_counts(session, counts, by, outcome, authors):
    if not counts:
        return
    rows = {row.category: row for row in session.head_counts.all()}
    kept = []
    for category in sorted(counts):
        count, name = counts[category], f"head_count-{category}"
        row = rows.get(category, HeadCount(session=session, category=category, version=0))
        if category not in HeadCount.Category.values or not 0 <= count.number <= MOST_PEOPLE:
            outcome.refusals[name] = _("Comptez de 0 à 2 000 personnes.")
        elif count.number == row.number:
            outcome.versions[name] = row.version
        elif count.expected != row.version and not authors.was(by, name):
            conflict = Conflict(name, count.number, row.number, row.version)
            outcome.conflicts.append(authors.told(conflict))
        else:
            row.number, row.version = count.number, row.version + 1
            outcome.wrote(name, row.version)
            kept.append(row)
    upsert(kept)


def upsert(rows):
    """New and changed counts in one statement; the session is locked, so none came in between."""
    for row in rows:
        row.pk = None
    HeadCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "category"],
        update_fields=["number", "version"],
    )


# -- Texts and duration --------------------------------------------------------------------------


def write_texts(session, changes, by, outcome, authors):
    written = []
    for name, change in told_once(changes):
        clean, current = CLEAN.get(name, clean_text), getattr(session, name)
        try:
            value = clean(change.value, session)
        except ValidationError as refusal:
            outcome.refusals[name] = refusal.message
            continue
        if value != current and change.seen != current and not authors.was(by, name):
            conflict = Conflict(name, value, current, session.version)
            outcome.conflicts.append(authors.told(conflict))
            continue
        outcome.texts[name] = value
        if value != current:
            setattr(session, name, value)
            written.append(name)
    if written:
        session.version += 1
        session.save(update_fields=[*written, "version"])
        outcome.written += written
    if "delivered_minutes" in written:
        snapshots.follow(session)


def told_once(changes):
    """[(field, Written)], always in one order."""
    found = [(name, changes.texts.get(name)) for name in TEXTS]
    found.append(("delivered_minutes", changes.delivered_minutes))
    return [(name, change) for name, change in found if change is not None]


def clean_text(text, session):
    text = normalise_text(text)
    if len(text) > TEXT_LENGTH:
        raise ValidationError(_("Quelques lignes suffisent : 2 000 caractères au plus."))
    if looks_like_nir(text):
        raise ValidationError(
            _("Ce texte semble contenir un numéro de sécurité sociale : retirez-le.")
        )
    return text


def clean_minutes(minutes, session):
    if minutes is None and session.status != Session.Status.HELD:
        return None
    if minutes is None or not 1 <= minutes <= MOST_MINUTES:
        raise ValidationError(_("La durée réalisée va de 1 minute à 24 heures."))
    return minutes


CLEAN = {"delivered_minutes": clean_minutes}


# -- Who wrote the other answer ------------------------------------------------------------------


@dataclass
class Authors:
    """Who last wrote each field: a row says it, or else the last audit line that names the field."""

    session: Session

    @cached_property
    def lines(self):
        lines = AuditEvent.objects.filter(
            object_type=self.session._meta.label_lower, object_id=str(self.session.pk)
        ).select_related("actor")
        last = {}
        for line in lines[:LINES_READ]:
            for name in line.fields:
                last.setdefault(name, line)
        return last

    def of(self, name, row=None):
        """(who, when); nobody and None when it is not known."""
        if row and row.pk:
            return row.recorded_by, row.recorded_at
        line = self.lines.get(name)
        return (line.actor, line.at) if line else (None, None)

    def was(self, user, name, row=None):
        return user is not None and self.of(name, row)[0] == user

    def told(self, conflict, row=None):
        who, conflict.at = self.of(conflict.field, row)
        conflict.who = who.get_short_name() if who else ""
        return conflict
