"""What is prepared before anybody comes: programmes, pathways, workshops and their teams."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.actions.changes import change, locked
from partnerships.models import Partnership, School, Structure, Term, User
from workshops.actions.coordination import name_coordinator
from workshops.models import (
    Facilitation,
    Module,
    Pathway,
    Plan,
    Programme,
    Session,
    TeamMember,
    Workshop,
)

# Between the old places of modules and the new ones, so that two never meet.
ELSEWHERE = 10_000
CARRIED = ("title", "format", "host", "pathway", "initiative", "objective", "place", "capacity")

# -- Programmes ----------------------------------------------------------------------------------


@transaction.atomic
def create_programme(
    *, programme: Programme, partnerships: Iterable[Partnership] = (), by: User
) -> Programme:
    """Open a season (ATE-001, ATE-003); refuses the same title twice from the same day."""
    written(programme)
    programme.partnerships.set(partnerships)
    audit.record(audit.Verb.CREATED, programme, by=by, structure=programme.lead)
    return programme


def change_programme(*, programme: Programme, values: Mapping[str, object], by: User) -> Programme:
    """Correct a season; refuses (ValidationError) what breaks a rule of the model."""
    return change(programme, values=values, by=by, structure=programme.lead)


@transaction.atomic
def renew_programme(
    *,
    programme: Programme,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    workshops: Iterable[Workshop] = (),
    by: User,
) -> Programme:
    """The next season: what the programme is, and the workshops that go on with their teams.

    Whoever coordinates it at a partner’s goes on. Neither sessions nor enrolments: who comes back enrols again. Refuses a season that already
    has its next, and one that starts before the other did.
    """
    if Programme.objects.filter(previous=programme).exists():
        raise ValidationError(_("Ce programme a déjà sa saison suivante."))
    if starts_on <= programme.starts_on:
        raise ValidationError(_("La nouvelle saison commence après celle-ci."))
    season = Programme(
        title=title,
        lead=programme.lead,
        scheme=programme.scheme,
        previous=programme,
        starts_on=starts_on,
        ends_on=ends_on,
        description=programme.description,
        addressed_to=programme.addressed_to,
        diagnosis=programme.diagnosis,
    )
    create_programme(programme=season, partnerships=programme.partnerships.all(), by=by)
    for workshop in workshops:
        carry_on(workshop, season, by=by)
    today = timezone.localdate()
    for row in programme.coordinations.exclude(tenure__ends_on__lt=today):
        name_coordinator(programme=season, tenure=row.tenure, by=by)
    return season


def carry_on(workshop, season, *, by):
    copy = Workshop(programme=season, **{name: getattr(workshop, name) for name in CARRIED})
    create_workshop(
        workshop=copy, themes=workshop.themes.all(), schools=workshop.schools.all(), by=by
    )
    for member in workshop.team.all():
        add_to_team(
            workshop=copy,
            user=member.user,
            structure=member.structure,
            is_volunteer=member.is_volunteer,
            by=by,
        )


def keep_as_example(*, workshop: Workshop, is_example: bool, by: User) -> Workshop:
    """An action worth doing again elsewhere, or no longer (ATE-017)."""
    values = {"is_example": is_example}
    return change(workshop, values=values, by=by, structure=workshop.programme.lead)


# -- Pathways ------------------------------------------------------------------------------------


@transaction.atomic
def write_pathway(
    *, pathway: Pathway, modules: Sequence[Module], removed: Sequence[Module] = (), by: User
) -> Pathway:
    """Create or change a parcours type with its modules, each at its place (ATE-018).

    Refuses two modules at the same place, and removing one that sessions already followed.
    """
    is_new = pathway.pk is None
    refuse_same_place(modules)
    written(pathway)
    for module in removed:
        remove_module(module)
    # Two modules that change places would meet: all step aside first.
    for number, module in enumerate(pathway.modules.order_by("order")):
        pathway.modules.filter(pk=module.pk).update(order=ELSEWHERE + number)
    for module in modules:
        module.pathway = pathway
        written(module)
    verb = audit.Verb.CREATED if is_new else audit.Verb.CHANGED
    audit.record(verb, pathway, by=by, structure=pathway.structure)
    return pathway


def refuse_same_place(modules):
    taken = {}
    for module in modules:
        other = taken.setdefault(module.order, module)
        if other is not module:
            raise ValidationError(
                _("« %(first)s » et « %(second)s » ont la même place, %(order)d."),
                code="order",
                params={"first": other.title, "second": module.title, "order": module.order},
            )


def remove_module(module):
    if module.sessions.exists():
        raise ValidationError(
            _(
                "« %(title)s » a déjà des séances : ce module ne peut plus être retiré. "
                "Vous pouvez changer son titre."
            ),
            code="used",
            params={"title": module.title},
        )
    module.delete()


# -- Workshops and their teams -------------------------------------------------------------------


@transaction.atomic
def create_workshop(
    *,
    workshop: Workshop,
    themes: Iterable[Term] = (),
    schools: Iterable[School] = (),
    by: User,
) -> Workshop:
    """Add an action to a programme; refuses the same title twice in it."""
    written(workshop)
    workshop.themes.set(themes)
    workshop.schools.set(schools)
    audit.record(audit.Verb.CREATED, workshop, by=by, structure=workshop.programme.lead)
    return workshop


@transaction.atomic
def change_workshop(*, workshop: Workshop, values: Mapping[str, object], by: User) -> Workshop:
    """Correct a workshop that nobody plans with others yet.

    Refuses (ValidationError) one that has a plan, which is written there, and what
    `correct_workshop` refuses.
    """
    if Plan.objects.filter(workshop=locked(workshop)).exists():
        raise ValidationError(
            _("Cet atelier se prépare à plusieurs : écrivez-le dans son plan."), code="planned"
        )
    return correct_workshop(workshop=workshop, values=values, by=by)


def correct_workshop(*, workshop: Workshop, values: Mapping[str, object], by: User) -> Workshop:
    """Refuses (ValidationError) another pathway once sessions followed this one."""
    if "pathway" in values and workshop.sessions.filter(module__isnull=False).exists():
        raise ValidationError(
            {
                "pathway": _(
                    "Des séances suivent déjà les modules de ce parcours : il ne change plus."
                )
            }
        )
    return change(workshop, values=values, by=by, structure=workshop.programme.lead)


@transaction.atomic
def add_to_team(
    *,
    workshop: Workshop,
    user: User,
    structure: Structure,
    is_volunteer: bool = False,
    by: User,
) -> TeamMember:
    """Somebody usually runs the workshop, hence keeps its sheets (ATE-045, ATE-046, ATE-052).

    Refuses somebody who is already in the team.
    """
    member = TeamMember(
        workshop=workshop, user=user, structure=structure, is_volunteer=is_volunteer
    )
    written(member)
    tell_team(workshop, user, by=by)
    return member


@transaction.atomic
def remove_from_team(*, member: TeamMember, by: User) -> None:
    """They no longer keep the sheets; the sessions they ran still say so, those to come do not."""
    tell_team(member.workshop, member.user, by=by)
    named_to_come(member).delete()
    member.delete()


def named_to_come(member: TeamMember) -> QuerySet[Facilitation]:
    """Where somebody of a team was named one by one, in sessions still planned."""
    return Facilitation.objects.filter(
        session__workshop=member.workshop_id,
        session__status=Session.Status.PLANNED,
        user=member.user_id,
    )


def tell_team(workshop, user, *, by):
    lead = workshop.programme.lead
    fields = [f"team-{user.pk}"]
    audit.record(audit.Verb.CHANGED, workshop, by=by, structure=lead, fields=fields)


def written(row):
    row.full_clean()
    row.save()
    return row
