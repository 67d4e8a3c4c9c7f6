"""How the directory is searched, and what a structure corrects of its own page."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from partnerships.actions import directory as actions
from partnerships.forms.base import ActingForm, Finder, PhoneField, beside
from partnerships.models import Party, School, Structure, Term, Territory
from partnerships.validators import UAI, fold, normalise_uai

ANY = [("", _("toutes"))]


class StructureFinder(Finder):
    kind = forms.ChoiceField(
        label=_("Nature"), required=False, choices=[*ANY, *Structure.Kind.choices]
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Quartier ou QPV"), required=False, empty_label=_("tous")
    )
    is_partner = forms.BooleanField(label=_("Seulement nos partenaires"), required=False)

    def prepare(self):
        holding = Territory.structures.through.objects.filter(territory=OuterRef("pk"))
        self.fields["territory"].queryset = Territory.objects.filter(
            Exists(holding), kind__in=[Territory.Kind.NEIGHBOURHOOD, Territory.Kind.QPV]
        ).order_by("sort_key", "pk")

    def filter(self, structures):
        wanted = self.cleaned_data
        if kind := wanted.get("kind"):
            structures = structures.filter(kind=kind)
        if territory := wanted.get("territory"):
            structures = structures.filter(territories=territory)
        return self.near(structures)

    def near(self, structures):
        """By code when a UAI is typed, else by words; then only those one works with."""
        code = normalise_uai(self.text)
        if UAI.fullmatch(code):
            structures = structures.filter(school__uai=code)
        else:
            structures = structures.search(self.folded)
        if self.cleaned_data.get("is_partner"):
            structures = structures.filter(pk__in=Party.objects.partners_of(self.user))
        return structures


class SchoolFinder(StructureFinder):
    kind = None
    territory = None
    level = forms.ChoiceField(
        label=_("Niveau"), required=False, choices=[("", _("tous")), *School.Level.choices]
    )
    sector = forms.ChoiceField(
        label=_("Secteur"), required=False, choices=[("", _("tous")), *School.Sector.choices]
    )
    network = forms.ChoiceField(
        label=_("Éducation prioritaire"),
        required=False,
        choices=[("", _("toutes")), ("any", _("REP ou REP+")), *School.Network.choices],
    )
    field_order = ["q", "level", "sector", "network", "is_partner"]

    def prepare(self):
        """Every choice is known."""

    def filter(self, structures):
        wanted = self.cleaned_data
        structures = structures.filter(school__is_open=True)
        if level := wanted.get("level"):
            structures = structures.filter(school__level=level)
        if sector := wanted.get("sector"):
            structures = structures.filter(school__sector=sector)
        if network := wanted.get("network"):
            networks = School.Network.values if network == "any" else [network]
            structures = structures.filter(school__priority_network__in=networks)
        return self.near(structures)


class PlacedForm(ActingForm):
    """For what is a service of another, or belongs to networks (PAR-004, PAR-010, PAR-018)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Structure.objects.visible_to(self.user).exclude(pk=self.instance.pk)
        self.fields["part_of"].queryset = others.wholes().in_name_order()
        self.fields["part_of"].empty_label = _("non, elle est seule")
        self.fields["networks"].queryset = others.networks().in_name_order()
        if self.instance.as_school:
            del self.fields["part_of"]
        if not self.fields["networks"].queryset.exists():
            del self.fields["networks"]


class StructureForm(PlacedForm, forms.ModelForm):
    mended_by = {
        "structure_once_per_siret": "siret",
        "structure_once_per_name_and_commune": "name",
    }

    class Meta:
        model = Structure
        fields = [
            "name",
            "acronym",
            "phone",
            "email",
            "website",
            "address",
            "postal_code",
            "commune",
            "mission",
            "part_of",
            "networks",
            "themes",
            "territories",
            "siret",
            "rna",
            "created_in",
        ]
        field_classes = {"phone": PhoneField}
        widgets = {
            "networks": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
            "territories": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Term.objects.of(Term.Vocabulary.THEME)
        near = Territory.objects.around([self.instance]).order_by("kind", "sort_key", "pk")
        self.fields["territories"].queryset = near
        if not near.exists():
            del self.fields["territories"]

    def layout(self):
        return Layout(
            Fieldset(
                _("Qui appeler"),
                beside("name", "acronym"),
                beside("phone", "email"),
                "website",
                "address",
                beside("postal_code", "commune"),
            ),
            Fieldset(
                _("Ce que fait la structure"),
                "mission",
                *self.present("part_of"),
                *self.folded("networks", "themes", "territories"),
            ),
            Fieldset(_("Pour les dossiers"), beside("siret", "rna", "created_in")),
        )

    def act(self):
        return actions.change_structure(structure=self.instance, values=self.values(), by=self.user)


class NewStructureForm(PlacedForm, forms.ModelForm):
    """A partner that the directory does not know; who resembles it is shown before it is added."""

    mended_by = {"structure_once_per_name_and_commune": "name"}
    is_another = forms.BooleanField(
        label=_("Ce n’est aucune d’elles"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Structure
        fields = ["kind", "name", "acronym", "commune", "postal_code", "address"]
        fields += ["phone", "email", "website", "holiday_zone", "part_of", "networks"]
        field_classes = {"phone": PhoneField}
        widgets = {"networks": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Schools come from the national directory, with their code.
        kinds = [each for each in Structure.Kind.choices if each[0] != Structure.Kind.SCHOOL]
        self.fields["kind"].choices = [("", _("à choisir")), *kinds]
        self.alike = []

    def clean(self):
        """Asks once when the directory knows something like it."""
        super().clean()
        name = self.cleaned_data.get("name", "")
        if name and not self.cleaned_data["is_another"]:
            known = Structure.objects.visible_to(self.user).search(fold(name))
            self.alike = list(known.with_school().in_name_order()[:5])
            if self.alike:
                self.fields["is_another"].widget = forms.CheckboxInput()
                self.add_error(
                    "is_another",
                    _("L’annuaire connaît déjà ces structures : est-ce l’une d’elles ?"),
                )

    def layout(self):
        told = [name for name in self.fields if name not in ("is_another", "networks")]
        return Layout("is_another", *told, *self.folded("networks"))

    def act(self):
        return actions.add_structure(
            structure=self.instance, networks=self.cleaned_data.get("networks", ()), by=self.user
        )


class KnowledgeForm(ActingForm, forms.ModelForm):
    class Meta:
        model = School
        fields = ["ways_of_working", "constraints_to_know", "meeting_slots"]
        help_texts = {
            "ways_of_working": _("Qui décide, comment l’école aime être prévenue."),
            "constraints_to_know": _("Accès, sécurité, périodes chargées."),
            "meeting_slots": _("Quand appeler, quand passer."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs = {"class": "ruled", "rows": 3}

    def act(self):
        return actions.change_knowledge(school=self.instance, values=self.values(), by=self.user)
