"""What a coordinator writes in the budget of a grant; amounts in euros."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.accounts import ACCOUNTS, VOLUNTEERS_EMPLOYED, VOLUNTEERS_GIVEN
from evaluation.budgets import Line, value_of_hours, volunteer_minutes
from evaluation.models import BudgetLine, Grant
from partnerships import audit
from partnerships.models import User

Verb = audit.Verb


@dataclass(frozen=True)
class Typed:
    """A cell somebody changed: what they saw there, and what they wrote instead."""

    # A primary key, or the account of a line without a precision, which may not exist yet.
    line: int | str
    field: str
    seen: Decimal | str | None
    value: Decimal | str | None


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed that cell meanwhile; theirs is kept, None when the line is gone."""

    typed: Typed
    theirs: BudgetLine | None


@transaction.atomic
def write(*, grant: Grant, cells: Iterable[Typed], by: User) -> list[Conflict]:
    """Cell by cell: two people who write in different places lose nothing.

    Gives back the cells somebody else changed since they were seen, which are left as they are.
    A line without a precision appears with its first amount, and goes with its last one. Refuses
    a grant `by` does not coordinate, and a sum.
    """
    grant = locked(grant, by)
    rows = {row.pk: row for row in grant.budget_lines.in_order()}
    rows |= {row.account: row for row in rows.values() if not row.label}
    changed, conflicts = {}, []
    for cell in cells:
        if cell.line not in rows and cell.line in ACCOUNTS:
            rows[cell.line] = BudgetLine(grant=grant, account=written(cell.line))
        row = rows.get(cell.line)
        if row and getattr(row, cell.field) == cell.value:
            continue
        if row and getattr(row, cell.field) == cell.seen:
            setattr(row, cell.field, cell.value)
            changed.setdefault(cell.line, []).append(cell.field)
        else:
            conflicts.append(Conflict(cell, row))
    for line, fields in changed.items():
        keep(rows[line], fields, by=by)
    return conflicts


def keep(row: BudgetLine, fields: list[str], *, by: User) -> None:
    """Write a line down, or strike it out when nothing is left of it; either is in the journal."""
    verb = Verb.CHANGED if row.pk else Verb.CREATED
    if is_empty(row) and not row.label:
        audit.record(Verb.DELETED, row, by=by, structure=row.grant.holder)
        row.delete()
        return
    row.full_clean()
    row.save()
    audit.record(verb, row, by=by, structure=row.grant.holder, fields=fields)


def is_empty(row: BudgetLine | Line) -> bool:
    """Nothing foreseen, nothing known, nothing said; a done of 0 € is known."""
    return not row.forecast and row.actual is None and not row.comment


@transaction.atomic
def add_line(*, grant: Grant, account: str, label: str, forecast: Decimal, by: User) -> BudgetLine:
    """A line with its precision: several funders under one account.

    Refuses a grant `by` does not coordinate, a sum, and a precision already there.
    """
    grant = locked(grant, by)
    row = BudgetLine(grant=grant, account=written(account), label=label, forecast=forecast)
    row.full_clean()
    row.save()
    audit.record(Verb.CREATED, row, by=by, structure=grant.holder)
    return row


@transaction.atomic
def remove_line(*, line: BudgetLine, by: User) -> None:
    """Refuses one with an amount or an explanation, which are emptied first."""
    locked(line.grant, by)
    line.refresh_from_db()
    if not is_empty(line):
        raise ValidationError(
            _("Cette ligne n’est pas vide : effacez d’abord ce qu’elle contient.")
        )
    audit.record(Verb.DELETED, line, by=by, structure=line.grant.holder)
    line.delete()


@transaction.atomic
def copy_forecast(*, grant: Grant, source: Grant, by: User) -> int:
    """What was foreseen for another grant, once more; gives back how many lines came.

    A line already there stays as it is. Refuses a grant of another holder, and one whose budget
    has nothing that is not here already.
    """
    grant = locked(grant, by)
    if source.holder_id != grant.holder_id or source == grant:
        raise ValidationError(_("Choisissez une autre subvention de la même structure."))
    here = set(grant.budget_lines.values_list("account", "label"))
    rows = [
        BudgetLine(grant=grant, account=row.account, label=row.label, forecast=row.forecast)
        for row in source.budget_lines.in_order()
        if (row.account, row.label) not in here
    ]
    if not rows:
        raise ValidationError(
            _("Le budget de « %(grant)s » n’a aucune ligne qui ne soit déjà ici."),
            params={"grant": source},
        )
    BudgetLine.objects.bulk_create(rows)
    audit.record(Verb.CHANGED, grant, by=by, structure=grant.holder, fields=["budget"])
    return len(rows)


@transaction.atomic
def value_volunteers(*, grant: Grant, by: User) -> Decimal:
    """The hours volunteers gave, at the rate of the grant, done on both sides (864 and 870).

    Refuses without a rate, and when nobody gave an hour.
    """
    grant = locked(grant, by)
    if grant.volunteer_rate is None:
        raise ValidationError(
            _("Dites d’abord ce que vaut une heure bénévole, dans « Modifier la subvention ».")
        )
    minutes = volunteer_minutes(grant)
    if not minutes:
        raise ValidationError(_("Aucune heure bénévole n’est notée dans les séances tenues."))
    value = value_of_hours(minutes, grant.volunteer_rate)
    for account in (VOLUNTEERS_EMPLOYED, VOLUNTEERS_GIVEN):
        row = grant.budget_lines.filter(account=account, label="").first()
        row = row or BudgetLine(grant=grant, account=account)
        row.actual = value
        keep(row, ["actual"], by=by)
    return value


def locked(grant: Grant, by: User) -> Grant:
    """One hand at a time in a budget (SQLite: the transaction holds the whole base)."""
    if grant.holder_id not in by.rights.coordinates:
        raise ValidationError(_("Vous ne coordonnez pas la structure qui porte cette subvention."))
    return Grant.objects.select_for_update(of=("self",)).select_related("holder").get(pk=grant.pk)


def written(account: str) -> str:
    """Refuses what is not an account of the form, and a sum."""
    if account not in ACCOUNTS or not ACCOUNTS[account].is_written:
        raise ValidationError(_("Choisissez un compte du formulaire."))
    return account
