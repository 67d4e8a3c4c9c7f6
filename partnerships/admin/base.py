"""What every page of the administration shares: an audit line per write, and an export."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.models import Structure


class InRowsForm(forms.ModelForm):
    """In a table the column names a field for who sees it; here, for who hears it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(field.label))


class RecordedAdmin(admin.ModelAdmin):
    """Every write leaves its audit line in the transaction of the page; Django’s own log is not kept.

    Django’s log repeats the names of people in clear; ours never does, and is read in one place.
    """

    list_per_page = 50

    def changelist_view(self, request, extra_context=None):
        """The title is the name of the list, rather than an order to choose in it."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=InRowsForm, **kwargs)

    def structure_of(self, target):
        """The structure whose journal shows the line."""
        return target if isinstance(target, Structure) else getattr(target, "structure", None)

    def note(self, request, verb, target, fields=()):
        return audit.record(
            verb, target, by=request.user, structure=self.structure_of(target), fields=fields
        )

    # Django hands the names of the changed fields to this alone, before it logs.
    def construct_change_message(self, request, form, formsets, add=False):
        request.fields_written = list(form.changed_data)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        return self.note(request, audit.Verb.CREATED, obj, request.fields_written)

    def log_change(self, request, obj, message):
        if not request.fields_written:
            return None
        return self.note(request, audit.Verb.CHANGED, obj, request.fields_written)

    def log_deletions(self, request, queryset):
        lines = [audit.line(audit.Verb.DELETED, target, by=request.user) for target in queryset]
        audit.record_all(lines)
        return lines

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for target in formset.new_objects:
            self.note(request, audit.Verb.CREATED, target)
        for target, fields in formset.changed_objects:
            self.note(request, audit.Verb.CHANGED, target, fields)
        for target in formset.deleted_objects:
            self.note(request, audit.Verb.DELETED, target)

    def history_view(self, request, object_id, extra_context=None):
        """The lines of the journal about this object."""
        about = {"object_type": self.opts.label_lower, "object_id": object_id}
        journal = reverse("admin:partnerships_auditevent_changelist")
        return HttpResponseRedirect(f"{journal}?{urlencode(about)}")


class Underway(admin.SimpleListFilter):
    """For what has a first and a last day: today’s, or the rest."""

    title = _("en cours")
    parameter_name = "en_cours"

    def lookups(self, request, model_admin):
        return [("oui", _("Oui")), ("non", _("Non"))]

    def queryset(self, request, queryset):
        current = queryset.model.objects.current().values("pk")
        if self.value() == "oui":
            return queryset.filter(pk__in=current)
        if self.value() == "non":
            return queryset.exclude(pk__in=current)
        return queryset
