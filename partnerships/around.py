"""Who sits around the table of a partnership: its parties, and the people in function there."""

from collections.abc import Iterable

from django.db.models import Q

from partnerships.models import Contact, Meeting, Partnership, Presence, Structure, Tenure, User


class Table:
    """The sides in the order of the title, each with its people; `kept` stay although they left.

    `also` are other partnerships that a meeting concerns: their parties sit there as guests.
    """

    def __init__(
        self,
        partnership: Partnership,
        user: User,
        kept: Iterable[Contact] = (),
        also: Iterable[Partnership] = (),
    ):
        self.partnership = partnership
        self.sides: list[Structure] = [party.structure for party in partnership.sides()]
        guests = [party.structure for other in also for party in other.sides()]
        # Those who may sit there: a decision is taken by a side, a guest is only present.
        self.seats: list[Structure] = list(dict.fromkeys([*self.sides, *guests]))
        self.mine: list[Structure] = [
            side for side in self.sides if side.pk in user.rights.belongs_to
        ]
        self.works_here = any(side.pk in user.rights.works_in for side in self.sides)
        # One’s own sides for a partner; everybody’s for those whose daily work it is.
        self.writable = self.sides if self.works_here else self.mine
        self.people: dict[int, list[tuple[Contact, str]]] = {side.pk: [] for side in self.seats}
        for tenure in tenures(self.seats, user, kept):
            people = self.people[tenure.structure_id]
            # Two functions of one person: one line, the one that counts first.
            if tenure.contact not in [contact for contact, _function in people]:
                people.append((tenure.contact, tenure.function))

    def contacts(self) -> dict[int, Contact]:
        return {contact.pk: contact for people in self.people.values() for contact, _f in people}


def tenures(sides, user, kept):
    rows = Tenure.objects.visible_to(user).filter(structure__in=sides)
    current = Tenure.objects.current().values("pk")
    rows = rows.filter(Q(pk__in=current) | Q(contact__in=kept))
    return rows.select_related("contact").order_by(
        "-is_key_person", "contact__search_key", "-starts_on", "pk"
    )


def wider(partnership: Partnership, user: User):
    """The other partnerships that this person may say a meeting concerns (PAR-109)."""
    others = Partnership.objects.writable_by(user).exclude(pk=partnership.pk)
    return others.order_by("sort_key", "pk")


def named(presences: Iterable[Presence], structures: Iterable[int]) -> frozenset:
    """Keys of those that came from one of these structures (their keys)."""
    structures = set(structures)
    return frozenset(each.pk for each in presences if each.structure_id in structures)


def named_to(user: User, meeting: Meeting, presences: Iterable[Presence]) -> frozenset:
    """Keys of those this person may read by name: around their own table, and people they know.

    Of a meeting wider than one partnership, the others are people without a name.
    """
    own = Partnership.objects.visible_to(user).filter(pk=meeting.partnership_id)
    table = own.values_list("parties__structure", flat=True)
    known = set(
        Contact.objects.visible_to(user)
        .filter(presences__meeting=meeting)
        .order_by()
        .values_list("pk", flat=True)
    )
    return named(presences, table) | {each.pk for each in presences if each.contact_id in known}
