"""An action planned together: a plan that each party writes and accepts."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.fields import Author
from partnerships.french import clock, when
from partnerships.models import Acceptance, Link, SharedText, Structure, TextVersion
from partnerships.models.mechanics import title_of
from workshops.models.workshops import Workshop
from workshops.querysets import (
    PlanCommentQuerySet,
    PlanLinkQuerySet,
    PlanQuerySet,
    PlanSlotQuerySet,
)


class Plan(SharedText):
    """What the parties agree to do in a workshop: its own words, beside those of the workshop.

    Title, form, objective, themes, place and number of places are the workshop’s; who does what
    and when are the shares and slots.
    """

    PAGES = "workshops:plan"
    THE, THIS = _("le plan"), _("ce plan")
    OVER = _("Ce programme est terminé : ses plans ne changent plus.")
    NOTHING_LEFT = _("Ce programme est terminé : il n’y a plus rien à accepter.")
    NO_PARTY = _("Cette structure ne prépare plus cet atelier.")
    PARTY_LEFT = _("La structure à qui ce lien fut envoyé ne prépare plus cet atelier.")
    # The words of the plan itself, in the order they are read.
    WORDS = ("audience", "school_link", "needs")
    # Those of the workshop that are agreed on with it.
    OF_WORKSHOP = ("title", "format", "initiative", "objective", "place", "capacity")
    # All of them, as one reads them.
    READ = (
        *("title", "format", "initiative", "objective", "themes", *WORDS, "pathway"),
        *("schools", "host", "place", "capacity"),
    )

    workshop = models.OneToOneField(
        Workshop, models.CASCADE, related_name="plan", verbose_name=_("atelier")
    )
    audience = models.TextField(_("à qui il s’adresse"), blank=True)
    school_link = models.TextField(
        _("lien avec le programme de l’école"),
        blank=True,
        help_text=_("Ce que les élèves apprennent au même moment, le projet d’école…"),
    )
    needs = models.TextField(
        _("ce qu’il faut prévoir"), blank=True, help_text=_("Salle, matériel, garde d’enfants…")
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["workshop"]

    def __str__(self):
        return str(self.workshop)

    @property
    def key(self):
        return self.workshop_id

    @property
    def setting(self):
        return self.workshop.programme

    @property
    def within(self):
        return _("programme « %(name)s »") % {"name": self.setting}

    @property
    def is_in_force(self):
        return self.setting.ends_on >= timezone.localdate()

    @property
    def is_blank(self):
        return self.version == 1 and not (
            self.workshop.objective or any(getattr(self, word) for word in self.WORDS)
        )

    def sides(self):
        """The shares in the order of an agreement: schools first, then as they came."""
        return sorted(
            self.shares.all(), key=lambda share: (share.structure.kind != "school", share.pk)
        )

    def parties(self):
        return [share.structure for share in self.sides()]

    def writers(self):
        return frozenset([self.setting.lead_id])

    def content(self):
        """The workshop’s own words, those of the plan, its slots, and what each party does."""
        workshop = self.workshop
        shares = list(self.shares.select_related("structure").order_by("pk"))
        return {
            **{name: getattr(workshop, name) for name in self.OF_WORKSHOP},
            "host": str(workshop.host),
            "pathway": str(workshop.pathway or ""),
            "themes": sorted(theme.label for theme in workshop.themes.all()),
            "schools": sorted(
                str(school) for school in workshop.schools.select_related("structure")
            ),
            **{word: getattr(self, word) for word in self.WORDS},
            "parties": [str(share.structure) for share in shares],
            "slots": [slot.written for slot in self.slots.order_by("meets_on", "starts_at")],
            "sides": {str(share.structure_id): share.does for share in shares},
        }

    def flat(self, content):
        found = {key: in_words(value) for key, value in content.items() if key != "sides"}
        for name in ("format", "initiative"):
            choices = dict(Workshop._meta.get_field(name).choices)
            found[name] = str(choices.get(content.get(name), ""))
        found["slots"] = "\n".join(slot_in_words(each) for each in content.get("slots", []))
        for side, does in content.get("sides", {}).items():
            found[f"{side}-does"] = does
        return found

    def titles(self):
        found = {
            name: title_of(Plan if name in self.WORDS else Workshop, name) for name in self.READ
        }
        found |= {"parties": str(_("Qui le prépare")), "slots": str(_("Créneaux"))}
        for share in self.sides():
            found[f"{share.structure_id}-does"] = _("%(party)s : %(what)s") % {
                "party": share.structure,
                "what": PlanShare._meta.get_field("does").verbose_name,
            }
        return found


def in_words(value):
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def slot_in_words(written):
    """« 2026-12-01 14:00-16:00 » → « mardi 1er décembre, 14 h – 16 h »."""
    day, hours = written.split()
    starts_at, ends_at = (clock(dt.time.fromisoformat(each)) for each in hours.split("-"))
    return f"{when(dt.date.fromisoformat(day))}, {starts_at} – {ends_at}"


class PlanShare(models.Model):
    """What one party does in a workshop; who has a share accepts the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="shares", verbose_name=_("plan"))
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("structure")
    )
    does = models.TextField(_("ce que nous faisons"), blank=True)

    class Meta:
        verbose_name = _("part d’une structure dans le plan")
        verbose_name_plural = _("parts des structures dans le plan")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "structure"],
                name="plan_share_once_per_party",
                violation_error_message=_("Cette structure a déjà sa part du plan."),
            ),
        ]

    def __str__(self):
        return str(self.structure)


