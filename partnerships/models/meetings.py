from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.models.contacts import Contact
from partnerships.models.partnerships import Partnership
from partnerships.models.structures import Structure
from partnerships.models.terms import Term
from partnerships.querysets.meetings import (
    DecisionQuerySet,
    DifficultyQuerySet,
    MeetingQuerySet,
    RequestQuerySet,
    ServiceQuerySet,
)


class Meeting(models.Model):
    """A moment when the parties met, however short: the corridor counts."""

    class Kind(models.TextChoices):
        FORMAL = "formal", _("réunion")
        INFORMAL = "informal", _("échange informel")
        PRESENTATION = "presentation", _("présentation à une équipe")
        INVITATION = "invitation", _("invitation à un temps de l’autre")
        PEERS = "peers", _("rencontre entre écoles")
        WELCOME = "welcome", _("accueil de nouveaux")
        REVIEW = "review", _("bilan partagé")

    class Slot(models.TextChoices):
        NOON = "noon", _("le midi")
        THEIR_MEETING = "their_meeting", _("pendant leur réunion")
        AFTER_SCHOOL = "after_school", _("après la classe")
        SCHOOL_GATE = "school_gate", _("à la sortie")
        OTHER = "other", _("autre moment")

    class Venue(models.TextChoices):
        NEUTRAL = "neutral", _("lieu neutre")
        SCHOOL = "school", _("à l’école")
        CENTRE = "centre", _("au centre")
        REMOTE = "remote", _("à distance")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="meetings", verbose_name=_("partenariat")
    )
    # Schools of a whole town may meet: those of each of these partnerships read it too.
    also_of = models.ManyToManyField(
        Partnership,
        blank=True,
        related_name="wider_meetings",
        verbose_name=_("concerne aussi"),
    )
    kind = models.CharField(_("nature"), max_length=12, choices=Kind, default=Kind.FORMAL)
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("début"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("durée, en minutes"), null=True, blank=True)
    slot = models.CharField(_("moment"), max_length=15, choices=Slot, blank=True)
    venue = models.CharField(_("lieu"), max_length=10, choices=Venue, blank=True)
    place = models.CharField(_("où exactement"), max_length=150, blank=True)
    purpose = models.CharField(_("objet"), max_length=200)
    asked_by = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("à l’initiative de"),
    )
    summary = models.TextField(_("ce qui s’est dit, en quelques lignes"), blank=True)
    recorded_by = Author(_("noté par"))
    record_sent_at = models.DateTimeField(
        _("compte rendu envoyé le"), null=True, blank=True, editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencontre")
        ordering = ["-held_on", "-starts_at", "-pk"]
        indexes = [models.Index(fields=["partnership", "held_on"], name="meeting_of_a_partnership")]

    def __str__(self):
        return self.purpose

    def get_absolute_url(self):
        return reverse("partnerships:meeting_detail", args=[self.pk])


class Presence(models.Model):
    """Who came to a meeting, and from which side."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="presences", verbose_name=_("rencontre")
    )
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("structure"),
        help_text=_("Vide : des parents."),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="presences",
        verbose_name=_("contact"),
    )
    number = models.PositiveSmallIntegerField(_("combien de personnes"), default=1)

    class Meta:
        verbose_name = _("présence à une rencontre")
        verbose_name_plural = _("présences aux rencontres")
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="presence_of_at_least_one",
                condition=Q(number__range=(1, 500)),
                violation_error_message=_("Comptez de 1 à 500 personnes."),
            ),
        ]

    def __str__(self):
        return str(self.contact or self.structure or _("parents"))


class Decision(models.Model):
    """What was decided together: who does it, by when, and whether it is done."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="decisions", verbose_name=_("partenariat")
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("rencontre"),
    )
    what = models.CharField(_("quoi"), max_length=300)
    side = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("de quel côté")
    )
    owner = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("qui"),
    )
    decided_on = models.DateField(_("décidé le"))
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    done_on = models.DateField(_("fait le"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision")
        ordering = ["due_on", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_done_after_it_is_taken",
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("decided_on")),
                violation_error_message=_("Une décision n’est pas faite avant d’être prise."),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def is_late(self):
        return not self.done_on and bool(self.due_on) and self.due_on < timezone.localdate()


class Difficulty(models.Model):
    """What blocks, what was tried, whether it is lifted; for the parties alone."""

    class Reach(models.TextChoices):
        BETWEEN_US = "between_us", _("entre nous")
        TOWN = "town", _("à l’échelle de la commune")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="difficulties", verbose_name=_("partenariat")
    )
    topic = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("de quel ordre"),
        limit_choices_to={"vocabulary": Term.Vocabulary.DIFFICULTY},
    )
    what = models.TextField(_("ce qui est difficile"))
    reach = models.CharField(
        _("à quelle échelle"), max_length=10, choices=Reach, default=Reach.BETWEEN_US
    )
    raised_by = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("soulevée par")
    )
    raised_on = models.DateField(_("soulevée le"))
    tried = models.TextField(_("ce qui a été essayé"), blank=True)
    lifted_on = models.DateField(_("levée le"), null=True, blank=True)
    lifted_how = models.CharField(_("comment elle a été levée"), max_length=300, blank=True)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = _("difficulté")
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="difficulty_lifted_when_and_how",
                condition=Q(lifted_on__isnull=True, lifted_how="")
                | Q(lifted_on__isnull=False, lifted_on__gte=F("raised_on")) & ~Q(lifted_how=""),
                violation_error_message=_(
                    "Une difficulté levée a une date, après celle où on l’a soulevée, et une façon."
                ),
            ),
        ]

    def __str__(self):
        return self.what[:80]


