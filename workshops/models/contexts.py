"""In which programme something of a family happened: the floor below does not know programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from families.models import Referral, SupportMeeting
from partnerships.models import Tenure
from workshops.models.programmes import Programme
from workshops.models.sessions import Session
from workshops.querysets import LocalCoordinationQuerySet


class ReferralContext(models.Model):
    """The programme a person is shown the way to, and the session that prompted it."""

    referral = models.OneToOneField(
        Referral, models.CASCADE, related_name="context", verbose_name=_("orientation")
    )
    programme = models.ForeignKey(
        Programme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("vers le programme"),
    )
    session = models.ForeignKey(
        Session,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("séance où elle est née"),
    )

    class Meta:
        verbose_name = _("cadre de l’orientation")
        verbose_name_plural = _("cadres des orientations")
        ordering = ["referral"]

    def __str__(self):
        return str(self.programme or self.session)


class SupportContext(models.Model):
    """The programme an individual support counts in."""

    support = models.OneToOneField(
        SupportMeeting, models.CASCADE, related_name="context", verbose_name=_("accompagnement")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="supports", verbose_name=_("programme")
    )

    class Meta:
        verbose_name = _("cadre de l’accompagnement")
        verbose_name_plural = _("cadres des accompagnements")
        ordering = ["support"]

    def __str__(self):
        return str(self.programme)


class LocalCoordination(models.Model):
    """Who coordinates a programme at one of its partners’: a function held, so a person in time."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="coordinations", verbose_name=_("programme")
    )
    tenure = models.ForeignKey(
        Tenure, models.CASCADE, related_name="coordinations", verbose_name=_("personne")
    )

    objects = LocalCoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination locale")
        verbose_name_plural = _("coordinations locales")
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "tenure"],
                name="local_coordination_once",
                violation_error_message=_("Cette personne coordonne déjà ce programme."),
            ),
        ]

    def __str__(self):
        return str(self.tenure)
