import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from evaluation import report_parts
from evaluation.actions import report_sections as sections
from evaluation.actions import reports as actions
from evaluation.reports import compute
from families.actions.consents import withdraw
from partnerships.models import AuditEvent
from tests.evaluation.issuing import fresh
from tests.factories import (
    BookletFactory,
    ConsentFactory,
    HeadCountFactory,
    HeldSessionFactory,
    ParentFactory,
    PartnershipFactory,
    PlanAcceptanceFactory,
    PlanFactory,
    QuoteFactory,
    ReportFactory,
    ReviewFactory,
    SchoolFactory,
    StructureFactory,
    VerdictFactory,
    WorkshopFactory,
)

DAY = dt.date(2026, 10, 6)


def titles(report):
    return [section.title for section in report.sections.order_by("order")]


def said(programme, **fields):
    return QuoteFactory(session__workshop__programme=programme, session__date=DAY, **fields)


def agreeing(state="given"):
    parent = ParentFactory()
    ConsentFactory(parent=parent, purpose="quote", state=state)
    return parent


# -- Chosen parts ---------------------------------------------------------------------------------


def test_the_outline_tells_what_funders_ask_of_a_programme(draft):
    assert titles(draft)[:4] == [
        *("Qui porte le projet", "Le projet", "Le constat de départ", "L’objectif"),
    ]
    assert {section.kind for section in draft.sections.all()} == set(report_parts.Kind)
    hidden = draft.sections.filter(is_shown=False)
    assert [section.key for section in hidden] == ["sessions"]


def test_published_booklets_are_what_remains_to_read(grant, programme, boss):
    BookletFactory(programme=programme, title="Paroles", published_on=DAY)
    BookletFactory(programme=programme, title="En cours")

    report = actions.begin(report=ReportFactory.build(grant=grant), by=boss)

    resources = report.sections.get(key="resources")
    assert resources.body == "« Paroles », recueil de conseils, 2026."


def test_a_part_goes_up_and_down_and_stays_at_the_ends(draft, boss):
    carrier, project, *others = titles(draft)

    for key, up in (("description", True), ("description", True), ("sessions", False)):
        sections.move(section=draft.sections.get(key=key), up=up, by=boss)
    first = titles(draft)
    sections.move(section=draft.sections.get(key="description"), up=False, by=boss)

    assert first == [project, carrier, *others]
    assert titles(draft) == [carrier, project, *others]


def test_a_part_left_out_keeps_its_words_and_comes_back(draft, boss):
    carrier = draft.sections.get(key="carrier")

    sections.show(section=carrier, is_shown=False, by=boss)
    without = compute(fresh(draft))
    sections.show(section=carrier, is_shown=True, by=boss)

    assert "Qui porte le projet" not in [part["title"] for part in without["sections"]]
    assert compute(fresh(draft))["sections"][0]["body"] == "Depuis 1991."


def test_only_the_parts_that_say_something_are_printed(draft):
    content = compute(draft)

    printed = [part["key"] for part in report_parts.printed(content)]

    assert printed == ["carrier", "description", "diagnosis", "months", "people", "amounts"]


def test_the_parts_of_a_compte_rendu_are_those_of_its_form(grant, boss):
    report = actions.begin(report=ReportFactory.build(grant=grant, form="cerfa"), by=boss)
    section = report.sections.get(key="objectives")

    for act in (
        lambda: sections.add_section(report=report, title="x", by=boss),
        lambda: sections.remove_section(section=section, by=boss),
        lambda: sections.show(section=section, is_shown=False, by=boss),
        lambda: sections.move(section=section, up=True, by=boss),
    ):
        with pytest.raises(ValidationError, match="sont fixés"):
            act()


# -- Words of parents -----------------------------------------------------------------------------


