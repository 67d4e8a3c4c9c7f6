import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation.actions import grants as actions
from evaluation.models import Grant
from partnerships import registry
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db


def answers(programme, **changed):
    """What a coordinator types for a grant of this programme."""
    answers = {
        "title": "Parents connectés",
        "holder": programme.lead_id,
        "starts_on": "2026-09-01",
        "ends_on": "2027-06-30",
        "awarded": "9000",
        "programmes": [programme.pk],
    }
    if "funder" not in changed:
        answers["funder"] = make.StructureFactory(kind="foundation").pk
    return answers | changed


def errors_of(response):
    errors = response.context["form"].errors.values()
    return [line.replace("\u00a0", " ") for lines in errors for line in lines]


# -- The list ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_november")
def test_the_list_says_who_pays_for_what_and_when_to_answer(client):
    lead = make.StructureFactory()
    for due, funder in [
        (dt.date(2026, 12, 11), "Bientôt"),
        (dt.date(2026, 11, 10), "En retard"),
        (dt.date(2027, 6, 1), "Plus tard"),
        (None, "Jamais"),
    ]:
        make.GrantFactory(holder=lead, funder__name=funder, report_due_on=due)
    past = make.GrantFactory(
        holder=lead, starts_on=dt.date(2025, 9, 1), ends_on=dt.date(2026, 6, 30)
    )
    make.GrantFactory()

    response = get(client, make.coordinator(lead), "grant_list")

    states = {
        str(line["grant"].funder): line["due"] and (line["due"].sentence, line["due"].state)
        for line in response.context["current"]
    }
    assert {
        name: due and (due[0].replace("\u00a0", " "), due[1]) for name, due in states.items()
    } == {
        "Bientôt": ("Rapport à rendre le 11 décembre, dans 21 jours", "wait"),
        "En retard": ("Rapport à rendre le 10 novembre, 10 jours de retard", "stop"),
        "Plus tard": ("Rapport à rendre le 1er juin, dans 193 jours", "far"),
        "Jamais": None,
    }
    assert [line["grant"] for line in response.context["past"]] == [past]


def test_without_a_grant_the_list_says_what_it_is_for(client):
    response = get(client, make.coordinator(make.StructureFactory()), "grant_list")

    assert "Aucune subvention pour l’instant." in text_of(response)


