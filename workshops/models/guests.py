from django.db import models
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.fields import Author
from workshops.models.sessions import Session
from workshops.models.workshops import Enrolment
from workshops.querysets import GuestQuerySet


class Guest(models.Model):
    """Somebody expected at one session only: to catch up what their group did, or asked again.

    With an enrolment, coming counts for that group; without, nobody misses them.
    """

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="guests", verbose_name=_("séance")
    )
    parent = models.ForeignKey(
        Parent, models.PROTECT, related_name="invitations", verbose_name=_("parent")
    )
    enrolment = models.ForeignKey(
        Enrolment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="catch_ups",
        verbose_name=_("rattrape pour son groupe"),
    )
    added_by = Author(_("ajouté par"))

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne attendue à une séance")
        verbose_name_plural = _("personnes attendues à une séance")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "parent"],
                name="guest_once_per_session",
                violation_error_message=_("Cette personne est déjà attendue à cette séance."),
            ),
        ]

    def __str__(self):
        return f"{self.parent}, {self.session}"
