from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.indicators import Indicator
from evaluation.querysets import GrantQuerySet
from partnerships.constraints import ends_after_starts
from partnerships.models import Structure, Term
from workshops.models import Programme


class Grant(models.Model):
    """Money asked of a funder for programmes, over two dates; amounts in euros."""

    title = models.CharField(_("intitulé"), max_length=200)
    holder = models.ForeignKey(
        Structure, models.PROTECT, related_name="grants_held", verbose_name=_("porteur")
    )
    funder = models.ForeignKey(
        Structure, models.PROTECT, related_name="grants_given", verbose_name=_("financeur")
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
    programmes = models.ManyToManyField(
        Programme, related_name="grants", verbose_name=_("programmes")
    )
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="grants", verbose_name=_("indicateurs attendus")
    )
    requested = models.DecimalField(
        _("montant demandé"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    awarded = models.DecimalField(
        _("montant accordé"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    paid = models.DecimalField(
        _("montant versé"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    report_due_on = models.DateField(_("rapport à rendre le"), null=True, blank=True)
    note = models.TextField(_("remarque"), blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("subvention")
        ordering = ["-starts_on", "funder__name", "pk"]
        constraints = [
            ends_after_starts("grant_ends_after_it_starts"),
            models.CheckConstraint(
                name="grant_amounts_not_negative",
                condition=(Q(requested__isnull=True) | Q(requested__gte=0))
                & (Q(awarded__isnull=True) | Q(awarded__gte=0))
                & (Q(paid__isnull=True) | Q(paid__gte=0)),
                violation_error_message=_("Un montant n’est pas négatif."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:grant_detail", args=[self.pk])
