from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.fields import SearchKey
from partnerships.querysets import TermQuerySet


class Term(models.Model):
    """One line of a reference list that an administrator may edit."""

    class Vocabulary(models.TextChoices):
        THEME = "theme", _("thème")
        SCHEME = "scheme", _("dispositif")
        PARTY_ROLE = "party_role", _("rôle dans un partenariat")
        LEVER = "lever", _("levier du partenariat")
        PURPOSE = "purpose", _("but du partenariat")
        ACTOR = "actor", _("acteur")
        CENTRE_ROLE = "centre_role", _("rôle du centre social")
        CRITERION = "criterion", _("ce qui fait que ça marche")
        DIFFICULTY = "difficulty", _("difficulté")
        SCHOOL_KNOWLEDGE = "school_knowledge", _("ce qu’il faut comprendre d’une école")
        LANGUAGE = "language", _("langue")
        SUPPORT_TOPIC = "support_topic", _("sujet d’un accompagnement")

    vocabulary = models.CharField(_("liste"), max_length=20, choices=Vocabulary)
    label = models.CharField(_("libellé"), max_length=200)
    definition = models.TextField(_("définition"), blank=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    is_active = models.BooleanField(_("proposé"), default=True)
    sort_key = SearchKey("label")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("terme de référence")
        verbose_name_plural = _("termes de référence")
        ordering = ["vocabulary", "order", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "label"],
                name="term_once_per_vocabulary",
                violation_error_message=_("Ce terme est déjà dans la liste."),
            ),
        ]

    def __str__(self):
        return self.label
