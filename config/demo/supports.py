"""Parents met one by one over the season, what changed for some, and what some did for others."""

from families.models import Outcome, SupportMeeting
from partnerships.models import Term
from workshops.models import Attendance, SupportContext

# weeks back, weekday, parent, who met them, programme, kind, minutes, topic, school, shared note,
# confidential note, read by the coordination too
MEETINGS = [
    (
        *(13, 1, 31, "animation", "talking", "support", 45, "Suivre la scolarité", "fil"),
        "Ne savait pas à qui parler du cahier. Rendez-vous pris avec la maîtresse.",
        *("", False),
    ),
    (
        *(11, 3, 33, "animation", "talking", "translation", 30, "Comprendre un document", "fil"),
        "Le dossier de cantine, rempli ensemble.",
        *("", False),
    ),
    (
        *(
            9,
            2,
            40,
            "coordination",
            "talking",
            "mediation",
            60,
            "Désaccord avec l’école",
            "navette",
        ),
        "Ce que chacun attend est posé par écrit ; on se revoit dans un mois.",
        "Elle craint que le conflit retombe sur son fils. Ne rien dire à l’école sans elle.",
        False,
    ),
    (
        *(8, 0, 3, "animation", "digital", "support", 30, "Outils numériques", "college"),
        "L’ENT s’ouvre sur son téléphone ; elle lit le cahier de textes.",
        *("", False),
    ),
    (
        *(6, 3, 31, "animation", "talking", "three_way", 45, "Préparer un rendez-vous", "fil"),
        "Rencontre à trois avec la maîtresse : une feuille de route d’une page.",
        *("", False),
    ),
    (
        *(5, 1, 36, "animation", "talking", "support", 75, "Accès aux droits", ""),
        "Orientée vers la maison de la Métropole, avec un mot d’introduction.",
        "Hébergée chez une amie depuis l’été ; préfère qu’on ne l’appelle pas le soir.",
        True,
    ),
    (
        *(
            3,
            2,
            40,
            "coordination",
            "talking",
            "three_way",
            60,
            "Désaccord avec l’école",
            "navette",
        ),
        "Les deux côtés se sont parlé ; la sortie est acceptée.",
        *("", False),
    ),
    (
        *(2, 4, 5, "animation", "digital", "support", 15, "Outils numériques", "college"),
        "",
        *("", False),
    ),
]
# weeks back, parent, kind, fact
CHANGES = [
    (7, 3, "equipment", "A acheté un ordinateur d’occasion ; s’exerce le soir."),
    (5, 31, "school", "A parlé à la réunion de rentrée."),
    (4, 33, "autonomy", "Remplit seule les papiers de l’école."),
    (3, 31, "mutual_help", "Accompagne une voisine à l’école."),
    (2, 5, "practice", "Ouvre l’ENT chaque lundi."),
]
# title of the workshop, what one parent of each of its last sheets did
ROLES = [
    ("Groupe de parole, école du Fil-d’Or", ["speaks", "helps"]),
    ("Échange de savoirs : couture et devoirs", ["leads", "leads"]),
    ("Jouer, lire, cuisiner ensemble", ["helps"]),
]


def tell(stage):
    for weeks, weekday, place, key, programme, *words in MEETINGS:
        _meet(stage, stage.days.on(weeks, weekday), place, stage.users[key], programme, *words)
    for weeks, place, kind, fact in CHANGES:
        Outcome.objects.create(
            parent=stage.parents[place],
            kind=kind,
            noted_on=stage.days.on(weeks, 3),
            fact=fact,
            noted_by=stage.users["animation"],
        )
    for title, roles in ROLES:
        _share_out(title, roles)


def _meet(stage, day, place, by, programme, kind, minutes, topic, school, *written):
    parent, (shared, confidential, is_shared) = stage.parents[place], written
    meeting = SupportMeeting.objects.create(
        structure=stage.made["centre"],
        parent=parent,
        kind=kind,
        topic=Term.objects.of("support_topic").get(label__startswith=topic),
        held_on=day,
        minutes=minutes,
        school=stage.made[school].school if school else None,
        is_interpreted=parent.family.is_interpreter_needed,
        shared_note=shared,
        confidential_note=confidential,
        is_shared_with_coordinator=is_shared,
        author=by,
        family_key=parent.family_id,
        lives_in_qpv=parent.family.lives_in_qpv,
        gender=parent.gender,
        age_band=parent.age_band_in(day.year),
    )
    SupportContext.objects.create(support=meeting, programme=getattr(stage, programme))


def _share_out(title, roles):
    """One parent of each of the last sheets did more than come."""
    came = Attendance.objects.taken_part().filter(workshop__title=title)
    days = came.order_by("-date").values_list("date", flat=True).distinct()[: len(roles)]
    for day, role in zip(list(days), roles, strict=True):
        row = came.filter(date=day).order_by("pk").first()
        row.role = role
        row.save()
