from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.fields import SearchKey
from partnerships.models.structures import Structure
from partnerships.models.terms import Term
from partnerships.querysets import PartnershipQuerySet, PartyQuerySet


class Partnership(models.Model):
    """What several structures hold together; it outlives the people who made it."""

    class Stage(models.TextChoices):
        SENSED = "sensed", _("pressenti")
        FIRST_CONTACT = "first_contact", _("premier contact")
        BUILDING = "building", _("en construction")
        ACTIVE = "active", _("actif")
        DORMANT = "dormant", _("en sommeil")
        RENEWED = "renewed", _("relancé")
        CLOSED = "closed", _("terminé")

    class Initiative(models.TextChoices):
        CENTRE = "centre", _("le centre a fait le premier pas")
        SCHOOL = "school", _("l’école a fait le premier pas")
        PARENTS = "parents", _("des parents ont fait le premier pas")
        OTHER = "other", _("une autre structure a fait le premier pas")

    name = models.CharField(_("nom"), max_length=200)
    structures = models.ManyToManyField(
        Structure, through="Party", related_name="partnerships", verbose_name=_("parties")
    )
    stage = models.CharField(_("étape"), max_length=15, choices=Stage, default=Stage.SENSED)
    initiative = models.CharField(_("initiative"), max_length=10, choices=Initiative, blank=True)
    origin = models.TextField(
        _("origine"), blank=True, help_text=_("Comment tout a commencé, en une phrase.")
    )
    levers = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("leviers"),
        limit_choices_to={"vocabulary": Term.Vocabulary.LEVER},
    )
    purposes = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("buts"),
        limit_choices_to={"vocabulary": Term.Vocabulary.PURPOSE},
    )
    actors = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("avec qui"),
        limit_choices_to={"vocabulary": Term.Vocabulary.ACTOR},
    )
    schemes = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("dispositifs qui l’ont rendu possible"),
        limit_choices_to={"vocabulary": Term.Vocabulary.SCHEME},
    )
    starts_on = models.DateField(_("depuis"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    sort_key = SearchKey("name")

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenariat")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partnership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:partnership_detail", args=[self.pk])

    @property
    def is_running(self):
        """Something was begun and is not over: somebody must hold the thread."""
        return self.stage not in {self.Stage.SENSED, self.Stage.CLOSED}

    @property
    def is_over(self):
        """Nothing is written, accepted nor sent in its name any more."""
        has_ended = self.ends_on is not None and self.ends_on < timezone.localdate()
        return has_ended or self.stage == self.Stage.CLOSED

    def sides(self):
        """The parties in the order the title says them: schools first, then as they came."""
        return sorted(
            self.parties.all(), key=lambda party: (party.structure.kind != "school", party.pk)
        )

    def steps(self):
        """The way already made, where one stands, and what may come: [(label, state)]."""
        way = [self.Stage.SENSED, self.Stage.FIRST_CONTACT, self.Stage.BUILDING, self.Stage.ACTIVE]
        if self.stage not in way:
            way.append(self.Stage(self.stage))
        now = way.index(self.stage)
        return [
            (stage.label, "" if place < now else "now" if place == now else "next")
            for place, stage in enumerate(way)
        ]


class Party(models.Model):
    """One structure in a partnership, with what it brings that the others do not."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="parties", verbose_name=_("partenariat")
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="parties", verbose_name=_("structure")
    )
    roles = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("rôles"),
        limit_choices_to={"vocabulary": Term.Vocabulary.PARTY_ROLE},
    )
    centre_roles = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("rôles du centre social"),
        limit_choices_to={"vocabulary": Term.Vocabulary.CENTRE_ROLE},
    )
    complementarity = models.TextField(_("ce qu’elle apporte"), blank=True)
    limits = models.TextField(_("ce qu’on ne lui demande pas"), blank=True)
    is_occasional = models.BooleanField(_("ponctuelle"), default=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("partie")
        verbose_name_plural = _("parties")
        ordering = ["partnership", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "structure"],
                name="party_once_per_partnership",
                violation_error_message=_("Cette structure est déjà dans le partenariat."),
            ),
        ]

    def __str__(self):
        return str(self.structure)
