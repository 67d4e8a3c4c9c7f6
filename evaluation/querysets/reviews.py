"""How joint reviews are asked: by the parties, each reading its own words until they are opened."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from partnerships.querysets import LinkQuerySet
from workshops.querysets.conditions import counted, rows_of


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The parties of the partnership."""
        parties = "partnership__parties__structure__in"
        return self.filter(**{parties: user.rights.belongs_to}).distinct()

    def writable_by(self, user):
        """Who calls it and opens its voices: those who work in a party.

        Once opened, every party writes, decides and closes alike: see partnerships.standings.
        """
        parties = "partnership__parties__structure__in"
        return self.filter(**{parties: user.rights.works_in}).distinct()

    def sealed(self):
        return self.filter(opened_at__isnull=True)

    def open(self):
        """Voices are read side by side, and it is not closed."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)

    def of(self, partnership):
        return self.filter(partnership=partnership)

    def called_for(self, school_year):
        """Of the whole year, not of one workshop."""
        return self.filter(school_year=school_year, workshop__isnull=True)

    def with_voices(self):
        """Adds voices_number, and voices_in: how many of them have handed something in."""
        voices = rows_of(self, "voices")
        return self.annotate(
            voices_number=counted(voices, "review"), voices_in=counted(voices.given(), "review")
        )

    def with_standing(self):
        """Who has the pen, and what each party has accepted."""
        return self.select_related("partnership", "workshop", "pen").prefetch_related(
            "partnership__parties__structure", "versions", "acceptances"
        )

    def with_story(self):
        """The same, and who accepted; what every page of the shared text reads."""
        return self.select_related(
            "partnership", "workshop", "pen", "meeting", "next_agreement"
        ).prefetch_related(
            "partnership__parties__structure", "versions", "acceptances__accepted_by"
        )


class OfReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        reviews = rows_of(self, "review").visible_to(user)
        return self.filter(review__in=reviews.order_by().values("pk"))


class VoiceQuerySet(OfReviewQuerySet):
    """That a voice is there, and whether it spoke, is known to all; never what it said."""

    def with_review(self):
        """What giving it asks first."""
        told = self.select_related("review__partnership", "review__workshop", "structure")
        return told.prefetch_related("review__partnership__parties__structure")

    def given(self):
        """Somebody has handed something in, or what people answered without a name is closed."""
        said = rows_of(self, "contributions").handed_in().order_by().values("voice")
        asked = rows_of(self, "surveys").closed().filter(voice__isnull=False)
        return self.filter(Q(pk__in=said) | Q(pk__in=asked.order_by().values("voice")))

    def spoken_by(self, user):
        """The voices this person gives: of their own structure."""
        return self.visible_to(user).filter(structure__in=user.rights.belongs_to)

    def noted_by(self, user):
        """Those they may type for somebody else: parents, children, and parties without an account.

        For whoever works in a party of the partnership.
        """
        reviews = rows_of(self, "review").writable_by(user)
        return self.filter(review__in=reviews.order_by().values("pk")).exclude(
            structure__in=user.rights.belongs_to
        )

    def to_be_asked(self, programme):
        """Of parents and children, in the reviews still sealed of the partners of a programme."""
        return self.filter(
            kind__in=["parents", "children"],
            review__opened_at__isnull=True,
            review__partnership__programmes=programme,
        ).select_related("review")


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Once opened, all the parties; before, those of that voice, and who typed it."""
        reviews = rows_of(rows_of(self, "voice"), "review").visible_to(user).order_by()
        return self.filter(voice__review__in=reviews.values("pk")).filter(
            Q(voice__review__opened_at__isnull=False, handed_in_at__isnull=False)
            | Q(voice__structure__in=user.rights.belongs_to)
            | Q(author=user)
        )

    def handed_in(self):
        return self.filter(handed_in_at__isnull=False)

    def as_envelopes(self, review):
        """Who handed in and when, for everybody: no column of what is said is ever read."""
        rows = self.handed_in().filter(voice__review=review).order_by("handed_in_at", "pk")
        return rows.values_list(
            *("voice", "handed_in_at", "is_signed", "spoken_by"),
            *("author__first_name", "author__last_name", "how"),
        )


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        reviews = rows_of(rows_of(self, "voice"), "review").visible_to(user).order_by()
        return self.filter(voice__review__in=reviews.values("pk"))


class ReviewLinkQuerySet(LinkQuerySet):
    def visible_to(self, user):
        """The letters sent in the name of a party one works in."""
        return self.filter(
            review__partnership__parties__structure__in=user.rights.works_in
        ).distinct()

    def with_text(self):
        """What opening the letter reads first."""
        return self.select_related("review__partnership", "structure", "created_by")


class VoiceLinkQuerySet(LinkQuerySet):
    def visible_to(self, user):
        """The letters sent in the name of a party one works in."""
        return self.filter(
            voice__review__partnership__parties__structure__in=user.rights.works_in
        ).distinct()

    def of(self, review):
        """The letters not void, with when each was answered; never what was."""
        kept = self.filter(voice__review=review, revoked_at__isnull=True)
        answered = F("contribution__handed_in_at")
        return kept.select_related("voice__structure").annotate(answered_at=answered)

    def usable(self):
        """It serves as often as one likes, until the voices are opened: hence not `used_at`."""
        usable = self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
        return usable.filter(voice__review__opened_at__isnull=True)

    def with_text(self):
        return self.select_related(
            "voice__review__partnership",
            "voice__review__workshop",
            "voice__structure",
            "created_by",
        )
