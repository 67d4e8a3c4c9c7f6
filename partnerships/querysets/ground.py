"""How the ground floor is asked; `visible_to(user)` is the only door to what is not public."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partnerships.validators import fold

# The roles of a party that read « ils soutiennent le projet » (reference list of roles).
SUPPORT = ["Soutien", "Financeur"]


def current(prefix="", on=None):
    """A condition: the period from starts_on to ends_on covers that day (today)."""
    on = on or timezone.localdate()
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


class PeriodQuerySet(models.QuerySet):
    """What is true from starts_on to ends_on, or until further notice."""

    def current(self, on=None):
        return self.filter(current(on=on))

    def unended(self, on=None):
        """Those of today and those to come."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class DirectoryQuerySet(models.QuerySet):
    """What everybody who signed in may read: the public directory."""

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()


class TerritoryQuerySet(DirectoryQuerySet):
    def around(self, structures):
        """Those of the communes of these structures, and those they work in."""
        codes = {structure.commune_code for structure in structures} - {""}
        names = {structure.commune for structure in structures} - {""}
        return self.filter(
            Q(parent__official_code__in=codes)
            | Q(parent__kind="commune", parent__name__in=names)
            | Q(pk__in=self.model.objects.filter(structures__in=structures).values("pk"))
        )

    def with_people(self):
        """The neighbourhoods, with their structures, asked whether one knows somebody there."""
        structures = self.model.structures.rel.related_model.objects.with_people()
        return (
            self.filter(kind__in=["neighbourhood", "qpv"])
            .prefetch_related(models.Prefetch("structures", structures))
            .order_by("sort_key", "pk")
        )


class StructureQuerySet(DirectoryQuerySet):
    def writable_by(self, user):
        return self.filter(pk__in=user.rights.coordinates)

    def worked_in_by(self, user):
        return self.filter(pk__in=user.rights.works_in)

    def peopled_by(self, user):
        """Whose people this person keeps: one’s own; at work in one, its partners, and those that
        have neither a partnership nor an account to speak for themselves (a funder’s observer
        reads figures, and speaks for nobody)."""
        rights = user.rights
        kept = Q(pk__in=rights.belongs_to)
        if rights.works_in:
            kept |= Q(partnerships__parties__structure__in=rights.works_in)
            kept |= Q(partnerships__isnull=True) & ~self.spoken_for()
        return self.filter(kept).distinct()

    def spoken_for(self):
        """A condition: somebody has an account there to speak for it."""
        seated = self.model.objects.filter(
            memberships__role__in=["coordinator", "facilitator", "partner"]
        )
        return Q(pk__in=seated.order_by().values("pk"))

    def dressed_by(self, user):
        """Whose logo this person chooses: one’s own, and those where nobody could (a funder)."""
        if user.is_staff:
            return self
        own = Q(pk__in=user.rights.coordinates)
        return self.filter(own | ~self.spoken_for() if user.rights.coordinates else own)

    def supporting(self, partnerships):
        """Those that are named, with their logo, where a project thanks them (PAR-023)."""
        found = self.filter(
            parties__partnership__in=partnerships, parties__roles__label__in=SUPPORT
        )
        return found.order_by("search_key", "pk").distinct()

    def known_to(self, user):
        """Those of whom one may read what is to be understood: one’s own, and one’s partners."""
        belongs = user.rights.belongs_to
        shared = Q(partnerships__parties__structure__in=belongs)
        return self.filter(Q(pk__in=belongs) | shared).distinct()

    def with_people(self):
        """people: whether somebody of the directory works there today."""
        tenures = self.model.tenures.rel.related_model.objects.current()
        return self.annotate(people=Exists(tenures.filter(structure=OuterRef("pk"))))

    def others_than(self, user):
        """Those a coordinator may go towards."""
        return self.exclude(pk__in=user.rights.coordinates)

    def with_school(self):
        """What it is beyond its name: a school, or a service of another."""
        return self.select_related("school", "part_of")

    def wholes(self):
        """Those of which another may be a service: neither schools nor services themselves."""
        return self.exclude(kind="school").filter(part_of__isnull=True)

    def networks(self):
        return self.filter(kind="network")

    def in_name_order(self):
        """É after E and before F, whatever the database: the folded name sorts, by its index."""
        return self.order_by("search_key", "pk")

    def search(self, text):
        """Every word somewhere in the name, the acronym, the town or the postal code.

        The services of a town are found by its name too. `text` is already folded
        (partnerships.validators.fold).
        """
        found = self
        for word in text.split():
            found = found.filter(
                Q(search_key__contains=word) | Q(part_of__search_key__contains=word)
            )
        return found


class SchoolQuerySet(DirectoryQuerySet):
    def meeting_well(self, structures):
        """Those of these structures whose good moments to meet are known."""
        found = self.filter(structure__in=structures).exclude(meeting_slots="")
        return found.select_related("structure").order_by("pk")

    def open(self):
        return self.filter(is_open=True)

    def partners_of(self, structures):
        """Those that share a partnership with one of these structures (or their keys)."""
        return self.filter(structure__partnerships__parties__structure__in=structures).distinct()

    def writable_by(self, user):
        """Whose knowledge sheet the person keeps: coordinators of a partner, and of the school."""
        kept = user.rights.coordinates
        return self.filter(
            Q(structure__in=kept) | Q(structure__partnerships__parties__structure__in=kept)
        ).distinct()

    def in_communes_of(self, structures):
        return self.filter(
            structure__commune__in={structure.commune for structure in structures} - {""}
        )

    def search(self, text):
        """Every word in the name, the town or the postal code; `text` is already folded."""
        found = self
        for word in text.split():
            found = found.filter(structure__search_key__contains=word)
        return found

    def in_name_order(self):
        return self.select_related("structure").order_by("structure__search_key", "pk")


