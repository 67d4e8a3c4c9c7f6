"""The sheet people sign (feuille d’émargement): one page a session, or one column a session.

Names only, as people are enrolled: the paper goes from hand to hand, and bears neither an e-mail
nor a birth date (domain.md 6.1).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils.translation import gettext as _

from families import notices
from families.models import Parent
from partnerships import audit, documents, qr, registry
from partnerships.models import Structure, User
from workshops.models import Attendance, Enrolment, Guest, Programme, Session

PLANNED = Session.Status.PLANNED
PAGES = "workshops/signin_document.html"
GRID = "workshops/grid_document.html"
# Lines for people nobody expected: what the page has room for, between these; on a grid, that all
# its columns share, fewer.
FEWEST, MOST_BLANK, GRID_BLANKS = 3, 8, range(4)
# Lines to sign that one page holds, and those that asking for an opinion takes.
LINES, OF_OPINION = 20, 2
# Sessions side by side on a page, wide enough to sign.
COLUMNS = 6
# In one file: more would keep other pages waiting.
MOST = 30


@dataclass(frozen=True)
class Sheet:
    """What is printed of one session: who runs it, who is expected, who pays for it."""

    session: Session
    facilitators: list[tuple[str, Structure]]
    people: list[Parent]
    action: str
    marks: list[tuple[str, str]]
    # Where to say what one thinks of it: the address as one types it, and its QR code.
    opinion: tuple[str, str] | None = None

    @property
    def blanks(self) -> range:
        """As many empty lines as the page still holds; eight when people alone need another one."""
        signed = len(self.people) + max(1, len(self.facilitators))
        left = LINES - signed - (OF_OPINION if self.opinion else 0)
        return range(min(left, MOST_BLANK) if left >= FEWEST else MOST_BLANK)


def to_print(sessions: Iterable[Session], today: dt.date) -> list[Session]:
    """Those still to come, the next first, as many as one file takes."""
    coming = [each for each in sessions if each.status == PLANNED and each.date >= today]
    return coming[:MOST]


def answer(sessions: list[Session], *, by: User, absolute: Callable) -> HttpResponse:
    """A PDF, one page a session; sessions of one programme, that this person may open.

    `absolute` makes the address of the site from a path (request.build_absolute_uri).
    """
    title = _("Feuille d’émargement")
    return printed(PAGES, sheets_of(sessions, absolute), title, by=by)


def grid(sessions: list[Session], *, by: User, absolute: Callable) -> HttpResponse:
    """A PDF on which each session is a column; sessions of one workshop."""
    sheets = sheets_of(sessions, absolute)
    title = _("Grille d’émargement")
    return printed(GRID, sheets, title, by=by, pages=side_by_side(sheets), blanks=GRID_BLANKS)


def printed(template, sheets, title, *, by, **more):
    lead = sheets[0].session.workshop.programme.lead
    context = {"sheets": sheets, "contact": notices.in_a_line(lead), **more}
    pdf = documents.render_pdf(template, context, title=title, author=str(lead))
    note_names({parent for sheet in sheets for parent in sheet.people}, lead, by)
    return documents.pdf_response(pdf, f"{title} {sheets[0].session.date}", inline=True)


def note_names(parents, lead, by):
    """Names leave on paper: one line for each."""
    found = sorted(parents, key=lambda parent: parent.pk)
    audit.record_all(
        [
            audit.line(
                *(audit.Verb.EXPORTED, parent),
                by=by,
                structure=lead,
                family=parent.family_id,
                fields=["enrolments"],
            )
            for parent in found
        ]
    )


def sheets_of(sessions: list[Session], absolute: Callable = str) -> list[Sheet]:
    """As many queries for one session as for thirty."""
    prefetch_related_objects(
        sessions,
        "workshop__programme__lead",
        "workshop__host",
        "workshop__team__user",
        "workshop__team__structure",
        "module",
        "school__structure",
        "facilitations__user",
        "facilitations__structure",
    )
    programme = sessions[0].workshop.programme
    people, fundings = people_of(sessions), registry.fundings.ask(programme)
    opinions = registry.opinions.ask(programme)
    return [
        Sheet(
            session=session,
            facilitators=facilitators_of(session),
            people=people[session.pk],
            action=action_of(programme, paying(fundings, session)),
            marks=documents.marks(around(session, paying(fundings, session))),
            opinion=opinion_on(opinions, session, absolute),
        )
        for session in sessions
    ]


def people_of(sessions: Iterable[Session]) -> dict[int, list[Parent]]:
    """Session → those enrolled or expected that day, and those its sheet notes; nobody forgotten."""
    found = defaultdict(set)
    enrolments = Enrolment.objects.filter(workshop__in={each.workshop_id for each in sessions})
    for each in enrolments.order_by():
        for session in sessions:
            if is_expected(each, session):
                found[session.pk].add(each.parent_id)
    guests = Guest.objects.filter(session__in=sessions).order_by()
    noted = Attendance.objects.filter(session__in=sessions).order_by()
    pairs = noted.values_list("session", "parent").union(guests.values_list("session", "parent"))
    for session, parent in pairs:
        found[session].add(parent)
    named = Parent.objects.named().filter(pk__in=set().union(*found.values())).in_name_order()
    people = list(named)
    return {
        session.pk: [parent for parent in people if parent.pk in found[session.pk]]
        for session in sessions
    }


def is_expected(enrolment, session):
    if enrolment.workshop_id != session.workshop_id or session.date < enrolment.enrolled_on:
        return False
    return enrolment.left_on is None or session.date <= enrolment.left_on


def facilitators_of(session):
    """Those of that session once it is said; else those who usually run the workshop."""
    return [(str(each), each.structure) for each in session.runners]


def paying(fundings, session):
    return [each for each in fundings if each.starts_on <= session.date <= each.ends_on]


def opinion_on(opinions, session, absolute):
    """What is asked that day: of those of that workshop, else of the whole programme."""
    for each in opinions:
        is_theirs = each.workshop in (session.workshop_id, None)
        if is_theirs and each.starts_on <= session.date <= each.ends_on:
            url = absolute(each.url)
            return url.partition("://")[2] or url, qr.drawn(url)
    return None


def action_of(programme: Programme, fundings: list[registry.Funding]) -> str:
    """As its one funder knows it; with none or several, as the programme is called."""
    titles = {each.title for each in fundings}
    return titles.pop() if len(titles) == 1 else programme.title


def around(session, fundings):
    """Whose logos: who leads, who welcomes, who pays; each once."""
    workshop = session.workshop
    found = [workshop.programme.lead, workshop.host, *(each.funder for each in fundings)]
    return list({structure.pk: structure for structure in found}.values())


def side_by_side(sheets: list[Sheet]) -> list[dict]:
    """Pages of a grid: a few sessions each, with everybody expected at one of them."""
    parts = [sheets[start : start + COLUMNS] for start in range(0, len(sheets), COLUMNS)]
    return [{"sheets": part, "first": part[0], "people": everybody(part)} for part in parts]


def everybody(sheets):
    people = {parent.pk: parent for sheet in sheets for parent in sheet.people}
    return sorted(people.values(), key=lambda parent: (parent.search_key, parent.pk))
