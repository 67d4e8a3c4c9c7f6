import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from evaluation.forms.fields import read_aim
from evaluation.models import Indicator, Target
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, post, text_of

pytestmark = pytest.mark.django_db


def errors_of(response):
    return response.context["form"].errors.get_json_data()


def messages_of(response):
    return [line["message"] for lines in errors_of(response).values() for line in lines]


# -- Indicators --------------------------------------------------------------------------------


def test_an_indicator_comes_with_its_first_target_over_the_season(client):
    programme = make.ProgrammeFactory()
    user = make.coordinator(programme.lead)
    typed = {"title": "Heures", "kind": "computed", "measure": "hours_delivered", "aim": "264 h"}

    get(client, user, "indicator_create", programme.pk)
    response = post(client, user, "indicator_create", programme.pk, **typed)

    indicator, target = Indicator.objects.get(), Target.objects.get()
    assert response.url == reverse("evaluation:programme_dashboard", args=[programme.pk])
    assert (indicator.programme, indicator.measure) == (programme, "hours_delivered")
    assert (target.indicator, target.value) == (indicator, 264 * 60)
    assert (target.starts_on, target.ends_on) == (programme.starts_on, programme.ends_on)
    lines = AuditEvent.objects.order_by("pk").values_list("verb", "object_type", "structure")
    assert list(lines) == [
        ("created", "evaluation.indicator", programme.lead_id),
        ("created", "evaluation.target", programme.lead_id),
    ]


def test_an_indicator_may_aim_at_nothing_and_then_one_only_looks(client):
    programme = make.ProgrammeFactory()
    typed = {"title": "Entraide", "kind": "qualitative", "measure": "families"}

    post(client, make.coordinator(programme.lead), "indicator_create", programme.pk, **typed)

    # A measure chosen before the kind is forgotten: only a computed indicator has one.
    assert Indicator.objects.get().measure == ""
    assert Target.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"measure": ""}, "Choisissez ce que l’indicateur compte."),
        (
            {"measure": "hours_delivered", "aim": "16"},
            "« 16 » n’est pas un nombre d’heures : écrivez 264 h, ou 16 h 30.",
        ),
        ({"aim": "beaucoup"}, "« beaucoup » n’est pas un nombre : écrivez par exemple 100."),
        ({"measure": "attendance_rate", "aim": "120 %"}, "Un taux va de 0 à 100 %."),
        ({"title": "Déjà là"}, "Cet indicateur existe déjà dans le programme."),
    ],
)
def test_what_an_indicator_cannot_be_is_said(client, typed, message):
    programme = make.IndicatorFactory(title="Déjà là").programme
    answers = {"title": "Parents", "kind": "computed", "measure": "unique_parents"} | typed

    response = post(
        client, make.coordinator(programme.lead), "indicator_create", programme.pk, **answers
    )

    assert [said.replace("\u00a0", " ") for said in messages_of(response)] == [message]
    assert Indicator.objects.count() == 1


def test_an_indicator_is_corrected_beside_its_targets(client):
    target = make.TargetFactory(indicator__measure="hours_delivered", value=990)
    indicator = target.indicator
    user = make.coordinator(indicator.programme.lead)
    typed = {
        "title": "Heures faites",
        "kind": "computed",
        "measure": "hours_delivered",
        "order": "",
    }

    page = get(client, user, "indicator_update", indicator.pk)
    post(client, user, "indicator_update", indicator.pk, **typed)

    indicator.refresh_from_db()
    assert "16 h 30 Du 1er septembre 2026 au 31 août 2027" in text_of(page)
    assert (indicator.title, indicator.order) == ("Heures faites", 0)
    assert AuditEvent.objects.get().verb == "changed"


def test_an_indicator_without_a_target_says_so(client):
    indicator = make.IndicatorFactory(kind="qualitative", measure="")

    page = get(client, make.coordinator(indicator.programme.lead), "indicator_update", indicator.pk)

    assert "Rien n’est visé : on regarde." in text_of(page)


def test_deleting_an_indicator_asks_first(client):
    indicator = make.TargetFactory().indicator
    user = make.coordinator(indicator.programme.lead)

    page = get(client, user, "indicator_delete", indicator.pk)
    before = Indicator.objects.count()
    response = post(client, user, "indicator_delete", indicator.pk)

    assert "Supprimer cet indicateur ?" in text_of(page)
    assert (before, Indicator.objects.count(), Target.objects.count()) == (1, 0, 0)
    assert AuditEvent.objects.get().verb == "deleted"
    dashboard = reverse("evaluation:programme_dashboard", args=[indicator.programme_id])
    assert response.url == dashboard


