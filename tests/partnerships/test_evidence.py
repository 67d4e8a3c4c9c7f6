"""The evidence of co-construction: counts drawn from what was noted, and its PDF."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from partnerships.evidence import evidence
from tests.factories import (
    AgreementAcceptanceFactory,
    AgreementFactory,
    AgreementVersionFactory,
    DecisionFactory,
    DifficultyFactory,
    FacilitationFactory,
    HeldSessionFactory,
    MeetingFactory,
    PartnerRequestFactory,
    PresenceFactory,
    ProgrammeFactory,
    UserFactory,
    WorkingGroupFactory,
    WorkingGroupMemberFactory,
    WorkshopFactory,
)
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


def lived(here, number=1):
    """A first meeting with everybody, and so many times the rest."""
    first = MeetingFactory(
        partnership=here.partnership,
        held_on=dt.date(2025, 9, 10),
        purpose="Faire connaissance",
        minutes=60,
        asked_by=here.school,
    )
    PresenceFactory(meeting=first, structure=here.school, contact=here.head)
    PresenceFactory(meeting=first, structure=here.centre, number=2)
    PresenceFactory(meeting=first, structure=None, number=3)
    MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 4, 1), minutes=600)
    programme = ProgrammeFactory(lead=here.centre)
    programme.partnerships.add(here.partnership)
    agreement = AgreementFactory(partnership=here.partnership)
    for turn in range(number):
        alone = MeetingFactory(partnership=here.partnership, held_on=dt.date(2026, 1, 10))
        PresenceFactory(meeting=alone, structure=here.centre)
        DecisionFactory(
            partnership=here.partnership,
            meeting=first,
            side=here.school,
            done_on=TODAY,
            decided_on=dt.date(2025, 9, 10),
        )
        DecisionFactory(partnership=here.partnership, meeting=alone, side=here.centre)
        workshop = WorkshopFactory(programme=programme, initiative="parents", title=f"A{turn}")
        WorkshopFactory(programme=programme, title=f"B{turn}")
        session = HeldSessionFactory(workshop=workshop, school=here.school.school)
        FacilitationFactory(session=session, structure=here.centre)
        PartnerRequestFactory(
            partnership=here.partnership,
            asked_by="parents",
            answer="yes",
            answered_on=dt.date(2026, 11, 1),
        )
        PartnerRequestFactory(partnership=here.partnership)
        DifficultyFactory(partnership=here.partnership)
        DifficultyFactory(
            partnership=here.partnership, lifted_on=dt.date(2026, 11, 1), lifted_how="La clé."
        )
        group = WorkingGroupFactory(partnership=here.partnership)
        WorkingGroupMemberFactory(group=group, contact=None, parents=4)
        for version, writer in ((1, here.boss), (2, here.teacher), (3, UserFactory())):
            AgreementVersionFactory(
                agreement=agreement, number=3 * turn + version, written_by=writer
            )
        AgreementAcceptanceFactory(agreement=agreement, structure=here.school, version=3 * turn + 2)


def test_the_evidence_counts_what_each_side_gave(here):
    lived(here)

    found = evidence(here.partnership, here.boss, TODAY)

    assert found.first.purpose == "Faire connaissance"
    assert found.came_first == [
        ("École", ["Hélène Vasseur"], 0),
        ("Centre", [], 2),
        ("Parents", [], 3),
    ]
    assert [
        (
            str(line.side),
            line.versions,
            line.acceptances,
            line.asked,
            line.decisions,
            line.facilitation,
            line.meeting,
        )
        for line in found.lines
    ] == [("École", 1, 1, 1, 1, 0, 60), ("Centre", 1, 0, 0, 1, 120, 120)]
    assert dict(found.ideas) == {"des parents": 1, "pas dit": 1}


def test_the_evidence_counts_what_was_done_together(here):
    lived(here)

    found = evidence(here.partnership, here.boss, TODAY)

    assert (found.meetings, found.meetings_without_duration) == (2, 1)
    assert (found.meetings_with_parents, found.parents_met, found.parents_in_groups) == (1, 3, 4)
    assert (found.decisions, found.decisions_together, found.decisions_done) == (2, 1, 1)
    assert (found.requests, found.requests_answered, found.requests_of_parents) == (2, 1, 1)
    assert (found.difficulties, found.difficulties_lifted) == (2, 1)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_evidence_costs_the_same_however_much_was_lived(
    client, here, django_assert_num_queries, number
):
    lived(here, number)

    with django_assert_num_queries(22):
        response = client.get(f"/partenariats/{here.partnership.pk}/preuves/")

    assert response.context["evidence"].meetings == number + 1


def test_both_sides_read_it_and_nobody_else(client, here):
    lived(here)
    url = f"/partenariats/{here.partnership.pk}/preuves/"

    ours = text(client.get(url))
    client.force_login(here.teacher)
    theirs = text(client.get(url))
    client.force_login(here.stranger)

    for page in (ours, theirs):
        assert "Première rencontre notée le 10 septembre 2025 : Faire connaissance." in page
        assert "1 rencontre sans durée notée n’y compte pas." in page
    assert [client.get(f"{url}{page}").status_code for page in ("", "pdf/")] == [404, 404]


def test_a_partnership_that_lived_nothing_is_told_where_to_start(client, here):
    page = text(client.get(f"/partenariats/{here.partnership.pk}/preuves/"))

    assert "Rien à prouver encore" in page
    assert "Le PDF pour un financeur" not in page


def test_the_pdf_says_the_same_to_a_funder(client, here):
    lived(here)

    response = client.get(f"/partenariats/{here.partnership.pk}/preuves/pdf/")

    pages = PdfReader(io.BytesIO(response.content)).pages
    words = " ".join("".join(page.extract_text() for page in pages).split())
    assert response["Content-Type"] == "application/pdf"
    assert "Une action construite ensemble" in words
    assert "comptes arrêtés le 10" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "Faire connaissance" in words


def test_an_empty_pdf_stays_honest(client, here):
    response = client.get(f"/partenariats/{here.partnership.pk}/preuves/pdf/")

    words = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Aucune rencontre n’est notée." in words
