"""What a person may do, read once a request from their memberships."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rights:
    """Structures (primary keys) by what somebody does there today."""

    coordinates: frozenset = frozenset()
    facilitates: frozenset = frozenset()
    partners: frozenset = frozenset()
    observes: frozenset = frozenset()
    # The structures whose figures, never names, the observed agreed to show.
    watches: frozenset = frozenset()

    @property
    def works_in(self):
        """The structures whose families and workshops are this person's daily work."""
        return self.coordinates | self.facilitates

    @property
    def belongs_to(self):
        """The structures on whose behalf this person sits in a partnership."""
        return self.works_in | self.partners
