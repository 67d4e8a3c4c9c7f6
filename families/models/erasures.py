import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.models import Structure


class Erasure(models.Model):
    """A person was forgotten: the key alone, to forget them again after a restore."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("à la demande de la personne")
        RETENTION = "retention", _("durée de conservation atteinte")
        MISTAKE = "mistake", _("fiche créée par erreur")
        REPLAYED = "replayed", _("rejoué après une restauration")

    key = models.UUIDField(_("clé"), primary_key=True, default=uuid.uuid4)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("structure")
    )
    reason = models.CharField(_("motif"), max_length=9, choices=Reason)
    erased_at = models.DateTimeField(_("oubliée le"), auto_now_add=True)
    erased_by = Author(_("par"))

    class Meta:
        verbose_name = _("effacement")
        ordering = ["-erased_at"]

    def __str__(self):
        return str(self.key)
