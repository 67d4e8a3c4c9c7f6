"""How the people of the directory are asked: contacts, their functions, the threads they hold."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from partnerships.querysets.ground import PeriodQuerySet, current
from partnerships.querysets.meetings import OfPartnershipQuerySet
from partnerships.validators import fold


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The people of one’s structures, of their partners, and of those nobody speaks for.

        A centre’s address book is not its neighbour’s: they share the structures, not the people.
        """
        if not user.rights.belongs_to:
            return self.none()
        seen = Exists(self.tenures().visible_to(user))
        if user.rights.works_in:
            # Noted, and not placed anywhere yet.
            seen |= ~Exists(self.tenures())
        return self.filter(seen)

    def writable_by(self, user):
        """Those of a structure whose people one keeps; without a function, whoever works."""
        structures = self.model.tenures.rel.related_model.structure.field.related_model.objects
        kept = Q(tenures__structure__in=structures.peopled_by(user))
        if user.rights.works_in:
            kept |= Q(tenures__isnull=True)
        return self.filter(kept).distinct()

    def tenures(self):
        return self.model.tenures.rel.related_model.objects.filter(contact=OuterRef("pk"))

    def at_work(self):
        """Those who have not left every function they had."""
        return self.filter(Exists(self.tenures().unended()) | ~Exists(self.tenures()))

    def at(self, structure):
        """Those who have, or will have, a function there."""
        return self.filter(Exists(self.tenures().unended().filter(structure=structure)))

    def search(self, text):
        """Every word in the name, in a function or in the name of a structure; `text` is folded."""
        found = self
        for word in text.split():
            at = Q(search_key__contains=word) | Q(structure__search_key__contains=word)
            found = found.filter(
                Q(search_key__contains=word) | Exists(self.tenures().unended().filter(at))
            )
        return found

    def namesakes(self, first_name, last_name):
        """People already known under that family name, the same first name before the others."""
        last, first = fold(last_name), fold(first_name)
        found = self.filter(Q(search_key=last) | Q(search_key__startswith=f"{last} "))
        same = Q(search_key=f"{last} {first}".strip())
        return found.annotate(is_same=Q(same)).order_by("-is_same", "search_key", "pk")

    def in_name_order(self):
        return self.order_by("search_key", "pk")

    def with_tenures(self):
        return self.prefetch_related("tenures__structure")


class TenureQuerySet(PeriodQuerySet):
    def visible_to(self, user):
        structures = self.model.structure.field.related_model.objects
        if not user.rights.belongs_to:
            return self.none()
        return self.filter(
            Q(structure__in=structures.known_to(user))
            | Q(structure__in=structures.peopled_by(user))
        )

    def writable_by(self, user):
        structures = self.model.structure.field.related_model.objects.peopled_by(user)
        return self.filter(structure__in=structures)

    def of(self, structure):
        """Key persons first, then as they came."""
        return self.filter(structure=structure).order_by("-is_key_person", "starts_on", "pk")

    def that_mattered(self, holders):
        """Those of key persons, and of the holders of a thread (their keys)."""
        return self.filter(Q(is_key_person=True) | Q(pk__in=holders))

    def with_contact(self):
        return self.select_related("contact", "structure", "successor__contact")


class ThreadQuerySet(PeriodQuerySet, OfPartnershipQuerySet):
    def current(self, on=None):
        """Held that day by somebody who is still in their function."""
        return self.filter(current(on=on) & current("tenure__", on=on))

    def of_tenure(self, tenure):
        return self.filter(tenure=tenure).with_holder()

    def held_by(self, contact, structure):
        """On behalf of that structure, today or soon."""
        held = self.filter(tenure__contact=contact, tenure__structure=structure)
        return held.unended().with_holder()

    def with_holder(self):
        return self.select_related("partnership", "tenure__contact", "tenure__structure")


class KnowledgeNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the structure it speaks of, and those who share a partnership with it."""
        belongs = user.rights.belongs_to
        return self.filter(
            Q(structure__in=belongs) | Q(structure__partnerships__parties__structure__in=belongs)
        ).distinct()

    def of(self, structures):
        """In the order of the reference list."""
        return (
            self.filter(structure__in=structures)
            .select_related("aspect")
            .order_by("aspect__order", "pk")
        )
