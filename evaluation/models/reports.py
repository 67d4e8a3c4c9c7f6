import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.grants import Grant
from evaluation.querysets import ReportQuerySet
from partnerships.constraints import ends_after_starts
from workshops.models import Workshop


def report_path(report, filename):
    """A neutral name: neither the path nor the file tells whose report it is."""
    return f"rapports/{uuid.uuid4().hex}.pdf"


class Report(models.Model):
    """What is answered to a funder. Issuing it freezes its figures and keeps its PDF."""

    class Kind(models.TextChoices):
        INTERIM = "interim", _("rapport d’étape")
        FINAL = "final", _("rapport final")

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        ISSUED = "issued", _("émis")

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="reports", verbose_name=_("subvention")
    )
    kind = models.CharField(_("nature"), max_length=8, choices=Kind, default=Kind.INTERIM)
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
    status = models.CharField(
        _("état"), max_length=6, choices=Status, default=Status.DRAFT, editable=False
    )
    issued_at = models.DateTimeField(_("émis le"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("émis par"),
    )
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
                fields=["grant", "kind", "starts_on", "ends_on", "version"],
                name="report_once_per_version",
                violation_error_message=_("Cette version du rapport existe déjà."),
            ),
            models.CheckConstraint(
                name="report_issued_with_its_figures_and_its_document",
                condition=Q(
                    status="draft",
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
    """A passage written by people, between the figures."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sections", verbose_name=_("rapport")
    )
    order = models.PositiveSmallIntegerField(_("ordre"))
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
