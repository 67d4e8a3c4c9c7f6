"""What figures count never moves without a mark for its structure: watched in every request.

Before and after each request that may write, the rows that the kept figures are made of are read
straight from the database: whatever wrote them, `update()` and `bulk_*` included. A structure of
which they differ has its mark (evaluation.models.RollupMark), written by that request, or is told.
"""

from contextlib import contextmanager

from django.db import connection

# Each line: whose figures, then whatever they count of it.
COUNTED = (
    """SELECT programme.lead_id, presence.session_id, presence.parent_id,
              presence.status, presence.programme_id,
              presence.workshop_id, presence.date, presence.school_id,
              presence.family_key, presence.lives_in_qpv,
              presence.gender, presence.age_band
       FROM workshops_attendance AS presence
       JOIN workshops_programme AS programme ON programme.id = presence.programme_id
       WHERE presence.held""",
    """SELECT programme.lead_id, session.id, session.workshop_id, session.date, session.school_id,
              session.delivered_minutes, heads.number
       FROM workshops_session AS session
       JOIN workshops_workshop AS workshop ON workshop.id = session.workshop_id
       JOIN workshops_programme AS programme ON programme.id = workshop.programme_id
       LEFT JOIN workshops_headcount AS heads
            ON heads.session_id = session.id AND heads.category = 'parents'
       WHERE session.status = 'held'""",
    """SELECT programme.lead_id, parent.id, schooling.school_year, schooling.school_id
       FROM workshops_attendance AS presence
       JOIN workshops_programme AS programme ON programme.id = presence.programme_id
       JOIN families_parent AS parent ON parent.id = presence.parent_id
       JOIN families_schooling AS schooling ON schooling.family_id = parent.family_id
       WHERE presence.held AND presence.status IN ('present', 'late')""",
)
MARKS = "SELECT id, structure_id FROM evaluation_rollupmark"
READS = {"GET", "HEAD", "OPTIONS"}


def ask(sql):
    """Beside the queries that tests count."""
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    try:
        return set(map(tuple, cursor.execute(sql).fetchall()))
    finally:
        cursor.close()


def counted():
    return set().union(*({(place, *row) for row in ask(sql)} for place, sql in enumerate(COUNTED)))


@contextmanager
def watched(place, found):
    if place.split()[0] in READS:
        yield
        return
    before, marks = counted(), ask(MARKS)
    yield
    moved = {row[1] for row in before ^ counted()}
    marked = {structure for _key, structure in ask(MARKS) - marks}
    found += [f"{place}: structure {key} is not marked" for key in sorted(moved - marked)]
