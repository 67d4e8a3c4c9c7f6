"""Exports named by what one line is: a session, a presence, a parent, somebody who ran a session.

Three uses that people ask for: who followed what and how long; who attended what, for a funder;
who ran what, to be paid or valued.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families.lookalikes import schools_of
from families.models import Family, Referral
from partnerships.french import count, day, span_of_days
from partnerships.models import User
from workshops import exports
from workshops.models import Attendance, Facilitation, Guest, Programme, Session, Workshop


class Grain(TextChoices):
    SESSIONS = "sessions", gettext_lazy("une ligne par séance")
    PRESENCES = "presences", gettext_lazy("une ligne par présence")
    PARENTS = "parents", gettext_lazy("une ligne par parent")
    FACILITATIONS = "facilitations", gettext_lazy("une ligne par animation")


@dataclass(frozen=True)
class Scope:
    """What an export covers: a programme or one of its workshops, between two days, both included."""

    programme: Programme
    workshop: Workshop | None
    first: dt.date
    last: dt.date

    def keeps(self, rows, path=""):
        """Those rows of its sessions, reached through that path."""
        if self.workshop:
            rows = rows.filter(**{f"{path}workshop": self.workshop})
        else:
            rows = rows.filter(**{f"{path}workshop__programme": self.programme})
        return rows.filter(**{f"{path}date__range": (self.first, self.last)})


@dataclass(frozen=True)
class Export:
    """A table to hand out; `families` are the households it names."""

    grain: str
    headers: list[str]
    rows: list[list]
    families: list[Family] = field(default_factory=list)


def export(grain: str, scope: Scope, user: User) -> Export:
    """Read whole before anything is sent; only what this person may see by name."""
    return READ[grain](scope, user)


def head(made: Export, scope: Scope, user: User) -> list[str]:
    """What stands above the titles: the grain, what is covered, who asked and when."""
    where = f"{scope.programme}, {scope.programme.lead}"
    if scope.workshop:
        where = f"{scope.workshop} ({where})"
    by = _("Exporté le %(day)s par %(name)s, %(lines)s.")
    lines = count(len(made.rows), _("ligne"))
    told = {"day": day(timezone.localdate(), "year"), "name": user, "lines": lines}
    grain = _("Export : %(grain)s") % {"grain": Grain(made.grain).label}
    return [grain, where, span_of_days(scope.first, scope.last).capitalize(), by % told]


# -- A line a session ----------------------------------------------------------------------------


def of_sessions(scope, user):
    found = scope.keeps(Session.objects.visible_to(user).single())
    return Export(Grain.SESSIONS, exports.headers(), list(exports.Rows(found)))


# -- A line a presence ---------------------------------------------------------------------------


def attendances(scope, user):
    """Every answer of the held sessions, in order of days."""
    rows = Attendance.objects.visible_to(user).filter(held=True)
    rows = scope.keeps(rows, "session__").select_related(
        *("session", "workshop", "cohort", "module", "school__structure"),
        "parent__family__structure",
    )
    return list(rows.order_by("date", "session__starts_at", "session", "parent__search_key", "pk"))


def of_presences(scope, user):
    found = attendances(scope, user)
    senders, schools, guests = senders_of(found, user), schools_known(found), guests_of(found)
    headers = [
        *(_("Date"), _("Début"), _("Fin"), _("Atelier"), _("Module"), _("École de la séance")),
        *(_("Prénom"), _("Nom"), _("Présence"), _("Durée suivie (min)"), _("Rôle")),
        *(_("Venue comme"), _("Orientée par"), _("Écoles des enfants")),
        *(_("Quartier prioritaire"), _("Sexe"), _("Tranche d’âge")),
    ]
    rows = [
        [
            *(row.date, f"{row.session.starts_at:%H:%M}", f"{row.session.ends_at:%H:%M}"),
            *(row.workshop.title, row.module and row.module.title, row.school),
            *(row.parent.first_name, row.parent.last_name, row.get_status_display()),
            followed(row),
            row.get_role_display(),
            came_as(row, guests),
            *(senders.get(row.parent_id), schools.get(row.parent.family_id)),
            *(row.get_lives_in_qpv_display(), row.get_gender_display()),
            row.get_age_band_display(),
        ]
        for row in found
    ]
    return Export(Grain.PRESENCES, headers, rows, households(found))


def followed(row):
    return row.counted_minutes if row.status in Attendance.COUNTING else 0


def came_as(row, guests):
    """« inscrit » is said of nobody: the others were expected, or came."""
    if row.cohort_id != row.workshop_id:
        return _("rattrapage pour %(group)s") % {"group": row.cohort}
    return _("personne invitée") if (row.session_id, row.parent_id) in guests else ""


def guests_of(found):
    sessions = {row.session_id for row in found}
    rows = Guest.objects.filter(session__in=sessions).order_by()
    return set(rows.values_list("session", "parent"))


def senders_of(found, user):
    """{parent: who showed them the way}, of the referrals this person may read."""
    parents = {row.parent_id for row in found}
    rows = Referral.objects.visible_to(user).filter(received_as__in=parents)
    senders = defaultdict(dict)
    for parent, name in rows.order_by("made_on", "pk").values_list("received_as", "sender__name"):
        senders[parent][name] = None
    return {parent: ", ".join(names) for parent, names in senders.items()}


def schools_known(found):
    families = {row.parent.family_id for row in found}
    return {family: ", ".join(names) for family, names in schools_of(families).items()}


def households(found):
    return list({row.parent.family_id: row.parent.family for row in found}.values())


# -- A line a parent -----------------------------------------------------------------------------


def of_parents(scope, user):
    found = attendances(scope, user)
    senders, schools = senders_of(found, user), schools_known(found)
    of_parent = defaultdict(list)
    for row in sorted(found, key=lambda row: (row.parent.search_key, row.parent_id)):
        of_parent[row.parent].append(row)
    headers = [
        *(_("Prénom"), _("Nom"), _("Séances suivies"), _("Heures suivies")),
        *(_("Modules suivis"), _("Ateliers"), _("Absences"), _("Absences excusées")),
        *(_("Première fois"), _("Dernière fois"), _("Orientée par"), _("Écoles des enfants")),
    ]
    rows = [
        [
            *(parent.first_name, parent.last_name, *sums(its)),
            *(senders.get(parent.pk), schools.get(parent.family_id)),
        ]
        for parent, its in of_parent.items()
    ]
    return Export(Grain.PARENTS, headers, rows, households(found))


def sums(rows):
    came = [row for row in rows if row.status in Attendance.COUNTING]
    statuses = [row.status for row in rows]
    hours = Decimal(sum(row.counted_minutes for row in came)) / 60
    return [
        len(came),
        round(hours, 2),
        ", ".join(dict.fromkeys(row.module.title for row in came if row.module)),
        ", ".join(dict.fromkeys(row.workshop.title for row in came)),
        *(statuses.count(Attendance.Status.ABSENT), statuses.count(Attendance.Status.EXCUSED)),
        *((came[0].date, came[-1].date) if came else (None, None)),
    ]


# -- A line for each person who ran a session ----------------------------------------------------


def of_facilitations(scope, user):
    sessions = scope.keeps(Session.objects.loggable_by(user).held())
    found = Facilitation.objects.filter(session__in=sessions.order_by().values("pk"))
    found = found.select_related(
        *("session__workshop", "session__module", "session__school__structure"),
        *("user", "structure"),
    )
    headers = [
        *(_("Date"), _("Début"), _("Fin"), _("Atelier"), _("Module"), _("École de la séance")),
        *(_("Personne"), _("Au titre de"), _("Rôle"), _("Bénévole"), _("Minutes")),
    ]
    rows = [
        [
            *(row.session.date, f"{row.session.starts_at:%H:%M}", f"{row.session.ends_at:%H:%M}"),
            *(row.session.workshop.title, row.session.module and row.session.module.title),
            *(row.session.school, str(row), row.structure.name, row.get_part_display()),
            *(row.is_volunteer, minutes_of(row)),
        ]
        for row in found.order_by("session__date", "session__starts_at", "session", "pk")
    ]
    return Export(Grain.FACILITATIONS, headers, rows)


def minutes_of(row):
    """Their own, else those of the session for who ran it; who spoke there gave what is written."""
    if row.minutes is None and row.part == Facilitation.Part.RUNS:
        return row.session.delivered_minutes
    return row.minutes


READ: dict[str, Callable[[Scope, User], Export]] = {
    Grain.SESSIONS: of_sessions,
    Grain.PRESENCES: of_presences,
    Grain.PARENTS: of_parents,
    Grain.FACILITATIONS: of_facilitations,
}
