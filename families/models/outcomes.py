from django.db import models
from django.utils.translation import gettext_lazy as _

from families.models.households import Parent
from families.querysets import OutcomeQuerySet
from partnerships.fields import Author


class Outcome(models.Model):
    """What changed for a parent, in a short fact: « a acheté un ordinateur, s’exerce »."""

    class Kind(models.TextChoices):
        AUTONOMY = "autonomy", _("fait seul ou seule")
        EQUIPMENT = "equipment", _("s’est équipé")
        PRACTICE = "practice", _("continue de pratiquer")
        SCHOOL = "school", _("a pris place à l’école")
        MUTUAL_HELP = "mutual_help", _("aide d’autres familles")
        OTHER = "other", _("autre")

    parent = models.ForeignKey(
        Parent, models.PROTECT, related_name="outcomes", verbose_name=_("parent")
    )
    kind = models.CharField(_("ce qui a changé"), max_length=11, choices=Kind)
    noted_on = models.DateField(_("noté le"))
    fact = models.CharField(
        _("en quelques mots"),
        max_length=200,
        blank=True,
        help_text=_("Un fait, pas un jugement."),
    )
    noted_by = Author(_("noté par"))

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("effet")
        ordering = ["-noted_on", "-pk"]

    def __str__(self):
        return self.get_kind_display()
