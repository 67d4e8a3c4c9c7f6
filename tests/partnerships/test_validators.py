import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from partnerships import validators
from partnerships.validators import (
    fold,
    looks_like_nir,
    normalise_phone,
    normalise_siret,
    normalise_text,
    normalise_uai,
)


def refusal(validate, value):
    with pytest.raises(ValidationError) as caught:
        validate(value)
    return caught.value


@pytest.mark.parametrize(
    ("validate", "value"),
    [
        (validators.validate_uai, "0596833G"),
        (validators.validate_uai, "0930611J"),
        (validators.validate_uai, "6200001G"),
        (validators.validate_siret, "73282932000074"),
        (validators.validate_siret, "35600000049837"),
        (validators.validate_siret, "35600000000048"),
        (validators.validate_rna, "W595000001"),
        (validators.validate_rna, "W2A1000001"),
        (validators.validate_qpv_code, "QN00101M"),
        (validators.validate_qpv_code, "QN97414I"),
        (validators.validate_qpv_code, "QP009001"),
        (validators.validate_commune_code, "59350"),
        (validators.validate_commune_code, "2A004"),
        (validators.validate_phone, "0320000000"),
        (validators.validate_phone, "0692123456"),
        (validators.validate_phone, "+32470123456"),
    ],
)
def test_real_codes_are_accepted(validate, value):
    assert validate(value) is None


@pytest.mark.parametrize(
    ("validate", "value", "code"),
    [
        (validators.validate_uai, "0596833H", "uai_letter"),
        (validators.validate_uai, "0596833g", "uai_form"),
        (validators.validate_uai, "596833G", "uai_form"),
        (validators.validate_uai, "٠596833G", "uai_form"),
        (validators.validate_uai, "0596833G\n", "uai_form"),
        (validators.validate_siret, "73282932000075", "siret"),
        (validators.validate_siret, "732 829 320 00074", "siret"),
        (validators.validate_siret, "35600000049838", "siret"),
        (validators.validate_siret, "21120288800042", "siret"),
        (validators.validate_rna, "W59500001", "rna"),
        (validators.validate_qpv_code, "QN00101", "qpv"),
        (validators.validate_qpv_code, "QP00901A", "qpv"),
        (validators.validate_commune_code, "59000 ", "commune"),
        (validators.validate_commune_code, "2C004", "commune"),
        (validators.validate_phone, "032000000", "phone"),
        (validators.validate_phone, "+33320000000", "phone"),
    ],
)
def test_other_codes_are_refused(validate, value, code):
    assert refusal(validate, value).code == code


def test_a_refusal_says_what_was_typed_and_what_is_expected():
    error = refusal(validators.validate_uai, "0596833H")

    assert error.message % error.params == (
        "« 0596833H » n’est pas un UAI : la lettre de contrôle ne correspond pas aux chiffres. "
        "Vérifiez la saisie."
    )


def test_a_refusal_repeats_no_more_than_80_characters():
    error = refusal(validators.validate_rna, "x" * 500)

    assert error.params["value"] == "x" * 80


@given(st.integers(0, 9_999_999))
def test_one_letter_of_23_makes_a_uai(number):
    digits = f"{number:07}"

    accepted = []
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        try:
            validators.validate_uai(digits + letter)
        except ValidationError:
            continue
        accepted.append(letter)

    assert accepted == [validators.uai_letter(digits)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0596833g", "0596833G"),
        (" 059 6833\u00a0G ", "0596833G"),
        ("596833G", "0596833G"),
        ("596833H", "596833H"),
        ("", ""),
        ("\ufeff0596833G", "0596833G"),
    ],
)
def test_a_uai_is_stored_one_way(typed, stored):
    assert normalise_uai(typed) == stored


def test_a_siret_is_stored_as_digits():
    assert normalise_siret("732 829 320.00074") == "73282932000074"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("03 20 00 00 00", "0320000000"),
        ("03.20.00.00.00", "0320000000"),
        ("03-20-00-00-00", "0320000000"),
        ("+33 3 20 00 00 00", "0320000000"),
        ("+33 (0)3 20 00 00 00", "0320000000"),
        ("0033320000000", "0320000000"),
        ("+262 692 12 34 56", "0692123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("03\u202f20\u00a000 00 00", "0320000000"),
        ("bureau 12", "bureau12"),
    ],
)
def test_a_telephone_is_stored_one_way(typed, stored):
    assert normalise_phone(typed) == stored


def test_text_loses_what_cannot_be_seen_and_keeps_its_lines():
    typed = "  Ele\u0300ve\u200b\x07 un\r\ndeux\ttrois\u202e\ud800 "

    assert normalise_text(typed) == "Elève un\ndeux\ttrois"


def test_text_keeps_the_joiners_that_languages_need():
    assert normalise_text("می\u200cخواهم") == "می\u200cخواهم"


def test_text_with_nul_is_refused():
    assert refusal(normalise_text, "a\x00b").code == "nul"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Éléonore", "eleonore"),
        ("ŒUVRÉ", "oeuvre"),
        ("Læticia", "laeticia"),
        ("Łukasz Jabłoński", "lukasz jablonski"),
        ("Gülşah ERDOĞAN", "gulsah erdogan"),
        ("IŞIL ışıl İpek", "isil isil ipek"),
        ("Straße", "strasse"),
        ("Jean-Luc  N’Diaye", "jean luc n diaye"),
        ("Đặng Ø", "dang o"),
        ("e\u0301", "e"),
        ("ﬁn²", "fin2"),
        ("محمّد", "محمد"),
        ("", ""),
    ],
)
def test_names_are_searched_without_case_accent_or_ligature(name, key):
    assert fold(name) == key


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_does_not_depend_on_how_accents_are_written(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "text",
    [
        "n° 2 95 10 99 126 111 93 à vérifier",
        "295109912611193",
        "2951099126111",
        "2.95.10.99.126.111.93",
        "253072A07300443",
        "1 84 12 2b 451 025",
    ],
)
def test_a_social_security_number_is_recognised(text):
    assert looks_like_nir(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "295109912611194",
        "SIRET 73282932000074",
        "06 12 34 56 78, 07 12 34 56 78",
        "du 12/09/2025 au 14/10/2025",
        "2951399126111",
        "12951099126111934",
        "",
    ],
)
def test_other_numbers_are_not_taken_for_one(text):
    assert looks_like_nir(text) is False
