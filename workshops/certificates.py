"""The certificate (attestation de participation): what somebody followed, from the sheets.

Their own hours, never those of the plan; no mark, no ranking (domain.md 6.3).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit, documents, registry
from partnerships.models import User
from workshops import progress
from workshops.models import Attendance, Enrolment, Module, Workshop

TEMPLATE = "workshops/certificate_document.html"


@dataclass
class Part:
    """A module, what was followed of it: days, and minutes of that person."""

    module: Module
    days: list[dt.date] = field(default_factory=list)
    minutes: int = 0


@dataclass(frozen=True)
class Certificate:
    enrolment: Enrolment
    rows: list[Attendance]

    @property
    def minutes(self) -> int:
        return sum(row.counted_minutes for row in self.rows)

    @property
    def first(self) -> dt.date:
        return self.rows[0].date

    @property
    def last(self) -> dt.date:
        return self.rows[-1].date

    @property
    def parts(self) -> list[Part]:
        """By module, in the order of the pathway; nothing for what follows none."""
        found = {}
        for row in self.rows:
            if row.module:
                part = found.setdefault(row.module_id, Part(row.module))
                part.days.append(row.date)
                part.minutes += row.counted_minutes
        return sorted(found.values(), key=lambda part: part.module.order)


def finished(workshop: Workshop, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Those, from with_attendance(), who reached the threshold of the pathway the group follows.

    A share of the minutes planned, or of the modules, as in the figures; a workshop without a
    pathway never ends.
    """
    if not workshop.pathway_id:
        return []
    threshold = progress.threshold(workshop.pathway)
    return [
        enrolment
        for enrolment in enrolments
        if enrolment.parent.erased_on is None
        and threshold.is_reached(
            minutes=enrolment.minutes_followed, modules=enrolment.modules_followed
        )
    ]


def of(workshop: Workshop, enrolments: list[Enrolment]) -> list[Certificate]:
    """One query whatever their number, what was caught up elsewhere included; nothing for who never
    came.
    """
    rows = Attendance.objects.taken_part().filter(
        cohort=workshop, parent__in=[enrolment.parent_id for enrolment in enrolments]
    )
    found = defaultdict(list)
    for row in rows.select_related("module").order_by("date", "session__starts_at", "pk"):
        found[row.parent_id].append(row)
    return [
        Certificate(enrolment, found[enrolment.parent_id])
        for enrolment in enrolments
        if found[enrolment.parent_id]
    ]


def answer(workshop: Workshop, certificates: list[Certificate], *, by: User) -> HttpResponse:
    """A PDF, a page each, for whoever was let in by the page that asks; each name leaves a line."""
    lead = workshop.programme.lead
    title = _("Attestation de participation")
    structures = {each.pk: each for each in [lead, workshop.host]}
    context = {
        "certificates": certificates,
        "workshop": workshop,
        "lead": lead,
        "planned_minutes": progress.of_workshop(workshop, []).planned_minutes,
        "marks": documents.marks(structures.values()),
        "thanked": documents.marks(funders_of(workshop, certificates)),
        "printed_on": timezone.localdate(),
    }
    pdf = documents.render_pdf(TEMPLATE, context, title=title, author=str(lead))
    audit.record_all([line_of(each.enrolment, lead, by) for each in certificates])
    return documents.pdf_response(pdf, f"{title} {timezone.localdate()}", inline=True)


def funders_of(workshop, certificates):
    """Who paid at some time between the first session followed and the last; each once."""
    first, last = min(each.first for each in certificates), max(each.last for each in certificates)
    paying = [
        funding.funder
        for funding in registry.fundings.ask(workshop.programme)
        if funding.starts_on <= last and first <= funding.ends_on
    ]
    return list({funder.pk: funder for funder in paying}.values())


def line_of(enrolment, lead, by):
    return audit.line(
        *(audit.Verb.EXPORTED, enrolment),
        by=by,
        structure=lead,
        family=enrolment.parent.family_id,
        fields=["parent", "workshop"],
    )
