import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from evaluation.actions import report_reading
from evaluation.actions import report_sections as sections
from evaluation.actions import reports as actions
from evaluation.forms.reports import QuotesForm, SharingForm
from evaluation.models import Report
from partnerships import jobs
from partnerships.models import Job
from tests.evaluation.issuing import issue
from tests.factories import (
    ParentFactory,
    PartnershipFactory,
    QuoteFactory,
    ReportFactory,
    StructureFactory,
    facilitator,
    observer,
    partner,
)
from workshops.models import Quote


def page(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def test_a_coordinator_writes_reads_and_issues(client, grant, boss):
    client.force_login(boss)
    client.post(
        page("report_create"),
        {
            "grant": grant.pk,
            "form": "programme",
            "kind": "interim",
            "title": "Rapport d’étape",
            "starts_on": "2026-09-01",
            "ends_on": "2026-10-31",
        },
    )
    report = Report.objects.get()
    section = report.sections.get(key="done")

    client.post(
        page("section_edit", report.pk, section.pk),
        {"title": "Ce qui a été fait", "body": "Douze séances.", "version": 1},
    )
    preview = client.get(page("report_preview", report.pk))
    client.post(page("report_submit", report.pk))
    asked = client.get(page("report_issue", report.pk))
    client.post(page("report_issue", report.pk))
    pdf = client.get(page("report_pdf", report.pk))

    assert "Douze séances." in preview.text
    assert "Brouillon" in preview.text
    assert "La suite" in asked.text
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(b"".join(pdf))).pages)
    assert "Douze séances." in text
    assert "Brouillon" not in text


def test_issuing_reads_the_sheets_as_often_as_looking(client, draft, boss):
    report_reading.submit(report=draft, by=boss)
    client.force_login(boss)

    with CaptureQueriesContext(connection) as looking:
        client.get(page("report_issue", draft.pk))
    with CaptureQueriesContext(connection) as issuing:
        client.post(page("report_issue", draft.pk))

    draft.refresh_from_db()
    assert draft.status == Report.Status.ISSUED
    assert scans(issuing) == scans(looking) > 0


def scans(queries):
    """How often the sheets were read whole (evaluation/scans.py)."""
    return sum("UNION ALL" in query["sql"] for query in queries)


def test_a_draft_says_so_in_its_pdf(client, draft, boss):
    client.force_login(boss)

    pdf = client.get(page("report_pdf", draft.pk)).content

    reader = PdfReader(io.BytesIO(pdf))
    assert "Brouillon" in reader.pages[0].extract_text()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def test_a_large_draft_is_drawn_and_issued_beside_the_web(client, draft, boss, settings):
    settings.LONG_KILOBYTES = 0
    report_reading.submit(report=draft, by=boss)
    client.force_login(boss)

    answers = [
        client.get(page("report_pdf", draft.pk)),
        client.post(page("report_issue", draft.pk)),
    ]
    for job in Job.objects.order_by("pk"):
        jobs.work.call(job.pk)

    drawn, issued = Job.objects.order_by("pk")
    assert [answer["Location"] for answer in answers] == [
        drawn.get_absolute_url(),
        issued.get_absolute_url(),
    ]
    assert bytes(drawn.content)[:5] == b"%PDF-"
    assert (issued.state, issued.sentence[:19]) == (Job.State.DONE, "Le rapport est émis")
    assert issued.next_address == draft.get_absolute_url()
    draft.refresh_from_db()
    assert draft.status == Report.Status.ISSUED


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
            "form": "programme",
            "kind": "interim",
            "title": "Trop tôt",
            "starts_on": "2020-09-01",
            "ends_on": "2026-10-31",
        },
    )

    assert "sort de celle de la subvention" in response.text


def test_somebody_elses_text_is_shown_beside_mine(client, draft, boss):
    client.force_login(boss)
    section = draft.sections.get(key="done")
    sections.write(section=section, title="Fait", body="Le texte d’Ada.", version=1, by=boss)

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
    issue(draft, boss)
    refused = client.get(page("report_edit", draft.pk))
    section = client.get(page("section_edit", draft.pk, draft.sections.get(order=1).pk))

    assert (draft.title, draft.is_shared_with_partners) == ("Autre titre", True)
    assert (refused.status_code, section.status_code) == (403, 403)


def test_passages_are_added_and_removed_from_the_page(client, draft, boss):
    client.force_login(boss)

    client.post(page("section_add", draft.pk), {"title": "Nos bénévoles"})
    nameless = client.post(page("section_add", draft.pk), {"title": ""}, follow=True)
    added = draft.sections.get(title="Nos bénévoles")
    client.post(page("section_remove", draft.pk, added.pk))

    assert "Donnez un titre" in nameless.text
    assert draft.sections.count() == 22


def test_a_new_version_and_a_deletion_say_what_happened(client, draft, boss):
    client.force_login(boss)
    too_soon = client.post(page("report_renew", draft.pk), follow=True)
    issue(draft, boss)

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
    report_reading.submit(report=report, by=boss)
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
    issue(draft, boss)
    issued = seen()
    Report.objects.update(is_shared_with_partners=True)

    assert as_draft == [404, 404, 404]
    assert issued == [200, 404, 200]
    assert seen() == [200, 200, 200]


