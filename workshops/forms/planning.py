"""What one says of a programme, a workshop, and who runs it."""

import datetime as dt

from crispy_forms.layout import Fieldset, Layout
from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.calendar import school_year, school_year_bounds
from partnerships.forms.base import ActingForm, DateField, PlainForm, beside
from partnerships.models import Membership, Partnership, School, Structure, Term
from workshops import parties
from workshops.actions import planning
from workshops.models import Pathway, Programme, Workshop

RULED = {"class": "ruled", "rows": 3}
A_DAY = dt.timedelta(days=1)


class ProgrammeForm(ActingForm, forms.ModelForm):
    mended_by = {
        "programme_ends_after_it_starts": "ends_on",
        "programme_once_per_season": "title",
    }

    class Meta:
        model = Programme
        fields = [
            "lead",
            "title",
            "starts_on",
            "ends_on",
            "scheme",
            "addressed_to",
            "description",
            "diagnosis",
            "partnerships",
        ]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {
            "partnerships": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs=RULED),
            "diagnosis": forms.Textarea(attrs=RULED),
        }
        help_texts = {
            "title": _("Comme vous le dites entre vous et aux financeurs."),
            "partnerships": _("Leurs membres verront les séances et les nombres, jamais un nom."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["scheme"].queryset = Term.objects.of(Term.Vocabulary.SCHEME)
        self.fields["partnerships"].queryset = self.known_partnerships()
        if not self.fields["partnerships"].queryset.exists():
            del self.fields["partnerships"]
        leads = Structure.objects.writable_by(user).in_name_order()
        self.fields["lead"].queryset = leads
        if self.instance.pk:
            del self.fields["lead"]
        elif len(leads) == 1:
            self.instance.lead = leads[0]
            del self.fields["lead"]
        if not self.instance.pk:
            first, last = school_year_bounds(school_year(timezone.localdate()))
            self.initial = {"starts_on": first, "ends_on": last} | self.initial

    def known_partnerships(self):
        """Theirs, and those the programme already has, whoever may see them."""
        known = Q(pk__in=Partnership.objects.visible_to(self.user).values("pk"))
        if self.instance.pk:
            known |= Q(programmes=self.instance)
        return Partnership.objects.filter(known).distinct()

    def layout(self):
        return Layout(
            Fieldset(
                _("La saison"),
                *self.present("lead"),
                "title",
                beside("starts_on", "ends_on"),
                "scheme",
            ),
            Fieldset(
                _("Le projet"),
                "addressed_to",
                "description",
                "diagnosis",
                *self.folded("partnerships"),
            ),
        )

    def act(self):
        if self.instance.pk:
            return planning.change_programme(
                programme=self.instance, values=self.values(), by=self.user
            )
        return planning.create_programme(
            programme=self.instance,
            partnerships=self.cleaned_data.get("partnerships", ()),
            by=self.user,
        )


class SeasonForm(PlainForm):
    """The next season of a programme, and the workshops that go on."""

    title = forms.CharField(label=_("Titre"), max_length=200)
    starts_on = DateField(label=_("Du"))
    ends_on = DateField(label=_("Au"))
    workshops = forms.ModelMultipleChoiceField(
        Workshop.objects.none(),
        label=_("Ateliers qui continuent"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leur plan et leur équipe sont repris ; ni les séances, ni les inscriptions."),
    )

    def __init__(self, *args, programme, **kwargs):
        workshops = programme.workshops.order_by("pk")
        # As long as this one, in months, and right after it.
        first = programme.ends_on + A_DAY
        initial = {
            "title": programme.title,
            "starts_on": first,
            "ends_on": first + relativedelta(first, programme.starts_on) - A_DAY,
            "workshops": workshops.exclude(format=Workshop.Format.COHORT),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.programme = programme
        self.fields["workshops"].queryset = workshops
        if not workshops:
            del self.fields["workshops"]

    def layout(self):
        names = [name for name in self.fields if name not in {"starts_on", "ends_on"}]
        return Layout(names[0], beside("starts_on", "ends_on"), *names[1:])

    def act(self):
        return planning.renew_programme(programme=self.programme, by=self.user, **self.cleaned_data)


class WorkshopForm(ActingForm, forms.ModelForm):
    mended_by = {
        "workshop_once_per_programme": "title",
        "workshop_is_a_cohort_when_it_follows_a_pathway": "pathway",
    }

    class Meta:
        model = Workshop
        fields = [
            "title",
            "format",
            "pathway",
            "objective",
            "themes",
            "initiative",
            "host",
            "place",
            "schools",
            "capacity",
        ]
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "schools": forms.CheckboxSelectMultiple,
            "objective": forms.Textarea(attrs=RULED),
        }
        help_texts = {
            "pathway": _("Seulement pour un parcours en groupe : il en suit les modules."),
            "place": _("Proposé à chaque nouvelle séance."),
            "capacity": _("Au-delà, la page prévient ; personne n’est refusé."),
        }

    def __init__(self, *args, programme, example=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = self.instance.programme = programme
        if example:
            self.initial = inspired_by(example) | self.initial
        hosting = {"hosted_workshops": self.instance} if self.instance.pk else {}
        schools = Q(structure__parties__partnership__programmes=programme)
        if self.instance.pk:
            schools |= Q(workshops=self.instance)
        self.fields["host"].queryset = parties.around(programme, **hosting)
        self.fields["schools"].queryset = School.objects.filter(schools).distinct().in_name_order()
        self.fields["themes"].queryset = Term.objects.of(Term.Vocabulary.THEME)
        self.fields["pathway"].queryset = Pathway.objects.filter(structure=programme.lead)
        self.fields["capacity"].widget.attrs["inputmode"] = "numeric"
        if not self.instance.pk:
            self.initial = {"host": programme.lead_id} | self.initial
        for name in ("themes", "schools", "pathway"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def layout(self):
        return Layout(
            Fieldset(_("L’action"), "title", beside("format", *self.present("pathway"))),
            Fieldset(_("Pourquoi"), "objective", "initiative", *self.folded("themes")),
            Fieldset(
                _("Où et pour qui"), beside("host", "place"), "capacity", *self.folded("schools")
            ),
        )

    def act(self):
        if self.instance.pk:
            return planning.change_workshop(
                workshop=self.instance, values=self.values(), by=self.user
            )
        return planning.create_workshop(
            workshop=self.instance,
            themes=self.cleaned_data.get("themes", ()),
            schools=self.cleaned_data.get("schools", ()),
            by=self.user,
        )


class ExampleForm(forms.Form):
    """By GET: which action to begin from, among those kept as examples; a wrong answer is none."""

    comme = forms.ModelChoiceField(
        Workshop.objects.none(),
        label=_("S’inspirer d’un exemple"),
        required=False,
        empty_label=_("aucun : partir de rien"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["comme"].queryset = Workshop.objects.visible_to(user).single().examples()

    @property
    def chosen(self):
        return self.cleaned_data.get("comme") if self.is_valid() else None

    def offers(self):
        return self.fields["comme"].queryset.exists()


def inspired_by(example):
    """What of an action serves for another one; its place and people are its own."""
    return {
        "title": example.title,
        "format": example.format,
        "pathway": example.pathway_id,
        "objective": example.objective,
        "themes": list(example.themes.values_list("pk", flat=True)),
        "initiative": example.initiative,
        "capacity": example.capacity,
    }


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, membership):
        return f"{membership.user}, {membership.structure}"


class TeamForm(PlainForm):
    """Somebody of the lead structure, or of one of its partners, who runs workshops there."""

    colleague = ColleagueField(Membership.objects.none(), label=_("Qui"))
    is_volunteer = forms.BooleanField(label=_("Bénévole"), required=False)

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        places = parties.around(workshop.programme, pk=workshop.host_id)
        colleagues = Membership.objects.current().filter(structure__in=places).working()
        colleagues = colleagues.exclude(user__in=workshop.team.values("user"))
        self.fields["colleague"].queryset = colleagues.select_related("user", "structure").order_by(
            "user__first_name", "user__last_name", "structure__name", "pk"
        )

    def act(self):
        colleague = self.cleaned_data["colleague"]
        return planning.add_to_team(
            workshop=self.workshop,
            user=colleague.user,
            structure=colleague.structure,
            is_volunteer=self.cleaned_data["is_volunteer"],
            by=self.user,
        )
