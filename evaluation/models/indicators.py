import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluation.querysets import IndicatorQuerySet, ReadingQuerySet, TargetQuerySet
from partnerships.constraints import ends_after_starts
from partnerships.fields import Author
from partnerships.models import School, Structure, Term, Territory
from workshops.models import Programme, Workshop


def evidence_path(reading, filename):
    """A neutral name: neither the path nor the file tells what it proves."""
    return f"preuves/{uuid.uuid4().hex}"


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
    # Of one that is entered or told in words; a measure has its own.
    definition = models.TextField(
        _("définition"), blank=True, help_text=_("Ce que l’on compte ou raconte, et comment.")
    )
    unit = models.CharField(
        _("unité"), max_length=30, blank=True, help_text=_("Par exemple : familles, euros, repas.")
    )
    # What narrows a computed one; empty, it counts the whole programme.
    format = models.CharField(
        _("forme d’atelier"), max_length=20, choices=Workshop.Format, blank=True
    )
    theme = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thème"),
        limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("école")
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territoire"),
    )
    host = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("structure qui accueille"),
    )

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


class Reading(models.Model):
    """What was noted of an indicator over a period: a value, or words, and what proves it.

    Draft, then checked by somebody, then published: only what is published leaves the structure.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        CHECKED = "checked", _("vérifié")
        PUBLISHED = "published", _("publié")

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="readings", verbose_name=_("indicateur")
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    value = models.DecimalField(_("valeur"), max_digits=12, decimal_places=2, null=True, blank=True)
    words = models.TextField(_("en mots"), blank=True)
    source = models.CharField(
        _("d’où cela vient"),
        max_length=200,
        blank=True,
        help_text=_("Un comptage, un carnet de bord, un entretien…"),
    )
    file = models.FileField(_("pièce"), upload_to=evidence_path, blank=True)
    media_type = models.CharField(_("format"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True, editable=False)
    status = models.CharField(
        _("état"), max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    entered_by = Author(_("noté par"))
    entered_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    checked_by = Author(_("vérifié par"))
    checked_at = models.DateTimeField(_("vérifié le"), null=True, blank=True, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("relevé")
        ordering = ["indicator", "-starts_on", "-pk"]
        constraints = [
            ends_after_starts("reading_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on"],
                name="reading_once_per_period",
                violation_error_message=_("Un relevé existe déjà pour cette période."),
            ),
            models.CheckConstraint(
                name="reading_says_something",
                condition=Q(value__isnull=False) | ~Q(words=""),
                violation_error_message=_("Donnez une valeur, ou dites-le en mots."),
            ),
            models.CheckConstraint(
                name="reading_checked_before_it_is_published",
                condition=Q(status="draft", checked_at__isnull=True)
                | ~Q(status="draft") & Q(checked_at__isnull=False),
                violation_error_message=_("Un relevé est vérifié avant d’être publié."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} : {self.words[:60] if self.value is None else self.value}"
