"""The dashboard of a programme, and what stands behind each of its figures."""

from functools import partial

from django.conf import settings
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
from evaluation.exports import board_response, evidence_response
from evaluation.figures import Figures, Scope
from evaluation.forms.periods import CountedForm
from evaluation.measures import MEASURES
from evaluation.models import Grant, Indicator, Report
from evaluation.pledges import promises_of
from evaluation.scopes import choices, in_words
from evaluation.years import seasons_of
from partnerships.jobs import later
from workshops.models import Programme

ROWS = 100


@require_safe
def programme_dashboard(request, pk):
    programme = get_counted(request.user, pk)
    board, form = board_of(request, programme)
    is_coordinator = may_see_evidence(request.user, [programme])
    context = {"programme": programme, "board": board, "is_coordinator": is_coordinator}
    context |= {"period_form": form, "back": way_back(request.user, programme)}
    return render(request, "evaluation/programme_dashboard.html", context)


@require_safe
def dashboard_export(request, pk):
    """The same figures as the page, for whoever reads it: no name is in them."""
    programme = get_counted(request.user, pk)
    board, _form = board_of(request, programme)
    return board_response(board, programme, format=request.GET.get("format"))


def get_counted(user, pk):
    programmes = Programme.objects.counted_for(user).select_related("lead")
    return get_object_or_404(programmes, pk=pk)


def board_of(request, programme):
    """Its figures as this person may read them, and the form that chooses among them or None.

    From outside: the season, all of it, and nothing else. Two periods, or the whole and a part,
    would tell of a few people once subtracted.
    """
    user = request.user
    seasons = figures_of_seasons(user, programme)
    own = seasons.only(programme)
    is_ours = is_inside(user, [programme])
    form = counted_form(request.GET if is_ours else {}, programme, own)
    # What a report tells of people is not told twice: the two would be subtracted.
    is_told = not is_ours and Report.objects.visible_to(user).telling_of(programme).exists()
    promises = Indicator.objects.counted_for(user).filter(programme=programme)
    evidence = partial(programme_evidence, programme.pk)
    board = Board(
        as_seen_by(user, own.of_part(form.part).within(*form.period), is_from_afar=is_told),
        promises_of(promises),
        timezone.localdate(),
        evidence if may_see_evidence(user, [programme]) else None,
        part=form.part,
        seasons=as_seen_by(user, seasons.of_part(form.part), is_from_afar=is_told),
        opens_workshops=is_ours
        or Programme.objects.shared_by(user).filter(pk=programme.pk).exists(),
    )
    return board, form if is_ours else None


def figures_of_seasons(user, programme):
    """Of the programme and of the seasons before it, over all their days."""
    known = []
    if programme.previous_id:
        known = list(Programme.objects.counted_for(user).filter(lead=programme.lead_id))
    seasons = seasons_of(programme, known)
    starts_on = min(season.starts_on for season in seasons)
    return Figures.of(Scope(seasons, starts_on, max(season.ends_on for season in seasons)))


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
    figures = Figures.of(Scope(programmes, subject.starts_on, subject.ends_on))
    form = counted_form(request.GET, subject, figures)
    figures = figures.of_part(form.part).within(*form.period)
    figure = figures.measure(measure)
    found = evidence_of(figure, figures, request.user)
    if format := request.GET.get("format"):
        title = _("Preuves : %(figure)s") % {"figure": figure.title}
        if elsewhere := later(request, len(found.rows), limit=settings.LONG_ROWS, title=title):
            return elsewhere
        return evidence_response(found, figure, subject, format=format, by=request.user)
    rows = [list(zip(found.columns, row, strict=True)) for row in found.rows]
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"subject": subject, "figure": figure, "evidence": found, "page": page}
    context |= {"counted": in_words(form.part, *form.period), "back": back_to(subject)}
    return render(request, "evaluation/evidence.html", context)


def counted_form(data, subject, figures):
    """Which days and which workshops, among those of these figures."""
    period = {"starts_on": subject.starts_on, "ends_on": subject.ends_on}
    return CountedForm(data, **period, choices=choices(figures.sources))


def back_to(subject):
    if isinstance(subject, Grant):
        return subject.get_absolute_url()
    return reverse("evaluation:programme_dashboard", args=[subject.pk])
