import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.constraints import ends_after_starts
from partnerships.departments import department_of
from partnerships.fields import SearchKey, WebAddress
from partnerships.models.places import Territory, Zone
from partnerships.models.terms import Term
from partnerships.querysets import ObservationQuerySet, SchoolQuerySet, StructureQuerySet
from partnerships.validators import (
    validate_commune_code,
    validate_phone,
    validate_rna,
    validate_siret,
    validate_uai,
)


def logo_path(structure, filename):
    """A neutral name: an address tells nothing, and a new logo never answers for the old one."""
    return f"logos/{uuid.uuid4().hex}.png"


class Structure(models.Model):
    """An organisation of the directory: centre, association, school, funder, town…"""

    class Kind(models.TextChoices):
        SOCIAL_CENTRE = "social_centre", _("centre social")
        SOCIAL_LIFE_SPACE = "evs", _("espace de vie sociale")
        ASSOCIATION = "association", _("association")
        NEIGHBOURHOOD_HOUSE = "neighbourhood_house", _("maison de quartier, MPT, MJC")
        SCHOOL = "school", _("établissement scolaire")
        EDUCATION_CITY = "education_city", _("Cité éducative")
        PRE = "pre", _("programme de réussite éducative")
        PREVENTION = "prevention", _("prévention spécialisée")
        PARENTS_ASSOCIATION = "parents", _("association de parents d’élèves")
        RESIDENTS = "residents", _("collectif d’habitants")
        TRAINING = "training", _("organisme de formation ou d’insertion")
        CCAS = "ccas", _("CCAS, CIAS")
        TOWN = "town", _("commune ou service municipal")
        INTERCOMMUNAL = "epci", _("intercommunalité")
        DEPARTMENT = "department", _("département, PMI, maison des solidarités")
        HEALTH = "health", _("service de santé")
        CAF = "caf", _("CAF")
        SOCIAL_SECURITY = "social_security", _("autre organisme social (MSA, Carsat…)")
        STATE = "state", _("État")
        FOUNDATION = "foundation", _("fondation")
        FEDERATION = "federation", _("fédération, tête de réseau")
        LIBRARY = "library", _("médiathèque")
        LANDLORD = "landlord", _("bailleur")
        MEDIATION = "mediation", _("médiation, police")
        RESEARCH = "research", _("recherche, expertise")
        NETWORK = "network", _("réseau (REAAP, parentalité…)")
        OTHER = "other", _("autre")

    kind = models.CharField(_("nature"), max_length=20, choices=Kind)
    name = models.CharField(_("nom"), max_length=200)
    acronym = models.CharField(_("sigle"), max_length=30, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, validators=[validate_siret])
    rna = models.CharField(_("RNA"), max_length=10, blank=True, validators=[validate_rna])
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    commune = models.CharField(_("commune"), max_length=100, blank=True)
    commune_code = models.CharField(
        _("code de la commune"), max_length=5, blank=True, validators=[validate_commune_code]
    )
    # Every structure keeps a school rhythm, so the zone is here and not on schools alone.
    holiday_zone = models.CharField(_("zone de vacances"), max_length=12, choices=Zone, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[validate_phone])
    email = models.EmailField(_("adresse e-mail"), blank=True)
    website = WebAddress(_("site"), blank=True)
    mission = models.TextField(
        _("mission"), blank=True, help_text=_("Reprise dans les rapports aux financeurs.")
    )
    created_in = models.PositiveSmallIntegerField(_("année de création"), null=True, blank=True)
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="structures", verbose_name=_("territoires")
    )
    themes = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("thèmes"),
        limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
    )
    # A service of a town, a pole of a social centre: a structure of its own, inside another.
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("service ou pôle de"),
    )
    networks = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="members",
        verbose_name=_("réseaux dont elle fait partie"),
        limit_choices_to={"kind": "network"},
    )
    logo = models.FileField(_("logo"), upload_to=logo_path, blank=True)
    source = models.CharField(_("source de la fiche"), max_length=150, blank=True)
    recorded_on = models.DateField(_("fiche à jour au"), null=True, blank=True)
    search_key = SearchKey("name", "acronym", "commune", "postal_code", db_index=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        ordering = ["search_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                # Schools of one town often share the town's SIRET in the directory: UAI knows them.
                condition=~Q(siret="") & ~Q(kind="school"),
                name="structure_once_per_siret",
                violation_error_message=_("Une structure porte déjà ce SIRET."),
            ),
            models.UniqueConstraint(
                fields=["name", "commune"],
                condition=Q(siret="") & ~Q(kind="school"),
                name="structure_once_per_name_and_commune",
                violation_error_message=_("Une structure du même nom existe dans cette commune."),
            ),
            models.CheckConstraint(
                name="structure_not_part_of_itself",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("pk")),
                violation_error_message=_("Une structure n’est pas un service d’elle-même."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:structure_detail", args=[self.pk])

    def clean(self):
        """A service of a service, or two that hold each other, is what no constraint can see."""
        whole = self.part_of
        if whole is None:
            return
        names = {"name": self, "whole": whole}
        if whole.part_of_id and whole.part_of_id == self.pk:
            sentence = _("%(whole)s est déjà un service de %(name)s : l’une est dans l’autre.")
        elif whole.part_of_id:
            names["other"] = whole.part_of
            sentence = _(
                "%(whole)s est elle-même un service de %(other)s : rattachez %(name)s à %(other)s."
            )
        elif self.pk and self.services.exists():
            sentence = _(
                "%(name)s a ses propres services : elle ne peut pas être un service de %(whole)s."
            )
        else:
            return
        raise ValidationError({"part_of": ValidationError(sentence, params=names)})

    @property
    def is_centre(self):
        """It may hold the specific roles of a social centre (PAR-030)."""
        kinds = self.Kind
        return self.kind in {
            kinds.SOCIAL_CENTRE,
            kinds.SOCIAL_LIFE_SPACE,
            kinds.NEIGHBOURHOOD_HOUSE,
        }

    @property
    def as_school(self):
        """What it has beyond a structure when it is a school, else None."""
        return getattr(self, "school", None)

    @property
    def department(self):
        """« Nord (59) », as far as its codes tell."""
        return department_of(self.commune_code) or department_of(self.postal_code)

    @property
    def is_stale(self):
        """Nobody said this record was right for a year: check it before relying on it."""
        year = dt.timedelta(days=365)
        return self.recorded_on is None or self.recorded_on < timezone.localdate() - year


class School(models.Model):
    """What a school has beyond a structure, from the national directory and from its partners."""

    class Level(models.TextChoices):
        NURSERY = "nursery", _("école maternelle")
        ELEMENTARY = "elementary", _("école élémentaire")
        PRIMARY = "primary", _("école primaire")
        COLLEGE = "college", _("collège")
        LYCEE = "lycee", _("lycée")
        OTHER = "other", _("autre établissement")

    class Sector(models.TextChoices):
        PUBLIC = "public", _("public")
        PRIVATE = "private", _("privé")

    class Network(models.TextChoices):
        REP = "REP", "REP"
        REP_PLUS = "REP+", "REP+"

    structure = models.OneToOneField(
        Structure,
        models.CASCADE,
        primary_key=True,
        related_name="school",
        verbose_name=_("structure"),
    )
    # Empty for the invented schools of the demonstration: an official code is never invented.
    uai = models.CharField(_("UAI"), max_length=8, blank=True, validators=[validate_uai])
    level = models.CharField(_("niveau"), max_length=12, choices=Level)
    sector = models.CharField(_("secteur"), max_length=10, choices=Sector, blank=True)
    priority_network = models.CharField(
        _("éducation prioritaire"), max_length=4, choices=Network, blank=True
    )
    circonscription = models.CharField(_("circonscription"), max_length=150, blank=True)
    academie = models.CharField(_("académie"), max_length=60, blank=True)
    is_open = models.BooleanField(_("ouvert"), default=True)
    ways_of_working = models.TextField(_("façons de travailler"), blank=True)
    constraints_to_know = models.TextField(_("contraintes à connaître"), blank=True)
    meeting_slots = models.TextField(_("bons moments pour se voir"), blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("établissement scolaire")
        verbose_name_plural = _("établissements scolaires")
        ordering = ["structure__search_key", "structure"]
        constraints = [
            models.UniqueConstraint(
                fields=["uai"],
                condition=~Q(uai=""),
                name="school_once_per_uai",
                violation_error_message=_("Un établissement porte déjà cet UAI."),
            ),
        ]

    def __str__(self):
        return self.structure.name

    def get_absolute_url(self):
        return reverse("partnerships:structure_detail", args=[self.pk])


class Observation(models.Model):
    """What a federation or a funder may aggregate: figures, never a name."""

    observer = models.ForeignKey(
        Structure, models.CASCADE, related_name="observations", verbose_name=_("observateur")
    )
    observed = models.ForeignKey(
        Structure, models.CASCADE, related_name="observers", verbose_name=_("structure observée")
    )
    starts_on = models.DateField(_("depuis"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        ordering = ["observer", "observed", "starts_on"]
        constraints = [
            ends_after_starts("observation_ends_after_it_starts"),
            models.CheckConstraint(
                name="observation_of_somebody_else",
                condition=~Q(observer=F("observed")),
                violation_error_message=_("Une structure ne s’observe pas elle-même."),
            ),
            models.UniqueConstraint(
                fields=["observer", "observed"],
                condition=Q(ends_on__isnull=True),
                name="observation_once_at_a_time",
                violation_error_message=_("Cette observation est déjà en cours."),
            ),
        ]

    def __str__(self):
        return f"{self.observer} → {self.observed}"
