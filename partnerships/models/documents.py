import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.models.agreements import Agreement
from partnerships.models.partnerships import Partnership
from partnerships.querysets import DocumentQuerySet


def document_path(document, filename):
    """A neutral name: neither the path nor the file tells whose document it is."""
    return f"documents/{uuid.uuid4().hex}"


class Document(models.Model):
    """A file the parties keep together: a charter, a diagnosis, the signed agreement."""

    class Kind(models.TextChoices):
        CHARTER = "charter", _("charte")
        DIAGNOSIS = "diagnosis", _("diagnostic local")
        SIGNED = "signed", _("convention signée")
        OTHER = "other", _("autre document")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="documents", verbose_name=_("partenariat")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("joint à l’accord"),
    )
    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("titre"), max_length=150)
    file = models.FileField(_("fichier"), upload_to=document_path)
    # What our own reading of the file says it is, never what the sender said.
    media_type = models.CharField(_("format"), max_length=30, editable=False)
    size = models.PositiveIntegerField(_("taille, en octets"), editable=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, editable=False)
    added_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)
    added_by = Author(_("ajouté par"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "sha256"],
                name="document_once_per_partnership",
                violation_error_message=_("Ce fichier est déjà parmi les documents."),
            ),
            models.CheckConstraint(
                name="document_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("Ce fichier est vide."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("partnerships:document_file", args=[self.pk])

    @property
    def format(self):
        """As people call it: PDF, JPEG, PNG."""
        return self.media_type.rpartition("/")[2].upper()
