from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from families.querysets import NoticeQuerySet
from partnerships.fields import Author
from partnerships.models import Structure


class Notice(models.Model):
    """What a structure tells families about their data: one version, in several languages.

    A published version is never rewritten: what a family was told stays readable.
    """

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="notices", verbose_name=_("structure")
    )
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    published_on = models.DateField(_("publiée le"), null=True, blank=True, editable=False)
    published_by = Author(_("publiée par"))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice d’information")
        verbose_name_plural = _("notices d’information")
        ordering = ["structure", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "version"],
                name="notice_once_per_version",
                violation_error_message=_("Cette version de la notice existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["structure"],
                condition=Q(published_on__isnull=True),
                name="notice_one_draft_at_a_time",
                violation_error_message=_("Une nouvelle version est déjà en préparation."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.version}"

    def get_absolute_url(self):
        return reverse("families:notice_detail", args=[self.pk])


class NoticeText(models.Model):
    """The words of a notice in one language."""

    class Language(models.TextChoices):
        FRENCH = "fr", "Français"
        ARABIC = "ar", "العربية"
        TURKISH = "tr", "Türkçe"
        PORTUGUESE = "pt", "Português"
        ENGLISH = "en", "English"

    # Written from right to left.
    RIGHT_TO_LEFT = frozenset({Language.ARABIC})

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="texts", verbose_name=_("notice")
    )
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    title = models.CharField(_("titre"), max_length=200)
    body = models.TextField(_("texte"))
    # Empty until a speaker of the language has read it: the page then says so.
    read_over_by = models.CharField(_("relu par"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("texte de la notice")
        verbose_name_plural = _("textes de la notice")
        ordering = ["notice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "language"],
                name="notice_text_once_per_language",
                violation_error_message=_("Cette langue est déjà écrite."),
            ),
        ]

    def __str__(self):
        return f"{self.notice}, {self.get_language_display()}"

    @property
    def direction(self):
        return "rtl" if self.language in self.RIGHT_TO_LEFT else "ltr"

    @property
    def is_to_read_over(self):
        return self.language != self.Language.FRENCH and not self.read_over_by
