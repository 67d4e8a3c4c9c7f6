"""The list of parents as a spreadsheet: what the page shows, for those who answer for it."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Schooling
from partnerships.calendar import first_year
from partnerships.spreadsheets import csv_response, xlsx_response

# What goes out, for the journal.
FIELDS = [
    "first_name",
    "last_name",
    "phone",
    "email",
    "is_left_alone",
    "gender",
    "age_band",
    "is_relay",
    "lives_in_qpv",
    "qpv_source",
    "languages",
    "is_interpreter_needed",
    "schoolings",
    "informed_on",
    "last_contact",
]
HEADERS = [
    _("Prénom"),
    _("Nom"),
    _("Téléphone"),
    _("E-mail"),
    _("Ne souhaite pas être contacté"),
    _("Sexe"),
    _("Tranche d’âge"),
    _("Parent relais"),
    _("Quartier prioritaire"),
    _("Comment on le sait"),
    _("Langues parlées"),
    _("Besoin d’un interprète"),
    _("Écoles des enfants"),
    _("Information donnée le"),
    _("Dernier contact"),
]
# The grain is in the name of the file.
FILE = _("Familles - une ligne par parent")


def read(parents):
    """The parents of the list, with all that their line says, read at once."""
    this_year = first_year(timezone.localdate())
    schoolings = Schooling.objects.of_year(this_year).with_school().in_name_order()
    parents = parents.select_related("family__structure").prefetch_related(
        Prefetch("family__schoolings", schoolings), "family__languages"
    )
    return list(parents)


def row(parent):
    family = parent.family
    return [
        parent.first_name,
        parent.last_name,
        # Whoever asked not to be contacted is in no list one calls or writes from.
        "" if parent.is_left_alone else parent.phone,
        "" if parent.is_left_alone else parent.email,
        parent.is_left_alone,
        parent.get_gender_display(),
        dict(type(parent).age_band.field.flatchoices)[
            parent.age_band_in(first_year(timezone.localdate()))
        ],
        parent.is_relay,
        family.get_lives_in_qpv_display(),
        family.get_qpv_source_display(),
        ", ".join(str(language) for language in family.languages.all()),
        family.is_interpreter_needed,
        ", ".join(
            f"{schooling.school} ({schooling.get_level_display()}, {schooling.children})"
            for schooling in family.schoolings.all()
        ),
        family.informed_on,
        parent.last_contact,
    ]


def answer(parents, format):
    respond = xlsx_response if format == "xlsx" else csv_response
    return respond([row(parent) for parent in parents], HEADERS, FILE)
