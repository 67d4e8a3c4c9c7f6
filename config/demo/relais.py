"""The « Ateliers relais parents-école »: talking groups, workshops with children, a café, an
exchange of know-how; 9 000 € of a foundation."""

import datetime as dt

from config.demo.days import end_of_month, first_of_month
from config.demo.sheets import cancel, close, plan
from partnerships.models import Term
from workshops.models import Enrolment, TeamMember, Workshop

AWAY = 6
TITLE = "Ateliers relais parents-école"


def tell(stage):
    starts_on = first_of_month(stage.days.on(16, 0))
    programme = stage.programme(
        TITLE,
        starts_on=starts_on,
        ends_on=end_of_month(stage.today + (stage.today - starts_on) * 0.85),
        partners=("fil", "bobines", "navette", "college", "rive"),
        addressed_to="Les écoles, le collège et les centres sociaux des Filatures",
        description="Groupes de parole et ateliers pour que les parents reprennent leur place.",
        diagnosis=(
            "Le programme de réussite éducative l’a constaté : certaines familles n’osent plus "
            "entrer dans l’école."
        ),
    )
    people = stage.parents
    _talking_group(programme, stage, people[30:44])
    _with_children(programme, stage, people[40:52])
    _cafe(programme, stage, people[2:8] + people[44:56])
    _know_how(programme, stage, people[31:40])
    return programme


def _workshop(programme, stage, title, format_, host, team, themes, **fields):
    workshop = Workshop.objects.create(
        programme=programme, title=title, format=format_, host=stage.made[host], **fields
    )
    workshop.schools.add(stage.made[host].school)
    workshop.themes.set(Term.objects.of("theme").filter(label__in=themes))
    for key in team:
        TeamMember.objects.create(
            workshop=workshop,
            user=stage.users[key],
            structure=stage.made["rive" if key == "sonia" else "centre"],
            is_volunteer=False,
        )
    return workshop


def _enrol(workshop, people, stage):
    for person in people:
        Enrolment.objects.create(
            workshop=workshop, parent=person, enrolled_on=workshop.programme.starts_on
        )


def _came(person, place):
    # Somebody who came all autumn, and whom nobody has seen since.
    if person == AWAY and place > 3:
        return "absent"
    turn = (person * 5 + place * 3) % 8
    return {0: "absent", 1: "excused", 2: "late"}.get(turn, "present")


def _talking_group(programme, stage, people):
    workshop = _workshop(
        programme,
        stage,
        "Groupe de parole, école du Fil-d’Or",
        "discussion",
        "fil",
        ("animation", "sonia"),
        ["Parentalité", "Rythmes, sommeil et alimentation"],
        place="salle des parents",
        initiative="school",
        objective="Parler de ce qui est difficile, sans jugement, avec d’autres parents.",
    )
    _enrol(workshop, people, stage)
    school = stage.made["fil"].school
    for place, weeks in enumerate(range(15, 1, -2)):
        session = plan(workshop, stage.days.on(weeks, 3), dt.time(9), dt.time(11), school=school)
        if weeks == 9:
            cancel(session, "L’école était fermée : grève.", stage.users["animation"])
            continue
        close(
            session,
            {person: _came(each, place) for each, person in enumerate(people)},
            by=stage.users["animation"],
            unnamed=place % 3,
            children=2,
            log="Le coucher et les écrans. Une mère propose d’apporter ses livres.",
        )
    # A week late: the first thing the home page says.
    plan(workshop, stage.days.on(1, 3), dt.time(9), dt.time(11), school=school)
    for weeks in (1, 3):
        plan(workshop, stage.days.on(-weeks, 3), dt.time(9), dt.time(11), school=school)


def _with_children(programme, stage, people):
    workshop = _workshop(
        programme,
        stage,
        "Jouer, lire, cuisiner ensemble",
        "parents_children",
        "navette",
        ("malik",),
        ["Jeu, culture et sport"],
        place="cantine",
        initiative="parents",
    )
    school = stage.made["navette"].school
    for place, weeks in enumerate(range(14, 0, -2)):
        session = plan(workshop, stage.days.on(weeks, 2), dt.time(14), dt.time(16), school=school)
        close(
            session,
            {person: "present" for each, person in enumerate(people) if (each + place) % 3},
            by=stage.users["malik"],
            unnamed=2 + place % 2,
            children=11 + place,
            log="Goûter préparé par les enfants. Les pères viennent plus volontiers le mercredi.",
        )
    plan(workshop, stage.days.on(-1, 2), dt.time(14), dt.time(16), school=school)


def _cafe(programme, stage, people):
    workshop = _workshop(
        programme,
        stage,
        "Café des parents, maternelle des Bobines",
        "cafe",
        "bobines",
        ("animation",),
        ["Rythmes, sommeil et alimentation"],
        place="préau",
        initiative="together",
    )
    school = stage.made["bobines"].school
    for place, weeks in enumerate((12, 10, 8, 6, 4, 2)):
        session = plan(
            workshop, stage.days.on(weeks, 4), dt.time(8, 30), dt.time(10), school=school
        )
        close(
            session,
            {person: "present" for each, person in enumerate(people) if (each * 2 + place) % 5 < 2},
            by=stage.users["animation"],
            unnamed=5,
            children=3,
            log="La cantine et les goûters. Douze personnes debout autour du thermos.",
        )
    plan(workshop, stage.days.on(-1, 4), dt.time(8, 30), dt.time(10), school=school)


def _know_how(programme, stage, people):
    workshop = _workshop(
        programme,
        stage,
        "Échange de savoirs : couture et devoirs",
        "know_how",
        "college",
        ("malik",),
        ["Parentalité"],
        place="CDI",
        initiative="parents",
    )
    school = stage.made["college"].school
    for place, weeks in enumerate((7, 3)):
        session = plan(workshop, stage.days.on(weeks, 1), dt.time(17), dt.time(19), school=school)
        close(
            session,
            {person: "present" for each, person in enumerate(people) if (each + place) % 4},
            by=stage.users["malik"],
            unnamed=1,
            children=4,
            log="Une grand-mère a montré l’ourlet invisible, un père les fractions.",
        )
