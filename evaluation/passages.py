"""What any answer to a funder says: who carries it, promises against figures, when and where.

Plain values, so that what is frozen is what was read, to the letter.
"""

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from evaluation.disclosure import Disclosed
from evaluation.models import Report
from evaluation.pledges import Pledge, promises_of
from partnerships import french
from workshops.models import Session


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
            by_programme[promise.programme].of_part(promise.part).measure(promise.measure)
            if promise.measure
            else None,
            report.starts_on,
            report.ends_on,
        )
        for promise in kept.values()
    ]


def pledge_line(pledge: Pledge) -> dict:
    """Expected, obtained, gap in the unit and in %; « n.s. » when nothing was expected."""
    figure = pledge.figure
    return {
        "key": pledge.promise.indicator,
        "measure": pledge.promise.measure,
        "title": pledge.title,
        "unit": str(pledge.unit or ""),
        "is_personal": bool(figure) and figure.measure.is_personal,
        "amount": figure.amount if figure else pledge.obtained,
        "text": pledge.obtained,
        "definition": pledge.definition,
        "notes": [str(note) for note in figure.notes] if figure else [],
        "target_text": pledge.target_text,
        "gap": pledge.variance_text,
        "share": pledge.variance_percent,
        "sentence": pledge.sentence_of_figure if pledge.is_measured else "",
        "value": None if pledge.value is None else float(pledge.value),
        "target": None if pledge.target is None else float(pledge.target),
    }


def people(figures: Disclosed, of_qpv: str) -> list[dict]:
    """Different parents by what is known of them, the unknown shown, small numbers hidden.

    `of_qpv` is what the form calls those of a quartier prioritaire; the total is printed elsewhere.
    """
    total = figures.measure("unique_parents").value
    return [
        {"title": str(title), "parts": [part_line(part) for part in parts], "total": total}
        for title, parts in (
            (of_qpv, figures.by_qpv()),
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
