"""Somebody registered twice: at the café they wrote down her first name and her telephone again."""

import datetime as dt

from families.models import Family, Outcome, Parent


def tell(stage):
    """Not counted anywhere: the figures of the story do not move."""
    known = next(parent for parent in stage.parents[2:8] if parent.phone)
    family = Family.objects.create(
        structure=known.family.structure,
        is_interpreter_needed=True,
        registered_on=stage.today - dt.timedelta(days=20),
    )
    again = Parent.objects.create(
        family=family,
        first_name=known.first_name,
        last_name=known.last_name[:1] + ".",
        phone=known.phone,
        age_band="26-59",
        registered_on=family.registered_on,
    )
    Outcome.objects.create(
        parent=again,
        kind="practice",
        noted_on=family.registered_on,
        fact="Se sert du cahier de liaison en ligne.",
    )
