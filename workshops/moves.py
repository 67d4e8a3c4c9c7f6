"""How sheets and lists move when two records are one person, and back."""

from functools import partial

from django.utils.translation import ngettext

from families.merging.moves import pointing
from partnerships.images import drawn, image, write_again
from partnerships.registry import Mover
from workshops.actions import snapshots
from workshops.models import Attendance, Enrolment, Guest, Quote, Waiting

STRENGTH = {
    Attendance.Status.PRESENT: 3,
    Attendance.Status.LATE: 2,
    Attendance.Status.EXCUSED: 1,
    Attendance.Status.ABSENT: 0,
}
# What an attendance keeps of the person: it comes back with them.
SNAPSHOT = ("family_key", "lives_in_qpv", "gender", "age_band")
SPAN = ["enrolled_on", "left_on", "called_on"]
# Longer than any number of minutes: the whole session.
WHOLE = 1441


def movers():
    yield Mover("attendance", tell_attendances, move_attendances, put_back_attendances)
    yield Mover("enrolment", tell_enrolments, move_enrolments, put_back_enrolments)
    yield once(Guest, "session", tell_guests)
    yield once(Waiting, "workshop", tell_waiting)
    yield pointing(Quote, "parent", tell_quotes)


# -- Attendance ----------------------------------------------------------------------------------


def tell_attendances(person):
    number = person.attendances.count()
    sentence = ngettext("%(number)s présence", "%(number)s présences", number)
    return sentence % {"number": number} if number else ""


def move_attendances(kept, set_aside):
    """Both on one sheet: the strongest presence stays, the other row is written down whole.

    {"moved": [key and snapshot], "met": [both rows before, which stays, its version after]}.
    """
    rows = list(set_aside.attendances.select_for_update().select_related("session").order_by("pk"))
    known = kept.attendances.select_for_update().filter(session__in=[row.session for row in rows])
    mine = {row.session_id: row for row in known}
    alone = [row for row in rows if row.session_id not in mine]
    moved = [{"pk": row.pk} | {name: getattr(row, name) for name in SNAPSHOT} for row in alone]
    Attendance.objects.filter(pk__in=[row.pk for row in alone]).update(
        parent=kept, family_key=kept.family_id
    )
    met = [meet(kept, mine[row.session_id], row) for row in rows if row.session_id in mine]
    return {"moved": moved, "met": met}


def meet(kept, mine, theirs):
    before = {"mine": image(mine), "theirs": image(theirs)}
    weak, strong = sorted([theirs, mine], key=strength)
    strong.parent, strong.family_key = kept, kept.family_id
    strong.role = strong.role or weak.role
    if weak.status in Attendance.COUNTING:
        longest = max([strong, weak], key=length)
        strong.minutes, strong.counted_minutes = longest.minutes, longest.counted_minutes
    strong.version = max(mine.version, theirs.version) + 1
    weak.delete()
    columns = ["parent", "family_key", "role", "minutes", "counted_minutes", "version"]
    Attendance.objects.filter(pk=strong.pk).update(
        **{name: getattr(strong, name) for name in columns}
    )
    return before | {"stays": strong.pk, "version": strong.version}


def strength(row):
    """The strongest status, then the longest stay; on a tie the record that is kept."""
    return STRENGTH[row.status], length(row)


def length(row):
    """In minutes; of a sheet not closed yet, the whole session is longer than any number."""
    return row.counted_minutes if row.held else row.minutes or WHOLE


def put_back_attendances(kept, set_aside, rows):
    keys = {row["pk"]: row for row in rows["moved"]}
    moved = list(Attendance.objects.filter(pk__in=keys, parent=kept))
    for row in moved:
        row.parent = set_aside
        for name in SNAPSHOT:
            setattr(row, name, keys[row.pk][name])
    Attendance.objects.bulk_update(moved, ["parent", *SNAPSHOT])
    for meeting in rows["met"]:
        part(kept, meeting)


