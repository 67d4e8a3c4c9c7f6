"""How the list of parents is searched and filtered."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Qpv, Schooling
from partnerships.calendar import school_year
from partnerships.forms.base import Finder
from partnerships.models import School

YEARS_BACK = 4


def this_school_year():
    """The year in which the school year of today starts."""
    return int(school_year(timezone.localdate())[:4])


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
            ("interpreter", _("ceux qui ont besoin d’un interprète")),
        ],
    )

    def prepare(self):
        schoolings = Schooling.objects.visible_to(self.user)
        self.fields["school"].queryset = School.objects.filter(
            pk__in=schoolings.order_by().values("school")
        ).in_name_order()
        last = this_school_year()
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
            parents = parents.filter(**ONLY[only])
        return parents.search(self.folded)


ONLY = {
    "relay": {"is_relay": True},
    "uninformed": {"family__informed_on__isnull": True},
    "interpreter": {"family__is_interpreter_needed": True},
}
