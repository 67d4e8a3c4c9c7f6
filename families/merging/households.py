"""Two households that become one, because the last person of one of them is known in the other."""

from collections.abc import Collection

from families.merging.swaps import FILLED, HOUSEHOLD, swap, values_of
from families.models import Family, Parent, Schooling
from partnerships.images import drawn, image, write_again


def is_left_alone_without(parent: Parent, other: Parent) -> bool:
    """Whether nobody is left in the household of this person once their record is set aside."""
    people = Parent.objects.named().filter(family=parent.family_id)
    return not people.exclude(pk__in=[parent.pk, other.pk]).exists()


def move_household(kept: Family, gone: Family, chosen: Collection[str]) -> dict:
    """What the household of the record set aside knew; keys and names of fields only."""
    names = [*chosen, *(name for name in FILLED if is_missing(kept, gone, FILLED[name]))]
    swap(kept, gone, HOUSEHOLD | FILLED, names)
    kept.save()
    gone.save()
    known = set(kept.languages.values_list("pk", flat=True))
    learnt = sorted(set(gone.languages.values_list("pk", flat=True)) - known)
    kept.languages.add(*learnt)
    return {"fields": names, "languages": learnt, "schoolings": move_schoolings(kept, gone)}


def is_missing(kept, gone, columns):
    return any(values_of(gone, columns)) and not any(values_of(kept, columns))


def put_back_household(kept: Family, gone: Family, rows: dict) -> None:
    swap(kept, gone, HOUSEHOLD | FILLED, rows["fields"])
    kept.save()
    gone.save()
    kept.languages.remove(*rows["languages"])
    put_back_schoolings(kept, gone, rows["schoolings"])


def move_schoolings(kept, gone):
    """The same school, year and level noted twice is one: the larger number of children stays."""
    mine = {place(row): row for row in kept.schoolings.all()}
    rows = list(gone.schoolings.order_by("pk"))
    alone = [row.pk for row in rows if place(row) not in mine]
    Schooling.objects.filter(pk__in=alone).update(family=kept)
    met = [join(mine[place(row)], row) for row in rows if place(row) in mine]
    return {"moved": alone, "met": met}


def place(schooling):
    return schooling.school_id, schooling.school_year, schooling.level


def join(mine, theirs):
    """The row set aside waits, written down whole, with the number that stood here."""
    before = {"pk": mine.pk, "before": mine.children, "theirs": image(theirs)}
    mine.children = max(mine.children, theirs.children)
    mine.save(update_fields=["children"])
    theirs.delete()
    return before | {"after": mine.children}


def put_back_schoolings(kept, gone, rows):
    Schooling.objects.filter(pk__in=rows["moved"], family=kept).update(family=gone)
    for meeting in rows["met"]:
        write_again(drawn(Schooling, meeting["theirs"]))
        # Corrected since: it stays as corrected.
        same = Schooling.objects.filter(pk=meeting["pk"], children=meeting["after"])
        same.update(children=meeting["before"])
