from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.admin.spreadsheets import ExportAdmin
from partnerships.models import Term


@admin.register(Term)
class TermAdmin(ExportAdmin):
    list_display = ["label", "vocabulary", "definition", "order", "is_active"]
    list_editable = ["order", "is_active"]
    list_filter = ["vocabulary", "is_active"]
    search_fields = ["label", "definition"]
    search_help_text = _("Libellé ou définition.")
    export_columns = {
        "vocabulary": None,
        "label": None,
        "definition": None,
        "order": None,
        "is_active": None,
    }
    fieldsets = [
        (
            None,
            {
                "fields": ["vocabulary", "label", "definition", ("order", "is_active")],
                "description": _(
                    "Un terme qui n’est plus proposé reste lisible là où il a été choisi."
                ),
            },
        )
    ]
