"""« Chercher »: what every floor knows under these words, and this person may see."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships import registry
from partnerships.seeking import Sought

LONGEST = 200
MOST = 5
# Of one kind alone, asked for.
WHOLE = 100
# People first: that is whom one looks for in a hurry.
ORDER = [
    *("familles", "contacts", "seances", "partenariats", "structures"),
    *("ateliers", "programmes", "conseils", "rapports"),
]


@require_safe
def search(request):
    """A few of each kind; `dans` asks for one of them whole."""
    only = request.GET.get("dans", "")[:30]
    sought = Sought(
        text=request.GET.get("q", "").strip()[:LONGEST],
        most=WHOLE if only else MOST,
        only=only,
        today=timezone.localdate(),
    )
    found = registry.searched.ask(request.user, sought) if sought.is_enough else []
    found.sort(key=lambda kind: ORDER.index(kind.kind))
    return render(request, "config/search.html", {"sought": sought, "found": found})
