import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from evaluation import documents
from evaluation.actions import report_reading
from evaluation.actions import report_sections as sections
from evaluation.actions import reports as actions
from evaluation.models import Report
from evaluation.reports import compute, content_of
from partnerships import files
from partnerships.models import AuditEvent, Term
from tests.evaluation.issuing import issue, kept
from tests.factories import (
    AttendanceFactory,
    HeadCountFactory,
    HeldSessionFactory,
    IndicatorFactory,
    PartnershipFactory,
    ReportFactory,
    SchoolFactory,
    StructureFactory,
    TargetFactory,
    WorkshopFactory,
)
from tests.partnerships.papers import picture, sent


def promise(grant, measure, value=None, **fields):
    indicator = IndicatorFactory(
        programme=grant.programmes.get(), measure=measure, order=grant.indicators.count(), **fields
    )
    if value is not None:
        TargetFactory(indicator=indicator, value=value)
    grant.indicators.add(indicator)
    return indicator


def held(programme, came=2, date=dt.date(2026, 10, 6), **fields):
    session = HeldSessionFactory(workshop__programme=programme, date=date, **fields)
    AttendanceFactory.create_batch(came, session=session)
    return session


def test_those_who_support_are_thanked_by_the_names_and_logos_of_that_day(draft, grant, programme):
    town, helper = StructureFactory(name="Ville"), StructureFactory(name="Amis")
    partnership = PartnershipFactory(parties=[grant.holder, town, helper, StructureFactory()])
    partnership.programmes.add(programme)
    roles = Term.objects.filter(vocabulary="party_role", label__in=["Soutien", "Financeur"])
    for party in partnership.parties.filter(structure__in=[town, helper, grant.holder]):
        party.roles.set(roles)
    town.logo.save("", ContentFile(files.read_logo(sent(picture("PNG"))).content))
    uri = files.data_uri(town.logo)

    content = compute(draft)
    town.name = "Mairie"
    town.logo.delete()
    names = documents.names(draft, content, is_issued=True)

    assert names["thanked"] == [["Amis", ""], ["Ville", uri]]
    assert names["marks"] == [[grant.holder.name, ""], [grant.funder.name, ""]]
    page = documents.page_of_report(draft, content, is_issued=False)
    assert f'<span>Amis</span><img src="{uri}" alt="Ville">' in page


def test_a_report_issued_before_its_parts_were_chosen_still_reads(draft, boss, programme):
    held(programme)
    content = compute(draft)
    for name in ("sections", "marks", "thanked", "press"):
        content.pop(name, None)
    draft.sections.filter(kind="text").exclude(key="done").delete()
    draft.sections.filter(key="done").update(body="Douze séances.")
    draft.status, draft.figures = "issued", content

    page = documents.page_of_report(draft, content_of(draft), is_issued=True)

    assert "Douze séances." in page
    assert "École par école" in page


# -- What it says ---------------------------------------------------------------------------------


def test_each_promise_stands_against_what_was_done(draft, grant, programme):
    promise(grant, "unique_parents", 10, title="Parents")
    promise(grant, "sessions_held", 0, title="Séances")
    promise(grant, "participations", title="Participations")
    held(programme, came=4)

    lines = compute(draft)["indicators"]

    assert [
        (line["title"], line["target_text"], line["text"], line["gap"], line["share"])
        for line in lines
    ] == [
        ("Parents", "10", "4", "−6", "−60\u00a0%"),
        ("Séances", "0", "1", "+1", "n.s."),
        ("Participations", "", "4", "–", "–"),
    ]


def test_only_the_days_of_the_report_count(draft, grant, programme):
    promise(grant, "unique_parents", 10)
    held(programme, came=2)
    held(programme, came=3, date=dt.date(2027, 1, 5))

    assert compute(draft)["indicators"][0]["text"] == "2"


def test_of_several_targets_the_last_begun_counts(draft, grant, programme):
    indicator = promise(grant, "unique_parents", 10)
    TargetFactory(indicator=indicator, starts_on=dt.date(2026, 11, 1), value=20)
    TargetFactory(indicator=indicator, starts_on=dt.date(2027, 2, 1), value=30)

    assert compute(draft)["indicators"][0]["target_text"] == "20"


def test_what_is_told_in_words_has_a_line_without_a_figure(draft, grant):
    promise(grant, "", title="Entraide", kind="qualitative")

    line = compute(draft)["indicators"][0]

    assert (line["title"], line["text"]) == ("Entraide", "")


def test_small_numbers_of_people_are_hidden(draft, grant, programme):
    promise(grant, "new_parents", title="Nouveaux")
    held(programme, came=3)

    content = compute(draft)

    assert content["indicators"][0]["text"] == "masqué"
    assert {part["text"] for part in content["people"][0]["parts"]} <= {"masqué", "0"}


def test_sessions_by_month_and_school_are_whole(draft, programme):
    school = SchoolFactory(structure__name="École du Port")
    held(programme, came=2, school=school)
    HeadCountFactory(session=held(programme, came=1, date=dt.date(2026, 12, 1)), number=4)

    content = compute(draft)

    assert [line["participations"] for line in content["months"]] == [0, 2, 0, 4]
    assert [(line["school"], line["participations"]) for line in content["schools"]] == [
        ("École du Port", 2),
        ("pour aucune école en particulier", 4),
    ]
    assert content["unnamed"] == 3


