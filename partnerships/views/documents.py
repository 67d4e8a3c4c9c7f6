"""What the parties keep together: the shelf of a partnership, and each file on it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from partnerships import files
from partnerships.actions import documents as actions
from partnerships.forms.documents import DocumentForm, NewDocumentForm
from partnerships.models import Agreement, Document
from partnerships.once import once
from partnerships.views.doors import get_partnership, get_seen, get_written, write_entry

DOCUMENTS = {"back": "partnerships:document_list", "back_to": gettext_lazy("Documents")}


@require_safe
def document_list(request, pk):
    partnership = get_partnership(request.user, pk)
    found = Document.objects.visible_to(request.user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "documents": found.on_the_shelf(),
        "writable": set(Document.objects.writable_by(request.user).filter(partnership=pk)),
    }
    return render(request, "partnerships/document_list.html", context)


@once
def document_create(request, pk):
    """`nature` and `accord` are chosen in advance by the page one comes from."""
    partnership = get_partnership(request.user, pk)
    form = NewDocumentForm(
        request.POST or None,
        request.FILES or None,
        instance=Document(partnership=partnership),
        initial=asked_for(request, partnership),
        user=request.user,
    )
    return write_entry(
        request,
        form,
        done=_("Le document est sur l’étagère : toutes les parties peuvent le lire."),
        title=_("Ajouter un document"),
        lede=_("Toutes les parties le liront : aucun parent, aucun enfant n’y est nommé."),
        **DOCUMENTS,
    )


def asked_for(request, partnership):
    initial = {}
    if request.GET.get("nature") in Document.Kind.values:
        initial["kind"] = request.GET["nature"]
    wanted = request.GET.get("accord", "")
    if wanted.isdecimal():
        agreements = Agreement.objects.visible_to(request.user).of(partnership)
        initial["agreement"] = agreements.filter(pk=wanted).first()
    return initial


def document_edit(request, pk):
    document = get_written(Document, request.user, pk)
    form = DocumentForm(request.POST or None, instance=document, user=request.user)
    return write_entry(
        request,
        form,
        done=_("Le document est à jour."),
        title=_("Renommer le document"),
        **DOCUMENTS,
    )


def document_delete(request, pk):
    document = get_written(Document, request.user, pk)
    if request.method != "POST":
        return render(request, "partnerships/document_delete.html", {"document": document})
    actions.remove(document=document, by=request.user)
    messages.success(request, _("Le document est retiré, et son fichier effacé."))
    return redirect("partnerships:document_list", document.partnership_id)


@require_GET
def document_file(request, pk):
    """The file itself, to keep; who opened it is noted."""
    document = get_seen(Document, request.user, pk)
    try:
        response = answer(document)
    except FileNotFoundError:
        messages.error(request, _("Ce fichier a disparu du serveur : ajoutez-le de nouveau."))
        return redirect("partnerships:document_list", document.partnership_id)
    side = actions.side_of(document.partnership, request.user)
    actions.note_reading(document=document, by=request.user, structure=side)
    return response


def answer(document):
    """« charte-2026-11-20.pdf »: its name tells nothing of its content."""
    day = timezone.localtime(document.added_at).date()
    return files.file_response(
        document.file, document.media_type, f"{document.get_kind_display()} {day}"
    )
