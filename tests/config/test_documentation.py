"""The documentation says what is: its drawn parts, its pictures, its links and the words it quotes."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from config import documentation
from config.documentation import licences, plan

ROOT = settings.BASE_DIR
DOCS = ROOT / "docs"
IMAGES = DOCS / "images"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *documentation.pages(),
]
GUIDES = sorted((DOCS / "guides").glob("*.md"))
TARGET = re.compile(r"(?:\]\(|\bsrc=\")([^)\"#\s]+)")
KILO = 1000


def targets(page: Path) -> set[Path]:
    """The files that a page links to or shows."""
    return {
        (page.parent / target).resolve()
        for target in TARGET.findall(page.read_text())
        if "://" not in target and not target.startswith("mailto:")
    }


def test_what_the_pages_draw_from_the_code_is_fresh():
    """Mended by `manage.py document`."""
    assert documentation.stale() == []


def test_a_page_is_written_again_between_its_marks(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("before <!-- made: floors -->\nold\n<!-- end --> after")
    monkeypatch.setattr(documentation, "pages", lambda: [page])

    said = [StringIO(), StringIO()]
    for stdout in said:
        call_command("document", stdout=stdout)

    assert [stdout.getvalue() for stdout in said] == ["page.md\n", ""]
    assert page.read_text() == f"before <!-- made: floors -->\n{plan.floors()}\n<!-- end --> after"


def test_every_package_of_the_locks_has_its_licence():
    page = (DOCS / "licences.md").read_text()
    told = dict(re.findall(r"^\| ([a-z0-9-]+) \| [\d.]+ \| (.+) \|$", page, re.MULTILINE))

    assert set(told) == set(licences.pins("requirements-dev.txt"))
    assert [name for name, licence in told.items() if not licence.strip()] == []


def test_the_architecture_names_the_floors_of_the_contract():
    page = (DOCS / "architecture.md").read_text()

    told = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)

    assert told == plan.layers()[::-1]


def test_what_has_grown_longest_is_a_file_of_the_project():
    found = re.findall(r"`([\w/.]+\.(?:py|html))`", plan.longest())

    assert len(found) == 3
    assert [name for name in found if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page):
    assert sorted(path.name for path in targets(page) if not path.exists()) == []


def test_every_picture_is_shown_and_light():
    pictures = set(IMAGES.glob("*.png"))
    shown = {path for page in PAGES for path in targets(page) if path.suffix == ".png"}
    weights = {path.name: path.stat().st_size for path in pictures}

    assert {path.name for path in pictures ^ shown} == set()
    assert [name for name, weight in weights.items() if weight > 150 * KILO] == []
    assert sum(weights.values()) <= 3000 * KILO


def test_commands_that_the_pages_name_exist():
    named = {
        command
        for page in PAGES
        for command in re.findall(r"manage\.py ([a-z_]+)", page.read_text())
    }
    scripts = {
        script
        for page in PAGES
        for script in re.findall(r"(?<!/)\bbin/([a-z-]+)", page.read_text())
    }

    assert named - set(get_commands()) == set()
    assert {script for script in scripts if not (ROOT / "bin" / script).exists()} == set()


def plain(text):
    """Without what a page, Python or a template puts between the words of a sentence."""
    text = re.sub(r'"\s*\n\s*"', "", text)
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def sources():
    """All that the product may say."""
    files = [
        path
        for folder in ["templates", "static/js", *plan.layers()]
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".py", ".js", ".csv", ".tsv"}
    ]
    return plain(" ".join(path.read_text() for path in files))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_words_in_bold_in_the_guides_are_those_of_the_screens(guide, sources):
    quoted = re.findall(r"\*\*« (.+?) »\*\*", plain(guide.read_text()))

    assert [words for words in quoted if words not in sources] == []


def test_pages_stay_short():
    readme = len((ROOT / "README.md").read_text().splitlines())
    long = [
        page.name
        for page in (DOCS / "decisions").glob("*.md")
        if len(page.read_text().splitlines()) > 40
    ]

    assert readme <= 120
    assert long == []
