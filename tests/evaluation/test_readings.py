import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluation.actions import readings as actions
from evaluation.models import Reading
from evaluation.readings import next_period
from partnerships.actions.documents import sweep
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db

AUTUMN = {"starts_on": "2026-09-01", "ends_on": "2026-12-31"}
PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
IN_JANUARY = dt.date(2027, 1, 15)


@pytest.fixture
def draft(indicator, boss):
    return make.ReadingFactory(indicator=indicator, value=12, entered_by=boss)


def errors(response):
    return {field: list(said) for field, said in response.context["form"].errors.items()}


def said(client, url):
    return text_of(client.post(url, follow=True))


def url(name, reading):
    return reverse(f"evaluation:reading_{name}", args=[reading.pk])


# -- Noting --------------------------------------------------------------------------------------


def test_a_value_is_noted_with_its_unit_its_source_and_its_proof(client, indicator, boss):
    paper = SimpleUploadedFile("secret de famille.pdf", PDF, content_type="text/html")
    typed = {
        "value": "1 234,5",
        "words": "En hiver.",
        "source": "Carnet de bord",
        "paper": paper,
        **AUTUMN,
    }

    page = get(client, boss, "reading_create", indicator.pk)
    response = post(client, boss, "reading_create", indicator.pk, **typed)

    reading = Reading.objects.get()
    shown = text_of(get(client, boss, "reading_list", indicator.pk))
    assert "Repas pris ensemble." in text_of(page)
    assert response.url == reverse("evaluation:reading_list", args=[indicator.pk])
    assert (reading.status, reading.entered_by, reading.media_type) == (
        "draft",
        boss,
        "application/pdf",
    )
    assert "secret" not in reading.file.name
    assert "1 234,5 repas. En hiver." in shown
    assert "Carnet de bord. Noté par" in shown
    assert AuditEvent.objects.get().object_type == "evaluation.reading"


def test_words_are_noted_of_an_indicator_in_words(client, told, boss):
    form = get(client, boss, "reading_create", told.pk).context["form"]
    refused = post(client, boss, "reading_create", told.pk, words="", **AUTUMN)
    post(client, boss, "reading_create", told.pk, words="Deux mères se relaient.", **AUTUMN)

    assert "value" not in form.fields
    assert errors(refused) == {"words": ["Dites en mots ce qui s’est vu."]}
    assert Reading.objects.get().words == "Deux mères se relaient."


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"value": "", "words": "Beaucoup"}, "value", "Donnez la valeur relevée."),
        (
            {"value": "beaucoup"},
            "value",
            "« beaucoup » n’est pas un nombre : écrivez par exemple 100.",
        ),
        ({"ends_on": "2026-08-01"}, "ends_on", "La fin ne peut pas précéder le début."),
        ({}, "ends_on", "Un relevé existe déjà pour cette période."),
    ],
)
def test_what_a_reading_cannot_be_is_said_beside_it(client, draft, boss, typed, field, sentence):
    answers = {"value": "3", "words": ""} | AUTUMN | typed

    response = post(client, boss, "reading_create", draft.indicator_id, **answers)

    assert sentence in errors(response)[field][0].replace("\u00a0", " ")
    assert Reading.objects.count() == 1


def test_what_the_sheets_count_is_not_noted(client, programme, boss):
    computed = make.IndicatorFactory(programme=programme)
    with pytest.raises(ValidationError):
        actions.note(reading=make.ReadingFactory.build(indicator=computed), by=boss)

    assert get(client, boss, "reading_list", computed.pk).status_code == 404


def test_a_file_that_is_none_of_those_accepted_is_refused(client, indicator, boss):
    paper = SimpleUploadedFile("a.html", b"<script>alert(1)</script>")

    response = post(client, boss, "reading_create", indicator.pk, value="3", paper=paper, **AUTUMN)

    assert list(errors(response)) == ["paper"]


