"""Mechanics that several owners share: a personal link, an acceptance, a form sent once."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.french import day


class Link(models.Model):
    """A personal link: random, kept hashed, for one purpose, expiring, revocable.

    Opening it changes nothing; a POST acts. Each owner has its own, with a real foreign key.
    """

    token_hash = models.CharField(_("empreinte"), max_length=64, unique=True, editable=False)
    email = models.EmailField(_("destinataire"))
    created_at = models.DateTimeField(_("envoyé le"), auto_now_add=True)
    created_by = Author(_("envoyé par"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    used_at = models.DateTimeField(_("utilisé le"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("annulé le"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.email


class SharedText(models.Model):
    """A text written by several hands: each writing is a version, which every party accepts."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    pen = Author(_("qui a la plume"))
    pen_taken_at = models.DateTimeField(_("plume prise le"), null=True, blank=True, editable=False)
    pen_reason = models.CharField(
        _("pourquoi la plume a changé de main"), max_length=200, blank=True, editable=False
    )

    class Meta:
        abstract = True

    # How its pages are named: « partnerships:agreement » has its _detail, _edit, _accept…
    PAGES = ""
    # What it is called inside a sentence.
    THE, THIS = "", ""
    # What is answered once it is closed, and to whoever is no party any more.
    OVER, NOTHING_LEFT, NO_PARTY, PARTY_LEFT = "", "", "", ""

    def __str__(self):
        return str(self.version)

    def get_absolute_url(self):
        return self.page("detail")

    def page(self, name, *args):
        """The address of one of the pages that every shared text has."""
        return reverse(f"{self.PAGES}_{name}", args=[self.key, *args])

    def letter(self, token):
        """The page that a letter opens."""
        return reverse(f"{self.PAGES}_read", args=[token])

    @property
    def key(self):
        """Its number in the addresses."""
        return self.pk

    # What each owner says of its own.

    @property
    def is_in_force(self):
        """It may still be written and accepted."""
        raise NotImplementedError

    @property
    def is_blank(self):
        """Nobody has written anything yet: there is nothing to accept."""
        raise NotImplementedError

    @property
    def setting(self):
        """What it is the text of: a partnership, a programme."""
        raise NotImplementedError

    @property
    def within(self):
        """The same with what it is: « partenariat « École et Centre » »."""
        raise NotImplementedError

    def parties(self):
        """The structures asked to accept it, in the order they are shown."""
        raise NotImplementedError

    def writers(self):
        """Keys of those whose workers write the whole; the others write their own side."""
        raise NotImplementedError

    def content(self):
        """Everything a party says yes to, as its versions keep it."""
        raise NotImplementedError

    def flat(self, content):
        """{« objectives »: …, « 12-brings »: …}: content in words, by the fields of its form."""
        raise NotImplementedError

    def titles(self):
        """What each passage is called, in the order one reads them."""
        raise NotImplementedError


def title_of(model, name):
    label = str(model._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


class TextVersion(models.Model):
    """The whole text as it stood, so that what changed since an acceptance can be shown."""

    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("texte"))
    written_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    written_by = Author(_("écrit par"))

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.number)


class Acceptance(models.Model):
    """A party says yes to one version of a text; a later version asks again."""

    class How(models.TextChoices):
        ACCOUNT = "account", _("depuis son compte")
        LINK = "link", _("par le lien reçu")
        MEETING = "meeting", _("de vive voix")
        PHONE = "phone", _("au téléphone")
        EMAIL = "email", _("par e-mail")
        PAPER = "paper", _("sur un exemplaire signé")

    structure = models.ForeignKey(
        "partnerships.Structure", models.PROTECT, related_name="+", verbose_name=_("structure")
    )
    version = models.PositiveIntegerField(_("version"))
    accepted_at = models.DateTimeField(_("accepté le"), auto_now_add=True)
    accepted_by = Author(_("accepté par"))
    spoken_by = models.CharField(
        _("au nom de"),
        max_length=150,
        blank=True,
        help_text=_("Qui a dit oui, quand quelqu’un d’autre l’a noté."),
    )
    how = models.CharField(_("comment"), max_length=10, choices=How, default=How.ACCOUNT)
    # Only when somebody else wrote it down, maybe days later.
    said_on = models.DateField(_("dit le"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.spoken_by or str(self.accepted_by)

    @property
    def accepted_on(self):
        """The day they said yes, which may be before the day it was written down."""
        return self.said_on or timezone.localdate(self.accepted_at)

    @property
    def told(self):
        """Who said yes, and how it is known."""
        if not self.spoken_by:
            return _("par %(by)s") % {"by": self.accepted_by or _("un compte fermé")}
        if self.how == self.How.LINK:
            return _("par %(who)s, avec le lien reçu") % {"who": self.spoken_by}
        return _(
            "%(who)s a dit oui %(how)s ; noté par %(by)s au nom de %(structure)s, le %(day)s"
        ) % {
            "who": self.spoken_by,
            "how": self.get_how_display(),
            "by": self.accepted_by or _("un compte fermé"),
            "structure": self.structure,
            "day": day(self.accepted_at),
        }


class Submission(models.Model):
    """A form that was sent: the second sending of the same finds it, and does nothing."""

    key = models.UUIDField(_("clé"), primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compte"),
    )
    sent_at = models.DateTimeField(_("envoyé le"), auto_now_add=True)
    answer = models.CharField(_("réponse"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("formulaire envoyé")
        verbose_name_plural = _("formulaires envoyés")
        ordering = ["-sent_at"]

    def __str__(self):
        return str(self.key)
