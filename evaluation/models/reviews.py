"""The joint review: what is said, decided and validated together, once the voices are opened."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluation.querysets import OfReviewQuerySet, ReviewLinkQuerySet, ReviewQuerySet
from partnerships.constraints import ends_after_starts
from partnerships.fields import Author
from partnerships.french import day
from partnerships.models import (
    Acceptance,
    Agreement,
    Decision,
    Link,
    Meeting,
    Partnership,
    SharedText,
    Structure,
    Term,
    TextVersion,
)
from partnerships.models.mechanics import title_of
from workshops.models import Workshop


class Review(SharedText):
    """What the parties make of a year together, or of one workshop.

    Its own words are written after the voices are opened, and accepted by each party.
    """

    PAGES = "evaluation:review"
    THE, THIS = _("le bilan"), _("ce bilan")
    OVER = _("Ce bilan est clos : il ne change plus.")
    NOTHING_LEFT = _("Ce bilan est clos : il n’y a plus rien à valider.")
    NO_PARTY = _("Cette structure ne fait plus partie du partenariat.")
    PARTY_LEFT = _("La structure à qui ce lien fut envoyé ne fait plus partie du partenariat.")
    # What is written together, in the order one reads it.
    WORDS = ("summary", "regulation", "places", "open_questions", "conclusion")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="reviews", verbose_name=_("partenariat")
    )
    workshop = models.ForeignKey(
        Workshop,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("atelier"),
        help_text=_("Vide : le bilan de l’année du partenariat."),
    )
    title = models.CharField(_("titre"), max_length=150)
    # The year it starts in: 2026 is 2026-2027.
    school_year = models.PositiveSmallIntegerField(_("année scolaire"))
    # The days its figures are counted over.
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    criteria = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=_("ce que nous regardons ensemble"),
        limit_choices_to={"vocabulary": Term.Vocabulary.CRITERION},
    )
    called_at = models.DateTimeField(_("appelé le"), auto_now_add=True)
    called_by = Author(_("appelé par"))
    answers_until = models.DateField(_("chaque voix est attendue jusqu’au"), null=True, blank=True)
    meets_on = models.DateField(_("rencontre prévue le"), null=True, blank=True)
    meets_at = models.TimeField(_("heure"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=150, blank=True)
    opened_at = models.DateTimeField(_("ouvert le"), null=True, blank=True, editable=False)
    opened_by = Author(_("ouvert par"))
    # What was counted, as it stood when the voices were opened.
    figures = models.JSONField(_("chiffres préparés"), null=True, blank=True, editable=False)
    meeting = models.OneToOneField(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="review",
        verbose_name=_("rencontre"),
        editable=False,
    )
    summary = models.TextField(_("ce que nous disons ensemble"), blank=True)
    regulation = models.TextField(_("ce qui a été mal vécu, et ce que nous en faisons"), blank=True)
    places = models.TextField(_("la place de chacun"), blank=True)
    open_questions = models.TextField(_("ce qui reste ouvert"), blank=True)
    conclusion = models.TextField(_("pour conclure"), blank=True)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True, editable=False)
    closed_by = Author(_("clos par"))
    next_agreement = models.OneToOneField(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="opened_by_review",
        verbose_name=_("accord de l’année suivante"),
        editable=False,
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilan partagé")
        verbose_name_plural = _("bilans partagés")
        ordering = ["-school_year", "partnership", "-pk"]
        constraints = [
            ends_after_starts("review_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["partnership", "school_year", "title"],
                condition=Q(workshop__isnull=True),
                name="review_once_a_year",
                violation_error_message=_("Ce bilan est déjà appelé pour cette année scolaire."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "workshop", "school_year", "title"],
                condition=Q(workshop__isnull=False),
                name="review_once_a_workshop",
                violation_error_message=_("Ce bilan est déjà appelé pour cet atelier."),
            ),
            models.CheckConstraint(
                name="review_in_a_plausible_year",
                condition=Q(school_year__range=(2000, 2100)),
                violation_error_message=_("Cette année scolaire n’est pas possible."),
            ),
            models.CheckConstraint(
                name="review_opened_with_its_figures",
                condition=Q(opened_at__isnull=True, figures__isnull=True)
                | Q(opened_at__isnull=False, figures__isnull=False),
                violation_error_message=_("Un bilan ouvert garde les chiffres de ce jour."),
            ),
            models.CheckConstraint(
                name="review_closed_once_opened",
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                violation_error_message=_("Un bilan n’est pas clos avant d’être ouvert."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_sealed(self):
        return self.opened_at is None

    @property
    def is_in_force(self):
        """Its words are written, and accepted, between its opening and its closing."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_of_the_year(self):
        """Of the whole of it, and not of one workshop nor of its first half: the next begins."""
        return self.workshop_id is None and (self.ends_on.year, self.ends_on.month) >= (
            self.school_year + 1,
            5,
        )

    @property
    def is_blank(self):
        return self.version == 1 and not any(getattr(self, word) for word in self.WORDS)

    @property
    def setting(self):
        return self.partnership

    @property
    def within(self):
        return _("partenariat « %(name)s »") % {"name": self.partnership}

    def parties(self):
        """Schools first, as in an agreement; the voices have an order of their own."""
        parties = [party.structure for party in self.partnership.parties.all()]
        return sorted(parties, key=lambda party: (party.kind != "school", party.pk))

    def writers(self):
        return frozenset(structure.pk for structure in self.parties())

    def content(self):
        verdicts = self.verdicts.select_related("decision__side", "decision__owner")
        return {
            **{word: getattr(self, word) for word in self.WORDS},
            "verdicts": {str(verdict.pk): verdict.kept() for verdict in verdicts.order_by("pk")},
        }

    def flat(self, content):
        found = {word: content.get(word, "") for word in self.WORDS}
        verdicts = content.get("verdicts", {}).values()
        found["verdicts"] = "\n".join(Verdict.sentence(**kept) for kept in verdicts)
        return found

    def titles(self):
        found = {word: title_of(Review, word) for word in self.WORDS}
        return found | {"verdicts": str(_("Ce que nous décidons"))}


