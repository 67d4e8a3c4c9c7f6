"""What one says to close, reopen, cancel or move a session."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.french import day, when
from partnerships.models import School
from workshops import clashes
from workshops.actions import following, sessions
from workshops.clashes import Slot
from workshops.models import Attendance, Module, Session
from workshops.series import refuse_too_far

# This session alone, or those that follow it too.
ONE, REST = "one", "rest"


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


class FollowedForm(SessionForm):
    """For one session, or for it and those that follow, which the page lists.

    What was listed comes back with the answer: nothing is done to a session nobody read of.
    """

    def __init__(self, *args, session, others, **kwargs):
        super().__init__(*args, session=session, **kwargs)
        self.others = others
        if others:
            self.fields["scope"] = forms.ChoiceField(
                label=_("Pour"),
                choices=[(ONE, _("cette séance seulement")), (REST, self.rest())],
                initial=ONE,
                widget=forms.RadioSelect,
                help_text=self.days(),
            )
            self.order_fields(["scope"])

    def rest(self):
        words = ngettext(
            "celle-ci et la suivante, %(day)s",
            "celle-ci et les %(count)d suivantes, jusqu’au %(day)s",
            len(self.others),
        )
        return words % {"count": len(self.others), "day": when(self.others[-1].date)}

    def days(self):
        """Every date that follows, so that nothing is done unread."""
        listed = ", ".join(day(other.date) for other in self.others)
        return _("Ensuite : %(days)s.") % {"days": listed}

    @property
    def listed(self):
        return ",".join(str(other.pk) for other in self.others)

    @property
    def is_read(self):
        """Whether the list was shown as it stands."""
        return self.data.get("listed") == self.listed

    @property
    def chosen(self):
        """The sessions that follow, when they were asked for."""
        return self.others if self.cleaned_data.get("scope") == REST else []

    def clean(self):
        cleaned = super().clean()
        if self.must_be_read and cleaned.get("scope") == REST and not self.is_read:
            raise ValidationError(
                _("La liste des séances qui suivent a changé : relisez-la, puis confirmez.")
            )
        return cleaned

    must_be_read = True


class ReopenForm(FollowedForm, ReasonForm):
    def act(self):
        return following.reopen(
            session=self.session,
            others=self.chosen,
            reason=self.cleaned_data["reason"],
            by=self.user,
        )


class CancelForm(FollowedForm, ReasonForm):
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=200,
        help_text=_("Vos partenaires lisent ce motif : grève, salle fermée, animatrice absente…"),
    )

    def act(self):
        return following.cancel(
            session=self.session,
            others=self.chosen,
            reason=self.cleaned_data["reason"],
            by=self.user,
        )


class CloseForm(SessionForm):
    others = forms.ChoiceField(choices=Attendance.Status.choices, required=False)

    def act(self):
        return sessions.close(
            session=self.session, others=self.cleaned_data["others"], by=self.user
        )


class MoveForm(FollowedForm):
    """When others move too, each new place is shown before anything is written."""

    must_be_read = False

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
        initial = vars(following.place_of(session))
        super().__init__(*args, session=session, initial=initial, **kwargs)
        workshop = session.workshop
        self.fields["module"].queryset = Module.objects.filter(pathway=workshop.pathway_id)
        self.fields["school"].queryset = (
            School.objects.filter(Q(workshops=workshop) | Q(sessions=session))
            .select_related("structure")
            .order_by("structure__search_key", "pk")
            .distinct()
        )
        if workshop.pathway_id is None:
            del self.fields["module"]
        if session.status != Session.Status.HELD:
            del self.fields["reason"]
        self.helper.layout = Layout(
            "date",
            Row(Column("starts_at", css_class="col-6"), Column("ends_at", css_class="col-6")),
            *(
                name
                for name in ("place", "module", "school", "reason", "scope")
                if name in self.fields
            ),
        )

    def clean_date(self):
        refuse_too_far(self.cleaned_data["date"])
        return self.cleaned_data["date"]

    @property
    def to(self):
        given = self.cleaned_data
        kept = vars(following.place_of(self.session))
        return sessions.Place(**{name: given.get(name, kept[name]) for name in kept})

    @property
    def waits(self):
        """Whether each new place is still to be shown."""
        return bool(self.chosen) and not self.is_read

    def moves(self):
        """[(a session, where it would go, what it would run into)]."""
        found = following.moves(self.session, self.to, self.chosen)
        slots = [
            Slot(to.date, to.starts_at, to.ends_at, to.place, session) for session, to in found
        ]
        said = clashes.warnings(self.session.workshop, slots, user=self.user, school=self.to.school)
        return [(*move, why) for move, why in zip(found, said, strict=True)]

    def act(self):
        return following.move(
            session=self.session,
            to=self.to,
            others=self.chosen,
            reason=self.cleaned_data.get("reason", ""),
            by=self.user,
        )
