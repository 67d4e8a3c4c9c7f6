"""When a workshop is to meet, one session at a time."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.forms.base import ActingForm, DateField, PlainForm
from partnerships.models import School
from workshops.actions import again, schedule
from workshops.forms.fields import HourInput
from workshops.models import Module, Session

NEXT_DAY = _("Une fin avant le début se termine le lendemain : 22 h – 0 h 30.")


class ModuleField(forms.ModelChoiceField):
    def label_from_instance(self, module):
        return f"{module.order}. {module}"


def schools_of(workshop):
    """Those it is planned with, else those of the programme's partnerships."""
    known = School.objects.filter(workshops=workshop)
    if not known.exists():
        known = School.objects.filter(
            structure__parties__partnership__programmes=workshop.programme
        )
    return known.distinct().in_name_order()


class SessionForm(ActingForm, forms.ModelForm):
    mended_by = {"session_lasts": "ends_at"}

    module = ModuleField(
        Module.objects.none(), label=_("Module"), required=False, empty_label=_("sans module")
    )

    class Meta:
        model = Session
        fields = ["date", "starts_at", "ends_at", "place", "module", "school"]
        field_classes = {"date": DateField}
        widgets = {"starts_at": HourInput(), "ends_at": HourInput()}
        help_texts = {"ends_at": NEXT_DAY}

    def __init__(self, *args, workshop, initial=None, **kwargs):
        initial = initial or vars(schedule.usual(workshop))
        super().__init__(*args, initial=initial, **kwargs)
        self.instance.workshop = workshop
        self.fields["module"].queryset = Module.objects.filter(
            pathway=workshop.pathway_id
        ).order_by("order")
        self.fields["school"].queryset = schools_of(workshop)
        self.fields["school"].empty_label = _("aucune en particulier")
        for name in ("module", "school"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def layout(self):
        return Layout("date", hours(), *self.present("place", "module", "school"))

    def act(self):
        return schedule.create_session(session=self.instance, by=self.user)


class RepeatForm(SessionForm):
    """The same session another day, and who is expected at it by name."""

    people = forms.ModelMultipleChoiceField(
        Parent.objects.none(),
        label=_("Qui est attendu"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Venus la dernière fois. Qui ne vient pas n’est pas compté absent."),
    )

    def __init__(self, *args, like, **kwargs):
        initial = vars(again.like(like)) | {"date": again.next_day(like)}
        super().__init__(*args, workshop=like.workshop, initial=initial, **kwargs)
        self.like = like
        self.fields["date"].help_text = _("La prochaine libre, hors vacances et jours fériés.")
        known = again.came(like)
        self.fields["people"].queryset = known
        self.initial["people"] = list(known)
        if not self.initial["people"]:
            del self.fields["people"]

    def layout(self):
        return Layout(*super().layout(), *self.present("people"))

    def act(self):
        people = self.cleaned_data.get("people", ())
        return again.repeat(session=self.instance, like=self.like, people=people, by=self.user)


def hours():
    return Row(Column("starts_at", css_class="col-6"), Column("ends_at", css_class="col-6"))


class DeletionForm(PlainForm):
    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def act(self):
        schedule.delete_session(session=self.session, by=self.user)
        return True
