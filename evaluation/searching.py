"""What the evaluation answers to a search: reports, for those they are open to."""

from django.utils.translation import gettext as _

from evaluation.models import Report
from partnerships.french import span_of_days
from partnerships.models import User
from partnerships.seeking import Sought, hit, once_each, saying


def found(user: User, sought: Sought):
    """By their title, or the name of the funder they answer."""
    rows = Report.objects.visible_to(user)
    rows = rows.filter(saying(sought.words, "title", "grant__funder__name"))
    rows = once_each(rows).defer("figures").select_related("grant__funder")
    yield from sought.finds(
        "rapports",
        _("Rapports"),
        rows.order_by("-ends_on", "-version", "-pk"),
        lambda each: hit(
            each, f"{each.grant.funder}, {span_of_days(each.starts_on, each.ends_on)}"
        ),
    )
