"""What the ground floor tells its own pages it holds."""

from partnerships import (
    agreement_news,
    free_words,
    leaving,
    life,
    moments,
    registry,
    relays,
    searching,
    silences,
)
from partnerships.declarations import declared


def personal_fields():
    yield from declared("partnerships")


def register():
    registry.history.add(agreement_news.history)
    registry.handover.add(agreement_news.handover)
    registry.due.add(agreement_news.due)
    registry.signs.add(agreement_news.signs)
    registry.personal_fields.add(personal_fields)
    registry.texts.add(free_words.texts)
    registry.history.add(relays.history)
    registry.due.add(relays.due)
    registry.handover.add(relays.handover)
    registry.diary.add(life.diary)
    registry.moments.add(moments.meetings)
    registry.due.add(life.decisions_due)
    registry.due.add(silences.silences)
    registry.history.add(life.history)
    registry.handover.add(life.handover)
    registry.holdings.add(life.holdings)
    registry.signs.add(life.signs)
    registry.holdings.add(leaving.holdings)
    registry.searched.add(searching.found)
