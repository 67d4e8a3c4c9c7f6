"""The arithmetic of a budget, worked out by hand."""

import datetime as dt
from decimal import Decimal

import pytest

from evaluation import budgets
from evaluation.accounts import ACCOUNTS, WRITTEN, Side
from evaluation.budgets import Amounts, Budget, Line
from tests import factories as make

D = Decimal


def line(code, forecast, actual=None, label="", comment=""):
    return Line(
        D(str(forecast)),
        None if actual is None else D(str(actual)),
        account=ACCOUNTS[code],
        label=label,
        comment=comment,
    )


def codes(lines):
    return " ".join(each.account.code for each in lines)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# -- The form ----------------------------------------------------------------------------------


def test_the_accounts_stand_in_the_order_of_the_form():
    assert " ".join(code for code in ACCOUNTS if ACCOUNTS[code].side == Side.CHARGE) == (
        "60 604 601 60x 61 613 615 616 618 62 622 623 625 62x 63 631 635 64 641 645 647 "
        "65 66 67 68 chgfixe fraisfin autres 86 860 861 862 864"
    )
    assert " ".join(code for code in ACCOUNTS if ACCOUNTS[code].side == Side.PRODUCT) == (
        "70 73 74 74etat 74region 74dep 74epci 74com 74orgasoc 74fe 74asp 74x 74priv "
        "75 76 77 78 79 propres 87 870 871 875"
    )


def test_an_account_adds_up_to_its_post_and_to_no_other():
    assert {code: ACCOUNTS[code].post for code in ("604", "62x", "65", "chgfixe", "864")} == {
        "604": "60",
        "62x": "62",
        "65": "",
        "chgfixe": "",
        "864": "86",
    }
    assert {code: ACCOUNTS[code].post for code in ("74priv", "propres", "875", "79")} == {
        "74priv": "74",
        "propres": "",
        "875": "87",
        "79": "",
    }


def test_one_writes_on_accounts_and_never_on_a_sum():
    sums = [code for code in ACCOUNTS if ACCOUNTS[code] not in WRITTEN]

    assert " ".join(sums) == "60 61 62 63 64 86 74 87"


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("60", "60 – Achats"),
        ("613", "Locations"),
        ("65", "65 – Autres charges de gestion courante"),
        ("chgfixe", "Charges fixes de fonctionnement"),
        ("864", "864 – Personnel bénévole"),
        ("74orgasoc", "Organismes sociaux (détailler)"),
        ("propres", "Ressources propres affectées à l’action"),
    ],
)
def test_an_account_is_titled_as_it_is_printed(code, title):
    assert ACCOUNTS[code].title == title


# -- Gaps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forecast", "actual", "gap", "percent", "done"),
    [
        # 1 125 − 1 000 = 125; 125 ÷ 1 000 = 12,5 %; 1 125 ÷ 1 000 = 112,5 %
        ("1000", "1125", "+125 €", "+12,5 %", "112,5 %"),
        ("1000", "875.50", "−124,50 €", "−12,5 %", "87,6 %"),
        # 1 ÷ 3 = 33,33… %; 2 ÷ 3 = 66,66… %
        ("3", "4", "+1 €", "+33,3 %", "133,3 %"),
        ("3", "1", "−2 €", "−66,7 %", "33,3 %"),
        # 1 ÷ 2000 = 0,05 %: half up, away from zero
        ("2000", "2001", "+1 €", "+0,1 %", "100,1 %"),
        ("2000", "1999", "−1 €", "−0,1 %", "100 %"),
        ("500", "500", "0 €", "0 %", "100 %"),
        ("500", "0", "−500 €", "−100 %", "0 %"),
        # Nothing was foreseen: never 0 %, never an error.
        ("0", "300", "+300 €", "n.s.", "n.s."),
        ("0", "0", "0 €", "n.s.", "n.s."),
        # Nothing is known.
        ("500", None, "–", "–", "–"),
        ("0", None, "–", "–", "–"),
    ],
)
def test_a_gap_is_told_in_euros_and_in_percent(forecast, actual, gap, percent, done):
    amounts = Amounts(D(forecast), None if actual is None else D(actual))

    assert plain(amounts.gap_text) == gap
    assert plain(amounts.gap_percent_text) == percent
    assert plain(amounts.done_percent_text) == done


