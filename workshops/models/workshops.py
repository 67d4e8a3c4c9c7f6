from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.fields import SearchKey
from partnerships.models import School, Structure, Term
from workshops.models.programmes import Pathway, Programme
from workshops.querysets import EnrolmentQuerySet, WaitingQuerySet, WorkshopQuerySet


class Workshop(models.Model):
    """An action planned together; a cohort when it follows a pathway."""

    class Format(models.TextChoices):
        DISCUSSION = "discussion", _("groupe de parole")
        PARENTS_CHILDREN = "parents_children", _("atelier parents-enfants")
        PARENTS = "parents", _("atelier entre parents")
        COHORT = "cohort", _("parcours en groupe")
        CAFE = "cafe", _("café des parents")
        THEMED = "themed", _("rencontre à thème")
        MIXED = "mixed", _("groupe d’échange parents, école, professionnels")
        TOGETHER = "together", _("temps parents-enseignants")
        MEAL = "meal", _("repas parents-enseignants")
        FESTIVITY = "festivity", _("fête, kermesse, marché")
        KNOW_HOW = "know_how", _("échange de savoirs")
        DIAGNOSIS = "diagnosis", _("diagnostic partagé avec les habitants")
        EVENT = "event", _("temps fort, valorisation")
        OTHER = "other", _("autre")

    class Initiative(models.TextChoices):
        CENTRE = "centre", _("le centre")
        SCHOOL = "school", _("l’école")
        PARENTS = "parents", _("des parents")
        TOGETHER = "together", _("tous ensemble")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="workshops", verbose_name=_("programme")
    )
    title = models.CharField(_("titre"), max_length=200)
    format = models.CharField(_("forme"), max_length=20, choices=Format)
    themes = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("thèmes"),
        limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
    )
    host = models.ForeignKey(
        Structure, models.PROTECT, related_name="hosted_workshops", verbose_name=_("accueilli par")
    )
    schools = models.ManyToManyField(
        School, blank=True, related_name="workshops", verbose_name=_("écoles concernées")
    )
    pathway = models.ForeignKey(
        Pathway,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("parcours suivi"),
    )
    initiative = models.CharField(
        _("à l’initiative de"), max_length=10, choices=Initiative, blank=True
    )
    objective = models.TextField(_("objectif"), blank=True)
    place = models.CharField(_("lieu habituel"), max_length=150, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    is_example = models.BooleanField(_("exemple à reprendre"), default=False, editable=False)
    sort_key = SearchKey("title")

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("atelier")
        ordering = ["programme", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                name="workshop_once_per_programme",
                violation_error_message=_("Un atelier de ce programme porte déjà ce titre."),
            ),
            models.CheckConstraint(
                name="workshop_is_a_cohort_when_it_follows_a_pathway",
                condition=Q(format="cohort", pathway__isnull=False)
                | ~Q(format="cohort") & Q(pathway__isnull=True),
                violation_error_message=_(
                    "Un parcours en groupe suit un parcours ; les autres formes n’en suivent pas."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workshops:workshop_detail", args=[self.pk])


class TeamMember(models.Model):
    """Who usually runs a workshop, and for which structure; it opens the sheets to them."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="team", verbose_name=_("atelier")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="team_places",
        verbose_name=_("personne"),
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("au titre de")
    )
    is_volunteer = models.BooleanField(_("bénévole"), default=False)

    class Meta:
        verbose_name = _("membre de l’équipe")
        verbose_name_plural = _("membres de l’équipe")
        ordering = ["workshop", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "user"],
                name="team_member_once",
                violation_error_message=_("Cette personne est déjà dans l’équipe."),
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def short_name(self):
        return self.user.get_short_name()


class Enrolment(models.Model):
    """A parent expected at a workshop, from one day to another."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="enrolments", verbose_name=_("atelier")
    )
    parent = models.ForeignKey(
        Parent, models.PROTECT, related_name="enrolments", verbose_name=_("parent")
    )
    enrolled_on = models.DateField(_("inscrit le"), default=timezone.localdate)
    left_on = models.DateField(_("parti le"), null=True, blank=True)
    # Somebody asked after them: absences before that day call nobody any more.
    called_on = models.DateField(_("nouvelles prises le"), null=True, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        ordering = ["workshop", "parent__search_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "parent"],
                name="enrolment_once_per_workshop",
                violation_error_message=_("Cette personne est déjà inscrite."),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_starts",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("enrolled_on")),
                violation_error_message=_("Le départ ne peut pas précéder l’inscription."),
            ),
        ]

    def __str__(self):
        return f"{self.parent}, {self.workshop}"


class Waiting(models.Model):
    """Somebody who would come if there were a place; the first to ask is the first to be called."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="waiting", verbose_name=_("atelier")
    )
    parent = models.ForeignKey(
        Parent, models.PROTECT, related_name="waiting", verbose_name=_("parent")
    )
    asked_on = models.DateField(_("demandé le"), default=timezone.localdate)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("attente d’une place")
        verbose_name_plural = _("attentes d’une place")
        ordering = ["workshop", "asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "parent"],
                name="waiting_once_per_workshop",
                violation_error_message=_("Cette personne est déjà sur la liste d’attente."),
            ),
        ]

    def __str__(self):
        return f"{self.parent}, {self.workshop}"
