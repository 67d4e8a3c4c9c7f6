"""What a funder report says: computed while it is a draft, frozen once it is issued.

The content is made of plain values, so that what is frozen is what was read, to the letter.
"""

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.disclosure import Disclosed
from evaluation.figures import Figures, Scope
from evaluation.models import Report
from evaluation.pledges import Pledge, promises_of
from partnerships import french
from partnerships.calendar import months_between
from partnerships.models import Partnership, Structure
from workshops.models import Session

HEADLINES = 3


def content_of(report: Report) -> dict:
    """What the document shows: the frozen figures of an issued report, else those of today."""
    return report.figures if report.status == Report.Status.ISSUED else compute(report)


def compute(report: Report) -> dict:
    """Every figure of the report, in plain values (units: text as it is read, minutes, counts).

    Counts of people by something personal are hidden when small (design.md section 4).
    """
    grant = report.grant
    programmes = list(grant.programmes.select_related("lead").order_by("title"))
    scope = Scope(tuple(programmes), report.starts_on, report.ends_on)
    full = Figures.of(scope)
    figures = Disclosed(full)
    pledges = pledges_over(report, programmes, figures)
    lines = [pledge_line(pledge) for pledge in pledges]
    return {
        "carrier": carrier(grant.holder),
        "funder": grant.funder.name,
        "scheme": str(grant.scheme or ""),
        "awarded": french.money(grant.awarded) if grant.awarded is not None else "",
        "period": french.span_of_days(report.starts_on, report.ends_on),
        "stopped_on": timezone.localdate().isoformat(),
        "programmes": [programme_lines(programme) for programme in programmes],
        "headlines": [line for line in lines if line["target"]][:HEADLINES],
        "indicators": lines,
        "months": [month_line(line) for line in figures.by_month()],
        "schools": [school_line(line) for line in figures.by_school()],
        "people": people(figures),
        "reached": reached(figures),
        **aim(pledges, report),
        "groups": [group_line(line) for line in figures.groups() if line.sessions],
        "sessions": figures.measure("sessions_held").text,
        "unnamed": full.unnamed,
        "places": places(programmes, report),
        "partners": partners(programmes),
        "supporters": supporters(programmes),
        "workshops": valued(report),
    }


def carrier(structure):
    return {
        "name": structure.name,
        "mission": structure.mission,
        "created_in": structure.created_in,
        "siret": structure.siret,
        "rna": structure.rna,
        "address": " ".join(
            part for part in (structure.address, structure.postal_code, structure.commune) if part
        ),
        "email": structure.email,
        "phone": structure.phone,
    }


def programme_lines(programme):
    return {
        "title": programme.title,
        "period": french.span_of_days(programme.starts_on, programme.ends_on),
        "addressed_to": programme.addressed_to,
        "description": programme.description,
        "diagnosis": programme.diagnosis,
    }


# -- Figures against targets --------------------------------------------------------------------


def pledges_over(report: Report, programmes: list, figures: Disclosed) -> list[Pledge]:
    """What the grant promised, each against the figure of the report’s own days.

    An indicator with several targets keeps the one of the last period begun by then.
    """
    by_programme = {programme.pk: figures.only(programme) for programme in programmes}
    kept = {}
    for promise in promises_of(report.grant.indicators.all()):
        begun = promise.starts_on is None or promise.starts_on <= report.ends_on
        if begun and promise.programme in by_programme:
            kept[promise.indicator] = promise
    return [
        Pledge(
            promise,
            by_programme[promise.programme].measure(promise.measure) if promise.measure else None,
            report.starts_on,
            report.ends_on,
        )
        for promise in kept.values()
    ]


def pledge_line(pledge: Pledge) -> dict:
    """Expected, obtained, gap in the unit and in %; « n.s. » when nothing was expected."""
    figure = pledge.figure
    return {
        "title": pledge.title,
        "amount": figure.amount if figure else "",
        "text": figure.text if figure else "",
        "definition": figure.definition if figure else "",
        "notes": [str(note) for note in figure.notes] if figure else [],
        "target_text": pledge.target_text,
        "gap": pledge.variance_text,
        "share": pledge.variance_percent,
        "sentence": pledge.sentence_of_figure if pledge.is_measured else "",
        "value": float(figure.value) if figure and figure.value is not None else None,
        "target": None if pledge.target is None else float(pledge.target),
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


def people(figures):
    """Different parents by what is known of them, the unknown shown, small numbers hidden."""
    return [
        {"title": str(title), "parts": [part_line(part) for part in parts]}
        for title, parts in (
            (_("Quartier prioritaire (QPV)"), figures.by_qpv()),
            (_("Sexe"), figures.by_gender()),
            (_("Âge"), figures.by_age_band()),
        )
    ]


def part_line(part):
    hidden = part.parents is None
    return {
        "label": part.label,
        "text": _("masqué") if hidden else french.number(part.parents),
        "is_hidden": hidden,
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


def places(programmes, report):
    """Where it happened and between which dates, from the sessions held."""
    held = (
        Session.objects.held()
        .between(report.starts_on, report.ends_on)
        .filter(workshop__programme__in=programmes)
        .order_by()
        .values("workshop__host__name")
        .annotate(first=Min("date"), last=Max("date"), sessions=Count("pk"))
        .order_by("workshop__host__search_key")
    )
    return [
        {
            "place": row["workshop__host__name"],
            "period": french.span_of_days(row["first"], row["last"]),
            "sessions": row["sessions"],
        }
        for row in held
    ]


def partners(programmes):
    """The parties of the partnerships of these programmes, beside their leads."""
    leads = [programme.lead_id for programme in programmes]
    return list(
        Structure.objects.filter(parties__partnership__programmes__in=programmes)
        .exclude(pk__in=leads)
        .order_by("search_key")
        .distinct()
        .values_list("name", flat=True)
    )


def supporters(programmes):
    """Whom the project thanks: the supporting parties of these programmes, beside their leads."""
    partnerships = Partnership.objects.filter(programmes__in=programmes)
    leads = [programme.lead_id for programme in programmes]
    found = Structure.objects.supporting(partnerships).exclude(pk__in=leads)
    return [{"key": structure.pk, "name": structure.name} for structure in found]


def valued(report):
    return [
        {"title": workshop.title, "format": workshop.get_format_display()}
        for workshop in report.workshops.order_by("title")
    ]
