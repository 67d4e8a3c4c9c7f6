"""The one rule of sign-in passwords: long, and not what anybody would try first."""

import re
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.validators import fold

DEMO_PASSWORD = "demo-trait-d-union"
COMMON_IN_FRENCH = Path(__file__).parent / "data" / "common_passwords_fr.txt"
PRODUCT_WORDS = [
    *("traitdunion", "trait", "union", "demo", "example", "admin"),
    *("centresocial", "centre", "social", "association", "partenariat", "atelier"),
    *("ecole", "college", "lycee", "famille", "parent", "financeur"),
    *("animation", "animateur", "animatrice", "coordination", "directeur", "directrice"),
]
ROWS = ("abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm")
LOOK_ALIKE = str.maketrans("013457@$!", "oleastasi")

REFUSALS = {
    "password_too_short": _("Ce mot de passe est trop court : il faut %(min)d caractères ou plus."),
    "password_too_long": _("Ce mot de passe est trop long : %(max)d caractères au plus."),
    "password_entirely_numeric": _(
        "Ce mot de passe ne contient que des chiffres : ajoutez des mots."
    ),
    "password_repeats": _("Ce mot de passe répète trop peu de caractères différents."),
    "password_too_common": _(
        "Ce mot de passe est trop courant : choisissez plutôt quatre mots sans lien."
    ),
    "password_expected": _(
        "Ce mot de passe tient surtout à votre nom, à votre adresse ou à ce site."
    ),
}


def letters_of(text):
    return re.sub(r"[^a-z]", "", text)


class SignInPasswordValidator:
    """15 characters or more, of any kind, that nobody would try first.

    Satisfies OWASP ASVS 5.0 (no rule of composition) and CNIL 2022-100 (50 bits with throttling):
    15 digits alone are 49.8 bits, hence refused.
    """

    min_length = 15
    max_length = 128
    min_distinct = 6
    # What must be left of a password once its expected words are taken away.
    min_own_part = 8

    @cached_property
    def common(self):
        french = COMMON_IN_FRENCH.read_text(encoding="utf-8").splitlines()
        return CommonPasswordValidator().passwords.union(
            fold(word) for word in french if not word.startswith("#")
        )

    def validate(self, password, user=None):
        if settings.DEMO and password == DEMO_PASSWORD:
            return
        limits = {"min": self.min_length, "max": self.max_length}
        refusals = [
            ValidationError(REFUSALS[code], code=code, params=limits)
            for code in self.faults(password, user)
        ]
        if refusals:
            raise ValidationError(refusals)

    def faults(self, password, user):
        """Its length, then the first reason why it would be guessed."""
        if len(password) < self.min_length:
            yield "password_too_short"
        if len(password) > self.max_length:
            yield "password_too_long"
        key = fold(password).replace(" ", "")
        if key.isdigit():
            yield "password_entirely_numeric"
        elif len(set(password.casefold())) < self.min_distinct:
            yield "password_repeats"
        elif self.is_common(password):
            yield "password_too_common"
        elif self.is_expected(key, user):
            yield "password_expected"

    def is_common(self, password):
        """A common word, alone, repeated, disguised (0 for o…) or with digits and signs around."""
        lowered = password.casefold()
        spellings = {letters_of(fold(lowered)), letters_of(fold(lowered.translate(LOOK_ALIKE)))}
        return lowered in self.common or any(
            len(letters) > 2 and once(letters) in self.common or is_a_row(letters)
            for letters in spellings
        )

    def is_expected(self, key, user):
        """Little is left once the words of the product and of this person are taken away."""
        rest = key
        for word in sorted([*PRODUCT_WORDS, *words_of(user)], key=len, reverse=True):
            rest = rest.replace(word, "")
        return rest != key and (len(rest) < self.min_own_part or rest.isdigit())

    def get_help_text(self):
        return _(
            "Au moins %(min)d caractères. Une phrase convient très bien ; évitez les mots courants, "
            "votre nom et les chiffres seuls."
        ) % {"min": self.min_length}


def once(letters):
    """« soleilsoleil » is « soleil » said twice."""
    # A word repeats itself when it is found inside its double before the end of the first.
    period = (letters + letters).find(letters, 1)
    return letters[:period]


def is_a_row(letters):
    """Whether these letters follow each other in the alphabet or on a keyboard."""
    return len(letters) >= 6 and any(letters in row * 2 or letters[::-1] in row * 2 for row in ROWS)


def words_of(user):
    """What anybody who knows this person would try: the parts of names and of the address."""
    names = [getattr(user, name, "") or "" for name in ("first_name", "last_name", "email")]
    words = fold(" ".join(names)).split()
    return [word for word in words if len(word) >= 4]
