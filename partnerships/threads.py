"""Who holds the thread of a partnership, side by side: what pages, home and paper say of it."""

from dataclasses import dataclass
from datetime import date

from partnerships.models import Party, Thread

# How long before somebody leaves one is told to prepare what follows.
NOTICE = 60


@dataclass(frozen=True)
class Side:
    """One party, those who hold its thread on a day, who will, and the last one who did."""

    party: Party
    today: date
    holders: tuple[Thread, ...]
    coming: tuple[Thread, ...]
    last: Thread | None

    @property
    def structure(self):
        return self.party.structure

    @property
    def is_vacant(self):
        return not self.holders

    @property
    def is_missing(self):
        """Nobody holds it and somebody should."""
        return self.is_vacant and not self.party.is_occasional

    @property
    def leaving(self):
        """The last to leave, when everybody who holds this side leaves soon and nobody follows."""
        ends = [last_day(thread) for thread in self.holders]
        if not ends or None in ends or self.coming:
            return None
        last = max(self.holders, key=last_day)
        return last if (last_day(last) - self.today).days <= NOTICE else None


def last_day(thread):
    """The last day somebody holds it, from the thread or from their function; None is no end."""
    ends = [day for day in (thread.ends_on, thread.tenure.ends_on) if day]
    return min(ends) if ends else None


def sides_of(partnership, today):
    """The sides of a partnership asked with_threads(), in the order its title says them."""
    return [side_of(party, partnership.threads.all(), today) for party in partnership.sides()]


def side_of(party, threads, today):
    own = [thread for thread in threads if thread.tenure.structure_id == party.structure_id]
    over = [thread for thread in own if (end := last_day(thread)) and end < today]
    begun = [thread for thread in own if thread not in over and begins(thread) <= today]
    return Side(
        party=party,
        today=today,
        holders=tuple(begun),
        coming=tuple(thread for thread in own if thread not in over and thread not in begun),
        last=max(over, key=last_day, default=None),
    )


def begins(thread):
    return max(thread.starts_on, thread.tenure.starts_on)


def state_of(sides):
    """« held » on every side that must, « none » where nobody holds any end, else « broken »."""
    if not any(side.is_missing for side in sides):
        return "held"
    return "none" if all(side.is_vacant for side in sides) else "broken"
