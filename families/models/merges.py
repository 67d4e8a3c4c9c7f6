from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from families.models.households import Parent
from families.querysets import MergeQuerySet, SeparationQuerySet
from partnerships.fields import Author


class Merge(models.Model):
    """Two records of one person made one; what moved is written down, so that it can be undone."""

    kept = models.ForeignKey(
        Parent, models.CASCADE, related_name="+", verbose_name=_("fiche gardée")
    )
    set_aside = models.ForeignKey(
        Parent, models.CASCADE, related_name="+", verbose_name=_("fiche mise de côté")
    )
    # Keys of rows and short codes; never a name nor a text (a forgotten person leaves no trace).
    moves = models.JSONField(_("ce qui a été déplacé"), default=list, editable=False)
    merged_at = models.DateTimeField(_("réunies le"), auto_now_add=True)
    merged_by = Author(_("réunies par"))
    undone_at = models.DateTimeField(_("séparées le"), null=True, blank=True, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("réunion de fiches")
        verbose_name_plural = _("réunions de fiches")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["set_aside"],
                condition=Q(undone_at__isnull=True),
                name="merge_once_until_undone",
                violation_error_message=_("Cette fiche est déjà réunie avec une autre."),
            ),
            models.CheckConstraint(
                name="merge_of_two_records",
                condition=~Q(kept=F("set_aside")),
                violation_error_message=_("Choisissez deux fiches différentes."),
            ),
        ]

    def __str__(self):
        return f"{self.kept_id} ← {self.set_aside_id}"


class Separation(models.Model):
    """Two records that look alike and are two people: somebody said so, no need to ask again."""

    first = models.ForeignKey(Parent, models.CASCADE, related_name="+", verbose_name=_("une fiche"))
    second = models.ForeignKey(
        Parent, models.CASCADE, related_name="+", verbose_name=_("l’autre fiche")
    )
    said_by = Author(_("dit par"))

    objects = SeparationQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiches distinctes")
        verbose_name_plural = _("fiches distinctes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="separation_said_once",
                violation_error_message=_("C’est déjà dit."),
            ),
            # The older record first, so that a pair is written one way only.
            models.CheckConstraint(
                name="separation_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("Choisissez deux fiches différentes."),
            ),
        ]

    def __str__(self):
        return f"{self.first_id} ≠ {self.second_id}"