def test_places_dates_and_partners_are_named(draft, programme, centre):
    school = StructureFactory(name="École du Port")
    programme.partnerships.add(PartnershipFactory(parties=[centre, school]))
    held(programme)
    held(programme, date=dt.date(2026, 11, 3))

    content = compute(draft)

    assert content["together"]["partners"] == ["École du Port"]
    assert content["together"]["places"] == [
        {
            "place": "Centre des Quais",
            "period": "du 6\u00a0octobre au 3\u00a0novembre 2026",
            "sessions": 2,
        }
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_content_costs_the_same_however_many_rows(
    draft, grant, programme, count, django_assert_max_num_queries
):
    for number in range(count):
        promise(grant, "unique_parents", 10, title=f"Parents {number}")
        held(programme, came=count)

    with django_assert_max_num_queries(13):
        compute(Report.objects.select_related("grant__holder", "grant__funder").get(pk=draft.pk))


# -- Its life -------------------------------------------------------------------------------------


def test_a_draft_begins_with_what_is_known(draft, grant, programme):
    workshop = WorkshopFactory(programme=programme)

    later = actions.begin(report=ReportFactory.build(grant=grant), by=None)

    bodies = dict(draft.sections.values_list("title", "body"))
    assert bodies["Qui porte le projet"] == "Depuis 1991."
    assert (bodies["Le projet"], bodies["Le constat de départ"]) == ("Des ateliers.", "Un constat.")
    assert list(later.workshops.all()) == [workshop]
    assert (draft.version, later.version) == (1, 2)


@pytest.mark.parametrize("days", [{"starts_on": "2026-08-31"}, {"ends_on": "2027-09-01"}])
def test_a_report_stays_within_its_grant(grant, boss, days):
    days = {name: dt.date.fromisoformat(day) for name, day in days.items()}

    with pytest.raises(ValidationError, match="sort de celle de la subvention"):
        actions.begin(report=ReportFactory.build(grant=grant, **days), by=boss)


def test_two_people_writing_the_same_passage_lose_nothing(draft, boss):
    section = draft.sections.get(key="done")
    sections.write(section=section, title="Fait", body="Le sien.", version=1, by=boss)

    with pytest.raises(ValidationError, match="entre-temps"):
        sections.write(section=section, title="Fait", body="Le mien.", version=1, by=boss)

    section.refresh_from_db()
    assert section.body == "Le sien."


def test_passages_are_added_and_removed_when_empty(draft, boss):
    section = sections.add_section(report=draft, title="Remerciements", by=boss)
    assert section.order == 23

    sections.remove_section(section=section, by=boss)

    with pytest.raises(ValidationError, match="n’est pas vide"):
        sections.remove_section(section=draft.sections.get(order=1), by=boss)


def test_issuing_freezes_the_figures_and_keeps_the_document(draft, grant, programme, boss):
    promise(grant, "unique_parents", 10)
    held(programme, came=2)

    report = issue(draft, boss)
    held(programme, came=5)

    pdf = kept(report)
    assert content_of(report)["indicators"][0]["text"] == "2"
    assert pdf.startswith(b"%PDF-")
    assert report.sha256 == hashlib.sha256(pdf).hexdigest()
    assert report.issued_by == boss


def test_an_issued_report_no_longer_changes(draft, boss):
    section = draft.sections.get(order=1)
    report = issue(draft, boss)
    section.report = report

    for act in (
        lambda: actions.issue(report=report, by=boss),
        lambda: sections.write(section=section, title="x", body="y", version=1, by=boss),
        lambda: sections.add_section(report=report, title="x", by=boss),
        lambda: actions.give_up(report=report, by=boss),
    ):
        with pytest.raises(ValidationError, match="ne change plus"):
            act()


def test_of_two_people_issuing_at_once_one_is_refused(draft, boss):
    stale = Report.objects.get(pk=draft.pk)
    issue(draft, boss)

    with pytest.raises(ValidationError, match="ne change plus"):
        actions.keep(report=stale, content={}, pdf=b"%PDF-", by=boss)


def test_a_period_that_has_not_begun_is_not_reported(grant, boss, today):
    future = actions.begin(report=ReportFactory.build(grant=grant), by=boss)
    report_reading.submit(report=future, by=boss)

    with pytest.raises(ValidationError, match="n’a pas commencé"):
        actions.issue(report=future, by=boss)


def test_a_later_version_stands_beside_with_the_same_words(draft, boss):
    sections.write(
        section=draft.sections.get(key="done"), title="Fait", body="Beaucoup.", version=1, by=boss
    )
    report = issue(draft, boss)

    newer = actions.next_version(report=report, by=boss)

    assert newer.version == 2
    assert newer.sections.get(key="done").body == "Beaucoup."
    with pytest.raises(ValidationError, match="déjà en cours"):
        actions.next_version(report=report, by=boss)
    with pytest.raises(ValidationError, match="pas émis"):
        actions.next_version(report=newer, by=boss)


def test_each_step_leaves_a_line(draft, boss):
    sections.write(section=draft.sections.get(key="done"), title="x", body="y", version=1, by=boss)
    issue(draft, boss)

    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)

    assert list(verbs) == ["created", "changed", "changed", "issued"]
