"""The register of processing (RGPD, article 30), generated: what is declared, and what is really on.

Data come from the declarations of each app, recipients from the table the access tests hold, delays
and security from the settings of this installation: nothing of it is typed twice.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import registry
from partnerships.declarations import Whose
from partnerships.models import Structure

TABLE = Path(__file__).parent / "data" / "access.tsv"
SLOW_HASHES = {"Argon2PasswordHasher": "Argon2", "PBKDF2PasswordHasher": "PBKDF2"}


@dataclass(frozen=True)
class Kind:
    """What is kept of one kind of thing: « parent : prénom, nom, … »."""

    title: str
    fields: list[str]


@dataclass(frozen=True)
class Treatment:
    title: str
    purpose: str
    basis: str
    people: str
    kinds: list[Kind]
    recipients: list[str]
    delay: str


@dataclass(frozen=True)
class Measure:
    text: str
    is_on: bool


@dataclass(frozen=True)
class Register:
    controllers: list[Structure]
    treatments: list[Treatment]
    measures: list[Measure]


def register(controllers: Iterable[Structure]) -> Register:
    return Register(list(controllers), treatments(), measures())


def treatments() -> list[Treatment]:
    return [families(), directory(), accounts(), words()]


# -- Treatments --------------------------------------------------------------------------------


def families():
    return Treatment(
        title=_("Accueillir les familles"),
        purpose=_(
            "Inviter aux ateliers, noter les présences, orienter, accompagner, et compter sans nom "
            "pour ceux qui financent."
        ),
        basis=_(
            "Intérêt légitime, ou mission d’intérêt public pour une collectivité ; "
            "consentement pour l’image, les paroles citées et le partage."
        ),
        people=_("Les parents et leur foyer. Des enfants, seulement combien et dans quelle école."),
        kinds=kinds(Whose.PARENT, Whose.HOUSEHOLD),
        recipients=readers("families:family_detail"),
        delay=ngettext(
            "%(months)s mois après le dernier contact, annoncés un mois avant. Ensuite restent des "
            "présences sans nom.",
            "%(months)s mois après le dernier contact, annoncés un mois avant. Ensuite restent des "
            "présences sans nom.",
            settings.RETENTION_MONTHS,
        )
        % {"months": settings.RETENTION_MONTHS},
    )


def directory():
    return Treatment(
        title=_("Tenir l’annuaire des partenaires"),
        purpose=_(
            "Savoir à qui parler dans chaque école et chaque structure, et passer le relais."
        ),
        basis=_("Intérêt légitime."),
        people=_("Les professionnels et bénévoles des structures, dans leur fonction."),
        kinds=kinds(Whose.CONTACT),
        recipients=readers("partnerships:contact_detail"),
        delay=_(
            "Tant que la fonction dure ; ensuite, tant que l’histoire du partenariat en parle."
        ),
    )


def accounts():
    return Treatment(
        title=_("Ouvrir des comptes et tenir le journal"),
        purpose=_("Ne montrer à chacun que ce qui le concerne, et savoir qui a fait quoi."),
        basis=_("Intérêt légitime : la sécurité des données."),
        people=_("Les personnes qui se connectent."),
        kinds=kinds(Whose.ACCOUNT),
        recipients=readers("partnerships:team_detail"),
        delay=_(
            "Le compte : tant qu’il sert. Le journal : des numéros et des dates, sans les mots."
        ),
    )


def words():
    return Treatment(
        title=_("Écrire ensemble"),
        purpose=_("Comptes rendus, difficultés, décisions, accords et rapports."),
        basis=_("Intérêt légitime."),
        people=_("Qui s’y trouverait cité : on demande de ne nommer personne."),
        kinds=kinds(Whose.ANYONE),
        recipients=readers("partnerships:meeting_detail"),
        delay=_(
            "Tant que le partenariat vit. Quand une personne est oubliée, son nom y est cherché, "
            "relu et retiré."
        ),
    )


def kinds(*whose: Whose) -> list[Kind]:
    """What is declared to identify or expose these people, by kind of thing, in words."""
    found = {}
    for line in registry.personal_fields.ask():
        if line.whose in whose and line.is_personal:
            labels = found.setdefault(str(line.model._meta.verbose_name), [])
            if line.field.editable and (label := str(line.field.verbose_name)) not in labels:
                labels.append(label)
    return [Kind(title, labels) for title, labels in sorted(found.items()) if labels]


def readers(page: str) -> list[str]:
    """Who gets that page of their own structure, as the tests of access hold it."""
    labels = {
        "animation": _("l’animation, pour les personnes qu’elle rencontre dans ses ateliers"),
        "coordination": _("la coordination de la structure"),
        "ecole": _("l’école ou le partenaire du même partenariat"),
        "voisin": _("la coordination d’une autre structure"),
        "financeur": _("le financeur ou la fédération qui observe"),
        "admin": _("l’administration de la plateforme"),
    }
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file, delimiter="\t") if line["url"] == page]
    reading = {role for role in labels for line in lines if line[role] == "200"}
    return [label for role, label in labels.items() if role in reading]


# -- Security ----------------------------------------------------------------------------------


def measures() -> list[Measure]:
    """What this installation does now, not what it could do."""
    hasher = settings.PASSWORD_HASHERS[0].rpartition(".")[2]
    hours = settings.SESSION_COOKIE_AGE // 3600
    return [
        Measure(_("Connexion chiffrée (HTTPS), imposée"), settings.SECURE_SSL_REDIRECT),
        Measure(_("Cookies réservés à la connexion chiffrée"), settings.SESSION_COOKIE_SECURE),
        Measure(
            _("Mots de passe illisibles (%(name)s)") % {"name": SLOW_HASHES.get(hasher, hasher)},
            hasher in SLOW_HASHES,
        ),
        Measure(_("Essais de connexion limités"), bool(settings.ACCOUNT_RATE_LIMITS)),
        Measure(
            _("Double vérification proposée à chaque compte"),
            "totp" in settings.MFA_SUPPORTED_TYPES,
        ),
        Measure(
            ngettext(
                "Déconnexion au bout de %(hours)s heure",
                "Déconnexion au bout de %(hours)s heures",
                hours,
            )
            % {"hours": hours},
            settings.SESSION_COOKIE_AGE <= 24 * 3600,
        ),
        Measure(_("Aucun service extérieur, aucun script étranger"), is_closed()),
        Measure(_("Chaque page fermée par défaut, accès vérifiés par des tests"), True),
        Measure(_("Journal des lectures, modifications et exports"), True),
        Measure(_("Effacement physique dans la base (secure_delete)"), zeroes()),
    ]


def is_closed():
    sources = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return all("://" not in source for values in sources.values() for source in values)


def zeroes():
    """PostgreSQL does it when it vacuums."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        return cursor.fetchone()[0] == 1
