"""What may be noted of a household; each question says why it is asked, none is added."""

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from families.actions import households as actions
from families.forms.finders import year_choices
from families.lookalikes import lookalikes
from families.models import Family, Parent, Qpv, Schooling
from partnerships.calendar import first_year
from partnerships.forms.base import ActingForm, DateField, PhoneField, beside
from partnerships.models import School, Structure, Term, Territory
from partnerships.validators import fold

FOUND = _("Trouvées")
MOST_FOUND = 40


class ParentForm(ActingForm, forms.ModelForm):
    mended_by = {
        "parent_has_a_first_name_until_forgotten": "first_name",
        "parent_age_said_once": "age_band",
        "parent_birth_year_of_a_living_adult": "birth_year",
    }

    class Meta:
        model = Parent
        fields = [
            "first_name",
            "last_name",
            "phone",
            "email",
            "gender",
            "birth_year",
            "age_band",
            "is_relay",
            "is_left_alone",
        ]
        field_classes = {"phone": PhoneField}
        help_texts = {
            "first_name": _("Il suffit : le nom peut attendre."),
            "phone": _(
                "Pour prévenir d’un changement. Le téléphone ou l’e-mail, si la personne veut."
            ),
            "gender": _("Les financeurs demandent combien de pères viennent, jamais qui."),
            "birth_year": _("L’enquête annuelle des centres sociaux compte par tranche d’âge."),
            "is_relay": _("La personne accepte d’aller vers d’autres parents."),
        }

    def __init__(self, *args, family=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.family = family
        # Those already known under almost that name, and those the sender said it is not.
        self.found = []
        self.ruled_out = set(self.data.get("other_than", "").split(","))
        self.fields["first_name"].required = True
        self.fields["birth_year"].widget.attrs["inputmode"] = "numeric"

    def layout(self):
        return Layout(
            Fieldset(
                _("Qui"),
                beside("first_name", "last_name"),
                # Where the page shows, while one types, who is perhaps already known.
                *([] if self.instance.pk else [Div(css_id="ressemblances", role="status")]),
                beside("phone", "email"),
                "is_relay",
                "is_left_alone",
            ),
            Fieldset(
                _("Pour compter, sans nom"), beside("birth_year", "age_band"), beside("gender")
            ),
        )

    def clean(self):
        cleaned = super().clean()
        self.refuse_nir("first_name", "last_name")
        return cleaned

    def is_somebody_new(self, structure):
        """Nobody of that structure bears almost this name, or the sender said it is not them."""
        name = f"{self.cleaned_data['first_name']} {self.cleaned_data['last_name']}"
        self.found = lookalikes(name=name, structure=structure, user=self.user)
        return {str(like.parent.pk) for like in self.found} <= self.ruled_out

    @property
    def other_than(self):
        return ",".join(str(like.parent.pk) for like in self.found)

    def act(self):
        if self.instance.pk:
            return actions.change_parent(parent=self.instance, values=self.values(), by=self.user)
        return actions.add_parent(family=self.family, parent=self.instance, by=self.user)


class FamilyForm(ActingForm, forms.ModelForm):
    mended_by = {
        "family_qpv_known_with_its_source": "qpv_source",
        "family_names_a_qpv_only_when_it_lives_in_one": "qpv",
        "family_informed_when_and_how": "informed_how",
    }

    class Meta:
        model = Family
        fields = [
            "structure",
            "lives_in_qpv",
            "qpv_source",
            "qpv",
            "neighbourhood",
            "languages",
            "is_interpreter_needed",
            "informed_how",
            "informed_on",
        ]
        field_classes = {"informed_on": DateField}
        widgets = {"languages": forms.CheckboxSelectMultiple}
        help_texts = {
            "lives_in_qpv": _(
                "Le contrat de ville le demande, en nombres. « On ne sait pas » est une bonne "
                "réponse : elle pourra être complétée."
            ),
            "languages": _("Pour traduire une invitation. Jamais l’origine ni la nationalité."),
            "informed_how": _(
                "La famille sait ce qui est noté, pourquoi, et ce qu’elle peut demander."
            ),
            "informed_on": _("Vide : aujourd’hui."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # « on ne sait pas » is an answer: nothing is to be insisted upon.
        self.fields["lives_in_qpv"].required = False
        self.fields["languages"].queryset = Term.objects.of(Term.Vocabulary.LANGUAGE)
        structures = self.structures()
        self.near = list(structures)
        for name, kind in PLACES.items():
            places = (
                Territory.objects.around(self.near).filter(kind=kind).order_by("sort_key", "pk")
            )
            self.fields[name].queryset = places
        for name in self.useless():
            del self.fields[name]

    def structures(self):
        """Where the household may be registered; once registered it does not move."""
        if self.instance.pk:
            return [self.instance.structure]
        structures = Structure.objects.worked_in_by(self.user).in_name_order()
        self.fields["structure"].queryset = structures
        return structures

    def useless(self):
        """Questions that have one answer, or none to choose from."""
        if len(self.near) == 1:
            yield "structure"
            if not self.instance.pk:
                self.instance.structure = self.near[0]
        yield from (
            name for name in (*PLACES, "languages") if not self.fields[name].queryset.exists()
        )

    def layout(self):
        return Layout(
            Fieldset(
                _("Le foyer"),
                *self.present("structure"),
                beside("lives_in_qpv", "qpv_source"),
                *self.present("qpv", "neighbourhood"),
                *self.folded("languages"),
                "is_interpreter_needed",
            ),
            Fieldset(_("L’information donnée"), beside("informed_how", "informed_on")),
        )

    def clean(self):
        cleaned = super().clean()
        cleaned["lives_in_qpv"] = cleaned.get("lives_in_qpv") or Qpv.UNKNOWN
        if cleaned["lives_in_qpv"] == Qpv.UNKNOWN:
            cleaned["qpv_source"] = ""
        is_dated = cleaned.get("informed_on") or "informed_on" in self.errors
        if cleaned.get("informed_how") and not is_dated:
            cleaned["informed_on"] = timezone.localdate()
        return cleaned

    def values(self):
        """What changed, whether typed or filled in by clean()."""
        completed = {
            name: self.cleaned_data[name]
            for name in ("qpv_source", "informed_on")
            if self.cleaned_data[name] != self.initial.get(name)
        }
        return super().values() | completed

    def act(self):
        """How many past presences it completed."""
        return actions.change_family(family=self.instance, values=self.values(), by=self.user)


PLACES = {"qpv": Territory.Kind.QPV, "neighbourhood": Territory.Kind.NEIGHBOURHOOD}


class SchoolingForm(ActingForm, forms.ModelForm):
    mended_by = {
        "schooling_once_per_school_and_level": "level",
        "schooling_of_at_least_one_child": "children",
    }

    class Meta:
        model = Schooling
        fields = ["school", "level", "children", "school_year"]
        help_texts = {
            "school": _("Pour dire quelles écoles l’action touche : l’école, jamais la classe."),
            "children": _("Combien, jamais qui : aucun prénom d’enfant n’est noté."),
        }

    def __init__(self, *args, near, family=None, text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.family = family
        if family:
            self.instance.family = family
        this_year = first_year(timezone.localdate())
        self.fields["school"].queryset = School.objects.open()
        groups = list(school_choices(near, text))
        self.fields["school"].choices = [("", "---------"), *groups]
        if text:
            self.fields["school"].help_text = how_many(groups, text)
        self.fields["school_year"] = forms.TypedChoiceField(
            label=self.fields["school_year"].label,
            choices=year_choices(this_year - 1, this_year + 1),
            initial=this_year,
            coerce=int,
        )

    def layout(self):
        return Layout(
            Fieldset(
                _("Les enfants à l’école"), "school", beside("level", "children", "school_year")
            )
        )

    def act(self):
        return actions.add_schooling(family=self.family, schooling=self.instance, by=self.user)


def school_choices(structures, text=""):
    """Partner schools first, then those of the commune, then what was looked for elsewhere."""
    schools = School.objects.open().in_name_order()
    groups = [
        (_("Écoles partenaires"), schools.partners_of(structures)),
        (_("Dans la commune"), schools.in_communes_of(structures)),
    ]
    if text:
        groups.insert(0, (FOUND, schools.search(fold(text))[:MOST_FOUND]))
    seen = set()
    for title, found in groups:
        options = [(school.pk, named(school)) for school in found if school.pk not in seen]
        seen.update(pk for pk, _name in options)
        if options:
            yield title, options


def how_many(groups, text):
    """What the search of a school gave; what it found comes first."""
    found = [options for title, options in groups if title == FOUND]
    if not found:
        return _("Aucun établissement ne correspond à « %(text)s ».") % {"text": text}
    sentence = ngettext(
        "%(count)s établissement trouvé, en tête de la liste.",
        "%(count)s établissements trouvés, en tête de la liste.",
        len(found[0]),
    )
    return sentence % {"count": len(found[0])}


def named(school):
    commune = school.structure.commune
    return f"{school} ({commune})" if commune else str(school)


class Arrival:
    """Somebody comes for the first time: a parent, their household, their children’s school.

    Three forms sent as one. Those who bear almost the same name are shown first, and only a
    clear « c’est une autre personne » registers the newcomer.
    """

    def __init__(self, data=None, *, user, name=""):
        first, _space, last = name.partition(" ")
        self.user = user
        self.parent = ParentForm(data, user=user, initial={"first_name": first, "last_name": last})
        self.family = FamilyForm(data, user=user)
        self.schooling = SchoolingForm(
            data,
            user=user,
            near=self.family.near,
            empty_permitted=True,
            use_required_attribute=False,
        )
        self.schooling.fields["school"].help_text = _(
            "L’école, jamais la classe. Elle n’est pas dans la liste ? Enregistrez sans elle : "
            "vous la chercherez ensuite depuis la fiche."
        )

    @property
    def forms(self):
        return [self.parent, self.schooling, self.family]

    def is_valid(self):
        """True once the three forms are right and nobody unseen bears almost the same name."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid) and self.parent.is_somebody_new(self.family.instance.structure)

    def save(self):
        """The parent; None when an action refuses, its reason then among the errors."""
        try:
            return actions.register_family(
                family=self.family.instance,
                parent=self.parent.instance,
                languages=self.family.cleaned_data.get("languages", ()),
                schooling=self.schooling.instance if self.schooling.has_changed() else None,
                by=self.user,
            )
        except ValidationError as refusal:
            self.parent.refuse(refusal)
