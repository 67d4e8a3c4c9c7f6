"""What agreements tell the history, the hand-over sheet and the home page."""

import datetime as dt

import pytest
from django.utils import timezone

from partnerships import agreement_news as news
from partnerships.actions import accord, agreements, asking
from partnerships.models import AgreementLink
from tests.factories import PartnershipFactory, SchoolFactory, facilitator, observer
from tests.partnerships.agreeing import accepted_by, head, with_pen, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NBSP = "\N{NO-BREAK SPACE}"


def told(table):
    return [
        (happening.title, happening.detail)
        for happening in news.history(table.partnership, table.boss)
    ]


def due(user):
    found = news.due(user, timezone.localdate())
    return [(thing.kind, thing.title, thing.detail, thing.verb) for thing in found]


def weeks_old(agreement, weeks):
    past = timezone.now() - dt.timedelta(weeks=weeks)
    agreement.versions.update(written_at=past)
    AgreementLink.objects.update(created_at=past)


# -- History and hand-over ---------------------------------------------------------------------


def test_the_history_tells_what_is_still_to_accept(table):
    agreement = written(table)
    accepted_by(agreement, table.centre, by=table.boss)

    assert told(table) == [
        (f"Accord 2025-2026{NBSP}: première version", "écrite par Nadia O."),
        (f"Accord 2025-2026{NBSP}: version 2", f"Reste à accepter{NBSP}: École"),
    ]


def test_the_history_tells_when_all_had_accepted(table):
    agreement = written(table)
    accepted_by(agreement, table.centre, by=table.boss)
    accord.accept(
        text=agreement,
        structure=table.school,
        seen=2,
        by=table.boss,
        spoken_by="La directrice",
        how="phone",
        said_on=dt.date(2026, 3, 1),
    )

    _first, last = news.history(table.partnership, table.boss)

    assert (last.title, last.on) == (
        "Accord 2025-2026 accepté par toutes les parties",
        dt.date(2026, 3, 10),
    )
    assert last.strand == "agreement"


def test_a_text_just_opened_has_a_beginning_only(table):
    agreement = agreements.draft(
        partnership=table.partnership, school_year=2025, kind="yearly", by=table.boss
    )
    agreement.versions.update(written_by=None)

    assert told(table) == [(f"Accord 2025-2026{NBSP}: première version", "")]


def test_the_hand_over_sheet_tells_the_agreement_in_force(table):
    agreement = written(table)
    accepted_by(agreement, table.centre, by=table.boss)

    [section] = news.handover(table.partnership, table.boss)

    assert [(line.title, line.detail, line.before) for line in section.lines] == [
        ("Accord 2025-2026", "Ouvrir l’école aux parents.", "version 2"),
        ("École", "Attendu depuis aujourd’hui", ""),
        ("Centre", f"Accepté le 10{NBSP}mars, par Nadia Ostrowski", ""),
    ]


def test_a_sheet_without_an_agreement_says_so(table):
    [section] = news.handover(table.partnership, table.boss)

    assert (section.lines, section.nothing) == ((), "Aucun accord n’est écrit.")


# -- The home page -----------------------------------------------------------------------------


def test_each_is_asked_for_its_own_yes(table):
    written(table)

    for user, side in [(table.boss, "Centre"), (head(table), "École")]:
        assert due(user) == [
            ("Accords à accepter", "École et Centre", f"Accord 2025-2026, {side}", "Lire")
        ]


def test_nobody_is_asked_while_somebody_writes(table):
    with_pen(written(table), by=table.boss)

    assert due(head(table)) == []


def test_a_coordinator_is_told_after_a_week_whom_to_ask_again(table):
    agreement = written(table)
    accepted_by(agreement, table.centre, by=table.boss)
    young = due(table.boss)
    weeks_old(agreement, 1)
    old = due(table.boss)
    asking.send(text=agreement, structure=table.school, email="a@b.test", by=table.boss)

    assert (young, due(table.boss)) == ([], [])
    assert old == [
        (
            "Accords à relancer",
            "École",
            "Accord 2025-2026. Attendu depuis 7 jours.",
            "Relancer",
        )
    ]


def test_a_school_relaunches_nobody(table):
    agreement = written(table)
    accepted_by(agreement, table.school, by=None)
    weeks_old(agreement, 3)

    assert due(head(table)) == []


def test_what_is_over_past_or_blank_asks_nothing(table):
    agreement = written(table, year=2024)
    agreements.draft(partnership=table.partnership, school_year=2025, kind="ctg", by=table.boss)
    closed = PartnershipFactory(parties=[table.centre])
    table.partnership = closed
    written(table)
    closed.stage = "closed"
    closed.save()
    weeks_old(agreement, 3)

    assert due(table.boss) == []


def test_those_who_speak_for_nobody_are_asked_nothing(table):
    written(table)

    assert [due(facilitator(table.centre)), due(observer(table.centre))] == [[], []]


@pytest.mark.parametrize("number", [1, 3])
def test_the_home_costs_the_same_however_many_agreements(table, django_assert_num_queries, number):
    for _ in range(number):
        table.partnership = PartnershipFactory(parties=[table.centre, SchoolFactory().structure])
        written(table)
    user = type(table.boss).objects.get(pk=table.boss.pk)

    with django_assert_num_queries(7):
        found = due(user)

    assert len(found) == number


# -- Signs of life -----------------------------------------------------------------------------


def test_writing_and_accepting_are_signs_of_life(table):
    agreement = written(table)
    accepted_by(agreement, table.centre, by=table.boss)
    weeks_old(agreement, 1)
    written_on, accepted_on = dt.date(2026, 3, 3), dt.date(2026, 3, 10)

    signs = [
        list(news.signs([table.partnership.pk], since))
        for since in (written_on, accepted_on, accepted_on + dt.timedelta(days=1))
    ]

    key = table.partnership.pk
    assert signs == [[(key, written_on), (key, accepted_on)], [(key, accepted_on)], []]
