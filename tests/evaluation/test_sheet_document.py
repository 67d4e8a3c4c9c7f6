import datetime as dt
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from evaluation.actions import sheets as actions
from evaluation.models import ActionSheet
from evaluation.sheet_document import TEMPLATE, pdf_of
from evaluation.sheets import Reader
from partnerships.documents import render_html
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(programme, boss):
    plan = make.StrategicPlanFactory(holder=programme.lead)
    axis = make.StrategicAxisFactory(plan=plan, number=2, title="RENDRE L’OFFRE LISIBLE")
    objective = make.StrategicObjectiveFactory(axis=axis, number=3, title="Favoriser")
    blank = make.ActionSheetFactory.build(
        holder=programme.lead, code="PA 2.3.3", title="CONFORTER", objective=objective
    )
    sheet = actions.begin(sheet=blank, programmes=[programme], by=boss)
    for title in ("Appuyer.", "Soutenir."):
        actions.add(part=make.SheetItemFactory.build(sheet=sheet, title=title), by=boss)
    result = make.ExpectedResultFactory.build(sheet=sheet, words="Entraide.", obtained="Oui.")
    actions.add(part=result, by=boss)
    return sheet


# -- On paper --------------------------------------------------------------------------------------


def page_of(sheet, user):
    reader = Reader(sheet, user, is_outside=True)
    return render_html(TEMPLATE, {"sheet": sheet, "reader": reader, "marks": []}, title="Fiche")


def headings(page):
    return re.findall(r"<h2>(.*?)</h2>", page)


def test_on_paper_the_headings_are_those_of_the_sheets_of_the_rhone(sheet, boss):
    """The title of the PA, then ten headings, in the order of the plan and in its words."""
    page = page_of(sheet, boss)

    assert "<h1>PA 2.3.3 - CONFORTER</h1>" in page
    assert page.index("2 - RENDRE L’OFFRE LISIBLE") < page.index("2.3 - Favoriser")
    assert headings(page) == [
        "DIAGNOSTIC",
        "DÉFINITIONS ET PRINCIPES D’ACTION",
        "PUBLICS ET TERRITOIRES",
        "PILOTAGE / COORDINATION",
        "PARTENAIRES IMPLIQUÉS",
        "RESSOURCES ET FINANCEMENTS",
        "ACTION 1",
        "ACTION 2",
        "ÉCHÉANCES",
        "RÉSULTATS ATTENDUS + INDICATEURS D’ÉVALUATION",
    ]


def test_on_paper_the_second_template_numbers_its_parts(programme, boss):
    blank = make.ActionSheetFactory.build(holder=programme.lead, template="social_centre")
    sheet = actions.begin(sheet=blank, programmes=[], by=boss)
    actions.add(part=make.SheetItemFactory.build(sheet=sheet, title="Inviter."), by=boss)

    page = page_of(sheet, boss)

    assert len(headings(page)) == 16
    assert headings(page)[5] == "6. Déroulé concret"
    assert "<h3>Étape 1</h3>" in page


def test_on_paper_no_small_count_of_people_and_no_amount(season):
    indicator = make.IndicatorFactory(programme=season.programme, measure="fathers", title="Pères")
    grant = make.GrantFactory(holder=season.programme.lead, awarded=9000)
    grant.programmes.add(season.programme)
    boss = make.coordinator(season.programme.lead)
    blank = make.ActionSheetFactory.build(holder=season.programme.lead)
    sheet = actions.begin(sheet=blank, programmes=[season.programme], by=boss)
    result = make.ExpectedResultFactory.build(sheet=sheet, indicator=indicator)
    actions.add(part=result, by=boss)

    page = page_of(sheet, boss)

    assert "Pères : <strong>masqué</strong>" in page.replace("\u00a0", " ")
    assert str(grant.funder) in page
    assert [
        amount for amount in ("9000", "9 000", "9\u202f000", "9\u00a0000") if amount in page
    ] == []


def test_the_pdf_is_tagged_and_the_journal_says_who_took_it(client, sheet, boss):
    response = get(client, boss, "action_sheet_pdf", sheet.pk)

    assert response["Content-Type"] == "application/pdf"
    assert "fiche-action-pa-2-3-3.pdf" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF-")
    assert PdfReader(io.BytesIO(pdf_of(sheet, boss))).trailer["/Root"]["/MarkInfo"]["/Marked"]
    line = AuditEvent.objects.get(verb="exported")
    assert (line.object_type, line.fields, line.actor) == ("evaluation.actionsheet", ["pdf"], boss)


# -- The next period -------------------------------------------------------------------------------


