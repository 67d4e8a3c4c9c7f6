from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from partnerships.admin.base import Underway
from partnerships.admin.people import MembershipInline
from partnerships.admin.spreadsheets import ExportAdmin, ImportAdmin
from partnerships.models import Observation, School, Structure, Territory
from partnerships.resources import NeighbourhoodResource, SchoolResource
from partnerships.validators import compact, fold

SCHOOL_FIELDS = ["uai", "level", "sector", "priority_network", "academie", "circonscription"]
KNOWLEDGE = ["ways_of_working", "constraints_to_know", "meeting_slots"]


class SchoolInline(admin.StackedInline):
    model = School
    # The page of the school is that of its structure, which has its own link.
    view_on_site = False
    fieldsets = [
        (None, {"fields": [*SCHOOL_FIELDS, "is_open"]}),
        (_("Pour travailler ensemble"), {"classes": ["collapse"], "fields": KNOWLEDGE}),
    ]

    def get_extra(self, request, obj=None, **kwargs):
        """An empty form where a school is being entered, none elsewhere."""
        return 1 if obj is None and request.GET.get("kind") == Structure.Kind.SCHOOL else 0


@admin.register(Structure)
class StructureAdmin(ExportAdmin):
    list_display = ["name", "acronym", "kind", "commune", "holiday_zone", "uai"]
    list_filter = ["kind", "holiday_zone", "school__priority_network"]
    list_select_related = ["school"]
    search_fields = ["search_key"]
    search_help_text = _(
        "Nom, sigle, commune, code postal, UAI ou SIRET ; sans accents, c’est bien."
    )
    autocomplete_fields = ["part_of", "networks", "territories", "themes"]
    inlines = [SchoolInline, MembershipInline]
    export_columns = {
        "name": None,
        "acronym": None,
        "kind": None,
        "school__uai": _("UAI"),
        "siret": None,
        "rna": None,
        "address": None,
        "postal_code": None,
        "commune": None,
        "commune_code": None,
        "holiday_zone": None,
        "phone": None,
        "email": None,
        "website": None,
        "part_of": None,
        "networks": None,
        "territories": None,
        "themes": None,
        "mission": None,
        "created_in": None,
        "source": None,
        "recorded_on": None,
    }
    export_prefetch = ["territories", "themes", "networks"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "acronym", "mission", "created_in"]}),
        (
            _("Où la trouver"),
            {
                "fields": [
                    "address",
                    ("postal_code", "commune", "commune_code"),
                    "holiday_zone",
                    "phone",
                    "email",
                    "website",
                ]
            },
        ),
        (_("Identifiants"), {"fields": [("siret", "rna")]}),
        (_("Ce qui l’occupe"), {"fields": ["territories", "themes"]}),
        (_("De quoi elle fait partie"), {"fields": ["part_of", "networks"]}),
        (
            _("D’où vient la fiche"),
            {
                "fields": [("source", "recorded_on")],
                "description": _(
                    "Un import plus ancien que cette date complète la fiche sans rien y remplacer."
                ),
            },
        ),
    ]

    @admin.display(description=_("UAI"), ordering="school__uai")
    def uai(self, structure):
        return structure.school.uai if hasattr(structure, "school") else ""

    def get_search_results(self, request, queryset, search_term):
        """Without accents or capitals; a whole UAI or SIRET is found too."""
        found = queryset.search(fold(search_term))
        code = compact(search_term)
        if code.isalnum() and len(code) in (8, 14):
            found = found | queryset.filter(school__uai=code) | queryset.filter(siret=code)
        return found, False


@admin.register(School)
class SchoolAdmin(ImportAdmin):
    list_display = [
        "__str__",
        "commune",
        "uai",
        "level",
        "priority_network",
        "is_open",
    ]
    list_filter = ["level", "sector", "priority_network", "is_open", "academie"]
    list_select_related = ["structure"]
    search_fields = ["structure__search_key", "uai"]
    search_help_text = _("Nom, commune, code postal ou UAI ; sans accents, c’est bien.")
    readonly_fields = ["record"]
    resource_classes = [SchoolResource]
    import_help = _(
        "L’annuaire de l’éducation, ou l’un des fichiers voisins (adresses et géolocalisation, "
        "indices de position sociale), tels qu’on les télécharge sur data.education.gouv.fr ; ou "
        "un fichier à vous. Les colonnes sont reconnues par leur nom ; seuls l’UAI et le nom sont "
        "nécessaires.\n\n"
        "Un établissement connu est reconnu par son UAI. Ce que le fichier ne dit pas n’est pas "
        "touché ; un fichier plus ancien que la fiche la complète sans rien y remplacer."
    )
    fieldsets = [
        (None, {"fields": ["record", *SCHOOL_FIELDS, "is_open"]}),
        (
            _("Pour travailler ensemble"),
            {
                "fields": KNOWLEDGE,
                "description": _("Ce que les partenaires ont appris de l’établissement."),
            },
        ),
    ]

    @admin.display(description=_("commune"), ordering="structure__commune")
    def commune(self, school):
        return school.structure.commune

    @admin.display(description=_("nom, adresse, téléphone"))
    def record(self, school):
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:partnerships_structure_change", args=[school.pk]),
            school.structure,
        )

    def get_search_results(self, request, queryset, search_term):
        found = queryset
        for word in fold(search_term).split():
            found = found.filter(structure__search_key__contains=word)
        return found | queryset.filter(uai=compact(search_term)), False

    def get_export_resource_classes(self, request):
        """The file that comes out may be corrected and brought back."""
        return [SchoolResource]

    def add_view(self, request, form_url="", extra_context=None):
        """A school is a structure first: one page asks for both."""
        query = urlencode({"kind": Structure.Kind.SCHOOL})
        return HttpResponseRedirect(f"{reverse('admin:partnerships_structure_add')}?{query}")


@admin.register(Territory)
class TerritoryAdmin(ImportAdmin):
    list_display = ["name", "kind", "official_code", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "official_code", "parent__name"]
    search_help_text = _("Nom, code officiel, ou territoire qui le contient.")
    resource_classes = [NeighbourhoodResource]
    import_help = _(
        "La liste des quartiers prioritaires de la politique de la ville, telle que l’ANCT la "
        "publie (data.gouv.fr). Le code et le nom sont nécessaires ; les codes de 2015 (QP…) sont "
        "acceptés comme tels, à côté de ceux de 2024 (QN…). Les communes et départements que le "
        "fichier nomme sont créés s’ils manquent."
    )
    export_columns = {
        "kind": None,
        "official_code": None,
        "name": None,
        "parent": None,
        "parent__official_code": _("code de ce qui le contient"),
    }
    autocomplete_fields = ["parent"]


@admin.register(Observation)
class ObservationAdmin(ExportAdmin):
    list_display = ["observer", "observed", "starts_on", "ends_on"]
    list_filter = [Underway]
    list_select_related = ["observer", "observed"]
    search_fields = ["observer__search_key", "observed__search_key"]
    search_help_text = _("Nom de l’une ou l’autre structure.")
    autocomplete_fields = ["observer", "observed"]
    date_hierarchy = "starts_on"
    export_columns = {"observer": None, "observed": None, "starts_on": None, "ends_on": None}
    fieldsets = [
        (
            None,
            {
                "fields": ["observer", "observed", ("starts_on", "ends_on")],
                "description": _(
                    "L’observateur voit les chiffres de la structure observée, jamais un nom."
                ),
            },
        )
    ]

    def structure_of(self, observation):
        return observation.observed
