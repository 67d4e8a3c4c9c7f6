"""Takes a whole import back, provided that nobody has built on it since."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from families.models import Family, Parent, Schooling
from partnerships import audit, registry
from partnerships.french import day
from partnerships.models import AuditEvent, User
from partnerships.transactions import atomic_again
from workshops.actions.table_grid import CLOSING
from workshops.actions.table_people import BATCH
from workshops.models import (
    Attendance,
    Enrolment,
    Facilitation,
    Programme,
    Session,
    TableImport,
    Waiting,
    Workshop,
)

# In the order in which they may go.
GONE = (Attendance, Facilitation, Enrolment, Session, Schooling, Parent, Family)
READING = (audit.Verb.READ, audit.Verb.EXPORTED)
# What belongs to a row alone, and goes with it.
OWN = {"families.Family_languages"}
# Beyond, one has understood.
MOST = 100


@dataclass(frozen=True)
class Touched:
    """What was written since on something the import created: it would be lost."""

    what: str
    why: str
    url: str = ""


def keys_of(record: TableImport, model: type[Model]) -> list[int]:
    return record.trace.get(model._meta.label_lower, [])


def rows_of(record, model) -> Iterator[QuerySet]:
    """The rows it created, a thousand at a time: databases count their parameters."""
    for chunk in chunks(keys_of(record, model)):
        yield model._default_manager.filter(pk__in=chunk).order_by()


def chunks(keys):
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def touched(record: TableImport) -> list[Touched]:
    """What was changed since, each once, a hundred at most; nothing when it can be undone."""
    found = chain(people_touched(record), sheets_touched(record), things_missing(record))
    return list(islice(dict.fromkeys(found), MOST))


@atomic_again
def undo(*, record: TableImport, by: User) -> TableImport:
    """Delete what the import created, and open again the sheets it closed.

    Refuses an import undone already, and one on which something was written since (code
    "touched"): its page says what.
    """
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=record.programme_id)
    record = TableImport.objects.select_related("programme__lead").get(pk=record.pk)
    if record.undone_at:
        raise ValidationError(_("Cet import est déjà défait."), code="undone")
    hold(record)
    if touched(record):
        raise ValidationError(
            _("Depuis l’import, quelqu’un a complété ce qu’il a créé : il ne se défait plus."),
            code="touched",
        )
    lines = list(lines_of(record, by))
    for model in GONE:
        for rows in rows_of(record, model):
            rows.delete()
    open_again(record)
    registry.recounted.ask([record.programme.lead_id])
    audit.record_all([*lines, *wait_again(record, by)])
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["undone_at", "undone_by"])
    return record


def hold(record):
    """Nobody fills these sheets nor changes these records meanwhile."""
    wanted = set(keys_of(record, Session)) | closed(record).keys() | sessions_noted(record)
    for chunk in chunks(sorted(wanted)):
        held = Session.objects.filter(pk__in=chunk).order_by("pk")
        list(held.select_for_update(of=("self",), no_key=True).values_list("pk"))
    for rows in rows_of(record, Parent):
        list(rows.still().values_list("pk"))


def closed(record) -> dict[int, tuple[int | None, int]]:
    """{session it closed: (delivered minutes before, version since)}."""
    return {pk: (before, version) for pk, before, version in record.trace.get("closed", [])}


def sessions_noted(record) -> set[int]:
    return {
        pk
        for rows in rows_of(record, Attendance)
        for pk in rows.values_list("session", flat=True).distinct()
    }


# -- What was written since ----------------------------------------------------------------------


def since(record):
    lines = AuditEvent.objects.filter(pk__gt=record.trace.get("journal", 0)).exclude(
        verb__in=READING
    )
    return lines.order_by("pk")


def people_touched(record):
    """Households on which a line was written, and people that something new points to."""
    last = {}
    # What a sheet says of them is seen on the sheet, as long as it says so.
    lines = since(record).filter(object_type__startswith="families.")
    lines = lines.exclude(fields=["attendance"])
    for chunk in chunks(keys_of(record, Family)):
        last |= dict(lines.filter(family__in=chunk).values_list("family", "at"))
    people = (
        Parent.objects.filter(family__in=last).select_related("family").order_by("search_key", "pk")
    )
    for parent in people:
        why = _("fiche complétée le %(day)s") % {"day": day(last[parent.family_id])}
        yield Touched(str(parent), why, parent.get_absolute_url())
    for model in (Parent, Family, Enrolment):
        yield from pointed_at(record, model)
    for rows in rows_of(record, Enrolment):
        for row in rows.filter(left_on__isnull=False).select_related("parent", "workshop"):
            yield Touched(str(row), _("départ noté depuis"), row.workshop.get_absolute_url())


def sheets_touched(record):
    """Sessions and answers on which a line was written, or that something new points to."""
    sheets = set(keys_of(record, Session)) | closed(record).keys()
    answers = set(keys_of(record, Attendance))
    for model, ours in ((Session, sheets), (Attendance, answers)):
        lines = since(record).filter(object_type=model._meta.label_lower)
        for chunk in chunks(sorted(ours)):
            about = lines.filter(object_id__in=[str(pk) for pk in chunk])
            for pk, at in about.values_list("object_id", "at"):
                yield sheet_touched(model, pk, at)
    yield from pointed_at(record, Session)
    for rows in rows_of(record, Attendance):
        for row in rows.exclude(version=1).select_related("parent", "session"):
            yield Touched(str(row), _("réponse corrigée"), row.session.get_absolute_url())


def sheet_touched(model, pk, at):
    wanted = {"pk": pk} if model is Session else {"attendances": pk}
    why = _("feuille corrigée le %(day)s") % {"day": day(at)}
    session = Session.objects.filter(**wanted).select_related("module", "workshop").first()
    if session is None:
        return Touched(_("une séance de cet import"), why)
    return Touched(f"{session}, {day(session.date, 'year')}", why, session.get_absolute_url())


def pointed_at(record, model):
    """Rows of any kind, not of this import, that hold on to what it created."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        other, column = relation.related_model, relation.field.name
        if other._meta.label in OWN:
            continue
        ours = set(keys_of(record, other))
        for chunk in chunks(keys_of(record, model)):
            rows = other._base_manager.filter(**{f"{column}__in": chunk}).order_by("pk")
            for pk, holder in rows.values_list("pk", column):
                if pk not in ours:
                    yield held_by(other, model, holder)


