"""Search-or-add: who of the structure may be meant, before somebody is written twice."""

from families.lookalikes import Lookalike, lookalikes, schools_of
from families.models import Parent
from partnerships.models import User
from partnerships.validators import fold
from workshops.models import Workshop

MOST = 6


def find(text: str, *, workshop: Workshop, user: User) -> list[Lookalike]:
    """Those whose name holds every word typed, then those whose name is close to it.

    Their name and the schools of the children, no more (design.md section 4).
    """
    if not fold(text):
        return []
    known = Parent.objects.findable_for(workshop.programme)
    holding = list(known.search(fold(text)).in_name_order()[:MOST])
    schools = schools_of({parent.family_id for parent in holding})
    found = [
        Lookalike(parent, ", ".join(schools.get(parent.family_id, [])), is_open=False)
        for parent in holding
    ]
    close = lookalikes(name=text, structure=workshop.programme.lead, user=user)
    return [*found, *(near for near in close if near.parent not in holding)][:MOST]
