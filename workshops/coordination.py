"""Who coordinates a programme at each partner’s: what its page, the home and the relay say."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import registry
from partnerships.models import Partnership, Structure, Tenure, User
from partnerships.registry import Due, Line, Part, Section
from workshops.actions.coordination import name_coordinator, remove_coordinator
from workshops.models import LocalCoordination, Programme


@dataclass(frozen=True)
class Place:
    """One partner of a programme: who coordinates it there, and who did and has left."""

    structure: Structure
    present: list[LocalCoordination]
    left: list[LocalCoordination]

    @property
    def is_bare(self):
        return not (self.present or self.left)


def places(programme: Programme, partnerships: list[Partnership], today: dt.date) -> list[Place]:
    """The partners, by name, among the parties of those partnerships."""
    partners = Structure.objects.filter(partnerships__in=partnerships)
    partners = partners.exclude(pk=programme.lead_id).distinct().in_name_order()
    rows = list(programme.coordinations.with_holder())
    return [place(structure, rows, today) for structure in partners]


def place(structure, rows, today):
    own = [row for row in rows if row.tenure.structure_id == structure.pk]
    left = [row for row in own if row.tenure.is_over(today)]
    return Place(structure, [row for row in own if row not in left], left)


def due(user: User, today: dt.date):
    """For those who lead it: whoever coordinated it somewhere has left, and nobody follows."""
    rows = LocalCoordination.objects.writable_by(user).to_replace(today).with_holder()
    for row in rows.select_related("programme").order_by("tenure__ends_on", "pk"):
        structure = row.tenure.structure
        yield Due(
            kind=_("Coordinations à reprendre"),
            title=str(row.programme),
            detail=_("%(name)s n’est plus là, à remplacer côté %(structure)s.")
            % {"name": row.tenure.contact, "structure": structure},
            verb=_("Remplacer"),
            url=reverse("workshops:coordination_create", args=[row.programme_id, structure.pk]),
            is_broken=True,
        )


def handover(partnership: Partnership, user: User):
    """Whom to call for each programme led together."""
    today = timezone.localdate()
    rows = LocalCoordination.objects.visible_to(user).of_partnership(partnership)
    lines = tuple(line(row, today) for row in rows.running(today).with_holder())
    if lines:
        yield Section(Part.PEOPLE, _("Qui coordonne chaque programme"), lines)


def line(row, today):
    said = f"{row.tenure.contact}, {row.tenure.function}"
    if row.tenure.is_over(today):
        said = _("%(who)s (n’est plus là, à remplacer)") % {"who": said}
    return Line(said, detail=str(row.programme), before=str(row.tenure.structure))


def holdings(leaver):
    """The programmes somebody coordinates there, as long as they run."""
    if not leaver.contact:
        return
    rows = LocalCoordination.objects.running(timezone.localdate()).filter(
        tenure__contact=leaver.contact, tenure__structure=leaver.structure
    )
    for row in rows.select_related("programme__lead", "tenure").order_by("pk"):
        yield registry.Holding(
            kind=_("Programmes à coordonner"),
            title=str(row.programme),
            url=row.programme.get_absolute_url(),
            hand_over=partial(pass_on, row),
        )


def pass_on(row, colleague, by):
    """To a colleague who has a function there; False when the directory knows none of theirs."""
    if not colleague.contact:
        return False
    tenures = Tenure.objects.current().filter(structure=colleague.structure)
    tenure = tenures.filter(contact=colleague.contact).first()
    if tenure is None:
        return False
    remove_coordinator(coordination=row, by=by)
    if not row.programme.coordinations.filter(tenure__contact=colleague.contact).exists():
        name_coordinator(programme=row.programme, tenure=tenure, by=by)
    return True