class Verdict(models.Model):
    """What becomes of one action, decided together; the decision says who does it, and when."""

    class Choice(models.TextChoices):
        CONTINUE = "continue", _("poursuivre")
        ADAPT = "adapt", _("adapter")
        EXTEND = "extend", _("étendre")
        STOP = "stop", _("arrêter")

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="verdicts", verbose_name=_("bilan")
    )
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verdicts",
        verbose_name=_("atelier"),
    )
    subject = models.CharField(_("de quoi il s’agit"), max_length=200)
    choice = models.CharField(_("ce que nous décidons"), max_length=8, choices=Choice)
    words = models.CharField(_("en quelques mots"), max_length=300, blank=True)
    decision = models.OneToOneField(
        Decision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verdict",
        verbose_name=_("qui, et pour quand"),
        editable=False,
    )

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision du bilan")
        verbose_name_plural = _("décisions du bilan")
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "subject"],
                name="verdict_once_per_subject",
                violation_error_message=_("Ce bilan décide déjà de cela."),
            ),
        ]

    def __str__(self):
        return self.subject

    def kept(self):
        """What every party accepts of it, in plain values: its decision may move afterwards."""
        who = (self.decision.owner or self.decision.side) if self.decision else ""
        due_on = self.decision.due_on if self.decision else None
        return {
            "subject": self.subject,
            "choice": self.choice,
            "words": self.words,
            "who": str(who),
            "due_on": due_on.isoformat() if due_on else "",
        }

    @classmethod
    def sentence(cls, subject, choice, words, who, due_on):
        """« L’invitation : adapter, plus courte (Nadia, 3 avril 2027) »: versions compare it."""
        said = f"{subject} : {cls.Choice(choice).label}"
        if words:
            said = f"{said}, {words}"
        by_whom = [who, day(dt.date.fromisoformat(due_on), "year") if due_on else ""]
        by_whom = ", ".join(filter(None, by_whom))
        return f"{said} ({by_whom})" if by_whom else said


class ReviewVersion(TextVersion):
    review = models.ForeignKey(
        Review, models.CASCADE, related_name="versions", verbose_name=_("bilan")
    )

    class Meta:
        verbose_name = _("version du bilan")
        verbose_name_plural = _("versions du bilan")
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="review_version_once",
                violation_error_message=_("Cette version existe déjà."),
            ),
        ]


class ReviewAcceptance(Acceptance):
    review = models.ForeignKey(
        Review, models.CASCADE, related_name="acceptances", verbose_name=_("bilan")
    )

    class Meta:
        verbose_name = _("validation du bilan")
        verbose_name_plural = _("validations du bilan")
        ordering = ["review", "accepted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "structure", "version"],
                name="review_accepted_once_per_version",
                violation_error_message=_("Cette partie a déjà validé cette version."),
            ),
        ]


class ReviewLink(Link):
    """The letter by which a partner reads the review and validates it without an account."""

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="links", verbose_name=_("bilan")
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name=_("structure")
    )

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien vers le bilan")
        verbose_name_plural = _("liens vers le bilan")
        ordering = ["-created_at", "-pk"]

    @property
    def text(self):
        return self.review
