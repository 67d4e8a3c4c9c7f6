"""Who runs one session: a colleague, somebody of a partner, somebody without an account."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import ActingForm, beside
from partnerships.models import Membership, Structure
from workshops.actions import facilitation
from workshops.forms.fields import MinutesField
from workshops.forms.planning import ColleagueField
from workshops.models import Facilitation


class PartForm(ActingForm, forms.ModelForm):
    """What somebody already named does there, and for how long."""

    minutes = MinutesField(
        label=_("Temps donné"),
        required=False,
        help_text=_("Vide : toute la séance. Écrivez « 45 » ou « 1 h 30 »."),
    )

    class Meta:
        model = Facilitation
        fields = ["part", "is_volunteer", "minutes"]
        labels = {"part": _("Ce que la personne y fait"), "is_volunteer": _("Bénévole")}
        help_texts = {
            "part": _("Prendre la parole n’ouvre pas la feuille et ne compte pas d’heures.")
        }

    def layout(self):
        return Layout(beside("part", "minutes"), "is_volunteer")

    def act(self):
        return facilitation.correct(facilitation=self.instance, values=self.values(), by=self.user)


class FacilitationForm(PartForm):
    mended_by = {
        "facilitation_once_per_session": "person",
        "facilitation_by_an_account_or_by_a_name": "name",
    }

    person = ColleagueField(
        Membership.objects.none(),
        label=_("Une personne qui a un compte"),
        required=False,
        empty_label=_("choisir…"),
    )

    class Meta(PartForm.Meta):
        fields = ["name", "structure", *PartForm.Meta.fields]
        labels = PartForm.Meta.labels | {
            "name": _("Ou son nom"),
            "structure": _("Au titre de"),
        }
        help_texts = PartForm.Meta.help_texts | {
            "name": _("Sans compte : une enseignante, un intervenant, une bénévole…"),
        }

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.session = session
        places = Structure.objects.filter(around(session)).distinct()
        self.fields["structure"].queryset = places.in_name_order()
        self.fields["structure"].required = False
        self.fields["structure"].empty_label = _("choisir…")
        self.fields["person"].queryset = people_of(places, session)

    def layout(self):
        return Layout(
            Fieldset(_("Qui"), "person", beside("name", "structure")),
            Fieldset(_("Comment"), "part", "is_volunteer", "minutes"),
        )

    def clean(self):
        cleaned = super().clean()
        person = cleaned.get("person")
        if person:
            self.instance.user, cleaned["structure"] = person.user, person.structure
        elif not cleaned.get("name"):
            self.add_error("person", _("Choisissez une personne, ou écrivez son nom."))
        elif not cleaned.get("structure"):
            self.add_error("structure", _("Dites au titre de quelle structure."))
        return cleaned

    def act(self):
        return facilitation.name(facilitation=self.instance, by=self.user)


def around(session):
    """Who may take part in it: lead, host, schools, and whoever is party to the programme."""
    workshop = session.workshop
    found = Q(pk__in=[workshop.programme.lead_id, workshop.host_id])
    found |= Q(parties__partnership__programmes=workshop.programme_id)
    found |= Q(school__workshops=workshop)
    return found | Q(school__sessions=session)


def people_of(places, session):
    """Their accounts of today that are not named yet, once for each structure."""
    held = Membership.objects.current().filter(structure__in=places).exclude(role="observer")
    held = held.exclude(user__in=session.facilitations.exclude(user=None).values("user"))
    once = held.order_by().values("user", "structure").annotate(first=Min("pk")).values("first")
    return (
        Membership.objects.filter(pk__in=once)
        .select_related("user", "structure")
        .order_by("user__first_name", "user__last_name", "structure__search_key", "pk")
    )
