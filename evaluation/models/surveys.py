"""What parents and children think, without an account and without a name, for good."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.models.voices import Voice
from evaluation.querysets import SurveyQuerySet
from families.models import NoticeText
from partnerships.constraints import ends_after_starts
from partnerships.fields import Author
from workshops.models import Programme, Workshop


def new_code():
    """What the address and its QR code end with; printed, hence kept as it is."""
    return secrets.token_urlsafe(9)


def anywhere():
    """A key that says nothing of when a row came: rows are stored in its order (SQLite)."""
    return secrets.randbits(62) + 1


class Survey(models.Model):
    """A short form opened to whoever has its address: three faces, before and after, one line.

    Nothing of what it gathers is shown before it is closed, and never of fewer than SMALL_CELL.
    """

    class Audience(models.TextChoices):
        PARENTS = "parents", _("parents")
        CHILDREN = "children", _("enfants")

    class Skill(models.TextChoices):
        """What one compares before and after; each has its words in every language."""

        ONLINE = "online", _("suivre la scolarité de mon enfant en ligne")
        TEACHER = "teacher", _("parler avec l’école")
        HOMEWORK = "homework", _("aider mon enfant à apprendre")
        SCHOOL = "school", _("comprendre comment l’école fonctionne")
        WELCOME = "welcome", _("me sentir à ma place à l’école")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="surveys", verbose_name=_("programme")
    )
    workshop = models.ForeignKey(
        Workshop,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("atelier"),
        help_text=_("Vide : tout le programme."),
    )
    voice = models.ForeignKey(
        Voice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("lu dans le bilan comme voix de"),
    )
    audience = models.CharField(
        _("à qui"), max_length=8, choices=Audience, default=Audience.PARENTS
    )
    skill = models.CharField(
        _("ce que l’on compare, avant et après"), max_length=10, choices=Skill, blank=True
    )
    code = models.CharField(
        _("code de l’adresse"), max_length=20, unique=True, default=new_code, editable=False
    )
    starts_on = models.DateField(_("ouvert du"))
    ends_on = models.DateField(_("au"))
    created_by = Author(_("ouvert par"))
    closed_at = models.DateTimeField(_("fermé le"), null=True, blank=True, editable=False)
    closed_by = Author(_("fermé par"))
    # The words are shared once somebody has looked for names in them.
    reread_at = models.DateTimeField(_("mots relus le"), null=True, blank=True, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("recueil d’avis")
        verbose_name_plural = _("recueils d’avis")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            ends_after_starts("survey_ends_after_it_starts"),
            models.CheckConstraint(
                name="survey_reread_once_closed",
                condition=Q(reread_at__isnull=True) | Q(closed_at__isnull=False),
                violation_error_message=_("Les mots ne sont relus qu’une fois le recueil fermé."),
            ),
        ]

    def __str__(self):
        return str(self.workshop or self.programme)

    def get_absolute_url(self):
        return reverse("evaluation:survey_detail", args=[self.pk])


class Feedback(models.Model):
    """One answer. It has no author, no day and no number in a sequence, and never will.

    What somebody ticks and what they write are two rows that nothing ties (actions.surveys): whose
    hand is known by its words does not give away their opinion. A row on its own is never shown:
    only sums, and words out of order (evaluation.opinions).
    """

    # In place of words that named somebody.
    HIDDEN = "[…]"

    class Face(models.IntegerChoices):
        BAD = 1, _("pas bien")
        FAIR = 2, _("moyen")
        GOOD = 3, _("bien")

    class Can(models.IntegerChoices):
        NO = 1, _("je ne sais pas")
        LITTLE = 2, _("un peu")
        YES = 3, _("je sais")

    key = models.BigIntegerField(_("clé"), primary_key=True, default=anywhere, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="feedbacks", verbose_name=_("recueil")
    )
    # Of Face; then of Can.
    face = models.PositiveSmallIntegerField(_("comment c’était"), null=True, blank=True)
    before = models.PositiveSmallIntegerField(_("avant"), null=True, blank=True)
    after = models.PositiveSmallIntegerField(_("maintenant"), null=True, blank=True)
    words = models.CharField(_("un mot"), max_length=500, blank=True)
    language = models.CharField(
        _("langue"), max_length=2, choices=NoticeText.Language, default=NoticeText.Language.FRENCH
    )

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["survey", "key"]
        constraints = [
            models.CheckConstraint(
                name="feedback_says_something",
                condition=~Q(face__isnull=True, before__isnull=True, after__isnull=True, words=""),
                violation_error_message=_("Répondez à une question au moins."),
            ),
            models.CheckConstraint(
                name="feedback_on_its_scales",
                condition=(Q(face__isnull=True) | Q(face__range=(1, 3)))
                & (Q(before__isnull=True) | Q(before__range=(1, 3)))
                & (Q(after__isnull=True) | Q(after__range=(1, 3))),
                violation_error_message=_("Choisissez une des trois réponses."),
            ),
        ]

    def __str__(self):
        return str(self.survey)


class FeedbackReceipt(models.Model):
    """That a form was sent, so that sending it twice counts once; nothing of what it said."""

    key = models.CharField(_("clé"), primary_key=True, max_length=64, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="receipts", verbose_name=_("recueil")
    )

    class Meta:
        verbose_name = _("reçu d’un avis")
        verbose_name_plural = _("reçus des avis")
        ordering = ["survey", "key"]

    def __str__(self):
        return self.key


class Tally(models.Model):
    """Answers given on paper or with raised hands, counted by whoever was there."""

    class Question(models.TextChoices):
        FACE = "face", _("comment c’était")
        BEFORE = "before", _("avant")
        AFTER = "after", _("maintenant")

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="tallies", verbose_name=_("recueil")
    )
    question = models.CharField(_("question"), max_length=6, choices=Question)
    value = models.PositiveSmallIntegerField(_("réponse"))
    number = models.PositiveSmallIntegerField(_("combien"))
    entered_by = Author(_("compté par"))

    class Meta:
        verbose_name = _("comptage d’avis")
        verbose_name_plural = _("comptages d’avis")
        ordering = ["survey", "question", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question", "value"],
                name="tally_once_per_answer",
                violation_error_message=_("Cette réponse est déjà comptée."),
            ),
            models.CheckConstraint(
                name="tally_on_its_scale",
                condition=Q(value__range=(1, 3), number__lte=1000),
                violation_error_message=_("Comptez de 0 à 1 000 réponses."),
            ),
        ]

    def __str__(self):
        return f"{self.get_question_display()}, {self.answer} : {self.number}"

    @property
    def answer(self):
        scale = Feedback.Face if self.question == self.Question.FACE else Feedback.Can
        return str(scale(self.value).label)
