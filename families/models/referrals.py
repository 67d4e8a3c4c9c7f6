import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models.households import Parent
from families.querysets import ReferralLinkQuerySet, ReferralQuerySet
from partnerships.fields import SearchKey
from partnerships.models import Link, Structure
from partnerships.validators import validate_phone

# Letters and figures that one does not mistake for another when read aloud.
ALPHABET = "ACDEFHJKMNPRTUVWXY34679"


def new_number():
    """A number to print and to say on the telephone: « K7MC-9PXR »."""
    half = ["".join(secrets.choice(ALPHABET) for _letter in range(4)) for _half in range(2)]
    return "-".join(half)


class Referral(models.Model):
    """A person shown the way to a programme or another structure, with their agreement.

    Nothing of it exists for the other side before the agreement is recorded, nor once withdrawn.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("accord du parent à recueillir")
        REQUESTED = "requested", _("demandée")
        ACCEPTED = "accepted", _("acceptée")
        CAME = "came", _("venue")
        REFUSED = "refused", _("refusée")
        NO_SHOW = "no_show", _("sans suite")
        EXPIRED = "expired", _("expirée")
        WITHDRAWN = "withdrawn", _("accord retiré")

    class Refusal(models.TextChoices):
        FULL = "full", _("plus de place")
        NOT_CONCERNED = "not_concerned", _("ne relève pas de notre action")
        UNREACHABLE = "unreachable", _("personne injoignable")
        DECLINED = "declined", _("la personne ne le souhaite plus")
        OTHER = "other", _("autre raison")

    class AgreedHow(models.TextChoices):
        SPOKEN = "spoken", _("de vive voix")
        PAPER = "paper", _("bon signé")
        PHONE = "phone", _("au téléphone")

    class ContactBy(models.TextChoices):
        PHONE = "phone", _("par téléphone")
        EMAIL = "email", _("par e-mail")
        SENDER = "sender", _("par la personne qui oriente")

    number = models.CharField(
        _("numéro du bon"), max_length=9, unique=True, default=new_number, editable=False
    )
    sender = models.ForeignKey(
        Structure, models.PROTECT, related_name="referrals_sent", verbose_name=_("orientée par")
    )
    receiver = models.ForeignKey(
        Structure, models.PROTECT, related_name="referrals_received", verbose_name=_("vers")
    )
    # The programme or the service, in words; who is asked may be known before what.
    toward = models.CharField(_("pour quoi"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="referrals",
        verbose_name=_("saisie par"),
    )
    prescriber_name = models.CharField(_("professionnel qui oriente"), max_length=120)
    prescriber_function = models.CharField(_("sa fonction"), max_length=120, blank=True)
    prescriber_email = models.EmailField(_("son e-mail"), blank=True)
    # The record at the sender’s, and the one it became at the receiver’s.
    parent = models.ForeignKey(
        Parent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("parent"),
    )
    received_as = models.ForeignKey(
        Parent,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="referrals_received",
        verbose_name=_("fiche à l’arrivée"),
    )
    first_name = models.CharField(_("prénom"), max_length=60, blank=True)
    last_name = models.CharField(_("nom"), max_length=60, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[validate_phone])
    email = models.EmailField(_("adresse e-mail"), blank=True)
    contact_by = models.CharField(
        _("comment la joindre"), max_length=6, choices=ContactBy, default=ContactBy.PHONE
    )
    availability = models.CharField(_("quand la joindre"), max_length=150, blank=True)
    wish = models.CharField(
        _("ce que la personne souhaite"),
        max_length=200,
        blank=True,
        help_text=_("Ses mots, sans motif social ni santé : jamais imprimé sur le bon."),
    )
    first_meeting = models.CharField(_("premier rendez-vous"), max_length=150, blank=True)
    asked_on = models.DateField(_("demandé par la famille le"), null=True, blank=True)
    made_on = models.DateField(_("orientée le"))
    valid_until = models.DateField(_("valable jusqu’au"))
    agreed_on = models.DateField(_("accord du parent le"), null=True, blank=True)
    agreed_how = models.CharField(_("accord donné"), max_length=6, choices=AgreedHow, blank=True)
    status = models.CharField(
        _("état"), max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    status_at = models.DateTimeField(_("depuis le"), null=True, blank=True, editable=False)
    answered_by = models.CharField(_("réponse de"), max_length=150, blank=True, editable=False)
    refusal = models.CharField(_("raison du refus"), max_length=13, choices=Refusal, blank=True)
    forgotten_on = models.DateField(_("oubliée le"), null=True, blank=True, editable=False)
    search_key = SearchKey("first_name", "last_name", "number", db_index=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("orientation")
        ordering = ["-made_on", "-pk"]
        indexes = [
            models.Index(fields=["receiver", "status"], name="referral_to_answer"),
            models.Index(fields=["sender", "status"], name="referral_followed"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_agreed_before_it_is_sent",
                condition=Q(status__in=["draft", "withdrawn", "expired"])
                | Q(agreed_on__isnull=False),
                violation_error_message=_("Notez d’abord l’accord du parent : quand et comment."),
            ),
            models.CheckConstraint(
                name="referral_agreed_when_and_how",
                condition=Q(agreed_on__isnull=True, agreed_how="")
                | Q(agreed_on__isnull=False) & ~Q(agreed_how=""),
                violation_error_message=_("L’accord du parent a une date et une manière."),
            ),
            models.CheckConstraint(
                name="referral_refused_with_a_reason",
                condition=Q(status="refused") & ~Q(refusal="")
                | ~Q(status="refused") & Q(refusal=""),
                violation_error_message=_("Un refus a une raison."),
            ),
            models.CheckConstraint(
                name="referral_valid_from_its_day_on",
                condition=Q(valid_until__gte=F("made_on")),
                violation_error_message=_("Le bon finit avant d’avoir commencé."),
            ),
            models.CheckConstraint(
                name="referral_names_somebody_until_forgotten",
                condition=~Q(first_name="") | Q(forgotten_on__isnull=False),
                violation_error_message=_("Donnez au moins un prénom."),
            ),
            models.CheckConstraint(
                name="referral_keeps_nothing_once_forgotten",
                condition=Q(forgotten_on__isnull=True)
                | Q(first_name="", last_name="", phone="", email="", wish="", availability=""),
                violation_error_message=_("Une orientation oubliée n’a plus de nom."),
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip() or str(_("personne oubliée"))

    def get_absolute_url(self):
        return reverse("families:referral_detail", args=[self.pk])

    def get_short_name(self):
        """« Samira B. »: all that is said of somebody before an answer."""
        initial = f"{self.last_name[:1]}." if self.last_name else ""
        return f"{self.first_name} {initial}".strip() or str(self)

    @property
    def initial(self):
        """« S. »: all that a letter by e-mail says of somebody."""
        return f"{self.first_name[:1]}." if self.first_name else str(self)

    @property
    def is_past(self):
        """Nobody answered in time: it counts as expired, even before it is marked so."""
        return (
            self.status in {self.Status.DRAFT, self.Status.REQUESTED}
            and self.valid_until < timezone.localdate()
        )

    @property
    def state(self):
        """Its status today, the day it was valid until taken into account."""
        return self.Status.EXPIRED if self.is_past else self.Status(self.status)

    @property
    def is_printable(self):
        """A voucher to have signed, or to show: neither over nor withdrawn."""
        held = {self.Status.DRAFT, self.Status.REQUESTED, self.Status.ACCEPTED, self.Status.CAME}
        return self.state in held


class ReferralLink(Link):
    """The letter by which the other side answers without an account."""

    referral = models.ForeignKey(
        Referral, models.CASCADE, related_name="links", verbose_name=_("orientation")
    )

    objects = ReferralLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien vers l’orientation")
        verbose_name_plural = _("liens vers l’orientation")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.email}, {self.referral.number}"
