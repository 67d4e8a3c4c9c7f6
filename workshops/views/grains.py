"""Exports by what one line is, of a programme or of a workshop."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from families.actions.households import record_export
from partnerships.spreadsheets import attachment_of, csv_bytes, xlsx_bytes
from workshops import grains
from workshops.forms.grains import GrainForm
from workshops.models import Programme, Workshop
from workshops.views.doors import get_loggable, get_writable


@require_safe
def programme_export(request, pk):
    programme = get_writable(Programme, request.user, pk)
    return choose(request, programme)


@require_safe
def workshop_export(request, pk):
    workshop = get_loggable(Workshop, request.user, pk)
    return choose(request, workshop.programme, workshop)


def choose(request, programme, workshop=None):
    """The page, or the file once one has chosen."""
    form = GrainForm(request.GET or None, programme=programme, workshop=workshop)
    if form.is_valid():
        return answer(request, form)
    context = {"form": form, "target": workshop or programme}
    return render(request, "workshops/export_form.html", context)


def answer(request, form):
    """One line of the journal for the export, and one for each household it names."""
    scope, user = form.scope(), request.user
    made = grains.export(form.cleaned_data["grain"], scope, user)
    record_export(
        structures=[scope.programme.lead],
        families=made.families,
        columns=[made.grain, scope.first.isoformat(), scope.last.isoformat()],
        by=user,
    )
    title = _("%(what)s - %(grain)s") % {
        "what": scope.workshop or scope.programme,
        "grain": grains.Grain(made.grain).label,
    }
    head = grains.head(made, scope, user)
    if form.cleaned_data["format"] == "xlsx":
        data = xlsx_bytes(made.rows, made.headers, head=head)
    else:
        data = csv_bytes(made.rows, made.headers, head=head)
    return attachment_of(data, title, form.cleaned_data["format"])
