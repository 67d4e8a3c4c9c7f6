"""What is done with households and parents; every writing leaves its line, without the words."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from families import lines
from families.models import Family, Notice, Parent, Qpv, Schooling
from partnerships import audit, registry
from partnerships.actions.changes import change, create, delete, locked
from partnerships.models import Structure, Term, User


@transaction.atomic
def register_family(
    *,
    family: Family,
    parent: Parent,
    languages: Iterable[Term] = (),
    schooling: Schooling | None = None,
    by: User,
) -> Parent:
    """Open the household of a parent who comes for the first time (FAM-001).

    Refuses (ValidationError) what breaks a rule of the household, the parent or the schooling.
    """
    family.registered_on = timezone.localdate()
    family.notice = notice_told(family.structure, family.informed_on)
    family.full_clean()
    family.save()
    family.languages.set(languages)
    audit.record(audit.Verb.CREATED, family, by=by, **lines.of(family))
    if schooling:
        add_schooling(family=family, schooling=schooling, by=by)
    return add_parent(family=family, parent=parent, by=by)


@transaction.atomic
def add_parent(*, family: Family, parent: Parent, by: User) -> Parent:
    """One more adult in a household; refuses (ValidationError) what breaks a rule."""
    parent.family = family
    parent.registered_on = timezone.localdate()
    return create(parent, by=by, **lines.of(family))


def change_parent(*, parent: Parent, values: Mapping[str, object], by: User) -> Parent:
    """Correct what is known of a parent; refuses (ValidationError) what breaks a rule."""
    family = parent.family
    return change(parent, values=values, by=by, **lines.of(family))


@transaction.atomic
def change_family(*, family: Family, values: Mapping[str, object], by: User) -> int:
    """Correct what is known of a household; gives how many past presences that completed.

    A QPV learnt later fills the unknown of past presences, but for those an issued report has
    already counted (design.md section 3). A correction from yes to no rewrites no past.
    """
    before = locked(family).lives_in_qpv
    if "informed_on" in values:
        values = {**values, "notice": notice_told(family.structure, values["informed_on"])}
    family = change(family, values=values, by=by, **lines.of(family))
    if before == Qpv.UNKNOWN != family.lives_in_qpv:
        return sum(registry.qpv_learnt.ask(family))
    return 0


def notice_told(structure: Structure, day: dt.date | None) -> Notice | None:
    """The version of the notice a family informed that day was told; None when it was not."""
    return Notice.objects.told_on(structure, day) if day else None


@transaction.atomic
def add_schooling(*, family: Family, schooling: Schooling, by: User) -> Schooling:
    """Children of the household in one school, one year, one level: how many, never who.

    Refuses (ValidationError) the same school, year and level twice.
    """
    schooling.family = family
    registry.recounted.ask([family.structure_id], [family.pk])
    return create(schooling, by=by, **lines.of(family))


@transaction.atomic
def remove_schooling(*, schooling: Schooling, by: User) -> None:
    """Take back what was noted by mistake; past presences keep their own school."""
    registry.recounted.ask([schooling.family.structure_id], [schooling.family_id])
    delete(schooling, by=by, **lines.of(schooling.family))


@transaction.atomic
def record_export(
    *,
    structures: Iterable[Structure],
    columns: Iterable[str],
    by: User,
    families: Iterable[Family] = (),
) -> None:
    """The line an export leaves in the journal of each structure, and of each household in it."""
    told = [
        audit.line(audit.Verb.EXPORTED, structure, by=by, structure=structure, fields=columns)
        for structure in structures
    ]
    told += [
        audit.line(audit.Verb.EXPORTED, family, by=by, fields=columns, **lines.of(family))
        for family in dict.fromkeys(families)
    ]
    audit.record_all(told)
