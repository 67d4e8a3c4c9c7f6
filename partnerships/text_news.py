"""What shared texts tell the home page: whose yes one waits for."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.actions.accord import pen_holder
from partnerships.models import SharedText, User
from partnerships.registry import Due
from partnerships.standings import around_the_table, standings

# A party is left in peace for a week before anybody is told to relaunch it.
PATIENCE = dt.timedelta(days=7)


def due(user: User, texts: QuerySet[SharedText], *, accept: str, relaunch: str):
    """What waits for one’s own yes; for coordinators, whom to ask again after a week.

    `accept` and `relaunch` are the headings. Nobody is asked while somebody is writing.
    """
    rights = user.rights
    speaks_for = rights.coordinates | rights.partners
    if not speaks_for:
        return
    texts = [text for text in texts if text.is_in_force and not text.is_blank]
    for text in texts:
        if pen_holder(text) is None:
            yield from awaited_here(text, speaks_for, accept)
    recent = relaunched_lately(texts)
    for text in texts:
        if around_the_table(text) & rights.coordinates:
            yield from awaited_there(text, rights.belongs_to, recent, relaunch)


def awaited_here(text, speaks_for, kind):
    for standing in standings(text):
        if not standing.is_accepted and standing.structure.pk in speaks_for:
            yield Due(
                kind=kind,
                title=str(text.setting),
                detail=f"{text}, {standing.structure}",
                verb=_("Lire"),
                url=text.get_absolute_url(),
            )


def awaited_there(text, mine, recent, kind):
    for standing in standings(text):
        is_old = timezone.now() - standing.since >= PATIENCE
        pair = (text.pk, standing.structure.pk)
        if is_old and not (standing.is_accepted or standing.structure.pk in mine or pair in recent):
            yield Due(
                kind=kind,
                title=str(standing.structure),
                detail=f"{text}. {standing.waits}.",
                verb=_("Relancer"),
                url=text.get_absolute_url(),
            )


def relaunched_lately(texts):
    """(text, structure) of the letters of this week."""
    if not texts:
        return set()
    letters = texts[0].links
    links = letters.model.objects.filter(
        created_at__gt=timezone.now() - PATIENCE, **{f"{letters.field.name}__in": texts}
    )
    return set(links.values_list(letters.field.name, "structure"))