def part(kept, meeting):
    """Both rows as they were; a row that somebody corrected since stays as corrected."""
    row = Attendance.objects.filter(pk=meeting["stays"], parent=kept).first()
    if row is None:
        return
    mine, theirs = (drawn(Attendance, meeting[side]) for side in ("mine", "theirs"))
    if row.version == meeting["version"]:
        row.delete()
        write_again(mine)
    elif row.pk == theirs.pk:
        theirs.pk = None
    write_again(theirs)
    snapshots.follow(row.session, only=[mine.pk, theirs.pk])


# -- Enrolments ----------------------------------------------------------------------------------


def tell_enrolments(person):
    number = person.enrolments.count()
    sentence = ngettext("%(number)s inscription", "%(number)s inscriptions", number)
    return sentence % {"number": number} if number else ""


def move_enrolments(kept, set_aside):
    """Both on one list: expected from the first day to the last of the two."""
    rows = list(set_aside.enrolments.order_by("pk"))
    mine = {row.workshop_id: row for row in kept.enrolments.all()}
    alone = [row.pk for row in rows if row.workshop_id not in mine]
    Enrolment.objects.filter(pk__in=alone).update(parent=kept)
    met = [join(mine[row.workshop_id], row) for row in rows if row.workshop_id in mine]
    return {"moved": alone, "met": met}


def join(mine, theirs):
    before = {"mine": image(mine), "theirs": image(theirs)}
    ends = [mine.left_on, theirs.left_on]
    mine.enrolled_on = min(mine.enrolled_on, theirs.enrolled_on)
    mine.left_on = None if None in ends else max(ends)
    # What they were to catch up goes on counting for the one list that stays.
    guests = sorted(theirs.catch_ups.values_list("pk", flat=True))
    theirs.catch_ups.update(enrolment=mine)
    theirs.delete()
    calls = [day for day in (mine.called_on, theirs.called_on) if day]
    mine.called_on = max(calls, default=None)
    mine.save(update_fields=SPAN)
    return before | {"after": image(mine), "guests": guests}


def put_back_enrolments(kept, set_aside, rows):
    Enrolment.objects.filter(pk__in=rows["moved"], parent=kept).update(parent=set_aside)
    for meeting in rows["met"]:
        row = Enrolment.objects.filter(pk=meeting["mine"]["id"], parent=kept).first()
        if row is None:
            continue
        # Who left or came back since stays so.
        if image(row) == meeting["after"]:
            drawn(Enrolment, meeting["mine"]).save(update_fields=SPAN)
        write_again(drawn(Enrolment, meeting["theirs"]))
        Guest.objects.filter(pk__in=meeting["guests"]).update(enrolment=meeting["theirs"]["id"])


# -- Asked once, for a session or for a place -----------------------------------------------------


def once(model, place, tell):
    """For rows of which a person has one for each session, or workshop: theirs gives way to mine."""
    kind = model._meta.model_name
    return Mover(kind, tell, partial(gather, model, place), partial(scatter, model))


def gather(model, place, kept, set_aside):
    """{"moved": keys, "met": rows of the other record, written down whole}."""
    mine = model.objects.filter(parent=kept).values(place)
    theirs = model.objects.filter(parent=set_aside)
    met = list(theirs.filter(**{f"{place}__in": mine}).order_by("pk"))
    moved = sorted(theirs.exclude(**{f"{place}__in": mine}).values_list("pk", flat=True))
    model.objects.filter(pk__in=moved).update(parent=kept)
    images = [image(row) for row in met]
    model.objects.filter(pk__in=[row.pk for row in met]).delete()
    return {"moved": moved, "met": images}


def scatter(model, kept, set_aside, rows):
    model.objects.filter(pk__in=rows["moved"], parent=kept).update(parent=set_aside)
    for row in rows["met"]:
        write_again(drawn(model, row))


def tell_guests(person):
    number = person.invitations.count()
    sentence = ngettext("attendue à %(number)s séance", "attendue à %(number)s séances", number)
    return sentence % {"number": number} if number else ""


def tell_waiting(person):
    number = person.waiting.count()
    sentence = ngettext("%(number)s place attendue", "%(number)s places attendues", number)
    return sentence % {"number": number} if number else ""


def tell_quotes(person):
    number = person.quotes.count()
    sentence = ngettext("%(number)s parole", "%(number)s paroles", number)
    return sentence % {"number": number} if number else ""
