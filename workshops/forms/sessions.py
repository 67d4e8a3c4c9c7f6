"""What one says to close, reopen, cancel or move a session."""

import dataclasses

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import School
from workshops.actions import sessions
from workshops.models import Attendance, Module, Session


class SessionForm(forms.Form):
    """What becomes of a session; the action decides, and its refusal is the form's."""

    def __init__(self, *args, session, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.user = user
        self.helper = FormHelper()
        self.helper.form_tag = False

    def save(self):
        """None when the action refuses; its reason is then among the form's errors."""
        try:
            return self.act()
        except ValidationError as refusal:
            self.add_error(None, refusal)


class ReasonForm(SessionForm):
    reason = forms.CharField(label=_("Pourquoi ?"), max_length=200)


class ReopenForm(ReasonForm):
    def act(self):
        return sessions.reopen(
            session=self.session, reason=self.cleaned_data["reason"], by=self.user
        )


class CancelForm(ReasonForm):
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=200,
        help_text=_("Vos partenaires lisent ce motif : grève, salle fermée, animatrice absente…"),
    )

    def act(self):
        return sessions.cancel(
            session=self.session, reason=self.cleaned_data["reason"], by=self.user
        )


class CloseForm(SessionForm):
    others = forms.ChoiceField(choices=Attendance.Status.choices, required=False)

    def act(self):
        return sessions.close(
            session=self.session, others=self.cleaned_data["others"], by=self.user
        )


class MoveForm(SessionForm):
    date = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    starts_at = forms.TimeField(label=_("Début"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ends_at = forms.TimeField(label=_("Fin"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    place = forms.CharField(label=_("Lieu"), max_length=150, required=False)
    module = forms.ModelChoiceField(
        Module.objects.none(), label=_("Module"), required=False, empty_label=_("Sans module")
    )
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("Tenue pour l’école"),
        required=False,
        empty_label=_("Aucune en particulier"),
    )
    reason = forms.CharField(label=_("Pourquoi ?"), max_length=200)

    def __init__(self, *args, session, **kwargs):
        names = [name.name for name in dataclasses.fields(sessions.Place)]
        initial = {name: getattr(session, name) for name in names}
        super().__init__(*args, session=session, initial=initial, **kwargs)
        workshop = session.workshop
        self.fields["module"].queryset = Module.objects.filter(pathway=workshop.pathway_id)
        self.fields["school"].queryset = (
            School.objects.filter(Q(workshops=workshop) | Q(sessions=session))
            .select_related("structure")
            .order_by("structure__name", "pk")
            .distinct()
        )
        if workshop.pathway_id is None:
            del self.fields["module"]
        if session.status != Session.Status.HELD:
            del self.fields["reason"]
        self.helper.layout = Layout(
            "date",
            Row(Column("starts_at", css_class="col-6"), Column("ends_at", css_class="col-6")),
            *(name for name in ("place", "module", "school", "reason") if name in self.fields),
        )

    def act(self):
        answers = dict(self.cleaned_data)
        reason = answers.pop("reason", "")
        to = sessions.Place(**answers)
        return sessions.move(session=self.session, to=to, reason=reason, by=self.user)
