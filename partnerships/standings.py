"""Where each party stands before a shared text, and what one person may do with it."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.differences import Change, changes
from partnerships.french import day, number
from partnerships.models import Acceptance, Membership, SharedText, Structure, User


@dataclass(frozen=True)
class Standing:
    """Where one party stands before a text."""

    structure: Structure
    # The last version it said yes to.
    acceptance: Acceptance | None
    is_accepted: bool
    since: dt.datetime
    changes: list[Change] = field(default_factory=list)

    @property
    def waits(self):
        days = (timezone.localdate() - timezone.localtime(self.since).date()).days
        if days < 1:
            return _("Attendu depuis aujourd’hui")
        text = ngettext("Attendu depuis %(days)s jour", "Attendu depuis %(days)s jours", days)
        return text % {"days": number(days)}

    @property
    def in_words(self):
        if not self.is_accepted:
            return self.waits
        return _("Accepté le %(day)s, %(told)s") % {
            "day": day(self.acceptance.accepted_on),
            "told": self.acceptance.told,
        }


def standings(text: SharedText, *, with_changes: bool = False) -> list[Standing]:
    """One per party, in their order; `with_changes` says what changed since each accepted."""
    versions = {version.number: version for version in text.versions.all()}
    said = {
        acceptance.structure_id: acceptance
        for acceptance in sorted(text.acceptances.all(), key=lambda each: each.version)
    }
    titles = text.titles() if with_changes else {}
    return [
        standing(text, structure, said.get(structure.pk), versions, titles)
        for structure in text.parties()
    ]


def standing(text, structure, acceptance, versions, titles) -> Standing:
    now = versions[text.version]
    if acceptance is None:
        return Standing(structure, None, False, now.written_at)
    acceptance.structure = structure
    if acceptance.version == text.version:
        return Standing(structure, acceptance, True, now.written_at)
    changed = differences(text, versions[acceptance.version], now, titles) if titles else []
    # What it waits for was written right after what it accepted.
    since = versions[acceptance.version + 1].written_at
    return Standing(structure, acceptance, False, since, changed)


def differences(text, before, after, titles):
    return changes(text.flat(before.content), text.flat(after.content), titles)


@dataclass(frozen=True)
class Powers:
    """What one person may do with a shared text."""

    writes_all: bool
    # Keys of the structures.
    writes: frozenset
    accepts: frozenset
    relaunches: frozenset
    speaks_for: frozenset


def powers(text: SharedText, user: User) -> Powers:
    """Nothing once it is closed; a party that has no account is spoken for."""
    if not text.is_in_force:
        return Powers(False, *[frozenset()] * 4)
    around, rights = around_the_table(text), user.rights
    works, others = bool(text.writers() & rights.works_in), relaunched_by(text, user)
    silent = frozenset()
    if around & rights.coordinates:
        seated = Membership.objects.current().exclude(role=Membership.Role.OBSERVER)
        signs_in = seated.filter(structure__in=others).values_list("structure", flat=True)
        silent = others - set(signs_in)
    mine = around & rights.belongs_to
    return Powers(works, around if works else mine, mine, others, silent)


def around_the_table(text: SharedText) -> frozenset:
    return frozenset(structure.pk for structure in text.parties())


def relaunched_by(text: SharedText, user: User) -> frozenset:
    """The other parties, for those who work in one."""
    around = around_the_table(text)
    if not text.is_in_force or not around & user.rights.works_in:
        return frozenset()
    return around - user.rights.belongs_to
