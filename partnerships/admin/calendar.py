from dataclasses import dataclass

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.admin.spreadsheets import ImportAdmin
from partnerships.models import SchoolHoliday, Zone
from partnerships.resources import SchoolHolidayResource


@dataclass(frozen=True)
class Published:
    """How far the calendar of a zone is known; nothing is said of what comes after."""

    label: str
    last: SchoolHoliday | None


@admin.register(SchoolHoliday)
class SchoolHolidayAdmin(ImportAdmin):
    change_list_template = "admin/partnerships/schoolholiday/change_list.html"
    list_display = ["name", "zone", "starts_on", "returns_on", "population"]
    list_filter = ["zone", "population"]
    search_fields = ["name"]
    search_help_text = _("Nom des vacances.")
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "zone", "pk"]
    resource_classes = [SchoolHolidayResource]
    import_help = _(
        "Le calendrier scolaire national, tel qu’on le télécharge sur data.education.gouv.fr, ou "
        "un fichier avec une colonne par fait : zone, nom, premier jour, jour de la reprise. Les "
        "dates y sont des jours (2026-10-17 ou 17/10/2026) ou les instants du ministère."
    )

    def get_export_resource_classes(self, request):
        return [SchoolHolidayResource]

    def changelist_view(self, request, extra_context=None):
        lasts = {holiday.zone: holiday for holiday in SchoolHoliday.objects.for_pupils()}
        published = [
            Published(zone.label, lasts.get(zone))
            for zone in Zone
            if zone in lasts or zone in (Zone.A, Zone.B, Zone.C)
        ]
        return super().changelist_view(request, (extra_context or {}) | {"published": published})
