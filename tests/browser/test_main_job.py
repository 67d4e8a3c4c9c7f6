"""The main job on the story of the demonstration: a sheet is closed, figures move, a report leaves."""

import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from config.demo import answers, public_data, story
from partnerships.passwords import DEMO_PASSWORD
from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(settings, live_server):
    """The story as of this very day, since the browser's clock is not ours to turn."""
    settings.DEMO = True
    public_data.load()
    stage = story.tell(timezone.localdate())
    answers.answer(stage)
    return stage


def enter(page, name):
    """As a person does, with the password that is printed."""
    page.goto("/compte/login/")
    page.get_by_label("E-mail").fill(f"{name}@demo.example")
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Entrer").click()


def figure(page, title):
    """« 34 sur 100 » of the dashboard."""
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator("article", has=heading).locator(".amount")


def test_one_more_new_parent_makes_35(page, open_page, stage):
    coordinator = open_page(DESKTOP)
    enter(coordinator, "coordination")
    programme = stage.digital
    dashboard = f"/tableaux/programmes/{programme.pk}/"
    coordinator.goto(dashboard)
    expect(figure(coordinator, "Parents accompagnés")).to_have_text(re.compile(r"34\s+sur\s+100"))
    expect(figure(coordinator, "Groupes lancés")).to_have_text(re.compile(r"9\s+sur\s+16"))
    group = coordinator.get_by_role("row", name=re.compile("Groupe 2,"))
    expect(group).to_contain_text(re.compile(r"15\s+h\s+30\s+sur\s+16\s+h\s+30"))

    enter(page, "animation")
    page.get_by_role("link", name=re.compile("Ouvrir la feuille")).first.tap()
    page.get_by_role("button", name="Les 9 sont présents").tap()
    page.get_by_role("textbox", name="Ajouter une personne").fill("Marguerite")
    page.get_by_role("button", name=re.compile("Créer « Marguerite »".replace(" ", r"\s"))).tap()
    expect(page.get_by_text("10 sur 10 pointés")).to_be_visible()
    page.get_by_role("button", name="Clore la séance").tap()
    expect(page.get_by_text("close", exact=False).first).to_be_visible()

    coordinator.goto(dashboard)
    expect(figure(coordinator, "Parents accompagnés")).to_have_text(re.compile(r"35\s+sur\s+100"))
    coordinator.goto(f"{dashboard}preuves/unique_parents/")
    expect(coordinator.get_by_role("heading", name="35 lignes")).to_be_visible()


def test_the_report_says_what_the_dashboard_says(desktop, axe, stage):
    enter(desktop, "coordination")
    desktop.goto(f"/subventions/{stage.draft.grant_id}/")
    desktop.get_by_role("link", name="Continuer le rapport").click()
    desktop.get_by_role("link", name="Ce qui a été fait").click()
    desktop.get_by_label("Texte").fill("Neuf groupes, de l’automne au printemps.")
    desktop.get_by_role("button", name="Enregistrer").click()
    desktop.get_by_role("button", name="Donner à relire").click()
    desktop.get_by_role("link", name="Relire comme imprimé").click()
    preview = desktop.locator("main").inner_text()
    faults = axe(desktop)
    desktop.get_by_role("link", name="Revenir au rapport").click()
    desktop.get_by_role("link", name="Émettre", exact=True).click()
    desktop.get_by_role("button", name="Émettre").click()
    expect(desktop.get_by_text("Ce document ne change plus")).to_be_visible()

    pdf = desktop.request.get(f"/rapports/{stage.draft.pk}/pdf/").body()
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join("\n".join(sheet.extract_text() for sheet in reader.pages).split())
    assert faults == []
    for words in (preview.replace("\n", " "), text):
        assert re.search(r"34\s+sur\s+100", words)
        assert "Neuf groupes, de l’automne au printemps." in " ".join(words.split())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("animation", "Votre journée"),
        ("coordination", "Votre journée"),
        ("ecole", "École élémentaire du Fil-d’Or"),
        ("voisin", "Votre journée"),
        ("financeur", "Rapport d’étape des ateliers relais"),
        ("admin", "Administrer la plateforme"),
    ],
)
def test_each_account_finds_a_home_that_is_theirs(page, axe, stage, account, words):
    enter(page, account)

    expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_funder_reads_the_report_and_nothing_else(page, watch, stage):
    watch.expect("404")
    enter(page, "financeur")
    page.get_by_role("link", name="Rapport d’étape des ateliers relais").first.tap()
    page.get_by_role("link", name="Lire à l’écran").tap()
    expect(page.get_by_role("heading", name="Prévu, réalisé, écart")).to_be_visible()

    for closed in (f"/rapports/{stage.draft.pk}/", "/familles/", "/subventions/"):
        assert page.goto(closed).status == 404


def test_somebody_counts_a_part_and_reads_what_a_figure_means(page, axe, stage):
    enter(page, "coordination")
    expect(page.get_by_role("heading", name="Votre journée")).to_be_visible()
    page.goto(f"/tableaux/programmes/{stage.talking.pk}/")
    whole = axe(page)
    page.get_by_text("Choisir ce qui est compté").tap()
    page.get_by_label("Forme d’atelier").select_option("know_how")
    page.get_by_role("button", name="Voir ces chiffres").tap()

    expect(page.get_by_text(re.compile("Échange de savoirs, du"))).to_be_visible()
    page.get_by_text("Taux de présence", exact=True).tap()
    expect(page.get_by_text("Une absence excusée reste une absence.")).to_be_visible()
    assert (whole, axe(page)) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name=re.compile("Voir ce qui est compté.*Taux de présence")).tap()
    expect(page.get_by_text(re.compile("Échange de savoirs, du"))).to_be_visible()