def test_the_period_of_the_first_target_without_a_reading_is_proposed(indicator):
    season = indicator.programme
    alone = next_period(indicator, IN_JANUARY)
    first = make.TargetFactory(indicator=indicator, ends_on=dt.date(2026, 12, 31))
    second = make.TargetFactory(indicator=indicator, starts_on=dt.date(2027, 1, 1))
    proposed = next_period(indicator, IN_JANUARY)
    make.ReadingFactory(indicator=indicator)

    assert alone == (season.starts_on, IN_JANUARY)
    assert proposed == (first.starts_on, first.ends_on)
    assert next_period(indicator, IN_JANUARY) == (second.starts_on, second.ends_on)


# -- Checking and publishing -----------------------------------------------------------------------


def test_another_coordinator_checks_then_it_is_published(client, draft, boss, colleague):
    client.force_login(boss)
    alone = said(client, url("check", draft))
    early = said(client, url("publish", draft))
    client.force_login(colleague)
    checked = said(client, url("check", draft))
    twice = said(client, url("check", draft))
    published = said(client, url("publish", draft))

    draft.refresh_from_db()
    assert "Un relevé se relit à deux" in alone
    assert "Ce relevé n’est pas vérifié" in early
    assert "Le relevé est vérifié ; il peut être publié." in checked
    assert "Ce relevé est déjà vérifié." in twice
    assert "Le relevé est publié" in published
    assert "Vérifié par Nadia Bis" in published
    assert (draft.status, draft.checked_by) == ("published", colleague)


def test_who_coordinates_alone_checks_and_it_is_said(client, draft, boss):
    client.force_login(boss)

    page = said(client, url("check", draft))

    assert "seule personne à la coordination" in page


def test_correcting_what_was_checked_asks_why_and_makes_a_draft_of_it(client, draft, boss):
    actions.check(reading=draft, by=boss)
    actions.publish(reading=draft, by=boss)
    typed = {"value": "13", **AUTUMN}

    get(client, boss, "reading_edit", draft.pk)
    silent = post(client, boss, "reading_edit", draft.pk, **typed)
    post(client, boss, "reading_edit", draft.pk, reason="Un carnet oublié.", **typed)

    draft.refresh_from_db()
    line = AuditEvent.objects.latest("pk")
    assert list(errors(silent)) == ["reason"]
    assert (draft.value, draft.status, draft.checked_at) == (13, "draft", None)
    assert (line.fields, line.reason) == (["value"], "Un carnet oublié.")


def test_what_was_checked_is_not_corrected_without_a_reason(draft, boss):
    actions.check(reading=draft, by=boss)

    with pytest.raises(ValidationError) as refused:
        actions.correct(reading=draft, values={"value": 13}, by=boss)

    assert list(refused.value.message_dict) == ["reason"]


def test_a_draft_is_corrected_freely_and_whoever_did_is_its_author(client, draft, colleague):
    post(client, colleague, "reading_edit", draft.pk, value="14", **AUTUMN)

    draft.refresh_from_db()
    assert (draft.value, draft.entered_by) == (14, colleague)


def test_a_published_reading_is_not_deleted_a_draft_is(client, draft, boss):
    actions.check(reading=draft, by=boss)
    actions.publish(reading=draft, by=boss)
    client.force_login(boss)
    page = said(client, url("delete", draft))
    actions.correct(reading=draft, values={}, reason="Doublon.", by=boss)
    asked = text_of(client.get(url("delete", draft)))
    said(client, url("delete", draft))

    assert "Ce relevé est publié : corrigez-le d’abord" in page
    assert "Supprimer ce relevé ?" in asked
    assert Reading.objects.count() == 0


# -- What proves it --------------------------------------------------------------------------------


def proven(indicator, boss, content=PDF):
    paper = actions.files.SafeFile(content, "application/pdf")
    reading = make.ReadingFactory.build(indicator=indicator)
    return actions.note(reading=reading, paper=paper, by=boss)


def test_taking_what_proves_it_leaves_a_line_and_a_neutral_name(client, indicator, boss):
    reading = proven(indicator, boss)

    response = get(client, boss, "reading_file", reading.pk)

    assert response.content == PDF
    name = f'attachment; filename="piece-{reading.pk}.pdf"'
    assert response["Content-Disposition"] == name
    assert "sandbox" in response["Content-Security-Policy"]
    line = AuditEvent.objects.latest("pk")
    assert (line.verb, line.fields, line.actor) == ("read", ["file"], boss)