def test_with_ended_grants_only_the_list_says_so(client):
    grant = make.GrantFactory(starts_on=dt.date(2020, 9, 1), ends_on=dt.date(2021, 6, 30))

    assert "Aucune subvention en cours." in text_of(
        get(client, make.coordinator(grant.holder), "grant_list")
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_five_queries(client, django_assert_num_queries, count):
    lead = make.StructureFactory()
    for grant in make.GrantFactory.create_batch(count, holder=lead):
        grant.programmes.add(make.ProgrammeFactory(lead=lead))
    client.force_login(make.coordinator(lead))

    with django_assert_num_queries(5):
        response = client.get(reverse("evaluation:grant_list"))

    assert len(response.context["current"]) == count


# -- Creation and correction -------------------------------------------------------------------


def test_a_coordinator_adds_a_grant(client):
    indicator = make.IndicatorFactory()
    programme = indicator.programme
    user = make.coordinator(programme.lead)

    response = post(client, user, "grant_create", **answers(programme, indicators=[indicator.pk]))

    grant = Grant.objects.get()
    assert response.url == grant.get_absolute_url()
    assert (grant.awarded, list(grant.programmes.all()), list(grant.indicators.all())) == (
        9000,
        [programme],
        [indicator],
    )
    line = AuditEvent.objects.get()
    assert (line.verb, line.actor, line.structure) == ("created", user, programme.lead)


def test_the_same_grant_sent_twice_is_there_once(client):
    programme = make.ProgrammeFactory()
    user = make.coordinator(programme.lead)
    sent = answers(programme, once="0b54e2a0-5a9c-4f1d-8d0a-0f6f2c5f7d11")

    answered = [post(client, user, "grant_create", **sent).url for _time in range(2)]

    assert answered == [Grant.objects.get().get_absolute_url()] * 2


def test_the_empty_form_proposes_what_is_one_s_own(client):
    programme = make.ProgrammeFactory()
    stranger = make.IndicatorFactory()
    make.SchoolFactory()

    response = get(client, make.coordinator(programme.lead), "grant_create")

    fields = response.context["form"].fields
    assert list(fields["programmes"].queryset) == [programme]
    assert list(fields["indicators"].queryset) == []
    assert list(fields["holder"].queryset) == [programme.lead]
    assert response.context["form"]["holder"].value() == programme.lead_id
    assert list(fields["funder"].queryset) == [stranger.programme.lead]


def test_a_grant_is_corrected(client):
    programme = make.ProgrammeFactory()
    grant = make.GrantFactory(holder=programme.lead)
    user = make.coordinator(programme.lead)

    page = get(client, user, "grant_update", grant.pk)
    sent = answers(programme, funder=grant.funder_id, awarded="12000.50")
    response = post(client, user, "grant_update", grant.pk, **sent)

    grant.refresh_from_db()
    assert "Modifier la subvention" in text_of(page)
    assert (response.url, float(grant.awarded)) == (grant.get_absolute_url(), 12000.5)
    assert AuditEvent.objects.get().verb == "changed"


def test_a_refused_correction_goes_on_naming_what_is_kept(client):
    programme = make.ProgrammeFactory()
    grant = make.GrantFactory(holder=programme.lead, title="Gardée")

    response = post(
        client,
        make.coordinator(programme.lead),
        "grant_update",
        grant.pk,
        **answers(programme, title="Autre", ends_on="2026-01-01"),
    )

    assert response.context["title"] == "Gardée"
    assert errors_of(response) == ["La fin ne peut pas précéder le début."]


@pytest.mark.parametrize("missing", ["programmes", "funder", "title", "starts_on"])
def test_what_a_grant_cannot_do_without_is_asked(client, missing):
    programme = make.ProgrammeFactory()

    response = post(
        client,
        make.coordinator(programme.lead),
        "grant_create",
        **answers(programme, **{missing: []}),
    )

    assert list(response.context["form"].errors) == [missing]


def test_a_programme_of_another_of_my_structures_is_refused(client):
    ours, other = make.ProgrammeFactory(), make.ProgrammeFactory(title="Ailleurs")
    user = make.coordinator(ours.lead)
    make.MembershipFactory(user=user, structure=other.lead)

    response = post(client, user, "grant_create", **answers(ours, programmes=[ours.pk, other.pk]))

    assert errors_of(response) == [f"« Ailleurs » n’est pas porté par {ours.lead}."]
    assert Grant.objects.count() == 0


def test_an_indicator_of_a_programme_that_is_not_paid_for_is_refused(client):
    programme = make.ProgrammeFactory()
    stray = make.IndicatorFactory(programme__lead=programme.lead, title="Égaré")

    response = post(
        client,
        make.coordinator(programme.lead),
        "grant_create",
        **answers(programme, indicators=[stray.pk]),
    )

    assert errors_of(response) == [
        "« Égaré » est l’indicateur d’un programme que cette subvention ne finance pas."
    ]


def test_the_action_refuses_whoever_asks_around_the_form():
    programme = make.ProgrammeFactory()
    grant = make.GrantFactory.build(holder=programme.lead, funder=make.StructureFactory())
    ours, stranger = make.coordinator(programme.lead), make.coordinator(make.StructureFactory())

    with pytest.raises(ValidationError, match="Vous ne coordonnez pas la structure"):
        actions.save(grant=grant, programmes=[programme], indicators=[], by=stranger)
    with pytest.raises(ValidationError, match="Choisissez au moins un programme"):
        actions.save(grant=grant, programmes=[], indicators=[], by=ours)
    assert (Grant.objects.count(), AuditEvent.objects.count()) == (0, 0)


# -- What is due -------------------------------------------------------------------------------


def due_of(user, today):
    user = type(user).objects.get(pk=user.pk)
    return [thing for thing in registry.due.ask(user, today) if "subventions" in thing.url]


def test_a_report_to_hand_in_is_on_the_home_page_of_the_coordinator(in_november):
    grant = make.GrantFactory(report_due_on=dt.date(2026, 12, 11), funder__name="Fondation Lien")

    [due] = due_of(make.coordinator(grant.holder), in_november)

    assert (due.kind, due.title, due.verb, due.url, due.due_on) == (
        "Rapports à rendre",
        "Fondation Lien",
        "Préparer",
        grant.get_absolute_url(),
        dt.date(2026, 12, 11),
    )
    assert due.detail.replace("\u00a0", " ") == "Rapport à rendre le 11 décembre, dans 21 jours"


@pytest.mark.parametrize(
    ("due_on", "asked"),
    [
        (dt.date(2026, 9, 30), True),
        (dt.date(2027, 1, 19), True),
        (dt.date(2027, 1, 20), False),
        (None, False),
    ],
)
def test_a_report_is_asked_for_from_two_months_before_until_it_is_issued(
    in_november, due_on, asked
):
    grant = make.GrantFactory(report_due_on=due_on)

    assert bool(due_of(make.coordinator(grant.holder), in_november)) is asked


@pytest.mark.parametrize(
    ("issued_at", "asked"),
    [
        (dt.datetime(2026, 10, 20, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 10, 1, tzinfo=dt.UTC), True),
    ],
)
def test_a_report_issued_in_those_two_months_answers(in_november, issued_at, asked):
    grant = make.GrantFactory(report_due_on=dt.date(2026, 12, 11))
    make.IssuedReportFactory(grant=grant, issued_at=issued_at)
    make.ReportFactory(grant=grant, version=2)

    assert bool(due_of(make.coordinator(grant.holder), in_november)) is asked


def test_nobody_else_is_asked_for_a_report(in_november):
    grant = make.GrantFactory(report_due_on=dt.date(2026, 12, 11))

    assert due_of(make.facilitator(grant.holder), in_november) == []
