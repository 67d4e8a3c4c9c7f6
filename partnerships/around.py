"""Who sits around the table of a partnership: its parties, and the people in function there."""

from collections.abc import Iterable

from django.db.models import Q

from partnerships.models import Contact, Partnership, Structure, Tenure, User


class Table:
    """The sides in the order of the title, each with its people; `kept` stay although they left."""

    def __init__(self, partnership: Partnership, user: User, kept: Iterable[Contact] = ()):
        self.partnership = partnership
        self.sides: list[Structure] = [party.structure for party in partnership.sides()]
        self.mine: list[Structure] = [
            side for side in self.sides if side.pk in user.rights.belongs_to
        ]
        self.works_here = any(side.pk in user.rights.works_in for side in self.sides)
        # One’s own sides for a partner; everybody’s for those whose daily work it is.
        self.writable = self.sides if self.works_here else self.mine
        self.people: dict[int, list[tuple[Contact, str]]] = {side.pk: [] for side in self.sides}
        for tenure in tenures(self.sides, user, kept):
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
