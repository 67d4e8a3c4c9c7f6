"""An action sheet as it is read: its headings in order, the words, and what is known beside them.

What a template asks is data: data/sheets/<template>.toml. A heading may say which facts stand
beside its words: the partners of the programmes, who pays, the dates, the places, the figures.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from evaluation.aims import Aim, Aims, years
from evaluation.disclosure import Disclosed, as_seen_by
from evaluation.figures import Figures, Scope
from evaluation.models import ActionSheet, ExpectedResult, Grant, SheetItem, SheetSection
from partnerships import french
from partnerships.models import School, Structure, User
from workshops.models import Programme, Workshop

DATA = Path(__file__).parent / "data" / "sheets"
# Under these headings stand the actions and the results, with what was written above them.
ACTIONS, RESULTS = "actions", "results"
# Beside what is told in words: what a federation asks of any action.
COUNTED = (
    *("sessions_held", "participations", "unique_parents", "participant_hours", "qpv_parents"),
)
BULLET = re.compile(r"^\s*(?:[-–•*]\s*)?[➔→►]\s*|^\s*[-–•*]\s+")


@dataclass(frozen=True)
class Heading:
    key: str
    title: str
    hint: str = ""
    facts: str = ""


@dataclass(frozen=True)
class Outline:
    """What a template asks: its headings in order, and what it calls each action."""

    item: str
    headings: tuple[Heading, ...]
    is_numbered: bool = False

    def heading(self, key: str) -> Heading | None:
        return next((heading for heading in self.headings if heading.key == key), None)


@cache
def outline_of(template: str) -> Outline:
    """Refuses (FileNotFoundError) a template without its data."""
    told = tomllib.loads((DATA / f"{template}.toml").read_text(encoding="utf-8"))
    headings = tuple(Heading(**heading) for heading in told.pop("headings"))
    return Outline(headings=headings, **told)


def missing(sheet: ActionSheet, sections: list[SheetSection]) -> list[Heading]:
    """The headings of its template that were taken out."""
    there = {section.key for section in sections}
    return [each for each in outline_of(sheet.template).headings if each.key not in there]


@dataclass
class Block:
    """A paragraph, or the lines of a list."""

    is_list: bool
    lines: list[str] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """What was typed, where lines that begin with « - » or « ➔ » make a list."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            found.append(Block(False))
            continue
        is_list = bool(BULLET.match(line))
        if not found or found[-1].is_list != is_list:
            found.append(Block(is_list))
        found[-1].lines.append(BULLET.sub("", line).strip() if is_list else line.strip())
    return [block for block in found if block.lines]


@dataclass(frozen=True)
class Passage:
    """One heading of the sheet: what is written under it, and what is known beside."""

    section: SheetSection
    number: int | None
    heading: Heading | None
    facts: list[str]

    @property
    def hint(self) -> str:
        return self.heading.hint if self.heading else ""

    @property
    def blocks(self) -> list[Block]:
        return blocks(self.section.body)

    @property
    def is_bare(self) -> bool:
        """Nothing written under it: it may be taken out."""
        return not self.section.body

    @property
    def is_silent(self) -> bool:
        """Nothing at all to read under it."""
        return self.is_bare and not self.facts and not (self.is_actions or self.is_results)

    @property
    def is_actions(self) -> bool:
        return self.section.key == ACTIONS

    @property
    def is_results(self) -> bool:
        return self.section.key == RESULTS


@dataclass(frozen=True)
class ResultLine:
    result: ExpectedResult
    aims: list[Aim]


def result_lines(results: list[ExpectedResult], aims: dict[int, list[Aim]]) -> list[ResultLine]:
    return [ResultLine(result, aims.get(result.indicator_id, [])) for result in results]


