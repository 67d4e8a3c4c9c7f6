"""What figures are asked about: programmes over some days, or a part of their workshops.

A part is a slice of what is read already, so that one indicator more costs no query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from partnerships import french
from partnerships.keys import Among, Keys
from workshops.models import Attendance, Programme, Workshop

if TYPE_CHECKING:
    from evaluation.sources import Sources


@dataclass(frozen=True)
class Scope:
    """Whose sessions, and from which day to which, both included.

    workshops and schools (primary keys) narrow it; a school is the one a session is held for.
    """

    programmes: tuple[Programme, ...]
    starts_on: date
    ends_on: date
    workshops: frozenset[int] | None = None
    schools: frozenset[int] | None = None

    @property
    def leads(self) -> frozenset[int]:
        """The structures that answer for these figures."""
        return frozenset(programme.lead_id for programme in self.programmes)

    @property
    def keys(self) -> list[int]:
        return [programme.pk for programme in self.programmes]

    @property
    def asked(self) -> tuple:
        """Programmes, workshops and schools as questions take them; a part may name thousands."""
        return self.keys, *map(keys_of, self.narrowed_by)

    @property
    def is_part(self) -> bool:
        """Not the whole of its programmes."""
        return self.narrowed_by != (None, None)

    @property
    def is_nothing(self) -> bool:
        """A part without a workshop, or without a school."""
        return any(narrowing is not None and not narrowing for narrowing in self.narrowed_by)

    @property
    def narrowed_by(self) -> tuple[frozenset[int] | None, frozenset[int] | None]:
        return self.workshops, self.schools


def keys_of(narrowing: Iterable[int] | None) -> Keys | Iterable[int] | None:
    """One value; none of them is told apart, so that nothing is asked of the database."""
    return Keys(narrowing) if narrowing else narrowing


def text_of(day: str) -> Cast:
    """A date as text: converting thousands of them costs more than reading them."""
    return Cast(day, CharField())


def within(scope: Scope, attendances):
    return narrowed(
        attendances, programme=scope.keys, workshop=scope.workshops, school=scope.schools
    )


def narrowed(rows, **wanted):
    """Those whose fields are among these keys; None for all of them."""
    return rows.filter(*(is_among(name, keys) for name, keys in wanted.items() if keys is not None))


def is_among(name, keys):
    return Among(F(name), keys) if isinstance(keys, Keys) else Q((f"{name}__in", keys))


def parents_of(scope: Scope):
    return within(scope, Attendance.objects.taken_part()).order_by().values("parent")


# -- A part of the workshops -------------------------------------------------------------------


class Named(NamedTuple):
    """A theme, a school, a territory, a structure: its key and its name."""

    key: int
    name: str


class Part(NamedTuple):
    """What narrows the figures of programmes; everything is counted when nothing is said.

    A school is the one a session is held for; a territory, that of the structure that hosts the
    workshop, or one that contains it.
    """

    format: str = ""
    theme: Named | None = None
    school: Named | None = None
    territory: Named | None = None
    host: Named | None = None

    def workshops(self, sources: "Sources") -> frozenset[int] | None:
        """Those it is about, by their keys; None for all."""
        asked = [
            (self.format, lambda: of_format(sources, self.format)),
            (self.theme, lambda: tagged(sources, "theme", self.theme)),
            (self.territory, lambda: tagged(sources, "territory", self.territory)),
            (self.host, lambda: hosted(sources, self.host)),
        ]
        found = [find() for value, find in asked if value]
        return frozenset(sources.groups).intersection(*found) if found else None

    @property
    def schools(self) -> frozenset[int] | None:
        return frozenset([self.school.key]) if self.school else None

    @property
    def words(self) -> str:
        """« café des parents, école du Port »; nothing for the whole."""
        said = [str(Workshop.Format(self.format).label)] if self.format else []
        if self.theme:
            said.append(_("thème « %(name)s »") % {"name": self.theme.name})
        if self.school:
            said.append(_("séances tenues pour %(name)s") % {"name": self.school.name})
        if self.territory:
            said.append(_("territoire : %(name)s") % {"name": self.territory.name})
        if self.host:
            said.append(_("accueil : %(name)s") % {"name": self.host.name})
        return ", ".join(said)


# Everything is counted.
WHOLE = Part()


def of_format(sources: "Sources", format: str) -> set[int]:
    return {key for key, group in sources.groups.items() if group.format == format}


def hosted(sources: "Sources", host: Named) -> set[int]:
    return {key for key, group in sources.groups.items() if group.host == host.key}


def tagged(sources: "Sources", name: str, wanted: Named) -> set[int]:
    return {tag.workshop for tag in sources.beside[name] if tag.key == wanted.key}


def in_words(part: Part, starts_on: date, ends_on: date) -> str:
    """« Tous les ateliers, du 1er septembre au 31 décembre 2026 »."""
    what = part.words or _("tous les ateliers")
    days = french.span_of_days(starts_on, ends_on)
    return _("%(what)s, %(days)s") % {"what": what[0].upper() + what[1:], "days": days}


# -- What one may choose -----------------------------------------------------------------------


def choices(sources: "Sources") -> dict[str, list[tuple]]:
    """For each field of a part, the values that would leave something, by their names."""
    formats = {group.format for group in sources.groups.values()}
    schools = {meeting.school for meeting in sources.meetings} - {None}
    found = {
        name: by_name(
            {(tag.key, tag.label) for tag in sources.beside[name] if tag.workshop in sources.groups}
        )
        for name in ("theme", "territory", "host")
    }
    return found | {
        "format": [(value, label) for value, label in Workshop.Format.choices if value in formats],
        "school": by_name({(key, sources.school_names[key]) for key in schools}),
    }


def by_name(found: set[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(found, key=lambda choice: (choice[1].casefold(), choice[0]))
