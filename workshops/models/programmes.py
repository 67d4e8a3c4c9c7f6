from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.constraints import ends_after_starts
from partnerships.fields import SearchKey
from partnerships.models import Partnership, Structure, Term
from workshops.querysets import PathwayQuerySet, ProgrammeQuerySet


class Programme(models.Model):
    """What a structure leads for a season, with its partners; one programme a season."""

    title = models.CharField(_("titre"), max_length=200)
    lead = models.ForeignKey(
        Structure, models.PROTECT, related_name="programmes", verbose_name=_("structure porteuse")
    )
    partnerships = models.ManyToManyField(
        Partnership, blank=True, related_name="programmes", verbose_name=_("partenariats")
    )
    scheme = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dispositif"),
        limit_choices_to={"vocabulary": Term.Vocabulary.SCHEME},
    )
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name=_("saison précédente"),
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    description = models.TextField(_("description"), blank=True)
    addressed_to = models.CharField(
        _("à qui il s’adresse"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple : les centres sociaux et espaces de vie sociale de la métropole."),
    )
    diagnosis = models.TextField(
        _("diagnostic"), blank=True, help_text=_("D’où vient ce programme : le constat de départ.")
    )
    sort_key = SearchKey("title")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ["-starts_on", "sort_key", "pk"]
        constraints = [
            ends_after_starts("programme_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["lead", "title", "starts_on"],
                name="programme_once_per_season",
                violation_error_message=_("Ce programme existe déjà pour cette saison."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workshops:programme_detail", args=[self.pk])


class Pathway(models.Model):
    """A parcours type: modules in order, with the minutes planned for each."""

    class CompletionBy(models.TextChoices):
        MINUTES = "minutes", _("les heures suivies")
        MODULES = "modules", _("les modules suivis")

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="pathways", verbose_name=_("structure")
    )
    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    completion_by = models.CharField(
        _("ce qui compte pour terminer"),
        max_length=7,
        choices=CompletionBy,
        default=CompletionBy.MINUTES,
    )
    completion_threshold = models.PositiveSmallIntegerField(
        _("seuil pour terminer"),
        default=80,
        help_text=_("En % des minutes prévues, ou des modules, suivis par la personne."),
    )
    sort_key = SearchKey("title")

    objects = PathwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcours")
        verbose_name_plural = _("parcours")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "title"],
                name="pathway_once_per_structure",
                violation_error_message=_("Un parcours porte déjà ce titre."),
            ),
            models.CheckConstraint(
                name="pathway_threshold_is_a_percentage",
                condition=Q(completion_threshold__range=(1, 100)),
                violation_error_message=_("Le seuil est un pourcentage, de 1 à 100."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workshops:pathway_detail", args=[self.pk])


class Module(models.Model):
    class Kind(models.TextChoices):
        BASIC = "basic", _("compétences de base")
        THEMATIC = "thematic", _("module thématique")

    pathway = models.ForeignKey(
        Pathway, models.CASCADE, related_name="modules", verbose_name=_("parcours")
    )
    order = models.PositiveSmallIntegerField(_("ordre"))
    title = models.CharField(_("titre"), max_length=200)
    kind = models.CharField(_("nature"), max_length=8, choices=Kind, default=Kind.BASIC)
    planned_minutes = models.PositiveSmallIntegerField(_("durée prévue, en minutes"))

    class Meta:
        verbose_name = _("module")
        ordering = ["pathway", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "order"],
                name="module_once_per_place",
                violation_error_message=_("Deux modules ont la même place dans le parcours."),
            ),
            models.CheckConstraint(
                name="module_lasts",
                condition=Q(planned_minutes__range=(1, 1440)),
                violation_error_message=_("La durée d’un module va de 1 minute à 24 heures."),
            ),
        ]

    def __str__(self):
        return self.title
