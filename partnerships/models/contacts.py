import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.constraints import ends_after_starts
from partnerships.fields import SearchKey
from partnerships.models.partnerships import Partnership
from partnerships.models.structures import Structure
from partnerships.querysets import (
    ContactQuerySet,
    KnowledgeNoteQuerySet,
    TenureQuerySet,
    ThreadQuerySet,
)
from partnerships.validators import validate_phone


class Contact(models.Model):
    """A person of the directory, with or without an account; where they work is in their tenures."""

    first_name = models.CharField(_("prénom"), max_length=60, blank=True)
    last_name = models.CharField(_("nom"), max_length=60)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[validate_phone])
    other_phone = models.CharField(
        _("autre téléphone"), max_length=20, blank=True, validators=[validate_phone]
    )
    email = models.EmailField(_("adresse e-mail"), blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact",
        verbose_name=_("compte"),
    )
    introduced_by = models.CharField(
        _("présenté par"),
        max_length=200,
        blank=True,
        help_text=_("Qui a conseillé de le ou la joindre, et comment le contact s’est fait."),
    )
    reach_note = models.CharField(_("comment le ou la joindre"), max_length=200, blank=True)
    checked_on = models.DateField(_("fiche vérifiée le"), null=True, blank=True)
    search_key = SearchKey("last_name", "first_name", db_index=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        ordering = ["search_key", "pk"]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_absolute_url(self):
        return reverse("partnerships:contact_detail", args=[self.pk])

    @property
    def is_stale(self):
        """Nobody said this record was right for a year: check it before relying on it."""
        year = dt.timedelta(days=365)
        return self.checked_on is None or self.checked_on < timezone.localdate() - year

    def present(self):
        """The functions held today or soon, key ones first; for lists asked with_tenures()."""
        today = timezone.localdate()
        now = [tenure for tenure in self.tenures.all() if not tenure.is_over(today)]
        return sorted(now, key=lambda tenure: (not tenure.is_key_person, tenure.starts_on))


class Tenure(models.Model):
    """A person in a function of a structure, from one day to another; ended, never overwritten."""

    class Time(models.TextChoices):
        DEDICATED = "dedicated", _("du temps consacré au partenariat")
        PERSONAL = "personal", _("sur son temps personnel")

    class EndReason(models.TextChoices):
        MOVED = "moved", _("mutation, autre poste")
        RETIRED = "retired", _("retraite")
        LEFT = "left", _("départ de la structure")
        FUNCTION = "function", _("changement de fonction")
        LEAVE = "leave", _("congé long")
        OTHER = "other", _("autre")

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="tenures", verbose_name=_("contact")
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="tenures", verbose_name=_("structure")
    )
    function = models.CharField(_("fonction"), max_length=120)
    is_key_person = models.BooleanField(_("personne clé"), default=False)
    time = models.CharField(_("temps"), max_length=10, choices=Time, blank=True)
    starts_on = models.DateField(_("depuis"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    end_reason = models.CharField(
        _("motif du départ"), max_length=10, choices=EndReason, blank=True
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("qui prend la suite"),
    )
    search_key = SearchKey("function")

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonction tenue")
        verbose_name_plural = _("fonctions tenues")
        ordering = ["structure", "-is_key_person", "starts_on", "pk"]
        constraints = [
            ends_after_starts("tenure_ends_after_it_starts"),
            models.CheckConstraint(
                name="tenure_ended_with_a_reason",
                condition=Q(ends_on__isnull=True, end_reason="")
                | Q(ends_on__isnull=False) & ~Q(end_reason=""),
                violation_error_message=_("Une fonction qui prend fin a une date et un motif."),
            ),
            models.CheckConstraint(
                name="tenure_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                violation_error_message=_("Une personne ne se succède pas à elle-même."),
            ),
            models.UniqueConstraint(
                fields=["contact", "structure", "function"],
                condition=Q(ends_on__isnull=True),
                name="tenure_once_at_a_time",
                violation_error_message=_("Cette personne tient déjà cette fonction."),
            ),
        ]

    def __str__(self):
        return f"{self.contact}, {self.function}"

    def is_over(self, today):
        return self.ends_on is not None and self.ends_on < today


class Thread(models.Model):
    """Who holds the thread of a partnership for one side; nobody is an alarm."""

    class Kind(models.TextChoices):
        HIERARCHICAL = "hierarchical", _("hiérarchique")
        FUNCTIONAL = "functional", _("fonctionnel")
        HISTORICAL = "historical", _("historique")
        OTHER = "other", _("autre")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="threads", verbose_name=_("partenariat")
    )
    tenure = models.ForeignKey(
        Tenure, models.PROTECT, related_name="threads", verbose_name=_("tenu par")
    )
    kind = models.CharField(_("nature"), max_length=12, choices=Kind)
    starts_on = models.DateField(_("depuis"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("fil tenu")
        verbose_name_plural = _("fils tenus")
        ordering = ["partnership", "starts_on", "pk"]
        constraints = [
            ends_after_starts("thread_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["partnership", "tenure"],
                condition=Q(ends_on__isnull=True),
                name="thread_once_at_a_time",
                violation_error_message=_("Cette personne tient déjà le fil."),
            ),
        ]

    def __str__(self):
        return f"{self.partnership} : {self.tenure}"


class KnowledgeNote(models.Model):
    """One thing to understand about a partner (appendix B7), before proposing anything."""

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="knowledge", verbose_name=_("structure")
    )
    aspect = models.ForeignKey(
        "partnerships.Term",
        models.PROTECT,
        related_name="+",
        verbose_name=_("sujet"),
        limit_choices_to={"vocabulary": "school_knowledge"},
    )
    text = models.TextField(_("ce qu’il faut savoir"))
    written_on = models.DateField(_("écrit le"))

    objects = KnowledgeNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("chose à savoir")
        verbose_name_plural = _("choses à savoir")
        ordering = ["structure", "aspect__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "aspect"],
                name="knowledge_once_per_aspect",
                violation_error_message=_("Ce sujet est déjà renseigné."),
            ),
        ]

    def __str__(self):
        return str(self.aspect)