def test_a_sheet_goes_on_over_the_next_period_with_its_words(client, sheet, programme, boss):
    section = sheet.sections.get(key="diagnosis")
    actions.write(section=section, title=section.title, body="Un constat.", version=1, by=boss)
    get(client, boss, "action_sheet_copy", sheet.pk)
    dates = {"starts_on": "2027-01-01", "ends_on": "2032-12-31"}

    response = post(client, boss, "action_sheet_copy", sheet.pk, **dates)
    again = post(client, boss, "action_sheet_copy", sheet.pk, **dates)

    twin = ActionSheet.objects.get(starts_on="2027-01-01")
    assert response.url == twin.get_absolute_url()
    assert (str(twin), list(twin.programmes.all())) == (str(sheet), [programme])
    assert twin.sections.get(key="diagnosis").body == "Un constat."
    assert list(twin.items.values_list("title", flat=True)) == ["Appuyer.", "Soutenir."]
    # What was obtained stays where it was; the plan ended with the first period.
    assert list(twin.results.values_list("words", "obtained")) == [("Entraide.", "")]
    assert twin.objective is None
    assert "Cette fiche existe déjà." in text_of(again)


def test_the_next_period_is_as_long_and_starts_the_day_after(sheet):
    assert actions.next_period(sheet) == (dt.date(2027, 1, 1), dt.date(2032, 12, 31))


def test_programmes_and_indicators_go_on_with_their_next_season(sheet, programme, boss):
    ended = make.ProgrammeFactory(
        lead=sheet.holder, starts_on=dt.date(2025, 9, 1), ends_on=dt.date(2026, 8, 31)
    )
    stopped = make.ProgrammeFactory(lead=sheet.holder, ends_on=dt.date(2026, 12, 31))
    season = make.ProgrammeFactory(lead=sheet.holder, previous=ended)
    old = make.IndicatorFactory(programme=ended, title="Parents")
    new = make.IndicatorFactory(programme=season, title="Parents")
    sheet.programmes.set([ended, stopped, programme])
    actions.add(part=make.ExpectedResultFactory.build(sheet=sheet, indicator=old), by=boss)
    sheet.objective.axis.plan.ends_on = dt.date(2030, 12, 31)

    twin = actions.copy(
        sheet=sheet, starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 12, 31), by=boss
    )

    assert set(twin.programmes.all()) == {season, programme}
    assert [result.indicator for result in twin.results.order_by("order")] == [None, new]
    assert twin.objective == sheet.objective


def test_a_copy_is_refused_where_one_has_no_part(sheet):
    with pytest.raises(ValidationError):
        actions.copy(
            sheet=sheet,
            starts_on=dt.date(2027, 1, 1),
            ends_on=dt.date(2027, 12, 31),
            by=make.coordinator(make.StructureFactory()),
        )


# -- Finding them ----------------------------------------------------------------------------------


def names(response):
    return [str(sheet) for sheet in response.context["page"]]


def test_sheets_are_found_by_their_words_and_by_plan(client, sheet, boss):
    section = sheet.sections.get(key="diagnosis")
    actions.write(section=section, title=section.title, body="L’entraide.", version=1, by=boss)
    make.ActionSheetFactory(holder=sheet.holder, title="Autre")
    plan = sheet.objective.axis.plan

    assert names(get(client, boss, "action_sheet_list", q="entraide")) == [str(sheet)]
    assert names(get(client, boss, "action_sheet_list", q="pa 2.3.3")) == [str(sheet)]
    assert names(get(client, boss, "action_sheet_list", plan=plan.pk)) == [str(sheet)]
    assert names(get(client, boss, "action_sheet_list")) == [str(sheet), "Autre"][::-1]
    nothing = get(client, boss, "action_sheet_list", q="néant")
    assert "Aucune fiche ne contient ces mots." in text_of(nothing)


def test_without_a_sheet_the_list_says_what_to_do_first(client, boss):
    stranger = make.facilitator(make.StructureFactory())

    ours, theirs = (get(client, user, "action_sheet_list") for user in (boss, stranger))

    assert "Choisissez un modèle" in text_of(ours)
    assert "se liront ici" in text_of(theirs)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_sheets(
    client, centre, boss, count, django_assert_num_queries
):
    for sheet in make.ActionSheetFactory.create_batch(count, holder=centre):
        sheet.objective = make.StrategicObjectiveFactory(axis__plan__holder=centre)
        sheet.save()
    client.force_login(boss)

    with django_assert_num_queries(7):
        response = client.get(reverse("evaluation:action_sheet_list"))

    assert len(response.context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_costs_the_same_however_many_parts(
    client, sheet, programme, boss, count, django_assert_num_queries
):
    for _number in range(count):
        workshop = make.WorkshopFactory(programme=programme)
        item = make.SheetItemFactory.build(sheet=sheet)
        actions.add(part=item, by=boss, workshops=[workshop])
        indicator = make.IndicatorFactory(programme=programme)
        result = make.ExpectedResultFactory.build(sheet=sheet, indicator=indicator)
        actions.add(part=result, by=boss)
    client.force_login(boss)

    with django_assert_num_queries(20):
        client.get(reverse("evaluation:action_sheet_detail", args=[sheet.pk]))
