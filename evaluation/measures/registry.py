"""The registry: the name, the words and the fold of every measure."""

from django.utils.translation import gettext_lazy

from evaluation.measures import folds
from evaluation.measures.figure import Kind, Level, Measure, Unit

MEASURES: dict[str, Measure] = {}


def register(name, title, unit, level, kind, fold, definition, **flags):
    MEASURES[name] = Measure(name, title, unit, definition, level, kind, fold, **flags)


register(
    "unique_parents",
    gettext_lazy("Parents différents"),
    Unit.PARENTS,
    Level.OUTPUT,
    Kind.PEOPLE,
    folds.unique_parents,
    gettext_lazy(
        "Personnes différentes, présentes ou en retard au moins une fois à une séance tenue. "
        "Quelqu’un qui vient dans deux ateliers compte une fois ; les présences sans nom ne sont "
        "pas ajoutées."
    ),
    is_unique=True,
)
register(
    "participations",
    gettext_lazy("Participations"),
    Unit.PARTICIPATIONS,
    Level.OUTPUT,
    Kind.PRESENCES,
    folds.participations,
    gettext_lazy(
        "Présences de parents cumulées, séance après séance, avec celles des parents sans nom : "
        "à chaque séance, le plus grand de deux nombres, les parents nommés ou les parents comptés."
    ),
)
register(
    "families",
    gettext_lazy("Familles"),
    Unit.FAMILIES,
    Level.OUTPUT,
    Kind.FAMILIES,
    folds.families,
    gettext_lazy("Foyers différents dont un parent au moins est venu à une séance tenue."),
    is_unique=True,
)
register(
    "sessions_held",
    gettext_lazy("Séances tenues"),
    Unit.SESSIONS,
    Level.OUTPUT,
    Kind.SESSIONS,
    folds.sessions_held,
    gettext_lazy("Séances dont la feuille est close. Les séances annulées ne comptent pas."),
)
register(
    "hours_delivered",
    gettext_lazy("Heures d’atelier"),
    Unit.MINUTES,
    Level.OUTPUT,
    Kind.SESSIONS,
    folds.hours_delivered,
    gettext_lazy("Somme des durées réalisées des séances tenues, quel que soit le public."),
)
register(
    "participant_hours",
    gettext_lazy("Heures-participants"),
    Unit.MINUTES,
    Level.OUTPUT,
    Kind.SESSIONS,
    folds.participant_hours,
    gettext_lazy(
        "Somme du temps de chaque parent présent ou en retard : ses minutes notées, sinon la durée "
        "réalisée de la séance ; un parent sans nom compte pour toute la séance."
    ),
)
register(
    "attendance_rate",
    gettext_lazy("Taux de présence"),
    Unit.PERCENT,
    Level.RESULT,
    Kind.EXPECTED,
    folds.attendance_rate,
    gettext_lazy(
        "Présences de parents nommés, rapportées aux présences attendues : à chaque séance tenue, "
        "tous les parents de la feuille, les inscrits de ce jour-là et ceux qui sont venus sans "
        "l’être. Une absence excusée reste une absence."
    ),
)
register(
    "new_parents",
    gettext_lazy("Nouveaux parents"),
    Unit.PARENTS,
    Level.RESULT,
    Kind.PEOPLE,
    folds.new_parents,
    gettext_lazy(
        "Parents dont la toute première venue à une séance de la structure, tous programmes "
        "confondus, tombe dans la période."
    ),
    is_unique=True,
    is_personal=True,
)
register(
    "fathers",
    gettext_lazy("Pères"),
    Unit.PARENTS,
    Level.RESULT,
    Kind.PEOPLE,
    folds.fathers,
    gettext_lazy(
        "Hommes parmi les parents différents, selon ce qui a été noté en dernier ; ceux dont le "
        "sexe n’est pas renseigné sont dits à part."
    ),
    is_unique=True,
    is_personal=True,
)
register(
    "mothers",
    gettext_lazy("Mères"),
    Unit.PARENTS,
    Level.RESULT,
    Kind.PEOPLE,
    folds.mothers,
    gettext_lazy(
        "Femmes parmi les parents différents, selon ce qui a été noté en dernier ; celles et ceux "
        "dont le sexe n’est pas renseigné sont dits à part."
    ),
    is_unique=True,
    is_personal=True,
)
register(
    "qpv_parents",
    gettext_lazy("Habitant un quartier prioritaire"),
    Unit.PARENTS,
    Level.RESULT,
    Kind.PEOPLE,
    folds.qpv_parents,
    gettext_lazy(
        "Parents différents dont le foyer habite un quartier prioritaire (QPV), selon ce qu’on en "
        "savait à leur dernière venue ; ceux dont on ne le sait pas sont dits à part."
    ),
    is_unique=True,
    is_personal=True,
)
register(
    "schools_reached",
    gettext_lazy("Écoles, collèges et lycées touchés"),
    Unit.SCHOOLS,
    Level.RESULT,
    Kind.SCHOOLS,
    folds.schools_reached,
    gettext_lazy(
        "Établissements pour lesquels une séance a réuni quelqu’un, et établissements où les "
        "enfants des parents venus étaient scolarisés cette année-là ; chacun compte une fois."
    ),
)
register(
    "cohorts_started",
    gettext_lazy("Groupes lancés"),
    Unit.GROUPS,
    Level.OUTPUT,
    Kind.GROUPS,
    folds.cohorts_started,
    gettext_lazy(
        "Parcours en groupe dont la première séance tenue avec au moins une personne tombe dans "
        "la période."
    ),
)
register(
    "pathways_completed",
    gettext_lazy("Parcours terminés"),
    Unit.PATHWAYS,
    Level.RESULT,
    Kind.COMPLETIONS,
    folds.pathways_completed,
    gettext_lazy(
        "Personnes qui ont atteint, pendant la période, le seuil de leur parcours : une part des "
        "minutes prévues (80 % sauf mention contraire), suivies depuis le début du groupe. Deux "
        "parcours terminés par une même personne comptent deux fois."
    ),
    is_personal=True,
)
register(
    "individual_supports",
    gettext_lazy("Accompagnements individuels"),
    Unit.SUPPORTS,
    Level.OUTPUT,
    Kind.SUPPORTS,
    folds.individual_supports,
    gettext_lazy(
        "Rencontres avec un parent, hors des ateliers, notées dans ce programme : accompagnement, "
        "médiation, traduction de l’information de l’école, rencontre à trois."
    ),
    is_internal=True,
)
register(
    "support_hours",
    gettext_lazy("Heures d’accompagnement"),
    Unit.MINUTES,
    Level.OUTPUT,
    Kind.SUPPORTS,
    folds.support_hours,
    gettext_lazy("Somme des durées de ces rencontres ; elles ne sont pas des heures d’atelier."),
    is_internal=True,
)
register(
    "referrals",
    gettext_lazy("Orientations reçues"),
    Unit.REFERRALS,
    Level.OUTPUT,
    Kind.REFERRALS,
    folds.referrals,
    gettext_lazy(
        "Orientations vers ce programme, envoyées avec l’accord de la personne, quelle qu’en soit "
        "la suite ; ni les brouillons ni celles dont l’accord est retiré."
    ),
)
register(
    "referrals_succeeded",
    gettext_lazy("Orientations abouties"),
    Unit.REFERRALS,
    Level.RESULT,
    Kind.REFERRALS,
    folds.referrals_succeeded,
    gettext_lazy("Parmi les orientations reçues, celles dont la personne est venue."),
    is_personal=True,
)
