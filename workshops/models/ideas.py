"""What somebody would like to do together, before anything is planned."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.models import Structure
from workshops.models.programmes import Programme
from workshops.models.workshops import Workshop
from workshops.querysets import IdeaQuerySet


class Idea(models.Model):
    """What somebody would like to do in a programme: the centre, a school, parents.

    Whoever leads the programme answers it; taken up, it becomes a workshop with its plan.
    """

    class Answer(models.TextChoices):
        TAKEN = "taken", _("on la prépare")
        LATER = "later", _("gardée pour plus tard")
        DECLINED = "declined", _("pas retenue")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="ideas", verbose_name=_("programme")
    )
    title = models.CharField(_("l’idée, en quelques mots"), max_length=200)
    words = models.TextField(_("ce qu’on voudrait faire, et pourquoi"), blank=True)
    format = models.CharField(_("forme"), max_length=20, choices=Workshop.Format, blank=True)
    initiative = models.CharField(
        _("à l’initiative de"), max_length=10, choices=Workshop.Initiative
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("proposée par")
    )
    proposed_by = Author(_("écrite par"))
    proposed_on = models.DateField(_("proposée le"), default=timezone.localdate, editable=False)
    answer = models.CharField(_("réponse"), max_length=8, choices=Answer, blank=True)
    answer_words = models.CharField(_("ce qu’on répond"), max_length=300, blank=True)
    answered_on = models.DateField(_("répondu le"), null=True, blank=True, editable=False)
    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="ideas",
        verbose_name=_("atelier"),
    )

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idée")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="idea_answered_on_a_day",
                condition=Q(answer="", answered_on__isnull=True)
                | ~Q(answer="") & Q(answered_on__isnull=False),
                violation_error_message=_("Une réponse a sa date."),
            ),
            models.CheckConstraint(
                name="idea_put_off_with_words",
                condition=~Q(answer__in=["later", "declined"]) | ~Q(answer_words=""),
                violation_error_message=_("Dites en une phrase pourquoi."),
            ),
            models.CheckConstraint(
                name="idea_taken_becomes_a_workshop",
                condition=Q(answer="taken", workshop__isnull=False)
                | ~Q(answer="taken") & Q(workshop__isnull=True),
                violation_error_message=_("Une idée retenue devient un atelier."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workshops:idea_detail", args=[self.pk])

    @property
    def is_open(self):
        return not self.answer
