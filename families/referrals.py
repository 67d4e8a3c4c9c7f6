"""How a referral reads: who may do what about it, and the little a partner is told of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Referral
from partnerships.calendar import first_year
from partnerships.models import Agreement, User

Status = Referral.Status


class Told(TextChoices):
    """All that a partner learns of somebody it referred (design.md section 4, T18)."""

    TO_AGREE = "to_agree", _("accord à recueillir")
    SENT = "sent", _("envoyée")
    RECEIVED = "received", _("reçue")
    CAME = "came", _("venue")
    CLOSED = "closed", _("close")


OF_STATUS = {
    Status.DRAFT: Told.TO_AGREE,
    Status.REQUESTED: Told.SENT,
    Status.ACCEPTED: Told.RECEIVED,
    Status.CAME: Told.CAME,
}
# A state is never a colour alone: its class and its drawing.
SIGNS = {
    Status.DRAFT: ("wait", "pencil"),
    Status.REQUESTED: ("wait", "clock"),
    Status.ACCEPTED: ("ok", "check"),
    Status.CAME: ("ok", "people"),
    Status.REFUSED: ("stop", "cross"),
    Status.WITHDRAWN: ("stop", "lock"),
}
OVER = ("", "minus")


def word_for(status: str) -> Told:
    return OF_STATUS.get(status, Told.CLOSED)


def worded(name: str) -> Q:
    """A condition: the referrals told by that word today, those out of date being closed."""
    past = Referral.objects.none().is_past(timezone.localdate())
    if name == Told.CLOSED:
        return past | ~Q(status__in=list(OF_STATUS))
    return ~past & Q(status__in=[status for status, word in OF_STATUS.items() if word == name])


@dataclass(frozen=True)
class Reading:
    """A referral as one person reads it."""

    referral: Referral
    # May record the agreement, send, withdraw.
    follows: bool
    # May answer, and say whether the person came.
    answers: bool
    # Reads every state; a partner reads five words.
    is_whole: bool

    @property
    def state(self):
        return self.referral.state

    @property
    def label(self):
        return self.state.label if self.is_whole else word_for(self.state).label

    @property
    def sign(self):
        """Class and drawing; what a partner is not told looks the same whatever it is."""
        known = self.is_whole or word_for(self.state) != Told.CLOSED
        return SIGNS.get(self.state, OVER) if known else OVER

    @property
    def name(self):
        """The whole name for whoever sent it, and for whoever accepted; else « Samira B. »."""
        is_due = self.follows or self.shows_contact
        return str(self.referral) if is_due else self.referral.get_short_name()

    @property
    def shows_contact(self):
        return self.follows or self.answers and self.state in {Status.ACCEPTED, Status.CAME}

    @property
    def may_accept(self):
        return self.answers and self.state == Status.REQUESTED

    @property
    def may_come(self):
        return self.answers and self.state in {Status.REQUESTED, Status.ACCEPTED, Status.NO_SHOW}

    @property
    def may_miss(self):
        return self.answers and self.state == Status.ACCEPTED

    @property
    def may_agree(self):
        return self.follows and self.state == Status.DRAFT

    @property
    def may_send(self):
        return self.follows and self.state in {Status.REQUESTED, Status.ACCEPTED}

    @property
    def may_withdraw(self):
        """A partner is offered it whatever became of it, but for what is over in its own words."""
        if not self.is_whole:
            return self.follows and word_for(self.state) not in {Told.CAME, Told.CLOSED}
        over = {Status.CAME, Status.EXPIRED, Status.WITHDRAWN}
        return self.follows and self.state not in over

    @property
    def is_printable(self):
        """The voucher bears the whole name: not for the receiver before it accepts."""
        return self.referral.is_printable and self.shows_contact

    @property
    def other(self):
        """The structure at the other end, for whoever reads."""
        return self.referral.receiver if self.follows else self.referral.sender

    @property
    def since(self):
        """The day of that state; nobody answered: the last day it was valid."""
        if self.referral.is_past:
            return self.referral.valid_until
        return timezone.localdate(self.referral.status_at)

    def steps(self):
        """The way made and to come: [(label, class)]; nothing once it is closed."""
        way = list(OF_STATUS)
        if self.state not in way:
            return []
        now = way.index(self.state)
        return [
            (self.step(status), "" if place < now else "now" if place == now else "next")
            for place, status in enumerate(way)
        ]

    def step(self, status):
        if status == Status.DRAFT:
            return _("accord")
        return status.label if self.is_whole else word_for(status).label


def reading(referral: Referral, user: User) -> Reading:
    """`referral` was reached through `visible_to(user)`: whoever is at neither end never comes."""
    rights, sender = user.rights, referral.sender_id
    is_own = sender in rights.facilitates and referral.made_by_id == user.pk
    answers = is_shown(referral) and referral.receiver_id in rights.works_in
    return Reading(
        referral=referral,
        follows=sender in rights.coordinates | rights.partners or is_own,
        answers=answers,
        is_whole=answers or sender in rights.coordinates or is_own,
    )


def is_shown(referral: Referral) -> bool:
    """The same as the queryset says: agreed to, not withdrawn, nor out of date."""
    hidden = {Status.DRAFT, Status.WITHDRAWN, Status.EXPIRED}
    return referral.agreed_on is not None and referral.state not in hidden


def listed(referrals: Iterable[Referral], user: User) -> list[Reading]:
    return [reading(referral, user) for referral in referrals]


def who_may_be_referred(user: User, today: dt.date) -> list[Agreement]:
    """The agreements of this year that say it, so that the circuit is clear to all (PAR-091)."""
    year = first_year(today)
    agreements = Agreement.objects.visible_to(user).filter(school_year=year)
    agreements = agreements.exclude(who_may_be_referred="").select_related("partnership")
    agreements = agreements.order_by("partnership__sort_key", "pk")
    return [agreement for agreement in agreements if agreement.is_in_force]
