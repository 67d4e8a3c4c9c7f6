from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Structure


class Rollup(models.Model):
    """What the sheets of one structure add up to, year by year: numbers, never a person.

    Kept so that a federation reads three hundred structures without reading their sheets again; what
    `figures` holds is in evaluation/rollups.py. Believed while no mark stands against it.
    """

    structure = models.OneToOneField(
        Structure, models.CASCADE, related_name="rollup", verbose_name=_("structure")
    )
    figures = models.JSONField(_("chiffres"), default=dict)
    counted_at = models.DateTimeField(_("comptés le"), auto_now=True)

    class Meta:
        verbose_name = _("chiffres gardés")
        verbose_name_plural = _("chiffres gardés")
        ordering = ["structure"]

    def __str__(self):
        return str(self.structure)


class RollupMark(models.Model):
    """Something that figures count has changed there since: written in that very transaction.

    A row for each change, never an update: nobody waits for anybody to write theirs, and who counts
    again takes away only those they had read before they counted.
    """

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name=_("structure")
    )

    class Meta:
        verbose_name = _("chiffres à recompter")
        verbose_name_plural = _("chiffres à recompter")
        ordering = ["pk"]

    def __str__(self):
        return str(self.structure)
