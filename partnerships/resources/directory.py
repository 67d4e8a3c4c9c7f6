"""How the files of the ministry write a school, and what we make of it."""

import re

from django.utils.translation import gettext_lazy as _

from partnerships.calendar import ACADEMIES
from partnerships.models import School
from partnerships.resources.columns import choice, read_text, refusal
from partnerships.validators import fold

ACADEMY_NAMES = {fold(name): name for names in ACADEMIES.values() for name in names.split(", ")}
Level = School.Level

# -- Names ---------------------------------------------------------------------------------------

ACCENTS = {
    "ecole": "école",
    "ecoles": "écoles",
    "elementaire": "élémentaire",
    "elementaires": "élémentaires",
    "college": "collège",
    "lycee": "lycée",
    "privee": "privée",
    "prive": "privé",
    "regionale": "régionale",
}
SMALL_WORDS = {
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "et",
    "en",
    "sur",
    "sous",
    "aux",
    "au",
    "à",
    "lez",
    "lès",
}
COMMON_WORDS = {
    "maternelle",
    "primaire",
    "application",
    "scolaire",
    "groupe",
    "complexe",
    "publique",
}
INITIALS = {"rpi", "rep", "cp", "ime", "segpa", "erea"}


def ordinary(text):
    """« ECOLE PRIMAIRE D AVESNES RPI 29 », all in capitals, becomes « École primaire d’Avesnes RPI 29 ».

    No accent is added to a name: the file does not tell where it was.
    """
    if text != text.upper():
        return text
    words = re.sub(r"\b([DL]) (?=[AEIOUYH])", r"\1’", text).split()
    written = " ".join(ordinary_word(*pair) for pair in zip(words, ["", *words], strict=False))
    return written[:1].upper() + written[1:]


def ordinary_word(word, previous=""):
    lower = word.lower()
    if lower in ("le", "la", "les") and previous.lower() in COMMON_WORDS | set(ACCENTS):
        # « École primaire La Fontaine »: the article begins a name.
        return word.capitalize()
    if lower in INITIALS:
        return word
    if lower in SMALL_WORDS or lower in COMMON_WORDS or lower in ACCENTS:
        return ACCENTS.get(lower, lower)
    if lower[:2] in ("d’", "l’"):
        return lower[:2] + ordinary_word(word[2:])
    return "-".join(part.capitalize() for part in word.split("-"))


def read_name(value):
    return ordinary(read_text(value))


# -- What a school is ----------------------------------------------------------------------------


known_sector = choice(School.Sector)


def read_sector(value):
    """« Public », « privé sous contrat », « Privé »."""
    return School.Sector.PRIVATE if fold(str(value)).startswith("prive") else known_sector(value)


def read_network(value):
    """Blank says that the school is in no network."""
    text = read_text(value).upper().replace(" ", "")
    if text and text not in School.Network.values:
        raise refusal(_("« %(value)s » n’est pas un réseau : REP, REP+ ou rien."), value)
    return text


def read_academy(value):
    name = re.sub(r"^academie (de la |de |d |des )?", "", fold(str(value)))
    return ACADEMY_NAMES.get(name) or read_text(value)


def read_circonscription(value):
    """« Circonscription d’inspection du 1er degré de Fresnes » is called Fresnes."""
    prefix = r"^circonscription d’inspection du 1er degr[ée] (de |du |des |d’)?"
    return re.sub(prefix, "", read_text(value), flags=re.IGNORECASE)


OPEN = {"ouvert", "1", "oui", "a fermer"}
CLOSED = {"ferme", "non", "a ouvrir"}


def read_state(value):
    """« A FERMER » is still open, « A OUVRIR » is not yet."""
    text = fold(str(value))
    if text not in OPEN | CLOSED:
        raise refusal(_("« %(value)s » n’est pas un état connu (OUVERT, FERME…)."), value)
    return text in OPEN


def validate_postal_code(value):
    if not re.fullmatch(r"\d{5}", value, re.ASCII):
        raise refusal(_("« %(value)s » n’est pas un code postal : 5 chiffres."), value)


def five_digits(code):
    """The zero a spreadsheet ate in front of 01000 comes back."""
    return code.zfill(5) if code.isdigit() and len(code) == 4 else code.upper()


def web_address(text):
    return text if "//" in text or not text else f"https://{text}"


# -- Level ---------------------------------------------------------------------------------------

# Nature of an establishment in the national directory, by its first digits.
NATURES = [
    (r"1[0-4]\d", Level.NURSERY),
    (r"1[5-6]\d", Level.ELEMENTARY),
    (r"34\d|35\d", Level.COLLEGE),
    (r"30\d|31\d|32\d", Level.LYCEE),
]
WORDS = {
    "maternelle": Level.NURSERY,
    "primaire": Level.PRIMARY,
    "elementaire": Level.ELEMENTARY,
    "groupe": Level.PRIMARY,
    "college": Level.COLLEGE,
    "lycee": Level.LYCEE,
}


def level_of(*, nursery, elementary, nature, words):
    """From what a file tells, surest first: the two columns of écoles, the code, the words."""
    by_columns = {
        ("1", "1"): Level.PRIMARY,
        ("1", "0"): Level.NURSERY,
        ("0", "1"): Level.ELEMENTARY,
    }.get((nursery, elementary))
    by_code = next((level for code, level in NATURES if re.fullmatch(code, nature)), None)
    by_words = next((WORDS[word] for word in fold(words).split() if word in WORDS), None)
    return by_columns or by_code or by_words
