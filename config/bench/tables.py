"""Goal 8: a grid of 10,000 presences through our import, and the same rows through the library’s.

Everything happens in a transaction that is rolled back: each round finds the same database.
"""

import datetime as dt
import time
from string import ascii_lowercase as LETTERS

from django.db import transaction
from django.utils import timezone
from import_export.resources import modelresource_factory
from tablib import Dataset

from families.models import Family, Parent
from partnerships.models import Structure, User
from workshops.actions import table_imports
from workshops.imports.results import Place
from workshops.imports.telling import Asked
from workshops.models import Attendance, Programme, Session, Workshop

PEOPLE, DAYS = 500, 20
# The library goes row by row, ten times the rows take it ten times as long: it does a tenth of them.
SHARE = 10


class Group:
    """A workshop of 500 known people, and 20 days on which they all came."""

    def __init__(self):
        today = timezone.localdate()
        self.days = [today - dt.timedelta(days=number + 1) for number in range(DAYS)]
        lead = Structure.objects.create(name="Centre des tableaux", kind="social_centre")
        season = {"starts_on": today - dt.timedelta(days=300), "ends_on": today}
        programme = Programme.objects.create(title="Programme des tableaux", lead=lead, **season)
        self.workshop = Workshop.objects.create(
            programme=programme, title="Atelier des tableaux", format="cafe", host=lead
        )
        families = Family.objects.bulk_create(Family(structure=lead) for _each in range(PEOPLE))
        self.people = Parent.objects.bulk_create(
            Parent(family=family, first_name=f"Prénom{pair}", last_name=f"Nom{pair}")
            for pair, family in zip(pairs(), families, strict=False)
        )


def pairs():
    """« aa », « ab »…: 676 of them."""
    return (first + second for first in LETTERS for second in LETTERS)


def rolled_back(act):
    with transaction.atomic():
        seconds = act(Group())
        transaction.set_rollback(True)
    return seconds


def ours():
    """[what the confirmation takes, what preview and confirmation take]."""
    return rolled_back(import_grid)


def import_grid(group):
    asked = Asked("grid", Place(group.workshop.programme, group.workshop), dt.time(14), dt.time(16))
    titles = [day.strftime("%d/%m/%Y") for day in group.days]
    lines = [f"{person.first_name};{person.last_name};{'x;' * DAYS}" for person in group.people]
    text = "\n".join([f"Prénom;Nom;{';'.join(titles)}", *(line[:-1] for line in lines)])
    by = User.objects.get(email="sonde@bench.example")
    begun = time.perf_counter()
    seen = table_imports.preview(asked=asked, data=text.encode(), name="grille.csv", by=by)
    previewed = time.perf_counter()
    table_imports.confirm(asked=asked, ticket=seen.ticket, by=by)
    done = time.perf_counter()
    check(group, PEOPLE * DAYS)
    return [done - previewed, done - begun]


def stock():
    """The same of django-import-export as it comes, one row a presence, 8 columns, 5 of them keys.

    Ten times what a tenth of the rows takes.
    """
    return rolled_back(import_rows)


def import_rows(group):
    sessions = Session.objects.bulk_create(
        Session(workshop=group.workshop, date=day, starts_at=dt.time(14), ends_at=dt.time(16))
        for day in group.days[: DAYS // SHARE]
    )
    names = ("session", "parent", "status", "programme", "workshop", "cohort", "date", "family_key")
    rows = [
        (
            *(session.pk, person.pk, "present", group.workshop.programme_id),
            *(group.workshop.pk, group.workshop.pk, session.date.isoformat(), person.family_id),
        )
        for session in sessions
        for person in group.people
    ]
    text = Dataset(*rows, headers=names).export("csv")
    resource = modelresource_factory(
        Attendance, meta_options={"fields": names, "import_id_fields": ("session", "parent")}
    )
    begun = time.perf_counter()
    resource().import_data(Dataset().load(text, format="csv"), dry_run=True, raise_errors=True)
    previewed = time.perf_counter()
    resource().import_data(Dataset().load(text, format="csv"), raise_errors=True)
    done = time.perf_counter()
    check(group, len(rows))
    return [SHARE * (done - previewed), SHARE * (done - begun)]


def check(group, wanted):
    """A round that wrote something else means nothing."""
    written = Attendance.objects.filter(workshop=group.workshop).count()
    if written != wanted:
        raise RuntimeError(f"{written} presences instead of {wanted}")
