"""The booklets the centre makes of what its workshops left: one published, one begun."""

import datetime as dt

from partnerships.models import Term
from workshops import gleanings
from workshops.actions import booklets
from workshops.models import Booklet

FOREWORD = """Ces pages ne viennent d’aucun livre. Elles ont été dites autour d’un café, d’une pâte à crêpes ou d’un carnet de notes, par des parents, des maîtresses, des animateurs.

Prenez ce qui vous aide, laissez le reste, et venez nous dire ce qui manque.

L’équipe du centre et les parents des ateliers relais"""
# Chapters, in the order they are read.
CHAPTERS = [
    "Parentalité",
    "Rythmes, sommeil et alimentation",
    "Suivre la scolarité de son enfant",
    "Connaître l’école et sa communication",
    "Jeu, culture et sport",
    "Lien familial",
]
# Where the words of parents belong, by how they begin; elsewhere, by the theme of the workshop.
WORDS = {
    "Avant, je restais": "Connaître l’école et sa communication",
    "Je croyais être": "Connaître l’école et sa communication",
    "Il m’a appris": "Jeu, culture et sport",
}
SCREENS = "Outils numériques de la scolarité"
# Days.
OLD = 9


def tell(stage):
    boss = stage.users["coordination"]
    themes = {term.label: term for term in Term.objects.of("theme").filter(label__in=CHAPTERS)}
    booklet = begin(
        stage.talking,
        boss,
        title="Paroles et astuces",
        subtitle="Ce que les parents des Filatures se disent, et que l’école leur répond",
        foreword=FOREWORD,
    )
    advice = gleanings.advice_of(stage.talking, boss).filter(theme__in=themes.values())
    quotes = gleanings.quotes_of(stage.talking, boss)
    for page in booklets.choose(booklet=booklet, advice=advice, quotes=quotes, by=boss):
        settle(page, themes, boss)
    for label in reversed(CHAPTERS):
        rise(booklet, themes[label], boss)
    booklets.publish(booklet=booklet, by=boss)
    Booklet.objects.filter(pk=booklet.pk).update(published_on=stage.today - dt.timedelta(days=OLD))
    draft = begin(stage.digital, boss, title="Pronote sans se disputer", subtitle="", foreword="")
    found = gleanings.advice_of(stage.digital, boss).filter(theme__label=SCREENS)
    booklets.choose(
        booklet=draft, advice=found, quotes=gleanings.quotes_of(stage.digital, boss), by=boss
    )


def begin(programme, boss, **words):
    return booklets.begin(booklet=Booklet(programme=programme, **words), by=boss)


def settle(page, themes, boss):
    for start, label in WORDS.items():
        if page.text.startswith(start):
            page.refresh_from_db()
            values = {"theme": themes[label]}
            booklets.write(entry=page, values=values, seen=booklets.stamp(page), by=boss)


def rise(booklet, theme, boss):
    """To the top, one place at a time, as by the button."""
    for _place in CHAPTERS:
        booklets.move_chapter(booklet=booklet, theme=theme, is_up=True, by=boss)
