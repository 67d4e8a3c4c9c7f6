from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.mechanics import Acceptance, Link, SharedText, TextVersion, title_of
from partnerships.models.partnerships import Partnership
from partnerships.models.structures import Structure
from partnerships.querysets import AgreementLinkQuerySet, AgreementQuerySet


class Agreement(SharedText):
    """What the parties of a partnership agree on for one school year, written by several hands."""

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("accord de l’année")
        TRIPARTITE = "tripartite", _("convention tripartite")
        CTG = "ctg", _("convention territoriale globale (CTG)")
        TOWN_POLICY = "town_policy", _("politique de la ville")
        EDUCATION = "education", _("contrat éducatif local")
        SECURITY = "security", _("contrat local de sécurité")

    class Outcome(models.TextChoices):
        RENEWED = "renewed", _("reconduit")
        NOT_RENEWED = "not_renewed", _("non reconduit")

    PAGES = "partnerships:agreement"
    THE, THIS = _("l’accord"), _("cet accord")
    OVER = _("Ce partenariat est terminé : son accord ne change plus.")
    NOTHING_LEFT = _("Ce partenariat est terminé : il n’y a plus rien à accepter.")
    NO_PARTY = _("Cette structure ne fait plus partie du partenariat.")
    PARTY_LEFT = _("La structure à qui ce lien fut envoyé ne fait plus partie du partenariat.")
    # The words of the text itself, in the order they are read.
    WORDS = (
        "diagnosis",
        "objectives",
        "working_rules",
        "common_discourse",
        "who_may_be_referred",
        "rhythm",
        "meeting_slots",
        "joint_review",
    )

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="agreements", verbose_name=_("partenariat")
    )
    # The year it starts in: 2026 is 2026-2027.
    school_year = models.PositiveSmallIntegerField(_("année scolaire"))
    kind = models.CharField(_("nature"), max_length=12, choices=Kind, default=Kind.YEARLY)
    diagnosis = models.TextField(_("ce que nous constatons ensemble"), blank=True)
    objectives = models.TextField(_("objectifs partagés"), blank=True)
    working_rules = models.TextField(_("façon de fonctionner"), blank=True)
    common_discourse = models.TextField(_("ce que nous disons ensemble aux familles"), blank=True)
    who_may_be_referred = models.TextField(_("qui peut être orienté"), blank=True)
    rhythm = models.TextField(_("rythme et déroulement"), blank=True)
    meeting_slots = models.TextField(_("moments pour se voir"), blank=True)
    joint_review = models.TextField(_("comment nous évaluerons ensemble"), blank=True)
    charter = models.CharField(_("charte à laquelle il se réfère"), max_length=200, blank=True)
    # Of elected officials, for the years of their mandate (PAR-081).
    committed_until = models.PositiveSmallIntegerField(
        _("engagement pris jusqu’en"), null=True, blank=True
    )
    politically_approved_on = models.DateField(_("validé par les élus le"), null=True, blank=True)
    inspector_approved_on = models.DateField(_("accord de l’inspection le"), null=True, blank=True)
    previous = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="next",
        verbose_name=_("année précédente"),
    )
    outcome = models.CharField(_("suite donnée"), max_length=12, choices=Outcome, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("accord")
        ordering = ["-school_year", "partnership", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "school_year", "kind"],
                name="agreement_once_a_year",
                violation_error_message=_("Cet accord existe déjà pour cette année scolaire."),
            ),
            models.CheckConstraint(
                name="agreement_in_a_plausible_year",
                condition=Q(school_year__range=(2000, 2100)),
                violation_error_message=_("Cette année scolaire n’est pas possible."),
            ),
            models.CheckConstraint(
                name="agreement_committed_from_its_year_on",
                condition=Q(committed_until__isnull=True)
                | Q(committed_until__gte=F("school_year"), committed_until__lte=2100),
                violation_error_message=_("Cet engagement finit avant l’année de l’accord."),
            ),
        ]

    def __str__(self):
        kind = self.get_kind_display() if self.kind != self.Kind.YEARLY else _("accord")
        return f"{kind[:1].upper()}{kind[1:]} {self.year}"

    @property
    def is_in_force(self):
        return not self.partnership.is_over

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
        return [party.structure for party in self.partnership.sides()]

    def writers(self):
        return frozenset(party.structure_id for party in self.partnership.parties.all())

    @property
    def year(self):
        return f"{self.school_year}-{self.school_year + 1}"

    def content(self):
        """The shared words and what each party of today says; not the steps, which are dates."""
        sides = self.partnership.parties.order_by("pk").values_list("structure", flat=True)
        said = {expectation.structure_id: expectation for expectation in self.expectations.all()}
        return {
            "kind": self.kind,
            **{word: getattr(self, word) for word in self.WORDS},
            "charter": self.charter,
            "committed_until": self.committed_until,
            "sides": {
                str(side): {word: getattr(said.get(side), word, "") for word in Expectation.WORDS}
                for side in sides
            },
        }

    def flat(self, content):
        found = {key: str(value or "") for key, value in content.items() if key != "sides"}
        found["kind"] = str(dict(self.Kind.choices).get(content.get("kind"), ""))
        for side, words in content.get("sides", {}).items():
            found |= {f"{side}-{word}": text for word, text in words.items()}
        return found

    def titles(self):
        names = ["kind", *self.WORDS, "charter", "committed_until"]
        found = {name: title_of(Agreement, name) for name in names}
        for expectation in self.expectations.all():
            for word in Expectation.WORDS:
                found[f"{expectation.structure_id}-{word}"] = _("%(party)s : %(what)s") % {
                    "party": expectation.structure,
                    "what": Expectation._meta.get_field(word).verbose_name,
                }
        return found


class Expectation(models.Model):
    """What one party brings, expects and will not do, that year."""

    WORDS = ("brings", "expects", "will_not_do")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="expectations", verbose_name=_("accord")
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name=_("structure")
    )
    brings = models.TextField(_("ce que nous apportons"), blank=True)
    expects = models.TextField(_("ce que nous attendons"), blank=True)
    will_not_do = models.TextField(_("ce que nous ne ferons pas"), blank=True)

    class Meta:
        verbose_name = _("attente d’une partie")
        verbose_name_plural = _("attentes des parties")
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "structure"],
                name="expectation_once_per_party",
                violation_error_message=_("Cette partie a déjà dit ses attentes."),
            ),
        ]

    def __str__(self):
        return str(self.structure)


class AgreementVersion(TextVersion):
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="versions", verbose_name=_("accord")
    )

    class Meta:
        verbose_name = _("version de l’accord")
        verbose_name_plural = _("versions de l’accord")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="agreement_version_once",
                violation_error_message=_("Cette version existe déjà."),
            ),
        ]

    def __str__(self):
        return f"{self.agreement}, {self.number}"


class AgreementAcceptance(Acceptance):
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="acceptances", verbose_name=_("accord")
    )

    class Meta:
        verbose_name = _("acceptation de l’accord")
        verbose_name_plural = _("acceptations de l’accord")
        ordering = ["agreement", "accepted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "structure", "version"],
                name="agreement_accepted_once_per_version",
                violation_error_message=_("Cette partie a déjà accepté cette version."),
            ),
        ]

    def __str__(self):
        return f"{self.structure}, {self.version}"


class AgreementLink(Link):
    """The letter by which a partner reads and accepts without an account."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="links", verbose_name=_("accord")
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name=_("structure")
    )

    objects = AgreementLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien vers l’accord")
        verbose_name_plural = _("liens vers l’accord")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.email}, {self.agreement}"

    @property
    def text(self):
        return self.agreement
