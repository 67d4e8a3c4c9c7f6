"""Who holds the thread of each partnership, who held it before, and one that nobody holds."""

import datetime as dt

from partnerships.models import Contact, KnowledgeNote, Tenure, Term, Thread

# key: first name, last name, function, phone, whether one calls them first
OTHERS = {
    "college": ("Bruno", "Carlier", "CPE", "0320000011", True),
    "bobines": ("Maud", "Lesage", "directrice", "0320000012", True),
    "navette": ("Didier", "Wattel", "directeur", "0320000013", True),
    "city": ("Aïcha", "Benali", "coordonnatrice REP", "0320000014", False),
    "moulin": ("Gaëlle", "Thomas", "référente familles", "0320000015", False),
    "chemins": ("Rémi", "Dufour", "directeur", "0320000016", False),
    "passerelle": ("Irène", "Kowalski", "référente familles", "0320000017", False),
    "voix": ("Clémence", "Roussel", "chargée de mission", "0320000018", False),
    "ourse": ("Lucie", "Marchal", "coordination", "0320000019", False),
    "quai": ("Jeanne", "Pruvost", "présidente", "0320000020", False),
}
KNOWLEDGE = {
    "Sa politique": "Ouvrir l’école aux parents dès la maternelle ; le projet d’école le dit.",
    "Les hiérarchies": "La directrice décide, l’inspection valide les intervenants extérieurs.",
    "La culture professionnelle": "On aime les choses écrites, courtes, envoyées tôt.",
}


def tell(stage):
    made, users = stage.made, stage.users
    centre = made["centre"]
    nadia = _account(users["coordination"], centre, "coordination", key=True)
    ines = _account(users["animation"], centre, "animation")
    for key, (first, last, function, phone, is_key) in OTHERS.items():
        contact = Contact.objects.create(
            first_name=first, last_name=last, phone=phone, checked_on=stage.today
        )
        tenure = _tenure(contact, made[key], function, dt.date(2023, 9, 1), is_key_person=is_key)
        _thread(stage.held[key], tenure, "functional")
    _head_of_the_golden_thread(stage)
    _gone_without_a_successor(stage)
    for key, partnership in stage.held.items():
        _thread(partnership, ines if key in {"fil", "bobines"} else nadia, "functional")


def _account(user, structure, function, *, key=False):
    contact = Contact.objects.create(
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        account=user,
        checked_on=dt.date(2026, 9, 1),
    )
    return _tenure(
        contact, structure, function, dt.date(2024, 9, 1), is_key_person=key, time="dedicated"
    )


def _tenure(contact, structure, function, starts_on, **fields):
    return Tenure.objects.create(
        contact=contact, structure=structure, function=function, starts_on=starts_on, **fields
    )


def _thread(partnership, tenure, kind, **fields):
    starts_on = max(partnership.starts_on, tenure.starts_on)
    return Thread.objects.create(
        partnership=partnership, tenure=tenure, kind=kind, **{"starts_on": starts_on} | fields
    )


def _head_of_the_golden_thread(stage):
    """The head before her retired; she took the thread, and a teacher helps on her own time."""
    school, partnership, head = stage.made["fil"], stage.held["fil"], stage.users["ecole"]
    partnership.starts_on = dt.date(2022, 3, 7)
    partnership.save()
    helene = Contact.objects.create(
        first_name=head.first_name,
        last_name=head.last_name,
        phone="0320000010",
        email=head.email,
        account=head,
        reach_note="Entre 8 h et 8 h 30, ou après 16 h 30",
        introduced_by="Le directeur précédent, lors de la kermesse",
        checked_on=stage.today,
    )
    came_on = dt.date(2024, 9, 1)
    now = _tenure(helene, school, "directrice", came_on, is_key_person=True)
    before = _tenure(
        Contact.objects.create(first_name="Yves", last_name="Delmotte"),
        school,
        "directeur",
        dt.date(2016, 9, 1),
        is_key_person=True,
        ends_on=came_on - dt.timedelta(days=1),
        end_reason="retired",
        successor=now,
    )
    teacher = Contact.objects.create(
        first_name="Solène", last_name="Hébert", checked_on=stage.today - dt.timedelta(days=500)
    )
    _tenure(teacher, school, "enseignante", dt.date(2019, 9, 1), time="personal")
    _thread(partnership, before, "historical", ends_on=before.ends_on)
    _thread(partnership, now, "hierarchical", starts_on=came_on)
    for aspect in Term.objects.of("school_knowledge").filter(label__in=KNOWLEDGE):
        KnowledgeNote.objects.create(
            structure=school, aspect=aspect, text=KNOWLEDGE[aspect.label], written_on=stage.today
        )


def _gone_without_a_successor(stage):
    """The association’s contact left last month, and nobody was named since."""
    left_on = stage.today.replace(day=1) - dt.timedelta(days=1)
    tenure = _tenure(
        Contact.objects.create(first_name="Thomas", last_name="Vidal", phone="0320000021"),
        stage.made["rive"],
        "chef de service",
        dt.date(2022, 9, 1),
        is_key_person=True,
        ends_on=left_on,
        end_reason="left",
    )
    _thread(stage.held["rive"], tenure, "functional", ends_on=left_on)
