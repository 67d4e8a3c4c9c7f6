"""The grid of a budget, and the amounts people type in French."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from evaluation.accounts import ACCOUNTS, WRITTEN, Account, Side, heading_of
from evaluation.actions import budgets as actions
from evaluation.actions.budgets import Conflict, Typed
from evaluation.budgets import Amounts, Budget, Line
from evaluation.models import BudgetLine, Grant
from partnerships import french
from partnerships.forms.base import CarefulForm, beside
from partnerships.validators import looks_like_nir, normalise_text

AMOUNT = re.compile(r"\d{1,9}([.,]\d{1,2})?", re.ASCII)
SPACES = re.compile(r"[\s\u00a0\u202f]+")
COMMENT = BudgetLine._meta.get_field("comment").max_length


def read_amount(text: str) -> Decimal | None:
    """« 1 250,50 », « 1250.50 » or « 1 250 € »; nothing typed is None. Refuses anything else."""
    amount = SPACES.sub("", text).removesuffix("€")
    if not amount:
        return None
    if not AMOUNT.fullmatch(amount):
        raise ValidationError(
            _("« %(value)s » n’est pas un montant : écrivez par exemple 1 250,50."),
            params={"value": text.strip()[:40]},
        )
    return Decimal(amount.replace(",", "."))


@override("fr")
def write_amount(value: Decimal | None) -> str:
    """As one types it: « 1 250,50 », « 800 », nothing when it is not known.

    In French on an English page too: a comma would be read back as cents.
    """
    if value is None:
        return ""
    return french.number(value, 0 if value == value.to_integral_value() else 2)


class MoneyField(forms.DecimalField):
    """An amount in euros, typed and read in French."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        return value if isinstance(value, Decimal) else read_amount(value or "")

    def prepare_value(self, value):
        return write_amount(value) if isinstance(value, Decimal) else value


# -- The grid ------------------------------------------------------------------------------------

READ = {"forecast": read_amount, "actual": read_amount, "comment": normalise_text}
SEEN = "seen-"


@dataclass
class Cell:
    """What is in one place of the grid: its name in the form, what is shown, what was kept."""

    name: str
    text: str
    seen: str
    label: str
    error: str = ""


@dataclass
class GridRow:
    account: Account
    amounts: Amounts
    line: Line | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    is_to_explain: bool = False
    heading: str = ""
    is_empty: bool = False

    @property
    def is_removable(self) -> bool:
        """Has a precision, and nothing else any more."""
        line = self.line
        return bool(line and line.label) and actions.is_empty(line)

    @property
    def shows_comment(self) -> bool:
        cell = self.cells.get("comment")
        return bool(cell) and (self.is_to_explain or bool(cell.text) or bool(cell.error))


class Grid:
    """Every account of the form, in its order; typed and errors are those of what was refused."""

    def __init__(self, budget: Budget, typed=(), errors=()):
        self.budget = budget
        self.typed, self.errors = dict(typed), dict(errors)

    def sides(self):
        return [
            {
                "side": side,
                "title": title,
                "rows": list(self.rows(side, in_kind=False)),
                "total": self.budget.total(side),
                "kind": list(self.rows(side, in_kind=True)),
            }
            for side, title in ((Side.CHARGE, _("Charges")), (Side.PRODUCT, _("Produits")))
        ]

    def rows(self, side: Side, *, in_kind: bool):
        before = None
        for account in ACCOUNTS.values():
            if account.side == side and account.is_in_kind == in_kind:
                for row in self.of_account(account):
                    row.heading = heading_of(account, before)
                    before = account
                    yield row

    def of_account(self, account: Account):
        if account.is_written:
            return self.written(account)
        is_empty = not self.budget.lines_of(account.code)
        return [GridRow(account, self.budget.at(account.code), is_empty=is_empty)]

    def written(self, account: Account):
        """The line without a precision, there or not yet, then those with one."""
        lines = self.budget.lines_of(account.code)
        plain = [line for line in lines if not line.label]
        yield self.row(account, plain[0] if plain else None, f"a{account.code}")
        for line in lines:
            if line.label:
                yield self.row(account, line, f"l{line.pk}")

    def row(self, account: Account, line: Line | None, key: str) -> GridRow:
        row = GridRow(account, line or Amounts(), line)
        row.is_to_explain = bool(line) and self.budget.needs_a_word(line)
        kept = {"forecast": line and line.forecast, "actual": line and line.actual}
        texts = {name: write_amount(value) for name, value in kept.items()}
        texts["comment"] = line.comment if line else ""
        row.cells = {name: self.cell(f"{key}-{name}", text, row) for name, text in texts.items()}
        return row

    def cell(self, name: str, text: str, row: GridRow) -> Cell:
        title = row.line.title if row.line else row.account.title
        label = LABELS[name.rpartition("-")[2]] % {"line": title}
        return Cell(name, self.typed.get(name, text), text, label, self.errors.get(name, ""))

    @property
    def wrong(self) -> list[Cell]:
        """What was refused, in the order of the grid."""
        return [cell for cell in self.cells() if cell.error]

    @property
    def gone(self) -> list[str]:
        """What was refused where there is no line any more."""
        names = {cell.name for cell in self.cells()}
        return [error for name, error in self.errors.items() if name not in names]

    @property
    def removable(self) -> list[Line]:
        return [row.line for row in self.all_rows() if row.is_removable]

    def all_rows(self):
        for side in self.sides():
            yield from (*side["rows"], *side["kind"])

    def cells(self):
        for row in self.all_rows():
            yield from row.cells.values()


