"""A group of nine, its sheet on the screen, and what one does with it."""

import datetime as dt
import re

from playwright.sync_api import expect

from tests.factories import (
    EnrolmentFactory,
    ModuleFactory,
    ParentFactory,
    SessionFactory,
    facilitator,
)

NAMES = "Aminata Sow, Elżbieta Wójcik, Fatiha Mansour, Jean-Marc Petit, Leïla Haddad, Ousmane Diop"
NAMES += ", Rosa Lima, Samira Benali, Thi-Lan Nguyen"


def third_session(today):
    """The third module of a group of nine, this afternoon."""
    module = ModuleFactory(order=3, title="Pronote et l’ENT")
    for order in (1, 2, 4):
        ModuleFactory(order=order, pathway=module.pathway)
    session = SessionFactory(
        date=today,
        starts_at=dt.time(9),
        ends_at=dt.time(11, 30),
        module=module,
        place="Salle 12",
        workshop__title="Parents et outils numériques, groupe 9",
        workshop__format="cohort",
        workshop__pathway=module.pathway,
    )
    for name in NAMES.split(", "):
        EnrolmentFactory(
            workshop=session.workshop,
            parent=known(session, name),
            enrolled_on=today - dt.timedelta(days=21),
        )
    return session


def colleague(session, first_name, last_name):
    lead = session.workshop.programme.lead
    return facilitator(lead, session.workshop, first_name=first_name, last_name=last_name)


def known(session, name):
    first_name, last_name = name.split()
    lead = session.workshop.programme.lead
    return ParentFactory(family__structure=lead, first_name=first_name, last_name=last_name)


def sheet(session):
    return f"/seances/{session.pk}/feuille/"


def line(page, name):
    return page.locator("#people > li").filter(has_text=name)


def answer(page, name, words="Présent"):
    return line(page, name).locator("label").filter(has_text=words)


def present(page, name):
    answer(page, name).click()


def who(page):
    return page.get_by_role("textbox", name="Ajouter une personne")


def log(page):
    return page.get_by_role("textbox", name="En deux lignes")


def room(page, category):
    return page.get_by_role("spinbutton", name=category)


def saved(page):
    expect(page.locator(".closing .saved")).to_have_text(re.compile("Enregistré à"))


def noted(session):
    rows = session.attendances.select_related("parent").order_by("parent__first_name")
    return {row.parent.first_name: row.status for row in rows}


STORED = """async () => {
  const asked = indexedDB.open("feuilles", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("gardes");
  const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const base = await done(asked);
  const store = base.transaction("gardes").objectStore("gardes");
  const [keys, records] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
  base.close();
  return Object.fromEntries(keys.map((key, place) => [key, records[place]]));
}"""


def stored(page):
    """All that this browser keeps of sheets, besides their copies."""
    return page.evaluate(STORED)


def unsent(page):
    """What this browser keeps that the server has not answered for."""
    names = {key.split(":")[2]: record for key, record in stored(page).items()}
    return [name for name, record in names.items() if name and not record.get("sent")]


def opened(page, session):
    """The sheet, once this phone says that it is kept."""
    page.goto(sheet(session))
    expect(page.get_by_text("gardée sur ce téléphone jusqu’à ce soir")).to_be_visible()


def status(page):
    return page.locator(".closing .saved")


def reopened(page):
    """The tab dies with no time to say goodbye; another one opens in the same browser."""
    page.evaluate("void (window.fetch = () => new Promise(() => {}))")
    page.close()
    return page.context.new_page()


def create(page, name):
    who(page).fill(name)
    page.get_by_role("button", name="Créer").tap()
