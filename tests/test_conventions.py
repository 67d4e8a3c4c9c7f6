"""The house rules a machine can check, so that reviews are about the rest."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from tests.public import PUBLIC

ROOT = settings.BASE_DIR
APPS = ["partnerships", "families", "workshops", "evaluation"]
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
CODE = [
    path
    for app in ["config", *APPS]
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
VIEWS = [path for path in CODE if "views" in path.relative_to(ROOT).with_suffix("").parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRONT = [
    path
    for path in sorted((ROOT / "static").rglob("*"))
    if path.suffix in {".css", ".js"} and "vendor" not in path.parts
]

# Django's own words for an account, which keep their names and their labels.
INHERITED_FIELDS = {"last_login", "date_joined"}
# Alone of their kind in the model, these read better without is_, _on or _at.
SHORT_NAMES = {"AuditEvent.at", "Session.date", "Attendance.date", "Attendance.held"}
# Django and the libraries ask for these by name: no line of ours does.
FOUND_BY_NAME = re.compile(r"(\d{3}(_csrf)?\.html|(account|mfa|allauth|admin|bootstrap5)/)")
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}
# They cost a second, or need a system library that a page without PDF can do without; stdnum, a
# tenth of a start for two numbers that few pages check.
HEAVY = {"weasyprint", "fontTools", "openpyxl", "tablib", "stdnum"}


def found(pattern, paths):
    """Where a pattern stands: {file: [what was found]}."""
    everywhere = {
        str(path.relative_to(ROOT)): [
            match.group() for match in re.finditer(pattern, path.read_text(), re.MULTILINE)
        ]
        for path in paths
    }
    return {path: matches for path, matches in everywhere.items() if matches}


# -- Pages -------------------------------------------------------------------------------------


def pages(resolver=None, space=""):
    """Every page of the site, ours and the libraries’, as (full name, view)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry.callback
        else:
            yield from pages(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_page_asks_for_a_login():
    public = {name for name, view in pages() if not getattr(view, "login_required", True)}

    assert public == PUBLIC


def test_views_fetch_what_this_person_may_see():
    bare = r"get_(object|list)_or_404\(\s*[A-Z]\w*\s*,|\.objects\.(all|get|filter)\(|\.all\(\)"

    assert found(bare, VIEWS) == {}


# -- Models ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_models_speak_to_people(model):
    labels = [model._meta.verbose_name, model._meta.verbose_name_plural] + [
        field.verbose_name
        for field in model._meta.fields
        if not field.auto_created and field.name not in INHERITED_FIELDS
    ]

    assert model.__str__ is not models.Model.__str__
    assert model._meta.ordering
    # An acronym keeps its capitals: UAI, QPV, SIRET.
    assert [label for label in labels if label[0].isupper() and not label[:2].isupper()] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_names_of_fields_say_what_they_hold(model):
    wanted = {
        models.BooleanField: r"^(is|has|was)_",
        models.DateTimeField: r"_at$",
        models.DateField: r"_(on|until)$",
    }

    misnamed = [
        field.name
        for field in model._meta.fields
        if field.name not in INHERITED_FIELDS
        and f"{model.__name__}.{field.name}" not in SHORT_NAMES
        and not re.search(wanted.get(type(field), ""), field.name)
    ]

    assert misnamed == []


# -- Templates, styles and scripts -------------------------------------------------------------


def test_every_template_is_used():
    sources = "".join(path.read_text() for path in [*TEMPLATES, *CODE])
    names = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES}

    asked_for = {name for name in names if f'"{name}"' in sources or FOUND_BY_NAME.match(name)}

    assert names - asked_for == set()


def test_templates_hold_no_inline_style_script_or_handler():
    inline = r'\sstyle\s*=|\son[a-z]+\s*=\s*["\']|<style\b|<script\b(?![^>]*\bsrc=)|javascript:'

    assert found(inline, TEMPLATES) == {}


def test_partials_say_what_they_expect():
    partials = [path for path in TEMPLATES if "partials" in path.parts]

    silent = [path for path in partials if not path.read_text().startswith("{% comment %}Expects:")]

    assert silent == []


def test_pages_ask_nothing_of_other_sites():
    fetched = r'(\bsrc|srcset|url\(|@import|\bimport|fetch\()[=\s(]*["\']?(https?:)?//[^"\')\s]+'

    assert found(fetched, [*TEMPLATES, *FRONT]) == {}


# -- Words -------------------------------------------------------------------------------------


def spoken_by_template(path):
    text = path.read_text()
    yield from re.findall(r'{% (?:translate|trans) "([^"]*)"', text)
    yield from re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate", text, re.DOTALL)


def spoken_by_code(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            yield from (word.value for word in node.args if isinstance(word, ast.Constant))


def test_french_is_typeset():
    # Neither a straight apostrophe, nor an ordinary space (or none) where the line must not break.
    wrong = re.compile(r"\w'\w| [:;?!»](?!\w)|« |\w[?!»](?=\s|$)|«\w|\.\.\.")
    spoken = {path: spoken_by_template(path) for path in TEMPLATES}
    spoken |= {path: spoken_by_code(path) for path in CODE}

    faults = [
        f"{path.relative_to(ROOT)}: {text}"
        for path, texts in spoken.items()
        for text in texts
        if wrong.search(text)
    ]

    assert faults == []


def test_a_french_colon_is_not_on_an_english_page():
    # What is printed for others is in French, whoever reads the screen.
    said = re.compile(r"{% (blocktranslate|comment).*?{% end\1 %}|{%.*?%}|{{.*?}}", re.DOTALL)
    screens = [path for path in TEMPLATES if "document" not in path.name]

    left = [path for path in screens if re.search(r"\s:\s", said.sub("x", path.read_text()))]

    assert left == []


def test_sentences_to_translate_are_whole():
    assert found(r"\b_\(\s*f[\"']", CODE) == {}


# -- Code --------------------------------------------------------------------------------------


def test_files_stay_readable_in_one_sitting():
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in [*CODE, *TESTS, *TEMPLATES, *FRONT]
    }

    assert {path: lines for path, lines in sizes.items() if lines > 400} == {}


def test_the_day_is_that_of_the_installation():
    assert found(r"\bdate\.today\(|\bdatetime\.(now|today|utcnow)\(", CODE) == {}


def test_nothing_is_hidden_nor_printed():
    assert found(r"^\s*except\s*:|\bprint\(|^\s*@receiver\b|^\s+def save\(self, \*args", CODE) == {}


def imports_inside_functions(path):
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield node.module
                elif isinstance(node, ast.Import):
                    yield from (name.name for name in node.names)


def test_imports_stand_at_the_top():
    # A ready() has no other way: the models are not there before it.
    paths = [path for path in CODE if path.name != "apps.py"]

    inside = {str(path.relative_to(ROOT)): set(imports_inside_functions(path)) for path in paths}

    assert {path: names for path, names in inside.items() if names_of(names) - HEAVY} == {}


def names_of(modules):
    return {module.partition(".")[0] for module in modules}


def test_no_test_is_skipped_nor_sleeps():
    idle = r"\bskip(if)?\b|\bxfail\b|\bsleep\(|\bwait_for_timeout\(|\bassert True\b"

    assert found(idle, [path for path in TESTS if path != Path(__file__)]) == {}


def test_the_development_lock_holds_the_lock():
    runtime, development = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert runtime - development == set()
