"""What one keeps of the calendar."""

import datetime as dt

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import asked_by_get
from partnerships.models import Partnership, School, Structure
from partnerships.registry import Wanted
from workshops.calendars import Span
from workshops.models import Programme

# Nobody plans before the century, and `date` ends somewhere.
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


class CalendarFilter(forms.Form):
    """By GET; an answer that is refused filters nothing."""

    school = forms.ModelChoiceField(
        School.objects.none(), label=_("École"), required=False, empty_label=_("toutes")
    )
    structure = forms.ModelChoiceField(
        Structure.objects.none(), label=_("Structure"), required=False, empty_label=_("toutes")
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=_("Partenariat"), required=False, empty_label=_("tous")
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("tous")
    )
    view = forms.ChoiceField(
        choices=[("month", ""), ("week", "")], required=False, widget=forms.HiddenInput
    )
    day = forms.DateField(required=False, widget=forms.HiddenInput)

    helper = asked_by_get(*("school", "structure", "partnership", "programme", "view", "day"))

    def __init__(self, data, *, user):
        super().__init__(data)
        mine = user.rights.belongs_to
        tied = Q(partnerships__parties__structure__in=mine) | Q(pk__in=mine)
        places = Structure.objects.visible_to(user).filter(tied)
        self.fields["structure"].queryset = (
            places.exclude(kind=Structure.Kind.SCHOOL).distinct().in_name_order()
        )
        schools = School.objects.filter(structure__in=places.order_by().values("pk"))
        self.fields["school"].queryset = schools.in_name_order()
        partnerships = Partnership.objects.visible_to(user)
        self.fields["partnership"].queryset = partnerships.order_by("sort_key", "pk")
        self.fields["programme"].queryset = Programme.objects.visible_to(user)
        self.is_valid()

    @property
    def span(self):
        day = self.cleaned_data.get("day") or timezone.localdate()
        day = min(max(day, FIRST), LAST)
        return Span(day, is_week=self.cleaned_data.get("view") == "week")

    def wanted(self):
        """Every day shown, those of the weeks that begin or end the month included."""
        days, given = self.span.days, self.cleaned_data
        chosen = {name: given.get(name) for name in ("school", "structure", "partnership")}
        programme = given.get("programme")
        partners = programme.partnerships.values_list("pk", flat=True) if programme else ()
        return Wanted(
            days[0], days[-1], programme=programme, partners=frozenset(partners), **chosen
        )

    def has_changed(self):
        """Turning the pages is not filtering."""
        return bool(set(self.changed_data) - {"view", "day"})
