"""What somebody who leaves was holding: the pens of texts written by several hands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions.accord import release
from partnerships.models import Agreement
from partnerships.registry import Holding, Leaver


def holdings(leaver: Leaver) -> Iterator[Holding]:
    if leaver.account:
        agreements = Agreement.objects.filter(
            pen=leaver.account, partnership__parties__structure=leaver.structure
        )
        for agreement in agreements.select_related("partnership"):
            yield Holding(
                kind=_("Plumes à reprendre"),
                title=f"{agreement}, {agreement.partnership}",
                url=agreement.get_absolute_url(),
                hand_over=laying_pen_down(agreement),
            )


def laying_pen_down(agreement):
    """The colleague may take it as soon as they open the text; nobody writes meanwhile."""

    def hand_over(colleague, by):
        release(agreement)
        structure = colleague.structure
        audit.record(audit.Verb.CHANGED, agreement, by=by, structure=structure, fields=["pen"])
        return True

    return hand_over