class PlanSlot(models.Model):
    """A moment somebody proposes; agreed on, it becomes a session."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="slots", verbose_name=_("plan"))
    meets_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("début"))
    ends_at = models.TimeField(_("fin"))
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposé par"),
    )

    objects = PlanSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("créneau proposé")
        verbose_name_plural = _("créneaux proposés")
        ordering = ["plan", "meets_on", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "meets_on", "starts_at"],
                name="plan_slot_once",
                violation_error_message=_("Ce créneau est déjà proposé."),
            ),
            models.CheckConstraint(
                name="plan_slot_lasts",
                condition=~Q(starts_at=F("ends_at")),
                violation_error_message=_("La séance doit durer : la fin n’est pas le début."),
            ),
        ]

    def __str__(self):
        return self.written

    @property
    def written(self):
        """« 2026-12-01 14:00-16:00 », the same in every language: versions are compared by it."""
        return f"{self.meets_on} {self.starts_at:%H:%M}-{self.ends_at:%H:%M}"


class PlanVersion(TextVersion):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions", verbose_name=_("plan"))

    class Meta:
        verbose_name = _("version du plan")
        verbose_name_plural = _("versions du plan")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_version_once",
                violation_error_message=_("Cette version existe déjà."),
            ),
        ]


class PlanAcceptance(Acceptance):
    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="acceptances", verbose_name=_("plan")
    )

    class Meta:
        verbose_name = _("acceptation du plan")
        verbose_name_plural = _("acceptations du plan")
        ordering = ["plan", "accepted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "structure", "version"],
                name="plan_accepted_once_per_version",
                violation_error_message=_("Cette structure a déjà accepté cette version."),
            ),
        ]


class PlanLink(Link):
    """The letter by which a partner reads the plan and accepts without an account."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="links", verbose_name=_("plan"))
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name=_("structure")
    )

    objects = PlanLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien vers le plan")
        verbose_name_plural = _("liens vers le plan")
        ordering = ["-created_at", "-pk"]

    @property
    def text(self):
        return self.plan


class PlanComment(models.Model):
    """A remark beside the plan, on one passage or on the whole; settled when it has been heard."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comments", verbose_name=_("plan"))
    # The name of the passage, nothing for the whole.
    about = models.CharField(_("à propos de"), max_length=30, blank=True)
    words = models.TextField(_("remarque"), max_length=1000)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("au titre de")
    )
    author = Author(_("de"))
    written_at = models.DateTimeField(_("écrite le"), auto_now_add=True)
    settled_at = models.DateTimeField(_("réglée le"), null=True, blank=True, editable=False)
    settled_by = Author(_("réglée par"))

    objects = PlanCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("remarque sur le plan")
        verbose_name_plural = _("remarques sur le plan")
        ordering = ["plan", "written_at", "pk"]

    def __str__(self):
        return self.words[:80]
