"""What a workshop leaves in the hand: advice, words of parents, and the booklet made of them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.fields import Author, SearchKey
from partnerships.models import Term
from workshops.models.programmes import Programme
from workshops.models.sessions import Session
from workshops.querysets import (
    AdviceQuerySet,
    BookletEntryQuerySet,
    BookletQuerySet,
    QuoteQuerySet,
)


class Whose(models.TextChoices):
    PARENT = "parent", _("un parent")
    PARENTS = "parents", _("plusieurs parents")
    SCHOOL = "school", _("l’équipe de l’école")
    CENTRE = "centre", _("l’équipe du centre")
    PROFESSIONAL = "professional", _("un autre professionnel")
    TOGETHER = "together", _("tout le groupe")


class Advice(models.Model):
    """Something to remember of a session, of use to others; it names nobody."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="advice", verbose_name=_("séance")
    )
    theme = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thème"),
        limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
    )
    text = models.TextField(_("le conseil, l’idée"), max_length=1000)
    whose = models.CharField(_("de qui il vient"), max_length=12, choices=Whose)
    added_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    added_by = Author(_("noté par"))

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conseil")
        ordering = ["session", "pk"]

    def __str__(self):
        return self.text[:80]


class Quote(models.Model):
    """The very words of somebody; printed only with their agreement.

    Of a parent we know, the agreement is one of their consents, asked again each time; of somebody
    whose name we do not have, it was given on the spot.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="quotes", verbose_name=_("séance")
    )
    parent = models.ForeignKey(
        Parent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        verbose_name=_("qui l’a dit"),
    )
    words = models.TextField(_("ses mots"), max_length=1000)
    label = models.CharField(
        _("comment on la présente"),
        max_length=80,
        blank=True,
        help_text=_("Sans son nom : « une maman de CP », « un papa »."),
    )
    agreed_on = models.DateField(_("accord donné sur place le"), null=True, blank=True)
    added_at = models.DateTimeField(_("notée le"), auto_now_add=True)
    added_by = Author(_("notée par"))

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("parole")
        ordering = ["session", "pk"]
        constraints = [
            models.CheckConstraint(
                name="quote_of_a_known_parent_goes_by_their_consents",
                condition=Q(parent__isnull=True) | Q(agreed_on__isnull=True),
                violation_error_message=_(
                    "L’accord d’une personne connue se note sur sa fiche, pas ici."
                ),
            ),
        ]

    def __str__(self):
        return self.words[:80]


class Booklet(models.Model):
    """Recueil de conseils: what the workshops of a programme leave, chosen and put in order."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="booklets", verbose_name=_("programme")
    )
    title = models.CharField(_("titre"), max_length=120)
    subtitle = models.CharField(_("sous-titre"), max_length=200, blank=True)
    foreword = models.TextField(_("mot d’accueil"), blank=True)
    # From then on the partners of the programme read it.
    published_on = models.DateField(_("publié le"), null=True, blank=True, editable=False)
    created_by = Author(_("préparé par"))
    sort_key = SearchKey("title")

    objects = BookletQuerySet.as_manager()

    class Meta:
        verbose_name = _("recueil de conseils")
        verbose_name_plural = _("recueils de conseils")
        ordering = ["programme", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                name="booklet_once_per_programme",
                violation_error_message=_("Un recueil de ce programme porte déjà ce titre."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workshops:booklet_detail", args=[self.pk])

    @property
    def is_published(self):
        return self.published_on is not None


class BookletEntry(models.Model):
    """A piece of advice or the words of somebody, as the booklet prints them: edited, ordered."""

    booklet = models.ForeignKey(
        Booklet, models.CASCADE, related_name="entries", verbose_name=_("recueil")
    )
    advice = models.ForeignKey(
        Advice,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("conseil"),
    )
    quote = models.ForeignKey(
        Quote,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("parole"),
    )
    theme = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chapitre"),
        limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    text = models.TextField(_("texte imprimé"), max_length=1000)
    label = models.CharField(_("de qui"), max_length=80, blank=True)
    # Taken out, with the words as they were edited: it can be put back.
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)

    objects = BookletEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("page du recueil")
        verbose_name_plural = _("pages du recueil")
        ordering = ["booklet", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="booklet_entry_comes_from_one_place",
                condition=Q(advice__isnull=False, quote__isnull=True)
                | Q(advice__isnull=True, quote__isnull=False),
                violation_error_message=_("Une page vient d’un conseil, ou d’une parole."),
            ),
            models.UniqueConstraint(
                fields=["booklet", "advice"],
                condition=Q(advice__isnull=False),
                name="booklet_entry_once_per_advice",
                violation_error_message=_("Ce conseil est déjà dans le recueil."),
            ),
            models.UniqueConstraint(
                fields=["booklet", "quote"],
                condition=Q(quote__isnull=False),
                name="booklet_entry_once_per_quote",
                violation_error_message=_("Cette parole est déjà dans le recueil."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def source(self):
        return self.quote if self.quote_id else self.advice

    @property
    def original(self):
        """The words as they were noted, which the booklet does not change."""
        return self.quote.words if self.quote_id else self.advice.text

    @property
    def session(self):
        return self.source.session
