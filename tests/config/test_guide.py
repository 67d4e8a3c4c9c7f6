import re

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from config import context
from config.guide import HELP
from partnerships.glossary import words
from tests import factories as make
from tests.access.test_matrix import names
from tests.reading import plain

# What htmx puts inside another page, a file, and what a library would show where we have our own.
OURS = ["partnerships", "families", "workshops", "evaluation"]
SAID_IN = {".html", ".py"}
NO_PAGE = {"families:lookalike_list", "workshops:certificate_list", "usersessions_list"}


def test_every_place_list_and_record_says_what_it_is_for():
    pages = {name for name in names() if re.search("_(list|detail)$", name)}
    ours = {name for name in pages if not name.startswith(("admin:", "account_"))}
    wanted = (ours | {place.page for place in context.PLACES}) - NO_PAGE

    assert wanted - set(HELP) == set()


def test_help_is_written_for_pages_that_exist():
    assert set(HELP) - set(names(get_resolver())) == set()


@pytest.mark.parametrize("name", HELP)
def test_help_is_a_few_whole_sentences(name):
    told = [str(text) for text in (HELP[name].purpose, HELP[name].readers, HELP[name].then)]

    said = [text for text in told if text]

    assert [text for text in said if not text.endswith((".", "!", "?"))] == []
    assert len(said) >= 2
    assert [len(text) for text in said if len(text) > 260] == []


def test_the_words_of_the_help_are_explained():
    told = {anchor for each in HELP.values() for anchor in each.terms}

    assert told - set(words()) == set()


@pytest.mark.django_db
def test_a_page_tells_what_it_is_for_beside_its_title(client):
    client.force_login(make.coordinator(make.StructureFactory()))

    text = client.get(reverse("partnerships:partnership_list")).text

    assert "À quoi sert cette page" in text
    assert str(HELP["partnerships:partnership_list"].purpose) in text
    assert f"{reverse('partnerships:glossary')}#fil" in text


@pytest.mark.django_db
def test_a_page_without_help_and_a_visitor_get_none(client):
    visitor = client.get(reverse("account_login")).text
    client.force_login(make.UserFactory())
    bare = client.get(reverse("account_change_password")).text

    assert "À quoi sert" not in visitor + bare


def test_the_buttons_that_help_quotes_are_on_a_page():
    """« Noter son départ » is what is written on the button, or what a reader looks for in vain."""
    sources = [settings.BASE_DIR / "templates"]
    sources += [settings.BASE_DIR / app for app in OURS]
    files = [path for folder in sources for path in folder.rglob("*.*") if path.suffix in SAID_IN]
    said = plain(" ".join(path.read_text(encoding="utf-8") for path in files)).lower()

    told = [str(text) for each in HELP.values() for text in (each.purpose, each.readers, each.then)]
    quoted = {plain(words) for text in told for words in re.findall("«\u00a0(.+?)\u00a0»", text)}

    assert {words for words in quoted if words.lower() not in said} == set()
