"""What reading a table gives: what is wrong, what is doubtful, and sentences for the preview."""

from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workshops.imports.days import Season
from workshops.models import Programme, Workshop

# Beyond, nobody reads: the same mistake is everywhere, or it is not that table.
MOST_MISTAKES = 2000


@dataclass(frozen=True)
class Place:
    """Where a table is imported: a programme, or one of its workshops."""

    programme: Programme
    workshop: Workshop | None = None

    @cached_property
    def season(self) -> Season:
        return Season(self.programme.starts_on, self.programme.ends_on)

    @property
    def target(self):
        return self.workshop or self.programme

    @property
    def key(self) -> str:
        """What a ticket is bound to, beside its owner."""
        where = (
            f"workshop-{self.workshop.pk}" if self.workshop else f"programme-{self.programme.pk}"
        )
        return f"table-import-{where}"


@dataclass(frozen=True)
class Remark:
    """Something about a line of the file, and a column of it; no line is the titles."""

    line: int | None
    column: str
    text: str

    def __str__(self):
        where = _("ligne %(line)s") % {"line": self.line} if self.line else _("titres")
        if self.column:
            where = _("%(where)s, colonne « %(column)s »") % {"where": where, "column": self.column}
        return _("%(where)s : %(text)s") % {"where": where, "text": self.text}


@dataclass
class Reading:
    """A table being read: nothing stops at the first mistake, so that all are told at once."""

    understood: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    mistakes: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    # Too many names look alike for all of them to be compared.
    is_compared_in_part: bool = False

    @property
    def is_full(self):
        """Nobody reads more: reading on would only cost time."""
        return len(self.mistakes) >= MOST_MISTAKES

    def refuse(self, line, column, refusal):
        if self.is_full:
            return
        texts = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        self.mistakes += [Remark(line, column[:80], text) for text in texts]

    def warn(self, line, column, text):
        self.warnings.append(Remark(line, column[:80], str(text)))
