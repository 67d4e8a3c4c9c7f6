"""Lists in and out of the administration, on the views and hooks of django-import-export."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ExportForm

from partnerships import audit, imports
from partnerships.admin.base import RecordedAdmin
from partnerships.formats import FORMATS
from partnerships.french import count, number
from partnerships.jobs import later
from partnerships.resources import list_resource
from partnerships.spreadsheets import neutral_filename


class DownloadForm(ExportForm):
    """Two formats to choose from; the columns are those of the list, all of them."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].label = gettext_lazy("Format")
        self.fields["format"].widget = forms.RadioSelect()
        self.fields["format"].choices = [
            (str(place), known().get_title()) for place, known in enumerate(formats)
        ]
        self.initial["format"] = "0"


class ExportAdmin(ExportMixin, RecordedAdmin):
    """Exports the list as it is filtered; every export leaves a line of the journal."""

    formats = FORMATS
    export_form_class = DownloadForm
    # {path of the column: its title, or None for the name of the field}
    export_columns: dict = {}
    export_prefetch: list[str] = []

    def get_export_resource_classes(self, request):
        return [list_resource(self.model, self.export_columns)]

    def get_export_queryset(self, request):
        return super().get_export_queryset(request).prefetch_related(*self.export_prefetch)

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        lines = self.get_export_queryset(request).count()
        whole = self.get_queryset(request).count()
        title = _("Exporter : %(list)s") % {"list": self.opts.verbose_name_plural}
        return context | {"title": title, "lines": lines, "is_filtered": lines != whole}

    def get_export_data(self, file_format, request, queryset, **kwargs):
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        # What was searched for may be a name: the journal keeps which filters, not their values.
        event = audit.line(
            audit.Verb.EXPORTED,
            self.model(),
            by=request.user,
            fields=sorted(request.GET),
            reason=f"{file_format.get_extension()}, {queryset.count()}",
        )
        event.object_id = ""
        event.save(force_insert=True)
        return data

    def get_export_filename(self, request, queryset, file_format):
        name = f"{self.opts.verbose_name_plural} {timezone.localdate():%Y-%m-%d}"
        return neutral_filename(name, file_format.get_extension())


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy("CSV ou Excel (.xlsx), 5 Mo et 5 000 lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choisissez d’abord un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )


class ImportAdmin(ImportMixin, ExportAdmin):
    """Upload, preview, confirm: nothing is written before, nothing is left behind after."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    tmp_storage_class = imports.DatabaseStorage
    import_form_class = UploadForm
    # What the page says of the files it takes.
    import_help = ""

    def has_import_permission(self, request):
        return super().has_import_permission(request) and request.user.has_perm(
            f"{self.opts.app_label}.add_{self.opts.model_name}"
        )

    def storage(self, request, ticket=None):
        return self.get_tmp_storage_class()(
            owner=request.user, kind=self.opts.label_lower, name=ticket
        )

    def import_resource(self, request):
        return self.get_import_resource_classes(request)[0]()

    def import_action(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.import_form_class(*sent)
        preview = self.preview(request, form) if form.is_valid() else None
        return self.import_page(request, form=form, preview=preview)

    def preview(self, request, form):
        file = form.cleaned_data["file"]
        try:
            return imports.preview(
                resource=self.import_resource(request),
                data=file.read(imports.LIMITS.file_bytes + 1),
                name=file.name,
                storage=self.storage(request),
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
            return None

    def import_page(self, request, **context):
        title = _("Importer : %(list)s") % {
            "list": self.get_import_resource_classes(request)[0].get_display_name()
        }
        context |= self.admin_site.each_context(request)
        context |= {"title": title, "opts": self.opts, "help": self.import_help}
        context |= {"shown": imports.SHOWN}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, context)

    @method_decorator(require_POST)
    def process_import(self, request):
        """The second step: confirmed, or given up; both spend the ticket."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        storage = self.storage(request, request.POST.get("ticket", ""))
        if "give_up" in request.POST:
            storage.remove()
            messages.info(request, _("Import abandonné : rien n’a changé, le fichier est effacé."))
            return HttpResponseRedirect(self.address("changelist"))
        size = imports.kilobytes(request.POST.get("ticket", ""), by=request.user)
        title = _("Import : %(list)s") % {"list": self.opts.verbose_name_plural}
        if elsewhere := later(request, size, limit=settings.LONG_KILOBYTES, title=title):
            return elsewhere
        try:
            done = imports.confirm(
                resource=self.import_resource(request), storage=storage, by=request.user
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.address("import"))
        messages.success(request, outcome(done))
        return HttpResponseRedirect(self.address("changelist"))

    def address(self, page):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


def outcome(done):
    """« annuaire.csv » : 12 lignes ajoutées, 3 modifiées, 598 déjà à jour."""
    return _("« %(name)s » : %(added)s, %(changed)s, %(unchanged)s déjà à jour.") % {
        "name": done.name,
        "added": count(len(done.new), _("ligne ajoutée,lignes ajoutées")),
        "changed": count(len(done.changed), _("modifiée,modifiées")),
        "unchanged": number(done.unchanged),
    }
