"""Who plays: accounts, structures, schools and parents, all invented."""

import datetime as dt

from families.models import Family, Parent, Schooling
from partnerships.calendar import first_year
from partnerships.models import (
    Membership,
    Observation,
    Partnership,
    Party,
    School,
    Structure,
    Term,
    Territory,
    User,
)
from partnerships.passwords import DEMO_PASSWORD

CENTRE = "Centre social Les Tisserands"
NEIGHBOUR = "Centre social Les Glycines"

# key: kind, name, acronym
STRUCTURES = {
    "centre": ("social_centre", CENTRE),
    "neighbour": ("social_centre", NEIGHBOUR),
    "city": ("education_city", "Cité éducative des Filatures"),
    "moulin": ("social_centre", "Centre social Le Moulin Bleu"),
    "chemins": ("social_centre", "Centre social Les Quatre Chemins"),
    "passerelle": ("social_centre", "Centre social La Passerelle"),
    "rive": ("prevention", "Association Rive d’Ici"),
    "voix": ("association", "Association Sola Voce"),
    "ourse": ("association", "Association La Petite Ourse"),
    "quai": ("other", "FCP du Quai"),
    "town": ("town", "Mairie de quartier des Filatures"),
    "state": ("state", "Préfecture déléguée des Filatures"),
    "links": ("foundation", "Fondation Mains Jointes"),
    "broadband": ("foundation", "Fondation Grand Débit"),
}
SCHOOLS = {
    "college": ("college", "Collège Augustine-Rouet", "REP+"),
    "fil": ("elementary", "École élémentaire du Fil-d’Or", "REP"),
    "bobines": ("nursery", "École maternelle des Bobines", "REP"),
    "navette": ("primary", "École primaire de la Navette", ""),
}
# The nine that mobilise parents for the digital pathway: same kinds as in the client’s programme.
MOBILISING = [
    *("city", "college", "moulin", "chemins", "passerelle", "rive", "voix", "ourse", "quai"),
]
ACCOUNTS = [
    ("animation", "Inès", "Carpentier", "facilitator", "centre"),
    ("coordination", "Nadia", "Ostrowski", "coordinator", "centre"),
    ("ecole", "Hélène", "Vasseur", "partner", "fil"),
    ("voisin", "Paul", "Lemaître", "coordinator", "neighbour"),
    ("financeur", "Claire", "Fontaine", "observer", "links"),
    ("admin", "Dominique", "Roche", None, None),
]
NEWCOMER = "voisin"
# Colleagues who appear on sheets and do not sign in.
COLLEAGUES = [
    ("malik", "Malik", "Verdier", "facilitator", "centre"),
    ("sonia", "Sonia", "Delcourt", "facilitator", "rive"),
]
WOMEN = (
    "Samira Fatiha Elżbieta Leïla Aminata Thi-Lan Fatoumata Sandrine Karima Olga Mariam Céline "
    "Naïma Rosa Khadija Aurélie Sofia Yamina Émilie Zeynep Adèle Nour Patricia Hawa Marta "
    "Ouarda Julie Besma Irina Assia Delphine Safia Wassila Emine Chantal Rokia Estelle Houria"
).split()
MEN = "Ousmane Jean-Marc Bilal Didier Karim Mehmet Abdoulaye Thierry Ionel Rachid".split()
SURNAMES = (
    "Bellamine Marchand Diallo Wojcik Hamidou Petitprez Sarr Nguyên Konaté Leclerc Bensaïd "
    "Kovalenko Traoré Duhamel Azzouz Pereira Mansour Lefort Ferreira Belkacem Dubosc Yıldız "
    "Bonnel Haddad Caron Cissé Nowak Ziani Delattre Rahal Popescu Amrani Vandeville Kacem "
    "Mertens Demir Ozanne Fofana Guilbert Touati"
).split()


def structures():
    """The invented directory, by key."""
    made = {
        key: Structure.objects.create(
            kind=kind,
            name=name,
            commune="Lille",
            holiday_zone="B",
            source="Données inventées",
        )
        for key, (kind, name) in STRUCTURES.items()
    }
    for key, (level, name, network) in SCHOOLS.items():
        made[key] = Structure.objects.create(
            kind="school", name=name, commune="Lille", holiday_zone="B", source="Données inventées"
        )
        School.objects.create(
            structure=made[key],
            level=level,
            sector="public",
            priority_network=network,
            academie="Lille",
        )
    _tell_about(made)
    return made


