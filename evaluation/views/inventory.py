"""The local diagnosis, as a page, a document and a spreadsheet."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluation.forms.inventory import InventoryForm
from evaluation.inventory import around, inventory
from evaluation.tables import asked, taken_away
from partnerships.calendar import school_year, school_year_after
from partnerships.documents import pdf_response, render_pdf

# The coming school year, this one and the two before.
YEARS = [0, 1, -1, -2]


def form_of(request):
    current = school_year(timezone.localdate())
    years = [school_year_after(current, years) for years in YEARS]
    return InventoryForm(request.GET, user=request.user, years=years)


@require_safe
def local_diagnosis(request):
    """Who does what, where, for whom, with whom, since when; for whoever signed in."""
    form = form_of(request)
    found = inventory(request.user, **form.asked)
    if table := asked(found.tables, request.GET):
        format = request.GET["format"]
        return taken_away(table, around(request.user), format=format, by=request.user)
    context = {"filter": form, "inventory": found}
    return render(request, "evaluation/local_diagnosis.html", context)


@require_safe
def local_diagnosis_pdf(request):
    found = inventory(request.user, **form_of(request).asked)
    title = _("Diagnostic local %(year)s") % {"year": found.year}
    author = ", ".join(each.name for each in around(request.user))
    context = {"inventory": found, "today": timezone.localdate()}
    template = "evaluation/local_diagnosis_document.html"
    pdf = render_pdf(template, context, title=title, author=author)
    return pdf_response(pdf, title, inline=True)
