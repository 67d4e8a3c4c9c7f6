"""What one looks for in the lists; the same form feeds the page and its export."""

import datetime as dt

from django import forms
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.calendar import monday_of
from partnerships.forms.base import DateField, asked_by_get
from partnerships.models import School
from workshops import agenda
from workshops.models import Programme, Session, Workshop


class WorkshopFilter(forms.Form):
    title = forms.CharField(label=_("Titre"), required=False, max_length=200)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("tous")
    )
    format = forms.ChoiceField(label=_("Forme"), required=False)
    season = forms.ChoiceField(
        label=_("Saison"),
        required=False,
        choices=[("", _("en cours ou à venir")), ("all", _("toutes, passées comprises"))],
    )
    examples = forms.BooleanField(label=_("seulement les exemples à reprendre"), required=False)

    helper = asked_by_get("title", "programme", "format", "season", "examples")

    def __init__(self, data, *, user):
        super().__init__(data)
        self.today = timezone.localdate()
        self.fields["format"].choices = [("", _("toutes")), *Workshop.Format.choices]
        self.fields["programme"].queryset = Programme.objects.visible_to(user)

    def filter(self, workshops):
        """An answer that is refused filters nothing; the form says why."""
        self.is_valid()
        given = self.cleaned_data
        if programme := given.get("programme"):
            workshops = workshops.filter(programme=programme)
        elif not (given.get("season") or given.get("examples")):
            workshops = workshops.exclude(programme__ends_on__lt=self.today)
        if given.get("examples"):
            workshops = workshops.examples()
        if format := given.get("format"):
            workshops = workshops.filter(format=format)
        if title := given.get("title"):
            workshops = workshops.filter(title__icontains=title)
        return workshops.single()


class SessionFilter(forms.Form):
    class Scope(models.TextChoices):
        MINE = "mine", _("que j’anime")
        WEEK = "week", _("de cette semaine")
        FILL = "fill", _("à remplir")
        ALL = "all", _("toutes")

    scope = forms.ChoiceField(label=_("Séances"), required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("tous")
    )
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(), label=_("Atelier"), required=False, empty_label=_("tous")
    )
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("École"), required=False, empty_label=_("toutes")
    )
    status = forms.ChoiceField(label=_("État"), required=False)
    first = DateField(label=_("À partir du"), required=False)
    last = DateField(label=_("Jusqu’au"), required=False)
    # Where one is in the list: not shown, so that filtering again starts anew.
    later = forms.DateField(required=False)
    earlier = forms.DateField(required=False)

    helper = asked_by_get("scope", "programme", "workshop", "school", "status", "first", "last")

    def __init__(self, data, *, user):
        scopes = self.scopes_of(user)
        super().__init__({"scope": scopes[0]} | data.dict())
        self.user = user
        self.today = timezone.localdate()
        self.fields["scope"].initial = scopes[0]
        self.fields["scope"].choices = [(scope, scope.label) for scope in scopes]
        self.fields["status"].choices = [("", _("tous")), *Session.Status.choices]
        workshops = Workshop.objects.visible_to(user)
        self.fields["programme"].queryset = Programme.objects.visible_to(user)
        self.fields["workshop"].queryset = self.lasting(workshops).order_by("sort_key", "pk")
        self.fields["school"].queryset = (
            School.objects.filter(
                Q(workshops__in=workshops)
                | Q(
                    structure__parties__partnership__programmes__in=Programme.objects.visible_to(
                        user
                    )
                )
            )
            .distinct()
            .in_name_order()
        )

    def lasting(self, workshops):
        """Those of seasons that go on, and the one a link already chose: years add up."""
        chosen = self.data.get("workshop") or ""
        kept = Q(programme__ends_on__gte=self.today)
        if chosen.isdecimal():
            kept |= Q(pk=chosen)
        return workshops.filter(kept)

    def scopes_of(self, user):
        """The first is what they see at first: theirs for who runs workshops, else everything."""
        if user.rights.coordinates:
            return [self.Scope.ALL, self.Scope.MINE, self.Scope.WEEK, self.Scope.FILL]
        if user.rights.facilitates:
            return [self.Scope.MINE, self.Scope.WEEK, self.Scope.FILL, self.Scope.ALL]
        return [self.Scope.ALL, self.Scope.WEEK]

    def filter(self, sessions):
        """An answer that is refused filters nothing; the form says why."""
        self.is_valid()
        given = self.cleaned_data
        sessions = self.within(given.get("scope"), sessions)
        wanted = {
            "workshop__programme": given.get("programme"),
            "workshop": given.get("workshop"),
            "status": given.get("status"),
            "date__gte": given.get("first"),
            "date__lte": given.get("last"),
        }
        sessions = sessions.filter(**{field: value for field, value in wanted.items() if value})
        if school := given.get("school"):
            sessions = sessions.for_school(school)
        return sessions

    def within(self, scope, sessions):
        monday = monday_of(self.today)
        if scope == self.Scope.MINE:
            return sessions.run_by(self.user)
        if scope == self.Scope.WEEK:
            return sessions.between(monday, monday + dt.timedelta(days=6))
        if scope == self.Scope.FILL:
            return sessions.loggable_by(self.user).to_fill(self.today)
        return sessions

    def has_changed(self):
        """Going on through the pages is not filtering."""
        return bool(set(self.changed_data) - {"later", "earlier"})

    def page(self, sessions):
        """The days to show: where one went on to, else from this week on."""
        given = self.cleaned_data
        if earlier := given.get("earlier"):
            return agenda.before_day(sessions, earlier)
        if later := given.get("later"):
            return agenda.from_day(sessions, later)
        is_whole = given.get("scope") == self.Scope.FILL or given.get("first")
        return agenda.from_day(sessions, None if is_whole else monday_of(self.today))
