"""How households, parents and schools are asked."""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, NullIf

from families.resemblance import resemblance
from partnerships.registry import acquaintances, last_contacts

# Keys that several queries of a page may name: more, and naming them would cost more than asking.
FEW = 1000
# Before any contact, so that the latest of several days can be told.
NEVER = dt.date(1, 1, 1)


def met_by(user, column="parent"):
    """Keys of the parents this person meets in their own work, or of their families."""
    first, *others = (rows.order_by().values(column) for rows in acquaintances.ask(user))
    return first.union(*others)


def either(own, user, column="parent"):
    """Keys of one's own, and of whom one meets: a union, which an index answers whatever the size.

    The same as conditions joined by « or » would have each row of the table looked at.
    """
    met = (rows.order_by().values(column) for rows in acquaintances.ask(user))
    return own.order_by().union(*met)


class FamilyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Coordinators see their structure's families; facilitators those they meet."""
        own = self.model.objects.filter(structure__in=user.rights.coordinates).values("pk")
        return self.filter(pk__in=either(own, user, "parent__family")).standing()

    def of_coordinator(self, user):
        """Those of the structures this person coordinates, and answers for."""
        return self.filter(structure__in=user.rights.coordinates).standing()

    def standing(self):
        """Without households whose last person was found to be known in another one."""
        people = self.model._meta.get_field("parents").related_model.objects
        people = people.filter(family=OuterRef("pk")).order_by()
        return self.filter(
            ~Exists(people.filter(merged_into__isnull=False)) | Exists(people.named())
        )

    def without_qpv(self):
        """Somebody lives there, and nobody knows yet whether it is in a QPV."""
        people = self.model._meta.get_field("parents").related_model.objects.named()
        known = people.filter(family=OuterRef("pk")).order_by()
        return self.filter(Exists(known), lives_in_qpv="unknown")

    def last_seen_first(self):
        """Needs with_last_contact()."""
        return self.order_by(F("last_contact").desc(nulls_last=True), "pk")

    def with_last_contact(self):
        """Adds last_contact: the last day anybody of it was seen or helped, or nothing."""
        return self.annotate(last_contact=last_day(self.model, "pk"))

    def with_current_notice(self):
        """`current_notice`: the key of the version in force in the structure, None without one."""
        notices = self.model._meta.get_field("notice").related_model.objects.published()
        latest = notices.filter(structure=OuterRef("structure")).order_by("-version")
        return self.annotate(current_notice=Subquery(latest.values("pk")[:1]))

    def named(self):
        """With somebody to speak to: neither forgotten nor set aside as a double."""
        parents = self.model._meta.get_field("parents").related_model.objects.named()
        return self.filter(Exists(parents.order_by().filter(family=OuterRef("pk"))))

    def told_of_an_older_version(self):
        """Informed, but not of the version now in force: to be told again."""
        return (
            self.with_current_notice()
            .named()
            .filter(informed_on__isnull=False, current_notice__isnull=False)
            .filter(Q(notice__isnull=True) | ~Q(notice=F("current_notice")))
        )

    def to_inform(self):
        """Never informed, or not of the version now in force."""
        older = self.model.objects.told_of_an_older_version().order_by().values("pk")
        return self.named().filter(Q(informed_on__isnull=True) | Q(pk__in=older))


def last_day(model, column):
    """The latest of what each app answers about the household of that column; or nothing."""
    household = model.objects.filter(pk=OuterRef(OuterRef(column))).order_by()
    days = [
        Subquery(rows.values("day")[:1], output_field=models.DateField())
        for rows in last_contacts.ask(household.values("pk"))
    ]
    never = Value(NEVER, output_field=models.DateField())
    return NullIf(Greatest(*(Coalesce(day, never) for day in days), never), never)


class ParentQuerySet(models.QuerySet):
    def in_name_order(self):
        """É after E and before F, whatever the database: the folded name sorts."""
        return self.order_by("search_key", "pk")

    def with_last_contact(self):
        """Adds last_contact: the last day anybody of the household was seen or helped."""
        families = self.model._meta.get_field("family").related_model
        return self.annotate(last_contact=last_day(families, "family"))

    def visible_to(self, user, *, by_keys=False):
        """Coordinators see their structure's parents; facilitators those they meet.

        By their keys, asked now, when they are few: a page that asks several things of them passes
        the doors once. The doors alone: beside any other condition, a database that guesses how
        many they let through reads the table of all.
        """
        doors = either(self.model.objects.of_coordinator(user).values("pk"), user)
        if by_keys:
            keys = [row["pk"] for row in doors[: FEW + 1]]
            doors = keys if len(keys) <= FEW else doors
        return self.filter(pk__in=doors)

    def of_coordinator(self, user):
        """Those of the structures this person coordinates, and answers for."""
        return self.filter(family__structure__in=user.rights.coordinates)

    def named(self):
        """Without those who asked to be forgotten (rows without a name) nor doubles set aside."""
        return self.filter(erased_on__isnull=True, merged_into__isnull=True)

    def findable_for(self, programme):
        """Whom search-or-add may propose: the named people of the structure that leads it.

        Show no more of them than name and schools of the children (design.md section 4).
        """
        return self.findable_in(programme.lead_id)

    def findable_in(self, *structures):
        """The named people of these structures; same limit to what is shown of them."""
        return self.named().filter(family__structure__in=structures)

    def supportable_by(self, user):
        """With whom one may note a meeting: the named people of the structures one works in."""
        return self.named().filter(family__structure__in=user.rights.works_in)

    def still(self):
        """As they are now: nobody sets them aside or forgets them until this transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

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
        own = self.model.family.field.related_model.objects.filter(
            structure__in=user.rights.coordinates
        )
        return self.filter(family__in=either(own.values("pk"), user, "parent__family"))

    def of_year(self, school_year):
        return self.filter(school_year=school_year)

    def with_school(self):
        return self.select_related("school__structure")

    def in_name_order(self):
        return self.order_by("-school_year", "school__structure__search_key", "level")


class OfParentQuerySet(models.QuerySet):
    """What is kept of a parent: read by whoever may read the parent."""

    def visible_to(self, user):
        people = self.model.parent.field.related_model.objects
        own = people.of_coordinator(user).values("pk")
        return self.filter(parent__in=either(own, user))
