"""Programmes and pathways; sessions and sheets are kept on the site, never here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.admin.base import InRowsForm
from partnerships.admin.spreadsheets import ExportAdmin
from workshops.models import Module, Pathway, Programme


@admin.register(Programme)
class ProgrammeAdmin(ExportAdmin):
    list_display = ["title", "lead", "scheme", "starts_on", "ends_on"]
    list_filter = ["scheme"]
    list_select_related = ["lead", "scheme"]
    search_fields = ["title", "lead__search_key"]
    search_help_text = _("Titre, ou structure porteuse.")
    autocomplete_fields = ["lead", "partnerships", "scheme", "previous"]
    date_hierarchy = "starts_on"
    export_columns = {
        "title": None,
        "lead": None,
        "scheme": None,
        "partnerships": None,
        "starts_on": None,
        "ends_on": None,
        "addressed_to": None,
        "description": None,
        "diagnosis": None,
    }
    export_prefetch = ["partnerships"]
    fieldsets = [
        (None, {"fields": ["title", "lead", ("starts_on", "ends_on"), "previous"]}),
        (_("Avec qui, dans quel cadre"), {"fields": ["partnerships", "scheme"]}),
        (_("Présentation"), {"fields": ["addressed_to", "description", "diagnosis"]}),
    ]

    def structure_of(self, programme):
        return programme.lead


class ModuleInline(admin.TabularInline):
    model = Module
    form = InRowsForm
    extra = 0


@admin.register(Pathway)
class PathwayAdmin(ExportAdmin):
    list_display = ["title", "structure", "completion_threshold"]
    list_select_related = ["structure"]
    search_fields = ["title", "structure__search_key"]
    search_help_text = _("Titre, ou structure.")
    autocomplete_fields = ["structure"]
    inlines = [ModuleInline]
    export_columns = {
        "title": None,
        "structure": None,
        "completion_threshold": None,
        "modules": _("modules"),
        "description": None,
    }
    export_prefetch = ["modules"]

    def structure_of(self, target):
        return target.pathway.structure if isinstance(target, Module) else target.structure
