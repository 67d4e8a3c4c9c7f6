"""The rows behind a figure, as people read them: names, sessions, schools.

Names come through visible_to only, and only a coordinator of the lead gets here.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.figures import Figures
from evaluation.measures import Figure, Kind, Unit, write
from evaluation.models import Review
from families.models import Parent, Referral, SupportMeeting
from partnerships import french
from partnerships.models import Structure, User
from workshops.models import Workshop


class Cell(NamedTuple):
    """What is read, where it leads, and what a spreadsheet keeps of it."""

    text: str
    url: str = ""
    value: object = None

    @property
    def kept(self):
        return self.text if self.value is None else self.value


@dataclass(frozen=True)
class Evidence:
    """As many rows as the figure says, or rows whose last column adds up to it."""

    columns: list[str]
    rows: list[list[Cell]]
    # Places of the columns of numbers.
    numbers: set[int] = field(default_factory=set)
    # Those among them that a spreadsheet keeps in minutes.
    minutes: set[int] = field(default_factory=set)


def evidence_of(figure: Figure, figures: Figures, user: User) -> Evidence:
    """The rows of a figure of these figures, in a readable order; two queries at most."""
    return TABLES[figure.measure.kind](figure, Reader(figures, user))


class Reader:
    """Gives words to keys: a parent, a session, a workshop, a school."""

    def __init__(self, figures: Figures, user: User):
        self.figures, self.user = figures, user
        self.meetings = {meeting.session: meeting for meeting in figures.sources.meetings}

    def parents(self, keys) -> dict[int, Parent]:
        return Parent.objects.visible_to(self.user).in_bulk(list(keys))

    def homes(self) -> dict[int, list[Cell]]:
        """The parents of each household who came, by name."""
        came, members = self.figures.came, {}
        for family, parent in zip(came.family, came.parent, strict=True):
            members.setdefault(family, {})[parent] = None
        named = self.parents(self.figures.people)
        return {
            family: [name_cell(named.get(parent)) for parent in parents]
            for family, parents in members.items()
        }

    def day(self, day: str) -> Cell:
        return day_cell(date.fromisoformat(day))

    def session(self, key: int) -> list[Cell]:
        """Its day, then its workshop, both leading to its sheet."""
        meeting = self.meetings[key]
        url = reverse("workshops:session_sheet", args=[key])
        title = self.figures.sources.groups[meeting.workshop].title
        return [self.day(meeting.day)._replace(url=url), Cell(title)]

    def school(self, key: int | None) -> str:
        return self.figures.sources.school_names.get(key, "")


def name_cell(parent: Parent | None) -> Cell:
    if parent is None:
        return Cell(_("personne d’une autre structure"))
    return Cell(str(parent), parent.get_absolute_url())


def day_cell(day: date) -> Cell:
    return Cell(french.when(day), value=day)


def number_cell(value: int) -> Cell:
    return Cell(french.number(value), value=value)


# -- One table per kind of row -----------------------------------------------------------------


def people(figure: Figure, reader: Reader) -> Evidence:
    came, named = reader.figures.came, reader.parents(figure.keys)
    times = Counter(came.parent)
    last = dict(zip(came.parent, came.day, strict=True))
    rows = [
        [
            name_cell(named.get(key)),
            reader.day(reader.figures.people[key]),
            reader.day(last[key]),
            number_cell(times[key]),
        ]
        for key in figure.keys
    ]
    columns = [_("Parent"), _("Première venue"), _("Dernière"), _("Venues")]
    return Evidence(columns, sorted(rows, key=by_text), {3})


def families(figure: Figure, reader: Reader) -> Evidence:
    homes = reader.homes()
    rows = [[names_cell(homes[key]), number_cell(len(homes[key]))] for key in figure.keys]
    return Evidence([_("Foyer"), _("Parents venus")], sorted(rows, key=by_text), {1})


def names_cell(cells: list[Cell]) -> Cell:
    return Cell(", ".join(cell.text for cell in cells), cells[0].url)


def presences(figure: Figure, reader: Reader) -> Evidence:
    named = reader.parents(reader.figures.people)
    nameless = Cell(_("parent sans nom"))
    rows = [
        [*reader.session(session), name_cell(named.get(parent)) if parent else nameless]
        for session, parent in sorted(
            figure.keys, key=lambda key: (reader.meetings[key[0]].day, key[0])
        )
    ]
    return Evidence([_("Jour"), _("Atelier"), _("Parent")], rows)


def sessions(figure: Figure, reader: Reader) -> Evidence:
    headings = {
        "participant_hours": _("Heures-participants"),
        "volunteer_hours": _("Heures de bénévole"),
    }
    heading = headings.get(figure.name, _("Durée"))
    rows = [
        [
            *reader.session(session),
            Cell(reader.school(reader.meetings[session].school)),
            Cell(write(minutes, Unit.MINUTES), value=minutes),
        ]
        for session, minutes in figure.keys
    ]
    return Evidence([_("Jour"), _("Atelier"), _("École"), heading], rows, {3}, {3})


def expected(figure: Figure, reader: Reader) -> Evidence:
    rows = [
        [*reader.session(session), number_cell(came), number_cell(awaited)]
        for session, came, awaited in figure.keys
    ]
    return Evidence([_("Jour"), _("Atelier"), _("Venus"), _("Attendus")], rows, {2, 3})


def children(figure: Figure, reader: Reader) -> Evidence:
    rows = [[*reader.session(session), number_cell(number)] for session, number in figure.keys]
    return Evidence([_("Jour"), _("Atelier"), _("Enfants comptés")], rows, {2})


def homes(figure: Figure, reader: Reader) -> Evidence:
    """As families are shown, with what they declared."""
    known = reader.homes()
    rows = [[names_cell(known[key]), number_cell(number)] for key, number in figure.keys]
    return Evidence([_("Foyer"), _("Enfants déclarés")], sorted(rows, key=by_text), {1})


def places(figure: Figure, reader: Reader) -> Evidence:
    rows = [
        [*reader.session(session), number_cell(came), number_cell(capacity)]
        for session, came, capacity in figure.keys
    ]
    return Evidence([_("Jour"), _("Atelier"), _("Venus"), _("Places")], rows, {2, 3})


def schools(figure: Figure, reader: Reader) -> Evidence:
    held = Counter(meeting.school for meeting in reader.figures.held)
    families = reader.figures.schools_of_families
    rows = [
        [
            Cell(reader.school(key), reverse("partnerships:structure_detail", args=[key])),
            Cell(_("oui") if key in families else _("non")),
            number_cell(held[key]),
        ]
        for key in figure.keys
    ]
    columns = [_("Établissement"), _("Enfants de parents venus"), _("Séances tenues pour lui")]
    return Evidence(columns, sorted(rows, key=by_text), {2})


def groups(figure: Figure, reader: Reader) -> Evidence:
    started = sorted((reader.figures.start_of_groups[key], key) for key in figure.keys)
    rows = [
        [
            Cell(
                reader.figures.sources.groups[key].title,
                reverse("workshops:workshop_detail", args=[key]),
            ),
            reader.day(day),
        ]
        for day, key in started
    ]
    return Evidence([_("Groupe"), _("Première séance")], rows)


def completions(figure: Figure, reader: Reader) -> Evidence:
    named = reader.parents({parent for _workshop, parent in figure.keys})
    rows = [
        [
            name_cell(named.get(parent)),
            Cell(reader.figures.sources.groups[workshop].title),
            reader.day(reader.figures.completions[workshop, parent]),
        ]
        for workshop, parent in figure.keys
    ]
    return Evidence([_("Parent"), _("Groupe"), _("Terminé le")], sorted(rows, key=by_text))


def supports(figure: Figure, reader: Reader) -> Evidence:
    """Day, kind, minutes and with whom; what was said there is not read."""
    keys = [support for support, _minutes in figure.keys]
    met = SupportMeeting.objects.visible_to(reader.user).for_lines().in_bulk(keys)
    days = {row.support: row.day for row in reader.figures.helped}
    rows = []
    for key, minutes in figure.keys:
        meeting = met.get(key)
        rows.append(
            [
                reader.day(days[key])._replace(url=meeting.get_absolute_url() if meeting else ""),
                Cell(str(meeting or "–")),
                name_cell(meeting and meeting.parent),
                Cell(write(minutes, Unit.MINUTES), value=minutes),
            ]
        )
    return Evidence([_("Jour"), _("Nature"), _("Parent"), _("Durée")], rows, {3}, {3})


def referrals(figure: Figure, reader: Reader) -> Evidence:
    """Day, sender and state: whom it is about is read where one answers it."""
    known = Referral.objects.visible_to(reader.user).select_related("sender").in_bulk(figure.keys)
    rows = []
    counted = set(figure.keys)
    for row in reader.figures.sent:
        if row.referral not in counted:
            continue
        referral = known.get(row.referral)
        words = [str(referral.sender), referral.get_status_display()] if referral else ["–", "–"]
        rows.append([reader.day(row.day), *map(Cell, words)])
    return Evidence([_("Jour"), _("Orientée par"), _("État")], rows)


def languages(figure: Figure, reader: Reader) -> Evidence:
    """In how many households each is spoken; by whom is read in their records."""
    spoken = reader.figures.spoken
    labels = {row.language: row.label for row in spoken}
    family_of = dict(zip(reader.figures.came.parent, reader.figures.came.family, strict=True))
    homes = Counter(key for key, _home in {(row.language, family_of[row.parent]) for row in spoken})
    rows = [[Cell(labels[key]), number_cell(homes[key])] for key in figure.keys]
    return Evidence([_("Langue"), _("Foyers")], sorted(rows, key=by_text), {1})


def partners(figure: Figure, reader: Reader) -> Evidence:
    """What each did: sessions run, sessions hosted, party or not."""
    figures, groups = reader.figures, reader.figures.sources.groups
    known = Structure.objects.visible_to(reader.user).in_bulk(figure.keys)
    ran = Counter(key for structures in figures.runners_of.values() for key in structures)
    hosted = Counter(groups[meeting.workshop].host for meeting in figures.held)
    rows = [
        [
            Cell(str(known[key]), known[key].get_absolute_url()) if key in known else Cell("–"),
            number_cell(ran[key]),
            number_cell(hosted[key]),
            Cell(_("oui") if key in figures.parties else _("non")),
        ]
        for key in figure.keys
    ]
    columns = [_("Structure"), _("Séances animées"), _("Séances accueillies"), _("Partie")]
    return Evidence(columns, sorted(rows, key=by_text), {1, 2})


def actions(figure: Figure, reader: Reader) -> Evidence:
    """The workshop, and the day of the first report that values it."""
    groups, days = reader.figures.sources.groups, {}
    for row in reader.figures.valued:
        days.setdefault(row.workshop, row.day)
    rows = [
        [
            Cell(groups[key].title, reverse("workshops:workshop_detail", args=[key])),
            Cell(str(Workshop.Format(groups[key].format).label)),
            reader.day(days[key]),
        ]
        for key in figure.keys
    ]
    columns = [_("Atelier"), _("Forme"), _("Premier rapport émis le")]
    return Evidence(columns, sorted(rows, key=by_text))


def reviews(figure: Figure, reader: Reader) -> Evidence:
    """Whoever is no party reads the day alone."""
    known = Review.objects.visible_to(reader.user).select_related("partnership", "meeting")
    known, days = known.in_bulk(figure.keys), {}
    for row in reader.figures.reviewed:
        days[row.review] = row.day
    rows = []
    for key in figure.keys:
        review = known.get(key)
        words = [str(review), str(review.partnership)] if review else ["–", "–"]
        url = review.meeting.get_absolute_url() if review else ""
        rows.append([reader.day(days[key])._replace(url=url), *map(Cell, words)])
    return Evidence([_("Jour"), _("Bilan"), _("Partenariat")], rows)


def opinions(figure: Figure, reader: Reader) -> Evidence:
    """How many said so in each survey, and nothing else of it."""
    heard = {one.survey.pk: one.survey for one in reader.figures.opinions}
    rows = [
        [
            day_cell(timezone.localdate(heard[key].closed_at)),
            Cell(str(heard[key])),
            Cell(heard[key].get_audience_display()),
            number_cell(yes),
            number_cell(answers),
        ]
        for key, yes, answers in figure.keys
    ]
    columns = [_("Fermé le"), _("Recueil"), _("À qui"), _("Oui"), _("Réponses")]
    return Evidence(columns, rows, {3, 4})


def by_text(row: list[Cell]) -> list[str]:
    return [cell.text.casefold() for cell in row]


TABLES: dict[Kind, Callable[[Figure, Reader], Evidence]] = {
    Kind.PEOPLE: people,
    Kind.FAMILIES: families,
    Kind.PRESENCES: presences,
    Kind.SESSIONS: sessions,
    Kind.EXPECTED: expected,
    Kind.SCHOOLS: schools,
    Kind.GROUPS: groups,
    Kind.COMPLETIONS: completions,
    Kind.SUPPORTS: supports,
    Kind.REFERRALS: referrals,
    Kind.CHILDREN: children,
    Kind.HOMES: homes,
    Kind.PLACES: places,
    Kind.LANGUAGES: languages,
    Kind.PARTNERS: partners,
    Kind.ACTIONS: actions,
    Kind.REVIEWS: reviews,
    Kind.OPINIONS: opinions,
}
