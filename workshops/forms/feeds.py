"""Whose calendar one subscribes to."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import PlainForm
from partnerships.models import Partnership
from workshops.actions import feeds


class FeedForm(PlainForm):
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label=_("Quel calendrier ?"),
        required=False,
        empty_label=_("le mien : mes séances et mes rencontres"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        partnerships = Partnership.objects.visible_to(self.user)
        self.fields["partnership"].queryset = partnerships.order_by("sort_key", "pk")

    def layout(self):
        return Layout("partnership")

    def act(self):
        return feeds.open_feed(partnership=self.cleaned_data["partnership"], by=self.user)
