"""What agreements tell the pages that gather everything: history, hand-over sheet, home."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import agreements as reading
from partnerships.actions.accord import pen_holder
from partnerships.calendar import first_year
from partnerships.french import day
from partnerships.models import (
    Agreement,
    AgreementAcceptance,
    AgreementLink,
    AgreementVersion,
    Partnership,
    User,
)
from partnerships.registry import Due, Happening, Line, Part, Section, Strand

# A party is left in peace for a week before anybody is told to relaunch it.
PATIENCE = dt.timedelta(days=7)


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
    standings = reading.standings(agreement, reading.parties(agreement))
    waiting = [str(each.structure) for each in standings if not each.is_accepted]
    if standings and not waiting:
        last = max(each.acceptance.accepted_on for each in standings)
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
        lines += [Line(str(each.structure), in_words(each)) for each in ledger.standings]
    yield Section(
        Part.AGREEMENT,
        _("L’accord en vigueur"),
        tuple(lines),
        nothing=_("Aucun accord n’est écrit."),
    )


def in_words(standing):
    if not standing.is_accepted:
        return standing.waits
    return _("Accepté le %(day)s, %(told)s") % {
        "day": day(standing.acceptance.accepted_on),
        "told": standing.acceptance.told,
    }


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
    rights = user.rights
    speaks_for = rights.coordinates | rights.partners
    if not speaks_for:
        return
    year = first_year(today)
    agreements = Agreement.objects.visible_to(user).filter(school_year__gte=year)
    agreements = agreements.with_standing().order_by("partnership__name", "pk")
    agreements = [each for each in agreements if each.is_in_force and not each.is_blank]
    for agreement in agreements:
        if pen_holder(agreement) is None:
            yield from awaited_here(agreement, speaks_for)
    recent = relaunched_lately(agreements)
    for agreement in agreements:
        if reading.around_the_table(agreement) & rights.coordinates:
            yield from awaited_there(agreement, rights.belongs_to, recent)


def awaited_here(agreement, speaks_for):
    for standing in reading.standings(agreement, reading.parties(agreement)):
        if not standing.is_accepted and standing.structure.pk in speaks_for:
            yield Due(
                kind=_("Accords à accepter"),
                title=str(agreement.partnership),
                detail=f"{agreement}, {standing.structure}",
                verb=_("Lire"),
                url=agreement.get_absolute_url(),
            )


def awaited_there(agreement, mine, recent):
    for standing in reading.standings(agreement, reading.parties(agreement)):
        is_old = timezone.now() - standing.since >= PATIENCE
        pair = (agreement.pk, standing.structure.pk)
        if is_old and not (standing.is_accepted or standing.structure.pk in mine or pair in recent):
            yield Due(
                kind=_("Accords à relancer"),
                title=str(standing.structure),
                detail=f"{agreement}. {standing.waits}.",
                verb=_("Relancer"),
                url=agreement.get_absolute_url(),
            )


def relaunched_lately(agreements):
    """(agreement, structure) of the letters of this week."""
    links = AgreementLink.objects.filter(
        agreement__in=agreements, created_at__gt=timezone.now() - PATIENCE
    )
    return set(links.values_list("agreement", "structure"))
