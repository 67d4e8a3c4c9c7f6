"""The grid of a budget: what two people write in it, and what it refuses."""

import io
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from evaluation.actions import budgets as actions
from evaluation.actions.budgets import Typed
from evaluation.forms.budgets import read_amount, write_amount
from evaluation.models import BudgetLine
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db
D = Decimal


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def cells(**typed):
    """Each cell with what was seen there: a604_forecast=("", "1 250,50")."""
    sent = {}
    for name, (seen, value) in typed.items():
        name = name.replace("_", "-")
        sent |= {name: value, f"seen-{name}": seen}
    return sent


def kept(grant):
    lines = BudgetLine.objects.filter(grant=grant).order_by("account", "label")
    return [(line.account, line.label, line.forecast, line.actual, line.comment) for line in lines]


def messages_of(client, response):
    page = client.get(response.url)
    return [plain(str(message)) for message in page.context["messages"]]


# -- Amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read", "written"),
    [
        ("1 250,50", D("1250.50"), "1 250,50"),
        ("1\u202f250,5\u00a0€", D("1250.5"), "1 250,50"),
        ("1250.50", D("1250.50"), "1 250,50"),
        ("800 €", D(800), "800"),
        ("0", D(0), "0"),
        ("  ", None, ""),
    ],
)
def test_an_amount_is_typed_and_written_in_french(typed, read, written):
    assert read_amount(typed) == read
    assert plain(write_amount(read)) == written


@pytest.mark.parametrize("typed", ["abc", "-5", "1,234", "1.250,50", "1e3", "٣", "1234567890"])
def test_what_is_not_an_amount_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refusal:
        read_amount(typed)

    assert plain(refusal.value.messages[0]) == (
        f"« {typed} » n’est pas un montant : écrivez par exemple 1 250,50."
    )


# -- The grid ----------------------------------------------------------------------------------


def test_the_empty_grid_shows_every_account_and_says_where_to_begin(client, grant, boss):
    response = get(client, boss, "budget_edit", grant.pk)

    charges, products = response.context["grid"].sides()
    assert len(charges["rows"]) + len(charges["kind"]) == 33
    assert len(products["rows"]) + len(products["kind"]) == 23
    assert [row.heading for row in charges["rows"] if row.heading] == [
        "Charges directes affectées à l’action",
        "Charges indirectes affectées à l’action",
    ]
    assert "Ce budget est vide." in text_of(response)
    assert "Reprendre le prévu" not in text_of(response)


def test_what_is_typed_is_kept_and_told_back(client, grant, boss):
    sent = cells(
        a604_forecast=("", "1 250,50"),
        a604_actual=("", "1400"),
        a75_forecast=("", "1250,50"),
        a613_forecast=("", ""),
        a616_actual=("", "0"),
    )

    response = post(client, boss, "budget_edit", grant.pk, **sent)

    assert kept(grant) == [
        ("604", "", D("1250.50"), D(1400), ""),
        ("616", "", D(0), D(0), ""),
        ("75", "", D("1250.50"), None, ""),
    ]
    assert response.url == reverse("evaluation:budget_edit", args=[grant.pk])
    assert messages_of(client, response) == ["4 cases sont enregistrées."]
    assert [
        (line.verb, line.object_type, line.fields) for line in AuditEvent.objects.order_by("pk")
    ] == [
        ("created", "evaluation.budgetline", ["forecast", "actual"]),
        ("created", "evaluation.budgetline", ["forecast"]),
        ("created", "evaluation.budgetline", ["actual"]),
    ]


def test_saving_without_a_change_says_so(client, grant, boss):
    line = make.BudgetLineFactory(grant=grant, forecast=D("1250.50"), label="Troupe")
    sent = cells(**{f"l{line.pk}_forecast": ("1 250,50", "1250,5"), "a604_forecast": ("", "")})

    response = post(client, boss, "budget_edit", grant.pk, **sent)

    assert messages_of(client, response) == ["Rien n’a changé."]
    assert AuditEvent.objects.count() == 0


def test_one_cell_alone_is_told_in_the_singular(client, grant, boss):
    response = post(client, boss, "budget_edit", grant.pk, **cells(a65_actual=("", "12")))

    assert messages_of(client, response) == ["1 case est enregistrée."]


def test_an_emptied_line_without_a_precision_goes_and_a_precise_one_stays(client, grant, boss):
    make.BudgetLineFactory(grant=grant, account="613", label="", forecast=40)
    precise = make.BudgetLineFactory(grant=grant, account="613", label="Salle", forecast=40)
    sent = cells(**{"a613_forecast": ("40", ""), f"l{precise.pk}_forecast": ("40", "")})

    post(client, boss, "budget_edit", grant.pk, **sent)

    assert kept(grant) == [("613", "Salle", D(0), None, "")]
    assert sorted(AuditEvent.objects.values_list("verb", flat=True)) == ["changed", "deleted"]


