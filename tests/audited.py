"""Every writing about somebody leaves a line, in the same transaction: watched in every request.

While a request is answered, each INSERT, UPDATE and DELETE on a table of people's data must come
with an audit line about that row, or about what it belongs to, before the transaction ends:
`update()` and `bulk_*` included, as it is the database that is listened to. A line about somebody
names the household, so that « qui a vu cette fiche » misses nothing.
"""

import re
from contextlib import contextmanager

from django.db import connection

# Table of people's data → what a line may be about when one of its rows is written.
ABOUT = {
    "families_consent": {"families.consent", "families.parent"},
    "families_erasure": {"families.erasure", "families.parent"},
    "families_family": {"families.family"},
    "families_family_languages": {"families.family"},
    "families_merge": {"families.merge", "families.parent"},
    "families_outcome": {"families.outcome", "families.parent"},
    "families_parent": {"families.parent", "families.family"},
    "families_referral": {"families.referral"},
    "families_referrallink": {"families.referrallink", "families.referral"},
    "families_schooling": {"families.schooling", "families.family"},
    "families_supportmeeting": {"families.supportmeeting"},
    "partnerships_contact": {"partnerships.contact"},
    "partnerships_document": {"partnerships.document"},
    "partnerships_membership": {
        "partnerships.membership",
        "partnerships.invitation",
        "partnerships.structure",
    },
    "partnerships_observation": {"partnerships.observation"},
    "partnerships_tenure": {"partnerships.tenure", "partnerships.contact"},
    # A QPV learnt of a household completes its past rows: the line is the household’s.
    "workshops_attendance": {"workshops.attendance", "workshops.session", "families.family"},
    "workshops_signedsheet": {"workshops.signedsheet"},
    # Of accounts, but for those named without one.
    "workshops_facilitation": {"workshops.session", "workshops.workshop"},
    "workshops_enrolment": {"workshops.enrolment", "workshops.workshop"},
    "workshops_guest": {"workshops.guest", "workshops.session"},
    "workshops_quote": {"workshops.quote"},
    "workshops_waiting": {"workshops.waiting"},
}
# What two records of one person hold moves together: the line of their merge says what.
for table in (
    *("families_consent", "families_outcome", "families_referral", "families_supportmeeting"),
    *("workshops_attendance", "workshops_enrolment", "workshops_guest", "workshops_waiting"),
    "workshops_quote",
):
    ABOUT[table].add("families.merge")
WRITES = re.compile(r'(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
JOURNAL = "partnerships_auditevent"
COLUMN = re.compile(r'"(\w+)"')
# Lines that name a household, so that its page tells all that happened to it.
OF_A_HOUSEHOLD = {
    *("families.consent", "families.family", "families.outcome", "families.parent"),
    *("families.schooling", "families.supportmeeting", "workshops.attendance"),
    *("workshops.guest", "workshops.waiting"),
}


class Watch:
    """Follows the savepoints of one request: what each keeps has its lines, or is told."""

    def __init__(self, place):
        self.place = place
        self.open = []
        self.found = []

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT"):
            self.open.append([])
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            self.open[-1].clear()
        elif sql.startswith("RELEASE SAVEPOINT"):
            self.keep(self.open.pop())
        elif sql.startswith(f'INSERT INTO "{JOURNAL}"'):
            self.read(lines(sql, params))
        elif (match := WRITES.match(sql)) and (sql[0] == "I" or context["cursor"].rowcount):
            self.keep([(match[1], set())])
        return answer

    def read(self, lines):
        self.keep([(JOURNAL, {line["object_type"] for line in lines})])
        self.found += [
            f"{self.place}: a line about {line['object_type']} without its household"
            for line in lines
            if line["object_type"] in OF_A_HOUSEHOLD and line["family"] is None
        ]

    def keep(self, writes):
        if self.open:
            self.open[-1] += writes
            return
        told = set().union(*(about for table, about in writes if table == JOURNAL))
        self.found += [
            f"{self.place}: {table} without a line"
            for table in sorted({table for table, _about in writes})
            if table in ABOUT and not ABOUT[table] & told
        ]


def lines(sql, params):
    """The lines being written, each by its columns."""
    names = COLUMN.findall(sql[sql.index("(") : sql.index(")")])
    width = len(names)
    # PostgreSQL is given many rows as one list a column.
    if isinstance(params[0], list):
        rows = zip(*params, strict=True)
    else:
        rows = [params[start : start + width] for start in range(0, len(params), width)]
    return [dict(zip(names, row, strict=True)) for row in rows]


@contextmanager
def watched(place, found):
    watch = Watch(place)
    with connection.execute_wrapper(watch):
        yield
    found += watch.found
