"""What the ground floor answers to a search: partnerships, the directory and its people."""

from collections.abc import Iterator

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Contact, Partnership, Party, Structure, User
from partnerships.registry import Found
from partnerships.seeking import Sought, hit, once_each, saying
from partnerships.validators import UAI, normalise_uai


def found(user: User, sought: Sought) -> Iterator[Found]:
    yield from partnerships(user, sought)
    yield from structures(user, sought)
    yield from contacts(user, sought)


def partnerships(user, sought):
    """By their name, or that of somebody at the table."""
    rows = Partnership.objects.visible_to(user)
    rows = rows.filter(saying(sought.words, "name", "structures__name", "structures__acronym"))
    yield from sought.finds(
        "partenariats",
        _("Partenariats"),
        once_each(rows).sorted_by_name(),
        lambda each: hit(each, each.get_stage_display().capitalize()),
    )


def structures(user, sought):
    """The whole directory; those one works with come first."""
    code = normalise_uai(sought.text)
    rows = Structure.objects.visible_to(user).with_school()
    by_code = rows.filter(school__uai=code) if UAI.fullmatch(code) else rows.search(sought.words)
    near = When(pk__in=Party.objects.visible_to(user).order_by().values("structure"), then=0)
    yield from sought.finds(
        "structures",
        _("Structures et écoles"),
        by_code.order_by(Case(near, default=Value(1)), "search_key", "pk"),
        lambda each: hit(each, " · ".join(filter(None, [nature(each), each.commune]))),
        sought.asked_of(reverse("partnerships:structure_list")),
    )


def nature(structure):
    school = structure.as_school
    return (school.get_level_display() if school else structure.get_kind_display()).capitalize()


def contacts(user, sought):
    rows = Contact.objects.visible_to(user).at_work().search(sought.words).with_tenures()
    yield from sought.finds(
        "contacts",
        _("Contacts"),
        rows.in_name_order(),
        lambda each: hit(each, functions(each)),
        sought.asked_of(reverse("partnerships:contact_list")),
    )


def functions(contact):
    """« Directrice, École des Lilas »: what tells two namesakes apart."""
    present = [f"{each.function.capitalize()}, {each.structure}" for each in contact.present()]
    return " · ".join(present) or _("Sans fonction à ce jour")
