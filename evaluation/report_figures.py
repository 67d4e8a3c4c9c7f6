"""The figures of the programme’s own report, in plain values."""

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation import report_parts as parts
from evaluation.disclosure import Disclosed
from evaluation.figures import Figures, Scope
from evaluation.models import Report
from evaluation.passages import carrier, people, pledge_line, pledges_over, programme_lines
from partnerships import french
from partnerships.calendar import months_between
from partnerships.documents import marks

HEADLINES = 3


def compute(report: Report) -> dict:
    """Every figure of the report, in plain values (units: text as it is read, minutes, counts).

    Counts of people by something personal are hidden when small (design.md section 4).
    """
    grant = report.grant
    programmes = list(grant.programmes.select_related("lead").order_by("sort_key", "pk"))
    full = Figures.of(Scope(tuple(programmes), report.starts_on, report.ends_on))
    figures = Disclosed(full)
    workshops = parts.workshops_of(report)
    return {
        **about(report, programmes),
        **promised(report, programmes, figures),
        **counted(figures),
        **around(report, programmes, parts.places(full, workshops)),
        "unnamed": full.unnamed,
        "workshops": parts.valued(workshops),
        "quotes": parts.quotes(report),
        "amounts": parts.amounts(grant),
        "annex": parts.annex(full, workshops),
    }


def about(report, programmes):
    grant = report.grant
    return {
        "carrier": carrier(grant.holder),
        "funder": grant.funder.name,
        "scheme": str(grant.scheme or ""),
        "awarded": french.money(grant.awarded) if grant.awarded is not None else "",
        "period": french.span_of_days(report.starts_on, report.ends_on),
        "stopped_on": timezone.localdate().isoformat(),
        "programmes": [programme_lines(programme) for programme in programmes],
    }


def promised(report, programmes, figures):
    pledges = pledges_over(report, programmes, figures)
    lines = [pledge_line(pledge) for pledge in pledges]
    return {
        "headlines": [line for line in lines if line["target"]][:HEADLINES],
        "indicators": lines,
        **aim(pledges, report),
    }


def counted(figures):
    return {
        "months": [month_line(line) for line in figures.by_month()],
        "schools": [school_line(line) for line in figures.by_school()],
        "people": people(figures, _("Quartier prioritaire (QPV)")),
        "reached": reached(figures),
        "groups": [group_line(line) for line in figures.groups() if line.sessions],
        "sessions": figures.measure("sessions_held").text,
    }


def around(report, programmes, places):
    """With whom, where, and whose help is thanked for."""
    parties = parts.parties(programmes)
    names = [party.name for party in parties]
    return {
        "together": parts.together(programmes, report, partners=names, places=places),
        "thanked": [[*mark] for mark in marks(party for party in parties if party.is_supporter)],
    }


# -- Breakdowns -----------------------------------------------------------------------------------


def month_line(line):
    return {
        "month": line.key.isoformat(),
        "sessions": line.sessions,
        "minutes": line.minutes,
        "participations": line.participations,
    }


def school_line(line):
    return {
        "school": line.label,
        "sessions": line.sessions,
        "minutes": line.minutes,
        "participations": line.participations,
    }


def group_line(line):
    return {
        "title": line.group.title,
        "planned": line.group.planned_minutes,
        "delivered": line.delivered_minutes,
        "sessions": line.sessions,
    }


def reached(figures):
    """Different parents since the first day, month after month."""
    return [[month.isoformat(), total] for month, total in figures.cumulative()]


def aim(pledges, report):
    """The number of different parents promised, and the months left to reach it."""
    for pledge in pledges:
        if pledge.promise.measure == "unique_parents" and pledge.target:
            ahead = months_between(report.ends_on, pledge.promise.ends_on)[1:]
            return {"aim": float(pledge.target), "ahead": [month.isoformat() for month in ahead]}
    return {"aim": None, "ahead": []}
