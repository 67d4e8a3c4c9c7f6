"""How the people of the directory are searched, and what is written of them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import contacts as actions
from partnerships.forms.base import ActingForm, DateField, Finder, PhoneField, beside
from partnerships.models import Contact, KnowledgeNote, Party, Structure, Tenure, Territory

# What people answer when asked what they do: proposed while one types (PAR-033, PAR-038, PAR-039).
FUNCTIONS = [
    *(_("directrice"), _("directeur"), _("directrice adjointe"), _("directeur adjoint")),
    *(_("principale"), _("principal"), _("principal adjoint"), _("CPE"), _("enseignante")),
    *(_("enseignant"), _("coordonnatrice REP"), _("coordonnateur REP"), _("psychologue scolaire")),
    *(_("assistante sociale"), _("infirmière scolaire"), _("gardienne"), _("gardien")),
    *(_("responsable du périscolaire"), _("inspectrice"), _("inspecteur"), _("chef de service")),
    *(_("éducatrice spécialisée"), _("éducateur spécialisé"), _("coordination"), _("animation")),
    *(_("élue"), _("élu"), _("chargée de mission"), _("chargé de mission"), _("déléguée")),
]
OFFERED = {"list": "fonctions", "autocomplete": "off"}


class ContactFinder(Finder):
    kind = forms.ChoiceField(
        label=_("Nature de la structure"),
        required=False,
        choices=[("", _("toutes")), *Structure.Kind.choices],
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Quartier ou QPV"), required=False, empty_label=_("tous")
    )
    is_key = forms.BooleanField(label=_("Seulement les personnes clés"), required=False)
    is_partner = forms.BooleanField(label=_("Seulement chez nos partenaires"), required=False)
    has_left = forms.BooleanField(label=_("Aussi les personnes parties"), required=False)

    def prepare(self):
        peopled = Territory.objects.filter(structures__tenures__isnull=False).distinct()
        self.fields["territory"].queryset = peopled.order_by("sort_key", "pk")

    def filter(self, contacts):
        wanted = self.cleaned_data
        if not wanted.get("has_left"):
            contacts = contacts.at_work()
        if tenures := self.tenures():
            contacts = contacts.filter(pk__in=tenures.values("contact"))
        return contacts.search(self.folded)

    def tenures(self):
        """The functions of today that these filters keep; None without any such filter."""
        wanted, tenures = self.cleaned_data, Tenure.objects.unended()
        asked = {
            "structure__kind": wanted.get("kind"),
            "structure__territories": wanted.get("territory"),
            "is_key_person": wanted.get("is_key"),
        }
        asked = {name: value for name, value in asked.items() if value}
        if wanted.get("is_partner"):
            asked["structure__in"] = Party.objects.partners_of(self.user)
        return tenures.filter(**asked) if asked else None


class ContactForm(ActingForm, forms.ModelForm):
    class Meta:
        model = Contact
        fields = [
            *("first_name", "last_name", "phone", "other_phone"),
            *("email", "reach_note", "introduced_by"),
        ]
        field_classes = {"phone": PhoneField, "other_phone": PhoneField}
        help_texts = {"reach_note": _("Entre 8 h et 8 h 30, par le secrétariat…")}

    def layout(self):
        return Layout(beside("first_name", "last_name"), *self.ways())

    def ways(self):
        return [
            beside("phone", "other_phone"),
            "email",
            "reach_note",
            "introduced_by",
        ]

    def act(self):
        return actions.change_contact(contact=self.instance, values=self.values(), by=self.user)


class NewContactForm(ContactForm):
    """A person, and the function by which one knows them."""

    function = forms.CharField(
        label=_("Fonction"), max_length=120, widget=forms.TextInput(attrs=OFFERED)
    )
    is_key_person = forms.BooleanField(label=_("Personne clé : à appeler d’abord"), required=False)
    time = forms.ChoiceField(
        label=_("Temps"), required=False, choices=[("", _("non dit")), *Tenure.Time.choices]
    )
    starts_on = DateField(label=_("Dans cette fonction depuis"), initial=timezone.localdate)

    def __init__(self, *args, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.structure = structure

    def layout(self):
        return Layout(
            beside("first_name", "last_name"),
            "function",
            "is_key_person",
            beside("starts_on", "time"),
            Fieldset(_("Comment la joindre"), *self.ways()),
        )

    def namesakes(self):
        """Those of the same name, whom one may mean."""
        first, last = (self.cleaned_data.get(name, "") for name in ("first_name", "last_name"))
        return Contact.objects.visible_to(self.user).namesakes(first, last).with_tenures()[:5]

    def act(self):
        wanted = {name: self.cleaned_data[name] for name in TenureForm.Meta.fields}
        tenure = Tenure(structure=self.structure, **wanted)
        return actions.add_contact(contact=self.instance, tenure=tenure, by=self.user)


class TenureForm(ActingForm, forms.ModelForm):
    """A function somebody holds; its end is corrected once there is one."""

    mended_by = {
        "tenure_once_at_a_time": "function",
        "tenure_ends_after_it_starts": "ends_on",
        "tenure_ended_with_a_reason": "end_reason",
    }

    class Meta:
        model = Tenure
        fields = ["function", "is_key_person", "time", "starts_on"]
        labels = {"is_key_person": _("Personne clé : à appeler d’abord")}
        field_classes = {"starts_on": DateField}
        widgets = {"function": forms.TextInput(attrs=OFFERED)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = [("", _("non dit")), *Tenure.Time.choices]

    def layout(self):
        return Layout(
            "function", "is_key_person", beside("starts_on", "time"), *self.present(*ENDING)
        )

    def act(self):
        if self.instance.pk:
            return actions.change_tenure(tenure=self.instance, values=self.values(), by=self.user)
        return actions.add_tenure(tenure=self.instance, by=self.user)


ENDING = ["ends_on", "end_reason"]


class EndedTenureForm(TenureForm):
    """Emptying both puts the person back; their threads are named again."""

    class Meta(TenureForm.Meta):
        fields = [*TenureForm.Meta.fields, *ENDING]
        field_classes = {"starts_on": DateField, "ends_on": DateField}


class KnowledgeNoteForm(ActingForm, forms.ModelForm):
    class Meta:
        model = KnowledgeNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"class": "ruled", "rows": 4})}
        help_texts = {"text": _("Des faits utiles avant de proposer ; personne de nommé.")}

    def __init__(self, *args, structure, aspect, **kwargs):
        super().__init__(*args, **kwargs)
        self.structure, self.aspect = structure, aspect
        self.fields["text"].required = False

    def act(self):
        """The structure: an empty text leaves no note to answer."""
        actions.write_knowledge(
            structure=self.structure,
            aspect=self.aspect,
            text=self.cleaned_data["text"],
            by=self.user,
        )
        return self.structure
