"""Action sheets, and the plan of several years they belong to: axis › objective › action."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.indicators import Indicator
from evaluation.querysets import ActionSheetQuerySet, OfSheetQuerySet, StrategicPlanQuerySet
from partnerships.constraints import ends_after_starts
from partnerships.models import Structure
from workshops.models import Programme, Workshop


class StrategicPlan(models.Model):
    """A plan of several years that action sheets answer to: a schéma, a convention, a projet social."""

    holder = models.ForeignKey(
        Structure,
        models.PROTECT,
        related_name="plans_followed",
        verbose_name=_("structure qui le suit"),
    )
    title = models.CharField(_("intitulé"), max_length=250)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))

    objects = StrategicPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan pluriannuel")
        verbose_name_plural = _("plans pluriannuels")
        ordering = ["-starts_on", "title", "pk"]
        constraints = [
            ends_after_starts("strategic_plan_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["holder", "title", "starts_on"],
                name="strategic_plan_once",
                violation_error_message=_("Ce plan existe déjà."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:strategic_plan_detail", args=[self.pk])


class StrategicAxis(models.Model):
    plan = models.ForeignKey(
        StrategicPlan, models.CASCADE, related_name="axes", verbose_name=_("plan")
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("intitulé"), max_length=250)

    class Meta:
        verbose_name = _("axe")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="strategic_axis_once_per_number",
                violation_error_message=_("Cet axe existe déjà dans le plan."),
            ),
        ]

    def __str__(self):
        return f"{self.number} - {self.title}"


class StrategicObjective(models.Model):
    axis = models.ForeignKey(
        StrategicAxis, models.CASCADE, related_name="objectives", verbose_name=_("axe")
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("intitulé"), max_length=250)

    class Meta:
        verbose_name = _("objectif")
        ordering = ["axis", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "number"],
                name="strategic_objective_once_per_number",
                violation_error_message=_("Cet objectif existe déjà dans l’axe."),
            ),
        ]

    def __str__(self):
        return f"{self.axis.number}.{self.number} - {self.title}"


class ActionSheet(models.Model):
    """A fiche action: ordered sections, actions, what is expected of them."""

    class Template(models.TextChoices):
        FAMILY_SERVICES = "family_services", _("services aux familles (onze rubriques)")
        SOCIAL_CENTRE = "social_centre", _("projet de centre social (seize rubriques)")

    holder = models.ForeignKey(
        Structure, models.PROTECT, related_name="action_sheets", verbose_name=_("porteur")
    )
    objective = models.ForeignKey(
        StrategicObjective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name=_("objectif du plan"),
    )
    template = models.CharField(
        _("modèle"), max_length=15, choices=Template, default=Template.FAMILY_SERVICES
    )
    code = models.CharField(
        _("numéro"), max_length=20, blank=True, help_text=_("Par exemple : PA 2.3.3")
    )
    title = models.CharField(_("intitulé"), max_length=250)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="action_sheets", verbose_name=_("programmes")
    )

    objects = ActionSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche action")
        verbose_name_plural = _("fiches action")
        ordering = ["-starts_on", "code", "title", "pk"]
        constraints = [
            ends_after_starts("action_sheet_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["holder", "title", "starts_on"],
                name="action_sheet_once",
                violation_error_message=_("Cette fiche existe déjà."),
            ),
        ]

    def __str__(self):
        return f"{self.code} - {self.title}" if self.code else self.title

    def get_absolute_url(self):
        return reverse("evaluation:action_sheet_detail", args=[self.pk])


class SheetSection(models.Model):
    """A heading of the sheet, and what is written under it."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="sections", verbose_name=_("fiche")
    )
    order = models.PositiveSmallIntegerField(_("ordre"))
    # The name its template knows it by; empty for one that people added.
    key = models.SlugField(_("rubrique"), max_length=40, blank=True, editable=False)
    title = models.CharField(_("titre"), max_length=150)
    body = models.TextField(_("texte"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubrique d’une fiche action")
        verbose_name_plural = _("rubriques d’une fiche action")
        ordering = ["sheet", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "order"],
                name="sheet_section_once_per_place",
                violation_error_message=_("Deux rubriques ont la même place."),
            ),
        ]

    def __str__(self):
        return self.title


class SheetItem(models.Model):
    """« ACTION 1 », « ACTION 2 »: what is done, and the workshops in which it is."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="items", verbose_name=_("fiche")
    )
    order = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("intitulé"), max_length=250)
    body = models.TextField(_("description"), blank=True)
    workshops = models.ManyToManyField(
        Workshop, blank=True, related_name="+", verbose_name=_("ateliers")
    )

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("action d’une fiche")
        verbose_name_plural = _("actions d’une fiche")
        ordering = ["sheet", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "order"],
                name="sheet_item_once_per_number",
                violation_error_message=_("Deux actions ont le même numéro."),
            ),
        ]

    def __str__(self):
        return self.title


class ExpectedResult(models.Model):
    """What is hoped for, in words; an indicator counts it when something can be counted."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="results", verbose_name=_("fiche")
    )
    order = models.PositiveSmallIntegerField(_("ordre"))
    words = models.TextField(_("résultat attendu"))
    indicator = models.ForeignKey(
        Indicator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicateur"),
    )
    obtained = models.TextField(_("ce que l’on constate"), blank=True)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat attendu")
        verbose_name_plural = _("résultats attendus")
        ordering = ["sheet", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "order"],
                name="expected_result_once_per_place",
                violation_error_message=_("Deux résultats ont la même place."),
            ),
        ]

    def __str__(self):
        return self.words[:80]
