"""How the list of parents is searched and filtered, and how a form chooses one of them."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.lookalikes import named_like, with_schools
from families.models import Family, Parent, Qpv, Schooling
from partnerships.calendar import first_year
from partnerships.forms.base import Finder
from partnerships.models import School

YEARS_BACK = 4


def year_choices(first, last):
    return [(year, f"{year}-{year + 1}") for year in range(last, first - 1, -1)]


class ParentFinder(Finder):
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("École des enfants"), required=False, empty_label=_("toutes")
    )
    year = forms.TypedChoiceField(
        label=_("Année scolaire"), required=False, coerce=int, empty_value=None
    )
    qpv = forms.ChoiceField(
        label=_("Quartier prioritaire"), required=False, choices=[("", _("tous")), *Qpv.choices]
    )
    only = forms.ChoiceField(
        label=_("Seulement"),
        required=False,
        choices=[
            ("", _("tout le monde")),
            ("relay", _("les parents relais")),
            ("uninformed", _("ceux qui n’ont pas reçu l’information")),
            ("outdated", _("ceux à informer de la nouvelle version")),
            ("left_alone", _("ceux qui ne souhaitent pas être contactés")),
            ("interpreter", _("ceux qui ont besoin d’un interprète")),
            ("unseen", _("ceux qu’on n’a pas vus depuis six mois")),
            ("phone", _("ceux qui ont un téléphone")),
            ("no_phone", _("ceux qui n’ont pas de téléphone")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Dans l’ordre"),
        required=False,
        choices=[
            ("", _("des noms")),
            ("latest", _("du dernier contact, le plus récent d’abord")),
            ("oldest", _("du dernier contact, le plus ancien d’abord")),
        ],
    )

    def __init__(self, data, *, user, people):
        """Among these people, the schools of whose children are those one may choose."""
        self.people = people
        super().__init__(data, user=user)

    def prepare(self):
        families = self.people.order_by().values("family")
        schoolings = Schooling.objects.filter(family__in=families)
        self.fields["school"].queryset = School.objects.filter(
            pk__in=schoolings.order_by().values("school")
        ).in_name_order()
        last = first_year(timezone.localdate())
        self.fields["year"].choices = [("", _("toutes")), *year_choices(last - YEARS_BACK, last)]

    def filter(self, parents):
        wanted = self.cleaned_data
        schoolings = Schooling.objects.filter(family=OuterRef("family"))
        if school := wanted.get("school"):
            schoolings = schoolings.filter(school=school)
        if year := wanted.get("year"):
            schoolings = schoolings.of_year(year)
        if school or year:
            parents = parents.filter(Exists(schoolings))
        if qpv := wanted.get("qpv"):
            parents = parents.filter(family__lives_in_qpv=qpv)
        if only := wanted.get("only"):
            parents = parents.filter(ASKED[only]() if only in ASKED else ONLY[only])
        return parents.search(self.folded)

    def sort(self, parents):
        """In the order asked for; those never seen come as if it were long ago."""
        last = F("last_contact")
        orders = {"latest": [last.desc(nulls_last=True)], "oldest": [last.asc(nulls_first=True)]}
        return parents.order_by(*orders.get(self.cleaned_data.get("order"), []), "search_key", "pk")


ONLY = {
    "relay": Q(is_relay=True),
    "uninformed": Q(family__informed_on__isnull=True),
    "interpreter": Q(family__is_interpreter_needed=True),
    "phone": ~Q(phone=""),
    "no_phone": Q(phone=""),
    "left_alone": Q(is_left_alone=True),
}
SIX_MONTHS = dt.timedelta(days=182)


def unseen():
    """Of parents with their last contact: none for six months, or none at all."""
    since = timezone.localdate() - SIX_MONTHS
    return Q(last_contact__lt=since) | Q(last_contact__isnull=True)


def outdated():
    """Of families told of an older version of the notice than the one in force."""
    families = Family.objects.told_of_an_older_version()
    return Q(family__in=families.order_by().values("pk"))


# They depend on the day, or on what is published.
ASKED = {"unseen": unseen, "outdated": outdated}


# -- Choosing somebody -----------------------------------------------------------------------------


def known_to(user):
    """Whoever is known where one works: to be shown by name and schools, no more."""
    return Parent.objects.findable_in(*user.rights.works_in)


def met_by(user):
    """Whose record this person may open."""
    return Parent.objects.visible_to(user).named()


SCOPES = {"known": known_to, "met": met_by}


@dataclass(frozen=True)
class Asked:
    """What a form sends of a person: who was chosen, what was typed, whether to search again."""

    pk: str
    text: str
    is_search: bool


class PersonWidget(forms.Widget):
    """A search box, and the people found as radios: the form itself does the searching."""

    template_name = "families/partials/person_field.html"
    scope = "known"

    def value_from_datadict(self, data, files, name):
        return Asked(
            str(data.get(name, "")), data.get(f"{name}-q", "").strip(), f"{name}-find" in data
        )

    def get_context(self, name, value, attrs):
        asked = value if isinstance(value, Asked) else Asked(str(value or ""), "", False)
        people = self.choices.queryset
        key = int(asked.pk) if is_key(asked.pk) else None
        chosen = people.filter(pk=key) if key and not asked.is_search else []
        return {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "text": asked.text,
            "scope": self.scope,
            "chosen": key,
            "found": named_like(asked.text, people) if asked.text else with_schools(chosen),
        }

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PersonField(forms.ModelChoiceField):
    """« Chercher une personne »: for any form that is about a parent.

        parent = PersonField(label=_("Parent"))

        def __init__(self, *args, user, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["parent"].offer(user)                # who is known where one works
            self.fields["parent"].offer(user, scope="met")   # only whose record one may open

    Without JavaScript, « Chercher » sends the form, which comes back with the people found, and
    keeps what else was typed; nothing to do in the view. Where the page loads htmx
    ({% htmx_script %} in its block scripts), they appear while one types. `initial` is a parent or
    a key: somebody chosen on the page before. The value is a Parent, and never one of others.
    """

    widget = PersonWidget

    def __init__(self, **options):
        super().__init__(Parent.objects.none(), **options)

    def offer(self, user, *, scope="known"):
        self.widget.scope = scope
        self.queryset = SCOPES[scope](user)

    def prepare_value(self, value):
        return value if isinstance(value, Asked) else super().prepare_value(value)

    def clean(self, value):
        if value.is_search or (value.text and not value.pk):
            raise ValidationError(_("Choisissez la personne parmi celles trouvées."), code="choose")
        return super().clean(value.pk if is_key(value.pk) else None)

    def has_changed(self, initial, data):
        return super().has_changed(initial, data.pk)


def is_key(text):
    return text.isdecimal() and len(text) < 19
