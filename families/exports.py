"""The list of parents as a spreadsheet: what the page shows, for those who answer for it."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from families.forms.finders import this_school_year
from families.models import Schooling
from partnerships.spreadsheets import csv_response, xlsx_response

# What goes out, for the journal.
FIELDS = [
    "first_name",
    "last_name",
    "phone",
    "email",
    "gender",
    "age_band",
    "is_relay",
    "lives_in_qpv",
    "schoolings",
    "informed_on",
]
HEADERS = [
    _("Prénom"),
    _("Nom"),
    _("Téléphone"),
    _("E-mail"),
    _("Sexe"),
    _("Tranche d’âge"),
    _("Parent relais"),
    _("Quartier prioritaire"),
    _("Écoles des enfants"),
    _("Information donnée le"),
]
FILE = _("Familles")


def rows(parents):
    """One line a parent, read at once."""
    year = this_school_year()
    schoolings = Schooling.objects.of_year(year).with_school().in_name_order()
    parents = parents.select_related("family").prefetch_related(
        Prefetch("family__schoolings", schoolings)
    )
    return [row(parent, year) for parent in parents]


def row(parent, year):
    family = parent.family
    return [
        parent.first_name,
        parent.last_name,
        parent.phone,
        parent.email,
        parent.get_gender_display(),
        dict(type(parent).age_band.field.flatchoices)[parent.age_band_in(year)],
        parent.is_relay,
        family.get_lives_in_qpv_display(),
        ", ".join(
            f"{schooling.school} ({schooling.get_level_display()}, {schooling.children})"
            for schooling in family.schoolings.all()
        ),
        family.informed_on,
    ]


def answer(rows, format):
    respond = xlsx_response if format == "xlsx" else csv_response
    return respond(rows, HEADERS, FILE)
