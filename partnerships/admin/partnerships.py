from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.admin.spreadsheets import ExportAdmin
from partnerships.models import Partnership, Party


class PartyInline(admin.StackedInline):
    model = Party
    extra = 0
    autocomplete_fields = ["structure", "roles", "centre_roles"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("structure")


@admin.register(Partnership)
class PartnershipAdmin(ExportAdmin):
    list_display = ["name", "stage", "initiative", "starts_on", "ends_on"]
    list_filter = ["stage", "initiative"]
    search_fields = ["name", "structures__search_key"]
    search_help_text = _("Nom du partenariat, ou de l’une de ses parties.")
    autocomplete_fields = ["levers", "purposes", "schemes", "actors"]
    date_hierarchy = "starts_on"
    inlines = [PartyInline]
    export_columns = {
        "name": None,
        "stage": None,
        "initiative": None,
        "structures": None,
        "levers": None,
        "schemes": None,
        "purposes": None,
        "actors": None,
        "origin": None,
        "starts_on": None,
        "ends_on": None,
    }
    export_prefetch = ["structures", "levers", "schemes", "purposes", "actors"]
    fieldsets = [
        (None, {"fields": ["name", "stage", ("starts_on", "ends_on")]}),
        (_("Comment il est né"), {"fields": ["initiative", "origin", "levers", "schemes"]}),
        (_("Pour quoi, avec qui"), {"fields": ["purposes", "actors"]}),
    ]

    def structure_of(self, target):
        """A partnership belongs to all its parties; a line about one party is that party’s."""
        return target.structure if isinstance(target, Party) else None
