"""Builds the season of hand_computed/, table by table, as people would have noted it."""

import csv
import datetime as dt
from pathlib import Path
from types import SimpleNamespace

from families.actions import merges
from tests import factories as make

FOLDER = Path(__file__).parent / "hand_computed"
SEASONS = {"Les jeudis": 2026, "Soirs": 2026, "Avant": 2025}
CHOICES = {"good": 3, "fair": 2, "bad": 1}


def table(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def tell():
    world = SimpleNamespace(structures={}, schools={}, people={}, workshops={}, sessions={})
    world.structures["Centre"] = make.StructureFactory(name="Centre")
    world.boss = make.coordinator(world.structures["Centre"])
    world.programmes = programmes_of(world)
    world.programme = world.programmes["Les jeudis"]
    add_people(world)
    add_workshops(world)
    add_sheets(world)
    for row in table("beside"):
        BESIDE[row["what"]](world, **{key: row[key] for key in ("day", "name", "detail")})
    for row in table("people"):
        if row["same_as"]:
            kept, aside = world.people[row["same_as"]], world.people[row["person"]]
            merges.merge(kept=kept, set_aside=aside, by=world.boss)
    return world


def structure(world, name):
    if name.startswith(("École", "Collège")):
        return school(world, name).structure
    if name not in world.structures:
        world.structures[name] = make.StructureFactory(name=name)
    return world.structures[name]


def school(world, name):
    if name not in world.schools:
        world.schools[name] = make.SchoolFactory(structure__name=name)
    return world.schools[name]


def day_of(text):
    return dt.date.fromisoformat(text)


def noon(text):
    return dt.datetime.combine(day_of(text), dt.time(12), tzinfo=dt.UTC)


def number(text):
    return int(text) if text else None


def programmes_of(world):
    found = {}
    for title, year in SEASONS.items():
        found[title] = make.ProgrammeFactory(
            title=title,
            lead=world.structures["Centre"],
            starts_on=dt.date(year, 9, 1),
            ends_on=dt.date(year + 1, 8, 31),
        )
    found["Les jeudis"].previous = found["Avant"]
    found["Les jeudis"].save()
    names = ("Centre", "École du Port", "Collège des Îles")
    world.partnership = make.PartnershipFactory(parties=[structure(world, name) for name in names])
    found["Les jeudis"].partnerships.add(world.partnership)
    return found


def add_people(world):
    homes, languages = {}, {}
    for row in table("homes"):
        home = make.FamilyFactory(
            structure=world.structures["Centre"],
            lives_in_qpv=row["qpv"],
            qpv_source="" if row["qpv"] == "unknown" else "declared",
        )
        for name in filter(None, row["languages"].split(",")):
            if name not in languages:
                languages[name] = make.TermFactory(vocabulary="language", label=name)
            home.languages.add(languages[name])
        homes[row["home"]] = home
    for row in table("schoolings"):
        make.SchoolingFactory(
            family=homes[row["home"]],
            school=school(world, row["school"]),
            school_year=int(row["year"]),
            children=int(row["children"]),
        )
    for row in table("people"):
        world.people[row["person"]] = make.ParentFactory(
            family=homes[row["home"]],
            first_name=row["person"],
            gender=row["sex"],
            age_band=row["age"],
        )


def add_workshops(world):
    pathway = make.PathwayFactory(structure=world.structures["Centre"])
    world.modules = {
        order: make.ModuleFactory(pathway=pathway, order=int(order), planned_minutes=60)
        for order in ("1", "2")
    }
    for row in table("workshops"):
        world.workshops[row["workshop"]] = make.WorkshopFactory(
            title=row["workshop"],
            programme=world.programmes[row["programme"]],
            format=row["format"],
            pathway=pathway if row["format"] == "cohort" else None,
            capacity=number(row["places"]),
            host=structure(world, row["host"]),
        )


def add_sheets(world):
    for row in table("sessions"):
        world.sessions[row["session"]] = session_of(world, row)
    for row in table("sheets"):
        session = world.sessions[row["session"]]
        make.AttendanceFactory(
            session=session,
            parent=world.people[row["person"]],
            status=row["status"],
            minutes=number(row["minutes"]),
            cohort=world.workshops[row["counts_for"]] if row["counts_for"] else session.workshop,
        )
    for row in table("crew"):
        make.FacilitationFactory(
            session=world.sessions[row["session"]],
            user=None,
            name=row["name"],
            structure=structure(world, row["structure"]),
            part=row["part"],
            is_volunteer=row["volunteer"] == "yes",
            minutes=number(row["minutes"]),
        )


def session_of(world, row):
    held = {"held": make.HeldSessionFactory}.get(row["status"], make.SessionFactory)
    more = {"cancel_reason": "grève"} if row["status"] == "cancelled" else {}
    if row["minutes"]:
        more["delivered_minutes"] = int(row["minutes"])
    session = held(
        workshop=world.workshops[row["workshop"]],
        date=day_of(row["date"]),
        status=row["status"],
        school=school(world, row["school"]) if row["school"] else None,
        module=world.modules.get(row["module"]),
        **more,
    )
    for category in ("parents", "children"):
        if row[category]:
            make.HeadCountFactory(session=session, category=category, number=int(row[category]))
    return session


# -- Beside the sheets -------------------------------------------------------------------------


def support(world, day, name, detail):
    meeting = make.SupportMeetingFactory(
        parent=world.people[name], held_on=day_of(day), minutes=int(detail)
    )
    make.SupportContextFactory(support=meeting, programme=world.programme)


def referral(world, day, name, detail):
    more = {"refusal": "full"} if detail == "refused" else {}
    if detail == "draft":
        more |= {"agreed_on": None, "agreed_how": ""}
    sent = make.ReferralFactory(
        receiver=world.structures["Centre"],
        status=detail,
        made_on=day_of(day),
        valid_until=day_of(day) + dt.timedelta(days=90),
        **more,
    )
    make.ReferralContextFactory(referral=sent, programme=world.programme)


def review(world, day, name, detail):
    met = {"partnership": world.partnership}
    make.ReviewFactory(
        partnership=world.partnership,
        workshop=world.workshops[name] if name else None,
        meeting=make.MeetingFactory(**met, kind="review", held_on=day_of(day)) if day else None,
    )


def report(world, day, name, detail):
    title, version = name.split(" v")
    kept = {"kind": "final" if title == "R1" else "interim", "title": title}
    if not hasattr(world, "grants"):
        world.grants = {}
    if title not in world.grants:
        world.grants[title] = make.GrantFactory(holder=world.structures["Centre"])
    kept |= {"grant": world.grants[title], "version": int(version)}
    if day:
        made = make.IssuedReportFactory(**kept, issued_at=noon(day))
    else:
        made = make.ReportFactory(**kept)
    made.workshops.set(world.workshops[title] for title in detail.split(","))


def survey(world, day, name, detail):
    closed = {"closed_at": noon(day)} if day else {}
    asked = make.SurveyFactory(programme=world.programme, **closed)
    for face, times in (pair.split() for pair in name.split(", ")):
        if int(times):
            make.TallyFactory(survey=asked, value=CHOICES[face], number=int(times))
    for way, times in (pair.split() for pair in detail.split(", ")):
        after = 3 if way == "up" else 1
        for _each in range(int(times)):
            make.FeedbackFactory(survey=asked, face=None, before=1, after=after)


BESIDE = {
    "support": support,
    "referral": referral,
    "review": review,
    "report": report,
    "survey": survey,
}
