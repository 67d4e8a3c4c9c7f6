"""What a partnership lives, told to the home page, to its history and to whoever takes over."""

import datetime as dt

import pytest

from partnerships import registry
from partnerships.registry import Part
from tests.factories import (
    DecisionFactory,
    DifficultyFactory,
    MeetingFactory,
    PartnerRequestFactory,
    PresenceFactory,
    ServiceFactory,
    StructureFactory,
    WorkingGroupFactory,
    facilitator,
)
from tests.reading import plain, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


# -- The diary -----------------------------------------------------------------------------------


def test_the_diary_holds_the_meetings_of_those_they_concern(here):
    coming = MeetingFactory(
        partnership=here.partnership,
        held_on=TODAY,
        starts_at=dt.time(12, 15),
        place="salle des parents",
        purpose="Le bilan",
    )
    early = MeetingFactory(
        partnership=here.partnership, held_on=TODAY, starts_at=dt.time(8), purpose="Tôt"
    )
    MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 3, 9), purpose="Hier")
    MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 3, 12), purpose="Jeudi")
    MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 4, 12))

    def titles(user, first=dt.date(2026, 3, 9)):
        found = registry.diary.ask(user, first, dt.date(2026, 3, 17))
        return [(moment.title, moment.state) for moment in found]

    week = [("Hier", "done"), ("Tôt", "done"), ("Le bilan", "next"), ("Jeudi", "next")]
    assert titles(here.boss) == titles(here.teacher) == week
    assert titles(here.animator) == titles(here.stranger) == []
    moment = registry.diary.ask(here.boss, TODAY, TODAY)[1]
    assert moment.lines == ("École et Centre", "salle des parents")
    assert moment.url == coming.get_absolute_url()
    # Whoever is expected there, or noted it.
    here.guide.account = here.animator
    here.guide.save()
    PresenceFactory(meeting=coming, structure=here.centre, contact=here.guide)
    early.recorded_by = here.animator
    early.save()
    assert titles(here.animator) == [("Tôt", "done"), ("Le bilan", "next")]


# -- The history ---------------------------------------------------------------------------------


def test_everything_lived_tells_itself_to_the_history(here):
    meeting = MeetingFactory(
        partnership=here.partnership, held_on=dt.date(2026, 3, 1), purpose="La rentrée"
    )
    PresenceFactory(meeting=meeting, structure=here.school, number=6)
    for what in ("traduire", "essayer le samedi"):
        DecisionFactory(partnership=here.partnership, meeting=meeting, side=here.centre, what=what)
    DecisionFactory(
        partnership=here.partnership,
        side=here.school,
        what="rappeler",
        decided_on=dt.date(2026, 2, 28),
    )
    DifficultyFactory(
        partnership=here.partnership,
        raised_by=here.school,
        raised_on=dt.date(2026, 2, 20),
        what=f"La salle {'fermée ' * 30}",
    )
    DifficultyFactory(
        partnership=here.partnership,
        raised_on=dt.date(2026, 2, 1),
        what="La clé",
        lifted_on=dt.date(2026, 2, 19),
        lifted_how="La loge ouvre.",
    )
    ServiceFactory(
        partnership=here.partnership,
        given_by=here.centre,
        given_on=dt.date(2026, 2, 18),
        kind="loan",
        what="Vingt chaises",
    )
    PartnerRequestFactory(
        partnership=here.partnership, asked_on=dt.date(2026, 2, 17), asked_by="parents"
    )
    PartnerRequestFactory(
        partnership=here.partnership,
        asked_on=dt.date(2026, 2, 16),
        answer="yes",
        answered_on=dt.date(2026, 2, 17),
    )
    WorkingGroupFactory(
        partnership=here.partnership, name="Parentalité", starts_on=dt.date(2026, 2, 1)
    )

    found = registry.history.ask(here.partnership, here.teacher)

    told = [(plain(each.title), plain(each.detail)) for each in found if each.on.month < 9]
    assert told == [
        ("La rentrée", "réunion, 6 personnes. Décidé : traduire ; essayer le samedi"),
        ("Décision : rappeler", "École"),
        (
            f"Difficulté soulevée : La salle {'fermée ' * 11}".strip() + "…",
            "par École",
        ),
        ("Difficulté levée : La clé", "La loge ouvre."),
        ("Service rendu : Vingt chaises", "Centre, prêt de salle ou de matériel"),
        ("Demande : Un atelier sur le sommeil", "des parents, sans réponse encore"),
        ("Demande : Un atelier sur le sommeil", "une école, réponse : oui"),
        ("Un groupe de travail : Parentalité", ""),
    ]
    assert registry.history.ask(here.partnership, here.stranger) == []


