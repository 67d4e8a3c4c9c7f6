"""What was noted of an indicator that no sheet of attendance counts, and how it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.measures import write
from evaluation.models import Indicator, Reading, Target
from partnerships import french
from partnerships.models import Membership, User
from partnerships.registry import Due

# A target that ended longer ago is no longer asked for.
LATE = timedelta(days=365)
DRAFT, PUBLISHED = Reading.Status.DRAFT, Reading.Status.PUBLISHED


def amount(value: Decimal, indicator: Indicator) -> str:
    """« 12 familles »."""
    return f"{write(value, None)}{french.SPACE}{indicator.unit}".strip()


def text_of(reading: Reading) -> str:
    """« 12 familles », « Deux familles s’entraident. », or both."""
    if reading.value is None:
        return reading.words
    value = amount(reading.value, reading.indicator)
    return f"{value}. {reading.words}" if reading.words else value


def published_of(indicators: Iterable) -> dict[int, list[Reading]]:
    """{indicator: what was published of it, the latest first}; what others may read."""
    readings = Reading.objects.published().filter(indicator__in=indicators)
    found = {}
    for reading in readings.select_related("indicator").order_by("-ends_on", "-pk"):
        found.setdefault(reading.indicator_id, []).append(reading)
    return found


# -- The readings of one indicator -----------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A reading, and what this person may do with it now."""

    reading: Reading
    may_check: bool

    @property
    def text(self) -> str:
        return text_of(self.reading)

    @property
    def is_draft(self) -> bool:
        return self.reading.status == DRAFT

    @property
    def is_published(self) -> bool:
        return self.reading.status == PUBLISHED

    @property
    def is_self_checked(self) -> bool:
        return self.reading.checked_by_id == self.reading.entered_by_id


def lines(readings: Iterable[Reading], user: User) -> list[Line]:
    readings = list(readings)
    if not readings:
        return []
    alone = is_alone(readings[0].indicator.programme.lead_id, user)
    return [Line(each, alone or each.entered_by_id != user.pk) for each in readings]


def is_alone(structure: int, user: User) -> bool:
    """Nobody else coordinates there: who notes something checks it too."""
    colleagues = Membership.objects.current().filter(
        structure=structure, role=Membership.Role.COORDINATOR, user__is_active=True
    )
    return not colleagues.exclude(user=user).exists()


@dataclass(frozen=True)
class Aimed:
    """A target, and in words how far what was noted stands from it."""

    target: Target
    text: str
    done: str
    gap: str


def aims(indicator: Indicator, readings: list[Reading], today: date) -> list[Aimed]:
    """Each target of the indicator against the latest reading of its days, whatever its state."""
    found = []
    for target in indicator.targets.order_by("-starts_on", "-pk"):
        value = next((each.value for each in readings if touches(each, target)), None)
        done = "" if value is None else amount(value, indicator)
        text = amount(target.value, indicator)
        found.append(Aimed(target, text, done, gap(target, value, indicator, today)))
    return found


def touches(reading: Reading, target: Target) -> bool:
    is_within = reading.starts_on <= target.ends_on and reading.ends_on >= target.starts_on
    return is_within and reading.value is not None


def gap(target: Target, value: Decimal | None, indicator: Indicator, today: date) -> str:
    """« Il en manque 3 familles. »"""
    if value is None:
        return _("Un relevé est attendu.") if target.ends_on < today else _("Rien n’est noté.")
    if value == target.value:
        return _("C’est atteint, tout juste.")
    words = {"gap": amount(abs(value - target.value), indicator)}
    if value > target.value:
        return _("C’est atteint, et dépassé de %(gap)s.") % words
    return _("Il manque %(gap)s.") % words


def next_period(indicator: Indicator, today: date) -> tuple[date, date]:
    """The first target over which nothing is noted, else the season of the programme."""
    noted = list(indicator.readings.order_by().values_list("starts_on", "ends_on"))
    for target in indicator.targets.order_by("starts_on", "pk"):
        if not any(first <= target.ends_on and last >= target.starts_on for first, last in noted):
            return target.starts_on, target.ends_on
    return indicator.programme.starts_on, min(indicator.programme.ends_on, today)


# -- What waits ------------------------------------------------------------------------------------


def due(user: User, today: date) -> Iterable[Due]:
    """Readings to check, and those a target that ended still waits for."""
    if user.rights.coordinates:
        yield from to_check(user)
        yield from awaited(user, today)


def to_check(user):
    drafts = Reading.objects.visible_to(user).filter(status=DRAFT)
    drafts = list(drafts.select_related("indicator__programme").order_by("entered_at", "pk"))
    own = {each.indicator.programme.lead_id for each in drafts if each.entered_by_id == user.pk}
    alone = {lead for lead in own if is_alone(lead, user)}
    for reading in drafts:
        if reading.entered_by_id == user.pk and reading.indicator.programme.lead_id not in alone:
            continue
        yield Due(
            kind=_("Relevés à vérifier"),
            title=str(reading.indicator),
            detail=french.span_of_days(reading.starts_on, reading.ends_on),
            verb=_("Relire"),
            url=reverse("evaluation:reading_list", args=[reading.indicator_id]),
        )


def awaited(user, today):
    for target in Target.objects.visible_to(user).awaited(today, today - LATE):
        yield Due(
            kind=_("Relevés attendus"),
            title=str(target.indicator),
            detail=french.span_of_days(target.starts_on, target.ends_on),
            verb=_("Noter"),
            url=reverse("evaluation:reading_list", args=[target.indicator_id]),
            due_on=target.ends_on,
        )
