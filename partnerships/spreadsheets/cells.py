"""The cells of what goes out, each different value written once however many hold it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from types import NoneType

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from partnerships.spreadsheets.neutral import neutralise

# Equal values of these kinds are written alike; decimals are not (2.5 and 2.50).
ALIKE = {str, int, bool, NoneType, date, datetime}
# Values remembered of each kind: a column of texts that are all different must not fill the memory.
REMEMBERED = 4096


def plain(value):
    """A value a spreadsheet knows: number, date or text that cannot run; nothing stays nothing."""
    if type(value) is str:
        return neutralise(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    return neutralise(str(value) if isinstance(value, Promise) else f"{value}")


class Pen:
    """Writes rows of values by `write`; a column of one kind, as most are, without looking at each."""

    def __init__(self, write: Callable):
        self.of_kind = defaultdict(
            lambda: write, {kind: Known(write).__getitem__ for kind in ALIKE}
        )

    def rows(self, rows: list) -> Iterable[tuple]:
        """As long as each other, or written one by one."""
        if len(set(map(len, rows))) == 1:
            return zip(*map(self.column, zip(*rows, strict=True)), strict=True)
        return map(self.column, rows)

    def column(self, values: Iterable) -> Iterable:
        kinds = set(map(type, values))
        if len(kinds) == 1:
            return map(self.of_kind[kinds.pop()], values)
        of_kind = self.of_kind
        return [of_kind[type(value)](value) for value in values]


class Known(dict):
    """What values of one kind are written as; of one kind only, since 1 and True are the same key."""

    def __init__(self, write):
        self.write = write

    def __missing__(self, value):
        if len(self) >= REMEMBERED:
            self.clear()
        written = self[value] = self.write(value)
        return written
