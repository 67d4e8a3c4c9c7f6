"""What agreements tell the pages that gather everything: history, hand-over sheet, home."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import agreements as reading
from partnerships import text_news
from partnerships.calendar import first_year
from partnerships.models import (
    Agreement,
    AgreementAcceptance,
    AgreementVersion,
    Partnership,
    User,
)
from partnerships.registry import Happening, Line, Part, Section, Strand
from partnerships.standings import standings


def history(partnership: Partnership, user: User):
    """When each agreement was begun, and when everybody had accepted it or what it waits for."""
    agreements = Agreement.objects.visible_to(user).of(partnership)
    for agreement in agreements.prefetch_related("versions__written_by", "acceptances"):
        agreement.partnership = partnership
        first, *_between = agreement.versions.all()
        author = first.written_by
        yield happening(
            agreement,
            first.written_at,
            _("%(agreement)s : première version") % {"agreement": agreement},
            _("écrite par %(name)s") % {"name": author.get_short_name()} if author else "",
        )
        yield from outcome(agreement)


def outcome(agreement):
    stand = standings(agreement)
    waiting = [str(each.structure) for each in stand if not each.is_accepted]
    if stand and not waiting:
        last = max(each.acceptance.accepted_on for each in stand)
        title = _("%(agreement)s accepté par toutes les parties") % {"agreement": agreement}
        yield happening(agreement, last, title, agreement.objectives)
    elif agreement.version > 1:
        last = max(agreement.versions.all(), key=lambda version: version.number)
        title = _("%(agreement)s : version %(number)s") % {
            "agreement": agreement,
            "number": agreement.version,
        }
        awaited = _("Reste à accepter : %(names)s") % {"names": ", ".join(waiting)}
        yield happening(agreement, last.written_at, title, awaited)


def happening(agreement, on, title, detail):
    return Happening(
        on=timezone.localdate(on) if isinstance(on, dt.datetime) else on,
        title=title,
        detail=detail,
        url=agreement.get_absolute_url(),
        strand=Strand.AGREEMENT,
    )


def handover(partnership: Partnership, user: User):
    """The agreement in force: what it is for, and who has accepted it."""
    ledger = reading.ledger(partnership, user, timezone.localdate())
    lines = []
    if ledger:
        agreement = ledger.agreement
        version = _("version %(number)s") % {"number": agreement.version}
        lines.append(Line(str(agreement), agreement.objectives, version))
        lines += [Line(str(each.structure), each.in_words) for each in ledger.standings]
    yield Section(
        Part.AGREEMENT,
        _("L’accord en vigueur"),
        tuple(lines),
        nothing=_("Aucun accord n’est écrit."),
    )


def signs(partnerships, since: dt.date):
    """Writing and accepting are signs of life."""
    for model, name in [
        (AgreementVersion, "written_at__date"),
        (AgreementAcceptance, "accepted_at__date"),
    ]:
        rows = model.objects.filter(agreement__partnership__in=partnerships)
        rows = rows.filter(**{f"{name}__gte": since}).order_by("agreement__partnership")
        yield from rows.values_list("agreement__partnership").annotate(last=Max(name))


def due(user: User, today: dt.date):
    """What waits for one’s own yes; for coordinators, whom to ask again after a week."""
    agreements = Agreement.objects.visible_to(user).filter(school_year__gte=first_year(today))
    agreements = agreements.with_standing().order_by("partnership__sort_key", "pk")
    yield from text_news.due(
        user, agreements, accept=_("Accords à accepter"), relaunch=_("Accords à relancer")
    )