# -- Targets -----------------------------------------------------------------------------------


def test_a_value_is_aimed_at_for_a_period(client):
    indicator = make.IndicatorFactory()
    user = make.coordinator(indicator.programme.lead)

    page = get(client, user, "target_create", indicator.pk)
    response = post(
        client,
        user,
        "target_create",
        indicator.pk,
        value="1 200",
        starts_on="2026-09-01",
        ends_on="2026-12-31",
    )

    target = Target.objects.get()
    assert page.context["form"]["starts_on"].value() == dt.date(2026, 9, 1)
    assert (target.value, target.ends_on) == (1200, dt.date(2026, 12, 31))
    assert response.url == reverse("evaluation:indicator_update", args=[indicator.pk])


@pytest.mark.parametrize(
    ("measure", "value", "shown"),
    [
        ("hours_delivered", 990, "16 h 30"),
        ("attendance_rate", 75, "75 %"),
        ("unique_parents", 1200, "1 200"),
    ],
)
def test_a_target_is_given_back_as_one_says_it(client, measure, value, shown):
    target = make.TargetFactory(indicator__measure=measure, value=value)
    user = make.coordinator(target.indicator.programme.lead)

    form = get(client, user, "target_update", target.pk).context["form"]
    typed = {"starts_on": "2026-09-01", "ends_on": "2027-08-31", "value": form["value"].value()}
    post(client, user, "target_update", target.pk, **typed)

    target.refresh_from_db()
    assert typed["value"].replace("\u00a0", " ").replace("\u202f", " ") == shown
    assert target.value == value


def test_a_target_of_an_indicator_that_is_entered_has_no_unit(client):
    target = make.TargetFactory(indicator__kind="entered", indicator__measure="", value=3)
    user = make.coordinator(target.indicator.programme.lead)

    form = get(client, user, "target_update", target.pk).context["form"]

    assert (form["value"].value(), form.fields["value"].help_text) == ("3", "")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"ends_on": "2026-01-01"}, "La fin ne peut pas précéder le début."),
        ({}, "Une valeur est déjà visée pour cette période."),
        (
            {"value": "x", "ends_on": "2026-10-01"},
            "« x » n’est pas un nombre : écrivez par exemple 100.",
        ),
    ],
)
def test_what_a_target_cannot_be_is_said(client, typed, message):
    indicator = make.TargetFactory().indicator
    answers = {"value": "3", "starts_on": "2026-09-01", "ends_on": "2027-08-31"} | typed

    response = post(
        client,
        make.coordinator(indicator.programme.lead),
        "target_create",
        indicator.pk,
        **answers,
    )

    assert [said.replace("\u00a0", " ") for said in messages_of(response)] == [message]
    assert Target.objects.count() == 1


def test_a_value_is_no_longer_aimed_at(client):
    target = make.TargetFactory()
    user = make.coordinator(target.indicator.programme.lead)

    refused = get(client, user, "target_delete", target.pk).status_code
    response = post(client, user, "target_delete", target.pk)

    assert refused == 405
    assert response.url == reverse("evaluation:indicator_update", args=[target.indicator_id])
    assert Target.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("16 h 30", "hours_delivered", 990),
        ("264H", "hours_delivered", 264 * 60),
        ("75 %", "attendance_rate", 75),
        ("74,5", "attendance_rate", Decimal("74.5")),
        ("12\u202f000", "participations", 12000),
        ("7", "", 7),
    ],
)
def test_a_value_is_typed_as_one_says_it(text, measure, value):
    assert read_aim(text, measure) == value


@pytest.mark.parametrize("text", ["-3", "1.234", "trois", "1e9", "٣"])
def test_what_is_not_a_number_is_refused(text):
    with pytest.raises(ValidationError):
        read_aim(text, "unique_parents")


@pytest.mark.parametrize("role", [make.facilitator, make.partner, make.observer])
def test_promises_are_the_coordinators_business(client, role):
    target = make.TargetFactory()
    programme = target.indicator.programme

    statuses = [
        get(client, role(programme.lead), *page).status_code
        for page in [
            ("indicator_create", programme.pk),
            ("indicator_update", target.indicator_id),
            ("indicator_delete", target.indicator_id),
            ("target_create", target.indicator_id),
            ("target_update", target.pk),
        ]
    ]

    assert statuses == [404] * 5
    assert post(client, role(programme.lead), "target_delete", target.pk).status_code == 404
