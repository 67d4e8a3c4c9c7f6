"""The advice booklet as it is read (ATE-058): what may be printed today, by chapter, and whence.

Nothing of what was written about a session gets here but what somebody chose; and words whose
agreement is withdrawn are left out of every page and document from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from families.models import Consent
from partnerships import registry
from partnerships.models import Structure, Term, User
from partnerships.querysets import TermQuerySet
from workshops.models import Booklet, BookletEntry, Programme, Quote, Session, Workshop
from workshops.querysets import BookletEntryQuerySet, BookletQuerySet
from workshops.quotes import printable

# Characters: words of a few lines are set larger than a whole paragraph.
SHORT, LONG = 130, 420


@dataclass(frozen=True)
class Page:
    """One piece of advice, or somebody’s words, as the booklet says it."""

    entry: BookletEntry
    # Words in which somebody may be recognised; only whoever prepares it is told.
    names: tuple[str, ...] = ()

    @property
    def withheld(self) -> str:
        """Why it is left out; for entries from to_edit()."""
        return WITHHELD.get(self.entry.held_by, "")

    @property
    def place(self) -> str:
        """« Café des parents, novembre 2026 »: never whose child, never the day."""
        session = self.entry.session
        return f"{session.workshop}, {date_format(session.date, 'F Y')}"

    @property
    def size(self) -> str:
        length = len(self.entry.text)
        if length <= SHORT:
            return "short"
        return "long" if length > LONG else "medium"


@dataclass(frozen=True)
class Chapter:
    theme: Term | None
    pages: list[Page]
    is_alone: bool = False

    @property
    def title(self) -> str:
        if self.theme:
            return self.theme.label
        return _("Conseils et paroles") if self.is_alone else _("Et aussi")

    @property
    def key(self) -> int:
        """Of its theme; 0 for what has none."""
        return self.theme.pk if self.theme else 0


@dataclass(frozen=True)
class Origin:
    """A workshop the booklet came from: its sessions held, and between which days."""

    workshop: Workshop
    number: int
    first: object
    last: object


def to_print(booklet: Booklet) -> BookletEntryQuerySet:
    """What a page or a document may say of it now: consents are asked again, in the same query."""
    allowed = Q(quote__isnull=True) | Q(quote__in=printable_keys())
    return booklet.entries.kept().filter(allowed).with_origin()


def listed(programme: Programme, user: User) -> BookletQuerySet:
    """Those this person may read, each with its number of pages."""
    found = Booklet.objects.visible_to(user).filter(programme=programme)
    return with_pages(found).order_by("sort_key", "pk")


def with_pages(found: BookletQuerySet) -> BookletQuerySet:
    """Adds pages: how many of each may be read today."""
    allowed = Q(entries__quote__isnull=True) | Q(entries__quote__in=printable_keys())
    kept = Q(entries__removed_at__isnull=True)
    return found.annotate(pages=Count("entries", filter=kept & allowed, distinct=True))


def printable_keys():
    return printable(Quote.objects.all()).order_by().values("pk")


def chapters(
    entries: Iterable[BookletEntry], names: Mapping[int, Iterable[str]] | None = None
) -> list[Chapter]:
    """In the order of their first page; what has no theme comes last."""
    found, names = {}, names or {}
    for entry in entries:
        page = Page(entry, tuple(names.get(entry.pk, ())))
        found.setdefault(entry.theme, []).append(page)
    themes = sorted(found, key=lambda theme: theme is None)
    return [Chapter(theme, found[theme], is_alone=len(found) == 1) for theme in themes]


def origins(entries: Iterable[BookletEntry]) -> list[Origin]:
    """The workshops these pages come from, the first to begin first."""
    workshops = {entry.session.workshop_id for entry in entries}
    held = Q(sessions__status=Session.Status.HELD)
    rows = Workshop.objects.filter(pk__in=workshops).annotate(
        number=Count("sessions", filter=held),
        first=Min("sessions__date", filter=held),
        last=Max("sessions__date", filter=held),
    )
    return [Origin(row, row.number, row.first, row.last) for row in rows.order_by("first", "pk")]


def around(programme: Programme) -> tuple[list[Structure], list[Structure]]:
    """Who makes it, its lead first; and who supports it: the parties that say so, and who pays."""
    partnerships = programme.partnerships.all()
    thanked = {each.pk: each for each in Structure.objects.supporting(partnerships)}
    thanked |= {each.funder.pk: each.funder for each in registry.fundings.ask(programme)}
    thanked.pop(programme.lead_id, None)
    parties = readers(programme).exclude(pk__in=thanked)
    return [programme.lead, *parties], list(thanked.values())


def readers(programme: Programme):
    """The structures that read it once it is published, beside the one that leads."""
    found = Structure.objects.filter(parties__partnership__programmes=programme)
    return found.exclude(pk=programme.lead_id).order_by("search_key", "pk").distinct()


# -- What whoever prepares it sees besides --------------------------------------------------------

# Why words are left out, by the answer in force of whoever said them.
WITHHELD = {
    "spot": _("L’accord donné sur place n’est pas noté : ces mots ne paraissent pas."),
    "unsaid": _("Personne n’a noté son accord pour être citée : ces mots ne paraissent pas."),
    Consent.State.REFUSED: _("Cette personne ne veut pas être citée : ces mots ne paraissent pas."),
    Consent.State.WITHDRAWN: _(
        "Cette personne a repris son accord pour être citée : ces mots ne paraissent plus."
    ),
    # They agreed, and their record has been set aside since.
    Consent.State.GIVEN: _("Cette personne n’a plus de fiche : ces mots ne paraissent plus."),
}


def themes_of(booklet: Booklet) -> TermQuerySet:
    """Those its chapters are made of."""
    return Term.objects.filter(pk__in=booklet.entries.kept().order_by().values("theme"))


def to_edit(booklet: Booklet) -> BookletEntryQuerySet:
    """Every page, those taken out too; held_by is a key of WITHHELD, empty for what is printed."""
    answers = Consent.objects.in_force().filter(purpose=Consent.Purpose.QUOTE)
    answer = answers.filter(parent=OuterRef("quote__parent")).order_by().values("state")
    is_printed = Q(quote__isnull=True) | Q(quote__in=printable_keys())
    held_by = Case(
        When(is_printed, then=Value("")),
        When(quote__parent__isnull=True, then=Value("spot")),
        default=Coalesce(Subquery(answer[:1]), Value("unsaid")),
    )
    return booklet.entries.with_origin().annotate(
        held_by=held_by, household=F("quote__parent__family")
    )
