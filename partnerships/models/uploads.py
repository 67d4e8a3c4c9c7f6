import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.querysets import ImportFileQuerySet


def new_ticket():
    return secrets.token_urlsafe(24)


class ImportFile(models.Model):
    """A spreadsheet between its preview and its confirmation: one person’s, for one list, once.

    It is kept here and never on a disk: deleted when confirmed, given up or out of date.
    """

    ticket = models.CharField(
        _("numéro"), primary_key=True, max_length=40, default=new_ticket, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("déposé par")
    )
    kind = models.CharField(_("liste"), max_length=60)
    name = models.CharField(_("nom du fichier"), max_length=80)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    content = models.BinaryField(_("contenu"))
    created_at = models.DateTimeField(_("déposé le"), auto_now_add=True)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier à importer")
        verbose_name_plural = _("fichiers à importer")
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
