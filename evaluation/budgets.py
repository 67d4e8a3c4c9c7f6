"""The arithmetic of a budget: sums, gaps, shares, what does not balance, what is not explained.

Amounts are Decimals, in euros and cents; percentages are rounded half up to one decimal; what is
not known is None. Sources: arrêté du 11 octobre 2006, art. 2 (gaps in € and in %); CERFA 15059*02
(its « % » is done ÷ foreseen; 86 and 87 balance each other apart from the totals).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _

from evaluation.accounts import ACCOUNTS, PLACES, Account, Block, Side
from evaluation.models import BudgetLine, Grant
from partnerships import french
from workshops.models import Facilitation, Session

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
NOT_SIGNIFICANT = "n.s."


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """One decimal, half up; None when the whole is 0: never 0 %, never an error."""
    return (100 * part / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def percent_text(value: Decimal | None) -> str:
    return NOT_SIGNIFICANT if value is None else f"{french.number(value)}{french.SPACE}%"


def euros(value: Decimal | None) -> int | None:
    """Whole euros, half up, as the form prints them."""
    return None if value is None else int(value.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Amounts:
    """Foreseen, and done when it is known; of a line or of a sum of lines."""

    forecast: Decimal = Decimal(0)
    actual: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        """Done minus foreseen, in euros."""
        return None if self.actual is None else self.actual - self.forecast

    @property
    def gap_percent(self) -> Decimal | None:
        """The gap in % of what was foreseen; None when nothing was, or nothing is known yet."""
        return None if self.gap is None else percent(self.gap, self.forecast)

    @property
    def done_percent(self) -> Decimal | None:
        """The « % » of the form: done in % of what was foreseen."""
        return None if self.actual is None else percent(self.actual, self.forecast)

    @property
    def gap_text(self) -> str:
        return french.gap(self.gap, "money")

    @property
    def gap_percent_text(self) -> str:
        """« +12,5 % », « n.s. » when nothing was foreseen, an en dash while nothing is known."""
        if self.gap is None:
            return french.NOTHING
        if self.gap_percent is None:
            return NOT_SIGNIFICANT
        return f"{french.gap(self.gap_percent)}{french.SPACE}%"

    @property
    def done_percent_text(self) -> str:
        return french.NOTHING if self.actual is None else percent_text(self.done_percent)

    def exceeds(self, threshold: int) -> bool:
        """Is the gap above that many %? Judged on the exact amounts, not on what is printed.

        What was not foreseen at all is above any threshold.
        """
        return self.gap is not None and 100 * abs(self.gap) > threshold * self.forecast


@dataclass(frozen=True)
class Line(Amounts):
    """A line of the budget, as it was written."""

    pk: int | None = None
    account: Account = None
    label: str = ""
    comment: str = ""

    @property
    def title(self) -> str:
        """« Commune(s) : ville des Filatures »."""
        if not self.label:
            return self.account.title
        return f"{self.account.title}{french.SPACE}: {self.label}"


def sum_of(amounts: Iterable[Amounts]) -> Amounts:
    """What is not known yet adds nothing; a sum of unknowns is unknown."""
    amounts = list(amounts)
    known = [each.actual for each in amounts if each.actual is not None]
    forecast = sum((each.forecast for each in amounts), Decimal(0))
    return Amounts(forecast, sum(known, Decimal(0)) if known else None)


class Budget:
    """The lines of one grant, in the order of the form."""

    def __init__(self, lines: Iterable[Line], threshold: int | None = None):
        self.lines = sorted(lines, key=lambda line: PLACES[line.account.code])
        self.threshold = settings.VARIANCE_PERCENT if threshold is None else threshold

    @classmethod
    def of(cls, grant: Grant) -> "Budget":
        """One query."""
        return cls(line_of(row) for row in grant.budget_lines.in_order())

    # -- Sums ----------------------------------------------------------------------------------

    def total(self, side: Side) -> Amounts:
        """Without what is in kind, which no money paid for."""
        return sum_of(
            line for line in self.lines if line.account.side == side and not line.account.is_in_kind
        )

    def in_kind(self, side: Side) -> Amounts:
        return self.block(side, Block.KIND)

    def block(self, side: Side, block: Block) -> Amounts:
        return sum_of(
            line for line in self.lines if line.account.side == side and line.account.block == block
        )

    def at(self, code: str) -> Amounts:
        """Of an account, or of a post."""
        return sum_of(self.lines_of(code))

    def lines_of(self, code: str) -> list[Line]:
        """Those of an account, or of every account of a post."""
        return [line for line in self.lines if code in (line.account.code, line.account.post)]

    # -- What has to be said -------------------------------------------------------------------

    @property
    def unknown(self) -> list[Line]:
        """Lines whose accounts are not made yet."""
        return [line for line in self.lines if line.actual is None]

    @property
    def is_done(self) -> bool:
        return bool(self.lines) and not self.unknown

    def needs_a_word(self, line: Line) -> bool:
        return line.exceeds(self.threshold)

    @property
    def unexplained(self) -> list[Line]:
        """Lines whose gap is above the threshold, and of which nobody says why."""
        return [line for line in self.lines if self.needs_a_word(line) and not line.comment]

    def imbalances(self) -> list[str]:
        """What does not balance, in sentences: foreseen first; done once every line is known."""
        return [
            sentence % {"one": money(one), "other": money(other), "gap": money(abs(one - other))}
            for sentence, one, other in self.scales()
            if one != other
        ]

    def scales(self) -> Iterable[tuple[str, Decimal, Decimal]]:
        charges, products = self.total(Side.CHARGE), self.total(Side.PRODUCT)
        employed, given = self.in_kind(Side.CHARGE), self.in_kind(Side.PRODUCT)
        yield (
            _("Prévu : les charges font %(one)s et les produits %(other)s, soit %(gap)s d’écart."),
            charges.forecast,
            products.forecast,
        )
        yield (
            _(
                "Prévu, en nature : le compte 86 fait %(one)s et le 87 %(other)s ; ils s’équilibrent."
            ),
            employed.forecast,
            given.forecast,
        )
        if self.is_done:
            yield (
                _(
                    "Réalisé : les charges font %(one)s et les produits %(other)s, soit %(gap)s d’écart."
                ),
                charges.actual or Decimal(0),
                products.actual or Decimal(0),
            )
            yield (
                _(
                    "Réalisé, en nature : le compte 86 fait %(one)s et le 87 %(other)s ; ils s’équilibrent."
                ),
                employed.actual or Decimal(0),
                given.actual or Decimal(0),
            )

    # -- The share of the grant ----------------------------------------------------------------

    @property
    def products(self) -> Decimal:
        """Total of the products, in kind left out: done once every line is known, else foreseen."""
        total = self.total(Side.PRODUCT)
        return (total.actual or Decimal(0)) if self.is_done else total.forecast

    def share_of(self, awarded: Decimal | None) -> Decimal | None:
        """The grant in % of the products; None when it, or they, are not known."""
        return None if awarded is None else percent(awarded, self.products)

    def share_sentence(self, awarded: Decimal | None) -> str:
        """The one the form prints under its table; empty while it cannot be told."""
        share = self.share_of(awarded)
        if share is None:
            return ""
        return _("La subvention de %(amount)s représente %(share)s du total des produits.") % {
            "amount": money(awarded),
            "share": percent_text(share),
        }

    # -- Whole euros ---------------------------------------------------------------------------

    def is_printed_off(self) -> bool:
        """Does a printed sum differ from the sum of what is printed above it?

        Totals are the sums of the exact amounts, rounded afterwards.
        """
        return any(
            euros(total) != sum(euros(part) for part in parts) for total, parts in self.printed()
        )

    def printed(self) -> Iterable[tuple[Decimal, list[Decimal]]]:
        """Each printed sum, and the exact amounts printed above it; foreseen, then done."""
        sums = [[self.at(code) for code in level] for level in (*POSTS, *TOTALS)]
        sums += [self.lines_of(code) for code in DETAILED]
        for column in ("forecast", "actual"):
            for amounts in sums:
                parts = [getattr(each, column) for each in amounts]
                parts = [part for part in parts if part is not None]
                yield sum(parts, Decimal(0)), parts


def line_of(row: BudgetLine) -> Line:
    return Line(
        forecast=row.forecast,
        actual=row.actual,
        pk=row.pk,
        account=ACCOUNTS[row.account],
        label=row.label,
        comment=row.comment,
    )


def money(value: Decimal) -> str:
    return french.money(value)


# The accounts each post adds up, then what each total adds up: as they are printed.
POSTS = [
    [account.code for account in ACCOUNTS.values() if account.post == post.code]
    for post in ACCOUNTS.values()
    if not post.is_written
]
# Under these the form names who is meant, one line each.
DETAILED = [account.code for account in ACCOUNTS.values() if account.post == "74"]
TOTALS = [
    [
        account.code
        for account in ACCOUNTS.values()
        if account.side == side and not account.is_in_kind and not account.post
    ]
    for side in Side
]


# -- The grant itself -----------------------------------------------------------------------------


def ledger(grant: Grant) -> list[dict]:
    """Asked, granted, paid, justified, and what is still to come of each; unknowns stay unknown."""
    return [
        {"title": _("Demandé"), "amount": grant.requested, "left": ""},
        {"title": _("Accordé"), "amount": grant.awarded, "left": ""},
        {
            "title": _("Versé"),
            "amount": grant.paid,
            "left": left(grant.paid, grant.awarded, _("reste à recevoir : %(amount)s")),
        },
        {
            "title": _("Justifié"),
            "amount": grant.justified,
            "left": left(grant.justified, grant.awarded, _("reste à justifier : %(amount)s")),
        },
    ]


def left(done: Decimal | None, whole: Decimal | None, sentence: str) -> str:
    if whole is None or (done or 0) >= whole:
        return ""
    return sentence % {"amount": money(whole - (done or Decimal(0)))}


# -- Hours given ----------------------------------------------------------------------------------


def volunteer_minutes(grant: Grant) -> int:
    """Minutes volunteers gave to run the held sessions of what the grant pays, over its period.

    Their own minutes, else those of the whole session for who ran it; who only spoke there gave
    what is written. One query.
    """
    whole = Case(When(part=Facilitation.Part.RUNS, then=F("session__delivered_minutes")), default=0)
    given = Facilitation.objects.filter(
        is_volunteer=True,
        session__status=Session.Status.HELD,
        session__date__range=(grant.starts_on, grant.ends_on),
        session__workshop__programme__grants=grant,
    ).aggregate(minutes=Sum(Case(When(minutes__isnull=True, then=whole), default=F("minutes"))))
    return given["minutes"] or 0


def value_of_hours(minutes: int, rate: Decimal) -> Decimal:
    """Euros and cents, half up; the rate is in euros an hour."""
    return (rate * minutes / 60).quantize(CENT, ROUND_HALF_UP)