class MembershipQuerySet(PeriodQuerySet):
    def visible_to(self, user):
        return self.filter(structure__in=user.rights.coordinates)

    def working(self):
        """The roles that run workshops; each person once in a structure."""
        found = self.filter(role__in=["facilitator", "coordinator"])
        twin = found.filter(
            user=OuterRef("user"), structure=OuterRef("structure"), pk__lt=OuterRef("pk")
        )
        return found.exclude(Exists(twin))


class ObservationQuerySet(PeriodQuerySet):
    """What one structure lets another read of it, for a time."""


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works in, or speaks for, one of its parties."""
        return self.filter(parties__structure__in=user.rights.belongs_to).distinct()

    def writable_by(self, user):
        """Those who work in a party write the whole; a partner writes its own side."""
        return self.filter(parties__structure__in=user.rights.works_in).distinct()

    def with_parties(self):
        return self.prefetch_related("parties__structure", "parties__roles")

    def with_threads(self):
        """Its sides, and whoever holds, held or will hold its thread."""
        threads = self.model.threads.rel.related_model.objects.with_holder()
        return self.prefetch_related("parties__structure", models.Prefetch("threads", threads))

    def running(self):
        """Something was begun and is not over: somebody must hold the thread."""
        return self.exclude(stage__in=["sensed", "closed"])

    def without_thread(self, on=None):
        """A lasting side of a running partnership has nobody to hold the thread (PAR-050)."""
        threads = self.model.threads.rel.related_model.objects.current(on=on)
        held = threads.filter(
            partnership=OuterRef("partnership"), tenure__structure=OuterRef("structure")
        )
        sides = self.model.structures.through.objects.filter(
            ~Exists(held), partnership=OuterRef("pk"), is_occasional=False
        )
        return self.running().filter(Exists(sides))

    def coordinated_by(self, user):
        return self.filter(parties__structure__in=user.rights.coordinates).distinct()

    def of_structure(self, structure):
        # A second join: visible_to() already asked for another party of the same partnership.
        return self.filter(parties__structure=structure)

    def of_meeting(self, meeting):
        """The one where it was noted, and those it concerns too."""
        return self.filter(Q(meetings=meeting) | Q(wider_meetings=meeting)).distinct()

    def sorted_by_name(self):
        """A list, the French way: one person has few partnerships, and no database sorts É alike."""
        return sorted(self, key=lambda partnership: (fold(partnership.name), partnership.pk))

    def sought(self, text):
        """Those whose name, or that of a party, holds every word; sorted, after with_parties()."""
        words = fold(text).split()
        return [each for each in self.sorted_by_name() if all(word in told(each) for word in words)]


def told(partnership):
    names = [partnership.name, *(party.structure.name for party in partnership.sides())]
    return fold(" ".join(names))


class PartyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(partnership__parties__structure__in=user.rights.belongs_to).distinct()

    def partners_of(self, user):
        """Keys of the structures this person has a partnership with, their own left out."""
        parties = self.visible_to(user).order_by().values_list("structure", flat=True)
        return set(parties) - user.rights.belongs_to

    def of(self, partnership):
        return self.filter(partnership=partnership)

    def writable_by(self, user):
        """One’s own side; those who work in a party write every side."""
        rights = user.rights
        return self.filter(
            Q(structure__in=rights.belongs_to)
            | Q(partnership__parties__structure__in=rights.works_in)
        ).distinct()


class TermQuerySet(DirectoryQuerySet):
    def of(self, vocabulary):
        return self.filter(vocabulary=vocabulary, is_active=True)

    def explained(self):
        """The acronyms of schemes and functions that have a definition."""
        return self.filter(vocabulary="scheme").exclude(definition="").order_by("sort_key")


class SchoolHolidayQuerySet(DirectoryQuerySet):
    def for_pupils(self):
        return self.exclude(population="teachers")

    def of_zone(self, zone):
        return self.filter(zone=zone)

    def over_summer(self):
        """The great holidays of each year and zone: those that hold the turn of July and August."""
        return self.filter(starts_on__month__in=[6, 7], returns_on__month__in=[8, 9])

    def coming(self, today):
        """Those of now and of later, the first one first."""
        return self.filter(returns_on__gt=today).order_by("starts_on")


class LinkQuerySet(models.QuerySet):
    def usable(self):
        """Neither used, nor revoked, nor out of date."""
        return self.filter(
            used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
        )


class AuditEventQuerySet(models.QuerySet):
    """Append-only: lines are added and read."""

    def update(self, **values):
        raise TypeError("An audit line is never changed.")

    def delete(self):
        raise TypeError("An audit line is never deleted.")

    def empty_reasons(self):
        """The one exception: the words of a reason that named somebody who asked to be forgotten.

        Who did what, to which number and when, stays.
        """
        return super().update(reason="")

    def visible_to(self, user):
        return self.filter(structure__in=user.rights.coordinates)

    def readings_before(self, day):
        """Who read what, long enough ago to be forgotten; writings are kept with what they tell."""
        return self.filter(verb__in=["read", "exported"], at__date__lt=day)

    def purge(self):
        """The one way out of the journal, for the command that keeps its duration."""
        return self._raw_delete(self.db)


class ImportFileQuerySet(models.QuerySet):
    LIFE = timedelta(hours=1)

    def visible_to(self, user):
        """Whoever sent it, and only for an hour."""
        return self.filter(owner=user.pk).exclude(self.too_old())

    def out_of_date(self):
        return self.filter(self.too_old())

    def too_old(self):
        return Q(created_at__lte=timezone.now() - self.LIFE)
