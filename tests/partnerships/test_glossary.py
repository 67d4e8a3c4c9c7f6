import re

import pytest
from django.urls import reverse

from partnerships.glossary import words
from tests.factories import TermFactory, UserFactory


@pytest.fixture
def read(client, db):
    client.force_login(UserFactory())

    def read(text=""):
        response = client.get(reverse("partnerships:glossary"), {"q": text})
        return [word.word for word in response.context["words"]], response.text

    return read


def test_the_glossary_explains_acronyms_that_no_form_offers(read):
    _words, text = read()

    assert "Réseau d’écoute, d’appui et d’accompagnement des parents" in text
    assert "Conseiller ou conseillère principale d’éducation" in text
    # Nobody knows what it stands for: nothing is said of it.
    assert "SSD" not in text


def test_a_word_is_found_by_what_it_stands_for(read):
    assert read("ecoute appui")[0] == ["REAAP"]
    assert read("rep+")[0][:1] == ["REP"]


def test_a_word_nobody_explained_says_whom_to_tell(read):
    found, text = read("xyzzy")

    assert found == []
    assert "n’est pas encore expliqué" in text


def test_what_an_administrator_explains_joins_the_words_once(read):
    TermFactory(vocabulary="scheme", label="ÇAVA", definition="Ça va vraiment")
    TermFactory(vocabulary="scheme", label="clas", definition="Autre chose")

    found, text = read()

    assert found[found.index("CAF") : found.index("ÇAVA") + 1][-1] == "ÇAVA"
    assert found.index("ÇAVA") < found.index("CCAS")
    assert "Autre chose" not in text


def test_each_word_has_an_address_and_a_sentence():
    assert [each.word for each in words().values() if not each.meaning.endswith((".", "…"))] == []
    assert [anchor for anchor in words() if not re.fullmatch("[a-z0-9-]+", anchor)] == []
    assert {"rep", "qpv", "cerfa-15059", "accord-de-l-annee", "119"} <= set(words())
