"""An agreement between a centre and a school, as its tests need it."""

from types import SimpleNamespace

from partnerships.actions import accord, agreements
from partnerships.models import Agreement
from tests.factories import (
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    coordinator,
    partner,
)

WORDS = {"objectives": "Ouvrir l’école aux parents.", "rhythm": "Le mardi midi."}


def around_a_table(**partnership):
    """A centre with its coordinator, a school without an account, and their partnership."""
    centre = StructureFactory(name="Centre")
    school = SchoolFactory(structure__name="École").structure
    made = PartnershipFactory(name="École et Centre", parties=[centre, school], **partnership)
    boss = coordinator(centre, first_name="Nadia", last_name="Ostrowski")
    return SimpleNamespace(centre=centre, school=school, partnership=made, boss=boss)


def written(table, words=WORDS, year=2025):
    """Version 2: the first words, none of the sides yet."""
    made = agreements.draft(
        partnership=table.partnership, school_year=year, kind="yearly", by=table.boss
    )
    return agreements.write(agreement=made, seen=1, words=words, sides={}, by=table.boss)


def rewritten(agreement, table, **words):
    """One more version."""
    return agreements.write(
        agreement=agreement, seen=agreement.version, words=words, sides={}, by=table.boss
    )


def accepted_by(agreement, *structures, by):
    for structure in structures:
        accord.accept(text=agreement, structure=structure, seen=agreement.version, by=by)


def head(table):
    """Somebody of the school who signs in."""
    return partner(table.school, first_name="Hélène", last_name="Vasseur")


def with_pen(agreement, by):
    accord.take_pen(text=agreement, by=by)
    return agreement


def url(agreement, *parts):
    return agreement.get_absolute_url() + "".join(f"{part}/" for part in parts)


def again(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def form_of(agreement, **changed):
    """What the whole form sends."""
    sent = {name: getattr(agreement, name) for name in [*Agreement.WORDS, "kind", "charter"]}
    for expectation in agreement.expectations.all():
        for word in expectation.WORDS:
            sent[f"{expectation.structure_id}-{word}"] = getattr(expectation, word)
    return sent | {"seen": agreement.version} | changed
