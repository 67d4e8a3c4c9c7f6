"""What the ground floor tells its own pages it holds."""

from partnerships import agreement_news, leaving, life, registry, relays, silences
from partnerships.models import Contact


def personal_fields():
    yield (
        Contact,
        (
            *("first_name", "last_name", "phone", "other_phone", "email"),
            *("introduced_by", "reach_note", "search_key"),
        ),
    )


def register():
    registry.history.add(agreement_news.history)
    registry.handover.add(agreement_news.handover)
    registry.due.add(agreement_news.due)
    registry.signs.add(agreement_news.signs)
    registry.personal_fields.add(agreement_news.personal_fields)
    registry.personal_fields.add(personal_fields)
    registry.history.add(relays.history)
    registry.due.add(relays.due)
    registry.handover.add(relays.handover)
    registry.personal_fields.add(life.personal_fields)
    registry.diary.add(life.diary)
    registry.due.add(life.decisions_due)
    registry.due.add(silences.silences)
    registry.history.add(life.history)
    registry.handover.add(life.handover)
    registry.holdings.add(life.holdings)
    registry.signs.add(life.signs)
    registry.holdings.add(leaving.holdings)
