"""The signed sheets of a session: whoever keeps its sheet joins them, opens them, takes them back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import files
from partnerships.once import once
from workshops.actions import signed_sheets as actions
from workshops.forms.signed_sheets import SignedSheetForm
from workshops.models import Session, SignedSheet


@once
def signed_sheet_list(request, pk):
    """Those already joined, and one more."""
    sessions = Session.objects.loggable_by(request.user)
    session = get_object_or_404(sessions.select_related("workshop__programme", "module"), pk=pk)
    form = SignedSheetForm(
        request.POST or None, request.FILES or None, session=session, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("La feuille signée est jointe à la séance."))
        return redirect("workshops:signed_sheet_list", pk)
    found = SignedSheet.objects.visible_to(request.user).filter(session=session)
    context = {"session": session, "form": form, "sheets": found.select_related("added_by")}
    return render(request, "workshops/signed_sheet_list.html", context)


@require_GET
def signed_sheet_file(request, pk):
    """The file itself, to keep; who opened it is noted."""
    sheet = sheet_seen(request, pk)
    name = _("feuille signée %(day)s") % {"day": sheet.session.date}
    try:
        response = files.file_response(sheet.file, sheet.media_type, name)
    except FileNotFoundError:
        messages.error(request, _("Ce fichier a disparu du serveur : joignez-le de nouveau."))
        return redirect("workshops:signed_sheet_list", sheet.session_id)
    actions.note_reading(sheet=sheet, by=request.user)
    return response


def signed_sheet_delete(request, pk):
    sheet = sheet_seen(request, pk)
    if request.method != "POST":
        return render(request, "workshops/signed_sheet_delete.html", {"sheet": sheet})
    actions.remove(sheet=sheet, by=request.user)
    messages.success(request, _("La feuille signée est retirée, et son fichier effacé."))
    return redirect("workshops:signed_sheet_list", sheet.session_id)


def sheet_seen(request, pk):
    seen = SignedSheet.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("session__workshop__programme__lead", "session__module"), pk=pk
    )
