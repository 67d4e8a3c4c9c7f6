"""What every chart is made of: a sheet of fixed size, texts, and the words for values and months."""

from datetime import date

from django.utils.dates import MONTHS
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

INK, SOFT, RULE = "#231d36", "#575069", "#d3cce2"
SHEET, PRIMARY, CORAL = "#fffdf9", "#3a2d78", "#df4f38"
WIDTH, HEIGHT = 360, 230
TOP, BASE, RIGHT, SIDE = 40, 200, 14, 8
LABEL_ROOM = 46
DIGIT = 7.4
KNOT_ROOM = 8
SHORT_MONTHS = [
    *(gettext_lazy("janv."), gettext_lazy("févr."), gettext_lazy("mars"), gettext_lazy("avr.")),
    *(gettext_lazy("mai"), gettext_lazy("juin"), gettext_lazy("juil."), gettext_lazy("août")),
    *(gettext_lazy("sept."), gettext_lazy("oct."), gettext_lazy("nov."), gettext_lazy("déc.")),
]


def svg(sentence, body, *, width=WIDTH):
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" '
        'role="img" font-family="Atkinson, sans-serif" font-size="13" fill="{2}">'
        "<title>{3}</title>{4}</svg>",
        *(width, HEIGHT, SOFT, sentence, joined(body)),
    )


def text(x, y, words, *, anchor="middle", fill=SOFT, weight=400):
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-weight="{}">{}</text>',
        *(round(x, 1), round(y, 1), anchor, fill, weight, words),
    )


def label(x, y, words, anchor):
    return text(x, y, words, anchor=anchor, fill=INK, weight=600) if words else ""


def joined(pieces):
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def no_data(x, anchor):
    return text(x, TOP + (BASE - TOP) / 4, _("Aucune donnée pour cette période"), anchor=anchor)


def has_any(points):
    return any(value is not None for _month, value in points)


def said(value, show):
    return _("non disponible") if value is None else show(value)


def in_months(points, show):
    return "\u00a0; ".join(f"{long_month(month)}, {said(value, show)}" for month, value in points)


def long_month(month: date):
    return f"{MONTHS[month.month]} {month.year}"