def test_readers_do_not_write(client, draft, grant, boss):
    issue(draft, boss)
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


def test_parts_are_arranged_by_one_button_of_the_list(client, draft, boss):
    client.force_login(boss)
    carrier = draft.sections.get(key="carrier")

    down = client.post(page("report_arrange", draft.pk), {"down": carrier.pk})
    up = client.post(page("report_arrange", draft.pk), {"up": carrier.pk}, follow=True)
    hidden = client.post(page("report_arrange", draft.pk), {"hide": carrier.pk}, follow=True)
    shown = client.post(page("report_arrange", draft.pk), {"show": carrier.pk}, follow=True)
    lost = client.post(page("report_arrange", draft.pk), {"up": 987654}, follow=True)

    assert down["Location"] == f"{draft.get_absolute_url()}#partie-{carrier.pk}"
    assert "montée d’une place" in up.text
    assert "écartée du rapport" in hidden.text
    assert "remise dans le rapport" in shown.text
    assert "la liste a changé" in lost.text


def test_quotes_are_chosen_and_the_others_say_why_not(client, draft, programme, boss):
    said = {"session__workshop__programme": programme, "session__date": dt.date(2026, 10, 6)}
    agreed = QuoteFactory(**said, words="Je reviens.", agreed_on=dt.date(2026, 10, 6))
    QuoteFactory(**said, words="Pas moi.", parent=ParentFactory())
    client.force_login(boss)

    offered = client.get(page("report_quotes", draft.pk))
    client.post(page("report_quotes", draft.pk), {"quotes": [agreed.pk]})
    preview = client.get(page("report_preview", draft.pk))
    client.post(page("report_quotes", draft.pk), {})

    assert "On ne lui a pas encore demandé" in offered.text
    assert [quote.pk for quote in offered.context["form"].fields["quotes"].queryset] == [agreed.pk]
    assert "« Je reviens. »" in preview.text
    assert "Pas moi." not in preview.text
    assert draft.quotes.count() == 0


def test_without_words_the_page_says_where_they_come_from(client, draft, boss):
    client.force_login(boss)

    assert (
        "Aucune parole ne peut encore être citée"
        in client.get(page("report_quotes", draft.pk)).text
    )


def test_a_consent_withdrawn_since_the_form_was_shown_is_told(draft, programme, boss):
    quote = QuoteFactory(
        session__workshop__programme=programme,
        session__date=dt.date(2026, 10, 6),
        agreed_on=dt.date(2026, 10, 6),
    )
    form = QuotesForm({"quotes": [quote.pk]}, report=draft, user=boss)
    assert form.is_valid()
    Quote.objects.update(agreed_on=None)

    assert form.save() is False
    assert "n’a pas d’accord" in str(form.non_field_errors())


def test_settings_given_to_read_meanwhile_are_refused_on_the_form(draft, boss):
    form = SharingForm({"title": "Autre"}, instance=draft, user=boss)
    assert form.is_valid()
    report_reading.submit(report=Report.objects.get(pk=draft.pk), by=boss)

    assert form.save() is None
    assert "donné à relire" in str(form.non_field_errors())


def test_who_certifies_is_asked_of_a_compte_rendu_alone(draft, boss):
    of_programme = SharingForm(instance=draft, user=boss)
    draft.form = "cerfa"
    of_cerfa = SharingForm(instance=draft, user=boss)

    assert "signatory" not in of_programme.fields
    assert "signatory" in of_cerfa.fields


def test_before_issuing_the_page_says_what_to_look_at(client, draft, grant, programme, boss):
    ParentFactory(family__structure=grant.holder, first_name="Zohra", last_name="Canarie")
    quote = QuoteFactory(session__workshop__programme=programme, agreed_on=dt.date(2026, 10, 6))
    draft.quotes.set([quote])
    Quote.objects.update(agreed_on=None)
    section = draft.sections.get(key="done")
    sections.write(section=section, title="Fait", body="Zohra Canarie.", version=1, by=boss)
    report_reading.submit(report=draft, by=boss)
    client.force_login(boss)

    asked = client.get(page("report_issue", draft.pk)).text

    assert "« Zohra Canarie »" in asked
    assert "son accord manque" in asked
    assert "La suite" in asked


def test_a_compte_rendu_is_begun_written_and_drawn(client, grant, boss):
    report = actions.begin(report=ReportFactory.build(grant=grant, form="cerfa"), by=boss)
    client.force_login(boss)

    written = client.get(page("report_detail", report.pk))
    preview = client.get(page("report_preview", report.pk))

    assert "Ajouter une partie" not in written.text
    assert "certifie exactes" in preview.text


def test_a_part_of_figures_may_have_words_before_them(client, draft, boss):
    client.force_login(boss)
    section = draft.sections.get(key="months")

    response = client.get(page("section_edit", draft.pk, section.pk))

    assert "imprimé avant les chiffres" in response.text
