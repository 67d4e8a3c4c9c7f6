"""What is a well-formed code, telephone number or text; no model in sight.

A validate_x refuses with a ValidationError, a normalise_x gives the form the product stores.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
UAI = re.compile(r"\d{7}[A-Z]", re.ASCII)
UAI_WITHOUT_ITS_ZERO = re.compile(r"\d{6}[A-Z]", re.ASCII)
RNA = re.compile(r"W\d[A-Z\d]\d{7}", re.ASCII)
QPV = re.compile(r"QN\d{5}[A-Z]|QP\d{6}", re.ASCII)
COMMUNE = re.compile(r"(\d{2}|2[AB])\d{3}", re.ASCII)
PHONE = re.compile(r"0[1-9]\d{8}|\+(?!33)[1-9]\d{7,14}", re.ASCII)
OVERSEAS_PREFIX = re.compile(r"\+(262|508|590|594|596)(\d{9})", re.ASCII)
NIR = re.compile(
    r"(?<!\d)(?<!\d[ .])[1-478](?:[ .]?\d){4}[ .]?(?:\d[ .]?\d|2[ABab])(?:[ .]?\d){6}"
    r"(?:[ .]?\d[ .]?\d)?(?![ .]?\d)",
    re.ASCII,
)

# -- Official codes ----------------------------------------------------------------------------


def uai_letter(digits):
    """The check letter of a UAI, from its seven digits."""
    return UAI_LETTERS[int(digits) % len(UAI_LETTERS)]


def normalise_uai(value):
    """Upper case, no space; the zero a spreadsheet ate comes back when the letter agrees."""
    uai = compact(value)
    if UAI_WITHOUT_ITS_ZERO.fullmatch(uai) and uai[-1] == uai_letter(uai[:-1]):
        return f"0{uai}"
    return uai


def validate_uai(value):
    """Seven digits and their check letter, as the ministry computes it (number modulo 23)."""
    if not UAI.fullmatch(value):
        raise ValidationError(
            _("« %(value)s » n’est pas un UAI : il faut 7 chiffres puis une lettre."),
            code="uai_form",
            params={"value": value[:80]},
        )
    if value[-1] != uai_letter(value[:-1]):
        raise ValidationError(
            _(
                "« %(value)s » n’est pas un UAI : la lettre de contrôle ne correspond pas "
                "aux chiffres. Vérifiez la saisie."
            ),
            code="uai_letter",
            params={"value": value},
        )


def normalise_siret(value):
    """Digits only."""
    return compact(value).replace(".", "")


def validate_siret(value):
    """14 digits with their check digits, the exception of La Poste included."""
    from stdnum.fr import siret

    if not (value.isascii() and siret.is_valid(value) and len(value) == 14):
        raise ValidationError(
            _("« %(value)s » n’est pas un SIRET : 14 chiffres, dont la clé doit être juste."),
            code="siret",
            params={"value": value[:80]},
        )


def validate_rna(value):
    """W and nine characters, the second of which may be a letter (Corsica, overseas)."""
    if not RNA.fullmatch(value):
        raise ValidationError(
            _("« %(value)s » n’est pas un numéro RNA : la lettre W puis 9 chiffres."),
            code="rna",
            params={"value": value[:80]},
        )


def validate_qpv_code(value):
    """A neighbourhood of 2024 (QN00101M) or, for older years, of 2015 (QP009001)."""
    if not QPV.fullmatch(value):
        raise ValidationError(
            _(
                "« %(value)s » n’est pas un code de quartier prioritaire : QN00101M depuis 2024, "
                "QP009001 avant."
            ),
            code="qpv",
            params={"value": value[:80]},
        )


def validate_commune_code(value):
    """INSEE code of a commune: five characters, 2A and 2B in Corsica; not a postcode."""
    if not COMMUNE.fullmatch(value):
        raise ValidationError(
            _(
                "« %(value)s » n’est pas un code INSEE de commune : 5 chiffres, "
                "ou 2A… et 2B… en Corse."
            ),
            code="commune",
            params={"value": value[:80]},
        )


# -- Telephone ---------------------------------------------------------------------------------


def normalise_phone(value):
    """Ten digits for France and its overseas départements, +… for other countries."""
    phone = re.sub(r"\(0\)|[\s().\-–/]", "", value)
    phone = re.sub(r"^00(?=[1-9])", "+", phone)
    phone = re.sub(r"^\+330?(?=\d{9}$)", "0", phone)
    return OVERSEAS_PREFIX.sub(r"0\2", phone)


def validate_phone(value):
    """Accepts what normalise_phone gives."""
    if not PHONE.fullmatch(value):
        raise ValidationError(
            _(
                "« %(value)s » n’est pas un numéro de téléphone : 10 chiffres, "
                "ou + et l’indicatif d’un autre pays."
            ),
            code="phone",
            params={"value": value[:80]},
        )


# -- Text --------------------------------------------------------------------------------------

KEPT_CONTROLS = "\n\t"
# Joiners write Persian and Hindi correctly; every other invisible sign only misleads.
KEPT_INVISIBLES = "\u200c\u200d"
PLAIN_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "þ": "th"}
)


def compact(value):
    """Upper case, without any space or invisible sign, for codes."""
    return "".join(char for char in value if char.isprintable() and not char.isspace()).upper()


def is_wanted(char):
    category = unicodedata.category(char)
    return category not in {"Cc", "Cf", "Cs"} or char in KEPT_CONTROLS + KEPT_INVISIBLES


def normalise_text(value):
    """NFC, no control or invisible character, no space around; line ends become one sign.

    Refuses NUL, which PostgreSQL cannot store and nobody types.
    """
    if "\x00" in value:
        raise ValidationError(
            _("Ce texte contient un caractère nul : recopiez-le sans lui."), code="nul"
        )
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(filter(is_wanted, value)).strip())


def fold(value):
    """The key by which names are searched and compared: « Œuvré-Łukasz’ » gives « oeuvre lukasz ».

    No case, accent, ligature or punctuation; words are separated by one space.
    """
    letters = unicodedata.normalize("NFKD", value).casefold().translate(PLAIN_LETTERS)
    kept = []
    for char in unicodedata.normalize("NFKD", letters.casefold()):
        kind = unicodedata.category(char)
        if kind == "Mn" or (kind == "Cf"):
            continue
        kept.append(char if kind[0] in "LNM" else " ")
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def looks_like_nir(text):
    """Whether a social security number, with or without its key, seems to be in this text."""
    return any(is_nir(match[0]) for match in NIR.finditer(text))


def is_nir(candidate):
    from stdnum.fr import nir

    number = nir.compact(candidate)
    month = int(number[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    return nir.is_valid(number if len(number) == 15 else number + nir.calc_check_digits(number))
