import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from evaluation.actions import reports as actions
from evaluation.models import Report
from tests.factories import (
    PartnershipFactory,
    ReportFactory,
    StructureFactory,
    facilitator,
    observer,
    partner,
)


def page(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def test_a_coordinator_writes_reads_and_issues(client, grant, boss):
    client.force_login(boss)
    client.post(
        page("report_create"),
        {
            "grant": grant.pk,
            "kind": "interim",
            "title": "Rapport d’étape",
            "starts_on": "2026-09-01",
            "ends_on": "2026-10-31",
        },
    )
    report = Report.objects.get()
    section = report.sections.get(order=3)

    client.post(
        page("section_edit", report.pk, section.pk),
        {"title": "Ce qui a été fait", "body": "Douze séances.", "version": 1},
    )
    preview = client.get(page("report_preview", report.pk))
    asked = client.get(page("report_issue", report.pk))
    client.post(page("report_issue", report.pk))
    pdf = client.get(page("report_pdf", report.pk))

    assert "Douze séances." in preview.text
    assert "Brouillon" in preview.text
    assert "La suite" in asked.text
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(b"".join(pdf))).pages)
    assert "Douze séances." in text
    assert "Brouillon" not in text


def test_a_draft_says_so_in_its_pdf(client, draft, boss):
    client.force_login(boss)

    pdf = client.get(page("report_pdf", draft.pk)).content

    reader = PdfReader(io.BytesIO(pdf))
    assert "Brouillon" in reader.pages[0].extract_text()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def test_the_form_proposes_the_grant_one_comes_from(client, grant, boss):
    client.force_login(boss)

    response = client.get(page("report_create"), {"subvention": grant.pk})

    assert response.context["form"].initial["starts_on"] == grant.starts_on


def test_a_refusal_stands_on_the_form(client, grant, boss):
    client.force_login(boss)

    response = client.post(
        page("report_create"),
        {
            "grant": grant.pk,
            "kind": "interim",
            "title": "Trop tôt",
            "starts_on": "2020-09-01",
            "ends_on": "2026-10-31",
        },
    )

    assert "sort de celle de la subvention" in response.text


def test_somebody_elses_text_is_shown_beside_mine(client, draft, boss):
    client.force_login(boss)
    section = draft.sections.get(order=3)
    actions.write(section=section, title="Fait", body="Le texte d’Ada.", version=1, by=boss)

    response = client.post(
        page("section_edit", draft.pk, section.pk),
        {"title": "Fait", "body": "Le mien.", "version": 1},
    )

    assert "Le texte d’Ada." in response.text
    assert "Le mien." in response.text


def test_settings_of_a_draft_are_changed_until_it_is_issued(client, draft, boss):
    client.force_login(boss)

    client.post(
        page("report_edit", draft.pk), {"title": "Autre titre", "is_shared_with_partners": "on"}
    )
    draft.refresh_from_db()
    actions.issue(report=draft, by=boss)
    refused = client.get(page("report_edit", draft.pk))
    section = client.get(page("section_edit", draft.pk, draft.sections.get(order=1).pk))

    assert (draft.title, draft.is_shared_with_partners) == ("Autre titre", True)
    assert (refused.status_code, section.status_code) == (403, 403)


def test_passages_are_added_and_removed_from_the_page(client, draft, boss):
    client.force_login(boss)

    client.post(page("section_add", draft.pk), {"title": "Remerciements"})
    nameless = client.post(page("section_add", draft.pk), {"title": ""}, follow=True)
    added = draft.sections.get(title="Remerciements")
    client.post(page("section_remove", draft.pk, added.pk))

    assert "Donnez un titre" in nameless.text
    assert draft.sections.count() == 6


def test_a_new_version_and_a_deletion_say_what_happened(client, draft, boss):
    client.force_login(boss)
    too_soon = client.post(page("report_renew", draft.pk), follow=True)
    actions.issue(report=draft, by=boss)

    kept = client.post(page("report_delete", draft.pk), follow=True)
    renewed = client.post(page("report_renew", draft.pk), follow=True)
    gone = client.post(page("report_delete", renewed.context["report"].pk), follow=True)

    assert "pas émis" in too_soon.text
    assert "ne change plus" in kept.text
    assert "nouvelle version" in renewed.text
    assert "supprimé" in gone.text
    assert Report.objects.count() == 1


def test_issuing_too_soon_says_why(client, grant, boss, today):
    report = actions.begin(report=ReportFactory.build(grant=grant), by=boss)
    client.force_login(boss)

    response = client.post(page("report_issue", report.pk), follow=True)

    assert "n’a pas commencé" in response.text


def test_who_reads_what(client, draft, grant, programme, centre, boss):
    school = StructureFactory()
    programme.partnerships.add(PartnershipFactory(parties=[centre, school]))
    readers = [facilitator(centre), partner(school), observer(grant.funder)]

    def seen():
        statuses = []
        for reader in readers:
            client.force_login(reader)
            statuses.append(client.get(page("report_detail", draft.pk)).status_code)
        return statuses

    as_draft = seen()
    actions.issue(report=draft, by=boss)
    issued = seen()
    Report.objects.update(is_shared_with_partners=True)

    assert as_draft == [404, 404, 404]
    assert issued == [200, 404, 200]
    assert seen() == [200, 200, 200]


def test_readers_do_not_write(client, draft, grant, boss):
    actions.issue(report=draft, by=boss)
    client.force_login(observer(grant.funder))

    answers = [
        client.post(page("report_renew", draft.pk)).status_code,
        client.get(page("report_create")).status_code,
    ]

    assert answers == [403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_reports(
    client, grant, boss, count, django_assert_num_queries
):
    for number in range(count):
        actions.begin(report=ReportFactory.build(grant=grant, title=f"R{number}"), by=boss)
    client.force_login(boss)

    with django_assert_num_queries(4):
        response = client.get(page("report_list"))

    assert len(response.context["drafts"]) == count
