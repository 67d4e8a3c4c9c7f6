"""Records that may be of one person: proposed to the coordinator, who decides; never merged alone.

A pair is worth looking at when its name is close, or its phone or e-mail the same; what else they
share, or what tells them apart, moves it up or down the list.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from families.lookalikes import with_schools
from families.models import Parent, Schooling, Separation
from families.resemblance import CLOSE, SAME, likeness, pairs_of, resemblance
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


class Known(NamedTuple):
    """What is compared of a record: thousands of times where many people bear close names."""

    pk: int
    family: int
    structure: int
    name: str
    words: list[str]
    phone: str
    email: str
    gender: str
    birth_year: int | None


@dataclass(frozen=True)
class Found:
    """A pair by its keys, before anybody is read."""

    score: float
    keys: tuple[int, int]
    reasons: tuple[str, ...]


def find(structures: Iterable[Structure]) -> list[Found]:
    """The pairs of each structure, the most alike first, without those said to be two people."""
    schools, letters = schools_by_family(structures), cache(pairs_of)
    said = set(Separation.objects.values_list("first", "second"))
    every = candidates(known_in(structures))
    found = [compare(one, other, schools, letters) for one, other in every]
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


def known_in(structures) -> list[Known]:
    rows = Parent.objects.named().filter(family__structure__in=structures).order_by("pk")
    rows = rows.values_list(
        *("pk", "family", "family__structure", "search_key"),
        *("phone", "email", "gender", "birth_year"),
    )
    return [
        Known(pk, family, structure, name, name.split(), phone, email.lower(), gender, birth_year)
        for pk, family, structure, name, phone, email, gender, birth_year in rows
    ]


def schools_by_family(structures):
    found = defaultdict(set)
    rows = Schooling.objects.filter(family__structure__in=structures).order_by()
    for family, school in rows.values_list("family", "school"):
        found[family].add(school)
    return found


def candidates(rows) -> Iterator[tuple[Known, Known]]:
    """Those of one structure who share the beginning of a word, a phone or an e-mail, each once.

    Comparing everybody with everybody would take minutes where a thousand people are known.
    """
    blocks = defaultdict(list)
    for row in rows:
        for sign in signs(row):
            blocks[row.structure, sign].append(row)
    seen = set()
    for block in blocks.values():
        for one, other in combinations(block[:BLOCK], 2):
            if (keys := (one.pk, other.pk)) not in seen:
                seen.add(keys)
                yield one, other


def signs(row):
    yield from {word[:3] for word in row.words if len(word) > 2}
    if row.phone:
        yield row.phone
    if row.email:
        yield row.email


def compare(one, other, schools, letters):
    """None when nothing says that they may be one person."""
    is_asked = one_first_name(one.words, other.words, letters)
    name = resemblance(one.name, other.name, letters) if is_asked else 0
    is_joined = shares_phone(one, other) or shares_email(one, other)
    is_home = one.family == other.family
    if not name and (is_home or not is_joined):
        return None
    signs = list(weighed(one, other, name, schools))
    score = sum(weight for weight, _reason in signs)
    reasons = tuple(reason for _weight, reason in signs if reason)
    return Found(score, (one.pk, other.pk), reasons) if score >= ENOUGH else None


def one_first_name(words, others, letters):
    """Brothers, sisters and couples share the longer half of their name: they are not asked."""
    if not (words and others):
        return False
    return bears(others, words[0], letters) and bears(words, others[0], letters)


def bears(words, first, letters):
    return any(likeness(first, word, letters) >= CLOSE for word in words)


def weighed(one, other, name, schools):
    """(points, reason or nothing) of each thing they share, or that tells them apart."""
    if name:
        yield name * NAME, SAME_NAME if name == SAME else CLOSE_NAME
    if shares_phone(one, other):
        yield PHONE, SAME_PHONE
    if shares_email(one, other):
        yield EMAIL, SAME_EMAIL
    if one.family == other.family:
        yield SCHOOL, SAME_HOUSEHOLD
    elif schools[one.family] & schools[other.family]:
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
    return bool(one.email) and one.email == other.email


def differ_in_age(one, other):
    years = [one.birth_year, other.birth_year]
    return None not in years and abs(years[0] - years[1]) > CLOSE_YEARS
