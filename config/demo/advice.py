"""What the workshops leave: the round of the table, questions to take up, advice, and words.

All invented. Of the words, some may be printed, one was agreed to then withdrawn, one nobody asked
about yet.
"""

from dataclasses import dataclass, field

from partnerships.models import Term
from workshops.models import Advice, Quote, Session, Whose

PARENT, PARENTS, SCHOOL = Whose.PARENT, Whose.PARENTS, Whose.SCHOOL
CENTRE, PROFESSIONAL, TOGETHER = Whose.CENTRE, Whose.PROFESSIONAL, Whose.TOGETHER
# Who said it: a place in the list of parents, or somebody whose name we do not have.
AGREED_THERE, NOT_ASKED = "agreed there", "not asked"
TALKING = "Groupe de parole, école du Fil-d’Or"
PLAYING = "Jouer, lire, cuisiner ensemble"
CAFE = "Café des parents, maternelle des Bobines"
KNOW_HOW = "Échange de savoirs : couture et devoirs"


@dataclass(frozen=True)
class Told:
    """Of one session held, by its workshop and its place among those held."""

    workshop: str
    place: int
    heard: str = ""
    questions: str = ""
    # theme, whose, text
    advice: list = field(default_factory=list)
    # who, how they are presented, words
    quotes: list = field(default_factory=list)


