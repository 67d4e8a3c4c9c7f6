"""The dashboard of a programme, and what stands behind each of its figures."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluation.boards import Board, programme_evidence
from evaluation.disclosure import as_seen_by, is_inside, may_see_evidence
from evaluation.evidence import evidence_of
from evaluation.exports import evidence_response
from evaluation.figures import Figures, Scope
from evaluation.forms.periods import PeriodForm
from evaluation.measures import MEASURES
from evaluation.models import Grant, Indicator
from evaluation.pledges import promises_of
from workshops.models import Programme

ROWS = 100


@require_safe
def programme_dashboard(request, pk):
    programmes = Programme.objects.counted_for(request.user).select_related("lead")
    programme = get_object_or_404(programmes, pk=pk)
    is_ours = is_inside(request.user, [programme])
    # Outside, the season and nothing else: two periods subtracted would tell of a few people.
    form = period_form(request.GET if is_ours else {}, programme)
    figures = Figures.of(Scope((programme,), *form.period))
    is_coordinator = may_see_evidence(request.user, [programme])
    board = Board(
        as_seen_by(request.user, figures),
        promises_of(Indicator.objects.counted_for(request.user).filter(programme=programme)),
        timezone.localdate(),
        partial(programme_evidence, programme.pk) if is_coordinator else None,
    )
    context = {"programme": programme, "board": board, "is_coordinator": is_coordinator}
    context |= {"period_form": form if is_ours else None, "back": way_back(request.user, programme)}
    return render(request, "evaluation/programme_dashboard.html", context)


def way_back(user, programme):
    """To where this person comes from: the programme, or their home."""
    if programme.lead_id in user.rights.works_in:
        return {"url": programme.get_absolute_url(), "label": _("Le programme")}
    if user.rights.partners:
        return {"url": reverse("evaluation:my_structure"), "label": _("Ma structure")}
    return {"url": reverse("home"), "label": _("Aujourd’hui")}


@require_safe
def evidence(request, pk, measure):
    """Names: for the coordinators of the lead; for anybody else there is no such page."""
    programmes = Programme.objects.writable_by(request.user).select_related("lead")
    programme = get_object_or_404(programmes, pk=pk)
    return show_evidence(request, programme, (programme,), measure)


@require_safe
def grant_evidence(request, pk, measure):
    grant = get_object_or_404(Grant.objects.visible_to(request.user), pk=pk)
    programmes = Programme.objects.writable_by(request.user).filter(grants=grant)
    return show_evidence(request, grant, tuple(programmes), measure)


def show_evidence(request, subject, programmes, measure):
    """The rows behind one figure of a programme or a grant, on a page or in a spreadsheet."""
    if measure not in MEASURES:
        raise Http404
    form = period_form(request.GET, subject)
    figures = Figures.of(Scope(programmes, *form.period))
    figure = figures.measure(measure)
    found = evidence_of(figure, figures, request.user)
    if format := request.GET.get("format"):
        return evidence_response(found, figure, subject, format=format, by=request.user)
    rows = [list(zip(found.columns, row, strict=True)) for row in found.rows]
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"subject": subject, "figure": figure, "evidence": found, "page": page}
    context |= {"period": form.period, "back": back_to(subject)}
    return render(request, "evaluation/evidence.html", context)


def period_form(data, subject):
    return PeriodForm(data, starts_on=subject.starts_on, ends_on=subject.ends_on)


def back_to(subject):
    if isinstance(subject, Grant):
        return subject.get_absolute_url()
    return reverse("evaluation:programme_dashboard", args=[subject.pk])
