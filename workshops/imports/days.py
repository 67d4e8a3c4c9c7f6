"""The title of a column as the day of a session: « 17/11/2026 », « mar. 17 nov. », « 46343 »."""

import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partnerships.french import day as day_in_words
from partnerships.french import when
from partnerships.validators import fold

# Day 0 of a spreadsheet, so that 1 March 1900 and after are right; the years a session may be of.
EPOCH = dt.date(1899, 12, 30)
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
SERIALS = range(36526, 73415)

HOUR = re.compile(
    r"(?<![\d/.\-])(\d{1,2})\s*(?:h|heures?)\s*(\d{2})?(?!\w)|(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?",
    re.IGNORECASE | re.ASCII,
)
MINUTES = {"min", "mn", "minute", "minutes", "duree"}
HOURS = {"h", "heure", "heures"}
NOISE = {"le", "du", "date", "jour", "presence", "presences", "en"}
UNSAID = MINUTES | HOURS | NOISE
# « Séance 3 du 18/11 », « S3 18/11 », « Séance 18/11 »: what comes before the day.
BEFORE = (
    re.compile(r"(?:seance|atelier|rencontre|s|n|no)(?: (?:n|no))? ?\d{1,2} (?=\d)"),
    re.compile(r"(?:seance|atelier|rencontre) (?=\S)"),
)

WEEKDAY = r"(?:([a-z]{2,8}) )?"
YEAR = r"(?: (\d{4}|\d{2}))?"
ISO = re.compile(WEEKDAY + r"(\d{4}) (\d{1,2}) (\d{1,2})", re.ASCII)
NUMBERS = re.compile(WEEKDAY + r"(\d{1,2}) (\d{1,2})" + YEAR, re.ASCII)
WORDS = re.compile(WEEKDAY + r"(\d{1,2})(?:er)? ([a-z]{3,9})" + YEAR, re.ASCII)

with override("fr"):
    MONTH_OF = {fold(str(name)): number for number, name in MONTHS.items()}
    WEEKDAY_OF = {fold(str(name)): number for number, name in WEEKDAYS.items()}
MONTH_OF |= {name[:3]: number for name, number in MONTH_OF.items() if name[:3] != "jui"}
MONTH_OF |= {"janv": 1, "fevr": 2, "avri": 4, "juil": 7, "juill": 7, "sept": 9}
WEEKDAY_OF |= {name[:size]: number for name, number in WEEKDAY_OF.items() for size in (2, 3)}


@dataclass(frozen=True)
class Season:
    """Where a day without its year belongs."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Heading:
    """The day a column is about; `unit` when its cells are durations; whether the year was found."""

    day: dt.date
    hour: dt.time | None = None
    unit: str = ""
    is_year_found: bool = False


def read_heading(title: str, season: Season) -> Heading | None:
    """What the title says; None when it is not about a day.

    Refuses (ValidationError) a day that does not exist, a weekday that is not that of the day, and
    a day without its year that the season holds twice, or not at all. The month is never first.
    """
    if SERIAL.fullmatch(title) and int(title[:5]) in SERIALS:
        return Heading(EPOCH + dt.timedelta(days=int(title[:5])))
    rest, hour = without_hour(title)
    words = fold(rest).split()
    unit = unit_of(words)
    parts = parts_after_rank(" ".join(word for word in words if word not in UNSAID))
    if parts is None:
        return None
    weekday, year, month, day = parts
    if year is None:
        return Heading(in_season(title, weekday, month, day, season), hour, unit, True)
    found = dated(title, int(year) + 2000 if len(year) == 2 else int(year), month, day)
    if weekday is not None and found.weekday() != weekday:
        raise refusal(
            _("« %(title)s » : ce jour-là est un %(day)s. Corrigez le jour ou la date."),
            title,
            day=when(found, "year"),
        )
    return Heading(found, hour, unit)


def without_hour(title):
    """(« 17/11 », 14:30) of « 17/11 14h30 »."""
    match = HOUR.search(title)
    if not match:
        return title, None
    hour, minute = (match[1], match[2]) if match[1] else (match[3], match[4])
    if int(hour) > 23 or int(minute or 0) > 59:
        return title, None
    rest = f"{title[: match.start()]} {title[match.end() :]}"
    return rest, dt.time(int(hour), int(minute or 0))


def unit_of(words):
    if MINUTES & set(words):
        return "minutes"
    return "hours" if HOURS & set(words) else ""


def parts_after_rank(text):
    """Those of the day, whatever number of session stands before it."""
    if parts := parts_of(text):
        return parts
    for before in BEFORE:
        rest = before.sub("", text, count=1)
        if rest != text and (parts := parts_of(rest)) and parts[2] <= 12:
            return parts
    return None


def parts_of(text):
    """(weekday or None, year as written or None, month, day); None for what is no day."""
    if match := ISO.fullmatch(text):
        weekday, year, month, day = match.groups()
    elif (
        (match := NUMBERS.fullmatch(text))
        or (match := WORDS.fullmatch(text))
        and match[3] in MONTH_OF
    ):
        weekday, day, month, year = match.groups()
    else:
        return None
    if weekday and weekday not in WEEKDAY_OF:
        return None
    return WEEKDAY_OF.get(weekday), year, MONTH_OF.get(month) or int(month), int(day)


def dated(title, year, month, day):
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise refusal(
            _("« %(title)s » n’est pas un jour qui existe : écrivez le jour avant le mois."), title
        ) from None


def in_season(title, weekday, month, day, season):
    dated(title, 2000, month, day)
    found = []
    for year in range(season.first.year, season.last.year + 1):
        # 29 February of the years that have none.
        if (month, day) != (2, 29) or year % 4 == 0:
            found.append(dt.date(year, month, day))
    found = [each for each in found if season.first <= each <= season.last]
    found = [each for each in found if weekday in (None, each.weekday())]
    if len(found) == 1:
        return found[0]
    raise refusal(
        _(
            "« %(title)s » : l’année manque, et la saison (du %(first)s au %(last)s) ne la donne "
            "pas. Écrivez-la, par exemple 17/11/2026."
        ),
        title,
        first=day_in_words(season.first, "year"),
        last=day_in_words(season.last, "year"),
    )


def refusal(message, title, **params):
    return ValidationError(message, code="day", params={"title": title[:80], **params})
