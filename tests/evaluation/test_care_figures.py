import datetime as dt

import pytest
from django.urls import reverse

from evaluation.figures import Figures, Scope
from tests import factories as make
from tests.evaluation.pages import text_of

pytestmark = pytest.mark.django_db
START, END = dt.date(2026, 9, 1), dt.date(2027, 7, 31)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def programme():
    return make.ProgrammeFactory(starts_on=START, ends_on=END)


def helped(programme, day, minutes=45, **fields):
    support = make.SupportMeetingFactory(
        parent__family__structure=programme.lead,
        parent__first_name="Samira",
        held_on=day,
        minutes=minutes,
        confidential_note="ce que personne ne lit",
        **fields,
    )
    make.SupportContextFactory(support=support, programme=programme)
    return support


def sent(programme, **fields):
    referral = make.ReferralFactory(receiver=programme.lead, **fields)
    make.ReferralContextFactory(referral=referral, programme=programme)
    return referral


def figures_of(*programmes, starts_on=START, ends_on=END, **narrow):
    return Figures.of(Scope(programmes, starts_on, ends_on, **narrow))


def read(figures):
    names = ("individual_supports", "support_hours", "referrals")
    return tuple(figures.measure(name).value for name in names)


def test_meetings_and_referrals_of_the_programme_are_counted_on_their_days(programme):
    helped(programme, START, 30)
    helped(programme, END, 75)
    helped(programme, START - dt.timedelta(days=1))
    helped(make.ProgrammeFactory(lead=programme.lead), START)
    make.SupportMeetingFactory(parent__family__structure=programme.lead, held_on=START)
    sent(programme, made_on=START, valid_until=END)
    sent(programme, made_on=END, valid_until=END, status="came")
    sent(programme, made_on=START - dt.timedelta(days=1))

    assert read(figures_of(programme)) == (2, 105, 2)


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"status": "requested"}, 1),
        ({"status": "accepted"}, 1),
        ({"status": "came"}, 1),
        ({"status": "refused", "refusal": "full"}, 1),
        ({"status": "no_show"}, 1),
        ({"status": "expired"}, 1),
        ({"status": "expired", "agreed_on": None, "agreed_how": ""}, 0),
        ({"status": "draft", "agreed_on": None, "agreed_how": ""}, 0),
        ({"status": "withdrawn"}, 0),
    ],
)
def test_a_referral_counts_from_the_moment_it_is_sent(programme, fields, number):
    sent(programme, **fields)

    assert figures_of(programme).measure("referrals").value == number


def test_how_many_came_is_a_measure_of_its_own(programme):
    for status in ("came", "came", "accepted"):
        sent(programme, status=status)

    figures = figures_of(programme).measures(["referrals", "referrals_succeeded"])

    assert [(figure.text, figure.notes) for figure in figures.values()] == [("3", ()), ("2", ())]


def test_a_school_narrows_to_what_was_done_with_it_or_sent_by_it(programme):
    school = make.SchoolFactory()
    helped(programme, START, 30, school=school)
    helped(programme, START, 60)
    sent(programme, sender=school.structure)
    sent(programme)

    narrowed = figures_of(programme, schools=frozenset([school.pk]))

    assert read(narrowed) == (1, 30, 1)


def test_neither_is_of_a_workshop(programme):
    helped(programme, START)
    sent(programme)

    assert read(figures_of(programme, workshops=frozenset())) == (0, 0, 0)


def test_each_programme_keeps_its_own(programme):
    other = make.ProgrammeFactory(lead=programme.lead, starts_on=START, ends_on=END)
    helped(programme, START, 30)
    helped(other, START, 60)
    sent(other)

    both = figures_of(programme, other)

    assert (read(both), read(both.only(other))) == ((2, 90, 1), (1, 60, 1))


def evidence(client, user, programme, name):
    client.force_login(user)
    return client.get(reverse("evaluation:evidence", args=[programme.pk, name]))


@pytest.mark.parametrize("name", ["individual_supports", "support_hours"])
def test_the_evidence_of_meetings_says_when_what_with_whom_and_no_more(client, programme, name):
    support = helped(programme, dt.date(2026, 10, 6), shared_note="pour l’équipe")

    page = evidence(client, make.coordinator(programme.lead), programme, name)

    rows = [[cell.text for _column, cell in row] for row in page.context["page"].object_list]
    assert rows == [[f"mardi 6{NBSP}octobre", "Accompagnement", "Samira", f"45{NBSP}min"]]
    assert support.get_absolute_url() in page.content.decode()
    assert "personne ne lit" not in text_of(page)
    assert "pour l’équipe" not in text_of(page)


def test_the_meeting_of_another_structure_is_counted_without_its_name(client, programme):
    support = make.SupportMeetingFactory(held_on=START, parent__first_name="Zohra")
    make.SupportContextFactory(support=support, programme=programme)

    page = evidence(client, make.coordinator(programme.lead), programme, "individual_supports")

    assert "personne d’une autre structure" in text_of(page)
    assert "Zohra" not in text_of(page)


def test_the_evidence_of_referrals_says_who_sent_and_what_came_of_it(client, programme):
    sent(programme, sender__name="École du Parc", first_name="Samira", status="came")
    elsewhere = make.ReferralFactory()
    make.ReferralContextFactory(referral=elsewhere, programme=programme)

    page = evidence(client, make.coordinator(programme.lead), programme, "referrals")

    rows = [[cell.text for _column, cell in row[1:]] for row in page.context["page"].object_list]
    assert rows == [["École du Parc", "venue"], ["–", "–"]]
    assert "Samira" not in text_of(page)


@pytest.mark.parametrize("number", [1, 3])
def test_evidence_costs_the_same_however_many_meetings(
    client, programme, django_assert_num_queries, number
):
    for _ in range(number):
        helped(programme, START)
    client.force_login(make.coordinator(programme.lead))
    url = reverse("evaluation:evidence", args=[programme.pk, "individual_supports"])

    with django_assert_num_queries(11):
        client.get(url)
