"""A school and a centre around one table, with somebody of each; what pages say, as text."""

from types import SimpleNamespace

from tests.factories import (
    ContactFactory,
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    TenureFactory,
    coordinator,
    facilitator,
    partner,
)


def table():
    centre = StructureFactory(name="Centre")
    school = SchoolFactory(structure__name="École").structure
    partnership = PartnershipFactory(
        name="École et Centre", stage="active", parties=[centre, school]
    )
    head = ContactFactory(first_name="Hélène", last_name="Vasseur", email="helene@exemple.test")
    TenureFactory(contact=head, structure=school, function="directrice")
    boss = coordinator(centre, first_name="Nadia", last_name="Ostrowski")
    guide = ContactFactory(
        first_name="Nadia", last_name="Ostrowski", email="nadia@exemple.test", account=boss
    )
    TenureFactory(contact=guide, structure=centre, function="coordinatrice")
    return SimpleNamespace(
        centre=centre,
        school=school,
        partnership=partnership,
        head=head,
        guide=guide,
        boss=boss,
        animator=facilitator(centre),
        teacher=partner(school),
        stranger=coordinator(StructureFactory()),
    )
