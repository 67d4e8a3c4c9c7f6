"""The voices of a joint review: one per party, under seal until they are read side by side."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.reviews import Review
from evaluation.querysets import (
    ContributionQuerySet,
    ReplyQuerySet,
    VoiceLinkQuerySet,
    VoiceQuerySet,
)
from partnerships.fields import Author
from partnerships.models import Acceptance, Link, Structure, Term, TextVersion
from partnerships.models.mechanics import title_of


class Voice(models.Model):
    """One column of the grid. However many speak in it, it weighs one."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("centre social")
        SCHOOL = "school", _("école")
        PARENTS = "parents", _("parents")
        CHILDREN = "children", _("enfants")
        OTHER = "other", _("autre partie")

    # Those who are no structure: somebody writes down what they say, or they answer without a name.
    WITHOUT_STRUCTURE = (Kind.PARENTS, Kind.CHILDREN)

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="voices", verbose_name=_("bilan")
    )
    kind = models.CharField(_("qui parle"), max_length=8, choices=Kind)
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("structure"),
    )
    # Drawn by lot when the review is called: no voice comes first by right.
    place = models.PositiveIntegerField(_("place, tirée au sort"), editable=False)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        ordering = ["review", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "structure"],
                name="voice_once_per_structure",
                violation_error_message=_("Cette structure a déjà sa voix."),
            ),
            models.UniqueConstraint(
                fields=["review", "kind"],
                condition=Q(structure__isnull=True),
                name="voice_once_without_a_structure",
                violation_error_message=_("Cette voix est déjà là."),
            ),
            models.CheckConstraint(
                name="voice_of_a_structure_or_of_people",
                condition=Q(structure__isnull=True, kind__in=["parents", "children"])
                | Q(structure__isnull=False, kind__in=["centre", "school", "other"]),
                violation_error_message=_(
                    "Les parents et les enfants parlent pour eux-mêmes ; les autres voix sont "
                    "celles d’une structure."
                ),
            ),
        ]

    def __str__(self):
        return str(self.structure) if self.structure_id else self.get_kind_display()


class VoiceLink(Link):
    """The letter by which somebody of a party gives its view, without an account.

    It may be opened again and what was said changed, until the voices are opened.
    """

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="links", verbose_name=_("voix"))

    objects = VoiceLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien vers une voix")
        verbose_name_plural = _("liens vers une voix")
        ordering = ["-created_at", "-pk"]

    def page(self, token):
        """What its letter opens; the token is nowhere but in the letter."""
        return reverse("evaluation:voice_open", args=[token])


