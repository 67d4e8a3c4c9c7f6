"""The reference lists as they are loaded: the words of those who were asked, each once."""

from collections import Counter

import pytest

from partnerships.models import Term

pytestmark = pytest.mark.django_db


def test_every_list_has_what_was_said_each_thing_once():
    """« Coordo rep ++ » and « coordinateur du REP » were the same actor, hence 32 of 33."""
    loaded = Counter(Term.objects.values_list("vocabulary", flat=True))

    assert {name: loaded[name] for name in ("lever", "actor", "purpose", "centre_role")} == {
        "lever": 33,
        "actor": 32,
        "purpose": 18,
        "centre_role": 15,
    }
    assert {name: loaded[name] for name in ("criterion", "difficulty", "school_knowledge")} == {
        "criterion": 40,
        "difficulty": 12,
        "school_knowledge": 14,
    }


@pytest.mark.parametrize(
    ("vocabulary", "label"),
    [
        ("lever", "Les moments de crise/les moments difficiles"),
        ("lever", "Participation des centres sociaux aux projets des écoles/inversement"),
        ("actor", "Direction ++"),
        ("actor", "Travailleurs sociaux/infirmiers-ères"),
        ("purpose", "Pour agir ensemble/Projet commun"),
        ("centre_role", "Interface Décodeur/traducteur"),
        ("difficulty", "Absorbés par l’administratif"),
        ("school_knowledge", "Les domaines de chacun (plates-bandes)"),
    ],
)
def test_the_words_are_kept(vocabulary, label):
    assert Term.objects.of(vocabulary).filter(label=label).count() == 1


def test_every_acronym_of_the_field_is_known():
    known = set(Term.objects.filter(vocabulary="scheme").values_list("label", flat=True))

    spoken = {"REAAP", "CLAS", "CLSPD", "PRE", "PEDT", "REP", "ASL", "MQ", "SSD", "CPE", "MPT"}
    assert spoken - known == set()
