from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.constraints import ends_after_starts
from partnerships.fields import SearchKey
from partnerships.models.mechanics import Link
from partnerships.models.structures import Observation, Structure
from partnerships.querysets import LinkQuerySet, MembershipQuerySet
from partnerships.questions import written_once
from partnerships.rights import Rights


class UserManager(BaseUserManager):
    def working_in(self, structure):
        """The accounts that run workshops there, or speak for it, in the order of names."""
        held = Membership.objects.current().filter(structure=structure).exclude(role="observer")
        return self.filter(pk__in=held.values("user")).order_by("sort_key", "pk")

    def coordinating(self, structures):
        """Who may be written to about what these structures answer for: open accounts of today."""
        held = Membership.objects.current().filter(
            role=Membership.Role.COORDINATOR, structure__in=structures
        )
        return self.filter(pk__in=held.values("user"), is_active=True).order_by("pk")

    def with_a_role_in(self, structure):
        """The accounts that have, or will have, any role there."""
        held = Membership.objects.unended().filter(structure=structure)
        return self.filter(pk__in=held.values("user"))

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account: somebody who signs in by e-mail. What they may do is in their memberships."""

    email = models.EmailField(
        _("adresse e-mail"),
        unique=True,
        error_messages={"unique": _("Un compte existe déjà pour cette adresse.")},
    )
    first_name = models.CharField(_("prénom"), max_length=60, blank=True)
    last_name = models.CharField(_("nom"), max_length=60, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("administre la plateforme"), default=False)
    is_demo = models.BooleanField(_("compte de démonstration"), default=False, editable=False)
    language = models.CharField(
        _("langue des pages"), max_length=2, choices=settings.LANGUAGES, default="fr"
    )
    welcomed_on = models.DateField(_("visite faite le"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("compte créé le"), default=timezone.now, editable=False)
    sort_key = SearchKey("last_name", "first_name", "email")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("compte")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_once_per_email",
                violation_error_message=_("Un compte existe déjà pour cette adresse."),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        """« Nadia O. », as colleagues call each other on a sheet."""
        initial = f"{self.last_name[:1]}." if self.last_name else ""
        return f"{self.first_name} {initial}".strip() or self.email.partition("@")[0]

    @cached_property
    def rights(self):
        """Read once for the life of this object, which a request does not outlive."""
        held = {role: set() for role in Membership.Role.values}
        for structure, role in roles_of(self.pk, timezone.localdate()):
            held[role].add(structure)
        observes = frozenset(held[Membership.Role.OBSERVER])
        watches = Observation.objects.current().filter(observer__in=observes) if observes else ()
        return Rights(
            coordinates=frozenset(held[Membership.Role.COORDINATOR]),
            facilitates=frozenset(held[Membership.Role.FACILITATOR]),
            partners=frozenset(held[Membership.Role.PARTNER]),
            observes=observes,
            watches=frozenset(observation.observed_id for observation in watches),
        )


@written_once
def roles_of(user, day):
    """(structure, role) of each of theirs, that day."""
    rows = Membership.objects.filter(user=user).current(day).order_by()
    return rows.values_list("structure_id", "role")


class Membership(models.Model):
    """What somebody does in a structure, from one day to another."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("anime des ateliers")
        COORDINATOR = "coordinator", _("coordonne")
        PARTNER = "partner", _("partenaire (école, association…)")
        OBSERVER = "observer", _("observe les chiffres, jamais un nom")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("compte")
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="memberships", verbose_name=_("structure")
    )
    role = models.CharField(_("rôle"), max_length=12, choices=Role)
    starts_on = models.DateField(_("depuis"), default=timezone.localdate)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle dans une structure")
        verbose_name_plural = _("rôles dans les structures")
        ordering = ["structure", "role", "user"]
        constraints = [
            ends_after_starts("membership_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["user", "structure", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_once_at_a_time",
                violation_error_message=_("Cette personne a déjà ce rôle dans cette structure."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.structure} : {self.get_role_display()}"


class Invitation(Link):
    """A colleague is asked to open an account, in one structure and one role."""

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="invitations", verbose_name=_("structure")
    )
    role = models.CharField(_("rôle"), max_length=12, choices=Membership.Role)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.email}, {self.structure}"
