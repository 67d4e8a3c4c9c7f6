"""The short visit of somebody new: what there is to do here, by role, said once."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Step:
    sentence: str
    verb: str
    url: str


@dataclass(frozen=True)
class Welcome:
    lede: str
    steps: list[Step]


def welcome_of(user) -> Welcome | None:
    """For whoever has not said « J’ai compris » yet."""
    if not user.is_authenticated or user.welcomed_on:
        return None
    return visit_of(user)


def visit_of(user) -> Welcome | None:
    """By what this person mainly does; nothing for an account without a role."""
    rights = user.rights
    for holds, visit in (
        (rights.coordinates, of_coordination),
        (rights.facilitates, of_facilitation),
        (rights.partners, of_partner),
        (rights.observes, of_observer),
        (user.is_staff, of_administration),
    ):
        if holds:
            return visit()
    return None


def step(sentence, verb, page):
    return Step(sentence, verb, reverse(page))


def of_facilitation():
    return Welcome(
        _("Votre travail ici tient en une chose : la feuille de chaque séance."),
        [
            step(
                _("Le jour venu, ouvrez la séance, cochez qui est là, comptez les autres."),
                _("Voir mes séances"),
                "workshops:session_list",
            ),
            step(
                _(
                    "Pas de réseau dans l’école ? La feuille ouverte avant d’y aller continue sans "
                    "lui, et s’envoie toute seule au retour."
                ),
                _("Ouvrir une feuille d’avance"),
                "workshops:session_list",
            ),
            step(
                _(
                    "Quelqu’un de nouveau : son prénom suffit. Ni nom d’enfant, ni santé, ni origine."
                ),
                _("Lire qui voit quoi"),
                "partnerships:who_sees_what",
            ),
            step(
                _("Gardez vos dates sur votre téléphone, sans un nom de parent."),
                _("Brancher mon calendrier"),
                "workshops:feed_list",
            ),
        ],
    )


def of_partner():
    return Welcome(
        _(
            "Le centre social et votre établissement préparent des ateliers pour les parents. "
            "Voici ce qui vous est demandé, et rien de plus."
        ),
        [
            step(
                _("Lire ce que chacun apporte, et dire si vous êtes d’accord."),
                _("Voir nos partenariats"),
                "partnerships:partnership_list",
            ),
            step(
                _(
                    "Une fois par an, donner votre regard en dix minutes : il pèse autant qu’un autre."
                ),
                _("Voir les bilans"),
                "evaluation:review_list",
            ),
            step(
                _("Adresser un parent, s’il en est d’accord ; vous saurez s’il est venu."),
                _("Orienter un parent"),
                "families:referral_list",
            ),
            step(
                _("Vous ne verrez le nom d’aucun parent venu à un atelier : c’est voulu."),
                _("Lire qui voit quoi"),
                "partnerships:who_sees_what",
            ),
        ],
    )


def of_coordination():
    return Welcome(
        _("Vous tenez l’ensemble : l’équipe, les partenaires, les chiffres. Par où commencer :"),
        [
            step(
                _("Invitez celles et ceux qui animent, et l’école : un e-mail, un lien."),
                _("Inviter l’équipe"),
                "partnerships:team_list",
            ),
            step(
                _("Ouvrez un partenariat avec une école, et nommez qui tient le fil."),
                _("Voir les partenariats"),
                "partnerships:partnership_list",
            ),
            step(
                _("Ouvrez le programme de la saison, puis ses ateliers et leurs dates."),
                _("Voir les programmes"),
                "workshops:programme_list",
            ),
            step(
                _("Préparez la notice à donner aux familles avant d’en noter une."),
                _("Préparer l’information"),
                "families:notice_list",
            ),
            step(
                _("Notez la subvention et ses objectifs : le rapport se remplira en chemin."),
                _("Voir les subventions"),
                "evaluation:grant_list",
            ),
        ],
    )


def of_observer():
    return Welcome(
        _("Vous lisez des totaux et des rapports, jamais un nom."),
        [
            step(
                _("Les rapports qui vous sont adressés apparaissent dès qu’ils sont émis."),
                _("Ouvrir l’observatoire"),
                "evaluation:observatory",
            ),
            step(
                _("Sous cinq personnes, un chiffre est tu, même par soustraction."),
                _("Lire qui voit quoi"),
                "partnerships:who_sees_what",
            ),
            step(
                _("Qui fait quoi, et où il n’y a personne : structure par structure."),
                _("Lire le diagnostic local"),
                "evaluation:local_diagnosis",
            ),
        ],
    )


def of_administration():
    return Welcome(
        _(
            "Vous tenez l’annuaire, les comptes et les listes. Les familles ne sont pas de votre ressort."
        ),
        [
            step(
                _("Installer une première structure, avec ses comptes et son programme."),
                _("Les premiers pas"),
                "first_steps",
            ),
            step(
                _("Importer l’annuaire des écoles, les territoires, les vacances scolaires."),
                _("Ouvrir l’administration"),
                "admin:index",
            ),
            step(
                _("Protéger votre compte par un code du téléphone : il ouvre beaucoup."),
                _("Activer la double vérification"),
                "mfa_index",
            ),
        ],
    )