@pytest.mark.parametrize(
    ("value", "printed"),
    [("0.49", 0), ("0.50", 1), ("1.50", 2), ("2.50", 3), ("1250.49", 1250), ("999.995", 1000)],
)
def test_the_form_rounds_half_a_euro_up(value, printed):
    assert budgets.euros(D(value)) == printed
    assert budgets.euros(None) is None


@pytest.mark.parametrize(
    ("forecast", "actual", "is_above"),
    [
        ("1000", "1100", False),
        ("1000", "1100.01", True),
        ("1000", "900", False),
        # Printed −10 %, and above it all the same.
        ("1000", "899.99", True),
        ("1000", "0", True),
        ("0", "0", False),
        ("0", "0.01", True),
        ("1000", None, False),
    ],
)
def test_a_gap_above_the_threshold_is_judged_on_exact_amounts(forecast, actual, is_above):
    budget = Budget([line("604", forecast, actual)], threshold=10)

    assert bool(budget.unexplained) is is_above


def test_an_explained_gap_asks_for_nothing_more():
    said = line("604", 100, 200, comment="Un devis plus cher.")
    budget = Budget([said, line("613", 100, 200), line("616", 100, 105)], threshold=10)

    assert codes(budget.unexplained) == "613"
    assert budget.needs_a_word(said) is True


def test_the_threshold_is_that_of_the_installation(settings):
    lines = [line("604", 100, 115)]
    assert settings.VARIANCE_PERCENT == 10

    assert len(Budget(lines).unexplained) == 1
    settings.VARIANCE_PERCENT = 20
    assert Budget(lines).unexplained == []


# -- Sums --------------------------------------------------------------------------------------


@pytest.fixture
def budget():
    """9 000 € of a foundation in 12 000 € of products; 600 € in kind on each side."""
    return Budget(
        [
            line("870", 600, 750),
            line("74priv", 9000, 9000, "Fondation"),
            line("74com", 2000, 1500, "Ville A"),
            line("74com", 500, 500, "Ville B"),
            line("propres", 500, "1250.50"),
            line("864", 600, 750),
            line("641", 8000, 8000),
            line("645", 2500, "2750.50"),
            line("604", 1000, 1500),
            line("chgfixe", 500, 0),
        ],
        threshold=10,
    )


def test_sums_go_by_account_by_post_and_by_side(budget):
    assert budget.at("64") == Amounts(D(10500), D("10750.50"))
    assert budget.at("74com") == Amounts(D(2500), D(2000))
    assert budget.at("74") == Amounts(D(11500), D(11000))
    assert budget.at("61") == Amounts(D(0), None)
    assert budget.total(Side.CHARGE) == Amounts(D(12000), D("12250.50"))
    assert budget.total(Side.PRODUCT) == Amounts(D(12000), D("12250.50"))


def test_what_is_in_kind_is_apart(budget):
    assert budget.in_kind(Side.CHARGE) == budget.in_kind(Side.PRODUCT) == Amounts(D(600), D(750))


def test_lines_are_read_in_the_order_of_the_form(budget):
    assert codes(budget.lines) == "604 641 645 chgfixe 864 74com 74com 74priv propres 870"


def test_the_grant_is_a_share_of_what_came_in(budget):
    # 9 000 ÷ 12 250,50 = 73,466… %
    assert budget.share_of(D(9000)) == D("73.5")
    assert plain(budget.share_sentence(D(9000))) == (
        "La subvention de 9 000 € représente 73,5 % du total des produits."
    )


def test_before_the_accounts_are_made_it_is_a_share_of_what_is_foreseen():
    budget = Budget([line("74priv", 9000, 9000), line("75", 3000)])

    assert budget.share_of(D(9000)) == D("75.0")


@pytest.mark.parametrize(
    ("lines", "awarded"), [([], D(9000)), ([line("604", 10)], D(9000)), ([line("75", 9)], None)]
)
def test_without_products_or_without_an_amount_no_share_is_told(lines, awarded):
    budget = Budget(lines)

    assert (budget.share_of(awarded), budget.share_sentence(awarded)) == (None, "")


