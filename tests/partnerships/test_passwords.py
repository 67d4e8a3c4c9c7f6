from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from partnerships.passwords import SignInPasswordValidator

NADIA = SimpleNamespace(
    first_name="Nadia", last_name="Oukacha-Lefèvre", email="nadia.oukacha@lestisserands.example"
)


def password_codes(password, user=None):
    try:
        SignInPasswordValidator().validate(password, user)
    except ValidationError as error:
        return [refusal.code for refusal in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "quatre moineaux sur le toit",
        "X7$k9#2mQ!4vT8&z",
        "la directrice aime le camembert",
        "correct horse battery staple",
        "été-brume-valise-lampe",
        "nadia cueille des mirabelles",
        "Lefevre.Tisserands.1",
        "!$%&/()=?*+#-.:;<>",
        "4#9!a-2837-&56%81",
        "пароль для входа сюда",
        "كلمة مرور طويلة جدا هنا",
    ],
)
def test_long_phrases_are_accepted_whatever_they_are_made_of(password):
    assert password_codes(password, NADIA) == []


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("cerf volant 42", ["password_too_short"]),
        ("ab" * 80 + "cdefgh", ["password_too_long"]),
        ("482915736048215", ["password_entirely_numeric"]),
        ("4829 1573 6048 2159", ["password_entirely_numeric"]),
        ("abababababababab", ["password_repeats"]),
        ("!!!!!!!!!!!!!!!!!!", ["password_repeats"]),
        ("azertyuiopqsdfgh", ["password_too_common"]),
        ("0a1b2c3d4e5f6g7h8", ["password_too_common"]),
        ("zyxwvutsrqponmlkj", ["password_too_common"]),
        ("1q2w3e4r5t6y7u8i9o0p", ["password_too_common"]),
        ("MotDePasse-2026-!", ["password_too_common"]),
        ("m0td3p@ss3m0td3p@ss3", ["password_too_common"]),
        ("chocolat12345678", ["password_too_common"]),
        ("Éducation nationale !", ["password_too_common"]),
        ("trait-d-union-2026", ["password_expected"]),
        ("Centre social 59000", ["password_expected"]),
        ("demo-trait-d-union", ["password_expected"]),
        ("nadia-oukacha-1985", ["password_expected"]),
        ("lestisserands-2025!", ["password_expected"]),
    ],
)
def test_passwords_one_would_try_first_are_refused(password, codes):
    assert password_codes(password, NADIA) == codes


def test_a_short_password_of_digits_is_told_both_things():
    assert password_codes("1234") == ["password_too_short", "password_entirely_numeric"]


def test_the_demo_password_is_accepted_by_name_on_a_demo_only(settings):
    settings.DEMO = True
    on_a_demo = [password_codes("demo-trait-d-union"), password_codes("demo-trait-d-unio2")]

    settings.DEMO = False
    elsewhere = password_codes("demo-trait-d-union")

    assert on_a_demo == [[], ["password_expected"]]
    assert elsewhere == ["password_expected"]


def test_the_block_list_holds_more_than_3000_passwords():
    common = SignInPasswordValidator().common

    assert len(common) > 19_000
    assert {"azerty", "motdepasse", "password"} <= common


def test_the_rule_is_told_before_one_types():
    assert SignInPasswordValidator().get_help_text() == (
        "Au moins 15 caractères. Une phrase convient très bien ; évitez les mots courants, "
        "votre nom et les chiffres seuls."
    )
