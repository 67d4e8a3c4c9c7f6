from crispy_forms.layout import Layout
from django.db import transaction
from django.utils import timezone

from partnerships.forms.base import PlainForm
from partnerships.forms.choosing import Choosing
from workshops.actions.coordination import name_coordinator


class CoordinationForm(PlainForm, Choosing):
    """Who coordinates that programme in that structure: somebody known there, or told now."""

    def __init__(self, *args, programme, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        rows = programme.coordinations.filter(tenure__structure=structure)
        self.offer(structure, without=[row.tenure.contact for row in rows.with_holder()])

    def layout(self):
        return Layout(*self.choosing())

    def clean(self):
        cleaned = super().clean()
        self.check_choice()
        return cleaned

    @transaction.atomic
    def act(self):
        return name_coordinator(
            programme=self.programme,
            tenure=self.chosen(starts_on=timezone.localdate(), by=self.user),
            by=self.user,
        )