class Service(models.Model):
    """A small service one side did the other: it does not look like much, and it opens doors."""

    class Kind(models.TextChoices):
        HELP = "help", _("coup de main")
        LOAN = "loan", _("prêt de salle ou de matériel")
        GRANT = "grant", _("coup de main pour un dossier de subvention")
        WORDS = "words", _("relecture, traduction")
        OTHER = "other", _("autre service")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="services", verbose_name=_("partenariat")
    )
    given_on = models.DateField(_("date"))
    given_by = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("rendu par")
    )
    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.HELP)
    what = models.CharField(_("quoi"), max_length=300)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service rendu")
        verbose_name_plural = _("services rendus")
        ordering = ["-given_on", "-pk"]

    def __str__(self):
        return self.what


class PartnerRequest(models.Model):
    """What a school, professionals or parents ask for, how it was looked at, what was answered."""

    class From(models.TextChoices):
        SCHOOL = "school", _("une école")
        PROFESSIONALS = "professionals", _("des professionnels ou des bénévoles")
        PARENTS = "parents", _("des parents")
        RESIDENTS = "residents", _("des habitants")

    class Need(models.TextChoices):
        SUPPORT = "support", _("un soutien")
        ACCOMPANIMENT = "accompaniment", _("un accompagnement")
        TRAINING = "training", _("une formation")
        WORKSHOP = "workshop", _("un atelier")
        PERIPHERAL = "peripheral", _("un coup de main à côté")
        OTHER = "other", _("autre chose")

    class Answer(models.TextChoices):
        YES = "yes", _("oui")
        PARTLY = "partly", _("en partie")
        LATER = "later", _("plus tard")
        ELSEWHERE = "elsewhere", _("orientée vers quelqu’un d’autre")
        NO = "no", _("non")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="requests", verbose_name=_("partenariat")
    )
    asked_by = models.CharField(_("qui demande"), max_length=15, choices=From)
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("au nom de"),
    )
    need = models.CharField(_("demande"), max_length=15, choices=Need)
    what = models.TextField(_("ce qui est demandé"))
    asked_on = models.DateField(_("demandé le"))
    analysis = models.TextField(
        _("notre lecture"), blank=True, help_text=_("Au regard de nos propres enjeux.")
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, blank=True)
    answer_text = models.TextField(_("ce qui a été répondu"), blank=True)
    answered_on = models.DateField(_("répondu le"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="request_answered_when_and_how",
                condition=Q(answer="", answered_on__isnull=True)
                | ~Q(answer="") & Q(answered_on__isnull=False, answered_on__gte=F("asked_on")),
                violation_error_message=_("Une réponse a une date, qui ne précède pas la demande."),
            ),
        ]

    def __str__(self):
        return self.what[:80]