def test_quotes_are_those_whose_author_agrees_today(draft, programme, boss):
    agreed = said(programme, words="Je reviens.", parent=agreeing(), label="une maman")
    there = said(programme, words="Merci.", agreed_on=DAY)
    sections.choose_quotes(report=draft, quotes=[agreed, there], by=boss)

    before = [quote["words"] for quote in compute(draft)["quotes"]]
    withdraw(consent=agreed.parent.consents.get(), how="spoken", by=boss)
    after = compute(draft)["quotes"]

    assert before == ["Je reviens.", "Merci."]
    assert [(quote["words"], quote["author"]) for quote in after] == [
        ("Merci.", "une personne présente")
    ]


def test_words_without_an_agreement_or_from_elsewhere_are_not_chosen(draft, programme, boss):
    refused = said(programme, parent=agreeing("refused"))
    elsewhere = QuoteFactory(agreed_on=DAY, session__date=DAY)
    later = QuoteFactory(
        session__workshop__programme=programme, session__date=dt.date(2027, 2, 1), agreed_on=DAY
    )

    for quote in (refused, elsewhere, later):
        with pytest.raises(ValidationError, match="pas d’accord"):
            sections.choose_quotes(report=draft, quotes=[quote], by=boss)


def test_a_parent_named_in_what_was_written_is_pointed_at(draft, grant, boss):
    ParentFactory(family__structure=grant.holder, first_name="Zohra", last_name="Canarie")
    section = draft.sections.get(key="done")
    sections.write(
        section=section, title="Fait", body="Zohra Canarie est venue.", version=1, by=boss
    )

    found = report_parts.named_in(fresh(draft), compute(fresh(draft)))

    assert found == [("Fait", ["Zohra Canarie"])]


# -- Together -------------------------------------------------------------------------------------


def test_what_was_prepared_and_decided_together_is_told(draft, programme, centre):
    school = StructureFactory(name="École du Port")
    partnership = PartnershipFactory(parties=[centre, school])
    programme.partnerships.add(partnership)
    plan = PlanFactory(workshop__programme=programme, workshop__title="Café")
    alone = PlanFactory(workshop__programme=programme)
    for structure, of in ((centre, plan), (school, plan), (centre, alone)):
        PlanAcceptanceFactory(plan=of, structure=structure, version=of.version)
    PlanAcceptanceFactory(plan=alone, structure=school, version=99)
    when = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2026, 12, 1)}
    closed = ReviewFactory(
        partnership=partnership,
        opened=True,
        closed_at=dt.datetime(2026, 12, 2, tzinfo=dt.UTC),
        **when,
    )
    VerdictFactory(review=closed, subject="Le café", choice="extend", words="le mercredi")
    VerdictFactory(review=ReviewFactory(partnership=partnership, opened=True, **when))
    plan.acceptances.update(accepted_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))

    together = compute(draft)["together"]

    assert together["prepared"] == [
        {"workshop": "Café", "parties": ["Centre des Quais", "École du Port"]}
    ]
    assert [(each["choice"], each["subject"], each["words"]) for each in together["decided"]] == [
        ("étendre", "Le café", "le mercredi")
    ]


def test_the_annex_lists_the_sessions_held_by_workshop_without_a_name(draft, programme):
    workshop = WorkshopFactory(programme=programme, title="Café")
    school = SchoolFactory(structure__name="École du Port")
    session = HeldSessionFactory(workshop=workshop, date=DAY, school=school, delivered_minutes=90)
    HeadCountFactory(session=session, number=4)

    annex = compute(draft)["annex"]

    assert annex == [
        {
            "workshop": "Café",
            "sessions": [
                {
                    "day": "2026-10-06",
                    "school": "École du Port",
                    "minutes": 90,
                    "participations": 4,
                }
            ],
        }
    ]


def test_the_workshops_a_report_values_are_chosen(draft, programme, boss):
    kept, left = WorkshopFactory.create_batch(2, programme=programme)
    draft.workshops.set([kept, left])

    actions.settle(report=draft, title="Titre", workshops=[kept], by=boss)

    assert [each["key"] for each in compute(fresh(draft))["workshops"]] == [kept.pk]
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.verb, event.fields) == ("changed", ["title", "workshops"])
