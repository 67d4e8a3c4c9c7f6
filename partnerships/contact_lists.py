"""The directory of people as a list to keep, and who is where, neighbourhood by neighbourhood."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.documents import pdf_response, render_pdf
from partnerships.french import phone
from partnerships.models import Structure
from partnerships.spreadsheets import csv_response, xlsx_response

# What goes out, for the journal.
FIELDS = ["last_name", "first_name", "function", "structure", "phone", "email", "reach_note"]
HEADERS = [
    *(gettext_lazy("Nom"), gettext_lazy("Prénom"), gettext_lazy("Fonction")),
    *(gettext_lazy("Structure"), gettext_lazy("Personne clé"), gettext_lazy("Téléphone")),
    *(gettext_lazy("Autre téléphone"), gettext_lazy("E-mail"), gettext_lazy("Adresse")),
    *(gettext_lazy("Comment joindre"), gettext_lazy("Depuis"), gettext_lazy("Jusqu’au")),
    gettext_lazy("Vérifié le"),
]
# Proposed under the list: what the address says, what people say.
FORMATS = [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")]
# People on a page of the PDF.
PER_PAGE = 25
# Those whose absence from a neighbourhood is worth a sentence.
EXPECTED = [
    Structure.Kind.SCHOOL,
    Structure.Kind.SOCIAL_CENTRE,
    Structure.Kind.ASSOCIATION,
    Structure.Kind.PREVENTION,
    Structure.Kind.TOWN,
    Structure.Kind.HEALTH,
    Structure.Kind.LIBRARY,
]


def entries(contacts):
    """(contact, tenure) for each function of today, read at once; a person without any comes once."""
    today = timezone.localdate()
    found = []
    for contact in contacts:
        now = [tenure for tenure in contact.tenures.all() if not tenure.is_over(today)]
        found += [(contact, tenure) for tenure in now or [None]]
    return found


def row(contact, tenure):
    place = tenure.structure if tenure else None
    return [
        contact.last_name,
        contact.first_name,
        tenure.function if tenure else _("sans fonction à ce jour"),
        place.name if place else "",
        tenure.is_key_person if tenure else False,
        phone(contact.phone),
        phone(contact.other_phone),
        contact.email,
        f"{place.address} {place.postal_code} {place.commune}".strip() if place else "",
        contact.reach_note,
        tenure.starts_on if tenure else None,
        tenure.ends_on if tenure else None,
        contact.checked_on,
    ]


def longest(format):
    """How many people make a list that takes long to draw or to write."""
    return settings.LONG_PAGES * PER_PAGE if format == "pdf" else settings.LONG_ROWS


def answer(entries, format, *, text=""):
    title = _("Contacts")
    if format == "pdf":
        context = {"groups": by_structure(entries), "text": text, "today": timezone.localdate()}
        content = render_pdf("partnerships/contact_document.html", context, title=title)
        return pdf_response(content, title)
    respond = xlsx_response if format == "xlsx" else csv_response
    return respond([row(*entry) for entry in entries], HEADERS, title)


def by_structure(entries):
    """[(structure, [(contact, tenure)])]: structures by name, key persons first."""
    groups = {}
    for contact, tenure in entries:
        groups.setdefault(tenure.structure if tenure else None, []).append((contact, tenure))
    ordered = sorted(groups.items(), key=lambda group: group[0].search_key if group[0] else "~")
    return [
        (structure, sorted(people, key=lambda entry: not (entry[1] and entry[1].is_key_person)))
        for structure, people in ordered
    ]


@dataclass(frozen=True)
class Place:
    """A neighbourhood: who is there, structures where one knows nobody, kinds nobody stands for."""

    territory: object
    peopled: list
    unknown: list
    missing: list

    @property
    def is_empty(self):
        return not (self.peopled or self.unknown)


def place_of(territory):
    """From a territory asked with_people()."""
    structures = sorted(territory.structures.all(), key=lambda each: each.search_key)
    present = {structure.kind for structure in structures}
    return Place(
        territory=territory,
        peopled=[structure for structure in structures if structure.people],
        unknown=[structure for structure in structures if not structure.people],
        missing=[kind.label for kind in EXPECTED if kind not in present],
    )
