"""How families are asked; `visible_to(user)` is the only door to them."""

from django.db import models

from families.resemblance import resemblance
from partnerships.registry import acquaintances


def either(own, met, key):
    """Keys of one's own, and of whom one meets: a union, which an index answers whatever the size.

    The same as conditions joined by « or » would have each row of the table looked at.
    """
    return own.order_by().values(key[0]).union(*(each.order_by().values(key[1]) for each in met))


class FamilyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Coordinators see their structure's families; facilitators those they meet."""
        own = self.model.objects.filter(structure__in=user.rights.coordinates)
        return self.filter(pk__in=either(own, acquaintances.ask(user), ("pk", "family")))


class ParentQuerySet(models.QuerySet):
    def in_name_order(self):
        """É after E and before F, whatever the database: the folded name sorts."""
        return self.order_by("search_key", "pk")

    def visible_to(self, user):
        """Coordinators see their structure's parents; facilitators those they meet."""
        own = self.model.objects.of_coordinator(user)
        return self.filter(pk__in=either(own, acquaintances.ask(user), ("pk", "pk")))

    def of_coordinator(self, user):
        """Those of the structures this person coordinates, and answers for."""
        return self.filter(family__structure__in=user.rights.coordinates)

    def named(self):
        """Without those who asked to be forgotten: they are rows without a name."""
        return self.filter(erased_on__isnull=True)

    def findable_for(self, programme):
        """Whom search-or-add may propose: the named people of the structure that leads it.

        Show no more of them than name and schools of the children (design.md section 4).
        """
        return self.findable_in(programme.lead_id)

    def findable_in(self, structure):
        """The named people of a structure; same limit to what is shown of them."""
        return self.named().filter(family__structure=structure)

    def resembling(self, text, most=6):
        """A list of those who may be this person, the closest first; `text` is already folded."""
        scores = {
            pk: score
            for pk, key in self.order_by().values_list("pk", "search_key")
            if (score := resemblance(text, key))
        }
        closest = sorted(scores, key=scores.get, reverse=True)[:most]
        return sorted(
            self.filter(pk__in=closest), key=lambda parent: (-scores[parent.pk], parent.search_key)
        )

    def search(self, text):
        """Every word somewhere in the name; `text` is already folded."""
        found = self
        for word in text.split():
            found = found.filter(search_key__contains=word)
        return found


class SchoolingQuerySet(models.QuerySet):
    def visible_to(self, user):
        own = self.model.objects.filter(family__structure__in=user.rights.coordinates)
        families = either(own, acquaintances.ask(user), ("family", "family"))
        return self.filter(family__in=families)

    def of_year(self, school_year):
        return self.filter(school_year=school_year)

    def with_school(self):
        return self.select_related("school__structure")

    def in_name_order(self):
        return self.order_by("-school_year", "school__structure__search_key", "level")
