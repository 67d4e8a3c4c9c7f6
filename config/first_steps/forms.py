"""The forms of the first steps: short ones, over the actions that already exist."""

from crispy_forms.layout import Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from partnerships.actions import directory, partnerships, team
from partnerships.forms.base import ActingForm, PlainForm, beside
from partnerships.models import Membership, Partnership, School, Structure, Territory
from workshops.actions import planning
from workshops.forms.planning import ProgrammeForm


def coordinate(structure, user):
    """The role begins today, by the way everybody else’s does."""
    invitation, _token = team.invite(
        structure=structure, email=user.email, role=Membership.Role.COORDINATOR, by=user
    )
    team.accept(invitation=invitation, by=user)


class Mine(forms.Form):
    is_mine = forms.BooleanField(
        label=_("Je coordonne moi-même cette structure"),
        required=False,
        initial=True,
        help_text=_(
            "Vous verrez ses familles. Décochez si vous ne vous occupez que de la technique."
        ),
    )


class ChosenForm(Mine, PlainForm):
    """One of the directory."""

    structure = forms.ModelChoiceField(Structure.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = Structure.objects.visible_to(self.user).exclude(kind=Structure.Kind.SCHOOL)
        self.fields["structure"].queryset = known

    @transaction.atomic
    def act(self):
        chosen = directory.change_structure(
            structure=self.cleaned_data["structure"], values={}, by=self.user
        )
        if self.cleaned_data["is_mine"]:
            coordinate(chosen, self.user)
        return chosen


class TypedForm(Mine, ActingForm, forms.ModelForm):
    """One that the directory does not know."""

    mended_by = {"structure_once_per_name_and_commune": "name"}

    class Meta:
        model = Structure
        fields = ["kind", "name", "commune", "postal_code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [each for each in Structure.Kind.choices if each[0] != Structure.Kind.SCHOOL]
        self.fields["kind"].choices = kinds
        self.fields["commune"].required = True

    def layout(self):
        return Layout("kind", "name", beside("postal_code", "commune"), "is_mine")

    @transaction.atomic
    def act(self):
        structure = directory.add_structure(structure=self.instance, by=self.user)
        if self.cleaned_data["is_mine"]:
            coordinate(structure, self.user)
        return structure


class TerritoryForm(ActingForm, forms.ModelForm):
    """Where it works, and when the schools around are closed."""

    class Meta:
        model = Structure
        fields = ["holiday_zone", "commune_code", "territories"]
        labels = {"territories": _("Quartiers où elle travaille")}
        help_texts = {
            "holiday_zone": _("Aucune séance ne tombera par erreur pendant les vacances."),
            "commune_code": _("Cinq chiffres, pas le code postal. Facultatif : il sert aux QPV."),
        }
        widgets = {"territories": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holiday_zone"].required = True
        if not self.instance.holiday_zone:
            self.initial["holiday_zone"] = self.zone_around()
        near = Territory.objects.around([self.instance]).order_by("kind", "name", "pk")
        self.fields["territories"].queryset = near
        if not near.exists():
            del self.fields["territories"]

    def zone_around(self):
        """That of a neighbour of the directory; nothing rather than a wrong one."""
        town = Structure.objects.filter(commune=self.instance.commune).exclude(holiday_zone="")
        return town.order_by("pk").values_list("holiday_zone", flat=True).first() or ""

    def values(self):
        """Every answer: the zone that was proposed counts once it is sent."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def act(self):
        return directory.change_structure(
            structure=self.instance, values=self.values(), by=self.user
        )


class FirstProgrammeForm(ProgrammeForm):
    """A programme in four answers, and the school one leads it with."""

    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("L’école avec qui le mener"),
        required=False,
        empty_label=_("plus tard"),
        help_text=_("Un partenariat s’ouvre avec elle ; vous direz ensuite qui en tient le fil."),
    )

    class Meta(ProgrammeForm.Meta):
        fields = ["lead", "title", "starts_on", "ends_on", "scheme", "partnerships"]

    def __init__(self, *args, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.lead = structure
        # Said by the step before, and by the school.
        for name in ("lead", "partnerships"):
            self.fields.pop(name, None)
        schools = School.objects.visible_to(self.user).open().in_communes_of([structure])
        self.fields["school"].queryset = schools.in_name_order()
        if not schools.exists():
            del self.fields["school"]

    def layout(self):
        return Layout("title", beside("starts_on", "ends_on"), "scheme", *self.present("school"))

    @transaction.atomic
    def act(self):
        school = self.cleaned_data.get("school")
        tables = [self.open_with(school)] if school else []
        return planning.create_programme(programme=self.instance, partnerships=tables, by=self.user)

    def open_with(self, school):
        names = {"school": school, "structure": self.instance.lead}
        return partnerships.open_partnership(
            partnership=Partnership(
                name=_gettext("%(school)s et %(structure)s") % names,
                stage=Partnership.Stage.BUILDING,
                starts_on=timezone.localdate(),
            ),
            structures=[self.instance.lead, school.structure],
            by=self.user,
        )