def _tell_about(made):
    district, _ = Territory.objects.get_or_create(kind="neighbourhood", name="Les Filatures")
    for structure in made.values():
        structure.territories.add(district)
    made["centre"].mission = (
        "Depuis 1991, Les Tisserands accueillent les habitants des Filatures. Avec les écoles, le "
        "centre aide les parents à prendre leur place : groupes de parole, ateliers avec les "
        "enfants, accompagnements, et un parcours pour les outils numériques de l’école."
    )
    made["centre"].created_in = 1991
    made["centre"].phone = "0320000001"
    made["centre"].email = "accueil@tisserands.example"
    made["centre"].address = "3 place de la Filature"
    made["centre"].postal_code = "59000"
    made["centre"].save()
    school = made["fil"].school
    school.meeting_slots = "Le midi, ou le jeudi après 16 h 30. Jamais les semaines de livrets."
    school.ways_of_working = "La directrice décide avec le conseil des maîtres ; prévenir tôt."
    school.constraints_to_know = "Vigipirate : donner les noms des intervenants la veille."
    school.save()


def accounts(made):
    """Who signs in, all with the password of the demonstration; colleagues have none."""
    users = {}
    for key, first, last, role, where in [*ACCOUNTS, *COLLEAGUES]:
        user = User(
            email=f"{key}@demo.example",
            first_name=first,
            last_name=last,
            is_demo=True,
            is_staff=role is None,
            is_superuser=role is None,
            # Nobody is nagged, but for the newcomer next door: one sees there what the visit says.
            welcomed_on=None if key == NEWCOMER else dt.date(2024, 9, 1),
        )
        user.set_unusable_password()
        user.save()
        if role:
            Membership.objects.create(
                user=user, structure=made[where], role=role, starts_on=dt.date(2024, 9, 1)
            )
        users[key] = user
    for key, *_ in ACCOUNTS:
        users[key].set_password(DEMO_PASSWORD)
        users[key].save()
    Observation.objects.create(
        observer=made["links"], observed=made["centre"], starts_on=dt.date(2024, 9, 1)
    )
    return users


def partnerships(made, starts_on):
    """One partnership per school and per mobilising structure, and who brings what."""
    held = {}
    for key in dict.fromkeys([*MOBILISING, *SCHOOLS]):
        held[key] = Partnership.objects.create(
            name=f"{made[key].name} et Les Tisserands",
            stage="active",
            initiative="school" if key in SCHOOLS else "centre",
            starts_on=starts_on,
        )
        _party(held[key], made["centre"], "Porteur du projet", "L’animation, la garde des petits.")
        _party(held[key], made[key], "Mobilise les parents", "Un lieu, et la parole d’un proche.")
    story = held["fil"]
    story.origin = (
        "L’école voyait les mêmes parents à chaque réunion : elle a demandé de l’aide au centre."
    )
    story.save()
    story.levers.set(Term.objects.of("lever").filter(label="Café des parents"))
    story.purposes.set(
        Term.objects.of("purpose").filter(label__startswith="Pour la réussite des enfants")
    )
    return held


def _party(partnership, structure, role, complementarity):
    party = Party.objects.create(
        partnership=partnership, structure=structure, complementarity=complementarity
    )
    party.roles.set(Term.objects.of("party_role").filter(label=role))


def parents(structure, schools, today, number, start=0):
    """So many parents of that structure, each with what is known of them, and no more."""
    return [_parent(structure, schools, today, place) for place in range(start, start + number)]


def _parent(structure, schools, today, place):
    qpv = ("yes", "yes", "no", "yes", "unknown", "yes", "no", "yes", "yes", "unknown")[place % 10]
    family = Family.objects.create(
        structure=structure,
        lives_in_qpv=qpv,
        qpv_source="" if qpv == "unknown" else "declared",
        is_interpreter_needed=place % 9 == 4,
        informed_on=today - dt.timedelta(days=150),
        informed_how="spoken",
        registered_on=today - dt.timedelta(days=150),
    )
    school = schools[place % len(schools)]
    Schooling.objects.create(
        family=family,
        school=school,
        school_year=first_year(today),
        level={"college": "college", "nursery": "nursery"}.get(school.level, "elementary"),
        children=1 + place % 3 // 2,
    )
    is_man = place % 5 == 2
    names = MEN if is_man else WOMEN
    return Parent.objects.create(
        family=family,
        first_name=names[(place // 5 if is_man else place) % len(names)],
        last_name=SURNAMES[place % len(SURNAMES)],
        gender="m" if is_man else "f" if place % 12 else "",
        birth_year=1976 + place * 7 % 23 if place % 4 else None,
        phone=f"06{39980000 + place * 7:08d}" if place % 3 else "",
        is_relay=place % 11 == 0,
        registered_on=today - dt.timedelta(days=150),
    )


def printed():
    """The accounts, as bin/run shows them."""
    lines = [f"  {key}@demo.example" for key, *_ in ACCOUNTS]
    return "\n".join([*lines, f"  mot de passe : {DEMO_PASSWORD}"])
