"""Who holds the thread of a partnership, as its tests need it."""

import datetime as dt

from partnerships.models import Partnership
from partnerships.threads import sides_of
from tests.factories import ContactFactory, TenureFactory, ThreadFactory

TODAY = dt.date(2026, 3, 10)


def side(partnership, structure):
    return partnership.parties.get(structure=structure)


def holds(partnership, structure, name, *, ends_on=None, reason="", **thread):
    """Somebody of that structure who holds, or held, the thread."""
    tenure = TenureFactory(
        contact=ContactFactory(first_name="", last_name=name),
        structure=structure,
        ends_on=ends_on,
        end_reason=reason,
    )
    return ThreadFactory(partnership=partnership, tenure=tenure, **thread)


def sides(partnership):
    found = Partnership.objects.with_threads().with_parties().get(pk=partnership.pk)
    return {str(side.structure): side for side in sides_of(found, TODAY)}


def naming(partnership, structure):
    return f"/parties/{side(partnership, structure).pk}/fil/"
