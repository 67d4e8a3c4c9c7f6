"""What a grant brings, what is still to come of it, and the grants beside it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from evaluation.models import Grant
from partnerships import registry
from tests import factories as make
from tests.evaluation.pages import get, post, text_of
from tests.evaluation.test_grants import answers

pytestmark = pytest.mark.django_db
D = Decimal


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# -- The ledger --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (
            {"requested": 10000, "awarded": 9000, "paid": 4500, "justified": D("4000.50")},
            [
                ("Demandé", "", 10000),
                ("Accordé", "", 9000),
                ("Versé", "reste à recevoir : 4 500 €", 4500),
                ("Justifié", "reste à justifier : 4 999,50 €", D("4000.50")),
            ],
        ),
        (
            {"awarded": 9000, "paid": 9000, "justified": 9100},
            [("Demandé", "", None), ("Accordé", "", 9000), ("Versé", "", 9000)]
            + [("Justifié", "", 9100)],
        ),
        (
            {"awarded": 9000},
            [
                ("Demandé", "", None),
                ("Accordé", "", 9000),
                ("Versé", "reste à recevoir : 9 000 €", None),
                ("Justifié", "reste à justifier : 9 000 €", None),
            ],
        ),
        (
            {"requested": 9000, "awarded": None, "paid": 100},
            [("Demandé", "", 9000), ("Accordé", "", None), ("Versé", "", 100)]
            + [("Justifié", "", None)],
        ),
    ],
)
def test_the_page_says_what_came_and_what_is_still_to_come(client, boss, centre, amounts, told):
    grant = make.GrantFactory(holder=centre, **amounts)

    ledger = get(client, boss, "grant_detail", grant.pk).context["ledger"]

    assert [(step["title"], plain(step["left"]), step["amount"]) for step in ledger] == told


def test_the_page_says_the_share_of_the_grant_in_the_budget(client, grant, boss):
    empty = text_of(get(client, boss, "grant_detail", grant.pk))
    make.BudgetLineFactory(grant=grant, account="74priv", forecast=9000)
    make.BudgetLineFactory(grant=grant, account="75", forecast=3000)
    make.BudgetLineFactory(grant=grant, account="604", forecast=12000)

    text = text_of(get(client, boss, "grant_detail", grant.pk))

    assert ("Écrire le budget" in empty, "Ouvrir le budget" in text) == (True, True)
    assert "La subvention de 9 000 € représente 75 % du total des produits." in text
    assert "Le prévu s’équilibre." in text


def test_amounts_are_typed_in_french(client, programme, boss):
    sent = answers(
        programme,
        awarded="9 000",
        paid="4\u202f500,50 €",
        justified="1200.5",
        volunteer_rate="12,55",
        volunteer_method="SMIC chargé",
        is_renewal="on",
        request_due_on="2026-06-30",
    )

    post(client, boss, "grant_create", **sent)

    grant = Grant.objects.get()
    assert (grant.awarded, grant.paid, grant.justified) == (9000, D("4500.50"), D("1200.5"))
    assert (grant.volunteer_rate, grant.volunteer_method) == (D("12.55"), "SMIC chargé")
    assert (grant.is_renewal, grant.request_due_on) == (True, dt.date(2026, 6, 30))
    page = get(client, boss, "grant_update", grant.pk)
    assert plain(page.context["form"]["paid"].value()) == "4 500,50"
    assert "renouvellement d’une action déjà financée" in text_of(
        get(client, boss, "grant_detail", grant.pk)
    )


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        ("neuf mille", "« neuf mille » n’est pas un montant : écrivez par exemple 1 250,50."),
        ("999999999", "Assurez-vous qu’il n’y a pas plus de 8 chiffres avant la virgule."),
    ],
)
def test_what_is_not_an_amount_is_refused(client, programme, boss, amount, error):
    response = post(client, boss, "grant_create", **answers(programme, awarded=amount))

    assert list(response.context["form"].errors) == ["awarded"]
    [said] = response.context["form"].errors["awarded"]
    assert plain(said) == error
    assert Grant.objects.count() == 0


# -- Side by side ------------------------------------------------------------------------------


def test_two_grants_of_other_funders_years_and_towns_are_never_summed(client, centre, boss):
    """Appendix A: 9 000 € of a foundation, 8 000 € of town policy (EVA-001, EVA-003)."""
    scheme = make.TermFactory(vocabulary="scheme", label="CUCS")
    lille = make.ProgrammeFactory(lead=centre, title="Ateliers relais")
    mesnil = make.ProgrammeFactory(lead=centre, title="Coproduction")
    foundation = make.GrantFactory(holder=centre, awarded=9000, funder__name="Fondation Lien")
    town = make.GrantFactory(
        holder=centre,
        awarded=8000,
        scheme=scheme,
        funder__name="Ville du Nord",
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2027, 6, 30),
    )
    for grant, programmes in ((foundation, [lille, mesnil]), (town, [mesnil])):
        grant.programmes.set(programmes)
        make.BudgetLineFactory(grant=grant, account="74priv", label="", forecast=grant.awarded)

    pages = [
        text_of(get(client, boss, "grant_list")),
        text_of(get(client, boss, "grant_detail", foundation.pk)),
        text_of(get(client, boss, "grant_detail", town.pk)),
        text_of(get(client, boss, "budget_edit", foundation.pk)),
        text_of(get(client, boss, "budget_edit", town.pk)),
        b"".join(get(client, boss, "budget_export", town.pk).streaming_content).decode(),
    ]

    assert [page for page in pages if "17 000" in page or "17000" in page] == []
    first, second = pages[1], pages[2]
    assert ("8 000 € accordés" in first, "9 000 € accordés" in second) == (True, True)
    assert "(CUCS)" in first


def test_the_grants_of_other_programmes_are_not_beside(client, grant, boss, centre):
    other = make.GrantFactory(holder=centre)
    other.programmes.add(make.ProgrammeFactory(lead=centre))

    response = get(client, boss, "grant_detail", grant.pk)

    assert response.context["beside"] == []
    assert "À côté" not in text_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_stands_beside(
    client, django_assert_num_queries, grant, programme, boss, count
):
    for other in make.GrantFactory.create_batch(count, holder=grant.holder):
        other.programmes.add(programme)
    client.force_login(boss)

    with django_assert_num_queries(15):
        client.get(reverse("evaluation:grant_detail", args=[grant.pk]))


# -- Once more ---------------------------------------------------------------------------------


def test_the_next_request_starts_from_the_last_grant(client, boss, centre):
    """EVA-008: a new period, of the same funder, for what went well."""
    grant = make.GrantFactory(
        holder=centre,
        title="Ateliers",
        requested=9500,
        volunteer_rate=D("12.55"),
        volunteer_method="SMIC chargé",
    )

    client.force_login(boss)
    response = client.get(reverse("evaluation:grant_create"), {"apres": grant.pk})

    initial = response.context["form"].initial
    assert initial == {
        "title": "Ateliers",
        "funder": grant.funder_id,
        "scheme": None,
        "holder": centre.pk,
        "is_renewal": True,
        "starts_on": dt.date(2027, 9, 1),
        "requested": 9500,
        "volunteer_rate": D("12.55"),
        "volunteer_method": "SMIC chargé",
    }


def test_what_was_awarded_is_asked_again_when_nothing_else_is_known(client, boss, centre):
    grant = make.GrantFactory(holder=centre, requested=None, awarded=9000)
    client.force_login(boss)

    response = client.get(reverse("evaluation:grant_create"), {"apres": grant.pk})

    assert response.context["form"].initial["requested"] == 9000


@pytest.mark.parametrize("asked", ["foreign", "0", "abc", ""])
def test_nothing_is_taken_from_the_grant_of_others(client, boss, asked):
    foreign = make.GrantFactory()
    client.force_login(boss)

    response = client.get(
        reverse("evaluation:grant_create"),
        {"apres": foreign.pk if asked == "foreign" else asked},
    )

    assert response.context["form"].initial == {}


# -- The request to hand in --------------------------------------------------------------------


def due_of(user, today):
    user = type(user).objects.get(pk=user.pk)
    return [thing for thing in registry.due.ask(user, today) if "subventions" in thing.url]


def test_a_call_for_projects_is_on_the_home_page_until_its_day(in_november):
    grant = make.GrantFactory(
        request_due_on=dt.date(2026, 12, 11), awarded=None, funder__name="Caf du Nord"
    )

    [due] = due_of(make.coordinator(grant.holder), in_november)

    assert (due.kind, due.title, due.verb, due.url, due.due_on) == (
        "Demandes à déposer",
        "Caf du Nord",
        "Préparer",
        grant.get_absolute_url(),
        dt.date(2026, 12, 11),
    )
    assert plain(due.detail) == "Demande à déposer avant le 11 décembre, dans 21 jours"


@pytest.mark.parametrize(
    ("due_on", "awarded", "asked"),
    [
        (dt.date(2026, 11, 20), None, True),
        (dt.date(2027, 1, 19), None, True),
        (dt.date(2027, 1, 20), None, False),
        (dt.date(2026, 11, 19), None, False),
        (dt.date(2026, 12, 11), 0, False),
        (None, None, False),
    ],
)
def test_a_request_is_recalled_two_months_before_and_until_it_is_answered(
    in_november, due_on, awarded, asked
):
    grant = make.GrantFactory(request_due_on=due_on, awarded=awarded)

    assert bool(due_of(make.coordinator(grant.holder), in_november)) is asked


@pytest.mark.parametrize(
    ("due_on", "awarded", "said"),
    [
        (
            dt.date(2026, 12, 11),
            None,
            ("Demande à déposer avant le 11 décembre, dans 21 jours", "wait"),
        ),
        (
            dt.date(2027, 6, 1),
            None,
            ("Demande à déposer avant le 1er juin, dans 193 jours", "far"),
        ),
        (dt.date(2026, 11, 19), None, None),
        (dt.date(2026, 12, 11), 9000, None),
    ],
)
@pytest.mark.usefixtures("in_november")
def test_the_list_says_what_is_to_be_asked(client, centre, boss, due_on, awarded, said):
    make.GrantFactory(
        holder=centre, request_due_on=due_on, awarded=awarded, requested=9500, is_renewal=True
    )

    response = get(client, boss, "grant_list")

    [line] = response.context["current"]
    awaited = line["awaited"]
    assert (awaited and (plain(awaited.sentence), awaited.state)) == said
    assert ("9 500 € demandés" in text_of(response)) is (awarded is None)
    assert "renouvellement" in text_of(response)


@pytest.mark.parametrize(
    ("due_on", "state", "note"),
    [(dt.date(2026, 11, 27), "next", ""), (dt.date(2026, 11, 13), "done", "")],
)
def test_the_calendar_says_the_day_of_a_request(in_november, due_on, state, note):
    """EVA-007: the funder’s calendar beside that of the school."""
    grant = make.GrantFactory(request_due_on=due_on, funder__name="Caf du Nord")
    wanted = registry.Wanted(dt.date(2026, 11, 1), dt.date(2026, 11, 30))

    found = registry.moments.ask(make.coordinator(grant.holder), wanted)

    [moment] = [each for each in found if each.key.startswith("subvention")]
    assert plain(moment.title) == "Demande à déposer : Caf du Nord"
    assert (moment.key, moment.on) == (f"subvention-{grant.pk}-demande", due_on)
    assert (moment.state, moment.note) == (state, note)
