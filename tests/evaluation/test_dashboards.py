"""Who reads which figures, and what stands behind them."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories as make
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import hold, note

pytestmark = pytest.mark.django_db


def promise(season, measure="unique_parents", target=100):
    return make.TargetFactory(
        indicator__programme=season.programme,
        indicator__measure=measure,
        indicator__title=f"Promesse {measure}",
        value=target,
    )


def grant_of(season, **fields):
    grant = make.GrantFactory(holder=season.programme.lead, **fields)
    grant.programmes.add(season.programme)
    return grant


def shown(response):
    """The measures in the tables, by title, as they are read."""
    lines = response.context["board"].lines
    return {line.title: line.figure.text.replace("\u00a0", " ") for line in lines}


# -- The dashboard of a programme --------------------------------------------------------------


@pytest.mark.usefixtures("in_november")
def test_the_coordinator_reads_the_target_the_gap_and_where_the_figure_comes_from(client, season):
    promise(season)

    response = get(
        client,
        make.coordinator(season.programme.lead),
        "programme_dashboard",
        season.programme.pk,
    )

    text = text_of(response)
    assert "au moins 4 sur 100" in text
    assert "Il en manque au plus 96, il reste 40 semaines." in text
    assert "Venus aux autres ateliers seulement 2" in text
    link = reverse("evaluation:evidence", args=[season.programme.pk, "unique_parents"])
    assert f"{link}?starts_on=2026-09-01&amp;ends_on=2027-08-31" in response.content.decode()


@pytest.mark.usefixtures("in_november")
def test_people_in_two_groups_are_counted_once_and_it_is_said(client, season):
    promise(season)
    note(hold(season.other, 11, 13, 60), season.ana)

    response = get(
        client,
        make.coordinator(season.programme.lead),
        "programme_dashboard",
        season.programme.pk,
    )

    text = text_of(response)
    assert "Venus dans plusieurs groupes, comptés une fois −1" in text
    assert "1 h 45 sur 2 h" in text


@pytest.mark.usefixtures("in_november")
def test_the_group_about_to_start_is_announced(client, season):
    target = promise(season, "cohorts_started", 3)
    for title, day in [("Groupe 4", 12), ("Groupe 3", 5), ("Groupe 2, passé", -3)]:
        late = make.WorkshopFactory(
            programme=season.programme, title=title, format="cohort", pathway=season.path.pathway
        )
        make.SessionFactory(workshop=late, date=dt.date(2026, 12, 1) + dt.timedelta(days=day * 5))
    user = make.coordinator(season.programme.lead)

    text = text_of(get(client, user, "programme_dashboard", target.indicator.programme_id))

    assert "Il en manque 1, il reste 40 semaines. « Groupe 3 » commence le 26 décembre." in text


@pytest.mark.parametrize(
    ("role", "label"), [("coordinator", "Le programme"), ("partner", "Ma structure")]
)
def test_one_goes_back_to_where_one_comes_from(client, season, role, label):
    season.programme.partnerships.add(
        make.PartnershipFactory(parties=[season.programme.lead, season.north.structure])
    )
    structure = season.programme.lead if role == "coordinator" else season.north.structure

    user = getattr(make, role)(structure)

    back = get(client, user, "programme_dashboard", season.programme.pk).context["back"]
    assert back["label"] == label


@pytest.mark.usefixtures("in_november")
def test_a_facilitator_of_the_lead_reads_the_figures_without_the_evidence(client, season):
    someone = make.facilitator(season.programme.lead)

    response = get(client, someone, "programme_dashboard", season.programme.pk)

    assert shown(response)["Nouveaux parents"] == "au moins 3"
    assert "preuves" not in response.content.decode()
    assert get(client, someone, "evidence", season.programme.pk, "families").status_code == 404


@pytest.mark.usefixtures("in_november")
def test_a_partner_reads_figures_whose_small_cells_are_hidden(client, season):
    school = make.SchoolFactory()
    season.programme.partnerships.add(make.PartnershipFactory(parties=[school.structure]))
    promise(season, "new_parents", 10)

    response = get(
        client, make.partner(school.structure), "programme_dashboard", season.programme.pk
    )

    text = text_of(response)
    assert "masqué sur 10" in text
    assert (shown(response)["Pères"], shown(response)["Participations"]) == ("masqué", "14")
    assert "Vous lisez ces chiffres de l’extérieur" in text


def test_from_outside_no_period_can_be_chosen_to_subtract_another(client, season):
    school = make.SchoolFactory()
    season.programme.partnerships.add(make.PartnershipFactory(parties=[school.structure]))
    user = make.partner(school.structure)

    response = get(client, user, "programme_dashboard", season.programme.pk, starts_on="2026-11-01")

    assert response.context["board"].period == (
        season.programme.starts_on,
        season.programme.ends_on,
    )
    assert response.context["period_form"] is None


def test_the_structure_may_choose_its_period(client, season):
    user = make.coordinator(season.programme.lead)
    asked = {"starts_on": "2026-11-01", "ends_on": "2026-12-31"}

    response = get(client, user, "programme_dashboard", season.programme.pk, **asked)

    figures = response.context["board"].figures
    assert figures.measure("sessions_held").value == 2


@pytest.mark.parametrize(
    "asked",
    [{"starts_on": "2026-12-01", "ends_on": "2026-11-01"}, {"starts_on": "demain"}],
)
def test_a_period_that_makes_no_sense_is_refused_and_the_season_shown(client, season, asked):
    user = make.coordinator(season.programme.lead)

    response = get(client, user, "programme_dashboard", season.programme.pk, **asked)

    assert response.context["board"].period[0] == season.programme.starts_on
    assert response.context["period_form"].errors != {}


def test_an_observer_reads_the_programmes_of_a_structure_it_watches(client, season):
    watcher = make.StructureFactory()
    make.ObservationFactory(observer=watcher, observed=season.programme.lead)
    stranger = make.observer(make.StructureFactory())

    seen = get(client, make.observer(watcher), "programme_dashboard", season.programme.pk)
    unseen = get(client, stranger, "programme_dashboard", season.programme.pk)

    assert (seen.status_code, seen.context["board"].is_partial) == (200, True)
    assert seen.context["back"]["label"] == "Aujourd’hui"
    assert unseen.status_code == 404


def test_without_a_promise_the_page_says_what_to_do_first(client, season):
    response = get(
        client,
        make.coordinator(season.programme.lead),
        "programme_dashboard",
        season.programme.pk,
    )

    assert "Aucun objectif chiffré sur cette période." in text_of(response)
    url = reverse("evaluation:indicator_create", args=[season.programme.pk])
    assert response.content.decode().count(url) == 2


def test_what_is_not_counted_in_the_sheets_is_listed_apart(client, season):
    for kind in ["entered", "qualitative"]:
        indicator = make.IndicatorFactory(programme=season.programme, kind=kind, measure="")
    make.TargetFactory(indicator=indicator, value=3)

    text = text_of(
        get(
            client,
            make.coordinator(season.programme.lead),
            "programme_dashboard",
            season.programme.pk,
        )
    )

    assert "Rien n’est encore publié. Visé : 3." in text


@pytest.mark.usefixtures("in_november")
def test_a_rate_nobody_was_expected_for_says_so_beside_its_target(client):
    target = make.TargetFactory(indicator__measure="attendance_rate", value=75)
    programme = target.indicator.programme

    text = text_of(
        get(client, make.coordinator(programme.lead), "programme_dashboard", programme.pk)
    )

    assert "inconnu sur 75 % Personne n’était attendu." in text


@pytest.mark.parametrize("count", [1, 3])
def test_a_dashboard_costs_eleven_queries_however_much_it_shows(
    client, django_assert_num_queries, count
):
    programme = make.ProgrammeFactory()
    for _number in range(count):
        make.TargetFactory(indicator__programme=programme)
        session = make.HeldSessionFactory(workshop__programme=programme)
        note(session, make.ParentFactory(family__structure=programme.lead))
    client.force_login(make.coordinator(programme.lead))

    with django_assert_num_queries(11):
        response = client.get(reverse("evaluation:programme_dashboard", args=[programme.pk]))

    assert len(response.context["board"].engagements) == count


# -- Grants ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_november")
def test_a_grant_says_what_was_promised_and_when_its_report_is_due(client, season):
    grant = grant_of(season, report_due_on=dt.date(2026, 12, 11))
    grant.indicators.add(promise(season, "cohorts_started", 16).indicator)

    response = get(client, make.coordinator(season.programme.lead), "grant_detail", grant.pk)

    text = text_of(response)
    assert "2 sur 16" in text
    assert "Rapport à rendre le 11 décembre, dans 21 jours" in text
    assert "9 000 € accordés" in text
    assert "Commencer le rapport" in text


def test_a_report_being_written_is_one_tap_away(client, season):
    grant = grant_of(season)
    draft = make.ReportFactory(grant=grant)

    response = get(client, make.coordinator(season.programme.lead), "grant_detail", grant.pk)

    assert "Continuer le rapport" in text_of(response)
    assert draft.get_absolute_url() in response.content.decode()


def test_a_grant_of_two_programmes_says_which_one_a_promise_is_about(client, season):
    other = make.ProgrammeFactory(lead=season.programme.lead)
    grant = grant_of(season)
    grant.programmes.add(other)
    grant.indicators.add(promise(season).indicator)

    response = get(client, make.coordinator(season.programme.lead), "grant_detail", grant.pk)

    [engagement] = response.context["board"].engagements
    assert (engagement.programme, engagement.pledge.figure.value) == (season.programme, 4)
    # A line of several programmes has no single promise to draw.
    assert response.context["board"].figures.measure("sessions_held").value == 5


@pytest.mark.parametrize("role", [make.facilitator, make.partner, make.observer])
def test_money_is_for_coordinators(client, season, role):
    grant = grant_of(season)
    user = role(season.programme.lead)

    statuses = [
        get(client, user, *page).status_code
        for page in [
            ("grant_list",),
            ("grant_create",),
            ("grant_detail", grant.pk),
            ("grant_update", grant.pk),
            ("grant_evidence", grant.pk, "families"),
        ]
    ]

    assert statuses == [404] * 5


@pytest.mark.parametrize("count", [1, 3])
def test_a_grant_costs_fourteen_queries_however_much_it_shows(
    client, django_assert_num_queries, count
):
    lead = make.StructureFactory()
    grant = make.GrantFactory(holder=lead)
    for _number in range(count):
        target = make.TargetFactory(indicator__programme__lead=lead)
        programme = target.indicator.programme
        grant.programmes.add(programme)
        grant.indicators.add(target.indicator)
        note(
            make.HeldSessionFactory(workshop__programme=programme),
            make.ParentFactory(family__structure=lead),
        )
    client.force_login(make.coordinator(lead))

    with django_assert_num_queries(14):
        response = client.get(grant.get_absolute_url())

    assert len(response.context["board"].engagements) == count
