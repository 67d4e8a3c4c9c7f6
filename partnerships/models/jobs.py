from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.querysets import JobQuerySet


class Job(models.Model):
    """A page that takes long, answered beside the web: its address, who asked, how far it is.

    Like ImportFile it is kept here and never on a disk, so that any process finds it; it goes,
    with what it made, a day after it was asked for.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("attend son tour")
        RUNNING = "running", _("en cours")
        DONE = "done", _("prêt")
        FAILED = "failed", _("n’a pas abouti")
        GIVEN_UP = "given_up", _("abandonné")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("demandé par")
    )
    # What it makes, never of whom.
    title = models.CharField(_("titre"), max_length=200)
    address = models.TextField(_("adresse"))
    # GET: a document; POST: something is written, once.
    method = models.CharField(_("méthode"), max_length=4, default="GET")
    # What was sent with it.
    form = models.TextField(_("formulaire"), blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(_("étapes faites"), default=0)
    total = models.PositiveIntegerField(_("étapes"), default=0)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    started_at = models.DateTimeField(_("commencé le"), null=True)
    seen_at = models.DateTimeField(_("dernier signe de vie"), default=timezone.now)
    ended_at = models.DateTimeField(_("fini le"), null=True)
    # Why it failed, or what it did.
    sentence = models.TextField(_("compte rendu"), blank=True)
    content = models.BinaryField(_("contenu"), blank=True)
    media_type = models.CharField(_("type"), max_length=120, blank=True)
    disposition = models.CharField(_("nom du fichier"), max_length=300, blank=True)
    size = models.PositiveIntegerField(_("octets"), default=0)
    next_address = models.TextField(_("suite"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("travail en cours")
        verbose_name_plural = _("travaux en cours")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "seen_at"], name="job_in_hand")]
        constraints = [
            models.CheckConstraint(
                name="job_ended_or_not",
                condition=Q(state__in=["queued", "running"], ended_at=None)
                | Q(state__in=["done", "failed", "given_up"], ended_at__isnull=False),
                violation_error_message=_("Un travail fini a une heure de fin."),
            ),
            models.CheckConstraint(
                name="job_steps_within_total",
                condition=Q(done__lte=F("total")),
                violation_error_message=_("Il ne peut être fait plus d’étapes qu’il n’y en a."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("partnerships:job_detail", args=[self.pk])

    @property
    def is_active(self):
        return self.state in JobQuerySet.ACTIVE

    @property
    def is_silent(self):
        """Nobody takes it, or nobody holds it any more."""
        limits = {"queued": JobQuerySet.NOBODY_AFTER, "running": JobQuerySet.SILENT_AFTER}
        return self.is_active and self.seen_at <= timezone.now() - limits[self.state]

    @property
    def has_stopped(self):
        return self.is_silent and self.state == self.State.RUNNING

    @property
    def expires_at(self):
        return self.asked_at + JobQuerySet.LIFE

    @property
    def mark(self):
        """What a page shows of it: the same mark, the same words."""
        return f"{self.state}-{self.done}-{self.total}-{self.is_silent:d}"
