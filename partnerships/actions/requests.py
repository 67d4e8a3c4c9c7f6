"""What is asked of the partnership, how it was read, what was answered."""

from collections.abc import Mapping

from partnerships.actions.changes import change, create
from partnerships.models import PartnerRequest, User


def note_request(*, asked: PartnerRequest, by: User) -> PartnerRequest:
    """A need of a school, of professionals, of parents (PAR-064, PAR-065, PAR-066)."""
    return create(asked, by=by, structure=asked.structure)


def change_request(
    *, asked: PartnerRequest, values: Mapping[str, object], by: User
) -> PartnerRequest:
    """Refuses (ValidationError) an answer without its day, or before the request.

    Our reading of it (PAR-073) is among the values of those who work here, of nobody else.
    """
    return change(asked, values=values, by=by, structure=asked.structure)