class Contribution(models.Model):
    """What one person, or one group, says for a voice; a draft until it is handed in."""

    # What is asked in words, in the order one reads it.
    WORDS = (
        "worked",
        "did_not_work",
        "lived_badly",
        "limits",
        "for_parents",
        "for_school",
        "for_centre",
        "for_children",
        "wishes",
        "unsorted",
    )

    voice = models.ForeignKey(
        Voice, models.CASCADE, related_name="contributions", verbose_name=_("voix")
    )
    author = Author(_("saisi par"))
    link = models.OneToOneField(
        VoiceLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contribution",
        verbose_name=_("lien"),
        editable=False,
    )
    how = models.CharField(
        _("comment"), max_length=10, choices=Acceptance.How, default=Acceptance.How.ACCOUNT
    )
    spoken_by = models.CharField(
        _("au nom de"),
        max_length=150,
        blank=True,
        help_text=_("Qui parle : une personne, une équipe, un groupe de parole."),
    )
    # A party may speak as one, without a name beside its words.
    is_signed = models.BooleanField(_("le nom est montré à côté des mots"), default=True)
    source = models.CharField(
        _("d’où viennent ces mots"),
        max_length=100,
        blank=True,
        help_text=_("Par exemple : post-it de l’atelier, enregistrement à 38 min 58."),
    )
    minutes = models.PositiveIntegerField(_("temps passé, en minutes"), null=True, blank=True)
    worked = models.TextField(_("ce qui a bien marché"), blank=True)
    did_not_work = models.TextField(_("ce qui n’a pas bien marché"), blank=True)
    lived_badly = models.TextField(_("ce qui a été mal vécu"), blank=True)
    limits = models.TextField(_("les limites de l’action"), blank=True)
    for_parents = models.TextField(_("ce que cela a apporté aux parents"), blank=True)
    for_school = models.TextField(_("ce que cela a apporté à l’école"), blank=True)
    for_centre = models.TextField(_("ce que cela a apporté au centre"), blank=True)
    for_children = models.TextField(_("ce que cela a apporté aux enfants"), blank=True)
    wishes = models.TextField(_("ce que nous voulons pour la suite"), blank=True)
    unsorted = models.TextField(_("en vrac"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    handed_in_at = models.DateTimeField(_("déposé le"), null=True, blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        ordering = ["voice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["voice", "author"],
                condition=Q(how="account"),
                name="contribution_once_per_account",
                violation_error_message=_("Vous avez déjà commencé à répondre : reprenez-la."),
            ),
            models.CheckConstraint(
                name="contribution_says_for_whom_it_was_typed",
                condition=Q(how="account") | ~Q(spoken_by=""),
                violation_error_message=_("Dites au nom de qui vous écrivez."),
            ),
        ]

    def __str__(self):
        return self.spoken_by or str(self.author or "")

    @property
    def told(self):
        """What is said in words, each with its question."""
        return [
            (title_of(Contribution, word), words)
            for word in self.WORDS
            if (words := getattr(self, word))
        ]

    def content(self):
        """Everything said, as its versions keep it."""
        levels = {str(rating.criterion_id): rating.level for rating in self.ratings.all()}
        said = {word: getattr(self, word) for word in self.WORDS}
        return {**said, "minutes": self.minutes, "levels": levels}


class ContributionVersion(TextVersion):
    """What was said before it was changed: nothing of it is lost."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="versions", verbose_name=_("contribution")
    )

    class Meta:
        verbose_name = _("version d’une contribution")
        verbose_name_plural = _("versions d’une contribution")
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"],
                name="contribution_version_once",
                violation_error_message=_("Cette version existe déjà."),
            ),
        ]


class Rating(models.Model):
    """How far something is true for whoever speaks; not answering is an answer."""

    class Level(models.IntegerChoices):
        NO = 1, _("pas du tout")
        LITTLE = 2, _("un peu")
        MOSTLY = 3, _("plutôt")
        YES = 4, _("tout à fait")

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="ratings", verbose_name=_("contribution")
    )
    criterion = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("critère"))
    level = models.PositiveSmallIntegerField(_("à quel point"))  # of Level

    class Meta:
        verbose_name = _("appréciation")
        ordering = ["contribution", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "criterion"],
                name="rating_once_per_criterion",
                violation_error_message=_("Ce critère a déjà sa réponse."),
            ),
            models.CheckConstraint(
                name="rating_on_its_scale",
                condition=Q(level__range=(1, 4)),
                violation_error_message=_("Choisissez une des quatre réponses."),
            ),
        ]

    def __str__(self):
        return str(self.Level(self.level).label)


class Reply(models.Model):
    """What a voice answers to another’s words, once they are read together."""

    voice = models.ForeignKey(
        Voice, models.CASCADE, related_name="replies", verbose_name=_("qui répond")
    )
    about = models.ForeignKey(
        Voice, models.CASCADE, related_name="answered", verbose_name=_("à qui")
    )
    # The name of the passage.
    passage = models.CharField(_("à propos de"), max_length=30)
    words = models.TextField(_("réponse"), max_length=1000)
    author = Author(_("saisie par"))
    spoken_by = models.CharField(_("au nom de"), max_length=150, blank=True)
    written_at = models.DateTimeField(_("écrite le"), auto_now_add=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse d’une voix")
        verbose_name_plural = _("réponses des voix")
        ordering = ["about", "passage", "written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reply_to_somebody_else",
                condition=~Q(voice=F("about")),
                violation_error_message=_("On répond aux mots d’une autre voix."),
            ),
        ]

    def __str__(self):
        return self.words[:80]