def test_help_with_a_grant_application_is_told_as_a_lever(here):
    ServiceFactory(
        partnership=here.partnership, given_by=here.centre, kind="grant", what="Le dossier REAAP"
    )

    found = registry.history.ask(here.partnership, here.teacher)

    assert [(plain(each.title), plain(each.detail)) for each in found] == [
        (
            "Service rendu : Le dossier REAAP",
            "Centre, coup de main pour un dossier de subvention, un levier du partenariat",
        )
    ]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_full_history_costs_the_same_however_long(
    client, here, django_assert_num_queries, number
):
    for _ in range(number):
        meeting = MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 3, 1))
        PresenceFactory(meeting=meeting, structure=here.school)
        DecisionFactory(partnership=here.partnership, meeting=meeting, side=here.centre)
        DecisionFactory(partnership=here.partnership, side=here.centre)
        DifficultyFactory(partnership=here.partnership)
        ServiceFactory(partnership=here.partnership)
        PartnerRequestFactory(partnership=here.partnership)
        WorkingGroupFactory(partnership=here.partnership)

    with django_assert_num_queries(26):
        response = client.get(f"/partenariats/{here.partnership.pk}/histoire/")
    with django_assert_num_queries(41):
        client.get(here.partnership.get_absolute_url())

    assert response.context["page"].paginator.count == 6 * number


def test_the_page_counts_what_is_open(client, here):
    for due_on in (dt.date(2026, 3, 9), dt.date(2026, 3, 20)):
        DecisionFactory(partnership=here.partnership, side=here.centre, due_on=due_on)
    DifficultyFactory(partnership=here.partnership)

    page = text(client.get(here.partnership.get_absolute_url()))

    for words in [
        "2 décisions à tenir",
        "dont 1 en retard",
        "0 demande sans réponse",
        "1 difficulté ouverte",
    ]:
        assert words in page


# -- Handing over --------------------------------------------------------------------------------


def test_whoever_takes_over_reads_what_is_open_and_what_comes(here):
    DecisionFactory(
        partnership=here.partnership,
        side=here.centre,
        owner=here.guide,
        due_on=dt.date(2026, 3, 20),
    )
    DecisionFactory(partnership=here.partnership, side=here.school, done_on=dt.date(2026, 11, 1))
    DifficultyFactory(partnership=here.partnership, tried="Deux clés.")
    MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 3, 9))
    for day, starts_at in ((12, dt.time(12, 15)), (19, None)):
        MeetingFactory(
            partnership=here.partnership, held_on=dt.date(2026, 3, day), starts_at=starts_at
        )

    found = {
        section.part: [(line.detail, plain(line.before)) for line in section.lines]
        for section in registry.handover.ask(here.partnership, here.boss)
        if section.part in (Part.DECISIONS, Part.DIFFICULTIES, Part.DATES) and section.lines
    }

    assert found[Part.DECISIONS] == [("Nadia Ostrowski", "20 mars")]
    assert found[Part.DIFFICULTIES] == [("Deux clés.", "13 octobre 2026")]
    assert found[Part.DATES] == [
        ("12\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}15", "12 mars"),
        ("", "19 mars"),
    ]


def test_without_anything_open_the_sheet_says_so(here):
    said = [
        section.nothing
        for section in registry.handover.ask(here.partnership, here.boss)
        if section.part in (Part.DECISIONS, Part.DIFFICULTIES)
    ]

    assert said == [
        "Rien n’a été promis qui ne soit fait.",
        "Aucune difficulté n’est ouverte.",
    ]


def test_a_facilitator_elsewhere_reads_nothing_of_it(here):
    DecisionFactory(partnership=here.partnership, side=here.centre)

    sections = registry.handover.ask(here.partnership, facilitator(StructureFactory()))

    assert [section.lines for section in sections if section.part == Part.DECISIONS] == [()]
