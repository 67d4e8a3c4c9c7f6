"""What is answered to funders: a report issued, then corrected by a second version, and one that
was read over and sent back."""

import datetime as dt

from django.db.models import Count

from config.demo.days import first_of_month
from evaluation.actions import report_reading, report_sections, reports
from evaluation.models import Grant, Report
from evaluation.report_parts import quotable
from workshops.actions.attendance import Mark, SheetChanges, save_sheet
from workshops.models import Attendance
from workshops.quotes import printable

QUOTED = 4
WORDS = {
    "carrier": "Le centre social Les Tisserands accueille les habitants des Filatures depuis 1991.",
    "objective": "Que les parents trouvent leur place à l’école, et que l’école les y attende.",
    "done": (
        "Un groupe de parole à l’école du Fil-d’Or, des ateliers avec les enfants à la Navette, un "
        "café à la maternelle des Bobines, un échange de savoirs au collège."
    ),
    "focus": (
        "L’école du Fil-d’Or prête sa bibliothèque le jeudi, prévient chaque famille et prend part "
        "au groupe : c’est là que les parents viennent le plus."
    ),
    "event": "Avant les vacances, les parents ont invité les enseignants à un repas qu’ils avaient préparé.",
    "hard": (
        "Une séance annulée par une grève. Les pères viennent le mercredi, rarement le jeudi."
    ),
    "next": "Ouvrir un second groupe de parole, demandé par les parents eux-mêmes.",
    "thanks": "Merci aux directrices, aux parents relais et aux bénévoles du café.",
}
NEXT = (
    "Ouvrir un second groupe de parole, demandé par les parents eux-mêmes, et déplacer un atelier "
    "au mercredi pour les pères."
)
FOUND = "Un nom oublié en recopiant les feuilles papier."
REMARK = "Il manque ce qui a été difficile : le financeur le demande. Et un mot des parents ?"


def tell(stage):
    """Two drafts, nothing printed yet."""
    boss = stage.users["coordination"]
    last_month_ends = first_of_month(stage.today) - dt.timedelta(days=1)
    links = Grant.objects.get(funder=stage.made["links"])
    broadband = Grant.objects.get(funder=stage.made["broadband"])
    stage.answered = _begun(
        boss, links, "Rapport d’étape des ateliers relais", last_month_ends, shared=True
    )
    _write(stage.answered, WORDS, boss)
    quotes = printable(quotable(stage.answered)).order_by("-session__date", "pk")[:QUOTED]
    report_sections.choose_quotes(report=stage.answered, quotes=quotes, by=boss)
    stage.draft = _begun(boss, broadband, "Rapport d’étape, parents connectés", stage.today)
    report_reading.submit(report=stage.draft, by=boss)
    report_reading.send_back(report=stage.draft, words=REMARK, by=boss)


def answer(stage):
    """The foundation got its report; a sheet was then corrected, and it got a second version."""
    boss = stage.users["coordination"]
    forgotten = _forgotten(stage.answered)
    first = _issued(stage.answered, boss)
    for row in forgotten:
        mark = Mark(Attendance.Status.PRESENT, row.version)
        changes = SheetChanges(marks={row.parent_id: mark}, reason=FOUND)
        save_sheet(session=row.session, changes=changes, by=boss)
    second = reports.next_version(report=first, by=boss)
    _write(second, {"next": NEXT}, boss)
    _issued(second, boss)


def _begun(boss, grant, title, ends_on, shared=False):
    report = Report(
        grant=grant,
        title=title,
        starts_on=grant.starts_on,
        ends_on=ends_on,
        is_shared_with_partners=shared,
    )
    return reports.begin(report=report, by=boss)


def _write(report, words, boss):
    for key, body in words.items():
        section = report.sections.get(key=key)
        report_sections.write(
            section=section, title=section.title, body=body, version=section.version, by=boss
        )


def _issued(report, boss):
    report_reading.submit(report=report, by=boss)
    return reports.issue(report=report, by=boss)


def _forgotten(report):
    """Whoever came least, whom no sheet said at first: then somebody more is among those who came."""
    came = Attendance.objects.filter(
        session__workshop__in=report.workshops.all(),
        session__date__range=(report.starts_on, report.ends_on),
        session__status="held",
        status=Attendance.Status.PRESENT,
    )
    times = came.order_by().values("parent").annotate(times=Count("pk"))
    who = times.order_by("times", "parent")[0]["parent"]
    rows = list(came.filter(parent=who).select_related("session").order_by("pk"))
    for row in rows:
        row.status = Attendance.Status.ABSENT
        row.save(update_fields=["status"])
    return rows
