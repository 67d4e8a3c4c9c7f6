"""What a session leaves: for whoever keeps its sheet, and nobody else."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships.once import once
from workshops import quotes
from workshops.actions import advice as actions
from workshops.forms.advice import AdviceForm, QuoteForm
from workshops.models import Advice, Quote, Session

WITH_ITS_SESSION = ("session__workshop__programme__lead", "session__module")


@once
def advice_create(request, pk):
    """Proposed too while one closes the sheet, and then goes back there."""
    session = session_kept(request, pk)
    form = AdviceForm(request.POST or None, instance=Advice(session=session), user=request.user)
    is_closing = request.GET.get("retour") == "cloture"
    if form.is_valid() and form.save():
        messages.success(request, _("Le conseil est gardé."))
        return redirect("workshops:session_close", pk) if is_closing else back(session, "conseils")
    context = {"form": form, "session": session, "is_closing": is_closing}
    return render(request, "workshops/advice_create.html", context)


@once
def advice_edit(request, pk):
    advice = kept(request, Advice, pk)
    form = AdviceForm(request.POST or None, instance=advice, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le conseil est corrigé."))
        return back(advice.session, "conseils")
    return render(request, "workshops/advice_edit.html", {"form": form, "advice": advice})


def advice_delete(request, pk):
    advice = kept(request, Advice, pk)
    if request.method != "POST":
        return render(request, "workshops/advice_delete.html", in_booklets(advice, "advice"))
    actions.remove_advice(advice=advice, by=request.user)
    messages.success(request, _("Le conseil est retiré."))
    return back(advice.session, "conseils")


@once
def quote_create(request, pk):
    session = session_kept(request, pk)
    form = QuoteForm(request.POST or None, instance=Quote(session=session), user=request.user)
    if form.is_valid() and (quote := form.save()):
        messages.success(request, _("La parole est gardée."))
        warn(request, quote)
        return back(session, "paroles")
    return render(request, "workshops/quote_create.html", {"form": form, "session": session})


@once
def quote_edit(request, pk):
    quote = kept(request, Quote, pk)
    form = QuoteForm(request.POST or None, instance=quote, user=request.user)
    if form.is_valid() and (corrected := form.save()):
        messages.success(request, _("La parole est corrigée."))
        warn(request, corrected)
        return back(quote.session, "paroles")
    return render(request, "workshops/quote_edit.html", {"form": form, "quote": quote})


def quote_delete(request, pk):
    quote = kept(request, Quote, pk)
    if request.method != "POST":
        return render(request, "workshops/quote_delete.html", in_booklets(quote, "quote"))
    actions.remove_quote(quote=quote, by=request.user)
    messages.success(request, _("La parole est retirée."))
    return back(quote.session, "paroles")


# -- What these pages share ----------------------------------------------------------------------


def session_kept(request, pk):
    sessions = Session.objects.loggable_by(request.user)
    return get_object_or_404(sessions.select_related("workshop__programme__lead", "module"), pk=pk)


def kept(request, model, pk):
    found = model.objects.visible_to(request.user).select_related(*WITH_ITS_SESSION)
    return get_object_or_404(found, pk=pk)


def back(session, place):
    return redirect(f"{session.get_absolute_url()}#{place}")


def in_booklets(row, name):
    """The row, and whether a booklet prints it."""
    return {name: row, "is_printed": row.entries.filter(removed_at=None).exists()}


def warn(request, quote):
    """What is missing for these words to be printed."""
    known = Quote.objects.visible_to(request.user)
    if not quotes.printable(known).filter(pk=quote.pk).exists():
        messages.warning(
            request, _("Sans accord noté, ces mots ne seront imprimés dans aucun recueil.")
        )
