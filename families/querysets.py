"""How families are asked; `visible_to(user)` is the only door to them."""

import datetime as dt

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.utils import timezone

from families.resemblance import resemblance
from partnerships.querysets import LinkQuerySet
from partnerships.registry import acquaintances, last_contacts

# Before any contact, so that the latest of several days can be told.
NEVER = dt.date(1, 1, 1)


def either(own, met, key):
    """Keys of one's own, and of whom one meets: a union, which an index answers whatever the size.

    The same as conditions joined by « or » would have each row of the table looked at.
    """
    return own.order_by().values(key[0]).union(*(each.order_by().values(key[1]) for each in met))


class FamilyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Coordinators see their structure's families; facilitators those they meet."""
        own = self.model.objects.filter(structure__in=user.rights.coordinates)
        families = either(own, acquaintances.ask(user), ("pk", "family"))
        return self.filter(pk__in=families).standing()

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

    def visible_to(self, user):
        """Coordinators see their structure's parents; facilitators those they meet."""
        own = self.model.objects.of_coordinator(user)
        return self.filter(pk__in=either(own, acquaintances.ask(user), ("pk", "pk")))

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
        own = self.model.objects.filter(family__structure__in=user.rights.coordinates)
        families = either(own, acquaintances.ask(user), ("family", "family"))
        return self.filter(family__in=families)

    def of_year(self, school_year):
        return self.filter(school_year=school_year)

    def with_school(self):
        return self.select_related("school__structure")

    def in_name_order(self):
        return self.order_by("-school_year", "school__structure__search_key", "level")


class OfParentQuerySet(models.QuerySet):
    """What is kept of a parent: read by whoever may read the parent."""

    def visible_to(self, user):
        own = self.model.objects.filter(parent__family__structure__in=user.rights.coordinates)
        return self.filter(parent__in=either(own, acquaintances.ask(user), ("parent", "pk")))


def met_by(user):
    """Keys of the parents this person meets in their own work; none when they meet nobody."""
    first, *others = acquaintances.ask(user)
    return first.order_by().values("pk").union(*(each.order_by().values("pk") for each in others))


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(structure__in=user.rights.works_in)

    def writable_by(self, user):
        return self.filter(structure__in=user.rights.coordinates)

    def published(self):
        return self.filter(published_on__isnull=False)

    def told_on(self, structure, day):
        """The version a family of that structure was told that day; None before the first."""
        known = self.published().filter(structure=structure, published_on__lte=day)
        return known.order_by("-version").first()

    def newest_first(self):
        return self.order_by("structure__search_key", "structure", "-version")


class ConsentQuerySet(OfParentQuerySet):
    def in_force(self):
        """The last answer to each question."""
        return self.filter(ended_at__isnull=True)

    def given(self):
        return self.in_force().filter(state="given")

    def with_story(self):
        return self.select_related("structure", "notice", "recorded_by")

    def newest_first(self):
        return self.order_by("-said_on", "-pk")

    def for_use(self, purpose, structure=None):
        """Of one use; a sharing is with that structure and no other."""
        return self.filter(purpose=purpose, structure=structure)


class ReferralQuerySet(models.QuerySet):
    # What the other side said, and may read again; before that, only what still holds.
    ANSWERED = ("accepted", "came", "refused", "no_show")
    UNANSWERED = ("draft", "requested")

    def shown(self, today=None):
        """What may be known elsewhere: agreed to by the parent, not withdrawn, nor out of date.

        A day past its validity is enough, whether or not `expire_referrals` has run.
        """
        today = today or timezone.localdate()
        holds = Q(status="requested", valid_until__gte=today)
        return self.filter(Q(status__in=self.ANSWERED) | holds, agreed_on__isnull=False)

    def received_by(self, user):
        """What those who work at the receiver’s are told: nothing without the parent’s agreement."""
        return self.shown().filter(receiver__in=user.rights.works_in)

    def sent_by(self, user):
        """Coordinators and partners follow their structure’s; a facilitator their own."""
        return self.filter(
            Q(sender__in=user.rights.coordinates | user.rights.partners)
            | Q(sender__in=user.rights.facilitates, made_by=user.pk)
        )

    def visible_to(self, user):
        every = self.model.objects
        return self.filter(
            Q(pk__in=every.received_by(user).order_by().values("pk"))
            | Q(pk__in=every.sent_by(user).order_by().values("pk"))
        )

    def sent(self):
        """With the parent’s agreement, whatever came of it: what figures count (domain.md 6.4)."""
        return self.filter(agreed_on__isnull=False).exclude(status__in=["draft", "withdrawn"])

    def past(self, today):
        """Nobody answered before the day it was valid until."""
        return self.filter(self.is_past(today))

    def standing(self, today):
        return self.exclude(self.is_past(today))

    def is_past(self, today):
        return Q(status__in=self.UNANSWERED, valid_until__lt=today)

    def waiting(self, today):
        """Sent, agreed to, still valid: the receiver has to answer."""
        return self.shown(today).filter(status="requested")

    def live(self):
        """Somebody still has something to do about it."""
        return self.filter(status__in=[*self.UNANSWERED, "accepted"])

    def by_sender(self):
        """Who shows people the way, and how many came: numbers alone (FAM-017)."""
        agreed = self.exclude(status__in=["draft", "withdrawn"]).order_by()
        return (
            agreed.values("sender", "sender__name")
            .annotate(number=Count("pk"), came=Count("pk", filter=Q(status="came")))
            .order_by("-number", "sender__name", "sender")
        )

    def about(self, family):
        """Of one of its people, sent elsewhere or come from elsewhere."""
        return self.filter(Q(parent__family=family) | Q(received_as__family=family))

    def with_sides(self):
        return self.select_related("sender", "receiver", "made_by", "parent")

    def search(self, text):
        """Every word somewhere in the name or the number; `text` is already folded."""
        found = self
        for word in text.split():
            found = found.filter(search_key__contains=word)
        return found


class ReferralLinkQuerySet(LinkQuerySet):
    def visible_to(self, user):
        """The letters about the referrals this person follows."""
        referrals = self.model.referral.field.related_model.objects.sent_by(user)
        return self.filter(referral__in=referrals.order_by().values("pk"))


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


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the structures this person coordinates: only they answer for the records."""
        return self.filter(kept__family__structure__in=user.rights.coordinates)

    def in_force(self):
        return self.filter(undone_at__isnull=True)

    def with_people(self):
        return self.select_related("kept__family__structure", "set_aside__family", "merged_by")
