"""Around the grid: a line with its precision, a forecast taken again, hours given."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation.actions import budgets as actions
from evaluation.models import BudgetLine
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db
D = Decimal
ONCE = "0b54e2a0-5a9c-4f1d-8d0a-0f6f2c5f7d11"


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def kept(grant):
    lines = BudgetLine.objects.filter(grant=grant).order_by("account", "label")
    return [(line.account, line.label, line.forecast, line.actual) for line in lines]


def said(client, response):
    page = client.get(response.url)
    return [plain(str(message)) for message in page.context["messages"]]


def verbs():
    return sorted(AuditEvent.objects.values_list("verb", flat=True))


# -- A line with its precision -----------------------------------------------------------------


def test_two_funders_stand_under_one_account(client, grant, boss):
    for label, amount in (("Ville A", "2 000"), ("Ville B", "")):
        response = post(
            client,
            boss,
            "budget_line_add",
            grant.pk,
            account="74com",
            label=label,
            forecast=amount,
        )

    assert said(client, response)[-1] == "« Ville B » est dans le budget."
    assert kept(grant) == [("74com", "Ville A", D(2000), None), ("74com", "Ville B", D(0), None)]
    assert verbs() == ["created", "created"]


def test_the_same_line_sent_twice_is_there_once(client, grant, boss):
    sent = {"account": "604", "label": "Troupe", "forecast": "10", "once": ONCE}

    answers = [post(client, boss, "budget_line_add", grant.pk, **sent).url for _time in range(2)]

    assert answers == [reverse("evaluation:budget_edit", args=[grant.pk])] * 2
    assert len(kept(grant)) == 1


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({"account": "60"}, "account", "Sélectionnez un choix valide. 60 n’en fait pas partie."),
        ({"label": ""}, "label", "Ce champ est obligatoire."),
        (
            {"forecast": "dix"},
            "forecast",
            "« dix » n’est pas un montant : écrivez par exemple 1 250,50.",
        ),
        (
            {"label": "Déjà"},
            "label",
            "Ce compte est déjà dans le budget, avec cette précision.",
        ),
    ],
)
def test_a_line_that_cannot_be_added_keeps_what_was_typed(client, grant, boss, sent, field, error):
    make.BudgetLineFactory(grant=grant, account="604", label="Déjà")

    response = post(
        client,
        boss,
        "budget_line_add",
        grant.pk,
        **{"account": "604", "label": "Troupe", "forecast": "10"} | sent,
    )

    errors = response.context["line_form"].errors
    assert {name: [plain(line) for line in lines] for name, lines in errors.items()} == {
        field: [error]
    }
    assert len(kept(grant)) == 1


def test_an_empty_line_is_taken_away(client, grant, boss):
    line = make.BudgetLineFactory(grant=grant, label="Vide", forecast=0)

    page = get(client, boss, "budget_edit", grant.pk)
    response = post(client, boss, "budget_line_remove", grant.pk, line.pk)

    assert "Retirer cette ligne" in text_of(page)
    assert said(client, response) == ["La ligne vide est retirée."]
    assert (kept(grant), verbs()) == ([], ["deleted"])


@pytest.mark.parametrize("left", [{"forecast": 1}, {"actual": 0}, {"comment": "Encore"}])
def test_a_line_with_something_in_it_stays(client, grant, boss, left):
    line = make.BudgetLineFactory(grant=grant, label="Pleine", **{"forecast": 0} | left)

    page = get(client, boss, "budget_edit", grant.pk)
    response = post(client, boss, "budget_line_remove", grant.pk, line.pk)

    assert "Retirer cette ligne" not in text_of(page)
    assert said(client, response) == [
        "Cette ligne n’est pas vide : effacez d’abord ce qu’elle contient."
    ]
    assert (len(kept(grant)), verbs()) == (1, [])


def test_the_line_of_another_budget_is_not_there(client, grant, boss):
    other = make.BudgetLineFactory(grant=make.GrantFactory(holder=grant.holder))

    assert post(client, boss, "budget_line_remove", grant.pk, other.pk).status_code == 404


# -- A forecast taken again --------------------------------------------------------------------


@pytest.fixture
def last_year(grant):
    """The same funder, a year before, with two lines and what was done of them."""
    last = make.GrantFactory(
        holder=grant.holder,
        title="L’an dernier",
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2026, 8, 31),
    )
    make.BudgetLineFactory(
        grant=last, account="604", label="Troupe", forecast=1000, actual=900, comment="Moins cher"
    )
    make.BudgetLineFactory(grant=last, account="75", label="", forecast=1000, actual=900)
    return last


def test_what_was_foreseen_last_year_is_taken_again_and_nothing_else(
    client, grant, boss, last_year
):
    page = get(client, boss, "budget_edit", grant.pk)
    response = post(client, boss, "budget_copy", grant.pk, source=last_year.pk)

    assert "L’an dernier" in text_of(page)
    assert said(client, response) == [
        "Le prévu est repris : relisez-le, il est celui d’une autre période."
    ]
    assert kept(grant) == [("604", "Troupe", D(1000), None), ("75", "", D(1000), None)]
    assert list(grant.budget_lines.values_list("comment", flat=True)) == ["", ""]
    assert list(AuditEvent.objects.values_list("verb", "fields")) == [("changed", ["budget"])]


def test_a_line_that_is_here_already_stays_as_it_is(client, grant, boss, last_year):
    make.BudgetLineFactory(grant=grant, account="75", label="", forecast=7)

    post(client, boss, "budget_copy", grant.pk, source=last_year.pk)
    again = post(client, boss, "budget_copy", grant.pk, source=last_year.pk)

    assert kept(grant) == [("604", "Troupe", D(1000), None), ("75", "", D(7), None)]
    assert said(client, again)[-1] == (
        "Le budget de « L’an dernier » n’a aucune ligne qui ne soit déjà ici."
    )


def test_neither_itself_nor_others_nor_an_empty_budget_can_be_taken(client, grant, boss, last_year):
    make.BudgetLineFactory(grant=grant, account="604", label="")
    empty = make.GrantFactory(holder=grant.holder)
    foreign = make.BudgetLineFactory().grant

    sources = get(client, boss, "budget_edit", grant.pk).context["source_form"].fields["source"]
    refusals = [
        said(client, post(client, boss, "budget_copy", grant.pk, source=source))
        for source in (grant.pk, empty.pk, foreign.pk, "")
    ]

    assert list(sources.queryset) == [last_year]
    assert refusals == [["Choisissez une subvention de la liste."]] * 4


@pytest.mark.parametrize("of", ["others", "itself"])
def test_the_action_refuses_whoever_asks_around_the_form(grant, boss, last_year, of):
    source = make.BudgetLineFactory().grant if of == "others" else grant

    with pytest.raises(ValidationError, match="une autre subvention de la même structure"):
        actions.copy_forecast(grant=grant, source=source, by=boss)
    assert kept(grant) == []


# -- Hours given -------------------------------------------------------------------------------


@pytest.fixture
def given(programme):
    """An hour and a half of a volunteer."""
    session = make.HeldSessionFactory(
        workshop__programme=programme, date=dt.date(2026, 10, 1), delivered_minutes=90
    )
    return make.FacilitationFactory(session=session, is_volunteer=True)


@pytest.mark.usefixtures("given")
def test_hours_given_are_written_on_both_sides_at_their_rate(client, grant, boss):
    grant.volunteer_rate, grant.volunteer_method = D("12.55"), "SMIC chargé"
    grant.save()
    make.BudgetLineFactory(grant=grant, account="864", label="", forecast=20)

    page = get(client, boss, "budget_edit", grant.pk)
    response = post(client, boss, "budget_volunteers", grant.pk)

    # 1,5 h × 12,55 € = 18,825 €
    assert "1 h 30 × 12,55 € = 18,83 € (SMIC chargé)." in text_of(page)
    assert "Porter 18,83 € au réalisé de 864 et de 870" in text_of(page)
    assert said(client, response) == [
        "Les heures bénévoles sont au réalisé des comptes 864 et 870."
    ]
    assert kept(grant) == [("864", "", D(20), D("18.83")), ("870", "", D(0), D("18.83"))]
    assert verbs() == ["changed", "created"]


@pytest.mark.usefixtures("given")
def test_without_a_rate_one_is_asked_for_it(client, grant, boss):
    page = get(client, boss, "budget_edit", grant.pk)
    response = post(client, boss, "budget_volunteers", grant.pk)

    assert "Dire ce que vaut une heure" in text_of(page)
    assert said(client, response) == [
        "Dites d’abord ce que vaut une heure bénévole, dans « Modifier la subvention »."
    ]


def test_without_an_hour_the_page_says_where_to_note_one(client, grant, boss):
    grant.volunteer_rate = 12
    grant.save()

    page = get(client, boss, "budget_edit", grant.pk)
    response = post(client, boss, "budget_volunteers", grant.pk)

    assert "on la note dans la feuille de la séance, avec qui l’anime" in text_of(page)
    assert said(client, response) == ["Aucune heure bénévole n’est notée dans les séances tenues."]
    assert kept(grant) == []
