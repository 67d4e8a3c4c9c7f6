"""What one says of a table to import: which kind, the file, and hours of sessions to create."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import PlainForm, beside
from partnerships.imports import LIMITS
from workshops.actions import table_imports
from workshops.imports.results import Place
from workshops.imports.telling import Asked
from workshops.models import TableImport

Kind = TableImport.Kind
TIME = {"type": "time"}


class AskedForm(PlainForm):
    """What goes with the file, from its form to its confirmation; hours for a grid alone."""

    kind = forms.ChoiceField(
        label=_("Que contient ce tableau ?"),
        choices=[
            (Kind.PEOPLE, _("Des participants : une ligne par parent")),
            (Kind.GRID, _("Des présences passées : une ligne par parent, une colonne par date")),
        ],
        initial=Kind.PEOPLE,
        widget=forms.RadioSelect,
    )
    starts_at = forms.TimeField(
        label=_("Début"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label=_("Fin"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    creates_people = forms.BooleanField(
        label=_("Créer les personnes inconnues"),
        required=False,
        initial=True,
        help_text=_("Sinon, un nom inconnu est une erreur à corriger dans le tableau."),
    )

    def __init__(self, *args, place: Place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        if not place.workshop:
            for name in ("kind", "starts_at", "ends_at", "creates_people"):
                del self.fields[name]
        elif last := place.workshop.sessions.order_by("date", "starts_at", "pk").last():
            self.initial = {"starts_at": last.starts_at, "ends_at": last.ends_at} | self.initial

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.GRID:
            for name in ("starts_at", "ends_at"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Les séances à créer ont une heure de début et de fin."))
            if cleaned.get("starts_at") == cleaned.get("ends_at") and not self.errors:
                self.add_error("ends_at", _("La séance doit durer : la fin n’est pas le début."))
        return cleaned

    def asked(self) -> Asked:
        told = {"kind": Kind.PEOPLE, "starts_at": None, "ends_at": None, "creates_people": True}
        told |= {name: self.cleaned_data[name] for name in told if name in self.fields}
        return Asked(place=self.place, **told)


class TableForm(AskedForm):
    """Its save() is the preview of the file; None when it cannot be read, the reason beside it."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV ou Excel (.xlsx), 5 Mo et 5 000 lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choisissez d’abord un fichier."),
            "empty": _("Ce fichier est vide."),
        },
    )

    def layout(self):
        if not self.place.workshop:
            return Layout("file")
        hours = Fieldset(
            _("Pour une grille de présences"),
            beside("starts_at", "ends_at"),
            "creates_people",
        )
        return Layout("kind", "file", hours)

    def act(self):
        file = self.cleaned_data["file"]
        try:
            return table_imports.preview(
                asked=self.asked(),
                data=file.read(LIMITS.file_bytes + 1),
                name=file.name,
                by=self.user,
            )
        except ValidationError as refusal:
            self.add_error("file", refusal)
            return None


class ConfirmForm(AskedForm):
    """The same answers, not shown, and the ticket of the file; its save() is the import."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()

    def act(self):
        ticket = self.cleaned_data["ticket"]
        return table_imports.confirm(asked=self.asked(), ticket=ticket, by=self.user)

    def give_up(self):
        ticket = self.cleaned_data["ticket"]
        table_imports.give_up(asked=self.asked(), ticket=ticket, by=self.user)
