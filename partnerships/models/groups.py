from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.contacts import Contact
from partnerships.models.partnerships import Partnership
from partnerships.querysets.meetings import OfPartnershipQuerySet


class WorkingGroup(models.Model):
    """People who work on something for a while, parents among them."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="working_groups", verbose_name=_("partenariat")
    )
    name = models.CharField(_("nom"), max_length=150)
    purpose = models.TextField(_("objet"), blank=True)
    starts_on = models.DateField(_("depuis"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("groupe de travail")
        verbose_name_plural = _("groupes de travail")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="working_group_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self):
        return self.name


class WorkingGroupMember(models.Model):
    """A contact of the directory, or so many parents without a name."""

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="members", verbose_name=_("groupe")
    )
    contact = models.ForeignKey(
        Contact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    parents = models.PositiveSmallIntegerField(_("nombre de parents"), default=0)

    class Meta:
        verbose_name = _("membre du groupe")
        verbose_name_plural = _("membres du groupe")
        ordering = ["group", "pk"]
        constraints = [
            models.CheckConstraint(
                name="member_a_contact_or_parents",
                condition=Q(contact__isnull=False, parents=0)
                | Q(contact__isnull=True, parents__range=(1, 100)),
                violation_error_message=_("Un membre est un contact, ou un nombre de parents."),
            ),
            models.UniqueConstraint(
                fields=["group", "contact"],
                condition=Q(contact__isnull=False),
                name="member_once_per_group",
                violation_error_message=_("Cette personne est déjà dans le groupe."),
            ),
        ]

    def __str__(self):
        return str(self.contact or _("parents"))