def test_a_gap_above_the_threshold_asks_why_and_keeps_the_answer(client, grant, boss):
    make.BudgetLineFactory(grant=grant, account="604", label="", forecast=100, actual=120)
    make.BudgetLineFactory(grant=grant, account="616", label="", forecast=100, actual=110)

    page = get(client, boss, "budget_edit", grant.pk)
    post(
        client,
        boss,
        "budget_edit",
        grant.pk,
        **cells(a604_comment=("", "  Deux devis. ")),
    )

    asked = [row.account.code for row in page.context["grid"].all_rows() if row.shows_comment]
    assert asked == ["604"]
    assert "Un écart de plus de 10 % attend son explication." in text_of(page)
    assert kept(grant)[0] == ("604", "", D(100), D(120), "Deux devis.")
    assert "attend son explication" not in text_of(get(client, boss, "budget_edit", grant.pk))


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (
            [("604", 100, 100), ("75", 100, 100)],
            ["Charges et produits s’équilibrent, prévus et réalisés."],
        ),
        (
            [("604", 100, None), ("75", 100, None)],
            ["Le prévu s’équilibre.", "2 lignes n’ont pas encore de réalisé."],
        ),
        (
            [("604", 100, None), ("75", 90, 90)],
            [
                "Prévu : les charges font 100 € et les produits 90 €, soit 10 € d’écart.",
                "Une ligne n’a pas encore de réalisé.",
            ],
        ),
        (
            [("604", 100, 200), ("75", 100, 200)],
            ["2 écarts de plus de 10 % attendent leur explication."],
        ),
    ],
)
def test_the_page_says_where_the_budget_stands(client, grant, boss, lines, sentences):
    for account, forecast, actual in lines:
        make.BudgetLineFactory(grant=grant, account=account, forecast=forecast, actual=actual)

    text = text_of(get(client, boss, "budget_edit", grant.pk))

    assert [sentence for sentence in sentences if sentence not in text] == []


# -- Two people --------------------------------------------------------------------------------


def test_two_people_on_different_cells_lose_nothing(client, grant, boss):
    line = make.BudgetLineFactory(grant=grant, account="604", label="", forecast=100)
    # Both saw 100 and nothing done; the other wrote what was done since.
    BudgetLine.objects.filter(pk=line.pk).update(actual=95)
    make.BudgetLineFactory(grant=grant, account="613", label="", forecast=7)
    sent = cells(a604_forecast=("100", "120"), a604_actual=("", ""), a613_forecast=("", ""))

    post(client, boss, "budget_edit", grant.pk, **sent)

    assert kept(grant) == [("604", "", D(120), D(95), ""), ("613", "", D(7), None, "")]


def test_the_cell_somebody_else_wrote_is_named_and_kept(client, grant, boss):
    make.BudgetLineFactory(grant=grant, account="604", label="", forecast=300)
    sent = cells(a604_forecast=("100", "120"), a613_forecast=("", "50"))

    response = post(client, boss, "budget_edit", grant.pk, **sent)

    [wrong] = response.context["grid"].wrong
    assert (wrong.name, wrong.text, wrong.seen) == ("a604-forecast", "120", "300")
    assert plain(wrong.error) == (
        "Quelqu’un a écrit « 300 € » entre-temps. Gardez le vôtre en enregistrant à nouveau, "
        "ou reprenez le sien."
    )
    text = text_of(response)
    assert "Prévu, Prestations de services" in text
    assert "1 case est enregistrée." in text
    assert kept(grant) == [("604", "", D(300), None, ""), ("613", "", D(50), None, "")]


def test_saving_again_what_was_in_conflict_keeps_one_s_own(client, grant, boss):
    make.BudgetLineFactory(grant=grant, account="604", label="", forecast=300, comment="Eux")
    first = cells(a604_forecast=("100", "120"), a604_comment=("", "Nous"))
    [one, other] = post(client, boss, "budget_edit", grant.pk, **first).context["grid"].wrong

    again = cells(a604_forecast=(one.seen, one.text), a604_comment=(other.seen, other.text))
    response = post(client, boss, "budget_edit", grant.pk, **again)

    assert "« Eux »" in plain(other.error)
    assert response.status_code == 302
    assert kept(grant) == [("604", "", D(120), None, "Nous")]


def test_the_same_word_twice_is_no_conflict():
    grant = make.GrantFactory()
    make.BudgetLineFactory(grant=grant, account="604", label="", forecast=120)
    same = Typed("604", "forecast", D(100), D(120))

    assert actions.write(grant=grant, cells=[same], by=make.coordinator(grant.holder)) == []


def test_a_line_somebody_removed_is_said_to_be_gone(client, grant, boss):
    line = make.BudgetLineFactory(grant=grant, label="Partie")
    line.delete()

    response = post(client, boss, "budget_edit", grant.pk, **cells(l99999_forecast=("10", "20")))

    assert response.context["grid"].gone == ["Quelqu’un a retiré cette ligne entre-temps."]
    assert "Quelqu’un a retiré cette ligne entre-temps." in text_of(response)
    assert "Rien n’a changé." in text_of(response)
    assert kept(grant) == []


