from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.admin.base import RecordedAdmin
from partnerships.models import SchoolHoliday


@admin.register(SchoolHoliday)
class SchoolHolidayAdmin(RecordedAdmin):
    list_display = ["name", "zone", "starts_on", "returns_on", "population"]
    list_filter = ["zone", "population"]
    search_fields = ["name"]
    search_help_text = _("Nom des vacances.")
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "zone", "pk"]
