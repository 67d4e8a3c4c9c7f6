"""What whoever referred somebody hears of it: the state, a number, an initial; nothing else."""

from django.utils.translation import gettext_lazy

from families.models import Referral
from families.referrals import word_for
from partnerships import letters


def tell(referral: Referral) -> bool:
    """A letter at each answer; True when it left. Nobody to write to is no fault."""
    address = address_of(referral)
    if not address:
        return False
    context = {
        "referral": referral,
        "state": state_for(referral),
    }
    return letters.send(
        "families/emails/referral_news.txt",
        context,
        to=address,
        subject=gettext_lazy("Orientation %(number)s : %(state)s"),
        words={"number": referral.number, "state": context["state"]},
    )


def address_of(referral):
    """The prescriber’s, else that of the account that wrote it, while it still has a role there."""
    if referral.prescriber_email:
        return referral.prescriber_email
    author = referral.made_by
    is_there = author and author.rights.belongs_to & {referral.sender_id}
    return author.email if is_there else ""


def state_for(referral):
    """Five words for a partner, the state for those who work at the sender’s."""
    author = referral.made_by
    if author and referral.sender_id in author.rights.works_in:
        return referral.state.label
    return word_for(referral.state).label
