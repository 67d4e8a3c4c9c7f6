"""Creates the people of a table, all at once: a few inserts, whatever their number."""

from django.utils import timezone

from families.models import Family, Parent, Qpv, Schooling
from partnerships import audit
from partnerships.calendar import first_year
from partnerships.models import AuditEvent, Structure, User
from workshops.imports.people import People, Person
from workshops.imports.telling import Asked
from workshops.models import Enrolment, Waiting

BATCH = 1000
Trace = dict[str, list[int]]


def write(people: People, asked: Asked, *, by: User) -> tuple[Trace, list[AuditEvent]]:
    """New people with their households, then who is expected where; gives keys and audit lines."""
    lead = asked.place.programme.lead
    new, enrolled = people.new, people.enrolments
    trace = create(new, lead, year=year_of(asked))
    enrolments = Enrolment.objects.bulk_create(
        (
            Enrolment(
                workshop=person.workshop,
                parent=record_of(person),
                enrolled_on=person.enrolled_on or timezone.localdate(),
            )
            for person in enrolled
        ),
        batch_size=BATCH,
    )
    trace["workshops.enrolment"] = keys(enrolments)
    said = {"by": by, "structure": lead}
    lines = created_lines(new, **said) + stop_waiting(enrolments, trace, **said)
    lines += [
        audit.line(
            *(audit.Verb.CHANGED, enrolment.workshop),
            fields=[f"enrolment-{enrolment.parent_id}"],
            family=enrolment.parent.family_id,
            **said,
        )
        for enrolment in enrolments
    ]
    return trace, lines


def stop_waiting(enrolments, trace, **said):
    """Who has a place waits no longer; the trace says who waited, where and since when."""
    pairs = {(row.workshop_id, row.parent_id) for row in enrolments}
    workshops = {workshop for workshop, _parent in pairs}
    waiting = Waiting.objects.filter(workshop__in=workshops).select_related("parent")
    ended = [row for row in waiting if (row.workshop_id, row.parent_id) in pairs]
    trace["waiting"] = [[row.workshop_id, row.parent_id, row.asked_on.isoformat()] for row in ended]
    lines = [
        audit.line(
            audit.Verb.DELETED, row, fields=["workshop"], family=row.parent.family_id, **said
        )
        for row in ended
    ]
    Waiting.objects.filter(pk__in=keys(ended)).delete()
    return lines


def create(new: list[Person], lead: Structure, *, year: int) -> Trace:
    """Households, parents, schoolings and languages of those who are not known yet."""
    today = timezone.localdate()
    families = Family.objects.bulk_create(
        [household(person, lead, today) for person in new], batch_size=BATCH
    )
    for person, family in zip(new, families, strict=True):
        person.parent = adult(person, family, today)
    parents = Parent.objects.bulk_create([person.parent for person in new], batch_size=BATCH)
    schoolings = Schooling.objects.bulk_create(
        [schooling(person, year) for person in new if person.school], batch_size=BATCH
    )
    spoken = Family.languages.through
    spoken.objects.bulk_create(
        [
            spoken(family=person.parent.family, term=term)
            for person in new
            for term in person.languages
        ],
        batch_size=BATCH,
    )
    return {
        "families.family": keys(families),
        "families.parent": keys(parents),
        "families.schooling": keys(schoolings),
    }


def household(person, lead, today):
    is_known = person.lives_in_qpv != Qpv.UNKNOWN
    return Family(
        structure=lead,
        neighbourhood=person.neighbourhood,
        lives_in_qpv=person.lives_in_qpv,
        qpv=person.qpv,
        qpv_source=Family.QpvSource.DECLARED if is_known else "",
        registered_on=today,
    )


def adult(person, family, today):
    names = ("first_name", "last_name", "gender", "birth_year", "phone", "email")
    told = {name: getattr(person, name) for name in names}
    return Parent(family=family, registered_on=today, **told)


def schooling(person, year):
    return Schooling(
        family=person.parent.family,
        school=person.school,
        school_year=year,
        level=person.level,
        children=person.children,
    )


def record_of(person):
    return person.parent or person.twin.parent


def year_of(asked):
    """The school year of the season, or this one when the season goes on."""
    season = asked.place.season
    return first_year(min(season.last, max(season.first, timezone.localdate())))


def created_lines(new, **said):
    """One a person: the line of the household names the parent it was opened for."""
    return [
        audit.line(
            *(audit.Verb.CREATED, person.parent.family),
            fields=[f"parent-{person.parent.pk}"],
            family=person.parent.family_id,
            **said,
        )
        for person in new
    ]


def keys(rows) -> list[int]:
    return [row.pk for row in rows]
