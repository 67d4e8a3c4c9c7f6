"""What the tests of a booklet start from: a café with a partner school, and what it left."""

import datetime as dt
from types import SimpleNamespace

from django.urls import reverse

from tests import factories as make

DAY = dt.date(2026, 2, 3)


def cafe():
    """A programme with a school as partner, a session held, and who coordinates it."""
    centre = make.StructureFactory(name="Centre Les Tisserands")
    school = make.SchoolFactory(structure__name="École du Fil-d’Or")
    partnership = make.PartnershipFactory(parties=[centre, school.structure])
    programme = make.ProgrammeFactory(lead=centre, title="Ateliers relais")
    programme.partnerships.add(partnership)
    workshop = make.WorkshopFactory(programme=programme, title="Café des parents", format="cafe")
    session = make.HeldSessionFactory(workshop=workshop, date=DAY)
    return SimpleNamespace(
        centre=centre,
        school=school.structure,
        partnership=partnership,
        programme=programme,
        workshop=workshop,
        session=session,
        boss=make.coordinator(centre),
    )


def theme(label):
    return make.TermFactory(vocabulary="theme", label=label)


def advice(place, text="Éteindre les écrans.", **fields):
    return make.AdviceFactory(session=place.session, text=text, **fields)


def page(booklet, place, text="Éteindre les écrans.", **fields):
    """A page made of a piece of advice; `theme` is its chapter."""
    source = make.AdviceFactory(session=place.session, text=text)
    return make.BookletEntryFactory(booklet=booklet, advice=source, text=text, **fields)


def said(booklet, place, words, *, parent=None, agreed_on=None, **fields):
    """A page made of somebody’s words."""
    quote = make.QuoteFactory(
        session=place.session, parent=parent, agreed_on=agreed_on, words=words
    )
    return make.BookletEntryFactory(booklet=booklet, advice=None, quote=quote, text=words, **fields)


def url(name, *things):
    return reverse(f"workshops:{name}", args=[thing.pk for thing in things])
