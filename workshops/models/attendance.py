from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from families.models import AgeBand, Gender, Parent, Qpv
from partnerships.fields import Author
from partnerships.models import School
from workshops.models.programmes import Module, Programme
from workshops.models.sessions import Session
from workshops.models.workshops import Workshop
from workshops.querysets import AttendanceQuerySet


class Attendance(models.Model):
    """Whether a parent took part in a session, and what reports need to know of that moment.

    The second half is a snapshot: what the family becomes later changes no past figure.
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("présent")
        LATE = "late", _("en retard")
        EXCUSED = "excused", _("excusé")
        ABSENT = "absent", _("absent")

    class Role(models.TextChoices):
        """What somebody did there besides coming: parents make answers, they do not only attend."""

        HELPS = "helps", _("a aidé, préparé")
        LEADS = "leads", _("a animé avec l’équipe")
        SPEAKS = "speaks", _("a porté la parole des parents")

    # The only two that count as having taken part.
    COUNTING = (Status.PRESENT, Status.LATE)

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="attendances", verbose_name=_("séance")
    )
    parent = models.ForeignKey(
        Parent, models.PROTECT, related_name="attendances", verbose_name=_("parent")
    )
    status = models.CharField(_("présence"), max_length=8, choices=Status)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("Vide : toute la séance.")
    )
    role = models.CharField(
        _("ce que la personne y a fait"), max_length=6, choices=Role, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    recorded_at = models.DateTimeField(_("noté le"), auto_now=True)
    recorded_by = Author(_("noté par"))

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="attendances", verbose_name=_("programme")
    )
    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="attendances", verbose_name=_("atelier")
    )
    # The group whose pathway it advances: another than the workshop’s own when they catch up.
    cohort = models.ForeignKey(
        Workshop, models.PROTECT, related_name="followed", verbose_name=_("groupe suivi")
    )
    date = models.DateField(_("date"))
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("école")
    )
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("module")
    )
    # True from the closing of the sheet on: nothing counts before, and never when cancelled.
    held = models.BooleanField(_("séance tenue"), default=False)
    # The parent’s minutes: their own, else the delivered duration; nothing before the closing.
    counted_minutes = models.PositiveSmallIntegerField(_("minutes comptées"), default=0)
    family_key = models.BigIntegerField(_("clé du foyer"))
    lives_in_qpv = models.CharField(_("QPV"), max_length=7, choices=Qpv, default=Qpv.UNKNOWN)
    gender = models.CharField(
        _("sexe"), max_length=1, choices=Gender, blank=True, default=Gender.UNKNOWN
    )
    age_band = models.CharField(
        _("tranche d’âge"), max_length=5, choices=AgeBand, blank=True, default=AgeBand.UNKNOWN
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("présence")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "parent"],
                name="attendance_once_per_session",
                violation_error_message=_("Cette personne est déjà sur la feuille."),
            ),
            models.CheckConstraint(
                name="attendance_minutes_within_a_day",
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 1440)),
                violation_error_message=_("Les minutes vont de 1 à 1 440."),
            ),
        ]
        indexes = [
            # Covers what the measures of a programme read: one scan, however large the rest grows.
            models.Index(
                fields=[
                    "programme",
                    "held",
                    "date",
                    "status",
                    "parent",
                    "session",
                    "workshop",
                    "cohort",
                    "school",
                    "module",
                    "counted_minutes",
                    "family_key",
                    "lives_in_qpv",
                    "gender",
                    "age_band",
                ],
                name="attendance_figures",
            ),
            models.Index(fields=["parent", "date"], name="attendance_of_a_parent"),
            # The few rows that advance another group than the one that met.
            models.Index(
                fields=["cohort", "parent"],
                condition=~Q(cohort=F("workshop")),
                name="attendance_caught_up",
            ),
        ]

    def __str__(self):
        return f"{self.parent}, {self.get_status_display()}"


class HeadCount(models.Model):
    """Everybody of one category in the room, those with a name included."""

    class Category(models.TextChoices):
        PARENTS = "parents", _("parents")
        CHILDREN = "children", _("enfants")
        SCHOOL_STAFF = "school_staff", _("équipe de l’école")
        CENTRE_STAFF = "centre_staff", _("équipe du centre")
        PROFESSIONALS = "professionals", _("autres professionnels")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="head_counts", verbose_name=_("séance")
    )
    category = models.CharField(_("catégorie"), max_length=15, choices=Category)
    number = models.PositiveSmallIntegerField(_("nombre"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("comptage")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "category"],
                name="head_count_once_per_category",
                violation_error_message=_("Cette catégorie est déjà comptée."),
            ),
            models.CheckConstraint(
                name="head_count_plausible",
                condition=Q(number__lte=2000),
                violation_error_message=_("Ce nombre est trop grand."),
            ),
        ]

    def __str__(self):
        return f"{self.get_category_display()} : {self.number}"
