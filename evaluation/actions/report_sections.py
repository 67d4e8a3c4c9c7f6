"""The parts of a draft: written, ordered, shown or not, and whose words are quoted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from evaluation.actions.reports import check_draft
from evaluation.models import Report, ReportSection
from evaluation.report_forms import form_of
from evaluation.report_parts import quotable
from partnerships import audit
from partnerships.models import User
from workshops.models import Quote
from workshops.quotes import printable

Verb = audit.Verb


@transaction.atomic
def write(*, section: ReportSection, title: str, body: str, version: int, by: User) -> None:
    """One part, if nobody wrote it since `version`; refuses otherwise, and unless it is a draft."""
    check_draft(section.report)
    written = ReportSection.objects.filter(pk=section.pk, version=version).update(
        title=title, body=body, version=version + 1
    )
    if not written:
        raise ValidationError(
            _("Quelqu’un a écrit cette partie entre-temps : relisez son texte avant le vôtre."),
            code="conflict",
        )
    record(Verb.CHANGED, section, by, ["title", "body"])


@transaction.atomic
def add_section(*, report: Report, title: str, by: User) -> ReportSection:
    """A part more, at the end; refuses where the form decides."""
    check_free(report)
    last = report.sections.aggregate(last=Max("order"))["last"] or 0
    section = report.sections.create(order=last + 1, title=title)
    record(Verb.CREATED, section, by)
    return section


@transaction.atomic
def remove_section(*, section: ReportSection, by: User) -> None:
    """A part less; refuses one that was written, which is emptied first."""
    check_free(section.report)
    if section.body:
        raise ValidationError(_("Cette partie n’est pas vide : effacez son texte d’abord."))
    record(Verb.DELETED, section, by)
    section.delete()


@transaction.atomic
def show(*, section: ReportSection, is_shown: bool, by: User) -> None:
    """In the report or left out; its words stay."""
    check_free(section.report)
    section.is_shown = is_shown
    section.save(update_fields=["is_shown"])
    record(Verb.CHANGED, section, by, ["is_shown"])


@transaction.atomic
def move(*, section: ReportSection, up: bool, by: User) -> None:
    """One place before or after; at the end of the line nothing moves."""
    check_free(section.report)
    # Read again under the lock: somebody may have moved another one meanwhile.
    parts = list(section.report.sections.order_by("order"))
    place = parts.index(section)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(parts):
        return
    parts[place], parts[other] = parts[other], parts[place]
    # Out of the way first: two parts never have the same place.
    last = max(part.order for part in parts)
    section.report.sections.update(order=F("order") + last)
    for order, part in enumerate(parts, 1):
        part.order = order
    ReportSection.objects.bulk_update(parts, ["order"])
    record(Verb.CHANGED, section, by, ["order"])


@transaction.atomic
def choose_quotes(*, report: Report, quotes: QuerySet[Quote], by: User) -> None:
    """Whose words are printed; refuses those nobody agreed to, or said elsewhere."""
    check_draft(report)
    keys = {quote.pk for quote in quotes}
    allowed = printable(quotable(report)).filter(pk__in=keys)
    if keys - set(allowed.order_by().values_list("pk", flat=True)):
        raise ValidationError(_("Une de ces paroles n’a pas d’accord : elle ne peut être citée."))
    report.quotes.set(quotes)
    audit.record(Verb.CHANGED, report, by=by, structure=report.grant.holder, fields=["quotes"])


def check_free(report: Report) -> None:
    check_draft(report)
    if not form_of(report).is_free:
        raise ValidationError(_("Les parties de ce formulaire et leur ordre sont fixés."))


def record(verb, section, by, fields=()):
    audit.record(verb, section, by=by, structure=section.report.grant.holder, fields=fields)
