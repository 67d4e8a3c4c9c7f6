"""Two records of perhaps one person, side by side: what differs, and what each of them holds."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families.lookalikes import with_schools
from families.merging.households import is_left_alone_without
from families.merging.swaps import HOUSEHOLD, PERSON, values_of
from families.models import Parent, Qpv
from partnerships import registry
from partnerships.french import phone
from partnerships.validators import fold

LABELS = {
    "first_name": gettext_lazy("Prénom"),
    "last_name": gettext_lazy("Nom"),
    "phone": gettext_lazy("Téléphone"),
    "email": gettext_lazy("Adresse e-mail"),
    "gender": gettext_lazy("Sexe"),
    "age": gettext_lazy("Âge"),
    "qpv": gettext_lazy("Habite un quartier prioritaire (QPV)"),
    "neighbourhood": gettext_lazy("Quartier"),
}


@dataclass(frozen=True)
class Difference:
    """A value the two records do not share; `proposed` is the key of the record that is right."""

    name: str
    label: str
    words: tuple[str, str]
    proposed: int


@dataclass(frozen=True)
class Side:
    """One of the two records: who lives there too, which schools, what it holds, in words."""

    parent: Parent
    others: tuple[str, ...]
    schools: str
    holds: tuple[str, ...]
    is_left_alone: bool


@dataclass(frozen=True)
class Comparison:
    """The older record first. `kept` is the record that stays unless somebody says otherwise."""

    sides: tuple[Side, Side]
    differences: list[Difference]
    same: list[tuple[str, str]]
    kept: Parent
    # Whether one has to say which household is the right one.
    asks_household: bool

    @property
    def set_aside(self):
        return next(side for side in self.sides if side.parent != self.kept)

    @property
    def moving(self):
        """What the record set aside gives, in words."""
        return self.set_aside.holds

    @property
    def joins_households(self):
        """Whether a household is left without anybody, and goes with its person."""
        is_one_home = len({side.parent.family_id for side in self.sides}) == 1
        return self.set_aside.is_left_alone and not is_one_home


def compare(first: Parent, second: Parent) -> Comparison:
    """What the page shows; nothing is written."""
    pair = tuple(sorted([first, second], key=lambda parent: parent.pk))
    sides = (side_of(*pair), side_of(*reversed(pair)))
    is_one_home = pair[0].family_id == pair[1].family_id
    # Who lives with somebody stays with them.
    kept = pair[1] if sides[0].is_left_alone and not sides[1].is_left_alone else pair[0]
    names = [*PERSON] if is_one_home else [*PERSON, *HOUSEHOLD]
    differences, same = [], []
    for name in names:
        words = tuple(said(parent, name) for parent in pair)
        if words[0] != words[1]:
            right = proposed(pair, name)
            differences.append(Difference(name, LABELS[name], words, right.pk))
        elif words[0]:
            same.append((LABELS[name], words[0]))
    asks = not is_one_home and not all(side.is_left_alone for side in sides)
    return Comparison(sides, differences, same, kept, asks)


def side_of(parent, other):
    others = parent.family.parents.named().exclude(pk__in=[parent.pk, other.pk]).in_name_order()
    return Side(
        parent=parent,
        others=tuple(str(person) for person in others),
        schools=with_schools([parent])[0].schools,
        holds=tuple(words for mover in registry.movers.ask() if (words := mover.tell(parent))),
        is_left_alone=is_left_alone_without(parent, other),
    )


def proposed(pair, name):
    """The one that says something, then the one that says more; of two, the record opened last."""
    telling = [parent for parent in pair if said(parent, name)]
    texts = [fold(said(parent, name)) for parent in telling]

    def worth(parent):
        # « D. » begins « Diallo », and a year says more than a band.
        text = fold(said(parent, name))
        is_longer = all(text.startswith(other) for other in texts)
        is_precise = name == "age" and bool(parent.birth_year)
        return is_longer, is_precise, parent.registered_on or date.min, parent.pk

    return max(telling, key=worth)


def said(parent, name):
    """The value as the page shows it, empty when it is not known."""
    row = parent.family if name in HOUSEHOLD else parent
    if name == "phone":
        return phone(row.phone) if row.phone else ""
    if name == "gender":
        return row.get_gender_display() if row.gender else ""
    if name == "age":
        return said_age(row)
    if name == "qpv":
        return said_qpv(row)
    value = values_of(row, (PERSON | HOUSEHOLD)[name])[0]
    return str(value or "")


def said_age(parent):
    if parent.birth_year:
        return _("né(e) en %(year)s") % {"year": parent.birth_year}
    return parent.get_age_band_display() if parent.age_band else ""


def said_qpv(family):
    if family.lives_in_qpv == Qpv.UNKNOWN:
        return ""
    words = [family.get_lives_in_qpv_display(), *([str(family.qpv)] if family.qpv else [])]
    return f"{', '.join(words)} ({family.get_qpv_source_display()})"
