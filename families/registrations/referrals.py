"""What referrals tell the pages that gather everything: home, leavers, last contact."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from families import lines
from families.models import Referral
from families.referrals import reading
from partnerships import audit
from partnerships.french import day
from partnerships.models import User
from partnerships.registry import Due, Holding, Leaver

# An answer is hoped for within a week; whoever accepted is asked three weeks later who came.
ANSWERED_WITHIN = dt.timedelta(days=7)
COME_WITHIN = dt.timedelta(days=21)
# News stay on the home page for a week.
FRESH = dt.timedelta(days=7)
Status = Referral.Status


def due(user: User, today: dt.date):
    """What the receiver has to say; what the sender has to ask; and what was answered lately."""
    received = Referral.objects.received_by(user).with_sides()
    for referral in received.waiting(today).order_by("made_on", "pk"):
        yield to_answer(referral)
    since = timezone.now() - COME_WITHIN
    accepted = received.filter(status=Status.ACCEPTED, status_at__lt=since)
    for referral in accepted.order_by("status_at", "pk"):
        yield to_say_who_came(referral)
    sent = Referral.objects.sent_by(user).with_sides()
    drafts = sent.filter(status=Status.DRAFT, valid_until__gte=today, made_by=user.pk)
    for referral in drafts.order_by("made_on", "pk"):
        yield to_agree(referral)
    answered = sent.filter(status__in=sent.ANSWERED, status_at__gt=timezone.now() - FRESH).exclude(
        receiver__in=user.rights.works_in
    )
    for referral in answered.order_by("-status_at", "-pk"):
        yield heard(referral, user)


def to_answer(referral):
    return Due(
        kind=_("Orientations à répondre"),
        title=referral.get_short_name(),
        detail=_("Orientée par %(name)s, réponse possible jusqu’au %(day)s.")
        % {"name": referral.sender, "day": day(referral.valid_until)},
        verb=_("Répondre"),
        url=referral.get_absolute_url(),
        due_on=referral.made_on + ANSWERED_WITHIN,
    )


def to_say_who_came(referral):
    return Due(
        kind=_("Orientées, sont-elles venues ?"),
        title=str(referral),
        detail=_("Acceptée le %(day)s, orientée par %(name)s.")
        % {"day": day(referral.status_at), "name": referral.sender},
        verb=_("Le dire"),
        url=referral.get_absolute_url(),
    )


def to_agree(referral):
    return Due(
        kind=_("Accords à recueillir"),
        title=str(referral),
        detail=_("Vers %(name)s : rien ne part avant.") % {"name": referral.receiver},
        verb=_("Noter l’accord"),
        url=referral.get_absolute_url(),
    )


def heard(referral, user):
    """News back to whoever referred: the state, as they may be told it."""
    read = reading(referral, user)
    return Due(
        kind=_("Nouvelles de vos orientations"),
        title=str(referral),
        detail=_("%(state)s le %(day)s, vers %(name)s.")
        % {
            "state": read.label.capitalize(),
            "day": day(read.since),
            "name": referral.receiver,
        },
        verb=_("Voir"),
        url=referral.get_absolute_url(),
    )


def holdings(leaver: Leaver):
    """Those somebody who leaves made there, and that are not over: a colleague hears the rest."""
    if not leaver.account:
        return
    made = Referral.objects.live().filter(made_by=leaver.account, sender=leaver.structure)
    for referral in made.with_sides():
        yield Holding(
            kind=_("Orientations à suivre"),
            title=f"{referral.get_short_name()}, {referral.number}",
            url=referral.get_absolute_url(),
            hand_over=following(referral),
        )


def following(referral):
    def hand_over(colleague, by):
        if not colleague.account:
            return False
        told = {"by": by, "fields": ["made_by"], **lines.of_sender(referral)}
        audit.record(audit.Verb.CHANGED, referral, **told)
        Referral.objects.filter(pk=referral.pk).update(made_by=colleague.account)
        return True

    return hand_over
