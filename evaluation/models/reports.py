import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.grants import Grant
from evaluation.querysets import ReportQuerySet
from partnerships.constraints import ends_after_starts
from partnerships.fields import Author
from workshops.models import Quote, Workshop


def report_path(report, filename):
    """A neutral name: neither the path nor the file tells whose report it is."""
    return f"rapports/{uuid.uuid4().hex}.pdf"


class Report(models.Model):
    """What is answered to a funder. Issuing it freezes its figures and keeps its PDF."""

    class Kind(models.TextChoices):
        INTERIM = "interim", _("rapport d’étape")
        FINAL = "final", _("rapport final")

    class Form(models.TextChoices):
        PROGRAMME = "programme", _("rapport du programme")
        CERFA = "cerfa", _("compte rendu financier (CERFA 15059*02)")

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        SUBMITTED = "submitted", _("à relire")
        ISSUED = "issued", _("émis")

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="reports", verbose_name=_("subvention")
    )
    kind = models.CharField(_("nature"), max_length=8, choices=Kind, default=Kind.INTERIM)
    form = models.CharField(_("modèle"), max_length=9, choices=Form, default=Form.PROGRAMME)
    title = models.CharField(_("titre"), max_length=200)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    is_shared_with_partners = models.BooleanField(
        _("lisible par les partenaires"),
        default=False,
        help_text=_("Une fois émis, les partenaires du programme peuvent le lire."),
    )
    workshops = models.ManyToManyField(
        Workshop, blank=True, related_name="reports", verbose_name=_("ateliers valorisés")
    )
    # Words of parents who agreed to be quoted; asked again at each rendering.
    quotes = models.ManyToManyField(
        Quote, blank=True, related_name="+", verbose_name=_("paroles citées")
    )
    # Who certifies a compte rendu financier.
    signatory = models.CharField(
        _("représentant légal"), max_length=150, blank=True, help_text=_("Prénom et nom.")
    )
    signed_in = models.CharField(_("fait à"), max_length=100, blank=True)
    status = models.CharField(
        _("état"), max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(
        _("donné à relire le"), null=True, blank=True, editable=False
    )
    submitted_by = Author(_("donné à relire par"))
    issued_at = models.DateTimeField(_("émis le"), null=True, blank=True, editable=False)
    issued_by = Author(_("émis par"))
    figures = models.JSONField(_("chiffres arrêtés"), null=True, blank=True, editable=False)
    pdf = models.FileField(_("document"), upload_to=report_path, blank=True, editable=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        ordering = ["-ends_on", "-version", "-pk"]
        constraints = [
            ends_after_starts("report_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["grant", "form", "kind", "starts_on", "ends_on", "version"],
                name="report_once_per_version",
                violation_error_message=_("Cette version du rapport existe déjà."),
            ),
            models.CheckConstraint(
                name="report_issued_with_its_figures_and_its_document",
                condition=Q(
                    status__in=["draft", "submitted"],
                    issued_at__isnull=True,
                    figures__isnull=True,
                    pdf="",
                    sha256="",
                )
                | Q(status="issued", issued_at__isnull=False, figures__isnull=False)
                & ~Q(pdf="")
                & ~Q(sha256=""),
                violation_error_message=_("Un rapport émis garde ses chiffres et son document."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:report_detail", args=[self.pk])


class ReportSection(models.Model):
    """A part of the report: words, or figures with the words that go before them."""

    class Kind(models.TextChoices):
        TEXT = "text", _("texte")
        HEADLINES = "headlines", _("l’essentiel en chiffres")
        INDICATORS = "indicators", _("prévu et réalisé")
        MONTHS = "months", _("mois après mois")
        PEOPLE = "people", _("qui est venu")
        SCHOOLS = "schools", _("écoles")
        GROUPS = "groups", _("groupes du parcours")
        WORKSHOPS = "workshops", _("ateliers valorisés")
        QUOTES = "quotes", _("paroles de parents")
        TOGETHER = "together", _("ce que nous avons fait ensemble")
        BUDGET = "budget", _("budget")
        SESSIONS = "sessions", _("annexe : les séances")

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sections", verbose_name=_("rapport")
    )
    order = models.PositiveSmallIntegerField(_("ordre"))
    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.TEXT)
    # The name its form knows it by; empty for one that people added.
    key = models.SlugField(_("rubrique"), max_length=40, blank=True, editable=False)
    is_shown = models.BooleanField(_("dans le rapport"), default=True)
    title = models.CharField(_("titre"), max_length=150)
    body = models.TextField(_("texte"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("partie du rapport")
        verbose_name_plural = _("parties du rapport")
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "order"],
                name="report_section_once_per_place",
                violation_error_message=_("Deux parties ont la même place."),
            ),
        ]

    def __str__(self):
        return self.title


class ReportComment(models.Model):
    """What whoever read a draft over says of it, and whether it was sent back to be mended."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="comments", verbose_name=_("rapport")
    )
    words = models.TextField(_("remarque"), max_length=1000)
    is_return = models.BooleanField(_("renvoyé pour correction"), default=False)
    author = Author(_("de"))
    written_at = models.DateTimeField(_("écrite le"), auto_now_add=True)

    class Meta:
        verbose_name = _("remarque sur un rapport")
        verbose_name_plural = _("remarques sur un rapport")
        ordering = ["report", "written_at", "pk"]

    def __str__(self):
        return self.words[:80]
