"""Agreements and their letters: who reads them, and what a page needs of them at once."""

from partnerships.querysets.ground import LinkQuerySet
from partnerships.querysets.meetings import OfPartnershipQuerySet


class AgreementQuerySet(OfPartnershipQuerySet):
    def of(self, partnership):
        return self.filter(partnership=partnership)

    def with_standing(self):
        """Who has the pen, and what each party has accepted."""
        return self.select_related("partnership", "pen").prefetch_related(
            "partnership__parties__structure", "versions", "acceptances"
        )

    def with_story(self):
        """Who writes, what each party says, every version and every acceptance."""
        return self.select_related("partnership", "pen", "previous").prefetch_related(
            "partnership__parties__structure",
            "expectations__structure",
            "versions",
            "acceptances__accepted_by",
        )


class AgreementLinkQuerySet(LinkQuerySet):
    def visible_to(self, user):
        """The letters sent in the name of a party one works in."""
        return self.filter(
            agreement__partnership__parties__structure__in=user.rights.works_in
        ).distinct()

    def with_text(self):
        """What opening the letter reads first."""
        return self.select_related("agreement__partnership", "structure", "created_by")
