import datetime as dt

import pytest

from evaluation.actions import sheets as actions
from evaluation.sheets import Reader, blocks
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(programme, boss):
    blank = make.ActionSheetFactory.build(holder=programme.lead)
    return actions.begin(sheet=blank, programmes=[programme], by=boss)


def facts(sheet, user, key, **options):
    passages = Reader(sheet, user, **options).passages
    return next(passage.facts for passage in passages if passage.section.key == key)


def test_partners_funders_places_and_dates_stand_beside_the_words(sheet, grant, programme, boss):
    school = make.SchoolFactory(structure__name="École du Port")
    programme.partnerships.add(make.PartnershipFactory(parties=[programme.lead, school.structure]))
    make.WorkshopFactory(programme=programme).schools.add(school)
    programme.addressed_to = "Les familles du port"
    programme.save()
    mate = make.facilitator(programme.lead)

    assert facts(sheet, boss, "partners") == ["École du Port"]
    assert facts(sheet, boss, "audiences") == ["Les familles du port", "École du Port"]
    assert facts(sheet, boss, "schedule") == ["2021 à 2026"]
    amount = facts(sheet, boss, "resources")[0].replace("\u00a0", " ").replace("\u202f", " ")
    assert amount == f"{grant.funder} : 9 000 €"
    # A facilitator, and a paper that goes round, know who pays and not how much.
    assert facts(sheet, mate, "resources") == [str(grant.funder)]
    assert facts(sheet, boss, "resources", is_outside=True) == [str(grant.funder)]


def test_a_grant_of_other_years_does_not_pay_for_the_sheet(sheet, grant, boss):
    grant.starts_on, grant.ends_on = dt.date(2019, 1, 1), dt.date(2019, 12, 31)
    grant.save()

    assert facts(sheet, boss, "resources") == []


def test_the_second_template_counts_beside_what_is_told(season):
    boss = make.coordinator(season.programme.lead)
    blank = make.ActionSheetFactory.build(
        holder=season.programme.lead, template="social_centre", starts_on=dt.date(2026, 9, 1)
    )
    sheet = actions.begin(sheet=blank, programmes=[season.programme], by=boss)
    bare = make.ActionSheetFactory(holder=sheet.holder, template="social_centre")
    make.SheetSectionFactory(sheet=bare, key="quality")

    counted = [fact.replace("\u00a0", " ") for fact in facts(sheet, boss, "quality")]

    assert counted[:3] == [
        "Séances tenues : 5",
        "Participations : 14",
        "Parents différents : au moins 4",
    ]
    assert facts(bare, boss, "quality") == []


def test_lines_that_begin_with_a_dash_or_an_arrow_make_a_list():
    found = blocks("Avant.\nSuite.\n\n- un\n➔ deux\n- ➔ trois\nAprès.")

    assert [(block.is_list, block.lines) for block in found] == [
        (False, ["Avant.", "Suite."]),
        (True, ["un", "deux", "trois"]),
        (False, ["Après."]),
    ]
