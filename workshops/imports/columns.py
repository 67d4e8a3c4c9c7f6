"""What the title of a column means, by the words people use; and what is never taken."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.validators import fold

# Each list as one finds them in spreadsheets; accents, capitals and signs do not count.
COLUMNS = {
    "first_name": (
        _("prénom"),
        "prénom, prénoms, prénom usuel, first name",
    ),
    "last_name": (
        _("nom"),
        "nom, nom de famille, nom d'usage, nom usuel, nom de naissance, noms",
    ),
    "name": (
        _("prénom et nom"),
        (
            "parent, parents, participant, participante, participants, personne, adulte, mère, père, "
            "nom et prénom, nom prénom, nom prénoms, prénom nom, prénom et nom, nom complet, identité, "
            "habitant, habitante, bénéficiaire, usager, stagiaire, adhérent, adhérente"
        ),
    ),
    "phone": (
        _("téléphone"),
        (
            "téléphone, tél, téléphone portable, tél portable, portable, mobile, téléphone mobile, gsm, "
            "numéro de téléphone, n° de téléphone, n° téléphone, n° de tél, n° tél, num tél, numéro de portable, "
            "téléphone 1, tél 1, coordonnées téléphoniques"
        ),
    ),
    "email": (
        _("adresse e-mail"),
        (
            "e-mail, email, mail, courriel, mél, adresse mail, adresse e-mail, adresse email, "
            "adresse courriel, adresse électronique, mails, emails"
        ),
    ),
    "birth_year": (
        _("année de naissance"),
        (
            "année de naissance, année naissance, date de naissance, date naissance, né le, née le, "
            "né(e) le, naissance, ddn, date de naiss"
        ),
    ),
    "gender": (
        _("sexe"),
        "sexe, genre, civilité, h/f, f/h, femme/homme, homme/femme, m/f, f/m, civ",
    ),
    "neighbourhood": (
        _("quartier"),
        "quartier, quartier d'habitation, quartier de résidence, lieu de vie",
    ),
    "qpv": (
        _("quartier prioritaire (QPV)"),
        (
            "qpv, habite en qpv, habitant qpv, quartier prioritaire, quartier politique de la ville, "
            "politique de la ville, en qpv, réside en qpv"
        ),
    ),
    "school": (
        _("école des enfants"),
        (
            "école, écoles, établissement, établissement scolaire, école de l'enfant, "
            "école des enfants, école fréquentée, école d'origine, collège, uai, école/collège"
        ),
    ),
    "level": (
        _("niveau scolaire, sans la classe"),
        (
            "classe, classes, niveau, niveau scolaire, classe de l'enfant, niveau de l'enfant, "
            "classe des enfants, niveau de classe"
        ),
    ),
    "children": (
        _("nombre d’enfants"),
        (
            "nombre d'enfants, nb d'enfants, nb enfants, nbre d'enfants, nombre enfants, nbr d'enfants, "
            "nbre enfants, nombre d'enfants scolarisés"
        ),
    ),
    "language": (
        _("langues parlées"),
        (
            "langue, langues, langue parlée, langues parlées, langue maternelle, langue d'échange, "
            "langue(s)"
        ),
    ),
    "enrolled_on": (
        _("date d’inscription"),
        (
            "date d'inscription, inscrit le, inscrite le, inscrit(e) le, date inscription, "
            "date d'entrée, date d'arrivée, entrée le, depuis le"
        ),
    ),
    "workshop": (
        _("atelier"),
        (
            "atelier, ateliers, groupe, action, activité, intitulé de l'atelier, nom de l'atelier, "
            "nom du groupe, parcours"
        ),
    ),
    "is_new": (
        _("nouvelle personne, même si le nom est connu"),
        "nouvelle personne, nouveau, nouvelle, nouveau participant, nouvelle fiche",
    ),
}
NIR = "nir, numéro de sécurité sociale, n° de sécurité sociale, n° sécurité sociale, sécurité sociale, "
NIR += "numéro sécu, n° sécu, num sécu, n° ss, numéro ss, n° de sécu, numéro de sécu, sécu"
# Words that say a column is none of our business, whatever stands around them.
NEVER = [
    (
        _("le nom des enfants n’est jamais gardé ici"),
        "enfant enfants élève élèves fils fille fratrie",
    ),
    (
        _("la santé ne regarde pas les ateliers"),
        (
            "santé handicap allergie allergies maladie traitement médecin médical médicale mdph pai rqth "
            "aesh psy orthophoniste"
        ),
    ),
    (
        _("la religion et les opinions ne regardent pas les ateliers"),
        ("religion culte confession religieux religieuse politique syndicat"),
    ),
    (
        _("l’origine ne regarde pas les ateliers"),
        ("nationalité nationalités origine origines ethnie pays séjour"),
    ),
    (
        _("le numéro d’allocataire et les ressources ne sont jamais gardés ici"),
        ("allocataire caf quotient qf revenus ressources rsa msa matricule"),
    ),
    (_("seul le quartier est gardé, pas l’adresse"), "adresse rue voie postal cp ville commune"),
]
NOT_KNOWN = _("ce titre n’est pas connu")
# What may follow, and changes nothing: « Téléphone du parent ».
TAIL = {"du", "de", "la", "le", "l", "des", "d", "parent", "parents", "participant", "participante"}
TAIL |= {"adulte", "responsable", "mere", "pere", "personne"}

FIELD_OF = {
    fold(word): name for name, (_label, words) in COLUMNS.items() for word in words.split(", ")
}
NIRS = {fold(word) for word in NIR.split(", ")}
REASON_OF = {fold(word): reason for reason, words in NEVER for word in words.split()}


@dataclass
class Layout:
    """The columns of a table: {field: position}, and what is left aside, with why."""

    headers: list[str]
    places: dict[str, int] = field(default_factory=dict)
    ignored: list[tuple[str, str]] = field(default_factory=list)

    def understood(self):
        """[(title, what it means)] of the columns about people."""
        order = sorted(self.places.items(), key=lambda item: item[1])
        return [(self.headers[place], str(COLUMNS[name][0])) for name, place in order]

    def title(self, name):
        return self.headers[self.places[name]]


def lay_out(headers: list[str], *, names=tuple(COLUMNS), skipped=()) -> Layout:
    """What each column is, those at `skipped` positions left out.

    Refuses (ValidationError) a column of social security numbers, and a table without any name.
    """
    layout = Layout(headers)
    for place, header in enumerate(headers):
        if place not in skipped:
            place_column(layout, place, header, names)
    name_alone(layout)
    if not {"name", "first_name"} & layout.places.keys():
        raise ValidationError(
            _(
                "Aucune colonne ne donne le nom des personnes. Il faut « Prénom » et « Nom », "
                "ou une colonne « Participant »."
            ),
            code="names",
        )
    return layout


def place_column(layout, place, header, names):
    name = field_of(header)
    if fold(header) in NIRS:
        raise ValidationError(
            _(
                "La colonne « %(header)s » contient des numéros de sécurité sociale : ils n’ont pas "
                "leur place ici. Supprimez-la de votre fichier, puis déposez-le à nouveau."
            ),
            code="nir",
            params={"header": header[:80]},
        )
    if name in names and name not in layout.places:
        layout.places[name] = place
    elif name in names:
        first = _("« %(header)s » le dit déjà") % {"header": layout.title(name)}
        layout.ignored.append((header, str(first)))
    else:
        layout.ignored.append((header, str(reason_of(header))))


def name_alone(layout):
    """« Nom » without « Prénom » holds both; a name given twice is read in one place."""
    places = layout.places
    if "last_name" in places and not {"first_name", "name"} & places.keys():
        places["name"] = places.pop("last_name")
    if "name" not in places:
        return
    is_twofold = {"first_name", "last_name"} <= places.keys()
    for extra in ["name"] if is_twofold else ["first_name", "last_name"]:
        if extra in places:
            header = layout.headers[places.pop(extra)]
            reason = _("le nom est déjà donné par une autre colonne")
            layout.ignored.append((header, str(reason)))


def field_of(header):
    words = fold(header).split()
    while words:
        if name := FIELD_OF.get(" ".join(words)):
            return name
        if words[-1] not in TAIL or len(words) == 1:
            return None
        words.pop()
    return None


def reason_of(header):
    return next((REASON_OF[word] for word in fold(header).split() if word in REASON_OF), NOT_KNOWN)
