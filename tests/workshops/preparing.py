"""A centre and a school that prepare a workshop together, as the tests of plans need them."""

import datetime as dt
from types import SimpleNamespace

from partnerships.actions import accord
from tests.factories import (
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    partner,
)
from workshops.actions import plans
from workshops.models import Plan, PlanSlot

WORDS = {"audience": "Les parents du CP.", "school_link": "", "needs": ""}
DAY = dt.date(2026, 4, 7)


def around(**programme):
    """The centre leads a programme, the school is its partner; both sign in."""
    centre = StructureFactory(name="Centre")
    school = SchoolFactory(structure__name="École")
    partnership = PartnershipFactory(name="École et Centre", parties=[centre, school.structure])
    dates = {"starts_on": dt.date(2025, 9, 1), "ends_on": dt.date(2026, 8, 31)} | programme
    programme = ProgrammeFactory(title="Relais", lead=centre, **dates)
    programme.partnerships.add(partnership)
    return SimpleNamespace(
        centre=centre,
        school=school.structure,
        campus=school,
        partnership=partnership,
        programme=programme,
        boss=coordinator(centre, first_name="Nadia", last_name="Ostrowski"),
        head=partner(school.structure, first_name="Hélène", last_name="Vasseur"),
    )


def begun(table, **workshop):
    """Version 1: what the workshop says already, nobody’s share yet."""
    fields = {"title": "Jouer aux maths", "objective": "Oser compter."} | workshop
    made = WorkshopFactory(programme=table.programme, **fields)
    made.schools.add(table.campus)
    return plans.begin(workshop=made, by=table.boss)


def rewritten(plan, table, workshop=(), shares=(), **words):
    """One more version, by the centre."""
    return plans.write(
        plan=plan,
        seen=again(plan).version,
        workshop=dict(workshop),
        words=words,
        shares=dict(shares),
        by=table.boss,
    )


def slot(plan, by, *, day=DAY, hour=14, structure=None):
    found = PlanSlot(
        plan=plan,
        meets_on=day,
        starts_at=dt.time(hour),
        ends_at=dt.time(hour + 2),
        structure=structure,
    )
    return plans.propose_slot(slot=found, by=by)


def accepted_by(plan, *structures, by):
    for structure in structures:
        accord.accept(text=plan, structure=structure, seen=again(plan).version, by=by)


def again(plan):
    return Plan.objects.get(pk=plan.pk)


def url(plan, *parts):
    return plan.get_absolute_url() + "".join(f"{part}/" for part in parts)


def form_of(plan, **changed):
    """What the whole form sends."""
    plan = again(plan)
    workshop = plan.workshop
    sent = {name: getattr(workshop, name) or "" for name in Plan.OF_WORKSHOP}
    sent |= {name: getattr(plan, name) for name in Plan.WORDS}
    sent |= {"host": workshop.host_id, "seen": plan.version}
    sent["schools"] = list(workshop.schools.values_list("pk", flat=True))
    sent["themes"] = list(workshop.themes.values_list("pk", flat=True))
    for share in plan.shares.all():
        sent[f"{share.structure_id}-does"] = share.does
    return sent | changed
