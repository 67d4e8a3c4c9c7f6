"""A person is forgotten: field by field as each was declared, and counted on.

Sources: RGPD article 17; CNIL, délibération 2023-095; reliability T48. What is kept says no more who
somebody was: attendance has its own snapshot, so that no figure moves.
"""

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families import erasures
from families.actions import traces
from families.mentions import Mention, mentions, mentions_at
from families.models import Erasure, Family, Parent, Referral
from families.naming import Names
from partnerships import audit, registry
from partnerships.declarations import Declaration, Fate, Whose
from partnerships.models import Structure, User
from partnerships.transactions import leave_no_journal

Reason = Erasure.Reason


@transaction.atomic
def erase(*, parent: Parent, reason: str, by: User | None, texts: Iterable[str] = ()) -> Erasure:
    """Forget a parent and the doubles set aside for them; `texts` are keys of mentions to rewrite.

    Refuses (ValidationError) somebody already forgotten, or set aside: their kept record is asked.
    Refuses (OSError) when the file of erasures cannot be written; nothing is then forgotten.
    """
    parent = (
        Parent.objects.select_for_update().select_related("family__structure").get(pk=parent.pk)
    )
    if parent.erased_on or parent.merged_into_id:
        raise ValidationError(_("Cette personne est déjà oubliée, ou sa fiche mise de côté."))
    structure, records = parent.family.structure, parent.records()
    names, keys = Names(records), [record.key for record in records]

    rewritten = [mention for mention in mentions_at(texts, names) if names.are_in(mention.text)]
    for mention in rewritten:
        mention.rewrite()
        tell(mention.target, [mention.field.name], structure=structure, by=by)
    for record in records:
        forget(record, structure=structure, by=by)
    for family in {record.family for record in records}:
        forget_household(family, structure=structure, by=by)
    traces.remove(records, names)

    registry.recounted.ask([structure.pk], [record.family_id for record in records])
    done = remember(keys, structure=structure, reason=reason, by=by)
    if reason != Reason.REPLAYED:
        today = timezone.localdate().isoformat()
        places = tuple(mention.key for mention in rewritten)
        erasures.write([erasures.Entry(today, tuple(map(str, keys)), places)])
    leave_no_journal()
    return done


def mentions_of(parent: Parent) -> list[Mention]:
    """Where others wrote their name, but for what goes with them anyway."""
    lines, records = lines_of_people(), parent.records()
    besides = {row for record in records for row, _names in rows_to_empty(lines, record)}
    besides |= {row for record in records for row in rows_to_delete(lines, record)}
    return mentions(parent.family.structure, Names(records), besides=besides)


def erase_unread(*, parent: Parent, reason: str, by: User | None) -> Erasure:
    """When nobody reads again: only the texts that surely name them lose their name."""
    texts = [mention.key for mention in mentions_of(parent) if mention.is_sure]
    return erase(parent=parent, reason=reason, by=by, texts=texts)


@transaction.atomic
def replay(*, by: User | None = None) -> int:
    """After a restore, forget again everybody the file of erasures says was forgotten; how many."""
    again = 0
    for entry in erasures.read():
        known = Parent.objects.filter(
            key__in=entry.keys, erased_on__isnull=True, merged_into__isnull=True
        )
        for parent in known:
            erase(parent=parent, reason=Reason.REPLAYED, by=by, texts=entry.texts)
            again += 1
        for referral in Referral.objects.filter(number__in=entry.vouchers, forgotten_on=None):
            forget_referral(referral=referral, by=by, is_replayed=True)
            again += 1
    return again


@transaction.atomic
def forget_referral(*, referral: Referral, by: User | None, is_replayed: bool = False) -> None:
    """A referral of somebody nobody registered: its names and words go, its state stays to count."""
    details = {"structure": referral.sender, "by": by}
    for link in referral.links.order_by("pk"):
        tell(link, [], **details)
        link.delete()
    lines = [line for line in lines_of_people() if line.model is Referral]
    names = [line.name for line in lines if line.fate == Fate.BLANK]
    empty(referral, names)
    tell(referral, names, **details)
    if not is_replayed:
        today = timezone.localdate().isoformat()
        erasures.write([erasures.Entry(today, keys=(), vouchers=(referral.number,))])
    leave_no_journal()


def remember(keys, *, structure, reason, by):
    """One row a record, under the key it had; the record itself bears another by now."""
    rows = Erasure.objects.bulk_create(
        [Erasure(key=key, structure=structure, reason=reason, erased_by=by) for key in keys]
    )
    audit.record_all(
        [audit.line(audit.Verb.ERASED, row, by=by, structure=structure) for row in rows]
    )
    return rows[0]


def lines_of_people() -> list[Declaration]:
    return [line for line in registry.personal_fields.ask() if line.whose != Whose.HOUSEHOLD]


def forget(parent: Parent, *, structure: Structure, by: User | None) -> None:
    """Deletes the rows declared to go, then empties what is declared to be emptied."""
    lines = lines_of_people()
    details = {"structure": structure, "family": parent.family_id, "by": by}
    for row in rows_to_delete(lines, parent):
        tell(row, [], **details)
        row.delete()
    for row, names in rows_to_empty(lines, parent):
        empty(row, names)
        tell(row, names, **details)


def rows_to_delete(lines, parent) -> set[Model]:
    return {row for line in lines if line.fate == Fate.DELETE for row in line.rows_of(parent)}


def rows_to_empty(lines, parent) -> list[tuple[Model, list[str]]]:
    """Each row with the fields that this parent leaves in it: another’s, there too, stay."""
    found = {}
    for line in lines:
        if line.fate in (Fate.BLANK, Fate.RENEW):
            for row in line.rows_of(parent):
                found.setdefault(row, []).append(line.name)
    return list(found.items())


def empty(row: Model, names: Iterable[str]) -> None:
    """Saves the row without what these fields held; a form opened before finds that it changed."""
    for name in names:
        field = row._meta.get_field(name)
        if field.many_to_many:
            getattr(row, name).clear()
        else:
            setattr(row, name, emptied(field))
    if isinstance(row, Parent):
        row.key, row.erased_on = uuid.uuid4(), timezone.localdate()
    if isinstance(row, Referral):
        row.forgotten_on = timezone.localdate()
    if hasattr(row, "version"):
        row.version += 1
    row.save()


def emptied(field):
    if field.null:
        return None
    return field.get_default() if field.has_default() or isinstance(field, BooleanField) else ""


def forget_household(family: Family, *, structure: Structure, by: User | None) -> None:
    """Once nobody of it bears a name: what was known of the home goes too.

    Schools of the years in which somebody came stay: figures count them (`schools_reached`).
    """
    if family.parents.named().exists():
        return
    details = {"structure": structure, "family": family.pk, "by": by}
    lines = [line for line in registry.personal_fields.ask() if line.model is Family]
    names = [line.name for line in lines if line.fate == Fate.BLANK]
    empty(family, names)
    tell(family, names, **details)
    counted = registry.years_counted.ask(family)
    for schooling in family.schoolings.exclude(school_year__in=counted):
        tell(schooling, [], **details)
        schooling.delete()


def tell(row: Model, names: Iterable[str], **details) -> None:
    audit.record(audit.Verb.ERASED, row, fields=names, **details)