def test_the_line_of_another_grant_is_as_good_as_gone(client, grant, boss):
    other = make.BudgetLineFactory(grant=make.GrantFactory(holder=grant.holder), forecast=10)

    response = post(
        client, boss, "budget_edit", grant.pk, **cells(**{f"l{other.pk}_forecast": ("10", "20")})
    )

    other.refresh_from_db()
    assert (len(response.context["grid"].gone), other.forecast) == (1, 10)


# -- What is refused ---------------------------------------------------------------------------


def test_a_cell_that_cannot_be_read_keeps_what_was_typed_and_the_others_are_saved(
    client, grant, boss
):
    sent = cells(
        a604_forecast=("", "douze"), a613_forecast=("", "50"), a616_comment=("", "x" * 501)
    )

    response = post(client, boss, "budget_edit", grant.pk, **sent)

    assert [(cell.name, plain(cell.error)) for cell in response.context["grid"].wrong] == [
        ("a604-forecast", "« douze » n’est pas un montant : écrivez par exemple 1 250,50."),
        ("a616-comment", "Cette explication est trop longue : 500 caractères au plus."),
    ]
    assert 'value="douze"' in response.content.decode()
    assert kept(grant) == [("613", "", D(50), None, "")]


@pytest.mark.parametrize("name", ["a60_forecast", "azz_forecast", "lxx_forecast", "a604_label"])
def test_a_cell_that_is_not_of_the_grid_is_not_read(client, grant, boss, name):
    response = post(client, boss, "budget_edit", grant.pk, **cells(**{name: ("", "12")}))

    assert messages_of(client, response) == ["Rien n’a changé."]
    assert kept(grant) == []


def test_a_number_of_social_security_in_an_explanation_is_pointed_at(client, grant, boss):
    number = "1 84 12 2b 451 025"

    response = post(client, boss, "budget_edit", grant.pk, **cells(a604_comment=("", number)))

    assert messages_of(client, response)[0] == (
        "Une explication semble contenir un numéro de sécurité sociale : retirez-le."
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda grant, by: actions.write(grant=grant, cells=[], by=by),
        lambda grant, by: actions.add_line(
            grant=grant, account="604", label="X", forecast=D(1), by=by
        ),
        lambda grant, by: actions.remove_line(line=make.BudgetLineFactory(grant=grant), by=by),
        lambda grant, by: actions.copy_forecast(grant=grant, source=grant, by=by),
        lambda grant, by: actions.value_volunteers(grant=grant, by=by),
    ],
)
def test_nobody_writes_in_the_budget_of_others(act):
    stranger = make.coordinator(make.StructureFactory())

    with pytest.raises(ValidationError, match="Vous ne coordonnez pas la structure"):
        act(make.GrantFactory(), stranger)
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("account", ["60", "zz"])
def test_a_sum_is_not_written_on(account):
    grant = make.GrantFactory()

    with pytest.raises(ValidationError, match="Choisissez un compte du formulaire."):
        actions.add_line(
            grant=grant,
            account=account,
            label="X",
            forecast=D(1),
            by=make.coordinator(grant.holder),
        )


# -- The spreadsheet ---------------------------------------------------------------------------


def test_the_budget_leaves_with_its_gaps(client, grant, boss):
    make.BudgetLineFactory(
        grant=grant,
        account="604",
        label="Troupe",
        forecast=1000,
        actual=D("1125.50"),
        comment="Oui",
    )
    make.BudgetLineFactory(grant=grant, account="613", label="", forecast=0, actual=240)
    make.BudgetLineFactory(grant=grant, account="870", label="", forecast=30)

    response = get(client, boss, "budget_export", grant.pk, format="xlsx")
    csv = b"".join(get(client, boss, "budget_export", grant.pk).streaming_content).decode()

    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0] == (
        *("Volet", "Compte", "Intitulé", "Précision", "Prévu (€)"),
        *("Réalisé (€)", "Écart (€)", "Écart (%)", "Explication"),
    )
    empty = (None, "")
    found = [tuple("" if cell in empty else cell for cell in row) for row in rows[1:]]
    assert found == [
        ("Charges", "604", "Prestations de services", "Troupe", 1000, 1125.5, 125.5, 12.6, "Oui"),
        ("Charges", "613", "Locations", "", 0, 240, 240, "n.s.", ""),
        ("Produits", "870", "Bénévolat", "", 30, "", "", "", ""),
        ("Charges", "", "Total, en nature à part", "", 1000, 1365.5, 365.5, 36.6, ""),
        ("Charges", "", "Total en nature", "", 0, "", "", "", ""),
        ("Produits", "", "Total, en nature à part", "", 0, "", "", "", ""),
        ("Produits", "", "Total en nature", "", 30, "", "", "", ""),
    ]
    assert "Charges;604;Prestations de services;Troupe;1000,00;1125,50;125,50;12,6;Oui" in csv
    assert list(AuditEvent.objects.values_list("verb", "fields")) == [("exported", ["budget"])] * 2


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_whatever_the_number_of_lines(
    client, django_assert_num_queries, grant, boss, count
):
    make.BudgetLineFactory.create_batch(count, grant=grant)
    client.force_login(boss)

    with django_assert_num_queries(7):
        client.get(reverse("evaluation:budget_edit", args=[grant.pk]))