STORY = [
    Told(
        TALKING,
        0,
        heard=(
            "Le soir est le moment le plus dur : les devoirs, le bain, le coucher, tout arrive en "
            "même temps. Deux mamans ont parlé pour la première fois."
        ),
        questions="Combien de temps doivent durer les devoirs ? Demander à la directrice.",
        advice=[
            (
                "Rythmes, sommeil et alimentation",
                PARENTS,
                (
                    "Les écrans s’éteignent une demi-heure avant le coucher, ceux des parents aussi. "
                    "Chez nous, les téléphones dorment dans la cuisine."
                ),
            ),
            (
                "Parentalité",
                PARENT,
                (
                    "À table, chacun raconte une chose de sa journée, les adultes d’abord. Les enfants "
                    "suivent tout seuls."
                ),
            ),
        ],
    ),
    Told(
        TALKING,
        1,
        heard=(
            "La directrice est venue un quart d’heure. Les parents ne savaient pas qu’on peut "
            "écrire dans le cahier quand un devoir est trop long."
        ),
        questions="Que veulent dire les pastilles du livret ? Apporter un livret vide.",
        advice=[
            (
                "Suivre la scolarité de son enfant",
                SCHOOL,
                (
                    "Un quart d’heure de devoirs suffit à l’école élémentaire. Au-delà, écrivez un mot "
                    "dans le cahier : la maîtresse préfère le savoir."
                ),
            ),
            (
                "Suivre la scolarité de son enfant",
                TOGETHER,
                (
                    "Quand l’enfant bloque, lui demander « montre-moi comment vous faites en classe », "
                    "au lieu d’expliquer à notre façon."
                ),
            ),
        ],
        quotes=[
            (
                30,
                "une maman de CE1",
                (
                    "Avant, je restais devant la grille. Maintenant j’entre, et je connais le prénom "
                    "de la maîtresse."
                ),
            ),
        ],
    ),
    Told(
        TALKING,
        3,
        heard=(
            "Le livret fait peur. Plusieurs ont cru qu’une pastille orange voulait dire « mauvais "
            "élève ». On a ri ensemble de nos propres carnets."
        ),
        advice=[
            (
                "Connaître l’école et sa communication",
                SCHOOL,
                (
                    "Dans le livret, orange veut dire « il est en train d’apprendre ». Ce qui compte, "
                    "c’est ce qui change d’un trimestre à l’autre."
                ),
            ),
            (
                "Connaître l’école et sa communication",
                CENTRE,
                (
                    "Pour un rendez-vous, préparer trois questions sur un papier. On a le droit de "
                    "venir avec quelqu’un, et de demander qu’on explique un mot."
                ),
            ),
        ],
        quotes=[
            (
                AGREED_THERE,
                "une maman d’élève",
                "Je croyais être la seule à ne pas comprendre les mots du livret.",
            ),
        ],
    ),
    Told(
        TALKING,
        5,
        heard=(
            "On a parlé des disputes entre frères et sœurs. Un papa dit qu’ici personne ne le "
            "juge. Tous veulent continuer après les vacances."
        ),
        questions=(
            "Comment parler du harcèlement avec un enfant de huit ans ? L’infirmière du collège "
            "pourrait venir."
        ),
        advice=[
            (
                "Parentalité",
                PARENTS,
                (
                    "Ne pas chercher qui a commencé. Chacun dit ce qu’il voulait, puis ils proposent "
                    "eux-mêmes comment réparer."
                ),
            ),
            (
                "Violences scolaires",
                PROFESSIONAL,
                (
                    "Un enfant qui ne veut plus aller à l’école a une raison. L’écouter d’abord, sans "
                    "promettre le secret, puis demander à voir la maîtresse dans les deux jours."
                ),
            ),
        ],
        quotes=[
            (
                NOT_ASKED,
                "un papa",
                "Ici on ne me demande pas pourquoi je viens. On me demande si je veux un café.",
            ),
        ],
    ),
    Told(
        PLAYING,
        0,
        heard="Les enfants ont appris les règles à leurs parents. Beaucoup de rires.",
        advice=[
            (
                "Jeu, culture et sport",
                PARENTS,
                (
                    "Un jeu de cartes dans le sac : dix minutes à l’arrêt de bus, et c’est le calcul "
                    "mental de la journée."
                ),
            ),
        ],
        quotes=[
            (
                44,
                "une maman de grande section",
                "Il m’a appris à jouer. C’est la première fois que c’est lui qui m’explique.",
            ),
        ],
    ),
    Told(
        PLAYING,
        3,
        heard="Ceux qui lisent mal le français n’osaient pas raconter : on l’a fait avec les images.",
        questions="Demander à la médiathèque des livres en arabe, en turc et en polonais.",
        advice=[
            (
                "Lien familial",
                TOGETHER,
                (
                    "Un livre se raconte dans toutes les langues. On suit les images, l’enfant "
                    "retrouve les mots français ensuite."
                ),
            ),
            (
                "Rythmes, sommeil et alimentation",
                PARENT,
                (
                    "La soupe passe mieux quand c’est l’enfant qui a épluché. Même ratée, on la mange "
                    "et on dit merci."
                ),
            ),
        ],
    ),
    Told(
        CAFE,
        1,
        heard="La cantine, encore : on ne sait pas ce qu’ils ont mangé, ni s’ils ont mangé.",
        questions="La mairie peut-elle afficher les menus à la grille ?",
        quotes=[
            (
                2,
                "un papa de petite section",
                "Le matin je suis pressé, mais ce café-là, je le prends.",
            ),
        ],
    ),
    Told(
        CAFE,
        3,
        heard="Les pleurs du matin. Une grand-mère a rassuré tout le monde.",
        advice=[
            (
                "Parentalité",
                PARENTS,
                (
                    "Le matin, dire au revoir pour de vrai, une seule fois, et partir. C’est plus dur "
                    "pour nous que pour eux."
                ),
            ),
            (
                "Accès à l’école",
                SCHOOL,
                (
                    "La porte de la classe est ouverte de 8 h 20 à 8 h 35 : entrez voir les dessins, "
                    "personne ne vous demandera de partir."
                ),
            ),
        ],
        quotes=[
            (
                44,
                "une maman de grande section",
                "J’ai compris que la maîtresse aussi s’inquiète quand il pleure.",
            ),
        ],
    ),
    Told(
        KNOW_HOW,
        0,
        heard="Chacun sait quelque chose. Le père aux fractions était ému.",
        advice=[
            (
                "Accompagnement à la scolarité",
                PARENT,
                (
                    "Les fractions se comprennent avec une pizza et un couteau. Après seulement, le "
                    "cahier."
                ),
            ),
        ],
    ),
    Told(
        "Groupe 1,",
        3,
        heard="On se sent moins bête à plusieurs. Le mot « vie scolaire » n’est clair pour personne.",
        advice=[
            (
                "Outils numériques de la scolarité",
                PARENTS,
                (
                    "Ouvrir Pronote un jour fixe, le vendredi soir, avec son enfant à côté. Tous les "
                    "jours, on se dispute ; jamais, on ne sait rien."
                ),
            ),
        ],
        quotes=[
            (
                0,
                "une maman de sixième",
                "Le parcours m’a rendu ma place : c’est moi qui ouvre Pronote, plus mon fils.",
            ),
        ],
    ),
    Told(
        "Groupe 2,",
        6,
        heard="Les règles d’écran tiennent quand elles valent pour tout le monde.",
        advice=[
            (
                "Outils numériques de la scolarité",
                CENTRE,
                (
                    "Noter ses mots de passe dans un carnet à la maison vaut mieux que le même mot "
                    "de passe partout."
                ),
            ),
            (
                "Accès aux droits",
                PROFESSIONAL,
                (
                    "La bourse se demande chaque année à la rentrée, en ligne. Sans ordinateur, le "
                    "collège donne le dossier en papier : il suffit de le demander."
                ),
            ),
        ],
    ),
    Told(
        "Groupe 9,",
        1,
        heard="Écrire à un professeur intimide. On a écrit un message à trois, il était très bien.",
        questions="Trois personnes ont perdu le mot de passe de l’ENT. Revoir comment justifier "
        "une absence.",
    ),
]


def tell(stage):
    themes = {term.label: term for term in Term.objects.of("theme")}
    for told in STORY:
        session = held(told)
        session.heard, session.questions = told.heard, told.questions
        session.save(update_fields=["heard", "questions"])
        by = session.closed_by
        for theme, whose, text in told.advice:
            Advice.objects.create(
                session=session, theme=themes[theme], whose=whose, text=text, added_by=by
            )
        for who, label, words in told.quotes:
            Quote.objects.create(
                session=session,
                label=label,
                words=words,
                added_by=by,
                **said_by(who, session, stage),
            )


def held(told):
    sessions = Session.objects.held().filter(workshop__title__startswith=told.workshop)
    return sessions.order_by("date", "pk")[told.place]


def said_by(who, session, stage):
    if who in (AGREED_THERE, NOT_ASKED):
        return {"agreed_on": session.date if who == AGREED_THERE else None}
    return {"parent": stage.parents[who]}
