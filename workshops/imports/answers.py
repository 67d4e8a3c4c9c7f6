"""A cell of an attendance grid: « x », « abs », « exc. », « R », « 1h30 »."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.validators import fold
from workshops.models import Attendance

Status = Attendance.Status
TICKS = "✓✔☑✅"
SAID = {
    Status.PRESENT: "x, xx, 1, p, pres, present, presente, oui, o, ok, v, vrai, true, venu, venue",
    Status.ABSENT: "a, ab, abs, absent, absente, non, n, 0, faux, false, absence",
    Status.EXCUSED: (
        "e, ex, exc, excuse, excusee, ae, aj, abs exc, absent excuse, absente excusee, "
        "absence excusee, abs excuse, absence justifiee, justifie, justifiee"
    ),
    Status.LATE: "r, ret, retard, en retard, retardataire, arrive en retard, arrivee en retard",
}
MEANT = {word: status for status, words in SAID.items() for word in words.split(", ")}
CLOCK = re.compile(
    r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?::\d{2})?(?:\s*min)?", re.IGNORECASE | re.ASCII
)
PLAIN_MINUTES = re.compile(r"(\d{1,4})\s*(?:min|mn|minutes?|')", re.IGNORECASE | re.ASCII)
NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?", re.ASCII)
MOST = 1440


@dataclass(frozen=True)
class Answer:
    """How somebody was noted; None minutes are the whole session."""

    status: str
    minutes: int | None = None


def read_answer(cell, unit: str = "") -> Answer | None:
    """What the cell says, None when it is empty: not noted.

    `unit` (« minutes », « hours ») is what the title of the column says a number is. Refuses what
    is no answer: nothing is guessed.
    """
    text = str(cell).strip()
    if not text:
        return None
    minutes = duration(text, unit)
    if minutes is not None:
        return timed(text, minutes)
    word = "x" if text[0] in TICKS else fold(text)
    if word not in MEANT:
        raise unknown(text, unit)
    return Answer(MEANT[word])


def duration(text, unit):
    """Minutes; None for what is not a duration."""
    if match := CLOCK.fullmatch(text):
        return int(match[1]) * 60 + int(match[2] or 0)
    if match := PLAIN_MINUTES.fullmatch(text):
        return int(match[1])
    if unit and NUMBER.fullmatch(text):
        amount = Decimal(text.replace(",", "."))
        return round(amount * 60 if unit == "hours" else amount)
    return None


def timed(text, minutes):
    if minutes > MOST:
        raise ValidationError(
            _("« %(value)s » dépasse 24 heures."), code="answer", params={"value": text[:80]}
        )
    return Answer(Status.PRESENT, minutes) if minutes else Answer(Status.ABSENT)


def unknown(text, unit):
    if NUMBER.fullmatch(text) and not unit:
        message = _(
            "« %(value)s » n’est pas une réponse connue. Écrivez x, A (absent), E (excusé) ou "
            "R (retard) ; si ce sont des minutes, dites-le dans le titre : « 17/11 (minutes) »."
        )
    else:
        message = _(
            "« %(value)s » n’est pas une réponse connue. Écrivez x, A (absent), E (excusé) ou "
            "R (retard), ou laissez vide."
        )
    return ValidationError(message, code="answer", params={"value": text[:80]})
