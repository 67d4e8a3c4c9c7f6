from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.indicators import Indicator
from evaluation.querysets import BudgetLineQuerySet, GrantQuerySet
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
    justified = models.DecimalField(
        _("montant justifié"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    is_renewal = models.BooleanField(_("renouvellement d’une action déjà financée"), default=False)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    request_due_on = models.DateField(_("demande à déposer avant le"), null=True, blank=True)
    report_due_on = models.DateField(_("rapport à rendre le"), null=True, blank=True)
    # What an hour given by a volunteer is worth, and where that comes from.
    volunteer_rate = models.DecimalField(
        _("valeur d’une heure bénévole, en euros"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    volunteer_method = models.CharField(
        _("comment cette valeur est calculée"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple : le SMIC horaire chargé de l’année."),
    )
    note = models.TextField(_("remarque"), blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("subvention")
        ordering = ["-starts_on", "funder__search_key", "pk"]
        constraints = [
            ends_after_starts("grant_ends_after_it_starts"),
            models.CheckConstraint(
                name="grant_amounts_not_negative",
                condition=(Q(requested__isnull=True) | Q(requested__gte=0))
                & (Q(awarded__isnull=True) | Q(awarded__gte=0))
                & (Q(paid__isnull=True) | Q(paid__gte=0))
                & (Q(justified__isnull=True) | Q(justified__gte=0))
                & (Q(volunteer_rate__isnull=True) | Q(volunteer_rate__gte=0)),
                violation_error_message=_("Un montant n’est pas négatif."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:grant_detail", args=[self.pk])


class BudgetLine(models.Model):
    """One account of the budget of an action: foreseen, then spent or received; in euros.

    Accounts are those of the form CERFA 15059*02 (evaluation.accounts): 6 and 86 are charges, 7 and
    87 products; 86 and 87 are in kind, and balance each other apart.
    """

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="budget_lines", verbose_name=_("subvention")
    )
    account = models.CharField(_("compte"), max_length=12)
    label = models.CharField(
        _("précision"),
        max_length=150,
        blank=True,
        help_text=_("Par exemple : le nom du financeur."),
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    forecast = models.DecimalField(_("prévu"), max_digits=11, decimal_places=2, default=Decimal(0))
    # Unknown until the accounts are made.
    actual = models.DecimalField(
        _("réalisé"), max_digits=11, decimal_places=2, null=True, blank=True
    )
    comment = models.CharField(_("explication de l’écart"), max_length=500, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de budget")
        verbose_name_plural = _("lignes de budget")
        ordering = ["grant", "account", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "account", "label"],
                name="budget_line_once_per_account",
                violation_error_message=_(
                    "Ce compte est déjà dans le budget, avec cette précision."
                ),
            ),
            models.CheckConstraint(
                name="budget_line_not_negative",
                condition=Q(forecast__gte=0) & (Q(actual__isnull=True) | Q(actual__gte=0)),
                violation_error_message=_("Un montant n’est pas négatif."),
            ),
        ]

    def __str__(self):
        return f"{self.account} {self.label}".strip()
