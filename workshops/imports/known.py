"""Who is already known: found by name, then by telephone or school; never merged by itself."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from families.models import Parent, Schooling
from families.resemblance import resemblance
from partnerships.validators import fold
from workshops.models import Programme


def key_of(*names: str) -> str:
    """« Benali Samira » and « SAMIRA BENALI » are one key: the folded words, sorted."""
    return " ".join(sorted(fold(" ".join(names)).split()))


class Known:
    """The named people of the structure that leads a programme, read once."""

    def __init__(self, programme: Programme):
        people = Parent.objects.findable_for(programme).select_related("family").order_by("pk")
        self.by_key = defaultdict(list)
        for parent in people:
            self.by_key[key_of(parent.search_key)].append(parent)
        rows = Schooling.objects.filter(family__structure=programme.lead_id).order_by("pk")
        self.schools = defaultdict(dict)
        for family, school, name in rows.values_list("family", "school", "school__structure__name"):
            self.schools[family][school] = name
        self.near = Near()
        for parents in self.by_key.values():
            for parent in parents:
                self.near.add(parent.search_key, str(parent))

    def settle(self, person) -> Parent | None:
        """The one this line is about; None when nobody of that name is known.

        Refuses what somebody has to settle: several people of that name, or another telephone.
        """
        same = [] if person.is_new else self.by_key.get(person.key, [])
        if not same:
            return None
        by_contact = [parent for parent in same if has_contact(parent, person)]
        by_school = [
            parent for parent in same if person.school_id in self.schools[parent.family_id]
        ]
        for found in (by_contact, by_school):
            if len(found) == 1:
                return found[0]
        if len(same) > 1:
            raise self.several(same)
        if person.phone and same[0].phone:
            raise self.other_phone(same[0])
        return same[0]

    def is_elsewhere(self, person, parent) -> bool:
        """Recognised by name, though the children known are in other schools."""
        schools = self.schools[parent.family_id]
        return bool(person.school_id and schools and person.school_id not in schools)

    def several(self, same):
        told = [self.told(parent) for parent in same]
        sentence = ngettext(
            "%(number)d personne connue a ce nom : %(people)s. %(how)s",
            "%(number)d personnes connues ont ce nom : %(people)s. %(how)s",
            len(same),
        )
        how = _(
            "Dites laquelle par son téléphone ou l’école des enfants, ou écrivez « oui » dans une "
            "colonne « Nouvelle personne »."
        )
        params = {"number": len(same), "people": " ; ".join(told), "how": how}
        return ValidationError(sentence % params, code="several")

    def other_phone(self, parent):
        sentence = _(
            "Une personne connue porte ce nom, avec un autre téléphone (%(person)s). Si c’est elle, "
            "retirez le téléphone de cette ligne ; sinon écrivez « oui » dans une colonne "
            "« Nouvelle personne »."
        )
        return ValidationError(sentence % {"person": self.told(parent)}, code="phone")

    def told(self, parent):
        """No more than a name and the schools of the children (design.md section 4)."""
        schools = ", ".join(sorted(set(self.schools[parent.family_id].values())))
        return f"{parent}, {schools}" if schools else str(parent)


def has_contact(parent, person):
    same_phone = person.phone and person.phone == parent.phone
    return same_phone or person.email and person.email.casefold() == parent.email.casefold()


# A second or two; beyond, a file whose names all look alike would take minutes.
MOST_COMPARISONS = 150_000


class Near:
    """Names that look alike, compared only within a few letters: thousands stay quick."""

    def __init__(self):
        self.blocks = defaultdict(list)
        self.left = MOST_COMPARISONS

    @property
    def is_spent(self):
        """The names that came last were compared with nobody: it is to be said."""
        return self.left <= 0

    def add(self, key: str, name: str) -> None:
        for block in blocks(key):
            self.blocks[block].append((key, name))

    def like(self, key: str) -> str:
        """The closest name that is not the same; nothing when none is close."""
        best, closest = 0, ""
        for block in blocks(key):
            if self.is_spent:
                break
            self.left -= len(self.blocks[block])
            for other, name in self.blocks[block]:
                score = resemblance(key, other)
                if score > best:
                    best, closest = score, name
        return closest


def blocks(key):
    """« samira benali »: by its first letters, in both orders, and by the first word alone."""
    words = key.split()
    first, last = words[0], words[-1]
    if len(words) == 1 or len(last) == 1:
        return {first}
    return {
        f"{first[:2]} {last[:2]}",
        f"{last[:2]} {first[:2]}",
        first if len(last) < 2 else "",
    } - {""}
