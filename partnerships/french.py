"""Dates, hours, numbers and money as they are written in French; every floor may use them.

Elsewhere than in French, the formats of Django for that language are used.
"""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from partnerships.calendar import school_year

NARROW = "\u202f"  # between thousands
SPACE = "\u00a0"  # before a unit or a sign, between a day and its month
MINUS = "\u2212"
NOTHING = "–"


def in_french():
    return (get_language() or "").startswith("fr")


# -- Numbers -----------------------------------------------------------------------------------


def number(value, decimals=None):
    """{{ 12500|number }} → 12 500; {{ 2.5|number }} → 2,5; {{ 2|number:2 }} → 2,00.

    Nothing known is an en dash; at most two decimals unless said.
    """
    if value in (None, ""):
        return NOTHING
    value = Decimal(str(value))
    if decimals is None:
        value = value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
        decimals = max(0, -value.as_tuple().exponent)
    text = formats.number_format(
        abs(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP),
        decimal_pos=decimals,
        force_grouping=True,
    )
    text = text.replace(SPACE, NARROW)
    return f"{MINUS}{text}" if value < 0 else text


def count(value, word):
    """{{ 0|count:"place" }} → 0 place; {{ 3|count:"bilan tenu,bilans tenus" }} → 3 bilans tenus.

    Django's own `pluralize` follows English, where zero is plural.
    """
    singular, _comma, plural = str(word).partition(",")
    alone = abs(value) < 2 if in_french() else value == 1
    return f"{number(value)} {singular if alone else plural or plural_of(singular)}"


def plural_of(word):
    if word.endswith(("s", "x", "z")):
        return word
    return f"{word}x" if word.endswith("eau") else f"{word}s"


def money(value):
    """{{ grant.awarded|money }}, euros → 9 000 €; cents only if there are any."""
    if value in (None, ""):
        return NOTHING
    value = Decimal(str(value))
    text = number(value, 0 if value == value.to_integral_value() else 2)
    return f"{text}{SPACE}€"


def percent(value):
    """{{ 81|percent }} → 81 %; beside it stand its two numbers."""
    return NOTHING if value in (None, "") else f"{number(value, 0)}{SPACE}%"


