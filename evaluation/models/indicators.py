from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluation.querysets import IndicatorQuerySet, TargetQuerySet
from partnerships.constraints import ends_after_starts
from workshops.models import Programme


class Indicator(models.Model):
    """What a programme promises to watch: computed from the sheets, entered, or told in words."""

    class Kind(models.TextChoices):
        COMPUTED = "computed", _("calculé depuis les feuilles")
        ENTERED = "entered", _("saisi")
        QUALITATIVE = "qualitative", _("en mots")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="indicators", verbose_name=_("programme")
    )
    title = models.CharField(_("intitulé"), max_length=200)
    kind = models.CharField(_("nature"), max_length=12, choices=Kind, default=Kind.COMPUTED)
    # A name of evaluation.measures: the form offers those that exist, and no other counts anything.
    measure = models.CharField(_("mesure"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicateur")
        ordering = ["programme", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                name="indicator_once_per_programme",
                violation_error_message=_("Cet indicateur existe déjà dans le programme."),
            ),
            models.CheckConstraint(
                name="indicator_computed_from_a_measure",
                condition=Q(kind="computed") & ~Q(measure="") | ~Q(kind="computed") & Q(measure=""),
                violation_error_message=_("Un indicateur calculé a une mesure, lui seul."),
            ),
        ]

    def __str__(self):
        return self.title


class Target(models.Model):
    """The value promised for a period, in the unit of the measure (hours are in minutes)."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name=_("indicateur")
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    value = models.DecimalField(_("valeur visée"), max_digits=12, decimal_places=2)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("valeur visée")
        verbose_name_plural = _("valeurs visées")
        ordering = ["indicator", "starts_on"]
        constraints = [
            ends_after_starts("target_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on"],
                name="target_once_per_period",
                violation_error_message=_("Une valeur est déjà visée pour cette période."),
            ),
            models.CheckConstraint(
                name="target_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("La valeur visée n’est pas négative."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} : {self.value}"
