from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.fields import SearchKey
from partnerships.querysets import SchoolHolidayQuerySet, TerritoryQuerySet


class Zone(models.TextChoices):
    """Holiday zones of the national calendar (domain.md 4.5)."""

    A = "A", _("zone A")
    B = "B", _("zone B")
    C = "C", _("zone C")
    CORSICA = "Corse", _("Corse")
    GUADELOUPE = "Guadeloupe", _("Guadeloupe")
    GUYANE = "Guyane", _("Guyane")
    MARTINIQUE = "Martinique", _("Martinique")
    MAYOTTE = "Mayotte", _("Mayotte")
    REUNION = "Réunion", _("La Réunion")


class Territory(models.Model):
    class Kind(models.TextChoices):
        COMMUNE = "commune", _("commune")
        NEIGHBOURHOOD = "neighbourhood", _("quartier")
        QPV = "qpv", _("quartier prioritaire (QPV)")
        DEPARTMENT = "department", _("département")

    kind = models.CharField(_("nature"), max_length=15, choices=Kind)
    name = models.CharField(_("nom"), max_length=150)
    official_code = models.CharField(_("code officiel"), max_length=10, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("dans"),
    )
    sort_key = SearchKey("name")

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        ordering = ["kind", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "official_code"],
                condition=~Q(official_code=""),
                name="territory_once_per_code",
                violation_error_message=_("Un territoire porte déjà ce code."),
            ),
            models.CheckConstraint(
                name="territory_not_in_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("Un territoire ne peut pas être dans lui-même."),
            ),
        ]

    def __str__(self):
        return self.name


class SchoolHoliday(models.Model):
    """A period without school, from the national calendar; the return day is a school day."""

    class Population(models.TextChoices):
        ALL = "all", _("tous")
        PUPILS = "pupils", _("élèves")
        TEACHERS = "teachers", _("enseignants")

    zone = models.CharField(_("zone"), max_length=12, choices=Zone)
    name = models.CharField(_("nom"), max_length=100)
    starts_on = models.DateField(_("premier jour"))
    returns_on = models.DateField(_("jour de la reprise"))
    population = models.CharField(
        _("pour"), max_length=10, choices=Population, default=Population.ALL
    )

    objects = SchoolHolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("vacances scolaires")
        verbose_name_plural = _("vacances scolaires")
        ordering = ["starts_on", "zone", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "name", "starts_on", "population"],
                name="school_holiday_once",
                violation_error_message=_("Cette période est déjà dans le calendrier."),
            ),
            models.CheckConstraint(
                name="school_holiday_returns_after_it_starts",
                condition=Q(returns_on__gt=F("starts_on")),
                violation_error_message=_("La reprise vient après le premier jour."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_zone_display()}"
