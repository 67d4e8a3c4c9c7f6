"""What is right in a form and refused by the act: somebody else wrote in the meantime."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from partnerships.forms.base import CarefulForm, PhoneField
from partnerships.forms.directory import StructureForm
from partnerships.forms.partnerships import NewPartnershipForm, PartnershipForm
from partnerships.models import Partnership, Structure
from tests.factories import PartnershipFactory, StructureFactory, coordinator

pytestmark = pytest.mark.django_db


def test_a_number_is_the_same_however_it_is_written():
    written = ["06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", " 06 12 34 56 78 "]

    assert {PhoneField().clean(number) for number in written} == {"0612345678"}


def test_a_partnership_changed_meanwhile_is_refused_beside_the_field():
    centre = StructureFactory()
    partnership = PartnershipFactory(parties=[centre], starts_on=dt.date(2025, 1, 1))
    form = PartnershipForm(
        {
            "name": partnership.name,
            "stage": "sensed",
            "starts_on": "2025-01-01",
            "ends_on": "2025-06-30",
        },
        instance=partnership,
        user=coordinator(centre),
    )
    assert form.is_valid()

    Partnership.objects.update(starts_on=dt.date(2025, 12, 1))

    assert form.save() is None
    assert form.errors == {"ends_on": ["La fin ne peut pas précéder le début."]}


def test_a_structure_changed_meanwhile_is_refused_beside_the_field():
    centre = StructureFactory(siret="73282932000074")
    form = StructureForm(
        {"name": "Centre", "commune": "Lille", "siret": ""},
        instance=centre,
        user=coordinator(centre),
    )
    assert form.is_valid()

    StructureFactory(name="Centre", commune="Lille")

    assert form.save() is None
    assert form.errors == {"name": ["Une structure du même nom existe dans cette commune."]}
    assert Structure.objects.get(pk=centre.pk).siret == "73282932000074"


def test_nothing_of_a_refused_partnership_is_left():
    centre, other = StructureFactory(), StructureFactory()
    form = NewPartnershipForm(
        {"lead": centre.pk, "name": "Les deux", "stage": "sensed"},
        partner=other,
        user=coordinator(centre),
    )
    assert form.is_valid()
    form.partner = centre

    assert form.save() is None
    assert form.non_field_errors() == ["Cette structure est déjà dans le partenariat."]
    assert Partnership.objects.count() == 0


def test_a_refusal_about_no_field_is_said_above_the_form():
    form = StructureForm({}, instance=StructureFactory(), user=coordinator(StructureFactory()))

    form.refuse(ValidationError("Revenez demain."))

    assert form.non_field_errors() == ["Revenez demain."]


def test_what_nobody_has_chosen_yet_is_said_in_words():
    class NewStructure(CarefulForm, forms.ModelForm):
        class Meta:
            model = Structure
            fields = ["kind", "part_of"]

    form = NewStructure()

    assert form.fields["kind"].choices[0] == ("", "à choisir")
    assert form.fields["part_of"].empty_label == "–"
