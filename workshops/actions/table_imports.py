"""A table somebody already has: read and told, then written whole, or not at all."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships import audit, registry
from partnerships.french import day
from partnerships.imports import DatabaseStorage, outrun
from partnerships.models import ImportFile, User
from partnerships.spreadsheets import csv_bytes, read_table, xlsx_bytes
from partnerships.transactions import atomic_again
from workshops.actions import table_grid, table_people
from workshops.imports import telling
from workshops.imports.grids import read_grid
from workshops.imports.people import read_people
from workshops.imports.results import Place, Reading
from workshops.imports.telling import Asked, Preview
from workshops.models import Programme, Session, TableImport

Kind = TableImport.Kind
# Kept like an upload: one person’s, for an hour.
MISTAKES = "table-mistakes"


def preview(*, asked: Asked, data: bytes, name: str, by: User) -> Preview:
    """What the file would do, in words; kept for an hour when it can be confirmed.

    Refuses, as a ValidationError in French, a file that cannot be read, or is imported already.
    """
    refuse_twice(asked, data)
    reading, announced = read(asked, data, name, warns=True)
    counts = telling.counts_of(reading)
    ticket = ""
    # As one goes down the file: its titles first.
    reading.mistakes.sort(key=lambda each: each.line or 0)
    if reading.mistakes:
        ticket = keep(list_of(reading.mistakes), MISTAKES, name, by)
    elif telling.does_something(counts):
        ticket = keep(data, f"{asked.place.key}-{asked.kind}", name, by)
    return Preview(
        name=name,
        announced=announced,
        sentence=telling.sentence(counts, is_done=False),
        understood=telling.understood(reading),
        ignored=reading.ignored,
        samples=[] if reading.mistakes else telling.samples(reading),
        notes=telling.notes(reading, asked),
        mistakes=reading.mistakes,
        warnings=reading.warnings,
        ticket=ticket,
    )


def read(asked: Asked, data: bytes, name: str, *, warns: bool) -> tuple[Reading, str]:
    table = read_table(data, name=name)
    if asked.kind == Kind.GRID:
        creates = asked.creates_people
        reading = read_grid(table, asked.place, creates_people=creates, warns=warns)
    else:
        reading = read_people(table, asked.place, warns=warns)
    return reading, str(table.announced)


def keep(data, kind, name, by):
    storage = DatabaseStorage(owner=by, kind=kind)
    storage.save(data, file_name=name)
    return storage.name


def storage_of(asked: Asked, ticket: str, by: User) -> DatabaseStorage:
    """A ticket is good for one person, one kind of table and one place."""
    return DatabaseStorage(owner=by, kind=f"{asked.place.key}-{asked.kind}", name=ticket)


def refuse_twice(asked, data):
    same = TableImport.objects.standing().filter(
        programme=asked.place.programme,
        workshop=asked.place.workshop,
        kind=asked.kind,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if known := same.first():
        raise ValidationError(
            _(
                "Ce fichier est déjà importé ici, le %(day)s. Pour le reprendre, défaites d’abord "
                "cet import."
            ),
            code="twice",
            params={"day": day(known.imported_at)},
        )


def give_up(*, asked: Asked, ticket: str, by: User) -> None:
    """The file is deleted at once."""
    storage_of(asked, ticket, by).remove()


def confirm(*, asked: Asked, ticket: str, by: User) -> TableImport:
    """Write what was shown, in one transaction with its lines of the journal; works once.

    Refuses a ticket that is not usable, a file imported meanwhile, and one that the people or the
    sheets, changed since, no longer take.
    """
    try:
        return write(asked=asked, ticket=ticket, by=by)
    except ValidationError:
        give_up(asked=asked, ticket=ticket, by=by)
        raise


@atomic_again
def write(*, asked, ticket, by):
    storage = storage_of(asked, ticket, by)
    kept = storage.find()
    data = bytes(kept.content)
    storage.remove()
    lock(asked.place)
    refuse_twice(asked, data)
    reading, _announced = read(asked, data, kept.name, warns=False)
    counts = telling.counts_of(reading)
    if reading.mistakes or not telling.does_something(counts):
        raise outrun()
    hold(reading)
    writing = table_grid if asked.kind == Kind.GRID else table_people
    trace, lines = writing.write(reading, asked, by=by)
    record = TableImport(
        programme=asked.place.programme,
        workshop=asked.place.workshop,
        kind=asked.kind,
        name=kept.name,
        sha256=kept.sha256,
        counts=counts,
        trace=trace,
        imported_by=by,
    )
    return recorded(record, lines, by=by)


def lock(place: Place) -> None:
    """Tables of one programme wait for each other, and for whoever fills a sheet of the workshop."""
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=place.programme.pk)
    if place.workshop:
        sessions = Session.objects.filter(workshop=place.workshop).order_by("pk")
        list(sessions.select_for_update(of=("self",), no_key=True).values_list("pk"))


def hold(reading):
    """Those already known stay as they are until the end: nobody forgets them nor merges them."""
    wanted = {person.parent.pk for person in reading.known}
    still = Parent.objects.named().filter(pk__in=wanted).still().values_list("pk", flat=True)
    if set(still) != wanted:
        raise outrun()


def recorded(record, lines, *, by):
    """The import, then all its lines in one insert; the last of them says where « since » begins."""
    record.save(force_insert=True)
    registry.recounted.ask([record.programme.lead_id])
    lead, counts = record.programme.lead, record.counts
    reason = " ".join(f"{name} {number}" for name, number in counts.items() if number)
    lines.append(
        audit.line(audit.Verb.IMPORTED, record, by=by, structure=lead, reason=reason[:200])
    )
    audit.record_all(lines)
    record.trace["journal"] = max(line.pk for line in lines)
    record.save(update_fields=["trace"])
    return record


# -- The list of what is wrong -------------------------------------------------------------------

HEADERS = (_("Ligne"), _("Colonne"), _("Ce qui ne va pas"))


def list_of(mistakes) -> bytes:
    """As it waits for its download."""
    return csv_bytes([(each.line, each.column, each.text) for each in mistakes], HEADERS)


def mistakes_file(kept: ImportFile, *, format: str) -> bytes:
    """The list as it was kept, or as XLSX."""
    data = bytes(kept.content)
    if format != "xlsx":
        return data
    table = read_table(data, name="liste.csv")
    rows = [[int(line) if line else "", *rest] for line, *rest in table.rows]
    return xlsx_bytes(rows, table.headers, title=str(_("Erreurs")))
