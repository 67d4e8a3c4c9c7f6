"""What a cell about somebody means; a cell that means nothing is refused in words."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from families.models import Gender, Parent, Qpv, Schooling
from partnerships.resources.columns import read_date, read_text
from partnerships.validators import fold, normalise_phone, validate_phone

NAME_LENGTH = Parent._meta.get_field("first_name").max_length
EMAIL_LENGTH = Parent._meta.get_field("email").max_length
YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
SERIAL = re.compile(r"\d{5}", re.ASCII)
SHORT_YEAR = re.compile(r"\d[/.\-]\d{2}$", re.ASCII)
OLDEST, YOUNGEST = 1900, 2020
GENDERS = {
    Gender.WOMAN: "f, femme, mme, madame, mlle, mademoiselle, feminin, mere, maman, fille",
    Gender.MAN: "h, m, homme, mr, monsieur, masculin, pere, papa",
    Gender.UNKNOWN: "non renseigne, nr, autre, inconnu, x, non precise",
}
YES = {"oui", "o", "x", "1", "vrai", "true", "yes"}
NO = {"non", "n", "0", "faux", "false", "no"}
UNKNOWN = {"nsp", "ne sait pas", "on ne sait pas", "inconnu", "non renseigne", "nr"}
LEVELS = {
    Schooling.Level.NURSERY: (
        "maternelle, tps, ps, ms, gs, toute petite section, petite section, moyenne section, "
        "grande section, ecole maternelle"
    ),
    Schooling.Level.ELEMENTARY: (
        "elementaire, primaire, ecole elementaire, ecole primaire, cp, ce1, ce2, cm1, cm2, ulis"
    ),
    Schooling.Level.COLLEGE: (
        "college, 6e, 5e, 4e, 3e, 6eme, 5eme, 4eme, 3eme, 6, 5, 4, 3, sixieme, cinquieme, "
        "quatrieme, troisieme, segpa"
    ),
    Schooling.Level.LYCEE: (
        "lycee, 2nde, 2de, seconde, 1re, 1ere, premiere, tle, term, terminale, cap, bac pro"
    ),
}


def meanings(words):
    return {word: value for value, each in words.items() for word in each.split(", ")}


GENDER_OF, LEVEL_OF = meanings(GENDERS), meanings(LEVELS)


def read_name(cell):
    text = read_text(cell)
    if not fold(text):
        raise refusal(_("« %(value)s » n’est pas un nom."), cell)
    if len(text) > NAME_LENGTH:
        raise refusal(_("« %(value)s » dépasse 60 lettres."), cell)
    return text


def read_phone(cell):
    """« 0612345678 », and what a spreadsheet made of it: 612345678."""
    phone = normalise_phone(read_text(cell))
    if phone.isdecimal() and len(phone) == 9 and phone[0] != "0":
        phone = f"0{phone}"
    validate_phone(phone)
    return phone


def read_email(cell):
    email = read_text(cell).replace("’", "'")
    validate_email(email)
    if len(email) > EMAIL_LENGTH:
        raise refusal(_("« %(value)s » est trop long."), cell)
    return email


def read_birth_year(cell):
    """The year alone of a date of birth: the day is never kept."""
    text = str(cell).strip()
    year = int(text) if YEAR.fullmatch(text) else read_day(cell).year
    if year > YOUNGEST and SHORT_YEAR.search(text):
        year -= 100
    if not OLDEST <= year <= YOUNGEST:
        raise refusal(_("« %(value)s » : cette année de naissance n’est pas possible."), cell)
    return year


def read_gender(cell):
    return known(cell, GENDER_OF, _("« %(value)s » n’est pas reconnu : écrivez F ou H."))


def read_level(cell):
    """The level alone of a class: « CE1 » is elementary."""
    words = fold(str(cell)).split()
    for size in range(len(words), 0, -1):
        if value := LEVEL_OF.get(" ".join(words[:size])):
            return value
    if words and (value := LEVEL_OF.get(re.sub(r"(?<=\d)[a-z]+$", "e", words[0]))):
        return value
    raise refusal(
        _("« %(value)s » n’est pas une classe connue : écrivez par exemple CE1, 6e ou maternelle."),
        cell,
    )


def read_children(cell):
    text = str(cell).strip()
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise refusal(_("« %(value)s » : comptez de 1 à 20 enfants."), cell)
    return int(text)


def read_yes(cell):
    text = fold(str(cell))
    if text in YES | NO:
        return text in YES
    raise refusal(_("« %(value)s » n’est pas reconnu : écrivez oui ou non."), cell)


def read_qpv(cell):
    text = fold(str(cell))
    if text in UNKNOWN:
        return Qpv.UNKNOWN
    return Qpv.YES if read_yes(cell) else Qpv.NO


def read_day(cell):
    """A date of the file, the number of a spreadsheet included; the day comes before the month."""
    text = str(cell).strip()
    if SERIAL.fullmatch(text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
    if isinstance(cell, dt.datetime):
        return cell.date()
    if match := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})", text, re.ASCII):
        day, month, year = (int(part) for part in match.groups())
        try:
            return dt.date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            raise refusal(_("« %(value)s » n’est pas un jour qui existe."), cell) from None
    return read_date(cell)


def known(cell, values, otherwise):
    text = fold(str(cell))
    if text not in values:
        raise refusal(otherwise, cell)
    return values[text]


def refusal(message, cell):
    return ValidationError(message, params={"value": str(cell).strip()[:80]})
