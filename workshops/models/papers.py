import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.models import Partnership
from workshops.models.sessions import Session
from workshops.querysets import CalendarFeedQuerySet, SignedSheetQuerySet


def sheet_path(sheet, filename):
    """A neutral name: neither the path nor the file tells whose sheet it is."""
    return f"feuilles/{uuid.uuid4().hex}"


class SignedSheet(models.Model):
    """The photo or the scan of a sheet that parents signed: the proof of a session."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="signed_sheets", verbose_name=_("séance")
    )
    file = models.FileField(_("fichier"), upload_to=sheet_path)
    media_type = models.CharField(_("format"), max_length=30, editable=False)
    size = models.PositiveIntegerField(_("taille, en octets"), editable=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, editable=False)
    added_at = models.DateTimeField(_("ajoutée le"), auto_now_add=True)
    added_by = Author(_("ajoutée par"))

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("feuille signée")
        verbose_name_plural = _("feuilles signées")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sha256"],
                name="signed_sheet_once_per_session",
                violation_error_message=_("Cette feuille est déjà jointe à la séance."),
            ),
            models.CheckConstraint(
                name="signed_sheet_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("Ce fichier est vide."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name}, {self.session}"

    @property
    def format(self):
        """As people call it: PDF, JPEG, PNG."""
        return self.media_type.rpartition("/")[2].upper()


class CalendarFeed(models.Model):
    """A secret address that a calendar reads: one’s own days, or those of a partnership; no name."""

    token_hash = models.CharField(_("empreinte"), max_length=64, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feeds",
        verbose_name=_("pour"),
    )
    partnership = models.ForeignKey(
        Partnership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partenariat"),
    )
    # A changed password closes what it had opened, as it does every session.
    password_mark = models.CharField(_("empreinte du mot de passe"), max_length=128, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("fermé le"), null=True, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendrier abonné")
        verbose_name_plural = _("calendriers abonnés")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True, partnership__isnull=True),
                name="calendar_feed_one_of_ones_own",
                violation_error_message=_("Votre calendrier a déjà une adresse."),
            ),
            models.UniqueConstraint(
                fields=["user", "partnership"],
                condition=Q(revoked_at__isnull=True, partnership__isnull=False),
                name="calendar_feed_one_per_partnership",
                violation_error_message=_("Ce partenariat a déjà une adresse pour vous."),
            ),
        ]

    def __str__(self):
        return str(self.partnership or self.user)

    @property
    def is_of_this_password(self):
        return constant_time_compare(self.password_mark, self.user.get_session_auth_hash())
