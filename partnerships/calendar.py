"""School years, holiday zones, public holidays and months of France; no model in sight."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.validators import fold

SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
FIRST_MONTH = 9

# -- School years ------------------------------------------------------------------------------


def school_year(day):
    """« 2025-2026 » for any day from 1 September 2025 to 31 August 2026."""
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


def first_year(day):
    """2025 for any day of the school year 2025-2026."""
    return int(school_year(day)[:4])


def validate_school_year(value):
    """Two years that follow each other: « 2025-2026 »."""
    match = SCHOOL_YEAR.fullmatch(value)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise ValidationError(
            _("« %(value)s » n’est pas une année scolaire : écrivez par exemple 2025-2026."),
            code="school_year",
            params={"value": value[:80]},
        )


def school_year_bounds(label):
    """First and last day of « 2025-2026 », both included; refuses what is not a school year."""
    validate_school_year(label)
    first = int(label[:4])
    return date(first, FIRST_MONTH, 1), date(first + 1, FIRST_MONTH, 1) - timedelta(days=1)


def school_year_after(label, years=1):
    """The school year so many years later, or earlier when negative."""
    start, _end = school_year_bounds(label)
    return school_year(start.replace(year=start.year + years))


# -- Académies and holiday zones ---------------------------------------------------------------

ZONES = ["A", "B", "C"]
ACADEMIES = {
    "A": "Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers",
    "B": (
        "Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, "
        "Rennes, Strasbourg, Caen, Rouen"
    ),
    "C": "Créteil, Montpellier, Paris, Toulouse, Versailles",
    "Corse": "Corse",
    "Guadeloupe": "Guadeloupe",
    "Guyane": "Guyane",
    "Martinique": "Martinique",
    "Mayotte": "Mayotte",
    "Réunion": "Réunion, La Réunion",
    "Saint-Pierre-et-Miquelon": "Saint-Pierre-et-Miquelon",
    "Polynésie": "Polynésie, Polynésie française",
    "Nouvelle-Calédonie": "Nouvelle-Calédonie",
    "Wallis-et-Futuna": "Wallis-et-Futuna, Wallis et Futuna",
}
ZONE_OF = {fold(name): zone for zone, names in ACADEMIES.items() for name in names.split(", ")}


def zone_of(academy):
    """Holiday zone of an académie however it is written (« LILLE », « Académie de Créteil »).

    Empty for an unknown name: no zone is better than a wrong one.
    """
    name = re.sub(r"^academie (de la |de |d |des )?", "", fold(academy))
    return ZONE_OF.get(name, "")


# -- Public holidays ---------------------------------------------------------------------------


def public_holidays(year, *, alsace_moselle=False):
    """The public holidays of a year and their names, in order (Code du travail, L3133-1).

    Alsace-Moselle adds Good Friday and 26 December (L3134-13).
    """
    sunday = easter(year)
    holidays = {
        date(year, 1, 1): _("jour de l’An"),
        sunday + timedelta(days=1): _("lundi de Pâques"),
        date(year, 5, 1): _("fête du Travail"),
        date(year, 5, 8): _("victoire de 1945"),
        sunday + timedelta(days=39): _("Ascension"),
        sunday + timedelta(days=50): _("lundi de Pentecôte"),
        date(year, 7, 14): _("fête nationale"),
        date(year, 8, 15): _("Assomption"),
        date(year, 11, 1): _("Toussaint"),
        date(year, 11, 11): _("armistice de 1918"),
        date(year, 12, 25): _("Noël"),
    }
    if alsace_moselle:
        holidays[sunday - timedelta(days=2)] = _("Vendredi saint")
        holidays[date(year, 12, 26)] = _("Saint-Étienne")
    return dict(sorted(holidays.items()))


# -- Months and weeks --------------------------------------------------------------------------


def months_between(start, end):
    """The first day of every month from that of start to that of end, both included."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def months_after(day, months):
    """The same day of another month, or its last: 31 August and six months are 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def monday_of(day):
    return day - timedelta(days=day.weekday())


def weeks(start, end):
    """The Monday of every week from that of start to that of end, both included."""
    monday = monday_of(start)
    return [monday + timedelta(weeks=n) for n in range((monday_of(end) - monday).days // 7 + 1)]


def summer(year):
    """July and August, where the national calendar says nothing: first day, day of return."""
    return date(year, 7, 1), date(year, 9, 1)


def days_within(start, end, periods):
    """How many days after start, up to end, lie in periods that do not overlap.

    A period is (first day, day of return); the day of return is no longer in it.
    """
    day = timedelta(days=1)
    return sum(
        max(0, (min(end + day, returns_on) - max(start + day, first)).days)
        for first, returns_on in periods
    )


# -- The national calendar of school holidays ---------------------------------------------------

PARIS = ZoneInfo("Europe/Paris")


def read_zone(text):
    """« Zone B » is B; overseas zones go by the name of their académie."""
    letter = fold(text).removeprefix("zone ").upper()
    return letter if letter in ZONES else zone_of(text)


def read_day(text):
    """The day meant by « 2025-10-17T22:00:00+00:00 » (18 October in Paris) or « 2025-10-18 ».

    The calendar gives instants at midnight in Paris, written in UTC: their date is a day early.
    Refuses (ValidationError) what is neither.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError(
            _(
                "« %(value)s » n’est pas une date : il faut 2025-10-18 ou 2025-10-17T22:00:00+00:00."
            ),
            code="date",
            params={"value": text[:80]},
        ) from None
    return (instant.astimezone(PARIS) if instant.tzinfo else instant).date()
