"""How individual support and what changed are asked."""

from django.db import models
from django.db.models import Case, Count, Q, Sum, Value, When

from families.querysets.households import OfParentQuerySet, met_by


class SupportMeetingQuerySet(models.QuerySet):
    # What says that there is a confidential note, and what is in it: with_note_for() alone reads it.
    NOTE = ("confidential_note", "is_shared_with_coordinator")

    def visible_to(self, user):
        """The structure’s coordinators; a facilitator their own, and those of whom they meet.

        Nothing of it for a partner: neither row, nor number, nor date. The confidential note is
        not read: with_note_for() is its door.
        """
        rights = user.rights
        return self.defer(*self.NOTE).filter(
            Q(structure__in=rights.coordinates)
            | Q(structure__in=rights.facilitates, author=user.pk)
            | Q(structure__in=rights.facilitates, parent__in=met_by(user))
        )

    def with_note_for(self, user):
        """Adds note and is_note_shared: the author’s own, or shared with a coordinator.

        For everybody else the text is empty, as it is when nobody wrote any: where there is none
        and where one may not read it, the answer is the same.
        """
        rights = user.rights
        is_read = Q(structure__in=rights.works_in, author=user.pk) | Q(
            structure__in=rights.coordinates, is_shared_with_coordinator=True
        )
        return self.defer(*self.NOTE).annotate(
            note=Case(
                When(is_read, then="confidential_note"),
                default=Value(""),
                output_field=models.TextField(),
            ),
            is_note_shared=Case(
                When(is_read, then="is_shared_with_coordinator"), default=Value(False)
            ),
        )

    def writable_by(self, user):
        """Its author alone: nobody edits another’s words, nor writes of somebody forgotten."""
        return self.filter(
            structure__in=user.rights.works_in, author=user.pk, parent__erased_on__isnull=True
        )

    def of_author(self, account, structure):
        return self.filter(author=account, structure=structure)

    def totals(self):
        """{number, minutes} of these meetings, whoever they were with."""
        return self.order_by().aggregate(number=Count("pk"), minutes=Sum("minutes", default=0))

    def for_lines(self):
        """What a line of a list says of a meeting; never its notes."""
        return self.select_related("parent", "topic", "author").defer("shared_note", *self.NOTE)


class OutcomeQuerySet(OfParentQuerySet):
    def of_family(self, family):
        return self.filter(parent__family=family).select_related("parent")

    def by_kind(self):
        """[(kind, how many)], the most frequent first."""
        numbers = self.order_by().values_list("kind").annotate(number=Count("pk"))
        return list(numbers.order_by("-number", "kind"))
