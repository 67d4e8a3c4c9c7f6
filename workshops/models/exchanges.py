"""What comes in by a table and goes out by a message, and what is kept of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from workshops.models.programmes import Programme
from workshops.models.workshops import Workshop
from workshops.querysets import GroupMessageQuerySet, TableImportQuerySet


class GroupMessage(models.Model):
    """A word to everybody expected at a workshop; each got it alone. Nobody’s name is kept here."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("par e-mail")
        COPIED = "copied", _("texte copié, pour un SMS")

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="messages", verbose_name=_("atelier")
    )
    channel = models.CharField(_("envoyé"), max_length=6, choices=Channel)
    subject = models.CharField(_("objet"), max_length=150, blank=True)
    words = models.TextField(_("message"), max_length=2000)
    recipients = models.PositiveSmallIntegerField(_("destinataires"))
    unreached = models.PositiveSmallIntegerField(_("sans adresse"), default=0)
    sent_at = models.DateTimeField(_("envoyé le"), auto_now_add=True)
    sent_by = Author(_("envoyé par"))

    objects = GroupMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message au groupe")
        verbose_name_plural = _("messages au groupe")
        ordering = ["workshop", "-sent_at", "-pk"]

    def __str__(self):
        return self.subject or self.words[:80]


class TableImport(models.Model):
    """A table of participants or of attendance that was taken in, and what undoing it takes back.

    `trace` holds keys by model, never a name nor a text; the file itself is not kept.
    """

    class Kind(models.TextChoices):
        PEOPLE = "people", _("participants")
        GRID = "grid", _("grille de présences")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="imports", verbose_name=_("programme")
    )
    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("atelier"),
    )
    kind = models.CharField(_("liste"), max_length=6, choices=Kind)
    name = models.CharField(_("nom du fichier"), max_length=80)
    sha256 = models.CharField(_("empreinte"), max_length=64, editable=False)
    counts = models.JSONField(_("ce qui a été créé"), editable=False)
    trace = models.JSONField(_("ce qu’il faut défaire"), editable=False)
    imported_at = models.DateTimeField(_("importé le"), auto_now_add=True)
    imported_by = Author(_("importé par"))
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True, editable=False)
    undone_by = Author(_("défait par"))

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tableau importé")
        verbose_name_plural = _("tableaux importés")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "workshop", "kind", "sha256"],
                condition=Q(undone_at__isnull=True, workshop__isnull=False),
                name="table_import_once",
                violation_error_message=_("Ce fichier est déjà importé dans cet atelier."),
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "sha256"],
                condition=Q(undone_at__isnull=True, workshop__isnull=True),
                name="table_import_once_in_a_programme",
                violation_error_message=_("Ce fichier est déjà importé dans ce programme."),
            ),
        ]

    def __str__(self):
        return self.name
