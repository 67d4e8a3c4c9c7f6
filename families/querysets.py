"""How families are asked; `visible_to(user)` is the only door to them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from partnerships.registry import acquaintances


class FamilyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Coordinators see their structure's families; facilitators those they meet."""
        known = Q(structure__in=user.rights.coordinates)
        for met in acquaintances.ask(user):
            known |= Exists(met.filter(family=OuterRef("pk")))
        return self.filter(known)


class ParentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Coordinators see their structure's parents; facilitators those they meet."""
        known = Q(family__structure__in=user.rights.coordinates)
        for met in acquaintances.ask(user):
            known |= Exists(met.filter(pk=OuterRef("pk")))
        return self.filter(known)

    def named(self):
        """Without those who asked to be forgotten: they are rows without a name."""
        return self.filter(erased_on__isnull=True)

    def findable_for(self, programme):
        """Whom search-or-add may propose: the named people of the structure that leads it.

        Show no more of them than name and schools of the children (design.md section 4).
        """
        return self.named().filter(family__structure=programme.lead_id)

    def search(self, text):
        """Every word somewhere in the name; `text` is already folded."""
        found = self
        for word in text.split():
            found = found.filter(search_key__contains=word)
        return found


class SchoolingQuerySet(models.QuerySet):
    def visible_to(self, user):
        known = Q(family__structure__in=user.rights.coordinates)
        for met in acquaintances.ask(user):
            known |= Exists(met.filter(family=OuterRef("family")))
        return self.filter(known)

    def of_year(self, school_year):
        return self.filter(school_year=school_year)
