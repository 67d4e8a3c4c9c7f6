import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation import readers
from evaluation.actions import report_reading as reading
from evaluation.actions import report_sections as sections
from evaluation.actions import reports as actions
from evaluation.models import Report
from families.actions.consents import withdraw
from tests.evaluation.issuing import fresh, issue
from tests.factories import ConsentFactory, ParentFactory, QuoteFactory, coordinator, facilitator

TODAY = dt.date(2026, 12, 31)


@pytest.fixture
def colleague(centre):
    return coordinator(centre)


def page(name, report):
    return reverse(f"evaluation:{name}", args=[report.pk])


def due(user):
    return [(line.kind, line.verb, line.title) for line in readers.due(user, TODAY)]


def test_a_report_is_read_over_before_it_is_issued(draft, boss):
    with pytest.raises(ValidationError, match="d’abord à relire"):
        actions.issue(report=draft, by=boss)


def test_while_it_is_read_over_nobody_writes_in_it(draft, boss):
    section = draft.sections.get(key="done")
    reading.submit(report=draft, by=boss)

    for act in (
        lambda: sections.write(section=section, title="x", body="y", version=1, by=boss),
        lambda: sections.add_section(report=draft, title="x", by=boss),
        lambda: sections.choose_quotes(report=draft, quotes=[], by=boss),
        lambda: actions.settle(report=draft, title="x", workshops=[], by=boss),
        lambda: actions.give_up(report=draft, by=boss),
        lambda: reading.submit(report=draft, by=boss),
    ):
        with pytest.raises(ValidationError, match="donné à relire"):
            act()


def test_somebody_else_issues_what_one_gave_to_read(draft, boss, colleague):
    reading.submit(report=draft, by=boss)

    with pytest.raises(ValidationError, match="quelqu’un d’autre"):
        actions.issue(report=fresh(draft), by=boss)

    assert actions.issue(report=fresh(draft), by=colleague).issued_by == colleague


def test_alone_to_coordinate_one_reads_it_over_oneself(draft, boss, centre):
    facilitator(centre)

    assert issue(draft, boss).issued_by == boss


def test_sent_back_with_a_word_it_is_written_again(draft, boss, colleague):
    reading.submit(report=draft, by=boss)

    remark = reading.send_back(report=draft, words="Et les pères ?", by=colleague)

    draft.refresh_from_db()
    assert (remark.is_return, remark.author) == (True, colleague)
    assert (draft.status, draft.submitted_at, draft.submitted_by) == ("draft", None, None)
    with pytest.raises(ValidationError, match="rien à renvoyer"):
        reading.send_back(report=draft, words="Encore.", by=colleague)


def test_a_remark_is_heard_until_it_is_issued(draft, boss):
    reading.comment(report=draft, words="À relire.", by=boss)
    report = issue(draft, boss)

    with pytest.raises(ValidationError, match="version suivante"):
        reading.comment(report=report, words="Trop tard.", by=boss)

    assert [each.words for each in report.comments.all()] == ["À relire."]


def test_sent_back_and_given_again_while_it_is_drawn_it_is_not_issued(draft, boss, colleague):
    reading.submit(report=draft, by=boss)
    stale = fresh(draft)
    content = actions.to_freeze(stale, colleague)
    reading.send_back(report=draft, words="Attendez.", by=colleague)
    reading.submit(report=draft, by=boss)

    with pytest.raises(ValidationError, match="a changé pendant ce temps"):
        actions.keep(report=stale, content=content, pdf=b"%PDF-", by=colleague)


def test_a_consent_withdrawn_while_it_is_drawn_stops_it(draft, programme, boss):
    parent = ParentFactory()
    ConsentFactory(parent=parent)
    quote = QuoteFactory(
        session__workshop__programme=programme, session__date=dt.date(2026, 10, 6), parent=parent
    )
    sections.choose_quotes(report=draft, quotes=[quote], by=boss)
    reading.submit(report=draft, by=boss)
    report = fresh(draft)
    content = actions.to_freeze(report, boss)
    withdraw(consent=parent.consents.get(), how="spoken", by=boss)

    with pytest.raises(ValidationError, match="a changé pendant ce temps"):
        actions.keep(report=report, content=content, pdf=b"%PDF-", by=boss)


def test_those_who_must_read_it_are_told_and_then_those_who_must_mend_it(
    draft, boss, colleague, centre
):
    reading.submit(report=draft, by=boss)
    given = (due(boss), due(colleague), due(facilitator(centre)))
    reading.send_back(report=draft, words="Et les pères ?", by=colleague)

    assert given == ([], [("Rapports à relire", "Relire", draft.title)], [])
    assert due(boss) == [("Rapports à reprendre", "Reprendre", draft.title)]
    reading.submit(report=draft, by=colleague)
    assert due(boss) == [("Rapports à relire", "Relire", draft.title)]


def test_a_compte_rendu_without_a_budget_is_not_issued_and_says_why(client, draft, boss):
    Report.objects.update(form="cerfa")
    reading.submit(report=draft, by=boss)
    client.force_login(boss)

    asked = client.get(page("report_issue", draft))
    answer = client.post(page("report_issue", draft), follow=True)

    assert "Le budget est vide" in asked.text
    assert "Le budget est vide" in answer.text


# -- Pages ----------------------------------------------------------------------------------------


def test_the_page_follows_each_step(client, draft, boss, colleague):
    client.force_login(boss)

    given = client.post(page("report_submit", draft), follow=True)
    client.force_login(colleague)
    offered = client.get(page("report_detail", draft))
    back = client.post(
        page("report_remark", draft), {"words": "Et les pères ?", "return": "1"}, follow=True
    )
    said = client.post(page("report_remark", draft), {"words": "Merci."}, follow=True)
    empty = client.post(page("report_remark", draft), {"words": ""}, follow=True)

    assert "plus personne n’y écrit" in given.text
    assert page("report_issue", draft) not in given.text
    assert page("report_issue", draft) in offered.text
    assert "Renvoyé pour correction" in back.text
    assert "Merci." in said.text
    assert "Écrivez votre remarque" in empty.text


def test_the_list_says_what_is_to_be_read(client, draft, boss):
    reading.submit(report=draft, by=boss)
    client.force_login(boss)

    assert "À relire depuis" in client.get(reverse("evaluation:report_list")).text


def test_writing_pages_are_closed_while_it_is_read_over(client, draft, boss):
    section = draft.sections.get(key="done")
    reading.submit(report=draft, by=boss)
    client.force_login(boss)

    statuses = [
        client.get(reverse("evaluation:section_edit", args=[draft.pk, section.pk])).status_code,
        client.get(page("report_quotes", draft)).status_code,
        client.get(page("report_edit", draft)).status_code,
    ]

    assert statuses == [403, 403, 403]
