from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.journal import labels_of, name_of
from partnerships.models.structures import Structure
from partnerships.querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """One line per write or reading that matters: who, when, what, which fields; never the text."""

    class Verb(models.TextChoices):
        CREATED = "created", _("créé")
        CHANGED = "changed", _("modifié")
        DELETED = "deleted", _("supprimé")
        READ = "read", _("consulté")
        EXPORTED = "exported", _("exporté")
        IMPORTED = "imported", _("importé")
        CLOSED = "closed", _("clos")
        REOPENED = "reopened", _("rouvert")
        CANCELLED = "cancelled", _("annulé")
        ISSUED = "issued", _("émis")
        INVITED = "invited", _("invité")
        ACCEPTED = "accepted", _("accepté")
        REFUSED = "refused", _("refusé")
        MERGED = "merged", _("réuni")
        ERASED = "erased", _("effacé")

    at = models.DateTimeField(_("le"), auto_now_add=True)
    actor = Author(_("par"))
    structure = models.ForeignKey(
        Structure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("structure"),
    )
    # A number and not a key: the ground does not know families, and the line outlives them.
    family = models.BigIntegerField(_("foyer"), null=True, blank=True)
    verb = models.CharField(_("action"), max_length=10, choices=Verb)
    object_type = models.CharField(_("objet"), max_length=40)
    object_id = models.CharField(_("numéro"), max_length=40)
    fields = models.JSONField(_("champs"), default=list)
    reason = models.CharField(_("motif"), max_length=200, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("lignes du journal")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["family", "at"], name="audit_by_family"),
        ]

    def __str__(self):
        return f"{self.get_verb_display()} : {self.object_type} {self.object_id}"

    # In the words of people, on pages and in files.

    def get_object_type_display(self):
        return name_of(self.object_type)

    def get_fields_display(self):
        return ", ".join(labels_of(self.object_type, self.fields))
