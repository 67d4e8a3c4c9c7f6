"""What is printed: the sheet people sign, and the certificate they leave with."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships.jobs import later
from workshops import certificates, signin
from workshops.forms.papers import PeriodForm
from workshops.models import Enrolment, Programme, Session, Workshop
from workshops.views.doors import get_loggable, get_writable


@require_GET
def session_signin(request, pk):
    """The sheet of one session, to print before it happens."""
    session = get_object_or_404(Session.objects.loggable_by(request.user), pk=pk)
    return signin.answer([session], by=request.user, absolute=request.build_absolute_uri)


@require_GET
def workshop_signin(request, pk):
    """All the sessions to come in one file: a page each, or a column each with ?format=grille."""
    workshop = get_loggable(Workshop, request.user, pk)
    sessions = signin.to_print(workshop.sessions.planned(), timezone.localdate())
    if not sessions:
        messages.error(request, _("Rien à imprimer : prévoyez d’abord une séance."))
        return redirect(workshop)
    if request.GET.get("format") == "grille":
        return signin.grid(sessions, by=request.user, absolute=request.build_absolute_uri)
    return signin.answer(sessions, by=request.user, absolute=request.build_absolute_uri)


def programme_signin(request, pk):
    """The sheets of every workshop of a programme, over a period, in one file."""
    programme = get_writable(Programme, request.user, pk)
    form = PeriodForm(request.POST or None, programme=programme, user=request.user)
    if form.is_valid() and (sessions := form.save()):
        return signin.answer(sessions, by=request.user, absolute=request.build_absolute_uri)
    context = {"form": form, "programme": programme}
    return render(request, "workshops/programme_signin.html", context)


@require_GET
def certificate(request, pk):
    """What one person followed of a workshop, to hand over to them."""
    seen = Enrolment.objects.visible_to(request.user).filter(parent__erased_on__isnull=True)
    enrolment = get_object_or_404(seen.select_related("parent", "workshop__programme__lead"), pk=pk)
    return handed_out(request, enrolment.workshop, [enrolment])


@require_GET
def certificate_list(request, pk):
    """Those of all who went to the end of the pathway, in one file."""
    workshop = get_loggable(Workshop, request.user, pk)
    seen = Enrolment.objects.visible_to(request.user).filter(workshop=workshop)
    done = certificates.finished(workshop, seen.with_parent().with_attendance())
    return handed_out(request, workshop, done)


def handed_out(request, workshop, enrolments):
    found = certificates.of(workshop, enrolments)
    if not found:
        messages.error(
            request, _("Pas encore d’attestation : elle dit les heures suivies, notées et closes.")
        )
        return redirect(workshop)
    title = _("Attestations : %(workshop)s") % {"workshop": workshop}
    if elsewhere := later(request, len(found), limit=settings.LONG_PAGES, title=title):
        return elsewhere
    return certificates.answer(workshop, found, by=request.user)