LABELS = {
    "forecast": gettext_lazy("Prévu, %(line)s"),
    "actual": gettext_lazy("Réalisé, %(line)s"),
    "comment": gettext_lazy("Explication de l’écart, %(line)s"),
}


class GridForm:
    """Reads what was sent; writes what can be, and knows what could not.

    A cell is written when it differs from what its reader saw; nothing is lost of the others.
    """

    def __init__(self, data, *, grant: Grant, user):
        self.data, self.grant, self.user = data, grant, user
        self.typed, self.errors, self.cells = {}, {}, []
        for name in data:
            if not name.startswith(SEEN) and SEEN + name in data:
                self.read(name)

    def read(self, name: str) -> None:
        line, _dash, column = name.partition("-")
        key = key_of(line)
        if key is None or column not in READ:
            return
        text = self.data[name]
        try:
            value, seen = value_of(column, text), value_of(column, self.data[SEEN + name])
        except ValidationError as refusal:
            self.refuse(name, refusal.messages[0])
            return
        if value != seen:
            self.cells.append(Typed(key, column, seen, value))

    def refuse(self, name: str, sentence: str) -> None:
        self.typed[name], self.errors[name] = self.data[name], sentence

    def save(self) -> int:
        """How many cells were written; the others are among the errors."""
        conflicts = actions.write(grant=self.grant, cells=self.cells, by=self.user)
        for conflict in conflicts:
            self.refuse(name_of(conflict.typed), said_of(conflict))
        return len(self.cells) - len(conflicts)

    def warns_of_a_number(self) -> bool:
        return any(looks_like_nir(str(cell.value)) for cell in self.cells)


def key_of(line: str) -> int | str | None:
    if line[:1] == "l" and line[1:].isdecimal():
        return int(line[1:])
    account = ACCOUNTS.get(line[1:])
    return account.code if line[:1] == "a" and account and account.is_written else None


def name_of(typed: Typed) -> str:
    letter = "l" if isinstance(typed.line, int) else "a"
    return f"{letter}{typed.line}-{typed.field}"


def value_of(column: str, text: str):
    """What the model keeps of it: nothing foreseen is 0, nothing done is not known."""
    value = READ[column](text)
    if column == "comment" and len(value) > COMMENT:
        raise ValidationError(_("Cette explication est trop longue : 500 caractères au plus."))
    return Decimal(0) if value is None and column == "forecast" else value


def said_of(conflict: Conflict) -> str:
    if conflict.theirs is None:
        return _("Quelqu’un a retiré cette ligne entre-temps.")
    theirs = getattr(conflict.theirs, conflict.typed.field)
    text = theirs if isinstance(theirs, str) else french.money(theirs)
    return _(
        "Quelqu’un a écrit « %(theirs)s » entre-temps. Gardez le vôtre en enregistrant à nouveau, "
        "ou reprenez le sien."
    ) % {"theirs": text or french.NOTHING}


# -- Around the grid -----------------------------------------------------------------------------


def choices_of_accounts():
    """By side, as the form lists them."""
    groups = {}
    for account in WRITTEN:
        groups.setdefault(GROUPS[account.side, account.is_in_kind], []).append(
            (account.code, account.title)
        )
    return [("", _("Choisir un compte")), *groups.items()]


GROUPS = {
    (Side.CHARGE, False): gettext_lazy("Charges"),
    (Side.CHARGE, True): gettext_lazy("Charges, en nature"),
    (Side.PRODUCT, False): gettext_lazy("Produits"),
    (Side.PRODUCT, True): gettext_lazy("Produits, en nature"),
}


class LineForm(CarefulForm, forms.ModelForm):
    """One line more under an account, with its precision."""

    mended_by = {"budget_line_once_per_account": "label"}

    account = forms.ChoiceField(label=gettext_lazy("Compte"), choices=choices_of_accounts)
    forecast = MoneyField(
        label=gettext_lazy("Prévu, en euros"), max_digits=11, decimal_places=2, required=False
    )

    class Meta:
        model = BudgetLine
        fields = ["account", "label", "forecast"]

    def __init__(self, *args, grant: Grant, user, **options):
        super().__init__(*args, instance=BudgetLine(grant=grant), **options)
        self.grant, self.user = grant, user
        self.fields["label"].required = True
        self.initial["forecast"] = None

    def layout(self):
        return Layout("account", beside("label", "forecast"))

    def clean_forecast(self):
        return self.cleaned_data["forecast"] or Decimal(0)

    def save(self):
        """None when the action refuses; its reason is then among the form's errors."""
        try:
            return actions.add_line(grant=self.grant, by=self.user, **self.cleaned_data)
        except ValidationError as refusal:
            self.refuse(refusal)


class SourceForm(forms.Form):
    """Whose forecast to take again: the grants of the same holder that have a budget."""

    source = forms.ModelChoiceField(
        Grant.objects.none(),
        label=gettext_lazy("Subvention"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Choisissez une subvention de la liste.")},
    )

    def __init__(self, *args, grant: Grant, user, **options):
        super().__init__(*args, **options)
        held = Grant.objects.visible_to(user).filter(holder=grant.holder_id).exclude(pk=grant.pk)
        self.fields["source"].queryset = held.with_a_budget().select_related("funder")
        self.fields["source"].label_from_instance = labelled
        self.fields["source"].widget.attrs["class"] = "form-select"


def labelled(grant):
    """Whose it is, and when: two seasons of one grant bear the same name."""
    return f"{grant.title}, {grant.funder}, {french.span_of_days(grant.starts_on, grant.ends_on)}"
