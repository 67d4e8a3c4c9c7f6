import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.models import School, Structure
from workshops.models.programmes import Module
from workshops.models.workshops import Workshop
from workshops.querysets import SessionQuerySet


def minutes_between(start: dt.time, end: dt.time) -> int:
    """From start to end, over midnight when the end comes before the start."""
    return (60 * (end.hour - start.hour) + end.minute - start.minute) % 1440


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
    log = models.TextField(_("ce qui s’est fait"), blank=True)
    heard = models.TextField(_("ce que les parents ont dit"), blank=True)
    questions = models.TextField(
        _("à reprendre la prochaine fois"),
        blank=True,
        help_text=_("La prochaine feuille de cet atelier les rappelle."),
    )
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True, editable=False)
    closed_by = Author(_("close par"))
    # Counts the writings of what the sheet holds once: texts, duration, state.
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
        return minutes_between(self.starts_at, self.ends_at)

    @cached_property
    def carried(self):
        """The session before that left something to take up again, if any; asked with_carried."""
        left = self.carried_from
        return left and Session.objects.only("questions", "date").get(pk=left)

    @property
    def runners(self):
        """Those named for it; until it is held, else those who usually run its workshop."""
        named = self.taking(Facilitation.Part.RUNS)
        is_said = named or self.status == self.Status.HELD
        return named if is_said else list(self.workshop.team.all())

    @property
    def speakers(self):
        return self.taking(Facilitation.Part.SPEAKS)

    @property
    def schools_running(self):
        """The schools whose staff run it with the others, each once."""
        places = [one.structure for one in self.runners]
        return list({place.pk: place for place in places if place.kind == "school"}.values())

    def taking(self, part):
        """Among those named for it; asked once for a whole list by with_runners()."""
        return [row for row in self.facilitations.all() if row.part == part]


class Facilitation(models.Model):
    """Somebody who ran one session, or spoke there: with an account or by name, paid or volunteer.

    Only who ran it keeps its sheet and gave it hours.
    """

    class Part(models.TextChoices):
        RUNS = "runs", _("anime")
        SPEAKS = "speaks", _("prend la parole")

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
    part = models.CharField(_("ce qu’elle y fait"), max_length=6, choices=Part, default=Part.RUNS)
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

    @property
    def short_name(self):
        return self.name or self.user.get_short_name()
