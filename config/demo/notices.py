"""What the centre tells its families, and what some of them answered."""

import datetime as dt

from django.utils import timezone

from families import notices
from families.models import Consent, Family, Notice, NoticeText

# Who read the translations over; nobody has read the last one yet.
READERS = {"ar": "Nour", "tr": "Emine", "en": "Julie"}
# place in the list of parents: use, answer, days ago, how
ANSWERS = [
    (0, "quote", "given", 60, "paper"),
    (0, "image", "given", 60, "paper"),
    (1, "quote", "given", 48, "spoken"),
    (1, "image", "refused", 48, "spoken"),
    (2, "quote", "given", 90, "spoken"),
    (2, "quote", "withdrawn", 12, "message"),
    (3, "image", "given", 30, "paper"),
    (4, "quote", "refused", 30, "spoken"),
    (30, "quote", "given", 75, "spoken"),
    (44, "quote", "given", 70, "paper"),
]


def tell(stage):
    centre, boss = stage.made["centre"], stage.users["coordination"]
    first = publish(stage, centre, boss, version=1, days_ago=400, languages=["fr"])
    second = publish(
        stage, centre, boss, version=2, days_ago=151, languages=NoticeText.Language.values
    )
    families = [parent.family for parent in stage.parents]
    # A few were handed the old sheet, left in a drawer.
    old = {family.pk for family in families[6::14]}
    Family.objects.filter(pk__in=[family.pk for family in families]).update(notice=second)
    Family.objects.filter(pk__in=old).update(notice=first, informed_how="paper")
    for place, purpose, state, days_ago, how in ANSWERS:
        answer(stage, stage.parents[place], second, purpose, state, days_ago, how)
    answer(
        stage,
        stage.parents[0],
        second,
        "sharing",
        "given",
        40,
        "paper",
        structure=stage.made["rive"],
    )
    stage.parents[5].is_left_alone = True
    stage.parents[5].save(update_fields=["is_left_alone"])


def publish(stage, centre, boss, *, version, days_ago, languages):
    notice = Notice.objects.create(
        structure=centre,
        version=version,
        published_on=stage.today - dt.timedelta(days=days_ago),
        published_by=boss,
    )
    for language in languages:
        text = notices.default_text(centre, language)
        text.notice, text.read_over_by = notice, READERS.get(language, "")
        text.save()
    return notice


def answer(stage, parent, notice, purpose, state, days_ago, how, structure=None):
    said_on = stage.today - dt.timedelta(days=days_ago)
    former = Consent.objects.in_force().filter(parent=parent).for_use(purpose, structure)
    former.update(ended_at=timezone.make_aware(dt.datetime.combine(said_on, dt.time(17, 30))))
    Consent.objects.create(
        parent=parent,
        purpose=purpose,
        structure=structure,
        state=state,
        said_on=said_on,
        how=how,
        notice=notice,
        recorded_by=stage.users["animation"],
    )
