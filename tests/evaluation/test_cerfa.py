"""The compte rendu financier: what its three parts say, in the order of the form."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from evaluation import cerfa
from evaluation.models import ReportSection
from tests import factories as make
from tests.evaluation import season as story
from tests.evaluation.accounting import budgeted, plain, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(grant):
    budgeted(grant)
    return report_of(grant, signatory="Odile Marchand", signed_in="Les Filatures")


# -- Where it starts ---------------------------------------------------------------------------


def test_it_starts_with_the_questions_of_the_form_in_its_order(grant):
    assert [(key, body) for key, _title, body in cerfa.outline(grant)] == [
        ("implementation", "Des ateliers."),
        ("people", ""),
        ("dates", ""),
        ("objectives", ""),
        ("sharing", ""),
        ("variances", ""),
        ("kind", ""),
        ("remarks", ""),
    ]


def test_a_title_fits_where_it_is_kept():
    longest = ReportSection._meta.get_field("title").max_length

    assert [title for title in cerfa.QUESTIONS.values() if len(title) > longest] == []


@pytest.mark.parametrize(
    ("rate", "method", "body"),
    [
        (
            Decimal("12.55"),
            "SMIC chargé",
            (
                "1 h 30 d’animation données par des bénévoles, à 12,55 € l’heure (SMIC chargé), "
                "soit 18,83 €."
            ),
        ),
        (
            Decimal(12),
            "",
            "1 h 30 d’animation données par des bénévoles, à 12 € l’heure, soit 18 €.",
        ),
        (None, "", ""),
    ],
)
def test_hours_given_are_told_with_their_method(grant, programme, rate, method, body):
    session = make.HeldSessionFactory(
        workshop__programme=programme, date=dt.date(2026, 10, 1), delivered_minutes=90
    )
    make.FacilitationFactory(session=session, is_volunteer=True)
    grant.volunteer_rate, grant.volunteer_method = rate, method

    told = {key: body for key, _title, body in cerfa.outline(grant)}

    assert plain(told["kind"]) == body


# -- 1. Bilan qualitatif -----------------------------------------------------------------------


@pytest.fixture
def told(db):
    """The season worked out by hand, and the compte rendu of its grant."""
    season = story.tell()
    grant = make.GrantFactory(
        holder=season.programme.lead,
        starts_on=season.programme.starts_on,
        ends_on=season.programme.ends_on,
    )
    grant.programmes.add(season.programme)
    indicator = make.IndicatorFactory(programme=season.programme, title="Parents")
    make.TargetFactory(
        indicator=indicator,
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        value=10,
    )
    grant.indicators.add(indicator)
    return cerfa.compute(report_of(grant))


def test_people_are_told_by_type_each_in_its_unit(told):
    # Ana, Bob, Zoé and Dan, of three households; 2 + 2 + 5 + 2 + 3 participations; six children.
    assert [(line["label"], plain(line["text"])) for line in told["publics"]] == [
        ("Parents différents", "au moins 4"),
        ("Foyers différents", "au moins 3"),
        ("Participations de parents, séance après séance", "14"),
        ("Enfants présents, comptés à chaque séance et cumulés", "6"),
    ]


def test_small_numbers_of_people_are_hidden_and_the_unknown_has_its_line(told):
    parts = {
        table["title"]: {part["label"]: part["text"] for part in table["parts"]}
        for table in told["people"]
    }

    assert list(parts) == ["Habitent un quartier prioritaire (QPV)", "Sexe", "Âge"]
    assert parts["Sexe"] == {"femme": "masqué", "homme": "masqué", "non renseigné": "masqué"}


def test_objectives_stand_against_what_was_obtained(told):
    [line] = told["indicators"]

    assert (line["title"], line["target_text"]) == ("Parents", "10")
    assert [plain(line[name]) for name in ("text", "gap", "share")] == ["au moins 4", "−6", "−60 %"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "exercise"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026"),
        (dt.date(2026, 9, 1), dt.date(2027, 6, 30), "2026-2027"),
    ],
)
def test_the_exercise_is_a_year_or_two(starts_on, ends_on, exercise):
    assert (
        cerfa.exercise(make.ReportFactory.build(starts_on=starts_on, ends_on=ends_on)) == exercise
    )


@pytest.mark.parametrize(
    ("postal_code", "is_asked"), [("67000", True), ("57100", True), ("59000", False), ("", False)]
)
def test_the_register_is_asked_of_alsace_and_moselle_alone(grant, postal_code, is_asked):
    grant.holder.postal_code = postal_code

    content = cerfa.compute(report_of(grant))

    assert content["is_of_alsace_moselle"] is is_asked


# -- 2. Tableau de synthèse --------------------------------------------------------------------


def figures_of(rows):
    return [
        (row["label"], *(plain(row[name]) for name in ("forecast", "actual", "percent")))
        for row in rows
        if row.get("forecast")
    ]


def test_charges_are_told_in_whole_euros_in_the_order_of_the_form(report):
    charges = cerfa.compute(report)["charges"]

    assert figures_of(charges["rows"]) == [
        ("60 – Achats", "1 000", "1 150", "115 %"),
        ("Prestations de services", "1 000", "1 150", "115 %"),
        ("61 – Services extérieurs", "0", "240", "n.s."),
        ("Locations", "0", "240", "n.s."),
        ("64 – Charges de personnel", "9 000", "9 000", "100 %"),
        ("Rémunération des personnels", "9 000", "9 000", "100 %"),
        ("Charges fixes de fonctionnement", "2 000", "1 900", "95 %"),
    ]
    assert figures_of([charges["total"]]) == [("", "12 000", "12 290", "102,4 %")]
    assert figures_of(charges["kind"]) == [
        ("86 – Emplois des contributions volontaires en nature", "300", "300", "100 %"),
        ("864 – Personnel bénévole", "300", "300", "100 %"),
    ]
    assert figures_of([charges["kind_total"]]) == [("", "300", "300", "100 %")]


def test_products_name_each_funder_under_its_account(report):
    products = cerfa.compute(report)["products"]

    assert figures_of(products["rows"]) == [
        ("74 – Subventions d’exploitation", "11 000", "11 000", "100 %"),
        ("Commune(s)", "2 000", "2 000", "100 %"),
        ("Ville A", "1 500", "1 500", "100 %"),
        ("Ville B", "500", "500", "100 %"),
        ("Aides privées (fondation)", "9 000", "9 000", "100 %"),
        ("Ressources propres affectées à l’action", "1 000", "1 290", "129 %"),
    ]
    assert figures_of([products["total"]]) == [("", "12 000", "12 290", "102,4 %")]


def test_every_account_has_its_row_and_every_part_its_heading(report):
    content = cerfa.compute(report)

    headings = {
        side: [row["label"] for row in content[side]["rows"] if row["level"] == "heading"]
        for side in ("charges", "products")
    }
    assert headings == {
        "charges": [
            "Charges directes affectées à l’action",
            "Charges indirectes affectées à l’action",
        ],
        "products": ["Ressources directes affectées à l’action"],
    }
    assert len(content["charges"]["rows"]) == 28 + 2
    assert len(content["products"]["rows"]) == 19 + 1 + 2


def test_the_share_of_the_grant_leaves_out_what_is_in_kind(report):
    # 9 000 ÷ 12 290,40 = 73,228… %
    assert plain(cerfa.compute(report)["share"]) == (
        "La subvention de 9 000 € représente 73,2 % du total des produits."
    )


# -- 3. Annexe ---------------------------------------------------------------------------------


def test_each_gap_is_told_in_euros_and_in_percent_with_its_reason(report):
    groups = cerfa.compute(report)["variances"]

    assert [(group["title"], len(group["lines"])) for group in groups] == [
        ("Charges", 4),
        ("Produits", 4),
        ("Contributions volontaires en nature", 2),
    ]
    first, second, *_others = groups[0]["lines"]
    assert [plain(first[name]) for name in ("title", "gap", "percent", "comment")] == [
        "Prestations de services",
        "+150 €",
        "+15 %",
        "Une intervenante de plus.",
    ]
    assert [plain(second[name]) for name in ("forecast", "actual", "gap", "percent")] == [
        "0 €",
        "240,40 €",
        "+240,40 €",
        "n.s.",
    ]
    assert [
        plain(groups[0]["total"][name]) for name in ("forecast", "actual", "gap", "percent")
    ] == [
        "12 000 €",
        "12 290,40 €",
        "+290,40 €",
        "+2,4 %",
    ]
    assert groups[2]["total"] is None


def test_what_is_kept_is_made_of_plain_values(report):
    content = cerfa.compute(report)

    assert json.loads(json.dumps(content)) == content


# -- Before it is issued -----------------------------------------------------------------------


def refused(grant, lines, **fields):
    budgeted(grant, lines)
    return [plain(sentence) for sentence in cerfa.refusals(report_of(grant, **fields))]


def test_a_whole_and_balanced_budget_is_not_refused(report):
    assert cerfa.refusals(report) == []


def test_an_empty_budget_is_refused(grant):
    assert refused(grant, []) == [
        "Le budget est vide : notez d’abord ce qui était prévu et ce qui a été réalisé."
    ]


def test_a_line_that_is_not_known_is_refused(grant):
    assert refused(grant, [("604", "", "10", None, ""), ("75", "", "10", "10", "")]) == [
        "Prestations de services : notez le montant réalisé, même s’il est nul."
    ]


def test_a_gap_without_its_reason_is_refused(grant):
    lines = [
        ("604", "Troupe", "100", "120", ""),
        ("613", "", "0", "5.50", ""),
        ("75", "", "100", "125.50", "Une recette de plus."),
    ]

    assert refused(grant, lines) == [
        "Prestations de services : Troupe : un écart de +20 % demande une explication.",
        "Locations : rien n’était prévu, dites d’où viennent ces 5,50 €.",
    ]


def test_without_the_amount_awarded_it_is_refused(grant):
    grant.awarded = None

    assert refused(grant, [("604", "", "10", "10", ""), ("75", "", "10", "10", "")]) == [
        "Notez le montant accordé : le compte rendu dit la part de la subvention."
    ]


def test_a_budget_that_does_not_balance_is_refused_without_a_remark(grant):
    lines = [("604", "", "100", "100", ""), ("75", "", "90", "99", ""), ("864", "", "5", "5", "")]

    assert refused(grant, lines) == [
        f"{imbalance} Corrigez-le, ou expliquez-le dans les observations."
        for imbalance in (
            "Prévu : les charges font 100 € et les produits 90 €, soit 10 € d’écart.",
            "Prévu, en nature : le compte 86 fait 5 € et le 87 0 € ; ils s’équilibrent.",
            "Réalisé : les charges font 100 € et les produits 99 €, soit 1 € d’écart.",
            "Réalisé, en nature : le compte 86 fait 5 € et le 87 0 € ; ils s’équilibrent.",
        )
    ]


@pytest.mark.parametrize(
    ("key", "body", "is_refused"),
    [("remarks", "Un solde à venir.", False), ("remarks", "  ", True), ("kind", "Autre.", True)],
)
def test_a_remark_explains_what_does_not_balance(grant, key, body, is_refused):
    budgeted(grant, [("604", "", "100", "100", ""), ("75", "", "100", "90", "")])
    report = report_of(grant)
    ReportSection.objects.create(report=report, order=1, key=key, title="Partie", body=body)

    assert bool(cerfa.refusals(report)) is is_refused