class Reader:
    """A sheet for somebody; `is_outside`, for a paper that anybody may read: nothing small, no amount."""

    def __init__(self, sheet: ActionSheet, user: User, *, is_outside: bool = False):
        self.sheet, self.user, self.is_outside = sheet, user, is_outside
        self.outline = outline_of(sheet.template)

    @cached_property
    def sections(self) -> list[SheetSection]:
        return list(self.sheet.sections.order_by("order"))

    @cached_property
    def passages(self) -> list[Passage]:
        found = []
        for rank, section in enumerate(self.sections, 1):
            heading = self.outline.heading(section.key)
            facts = FACTS[heading.facts](self) if heading and heading.facts else []
            found.append(
                Passage(section, rank if self.outline.is_numbered else None, heading, facts)
            )
        return found

    @cached_property
    def items(self) -> list[SheetItem]:
        seen = Workshop.objects.visible_to(self.user).order_by("sort_key", "pk")
        found = self.sheet.items.prefetch_related(Prefetch("workshops", queryset=seen))
        return list(found.order_by("order"))

    @cached_property
    def programmes(self) -> list[Programme]:
        return list(self.sheet.programmes.select_related("lead").order_by("sort_key", "pk"))

    # -- What is counted -----------------------------------------------------------------------

    @cached_property
    def results(self) -> list[ResultLine]:
        """What is expected, in words, and where its indicator stands when it has one."""
        found = list(self.sheet.results.select_related("indicator").order_by("order"))
        keys = [result.indicator_id for result in found if result.indicator_id]
        aims = Aims.of(keys, self.user, is_outside=self.is_outside)
        return result_lines(found, aims.over(self.sheet.starts_on, self.sheet.ends_on))

    # -- Facts beside the words ----------------------------------------------------------------

    def dates(self) -> list[str]:
        return [years(self.sheet.starts_on, self.sheet.ends_on)]

    def partners(self) -> list[str]:
        """The parties of the partnerships of the programmes, beside the holder."""
        found = Structure.objects.filter(parties__partnership__programmes__in=self.programmes)
        found = found.exclude(pk=self.sheet.holder_id).order_by("search_key").distinct()
        return list(found.values_list("name", flat=True))

    def places(self) -> list[str]:
        """Whom the programmes address, and the schools their workshops are for."""
        told = [each.addressed_to for each in self.programmes if each.addressed_to]
        schools = School.objects.filter(workshops__programme__in=self.programmes)
        names = schools.order_by("structure__search_key").distinct()
        return [*told, *names.values_list("structure__name", flat=True)]

    def funders(self) -> list[str]:
        """Who pays for the programmes over these dates; the amounts for who answers for them."""
        grants = Grant.objects.filter(programmes__in=self.programmes)
        grants = grants.filter(
            starts_on__lte=self.sheet.ends_on, ends_on__gte=self.sheet.starts_on
        ).select_related("funder")
        lines = {}
        for grant in grants.order_by("funder__search_key", "starts_on", "pk").distinct():
            lines.setdefault(grant.funder.name, []).append(self.amount_of(grant))
        return [said(funder, [*filter(None, sums)]) for funder, sums in lines.items()]

    def amount_of(self, grant: Grant) -> str:
        mine = grant.holder_id in self.user.rights.coordinates and not self.is_outside
        return french.money(grant.awarded) if mine and grant.awarded is not None else ""

    def figures(self) -> list[str]:
        """The quantities of the action, counted; nothing without a programme one may count."""
        counted = Programme.objects.counted_for(self.user).select_related("lead")
        programmes = tuple(counted.filter(action_sheets=self.sheet).order_by("pk"))
        if not programmes:
            return []
        figures = Figures.of(Scope(programmes, self.sheet.starts_on, self.sheet.ends_on))
        figures = Disclosed(figures) if self.is_outside else as_seen_by(self.user, figures)
        return [said(each.title, [each.text]) for each in figures.measures(COUNTED).values()]


def said(name: str, what: list[str]) -> str:
    """« Caf du Rhône : 9 000 € », or the name alone."""
    if not what:
        return name
    return _("%(name)s : %(what)s") % {"name": name, "what": french.in_a_row(what)}


FACTS = {
    "dates": Reader.dates,
    "figures": Reader.figures,
    "funders": Reader.funders,
    "partners": Reader.partners,
    "places": Reader.places,
}
