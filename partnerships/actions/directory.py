"""What is corrected in the directory by those it speaks of, or who know a school."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit, files
from partnerships.actions.changes import change, locked
from partnerships.models import School, Structure, User


@transaction.atomic
def add_structure(
    *, structure: Structure, networks: Iterable[Structure] = (), by: User
) -> Structure:
    """A partner the directory did not know yet, up to date as of today.

    Refuses (ValidationError) a name already borne in that town, and a service of a service;
    schools come from their own list.
    """
    structure.source = _("saisie par un partenaire")
    structure.recorded_on = timezone.localdate()
    structure.full_clean()
    structure.save()
    structure.networks.set(networks)
    audit.record(audit.Verb.CREATED, structure, by=by, structure=structure)
    return structure


def change_structure(*, structure: Structure, values: Mapping[str, object], by: User) -> Structure:
    """A structure corrects its own page, which is then up to date as of today (PAR-032).

    Refuses (ValidationError) a bad SIRET or RNA, what another structure already bears, and to be
    a service of a service, or of one of its own services (PAR-004, PAR-010).
    """
    freshness = {
        "recorded_on": timezone.localdate(),
        "source": _("la structure elle-même"),
    }
    return change(structure, values={**values, **freshness}, by=by, structure=structure)


def put_logo(*, structure: Structure, logo: files.SafeFile, by: User) -> None:
    """What prints beside its name; the former one goes. Refuses (Gone) a deleted structure."""
    with files.kept(structure.logo, logo):
        dress(structure, structure.logo.name, by)


def remove_logo(*, structure: Structure, by: User) -> None:
    """Its name prints instead. Refuses (Gone) a deleted structure."""
    dress(structure, "", by)


@transaction.atomic
def dress(structure, name, by):
    fresh = locked(structure)
    files.forget(fresh.logo)
    fresh.logo = name
    # Nothing else of the record is said to be right today.
    fresh.save(update_fields=["logo"])
    audit.record(audit.Verb.CHANGED, fresh, by=by, structure=fresh, fields=["logo"])


def change_knowledge(*, school: School, values: Mapping[str, object], by: User) -> School:
    """What partners learnt of a school: how it works, its constraints, when to meet."""
    return change(school, values=values, by=by, structure=school.structure)