# -- Balance -----------------------------------------------------------------------------------


def test_a_balanced_budget_has_nothing_to_say(budget):
    assert (budget.imbalances(), budget.is_done) == ([], True)


def test_each_side_that_weighs_more_is_named():
    budget = Budget(
        [line("604", 100, 90), line("75", 80, "90.50"), line("864", 10, 20), line("870", 5, 0)]
    )

    assert [plain(sentence) for sentence in budget.imbalances()] == [
        "Prévu : les charges font 100 € et les produits 80 €, soit 20 € d’écart.",
        "Prévu, en nature : le compte 86 fait 10 € et le 87 5 € ; ils s’équilibrent.",
        "Réalisé : les charges font 90 € et les produits 90,50 €, soit 0,50 € d’écart.",
        "Réalisé, en nature : le compte 86 fait 20 € et le 87 0 € ; ils s’équilibrent.",
    ]


def test_what_is_done_is_weighed_once_every_line_is_known():
    budget = Budget([line("604", 100, 90), line("75", 100)])

    assert (budget.imbalances(), codes(budget.unknown)) == ([], "75")


def test_only_charges_still_weigh_against_nothing():
    budget = Budget([line("604", 0, 90)])

    assert [plain(sentence) for sentence in budget.imbalances()] == [
        "Réalisé : les charges font 90 € et les produits 0 €, soit 90 € d’écart."
    ]


@pytest.mark.parametrize(
    ("lines", "is_off"),
    [
        # 0,50 + 0,50 = 1,00 and is printed 1 under 1 and 1
        ([line("604", "0.50"), line("601", "0.50")], True),
        ([line("604", "0.50"), line("601", "1.00")], False),
        ([line("604", "0.40"), line("601", "1.40")], True),
        ([line("604", "1.00"), line("601", "1.40")], False),
        ([line("604", 1, "0.50"), line("601", 1, "0.50")], True),
        # Right in its post, and off in the total of the products.
        ([line("75", "0.50"), line("76", "0.50")], True),
        # Two funders under one account.
        ([line("74com", "0.50", label="A"), line("74com", "0.50", label="B")], True),
        ([line("864", "0.50"), line("862", "0.50")], True),
        ([], False),
    ],
)
def test_a_printed_sum_that_seems_off_by_one_is_known(lines, is_off):
    assert Budget(lines).is_printed_off() is is_off


# -- Hours given -------------------------------------------------------------------------------


def test_hours_are_worth_their_rate_to_the_cent():
    assert budgets.value_of_hours(150, D("12.55")) == D("31.38")
    assert budgets.value_of_hours(0, D("12.55")) == D("0.00")


@pytest.mark.django_db
def test_volunteers_gave_what_they_gave_in_held_sessions_of_the_period(grant, programme):
    workshop = make.WorkshopFactory(programme=programme)
    held = make.HeldSessionFactory(
        workshop=workshop, date=dt.date(2026, 10, 1), delivered_minutes=90
    )
    outside = make.HeldSessionFactory(workshop=workshop, date=dt.date(2026, 8, 31))
    planned = make.SessionFactory(workshop=workshop, date=dt.date(2026, 10, 8))
    elsewhere = make.HeldSessionFactory(date=dt.date(2026, 10, 1))
    for session, minutes, part, is_volunteer in [
        (held, None, "runs", True),  # 90: the whole session
        (held, 40, "runs", True),
        (held, 15, "speaks", True),
        (held, None, "speaks", True),  # nobody wrote how long
        (held, 60, "runs", False),
        (outside, 60, "runs", True),
        (planned, 60, "runs", True),
        (elsewhere, 60, "runs", True),
    ]:
        make.FacilitationFactory(
            session=session, minutes=minutes, part=part, is_volunteer=is_volunteer
        )

    assert budgets.volunteer_minutes(grant) == 145


@pytest.mark.django_db
def test_nobody_gave_anything_is_zero(grant):
    assert budgets.volunteer_minutes(grant) == 0
