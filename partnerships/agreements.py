"""How an agreement reads: its passages, what changed in them, and where each party stands."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.calendar import first_year
from partnerships.differences import Change, changes
from partnerships.french import number
from partnerships.models import (
    Acceptance,
    Agreement,
    Expectation,
    Membership,
    Partnership,
    School,
    SharedText,
    Structure,
    User,
)

# Who may sign depends on it (PDF): a primary school is no legal person.
FIRST_DEGREE = {School.Level.NURSERY, School.Level.ELEMENTARY, School.Level.PRIMARY}
SECOND_DEGREE = {School.Level.COLLEGE, School.Level.LYCEE}


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


def standings(
    text: SharedText, structures: list[Structure], titles: dict | None = None
) -> list[Standing]:
    """One per party, in the order given; `titles` names the passages whose changes are shown."""
    versions = {version.number: version for version in text.versions.all()}
    said = {
        acceptance.structure_id: acceptance
        for acceptance in sorted(text.acceptances.all(), key=lambda each: each.version)
    }
    return [
        standing(structure, said.get(structure.pk), versions, text.version, titles)
        for structure in structures
    ]


def standing(structure, acceptance, versions, now, titles) -> Standing:
    if acceptance is None:
        return Standing(structure, None, False, versions[now].written_at)
    acceptance.structure = structure
    if acceptance.version == now:
        return Standing(structure, acceptance, True, versions[now].written_at)
    before, after = versions[acceptance.version].content, versions[now].content
    changed = changes(flat(before), flat(after), titles) if titles else []
    # What it waits for was written right after what it accepted.
    since = versions[acceptance.version + 1].written_at
    return Standing(structure, acceptance, False, since, changed)


# -- Passages ----------------------------------------------------------------------------------


def flat(content: dict) -> dict[str, str]:
    """{« objectives »: …, « 12-brings »: …}: the same keys as the fields of its form."""
    found = {key: str(value or "") for key, value in content.items() if key != "sides"}
    found["kind"] = str(dict(Agreement.Kind.choices).get(content.get("kind"), ""))
    for side, words in content.get("sides", {}).items():
        found |= {f"{side}-{word}": text for word, text in words.items()}
    return found


def titles(agreement: Agreement) -> dict[str, str]:
    """What each passage is called, in the order one reads them."""
    names = ["kind", *Agreement.WORDS, "charter", "committed_until"]
    found = {name: title_of(Agreement, name) for name in names}
    for expectation in agreement.expectations.all():
        for word in Expectation.WORDS:
            found[f"{expectation.structure_id}-{word}"] = _("%(party)s : %(what)s") % {
                "party": expectation.structure,
                "what": Expectation._meta.get_field(word).verbose_name,
            }
    return found


def title_of(model, name) -> str:
    label = str(model._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def passages(agreement: Agreement) -> list[tuple[str, str]]:
    """The shared words, as one text: [(title, words)], those not written yet as empty words."""
    return [(title_of(Agreement, name), getattr(agreement, name)) for name in Agreement.WORDS]


def unwritten(agreement: Agreement) -> list[str]:
    """The passages nobody has written yet."""
    return [title.lower() for title, words in passages(agreement) if not words]


def sides(agreement: Agreement) -> list[tuple[Structure, list[tuple[str, str]]]]:
    """What each party of today says, in the same order and the same words for all."""
    said = {expectation.structure_id: expectation for expectation in agreement.expectations.all()}
    return [
        (
            party.structure,
            [
                (title_of(Expectation, word), getattr(said.get(party.structure_id), word, ""))
                for word in Expectation.WORDS
            ],
        )
        for party in agreement.partnership.sides()
    ]


def since_last_year(agreement: Agreement) -> list[Change]:
    """What differs from the agreement this one carries on."""
    if agreement.previous is None:
        return []
    last = agreement.previous.versions.get(number=agreement.previous.version)
    now = next(each for each in agreement.versions.all() if each.number == agreement.version)
    return changes(flat(last.content), flat(now.content), titles(agreement))


# -- Where everybody stands --------------------------------------------------------------------


def parties(agreement: Agreement) -> list[Structure]:
    return [party.structure for party in agreement.partnership.sides()]


def standings_of(agreement: Agreement) -> list[Standing]:
    return standings(agreement, parties(agreement), titles(agreement))


@dataclass(frozen=True)
class Powers:
    """What one person may do with an agreement."""

    writes_all: bool
    # Keys of the structures.
    writes: frozenset
    accepts: frozenset
    relaunches: frozenset
    speaks_for: frozenset


def powers(agreement: Agreement, user: User) -> Powers:
    """Nothing once the partnership is over; a school that has no account is spoken for."""
    if not agreement.is_in_force:
        return Powers(False, *[frozenset()] * 4)
    around, rights = around_the_table(agreement), user.rights
    works, others = bool(around & rights.works_in), relaunched_by(agreement, user)
    silent = frozenset()
    if around & rights.coordinates:
        seated = Membership.objects.current().exclude(role=Membership.Role.OBSERVER)
        signs_in = seated.filter(structure__in=others).values_list("structure", flat=True)
        silent = others - set(signs_in)
    mine = around & rights.belongs_to
    return Powers(works, around if works else mine, mine, others, silent)


def around_the_table(agreement: Agreement) -> frozenset:
    return frozenset(party.structure_id for party in agreement.partnership.parties.all())


def relaunched_by(agreement: Agreement, user: User) -> frozenset:
    """The other parties, for those who work in one."""
    around = around_the_table(agreement)
    if not agreement.is_in_force or not around & user.rights.works_in:
        return frozenset()
    return around - user.rights.belongs_to


@dataclass(frozen=True)
class Ledger:
    """The line of the agreement on the page of its partnership."""

    agreement: Agreement
    standings: list[Standing]
    others: list[Agreement]
    relaunches: frozenset
    # This year’s is still to be written.
    is_of_before: bool


def ledger(partnership: Partnership, user: User, today: dt.date) -> Ledger | None:
    """This school year’s agreement, else the latest one."""
    found = list(Agreement.objects.visible_to(user).of(partnership))
    if not found:
        return None
    year = first_year(today)
    chosen = next((each for each in found if each.school_year == year), found[0])
    chosen.partnership = partnership
    prefetch_related_objects([chosen], "acceptances__accepted_by", "versions")
    others = [each for each in found if each != chosen]
    stand = standings(chosen, parties(chosen))
    return Ledger(chosen, stand, others, relaunched_by(chosen, user), chosen.school_year < year)
