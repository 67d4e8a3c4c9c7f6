"""The compte rendu financier on paper: the order of the form, tagged, and what it says of itself."""

import io

import pytest
from pypdf import PdfReader

from evaluation import cerfa, differences, documents
from evaluation.models import ReportSection
from evaluation.reports import compute, fingerprint, in_groups
from partnerships.documents import render_html, render_pdf
from tests.evaluation.accounting import budgeted, plain, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(grant):
    budgeted(grant)
    report = report_of(grant, signatory="Odile Marchand", signed_in="Les Filatures")
    ReportSection.objects.bulk_create(
        ReportSection(report=report, order=order, key=key, title=title)
        for order, (key, title) in enumerate(cerfa.QUESTIONS.items(), 1)
    )
    return report


def names(report, *, is_issued=False, **sections):
    written = {key: {"body": sections.get(key, "")} for key in cerfa.QUESTIONS}
    return documents.names(report, compute(report), is_issued) | {"sections": written}


def test_the_document_follows_the_form_from_its_title_to_the_signature(report):
    pdf = render_pdf(
        cerfa.TEMPLATE,
        names(report, implementation="On s’est vus le jeudi.", remarks="Rien d’autre."),
        title="Compte rendu",
        author="Centre",
    )

    reader = PdfReader(io.BytesIO(pdf))
    text = plain(" ".join(" ".join(page.extract_text() for page in reader.pages).split()))
    order = [
        "Compte rendu financier de subvention",
        "1. Bilan qualitatif de l’action réalisée",
        "Nom de l’association",
        "Numéro SIRET",
        "Numéro RNA ou à défaut celui du récépissé en préfecture",
        "(Alsace-Moselle) Date de publication de l’inscription au registre",
        "Décrire précisément la mise en œuvre de l’action",
        "On s’est vus le jeudi.",
        "Quel a été le nombre approximatif de personnes bénéficiaires (par type de publics)",
        "Quels ont été la (les) date(s) et le(s) lieu(x) de réalisation de votre action",
        "Les objectifs de l’action ont-ils été atteints au regard des indicateurs utilisés",
        "2. Tableau de synthèse",
        "CHARGES",
        "Charges directes affectées à l’action",
        "60 – Achats",
        "Charges indirectes affectées à l’action",
        "PRODUITS",
        "74 – Subventions d’exploitation",
        "TOTAL DES CHARGES",
        "86 – Emplois des contributions volontaires en nature",
        "TOTAL DES PRODUITS",
        "87 – Contributions volontaires en nature",
        "La subvention de 9 000 € représente 73,2 % du total des produits.",
        "3. Données chiffrées : annexe",
        "1. Règles de répartition des charges indirectes",
        "2. Expliquer et justifier les écarts significatifs éventuels",
        "3. Contributions volontaires en nature affectées à la réalisation",
        "4. Observations à formuler",
        "Rien d’autre.",
        "Je soussigné(e), Odile Marchand, représentant(e) légal(e) de l’association",
        "certifie exactes les informations du présent compte rendu.",
        "Fait le",
        "à Les Filatures",
        "Signature",
    ]
    places, start = [], 0
    for words in order:
        start = text.find(words, start)
        places.append((words, start >= 0))
        start = max(start, 0)
    assert [words for words, is_there in places if not is_there] == []
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def page_of(report, **options):
    page = render_html(cerfa.TEMPLATE, names(report, **options), title="Compte rendu")
    return plain(" ".join(page.split()))


def test_a_draft_says_what_is_left_to_write_and_an_issued_one_what_is_not_there(report):
    draft, issued = page_of(report), page_of(report, is_issued=True)

    assert (draft.count("À compléter."), draft.count("Néant.")) == (5, 0)
    assert (issued.count("À compléter."), issued.count("Néant.")) == (0, 5)
    assert ("Brouillon" in draft, "Brouillon" in issued) == (True, False)


def test_an_unbalanced_budget_says_so_under_its_table(grant):
    budgeted(grant, [("604", "", "100.50", "100", ""), ("601", "", "0.50", "0", "")])

    page = page_of(report_of(grant))

    assert "Prévu : les charges font 101 € et les produits 0 €" in page
    assert "une somme peut différer d’un euro" in page


def test_a_new_version_says_which_line_of_the_budget_changed(report):
    before = compute(report)
    report.grant.budget_lines.filter(account="604").update(actual=1200)
    report.grant.budget_lines.filter(account="613").delete()

    difference = differences.between(before, compute(report))

    assert [
        (line["title"], plain(line["before"]), plain(line["after"]))
        for line in difference["figures"]
    ] == [
        ("Réalisé, Prestations de services", "1 150 €", "1 200 €"),
        ("Prévu, Locations", "0 €", ""),
        ("Réalisé, Locations", "240,40 €", ""),
    ]
    told = compute(report) | {"changes": {**differences.told_outside(difference), "since": 1}}
    page = plain(" ".join(documents.page_of_report(report, told, is_issued=True).split()))
    assert "Ce qui a changé depuis la version 1" in page
    assert "Réalisé, Prestations de services : 1 150 € → <strong>1 200 €</strong>" in page


def test_an_issued_one_bears_the_fingerprint_of_its_content(report):
    content = compute(report)
    digest = in_groups(fingerprint(content))

    draft, issued = (
        " ".join(documents.page_of_report(report, content, is_issued=is_issued).split())
        for is_issued in (False, True)
    )

    assert (digest in draft, digest in issued) == (False, True)
    assert f"empreinte {digest[:19]}" in issued