def held_by(other, model, pk):
    target = model._base_manager.get(pk=pk)
    url = target.get_absolute_url() if hasattr(target, "get_absolute_url") else ""
    return Touched(str(target), str(other._meta.verbose_name), url)


def things_missing(record):
    """Erased, deleted or reopened since, by a way that leaves nothing to point to."""
    for model in GONE:
        there = sum(rows.count() for rows in rows_of(record, model))
        if missing := len(keys_of(record, model)) - there:
            what = f"{model._meta.verbose_name_plural} : {missing}"
            yield Touched(what, _("supprimé depuis"))
    since_then = {pk: version for pk, (_before, version) in closed(record).items()}
    for session in Session.objects.filter(pk__in=since_then).order_by("pk"):
        if session.version != since_then[session.pk]:
            yield Touched(str(session), _("feuille corrigée"), session.get_absolute_url())


# -- Taking back ---------------------------------------------------------------------------------


def open_again(record):
    """What was planned is planned again, with the answers that were there before."""
    before = closed(record)
    sessions = list(Session.objects.filter(pk__in=before).order_by("pk"))
    for session in sessions:
        session.status = Session.Status.PLANNED
        session.closed_at = session.closed_by = None
        session.delivered_minutes, _version = before[session.pk]
        session.version += 1
    Session.objects.bulk_update(sessions, CLOSING, batch_size=BATCH)
    Attendance.objects.filter(session__in=sessions).update(held=False, counted_minutes=0)


def wait_again(record, by):
    """Those who had waited are on the list again, since the same day."""
    waited = record.trace.get("waiting", [])
    rows = Waiting.objects.bulk_create(
        (
            Waiting(workshop_id=workshop, parent_id=parent, asked_on=asked_on)
            for workshop, parent, asked_on in waited
        ),
        batch_size=BATCH,
    )
    parents = Parent.objects.filter(pk__in=[row.parent_id for row in rows]).order_by()
    families = dict(parents.values_list("pk", "family"))
    said = {"by": by, "structure": record.programme.lead, "fields": ["workshop"]}
    return [
        audit.line(audit.Verb.CREATED, row, family=families[row.parent_id], **said) for row in rows
    ]


def lines_of(record, by):
    """One for each person, deleted or no longer noted, one for each sheet, and one for the whole."""
    said = {"by": by, "structure": record.programme.lead}
    for rows in rows_of(record, Family):
        for family in rows:
            yield audit.line(audit.Verb.DELETED, family, family=family.pk, **said)
    noted = families_noted(record) - set(keys_of(record, Family))
    fields = ["enrolments" if record.kind == TableImport.Kind.PEOPLE else "attendance"]
    for family in sorted(noted):
        yield audit.line(
            audit.Verb.CHANGED, Family(pk=family), fields=fields, family=family, **said
        )
    yield from lines_of_sheets(record, said)
    yield audit.line(audit.Verb.CANCELLED, record, reason=_("import défait"), **said)


def families_noted(record):
    found = set()
    for model, column in ((Attendance, "family_key"), (Enrolment, "parent__family")):
        for rows in rows_of(record, model):
            found |= set(rows.values_list(column, flat=True))
    return found


def lines_of_sheets(record, said):
    created, opened, reason = keys_of(record, Session), closed(record), _("import défait")
    others = sessions_noted(record) - set(created) - opened.keys()
    for verb, sessions in (
        (audit.Verb.DELETED, created),
        (audit.Verb.REOPENED, opened),
        (audit.Verb.CHANGED, sorted(others)),
    ):
        for pk in sessions:
            fields = ["attendances"]
            yield audit.line(verb, Session(pk=pk), fields=fields, reason=reason, **said)
    workshops = {
        pk
        for rows in rows_of(record, Enrolment)
        for pk in rows.values_list("workshop", flat=True).distinct()
    }
    for pk in sorted(workshops):
        fields = ["enrolments"]
        yield audit.line(audit.Verb.CHANGED, Workshop(pk=pk), fields=fields, reason=reason, **said)
