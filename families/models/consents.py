from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from families.models.households import Parent
from families.models.notices import Notice
from families.querysets import ConsentQuerySet
from partnerships.fields import Author
from partnerships.models import Structure


class Consent(models.Model):
    """What a parent said of one use, one day; a new answer ends this one and never rewrites it."""

    class Purpose(models.TextChoices):
        IMAGE = "image", _("photos et vidéos")
        QUOTE = "quote", _("paroles citées")
        SHARING = "sharing", _("partage de ses coordonnées")

    class State(models.TextChoices):
        GIVEN = "given", _("donné")
        REFUSED = "refused", _("refusé")
        WITHDRAWN = "withdrawn", _("retiré")

    class How(models.TextChoices):
        SPOKEN = "spoken", _("de vive voix")
        PAPER = "paper", _("sur papier signé")
        MESSAGE = "message", _("par message")

    parent = models.ForeignKey(
        Parent, models.CASCADE, related_name="consents", verbose_name=_("parent")
    )
    purpose = models.CharField(_("pour"), max_length=8, choices=Purpose)
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("avec quelle structure"),
    )
    state = models.CharField(_("accord"), max_length=9, choices=State)
    said_on = models.DateField(_("dit le"))
    how = models.CharField(_("comment"), max_length=8, choices=How, default=How.SPOKEN)
    notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version de la notice"),
    )
    recorded_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    recorded_by = Author(_("noté par"))
    ended_at = models.DateTimeField(_("remplacé le"), null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consentement")
        ordering = ["parent", "-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "purpose"],
                condition=Q(ended_at__isnull=True, structure__isnull=True),
                name="consent_one_answer_at_a_time",
                violation_error_message=_("Une réponse est déjà notée pour cet usage."),
            ),
            models.UniqueConstraint(
                fields=["parent", "purpose", "structure"],
                condition=Q(ended_at__isnull=True, structure__isnull=False),
                name="consent_one_answer_per_structure",
                violation_error_message=_("Une réponse est déjà notée pour cette structure."),
            ),
            models.CheckConstraint(
                name="consent_shares_with_a_named_structure",
                condition=Q(purpose="sharing", structure__isnull=False)
                | ~Q(purpose="sharing") & Q(structure__isnull=True),
                violation_error_message=_("Un partage nomme la structure, et lui seul."),
            ),
        ]

    def __str__(self):
        return f"{self.subject} : {self.get_state_display()}"

    @property
    def subject(self):
        """« paroles citées »; « partage de ses coordonnées avec la Mission locale »."""
        if self.structure is None:
            return self.get_purpose_display()
        return _("%(purpose)s avec %(structure)s") % {
            "purpose": self.get_purpose_display(),
            "structure": self.structure,
        }

    @property
    def is_given(self):
        return self.state == self.State.GIVEN and self.ended_at is None
