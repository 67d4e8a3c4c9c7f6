"""Records that may be of one person: proposed to the coordinator, who decides; never merged alone.

A pair is worth looking at when its name is close, or its phone or e-mail the same; what else they
share, or what tells them apart, moves it up or down the list.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext_lazy as _

from families.lookalikes import with_schools
from families.models import Parent, Schooling, Separation
from families.resemblance import CLOSE, SAME, likeness, resemblance
from partnerships.models import Structure

# The same name, and nothing against, is enough; « Samira » and « Samira Benali » too.
ENOUGH = 45
NAME = 60
PHONE, EMAIL, SCHOOL = 45, 45, 15
OTHER_PHONE, OTHER_SEX, OTHER_AGE = -10, -30, -30
# Years between two births that may be one, noted twice.
CLOSE_YEARS = 1
# More in one block than a name ever gathers: nothing to learn from them.
BLOCK = 400

SAME_NAME = _("même nom")
CLOSE_NAME = _("noms proches")
SAME_PHONE = _("même téléphone")
SAME_EMAIL = _("même e-mail")
SAME_SCHOOL = _("même école")
SAME_HOUSEHOLD = _("même foyer")


@dataclass(frozen=True)
class Pair:
    """The older record first; `reasons` are words."""

    first: Parent
    second: Parent
    reasons: tuple[str, ...]

    @property
    def people(self):
        return self.first, self.second


@dataclass(frozen=True)
class Found:
    """A pair by its keys, before anybody is read."""

    score: float
    keys: tuple[int, int]
    reasons: tuple[str, ...]


def find(structures: Iterable[Structure]) -> list[Found]:
    """The pairs of each structure, the most alike first, without those said to be two people."""
    rows = Parent.objects.named().filter(family__structure__in=structures).order_by("pk")
    rows = list(rows.select_related("family"))
    schools = schools_by_family(structures)
    said = set(Separation.objects.values_list("first", "second"))
    found = [compare(one, other, schools) for one, other in candidates(rows)]
    found = [pair for pair in found if pair and pair.keys not in said]
    return sorted(found, key=lambda pair: (-pair.score, pair.keys))


def read(found: Iterable[Found], parents) -> list[Pair]:
    """The pairs of one page, with the people of this queryset."""
    people = parents.in_bulk({key for pair in found for key in pair.keys})
    with_schools(people.values())
    return [
        Pair(people[pair.keys[0]], people[pair.keys[1]], pair.reasons)
        for pair in found
        if people.keys() >= set(pair.keys)
    ]


def schools_by_family(structures):
    found = defaultdict(set)
    rows = Schooling.objects.filter(family__structure__in=structures).order_by()
    for family, school in rows.values_list("family", "school"):
        found[family].add(school)
    return found


def candidates(rows) -> Iterator[tuple[Parent, Parent]]:
    """Those of one structure who share the beginning of a word, a phone or an e-mail, each once.

    Comparing everybody with everybody would take minutes where a thousand people are known.
    """
    blocks = defaultdict(list)
    for row in rows:
        for sign in signs(row):
            blocks[row.family.structure_id, sign].append(row)
    seen = set()
    for block in blocks.values():
        for one, other in combinations(block[:BLOCK], 2):
            if (one.pk, other.pk) not in seen:
                seen.add((one.pk, other.pk))
                yield one, other


def signs(row):
    yield from {word[:3] for word in row.search_key.split() if len(word) > 2}
    if row.phone:
        yield row.phone
    if row.email:
        yield row.email.lower()


def compare(one, other, schools):
    """None when nothing says that they may be one person."""
    name = resemblance(one.search_key, other.search_key) if one_first_name(one, other) else 0
    is_joined = shares_phone(one, other) or shares_email(one, other)
    is_home = one.family_id == other.family_id
    if not name and (is_home or not is_joined):
        return None
    signs = list(weighed(one, other, name, schools))
    score = sum(weight for weight, _reason in signs)
    reasons = tuple(reason for _weight, reason in signs if reason)
    return Found(score, (one.pk, other.pk), reasons) if score >= ENOUGH else None


def one_first_name(one, other):
    """Brothers, sisters and couples share the longer half of their name: they are not asked."""
    words, others = one.search_key.split(), other.search_key.split()
    return bool(words and others) and all(
        max(likeness(first, word) for word in elsewhere) >= CLOSE
        for first, elsewhere in ((words[0], others), (others[0], words))
    )


def weighed(one, other, name, schools):
    """(points, reason or nothing) of each thing they share, or that tells them apart."""
    if name:
        yield name * NAME, SAME_NAME if name == SAME else CLOSE_NAME
    if shares_phone(one, other):
        yield PHONE, SAME_PHONE
    if shares_email(one, other):
        yield EMAIL, SAME_EMAIL
    if one.family_id == other.family_id:
        yield SCHOOL, SAME_HOUSEHOLD
    elif schools[one.family_id] & schools[other.family_id]:
        yield SCHOOL, SAME_SCHOOL
    yield from ((weight, None) for weight in against(one, other))


def against(one, other):
    """What tells two people apart takes points away."""
    if one.phone and other.phone and one.phone != other.phone:
        yield OTHER_PHONE
    if one.gender and other.gender and one.gender != other.gender:
        yield OTHER_SEX
    if differ_in_age(one, other):
        yield OTHER_AGE


def shares_phone(one, other):
    return bool(one.phone) and one.phone == other.phone


def shares_email(one, other):
    return bool(one.email) and one.email.lower() == other.email.lower()


def differ_in_age(one, other):
    years = [one.birth_year, other.birth_year]
    return None not in years and abs(years[0] - years[1]) > CLOSE_YEARS
