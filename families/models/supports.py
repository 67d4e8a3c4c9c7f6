from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from families.models.households import AgeBand, Gender, Parent, Qpv
from families.querysets import SupportMeetingQuerySet
from partnerships.models import School, Structure, Term


class SupportMeeting(models.Model):
    """A moment of individual support, counted apart from the groups.

    The confidential note is its author’s, and the coordinator’s where shared: for everybody else
    it does not exist, not even as a mark that there is one.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support", _("accompagnement")
        MEDIATION = "mediation", _("médiation")
        TRANSLATION = "translation", _("traduction de l’information de l’école")
        THREE_WAY = "three_way", _("rencontre à trois")

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="support_meetings", verbose_name=_("structure")
    )
    parent = models.ForeignKey(
        Parent, models.PROTECT, related_name="support_meetings", verbose_name=_("parent")
    )
    kind = models.CharField(_("nature"), max_length=11, choices=Kind, default=Kind.SUPPORT)
    topic = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sujet"),
        limit_choices_to={"vocabulary": Term.Vocabulary.SUPPORT_TOPIC},
    )
    held_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("durée, en minutes"))
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("avec quel établissement"),
    )
    is_interpreted = models.BooleanField(_("avec un interprète"), default=False)
    shared_note = models.CharField(
        _("note partagée"),
        max_length=500,
        blank=True,
        help_text=_("Courte et factuelle, lue par l’équipe qui suit ce parent."),
    )
    confidential_note = models.TextField(_("note confidentielle"), blank=True)
    is_shared_with_coordinator = models.BooleanField(
        _("lisible aussi par la coordination"), default=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="support_meetings",
        editable=False,
        verbose_name=_("par"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    # A snapshot for figures: what the family becomes later changes no past figure.
    family_key = models.BigIntegerField(_("clé du foyer"), editable=False)
    lives_in_qpv = models.CharField(
        _("QPV"), max_length=7, choices=Qpv, default=Qpv.UNKNOWN, editable=False
    )
    gender = models.CharField(
        _("sexe"), max_length=1, choices=Gender, blank=True, default=Gender.UNKNOWN, editable=False
    )
    age_band = models.CharField(
        _("tranche d’âge"),
        max_length=5,
        choices=AgeBand,
        blank=True,
        default=AgeBand.UNKNOWN,
        editable=False,
    )

    objects = SupportMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("accompagnement individuel")
        verbose_name_plural = _("accompagnements individuels")
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["structure", "held_on"], name="support_figures"),
            models.Index(fields=["parent", "held_on"], name="support_of_a_parent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="support_lasts",
                condition=Q(minutes__range=(1, 1440)),
                violation_error_message=_("La durée va de 1 minute à 24 heures."),
            ),
            models.CheckConstraint(
                name="support_shares_a_note_that_exists",
                condition=Q(is_shared_with_coordinator=False) | ~Q(confidential_note=""),
                violation_error_message=_("Il n’y a pas de note confidentielle à partager."),
            ),
        ]

    def __str__(self):
        return capfirst(self.get_kind_display())

    def get_absolute_url(self):
        return reverse("families:support_detail", args=[self.pk])
