"""Where an installation has got to: nothing is kept of it, everything is read in what is there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models import AuditEvent, Invitation, Membership, Structure, User
from workshops.models import Programme

RUN_BY = [Membership.Role.COORDINATOR, Membership.Role.FACILITATOR]


@dataclass(frozen=True)
class Step:
    """One of four; `answer` is what was said of it, `is_next` the first that is not done."""

    title: str
    purpose: str
    answer: str
    url: str
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True)
class Progress:
    structure: Structure | None
    has_zone: bool
    has_team: bool
    has_programme: bool

    @property
    def is_over(self):
        return self.has_zone and self.has_team and self.has_programme

    @property
    def place(self):
        """« Roubaix, zone B », once said."""
        if not self.has_zone:
            return ""
        zone = self.structure.get_holiday_zone_display()
        return ", ".join(filter(None, [self.structure.commune, zone]))

    @property
    def steps(self) -> list[Step]:
        told = [
            (_("Votre structure"), _("Qui s’installe ici."), self.structure, "structure"),
            (_("Son territoire"), _("Ses vacances, ses quartiers."), self.place, "territory"),
            (_("Les premiers comptes"), _("Qui coordonne, qui anime."), "", "team"),
            (_("Le premier programme"), _("Ce que vous menez, et avec qui."), "", "programme"),
        ]
        done = [bool(self.structure), self.has_zone, self.has_team, self.has_programme]
        coming = done.index(False) if False in done else None
        return [
            Step(*said, reverse(f"first_steps_{page}"), is_done, number == coming)
            for number, ((*said, page), is_done) in enumerate(zip(told, done, strict=True))
        ]

    @property
    def next_url(self):
        return next((step.url for step in self.steps if step.is_next), reverse("home"))


def progress() -> Progress:
    structure = begun()
    if structure is None:
        return Progress(None, has_zone=False, has_team=False, has_programme=False)
    return Progress(
        structure=structure,
        has_zone=bool(structure.holiday_zone),
        has_team=Membership.objects.filter(structure=structure, role__in=RUN_BY).exists()
        or Invitation.objects.usable().filter(structure=structure, role__in=RUN_BY).exists(),
        has_programme=Programme.objects.filter(lead=structure).exists(),
    )


def begun() -> Structure | None:
    """The structure this installation was made for.

    The first where somebody works or is invited to; before that, the last that an administrator
    wrote down or chose (the directory alone, imported, says nothing).
    """
    for links in (Membership, Invitation):
        first = links.objects.filter(role__in=RUN_BY).order_by("pk").select_related("structure")
        if link := first.first():
            return link.structure
    written = AuditEvent.objects.filter(
        actor__is_staff=True, object_type="partnerships.structure", structure__isnull=False
    )
    written = written.exclude(structure__kind=Structure.Kind.SCHOOL)
    line = written.select_related("structure").order_by("-pk").first()
    return line.structure if line else None


def may_take(user: User, structure: Structure | None) -> bool:
    """Whoever administers the platform, and whoever coordinates that structure."""
    return user.is_staff or bool(structure and structure.pk in user.rights.coordinates)


def remaining(user: User) -> Progress | None:
    """What the first page of an administrator says is left to do; nothing once it is done."""
    if not user.is_staff:
        return None
    state = progress()
    return None if state.is_over else state
