"""A word to everybody of a group, each alone: nobody learns who else is expected."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from families.models import Parent
from partnerships import audit, letters
from partnerships.models import User
from workshops.models import GroupMessage, Workshop

# A group, not a mailing list.
MOST = 200


@dataclass(frozen=True)
class Reach:
    """Whom a message may reach, and how; those who asked to be left alone are in none."""

    by_email: list[Parent]
    by_phone: list[Parent]
    # By neither.
    unreached: list[Parent]
    left_alone: list[Parent]

    @property
    def everybody(self):
        return {parent.pk for parent in (*self.by_email, *self.by_phone, *self.unreached)}


def reach(workshop: Workshop, today: dt.date) -> Reach:
    """Those expected that day, in one query."""
    expected = workshop.enrolments.on(today).order_by().values("parent")
    people = list(Parent.objects.named().filter(pk__in=expected).in_name_order())
    asked = [parent for parent in people if not parent.is_left_alone]
    return Reach(
        by_email=[parent for parent in asked if parent.email],
        by_phone=[parent for parent in asked if parent.phone],
        unreached=[parent for parent in asked if not (parent.email or parent.phone)],
        left_alone=[parent for parent in people if parent.is_left_alone],
    )


def send(*, workshop: Workshop, subject: str, words: str, reached: Reach, by: User) -> GroupMessage:
    """One letter to each address; what is kept says how many left.

    Refuses (ValidationError) when nobody has an address, and when no letter could leave at all.
    """
    # Two parents of a household may share theirs: they get one letter.
    addresses = sorted({parent.email.lower() for parent in reached.by_email})
    if not addresses:
        raise ValidationError(_("Personne de ce groupe n’a laissé d’adresse e-mail."))
    if len(addresses) > MOST:
        raise ValidationError(
            _("Ce groupe est trop grand pour un message : %(most)s adresses au plus."),
            params={"most": MOST},
        )
    context = {"words": words, "workshop": workshop, "by": by}
    gone = letters.send_each(
        "workshops/emails/group.txt", context, to=addresses, subject=subject, reply_to=by.email
    )
    if not gone:
        raise ValidationError(
            _("Aucune lettre n’a pu partir : réessayez plus tard, ou passez par SMS.")
        )
    return kept(
        workshop=workshop,
        channel=GroupMessage.Channel.EMAIL,
        subject=subject,
        words=words,
        recipients=gone,
        unreached=len(reached.everybody) - len(reached.by_email),
        by=by,
    )


def copy(*, workshop: Workshop, words: str, reached: Reach, by: User) -> GroupMessage:
    """A text that one sends from one’s own telephone, to each in turn.

    Refuses (ValidationError) when nobody has a number.
    """
    if not reached.by_phone:
        raise ValidationError(_("Personne de ce groupe n’a laissé de numéro de téléphone."))
    return kept(
        workshop=workshop,
        channel=GroupMessage.Channel.COPIED,
        words=words,
        recipients=len(reached.by_phone),
        unreached=len(reached.everybody) - len(reached.by_phone),
        by=by,
    )


@transaction.atomic
def kept(*, by, **fields):
    message = GroupMessage(sent_by=by, **fields)
    message.full_clean()
    message.save()
    lead = message.workshop.programme.lead
    audit.record(audit.Verb.CREATED, message, by=by, structure=lead)
    return message
