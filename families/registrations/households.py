"""What households and parents tell the pages and the rules that gather everything."""

from django.db.models import Count, F, Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from families.models import Consent, Family, Outcome, Parent, Referral, SupportMeeting
from families.retention import NOTICE
from partnerships import registry
from partnerships.declarations import declared


def personal_fields():
    yield from declared("families")


def last_contacts(families):
    """The last time each was shown the way, heard or written down."""
    for model, path, name in (
        (Referral, "parent__family", "made_on"),
        (Referral, "received_as__family", "made_on"),
        (Consent, "parent__family", "said_on"),
        (Outcome, "parent__family", "noted_on"),
        (Parent, "family", "registered_on"),
        (Family, "pk", "registered_on"),
        (Family, "pk", "informed_on"),
    ):
        rows = model.objects.filter(**{f"{path}__in": families}).order_by()
        named = rows.values("family") if path == "family" else rows.values(family=F(path))
        yield named.annotate(day=Max(name))


def texts(structure):
    """Short notes of others: a parent may be named in what was written of a neighbour.

    Confidential notes are their author’s to read again: nobody else learns that there are any.
    """
    parents = Parent.objects.filter(family__structure=structure)
    yield SupportMeeting.objects.filter(structure=structure), ("shared_note",)
    yield Outcome.objects.filter(parent__in=parents), ("fact",)
    words = ("toward", "wish", "availability", "first_meeting")
    yield Referral.objects.filter(sender=structure), words


def due(user, today):
    """Households soon forgotten, counted: the nightly command has announced them."""
    announced = (
        Family.objects.named()
        .filter(structure__in=user.rights.coordinates, warned_on__isnull=False)
        .aggregate(number=Count("pk"), since=Min("warned_on"))
    )
    if announced["number"]:
        yield registry.Due(
            kind=_("Fiches à oublier"),
            title=ngettext(
                "%(number)s famille sans contact depuis longtemps",
                "%(number)s familles sans contact depuis longtemps",
                announced["number"],
            )
            % {"number": announced["number"]},
            detail=_("Gardez celles dont vous avez encore besoin, les autres seront oubliées."),
            verb=_("Relire"),
            url=reverse("families:retention_list"),
            due_on=announced["since"] + NOTICE,
        )