def weight(size):
    """{{ 240000|weight }}, bytes → 240 Ko; {{ 2400000|weight }} → 2,4 Mo."""
    kilobytes = -(-size // 1000)
    if kilobytes < 1000:
        return _("%(number)s Ko") % {"number": number(kilobytes)}
    return _("%(number)s Mo") % {"number": number(size / 1_000_000, 1)}


def hours(minutes):
    """{{ 930|hours }} → 15 h 30; {{ 120|hours }} → 2 h; {{ 45|hours }} → 45 min."""
    if minutes in (None, ""):
        return NOTHING
    whole, rest = divmod(abs(round(minutes)), 60)
    sign = MINUS if minutes < 0 else ""
    if not whole and rest:
        return f"{sign}{rest}{SPACE}min"
    return sign + clockwise(number(whole), rest)


def gap(value, unit="number"):
    """{{ -66|gap }} → −66; {{ 60|gap:"hours" }} → +1 h; units are number, hours and money."""
    if value in (None, ""):
        return NOTHING
    text = {"number": number, "hours": hours, "money": money}[unit](value)
    return f"+{text}" if value > 0 else text


# -- Days and hours ----------------------------------------------------------------------------


def clockwise(hour, minute):
    return f"{hour}{SPACE}h" + (f"{SPACE}{minute:02}" if minute else "")


def local(value):
    """The day, or the instant where the installation is, of a date or of an instant."""
    return timezone.localtime(value) if isinstance(value, datetime) else value


def day_of(value):
    value = local(value)
    return value.date() if isinstance(value, datetime) else value


def clock(value):
    """{{ session.start|clock }}, a time or an instant → 14 h 30, 9 h."""
    if value in (None, ""):
        return NOTHING
    value = local(value)
    return clockwise(value.hour, value.minute) if in_french() else formats.time_format(value, "H:i")


def day(value, year=""):
    """{{ agreed_on|day }} → 12 janvier, 1er septembre; outside this school year, the year too.

    {{ agreed_on|day:"year" }} always says the year; an instant counts for its local day.
    """
    if value in (None, ""):
        return NOTHING
    value = day_of(value)
    with_year = year or school_year(value) != school_year(timezone.localdate())
    if not in_french():
        return formats.date_format(value, "DATE_FORMAT" if with_year else "MONTH_DAY_FORMAT")
    text = f"{ordinal(value.day)}{SPACE}{MONTHS[value.month]}"
    return f"{text} {value.year}" if with_year else text


def ordinal(number_of_day):
    return "1er" if number_of_day == 1 else str(number_of_day)


def when(value, year=""):
    """{{ session.date|when }} → mardi 10 mars; with its year outside this school year."""
    if value in (None, ""):
        return NOTHING
    weekday = WEEKDAYS[day_of(value).weekday()]
    return f"{weekday} {day(value, year)}" if in_french() else f"{weekday}, {day(value, year)}"


def span_of_days(start, end):
    """{{ start|span_of_days:end }} → du 1er septembre 2025 au 30 juin 2026; either may miss."""
    if not (start or end):
        return NOTHING
    if not end:
        return _("depuis le %(day)s") % {"day": day(start, "year")}
    if not start:
        return _("jusqu’au %(day)s") % {"day": day(end, "year")}
    if start == end:
        return _("le %(day)s") % {"day": day(end, "year")}
    return _("du %(first)s au %(last)s") % {"first": first_of(start, end), "last": day(end, "year")}


def first_of(start, end):
    """« 3 », « 3 mars » or « 3 mars 2026 »: what the last day already says is not said twice."""
    if not in_french() or start.year != end.year:
        return day(start, "year")
    if start.month != end.month:
        return f"{ordinal(start.day)}{SPACE}{MONTHS[start.month]}"
    return ordinal(start.day)


def late(due):
    """{{ due_on|late }} → 7 jours de retard, aujourd’hui, demain, dans 21 jours."""
    days = (day_of(due) - timezone.localdate()).days
    if days in (0, 1):
        return _("demain") if days else _("aujourd’hui")
    if days > 0:
        return _("dans %(count)s jours") % {"count": number(days)}
    text = ngettext("%(count)s jour de retard", "%(count)s jours de retard", -days)
    return text % {"count": number(-days)}


def ago(value):
    """{{ seen_on|ago }} → aujourd’hui, hier, il y a 3 jours, il y a 2 mois, il y a 1 an."""
    days = (timezone.localdate() - day_of(value)).days
    if days <= 1:
        return _("hier") if days == 1 else _("aujourd’hui")
    if days < 60:
        return _("il y a %(count)s jours") % {"count": days}
    if days < 730:
        return _("il y a %(count)s mois") % {"count": days // 30}
    return _("il y a %(count)s ans") % {"count": days // 365}


# -- Lists -------------------------------------------------------------------------------------


def in_a_row(words):
    """« Awa, Nadia et Karim »."""
    *first, last = [str(word) for word in words]
    if not first:
        return last
    return _("%(first)s et %(last)s") % {"first": ", ".join(first), "last": last}


# -- Words -------------------------------------------------------------------------------------

# What a line may be cut at: not the spaces that hold a sign to its word.
BREAKS = re.compile(r"[ \t\r\n]+")


def first_words(text, most):
    """{{ body|first_words:8 }} → Nous avons commencé par : « se présenter… ; as it is when it fits.

    Django’s own `truncatewords` turns the no-break spaces into plain ones.
    """
    words = BREAKS.split(str(text).strip())
    return " ".join(words[:most]) + ("…" if len(words) > most else "")


# -- Telephone ---------------------------------------------------------------------------------


def phone(value):
    """« 06 12 34 56 78 », as one says it; a number from elsewhere stays as it is."""
    if len(value) != 10 or not value.isdecimal():
        return value
    return SPACE.join(value[index : index + 2] for index in range(0, 10, 2))
