"""What is counted beside the parents on the sheets: children, places, partners, reviews, reports.

The folds, then their words: see folds.py and registry.py.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.measures.figure import Found, Kind, Level, Unit
from evaluation.measures.folds import rate_of
from evaluation.measures.registry import MEASURES, register
from evaluation.models import Feedback
from workshops.models import Workshop

# Those of the sheets, then these: whoever asks for the library gets it whole.
__all__ = ["MEASURES"]

# -- Children, languages, places ---------------------------------------------------------------


def children(figures):
    keys = [(meeting.session, meeting.children) for meeting in figures.held if meeting.children]
    return Found(keys=keys, value=sum(number for _session, number in keys))


def children_concerned(figures):
    keys = list(figures.declared.items())
    return Found(keys=keys, value=sum(number for _family, number in keys))


def languages(figures):
    return Found(keys=sorted({row.language for row in figures.spoken}))


def fill_rate(figures):
    groups = figures.sources.groups
    keys = [
        (meeting.session, in_the_room(figures, meeting), groups[meeting.workshop].capacity)
        for meeting in figures.held
        if groups[meeting.workshop].capacity
    ]
    note = _("%(done)s venues pour %(all)s places.")
    return rate_of(keys, note, _("Aucune séance tenue d’un atelier dont les places sont dites."))


def in_the_room(figures, meeting):
    return figures.named_in[meeting.session] + figures.unnamed_in.get(meeting.session, 0)


register(
    "children",
    gettext_lazy("Présences d’enfants"),
    Unit.CHILDREN,
    Level.OUTPUT,
    Kind.CHILDREN,
    children,
    gettext_lazy(
        "Enfants comptés à l’œil aux séances tenues, séance après séance : des présences, pas des "
        "enfants différents. Une séance où ils n’ont pas été comptés n’en ajoute aucun."
    ),
)
register(
    "children_concerned",
    gettext_lazy("Enfants concernés"),
    Unit.CHILDREN,
    Level.RESULT,
    Kind.HOMES,
    children_concerned,
    gettext_lazy(
        "Enfants scolarisés que les foyers des parents venus ont déclarés pour l’année scolaire où "
        "ils sont venus, qu’ils soient là ou non ; sur plusieurs années, celle où le foyer en a le "
        "plus. Ne s’ajoute pas aux présences d’enfants."
    ),
    is_unique=True,
)
register(
    "languages",
    gettext_lazy("Langues parlées"),
    Unit.LANGUAGES,
    Level.RESULT,
    Kind.LANGUAGES,
    languages,
    gettext_lazy(
        "Langues différentes parlées dans les foyers des parents venus, quand elles sont notées ; "
        "rien n’est dit de l’origine de personne. Une famille oubliée n’en a plus."
    ),
)
register(
    "fill_rate",
    gettext_lazy("Taux de remplissage"),
    Unit.PERCENT,
    Level.RESULT,
    Kind.PLACES,
    fill_rate,
    gettext_lazy(
        "Parents présents, nommés ou non, rapportés aux places, aux séances tenues des ateliers "
        "qui disent combien ils ont de places ; une séance tenue où personne n’est venu compte."
    ),
)

# -- Together ----------------------------------------------------------------------------------


def partners_mobilised(figures):
    return Found(keys=sorted(figures.partners))


def co_run_hours(figures):
    keys = [
        (meeting.session, meeting.minutes)
        for meeting in figures.held
        if len(figures.runners_of.get(meeting.session, ())) > 1
    ]
    return Found(keys=keys, value=sum(minutes for _session, minutes in keys))


def volunteer_hours(figures):
    lasted = {meeting.session: meeting.minutes for meeting in figures.held}
    keys = [
        (row.session, row.minutes or lasted[row.session]) for row in figures.ran if row.is_volunteer
    ]
    return Found(keys=keys, value=sum(minutes for _session, minutes in keys))


def joint_reviews_held(figures):
    return Found(keys=list(dict.fromkeys(row.review for row in figures.reviewed)))


register(
    "partners_mobilised",
    gettext_lazy("Partenaires mobilisés"),
    Unit.PARTNERS,
    Level.RESULT,
    Kind.PARTNERS,
    partners_mobilised,
    gettext_lazy(
        "Organisations différentes, autres que la structure porteuse, qui ont animé ou accueilli "
        "une séance tenue, ou sont parties à un partenariat du programme. D’une partie du "
        "programme : celles qui y ont animé ou accueilli, seules."
    ),
)
register(
    "co_run_hours",
    gettext_lazy("Heures animées ensemble"),
    Unit.MINUTES,
    Level.RESULT,
    Kind.SESSIONS,
    co_run_hours,
    gettext_lazy(
        "Durées réalisées des séances tenues qu’ont animées des personnes d’au moins deux "
        "structures ; chaque séance compte une fois, quel que soit leur nombre."
    ),
)
register(
    "volunteer_hours",
    gettext_lazy("Heures de bénévoles"),
    Unit.MINUTES,
    Level.OUTPUT,
    Kind.SESSIONS,
    volunteer_hours,
    gettext_lazy(
        "Temps des bénévoles qui ont animé une séance tenue, chacun le sien : ses minutes notées, "
        "sinon la durée réalisée de la séance."
    ),
)
register(
    "joint_reviews_held",
    gettext_lazy("Bilans partagés"),
    Unit.REVIEWS,
    Level.OUTPUT,
    Kind.REVIEWS,
    joint_reviews_held,
    gettext_lazy(
        "Bilans partagés des partenariats du programme dont la rencontre s’est tenue dans la "
        "période. Celui d’un atelier compte dans le programme de cet atelier ; d’une partie du "
        "programme, seuls comptent ceux de ses ateliers."
    ),
)

# -- Valued in reports -------------------------------------------------------------------------


def actions_valued(figures):
    return Found(keys=list(dict.fromkeys(row.workshop for row in figures.valued)))


def know_how_actions_valued(figures):
    groups = figures.sources.groups
    know_how = [
        row.workshop
        for row in figures.valued
        if groups[row.workshop].format == Workshop.Format.KNOW_HOW
    ]
    return Found(keys=list(dict.fromkeys(know_how)))


register(
    "actions_valued",
    gettext_lazy("Actions valorisées"),
    Unit.ACTIONS,
    Level.RESULT,
    Kind.ACTIONS,
    actions_valued,
    gettext_lazy(
        "Ateliers différents valorisés dans un rapport émis pendant la période, chaque rapport "
        "dans sa dernière version à la fin de la période ; un atelier de deux rapports compte une "
        "fois."
    ),
)
register(
    "know_how_actions_valued",
    gettext_lazy("Échanges de savoirs valorisés"),
    Unit.ACTIONS,
    Level.RESULT,
    Kind.ACTIONS,
    know_how_actions_valued,
    gettext_lazy("Parmi les actions valorisées, celles dont la forme est l’échange de savoirs."),
)

# -- Opinions ----------------------------------------------------------------------------------


def satisfaction(figures):
    keys = [
        (heard.survey.pk, heard.faces[Feedback.Face.GOOD], heard.faces.total())
        for heard in figures.opinions
        if heard.faces
    ]
    note = _("%(done)s « bien » sur %(all)s réponses.")
    return rate_of(keys, note, _("Pas assez de réponses à un recueil d’avis fermé."))


def self_efficacy(figures):
    keys = [
        (heard.survey.pk, heard.change.up, heard.change.total)
        for heard in figures.opinions
        if heard.change.total
    ]
    note = _("%(done)s mieux qu’avant sur %(all)s réponses.")
    return rate_of(keys, note, _("Pas assez de réponses à un recueil d’avis fermé."))


register(
    "satisfaction",
    gettext_lazy("Satisfaction"),
    Unit.PERCENT,
    Level.RESULT,
    Kind.OPINIONS,
    satisfaction,
    gettext_lazy(
        "Part des réponses « bien » parmi celles qui disent comment c’était, dans les recueils "
        "d’avis sans nom fermés pendant la période ; ceux qui ont trop peu de réponses ne comptent "
        "pas. Ce ne sont pas tous les parents venus."
    ),
)
register(
    "self_efficacy",
    gettext_lazy("Se sentir plus capable"),
    Unit.PERCENT,
    Level.RESULT,
    Kind.OPINIONS,
    self_efficacy,
    gettext_lazy(
        "Part des personnes qui se disent plus capables maintenant qu’avant, parmi celles qui ont "
        "répondu aux deux, dans les recueils d’avis sans nom fermés pendant la période ; ceux qui "
        "ont trop peu de réponses ne comptent pas."
    ),
)
