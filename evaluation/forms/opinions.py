"""The form that a parent or a child answers; its page is written by hand, in their language."""

import secrets

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from evaluation.actions import surveys as actions
from evaluation.models import Feedback


class OpinionForm(forms.Form):
    """Every question may be left out, but for one."""

    key = forms.RegexField(r"^[\w-]{20,60}$")
    face = forms.TypedChoiceField(
        choices=Feedback.Face.choices, coerce=int, empty_value=None, required=False
    )
    before = forms.TypedChoiceField(
        choices=Feedback.Can.choices, coerce=int, empty_value=None, required=False
    )
    after = forms.TypedChoiceField(
        choices=Feedback.Can.choices, coerce=int, empty_value=None, required=False
    )
    words = forms.CharField(required=False)

    MOST = Feedback._meta.get_field("words").max_length

    def __init__(self, data=None, *, survey, words, language):
        super().__init__(data)
        self.fresh_key = secrets.token_urlsafe(24)
        self.survey, self.said, self.language = survey, words, language

    def clean_words(self):
        """Browsers stop at the end of the line: whoever sends more loses no more than that."""
        return " ".join(self.cleaned_data["words"].split())[: self.MOST]

    @property
    def own_key(self):
        """That of this page; a form that came back without one is given one."""
        has_one = self.is_bound and "key" not in self.errors
        return self["key"].value() if has_one else self.fresh_key

    @property
    def faces(self):
        """(value, drawing, word, chosen?)"""
        return [(*face, self.is_chosen("face", face[0])) for face in self.said["faces"]]

    @property
    def scales(self):
        """(name, title, [(value, word, chosen?)]) of what is compared; nothing to compare, nothing."""
        return [
            (
                name,
                self.said[name],
                [(*can, self.is_chosen(name, can[0])) for can in self.said["cans"]],
            )
            for name in ("before", "after")
            if self.survey.skill
        ]

    def is_chosen(self, name, value):
        return self[name].value() == str(int(value))

    @property
    def is_late(self):
        """Closed while it was being filled in."""
        return self.is_bound and self.has_error(NON_FIELD_ERRORS, "shut")

    def save(self):
        """False when the action refuses; counted already is counted."""
        try:
            actions.answer(
                survey=self.survey,
                language=self.language,
                today=timezone.localdate(),
                **self.cleaned_data,
            )
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
