"""The right of reply: a voice answers what another said, and changes none of its words."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.models import Reply
from evaluation.side_by_side import grid_of
from partnerships.actions import accord
from partnerships.actions.changes import create, delete, locked
from partnerships.models import User

# Answers that one voice may give to one passage of another: a conversation is had aloud.
MOST = 3


@transaction.atomic
def reply(*, reply: Reply, by: User) -> Reply:
    """What a voice answers; `spoken_by` says who speaks when somebody else writes it down.

    Refuses (ValidationError) a review under seal or closed, a voice of another review or the
    voice itself, a passage of which nothing was said, and a fourth answer to one passage.
    """
    review = locked(reply.voice.review)
    refuse_unless_open(review)
    if reply.about.review_id != review.pk:
        raise ValidationError(_("On répond à une voix du même bilan."))
    if reply.passage not in passages_of(grid_of(review), reply.about_id):
        raise ValidationError(_("Cette voix n’a rien dit là-dessus : il n’y a rien à répondre."))
    known = reply.voice.replies.filter(about=reply.about, passage=reply.passage)
    if known.count() >= MOST:
        raise ValidationError(
            _("Cette voix a déjà répondu trois fois à ces mots : parlez-en de vive voix.")
        )
    reply.author = by
    return create(reply, by=by, structure=reply.voice.structure)


@transaction.atomic
def take_back(*, reply: Reply, by: User) -> None:
    """By whoever wrote it, as long as the review is not closed."""
    refuse_unless_open(locked(reply.voice.review))
    delete(reply, by=by, structure=reply.voice.structure)


def refuse_unless_open(review):
    if review.is_sealed:
        raise ValidationError(_("Les plis ne sont pas encore ouverts : il n’y a rien à lire."))
    accord.refuse_when_over(review)


def passages_of(grid, voice: int) -> set[str]:
    """What that voice said something of, criteria included."""
    said = {
        passage.name
        for passage in grid.passages
        for cell in passage.cells
        if cell.column.key == voice and cell.said
    }
    levels = {
        criterion.name
        for criterion in grid.criteria
        for level in criterion.levels
        if level.column.key == voice and level.value is not None
    }
    return said | levels
