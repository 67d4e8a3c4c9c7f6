"""What a federation reads: two structures, two neighbourhoods, one of them without any action yet.

And the homework contract of the centre, whose return is due each year.
"""

import datetime as dt

from config.demo.days import end_of_month, first_of_month
from config.demo.sheets import close, plan
from families.models import Family
from partnerships.models import Observation, School, Structure, Term, Territory
from workshops.models import TeamMember, Workshop

# key of the structure: its themes in the directory
KNOWN_FOR = {
    "centre": ["Parentalité", "Lien familial", "Accès aux droits"],
    "neighbour": ["Parentalité", "Jeu, culture et sport"],
    "moulin": ["Apprentissage du français"],
    "rive": ["Décrochage scolaire", "Violences scolaires"],
    "voix": ["Apprentissage du français", "Accès aux droits"],
    "ourse": ["Jeu, culture et sport"],
    "city": ["Suivre la scolarité de son enfant"],
    "town": ["Environnement et cadre de vie"],
}
DIGITAL = ["Outils numériques de la scolarité", "Connaître l’école et sa communication"]
HOMEWORK = ["Accompagnement à la scolarité", "Suivre la scolarité de son enfant"]


def tell(stage):
    _themes(stage)
    _places(stage)
    _homework(stage)
    Observation.objects.create(
        observer=stage.made["links"],
        observed=stage.made["neighbour"],
        starts_on=dt.date(2024, 9, 1),
    )


def _themes(stage):
    for key, labels in KNOWN_FOR.items():
        stage.made[key].themes.set(_named(labels))
    for workshop in stage.digital.workshops.all():
        workshop.themes.set(_named(DIGITAL))


def _named(labels):
    return Term.objects.of("theme").filter(label__in=labels)


def _places(stage):
    """A plain beside the mills, where a school waits; half the families said where they live."""
    mills = Territory.objects.get(kind="neighbourhood", name="Les Filatures")
    plain = Territory.objects.create(kind="neighbourhood", name="La Plaine")
    school = Structure.objects.create(
        kind="school",
        name="École élémentaire de la Plaine",
        commune="Lille",
        holiday_zone="B",
        source="Données inventées",
    )
    School.objects.create(structure=school, level="elementary", sector="public", academie="Lille")
    school.territories.add(plain)
    stage.made["neighbour"].territories.add(plain)
    homes = Family.objects.filter(structure=stage.made["centre"]).order_by("pk")
    lived_in = homes.filter(pk__in=[family.pk for family in homes[::2]])
    lived_in.filter(neighbourhood=None).update(neighbourhood=mills)


def _homework(stage):
    """Two groups after school, counted by eye; some parents come to the monthly moment."""
    centre, user = stage.made["centre"], stage.users["coordination"]
    starts_on = first_of_month(stage.days.on(6, 0))
    programme = stage.programme(
        "Coup de pouce aux devoirs",
        partners=["fil"],
        starts_on=starts_on,
        ends_on=end_of_month(stage.today + dt.timedelta(days=180)),
        scheme=Term.objects.of("scheme").get(label="CLAS"),
        addressed_to="Les enfants du CP au CM2, et leurs parents",
    )
    school = stage.made["fil"].school
    for place, title in enumerate(["Groupe des petits", "Groupe des grands"]):
        workshop = Workshop.objects.create(
            programme=programme,
            title=title,
            format="parents_children",
            host=centre,
            place="salle des devoirs",
        )
        workshop.themes.set(_named(HOMEWORK))
        workshop.schools.add(school)
        TeamMember.objects.create(workshop=workshop, user=user, structure=centre)
        came = dict.fromkeys(stage.parents[place * 5 : place * 5 + 4], "present")
        for weeks in (5, 3, 1):
            day = stage.days.on(weeks, 1 + 2 * place)
            session = plan(workshop, day, dt.time(16, 30), dt.time(18), school=school)
            close(session, came if weeks == 3 else {}, by=user, children=9 + place)
