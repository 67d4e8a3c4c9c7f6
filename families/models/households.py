"""Households and parents: the least that sessions and funders need.

There is no field for a child's name, health, origin, religion, nationality, NIR or CAF number.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from families.querysets import FamilyQuerySet, ParentQuerySet, SchoolingQuerySet
from partnerships.fields import SearchKey
from partnerships.models import School, Structure, Term, Territory
from partnerships.validators import validate_phone


class Qpv(models.TextChoices):
    YES = "yes", _("oui")
    NO = "no", _("non")
    UNKNOWN = "unknown", _("on ne sait pas")


class Gender(models.TextChoices):
    WOMAN = "f", _("femme")
    MAN = "m", _("homme")
    UNKNOWN = "", _("non renseigné")


class AgeBand(models.TextChoices):
    """The adult bands of the yearly survey of social centres, age on 31 December (domain 2.3)."""

    UNDER_18 = "15-17", _("15 à 17 ans")
    UNDER_26 = "18-25", _("18 à 25 ans")
    UNDER_60 = "26-59", _("26 à 59 ans")
    UNDER_75 = "60-74", _("60 à 74 ans")
    OLDER = "75+", _("75 ans et plus")
    UNKNOWN = "", _("non renseigné")

    @classmethod
    def of_age(cls, age):
        bounds = ((18, cls.UNDER_18), (26, cls.UNDER_26), (60, cls.UNDER_60), (75, cls.UNDER_75))
        return next((band for bound, band in bounds if age < bound), cls.OLDER)


class Family(models.Model):
    """A household, known to the structure that registers it and answers for its data."""

    class QpvSource(models.TextChoices):
        DECLARED = "declared", _("dit par la famille")
        ADDRESS = "address", _("vérifié à l’adresse")
        PARTNER = "partner", _("dit par un partenaire")

    class InformedHow(models.TextChoices):
        SPOKEN = "spoken", _("dite de vive voix")
        PAPER = "paper", _("remise sur papier")
        SHEET = "sheet", _("lue sur la feuille d’émargement")

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="families", verbose_name=_("structure")
    )
    neighbourhood = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quartier"),
        limit_choices_to={"kind": Territory.Kind.NEIGHBOURHOOD},
    )
    lives_in_qpv = models.CharField(
        _("habite un quartier prioritaire (QPV)"), max_length=7, choices=Qpv, default=Qpv.UNKNOWN
    )
    qpv = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lequel"),
        limit_choices_to={"kind": Territory.Kind.QPV},
    )
    qpv_source = models.CharField(
        _("comment on le sait"), max_length=10, choices=QpvSource, blank=True
    )
    languages = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("langues parlées"),
        limit_choices_to={"vocabulary": Term.Vocabulary.LANGUAGE},
    )
    is_interpreter_needed = models.BooleanField(_("besoin d’un interprète"), default=False)
    informed_on = models.DateField(_("information donnée le"), null=True, blank=True)
    informed_how = models.CharField(
        _("comment l’information a été donnée"), max_length=10, choices=InformedHow, blank=True
    )
    # Which version of the notice: what the family was told, word for word.
    notice = models.ForeignKey(
        "families.Notice",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="families",
        verbose_name=_("notice remise"),
    )
    registered_on = models.DateField(_("connue depuis"), null=True, blank=True, editable=False)
    # Forgotten after so many months without contact, unless somebody wrote down why not.
    kept_until = models.DateField(_("à garder jusqu’au"), null=True, blank=True)
    kept_because = models.CharField(_("pourquoi la garder"), max_length=200, blank=True)
    warned_on = models.DateField(_("effacement annoncé le"), null=True, blank=True, editable=False)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("foyer")
        verbose_name_plural = _("foyers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="family_qpv_known_with_its_source",
                condition=Q(lives_in_qpv="unknown", qpv_source="")
                | ~Q(lives_in_qpv="unknown") & ~Q(qpv_source=""),
                violation_error_message=_(
                    "Dites comment on sait si la famille habite un quartier prioritaire, "
                    "ou laissez « on ne sait pas »."
                ),
            ),
            models.CheckConstraint(
                name="family_names_a_qpv_only_when_it_lives_in_one",
                condition=Q(qpv__isnull=True) | Q(lives_in_qpv="yes"),
                violation_error_message=_(
                    "Un quartier prioritaire n’est nommé que si la famille y habite."
                ),
            ),
            models.CheckConstraint(
                name="family_informed_when_and_how",
                condition=Q(informed_on__isnull=True, informed_how="")
                | Q(informed_on__isnull=False) & ~Q(informed_how=""),
                violation_error_message=_(
                    "L’information donnée a une date et une manière, ou ni l’une ni l’autre."
                ),
            ),
            models.CheckConstraint(
                name="family_kept_with_a_reason",
                condition=Q(kept_until__isnull=True, kept_because="")
                | Q(kept_until__isnull=False) & ~Q(kept_because=""),
                violation_error_message=_(
                    "Pour garder une fiche plus longtemps, dites jusqu’à quand et pourquoi."
                ),
            ),
        ]

    def __str__(self):
        names = [str(parent) for parent in self.parents.all() if parent.merged_into_id is None]
        return ", ".join(names) or str(_("foyer sans nom"))

    def get_absolute_url(self):
        return reverse("families:family_detail", args=[self.pk])


class Parent(models.Model):
    """A parent who takes part; a first name may be enough."""

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="parents", verbose_name=_("foyer")
    )
    # What figures go on counting when the person is forgotten.
    key = models.UUIDField(_("clé"), default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField(_("prénom"), max_length=60, blank=True)
    last_name = models.CharField(_("nom"), max_length=60, blank=True)
    gender = models.CharField(
        _("sexe"), max_length=1, choices=Gender, blank=True, default=Gender.UNKNOWN
    )
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True, blank=True)
    age_band = models.CharField(
        _("tranche d’âge"),
        max_length=5,
        choices=AgeBand,
        blank=True,
        default=AgeBand.UNKNOWN,
        help_text=_("Seulement si l’année de naissance n’est pas connue."),
    )
    phone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[validate_phone])
    email = models.EmailField(_("adresse e-mail"), blank=True)
    is_relay = models.BooleanField(_("parent relais"), default=False)
    is_left_alone = models.BooleanField(
        _("ne souhaite pas être contacté"),
        default=False,
        help_text=_("Aucun message groupé ne lui est adressé."),
    )
    # The same person registered twice: this record is set aside, and may come back.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="set_aside",
        verbose_name=_("réuni avec"),
    )
    registered_on = models.DateField(_("connu depuis"), null=True, blank=True, editable=False)
    erased_on = models.DateField(_("oublié le"), null=True, blank=True, editable=False)
    search_key = SearchKey("first_name", "last_name", db_index=True)

    objects = ParentQuerySet.as_manager()

    class Meta:
        verbose_name = _("parent")
        ordering = ["search_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="parent_has_a_first_name_until_forgotten",
                condition=~Q(first_name="") | Q(erased_on__isnull=False),
                violation_error_message=_("Donnez au moins un prénom."),
            ),
            models.CheckConstraint(
                name="parent_keeps_nothing_once_forgotten",
                condition=Q(erased_on__isnull=True)
                | Q(
                    first_name="",
                    last_name="",
                    phone="",
                    email="",
                    birth_year__isnull=True,
                ),
                violation_error_message=_("Une personne oubliée n’a plus de nom."),
            ),
            models.CheckConstraint(
                name="parent_age_said_once",
                condition=Q(birth_year__isnull=True) | Q(age_band=""),
                violation_error_message=_(
                    "Donnez l’année de naissance ou la tranche d’âge, pas les deux."
                ),
            ),
            models.CheckConstraint(
                name="parent_birth_year_of_a_living_adult",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2020)),
                violation_error_message=_("Cette année de naissance n’est pas possible."),
            ),
            models.CheckConstraint(
                name="parent_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                violation_error_message=_("Une fiche n’est pas le double d’elle-même."),
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip() or str(_("personne oubliée"))

    def get_absolute_url(self):
        return reverse("families:family_detail", args=[self.family_id])

    def get_short_name(self):
        """« Samira B. », as on the sheet."""
        initial = f"{self.last_name[:1]}." if self.last_name else ""
        return f"{self.first_name} {initial}".strip() or str(self)

    def records(self):
        """This record, and those set aside for it, directly or one after another."""
        found, last = [self], [self]
        while last:
            aside = Parent.objects.filter(merged_into__in=last, erased_on__isnull=True)
            last = list(aside.select_related("family__structure").order_by("pk"))
            found += last
        return found

    def age_band_in(self, year):
        """The band of the age on 31 December of that year, as the survey of centres counts."""
        if self.birth_year is None:
            return self.age_band
        return AgeBand.of_age(year - self.birth_year)


class Schooling(models.Model):
    """How many children of a family are in a school, that year; never who they are."""

    class Level(models.TextChoices):
        NURSERY = "nursery", _("maternelle")
        ELEMENTARY = "elementary", _("élémentaire")
        COLLEGE = "college", _("collège")
        LYCEE = "lycee", _("lycée")

    family = models.ForeignKey(
        Family, models.CASCADE, related_name="schoolings", verbose_name=_("foyer")
    )
    school = models.ForeignKey(
        School, models.PROTECT, related_name="schoolings", verbose_name=_("établissement")
    )
    # The year it starts in: 2026 is 2026-2027.
    school_year = models.PositiveSmallIntegerField(_("année scolaire"))
    level = models.CharField(_("niveau"), max_length=10, choices=Level)
    children = models.PositiveSmallIntegerField(_("nombre d’enfants"), default=1)

    objects = SchoolingQuerySet.as_manager()

    class Meta:
        verbose_name = _("scolarité")
        ordering = ["-school_year", "school", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "school", "school_year", "level"],
                name="schooling_once_per_school_and_level",
                violation_error_message=_("Ce niveau de cet établissement est déjà noté."),
            ),
            models.CheckConstraint(
                name="schooling_of_at_least_one_child",
                condition=Q(children__range=(1, 20)),
                violation_error_message=_("Comptez de 1 à 20 enfants."),
            ),
            models.CheckConstraint(
                name="schooling_in_a_plausible_year",
                condition=Q(school_year__range=(2000, 2100)),
                violation_error_message=_("Cette année scolaire n’est pas possible."),
            ),
        ]

    def __str__(self):
        return f"{self.school}, {self.get_level_display()} ({self.school_year})"
