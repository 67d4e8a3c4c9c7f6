"""What a report is made of: its parts in order, and the figures of those that need more queries.

Outline of the programme’s own report: EVA-053, EVA-054, EVA-055, EVA-058, EVA-059; what proves that
it was built together: EVA-048, EVA-050, EVA-051.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation.figures import Figures
from evaluation.models import Grant, Report, ReportSection, Verdict
from partnerships import french
from partnerships.models import Partnership, Structure
from workshops.models import Booklet, PlanAcceptance, Programme, Quote, Session, Workshop
from workshops.namesakes import Watch
from workshops.querysets import QuoteQuerySet
from workshops.quotes import printable

Kind = ReportSection.Kind
# The part of the content each kind of figures shows; a part of words shows its own.
SHOWN = {
    Kind.HEADLINES: "headlines",
    Kind.INDICATORS: "indicators",
    Kind.MONTHS: "months",
    Kind.PEOPLE: "people",
    Kind.SCHOOLS: "schools",
    Kind.GROUPS: "groups",
    Kind.WORKSHOPS: "workshops",
    Kind.QUOTES: "quotes",
    Kind.TOGETHER: "together",
    Kind.BUDGET: "amounts",
    Kind.SESSIONS: "annex",
}


class Part(NamedTuple):
    """A part a report starts with; hidden ones wait until somebody wants them."""

    kind: str
    key: str
    title: str
    body: str = ""
    is_shown: bool = True


def outline(grant: Grant) -> list[Part]:
    """The parts of the programme’s own report, and what is known already."""
    programmes = list(grant.programmes.order_by("sort_key", "pk"))

    def told(name):
        return "\n\n".join(filter(None, (getattr(each, name) for each in programmes)))

    return [
        Part(Kind.TEXT, "carrier", _("Qui porte le projet"), grant.holder.mission),
        Part(Kind.TEXT, "description", _("Le projet"), told("description")),
        Part(Kind.TEXT, "diagnosis", _("Le constat de départ"), told("diagnosis")),
        Part(Kind.TEXT, "objective", _("L’objectif")),
        Part(Kind.HEADLINES, "headlines", _("Où en sommes-nous")),
        Part(Kind.INDICATORS, "indicators", _("Prévu, réalisé, écart")),
        Part(Kind.MONTHS, "months", _("Mois après mois")),
        Part(Kind.SCHOOLS, "schools", _("École par école")),
        Part(Kind.PEOPLE, "people", _("Qui est venu")),
        Part(Kind.GROUPS, "groups", _("Les groupes")),
        Part(Kind.TEXT, "done", _("Ce qui a été fait")),
        Part(Kind.WORKSHOPS, "workshops", _("Les ateliers valorisés")),
        Part(Kind.TOGETHER, "together", _("Ensemble, avec qui")),
        Part(Kind.TEXT, "focus", _("Regard sur un partenaire")),
        Part(Kind.TEXT, "event", _("Un temps fort")),
        Part(Kind.QUOTES, "quotes", _("Ce que disent les parents")),
        Part(Kind.TEXT, "hard", _("Ce qui a été difficile")),
        Part(Kind.TEXT, "next", _("La suite")),
        Part(Kind.BUDGET, "amounts", _("Le montant")),
        Part(Kind.TEXT, "thanks", _("Remerciements")),
        Part(Kind.TEXT, "resources", _("Pour en savoir plus"), booklets(programmes)),
        Part(Kind.SESSIONS, "sessions", _("Annexe : les séances"), is_shown=False),
    ]


def booklets(programmes: Iterable[Programme]) -> str:
    """The advice booklets that were published: what remains to read (EVA-059)."""
    published = Booklet.objects.filter(programme__in=programmes, published_on__isnull=False)
    return "\n".join(
        _("« %(title)s », recueil de conseils, %(year)s.")
        % {"title": booklet.title, "year": booklet.published_on.year}
        for booklet in published.order_by("sort_key", "pk")
    )


def printed(content: dict) -> list[dict]:
    """The parts that say something, in order: words, or figures that are there."""
    return [
        part
        for part in content.get("sections", [])
        if part["body"] or content.get(SHOWN.get(part["kind"]), "")
    ]


def written(sections: Iterable[ReportSection]) -> list[dict]:
    """The parts chosen, as plain values."""
    return [
        {
            "kind": str(section.kind),
            "key": section.key,
            "title": section.title,
            "body": section.body,
        }
        for section in sections
        if section.is_shown
    ]


# -- Words of parents -------------------------------------------------------------------------------


def quotable(report: Report) -> QuoteQuerySet:
    """What was said in the sessions of the programmes up to the last day, agreed or not."""
    return Quote.objects.filter(
        session__workshop__programme__grants=report.grant_id, session__date__lte=report.ends_on
    )


def agreed_quotes(report: Report) -> list[Quote]:
    """Those chosen that may be printed today: consents are asked again each time (FAM-042)."""
    chosen = printable(quotable(report).filter(pk__in=report.quotes.order_by().values("pk")))
    return list(chosen.select_related("session__workshop").order_by("session__date", "pk"))


def quotes(report: Report) -> list[dict]:
    """Words, and how their author agreed to be presented: never by a name (EVA-058)."""
    return [
        {
            "key": quote.pk,
            "words": quote.words,
            "author": quote.label or _("une personne présente"),
            "where": f"{quote.session.workshop.title}, {month_of(quote)}",
        }
        for quote in agreed_quotes(report)
    ]


def month_of(quote):
    return date_format(quote.session.date, "F Y")


def named_in(report: Report, content: dict) -> list[tuple[str, list[str]]]:
    """The parts in whose words a parent may be recognised, and how: to be read again, not refused.

    A first name alone is not looked for: too many are also words, or those of colleagues.
    """
    watch, nowhere = Watch(report.grant.holder, []), Session()
    texts = [(part["title"], part["title"], part["body"]) for part in content["sections"]]
    texts += [
        (_("Paroles citées"), quote["words"], quote["author"])
        for quote in content.get("quotes", [])
    ]
    found = [(title, watch.names(nowhere, *words)) for title, *words in texts]
    return [(title, names) for title, names in found if names]


# -- What was done together -------------------------------------------------------------------------


def together(programmes: list[Programme], report: Report, **known) -> dict:
    """With whom, where, what was prepared and what was decided together; empty when nothing was."""
    found = {**known, **agreed(programmes, report)}
    return found if any(found.values()) else {}


def parties(programmes: list[Programme]) -> list[Structure]:
    """Those of the partnerships of these programmes, beside their leads; is_supporter: PAR-023."""
    partnerships = Partnership.objects.filter(programmes__in=programmes)
    supporting = Structure.objects.supporting(partnerships).order_by().values("pk")
    found = Structure.objects.filter(parties__partnership__in=partnerships)
    return list(
        found.exclude(pk__in=[programme.lead_id for programme in programmes])
        .annotate(is_supporter=ExpressionWrapper(Q(pk__in=supporting), BooleanField()))
        .order_by("search_key", "pk")
        .distinct()
    )


def places(figures: Figures, workshops: dict) -> list[dict]:
    """Where it happened and between which dates, from the sessions held."""
    by_host = defaultdict(list)
    for meeting in figures.held:
        workshop = workshops[meeting.workshop]
        by_host[workshop.host.search_key, workshop.host.name].append(meeting.day)
    return [
        {
            "place": name,
            "period": french.span_of_days(*map(date.fromisoformat, (min(days), max(days)))),
            "sessions": len(days),
        }
        for (_key, name), days in sorted(by_host.items())
    ]


# Of a line of `agreed`: what it is, what it is sorted by, and what it says.
SORTED_BY = ("what", "first", "whole", "second", "each")
AGREED = (*SORTED_BY, "called", "said", "about", "wording")
PLAN, VERDICT = "plan", "verdict"


def agreed(programmes: list[Programme], report: Report) -> dict:
    """What was prepared and what was decided: two questions in one query."""
    lines = acceptances(programmes, report).union(verdicts(programmes, report))
    plans, decided = defaultdict(list), []
    for what, _first, whole, _second, _each, called, said, about, wording in lines.order_by(
        *SORTED_BY
    ):
        if what == PLAN:
            plans[whole, called].append(said)
        else:
            choice = str(Verdict.Choice(said).label)
            decided.append({"choice": choice, "subject": about, "words": wording, "review": called})
    prepared = [
        {"workshop": title, "parties": names}
        for (_workshop, title), names in plans.items()
        if len(names) > 1
    ]
    return {"prepared": prepared, "decided": decided}


def line(what, first, whole, second, *said):
    texts = {"what": Value(what), "first": first, "second": second}
    texts |= zip(AGREED[len(SORTED_BY) :], said, strict=True)
    written = {name: Cast(text, TextField()) for name, text in texts.items()}
    return written | {"whole": F(whole), "each": F("pk")}


def acceptances(programmes, report):
    """Of plans by their parties, in their present writing (EVA-048)."""
    rows = PlanAcceptance.objects.filter(
        plan__workshop__programme__in=programmes,
        version=F("plan__version"),
        accepted_at__date__lte=report.ends_on,
    )
    columns = line(
        *(PLAN, "plan__workshop__sort_key", "plan__workshop", "structure__search_key"),
        *("plan__workshop__title", "structure__name", Value(""), Value("")),
    )
    return rows.order_by().annotate(**columns).values_list(*AGREED)


def verdicts(programmes, report):
    """What the parties decided in the reviews they closed (EVA-050, EVA-051)."""
    rows = Verdict.objects.filter(
        review__partnership__programmes__in=programmes,
        review__closed_at__isnull=False,
        review__starts_on__lte=report.ends_on,
        review__ends_on__gte=report.starts_on,
    )
    columns = line(
        *(VERDICT, "review__school_year", "review", Value("")),
        *("review__title", "choice", "subject", "words"),
    )
    return rows.order_by().annotate(**columns).values_list(*AGREED)


# -- Workshops, sessions, amounts -------------------------------------------------------------------


def workshops_of(report: Report) -> dict[int, Workshop]:
    """Those of the programmes by title, with their host; is_valued: the report answers for it."""
    through = Report.workshops.through.objects.filter(report=report.pk, workshop=OuterRef("pk"))
    found = Workshop.objects.filter(programme__grants=report.grant_id).select_related("host")
    ordered = found.annotate(is_valued=Exists(through)).order_by("sort_key", "pk")
    return {workshop.pk: workshop for workshop in ordered}


def valued(workshops: dict[int, Workshop]) -> list[dict]:
    """The workshops the report answers for (EVA-015), as they are called that day."""
    return [
        {"key": workshop.pk, "title": workshop.title, "format": workshop.get_format_display()}
        for workshop in workshops.values()
        if workshop.is_valued
    ]


def annex(figures: Figures, workshops: dict[int, Workshop]) -> list[dict]:
    """The held sessions, workshop by workshop: day, school, minutes, participations; no name."""
    by_workshop = defaultdict(list)
    for meeting in figures.held:
        came = figures.named_in[meeting.session] + figures.unnamed_in.get(meeting.session, 0)
        by_workshop[meeting.workshop].append(
            {
                "day": meeting.day,
                "school": figures.sources.school_names.get(meeting.school) or "",
                "minutes": meeting.minutes,
                "participations": came,
            }
        )
    return [
        {"workshop": workshop.title, "sessions": by_workshop[pk]}
        for pk, workshop in workshops.items()
        if pk in by_workshop
    ]


def amounts(grant: Grant) -> list[dict]:
    """What was asked, awarded, paid and justified, in words; what is not known is left out."""
    known = (
        (_("Demandé"), grant.requested),
        (_("Accordé"), grant.awarded),
        (_("Versé"), grant.paid),
        (_("Justifié"), grant.justified),
    )
    return [
        {"title": title, "text": french.money(amount), "value": str(amount)}
        for title, amount in known
        if amount is not None
    ]