def test_a_file_that_replaces_another_leaves_nothing_of_it(
    client, indicator, boss, django_capture_on_commit_callbacks
):
    reading = proven(indicator, boss)
    before = reading.file.name
    paper = SimpleUploadedFile("b.pdf", PDF.replace(b"0", b"1"))

    page = get(client, boss, "reading_edit", reading.pk)
    with django_capture_on_commit_callbacks(execute=True):
        post(client, boss, "reading_edit", reading.pk, value="12", paper=paper, **AUTUMN)

    reading.refresh_from_db()
    assert "Un fichier est joint ; un autre le remplacerait." in text_of(page)
    assert (default_storage.exists(before), default_storage.exists(reading.file.name)) == (
        False,
        True,
    )
    assert AuditEvent.objects.latest("pk").fields == ["file"]


def test_a_file_that_is_missing_or_lost_is_said(client, indicator, draft, boss):
    reading = make.ReadingFactory(
        indicator=indicator, starts_on=dt.date(2026, 10, 1), file="preuves/perdu"
    )
    reading.media_type = "application/pdf"
    reading.save()
    client.force_login(boss)

    page = text_of(client.get(url("file", reading), follow=True))

    assert client.get(url("file", draft)).status_code == 404
    assert "Ce fichier a disparu du serveur" in page


def test_a_proof_that_no_row_knows_is_swept_at_night(indicator, boss):
    kept, lost = proven(indicator, boss).file.name, "preuves/perdu"
    default_storage.save(lost, actions.files.ContentFile(PDF))

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)):
        swept = sweep()

    assert (swept, default_storage.exists(kept), default_storage.exists(lost)) == (1, True, False)


# -- Where it shows --------------------------------------------------------------------------------


def publish(indicator, **values):
    checked = dt.datetime(2027, 1, 5, tzinfo=dt.UTC)
    return make.ReadingFactory(
        indicator=indicator, status="published", checked_at=checked, **values
    )


def test_only_what_is_published_shows_on_the_dashboard(client, indicator, told, programme):
    make.TargetFactory(indicator=indicator, value=20)
    publish(indicator, value=12, source="Carnet")
    make.ReadingFactory(indicator=told, value=None, words="Pas encore relu.")
    mate = make.facilitator(programme.lead)

    with time_machine.travel(IN_JANUARY):
        page = text_of(get(client, mate, "programme_dashboard", programme.pk))

    assert (
        "12 repas Du 1er septembre au 31 décembre 2026, Carnet Visé : 20 repas. Il en manque 8"
        in page
    )
    assert "Entraide Rien n’est encore publié." in page
    assert "Pas encore relu." not in page


def test_done_expected_and_gap_stand_beside_the_readings(client, indicator, boss):
    periods = [
        (2026, 9, 1, 20),
        (2026, 10, 1, 12),
        (2026, 11, 1, 10),
        (2026, 12, 1, 5),
        (2027, 2, 1, 5),
    ]
    for year, month, day, value in periods:
        date = dt.date(year, month, day)
        make.TargetFactory(indicator=indicator, value=value, starts_on=date, ends_on=date)
    for month in (9, 10, 11):
        date = dt.date(2026, month, 1)
        make.ReadingFactory(indicator=indicator, value=12, starts_on=date, ends_on=date)

    with time_machine.travel(IN_JANUARY):
        response = get(client, boss, "reading_list", indicator.pk)

    gaps = [aim.gap.replace("\u00a0", " ") for aim in response.context["aims"]]
    assert gaps == [
        "Rien n’est noté.",
        "Un relevé est attendu.",
        "C’est atteint, et dépassé de 2 repas.",
        "C’est atteint, tout juste.",
        "Il manque 8 repas.",
    ]


def test_a_report_says_what_was_published(client, grant, indicator, boss):
    make.TargetFactory(indicator=indicator, value=20)
    grant.indicators.add(indicator)
    publish(indicator, value=12)
    report = make.ReportFactory(grant=grant)

    page = text_of(get(client, boss, "report_detail", report.pk))

    assert "Repas partagés 12 repas 20 repas" in page
