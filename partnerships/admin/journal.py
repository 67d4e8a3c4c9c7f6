from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from partnerships.admin.spreadsheets import ExportAdmin
from partnerships.journal import name_of, reason_of
from partnerships.models import AuditEvent


class ObjectType(admin.SimpleListFilter):
    """By the name people give to things, not by that of a table."""

    title = _("objet")
    parameter_name = "object_type"

    def lookups(self, request, model_admin):
        labels = AuditEvent.objects.order_by().values_list("object_type", flat=True).distinct()
        return sorted(((label, name_of(label)) for label in labels), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(object_type=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ExportAdmin):
    """The journal is read, never written."""

    list_display = [
        "at",
        "actor",
        "verb",
        "what",
        "number",
        "fields_named",
        "why",
    ]
    list_display_links = None
    list_filter = ["verb", ObjectType]
    list_select_related = ["actor"]
    search_fields = ["object_id", "actor__email", "actor__last_name", "reason"]
    search_help_text = _("Numéro de l’objet, compte, ou motif.")
    date_hierarchy = "at"
    list_per_page = 50
    export_prefetch = ["structure"]
    export_columns = {
        "at": None,
        "verb": None,
        "object_type": None,
        "object_id": None,
        "actor": None,
        "structure": None,
        "fields": None,
        "reason": None,
    }
    # Counting the whole journal to say how many lines it has costs more than reading a page.
    show_full_result_count = False

    @admin.display(description=_("objet"), ordering="object_type")
    def what(self, event):
        return event.get_object_type_display()

    @admin.display(description=_("numéro"), ordering="object_id")
    def number(self, event):
        return Truncator(event.object_id).chars(12)

    @admin.display(description=_("champs"))
    def fields_named(self, event):
        """By their labels, as many as fit; an export has them all."""
        return Truncator(event.get_fields_display()).chars(60)

    @admin.display(description=_("motif"), ordering="reason")
    def why(self, event):
        return reason_of(event.reason)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
