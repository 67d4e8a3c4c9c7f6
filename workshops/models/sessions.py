import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models import School, Structure
from workshops.models.programmes import Module
from workshops.models.workshops import Workshop
from workshops.querysets import SessionQuerySet


class Session(models.Model):
    """One meeting of a workshop. Only closing its sheet makes it held.

    Date and times are those of the clock on the wall; an end before the start is past midnight.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("prévue")
        HELD = "held", _("tenue")
        CANCELLED = "cancelled", _("annulée")

    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="sessions", verbose_name=_("atelier")
    )
    module = models.ForeignKey(
        Module,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("module"),
    )
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("tenue pour l’école"),
    )
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("début"))
    ends_at = models.TimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=150, blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=Status, default=Status.PLANNED, editable=False
    )
    cancel_reason = models.CharField(
        _("motif d’annulation"), max_length=200, blank=True, editable=False
    )
    delivered_minutes = models.PositiveSmallIntegerField(
        _("durée réalisée, en minutes"), null=True, blank=True
    )
    log = models.TextField(_("en deux lignes"), blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("close par"),
    )
    # Counts the writings of what the sheet holds once: log, duration, state.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        ordering = ["date", "starts_at", "pk"]
        indexes = [
            models.Index(fields=["workshop", "date", "status"], name="session_of_a_workshop"),
            models.Index(fields=["date", "starts_at"], name="session_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="session_cancelled_with_a_reason",
                condition=Q(status="cancelled") & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancel_reason=""),
                violation_error_message=_("Une séance annulée a un motif."),
            ),
            models.CheckConstraint(
                name="session_held_is_closed_with_its_duration",
                condition=Q(
                    status="held", closed_at__isnull=False, delivered_minutes__range=(1, 1440)
                )
                | ~Q(status="held") & Q(closed_at__isnull=True),
                violation_error_message=_(
                    "Une séance tenue a une durée réalisée, de 1 minute à 24 heures."
                ),
            ),
            models.CheckConstraint(
                name="session_lasts",
                condition=~Q(starts_at=models.F("ends_at")),
                violation_error_message=_("La séance doit durer : la fin n’est pas le début."),
            ),
        ]

    def __str__(self):
        return str(self.module or self.workshop)

    def get_absolute_url(self):
        return reverse("workshops:session_detail", args=[self.pk])

    @property
    def ends_the_next_day(self):
        return self.ends_at < self.starts_at

    @property
    def planned_minutes(self):
        """From start to end, over midnight when the end comes before the start."""
        start = dt.timedelta(hours=self.starts_at.hour, minutes=self.starts_at.minute)
        end = dt.timedelta(hours=self.ends_at.hour, minutes=self.ends_at.minute)
        return int((end - start).total_seconds() // 60) % 1440


class Facilitation(models.Model):
    """Somebody who ran one session: with an account or by name, paid or volunteer."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="facilitations", verbose_name=_("séance")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilitations",
        verbose_name=_("compte"),
    )
    name = models.CharField(_("nom, sans compte"), max_length=120, blank=True)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="facilitations", verbose_name=_("au titre de")
    )
    is_volunteer = models.BooleanField(_("bénévole"), default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("animation")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(user__isnull=False),
                name="facilitation_once_per_session",
                violation_error_message=_("Cette personne anime déjà cette séance."),
            ),
            models.CheckConstraint(
                name="facilitation_by_an_account_or_by_a_name",
                condition=Q(user__isnull=False, name="") | Q(user__isnull=True) & ~Q(name=""),
                violation_error_message=_("Choisissez un compte ou donnez un nom, pas les deux."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.user)
