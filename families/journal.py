"""Who saw, changed or took out what: the journal as a page and as a spreadsheet."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Family
from partnerships.journal import grounds_of
from partnerships.models import AuditEvent, User

HEADERS = [_("Date"), _("Qui"), _("Action"), _("Objet"), _("Foyer"), _("Champs"), _("Motif")]
FILE = _("Journal")


@dataclass(frozen=True)
class Entry:
    """A line of the journal in words; `family` is the household when this person may open it."""

    event: AuditEvent
    what: str
    fields: str
    grounds: str
    family: Family | None

    def row(self):
        """A line of the spreadsheet: the household by its number, as names are not for files."""
        return [
            timezone.localtime(self.event.at).strftime("%d/%m/%Y %H:%M"),
            str(self.event.actor or _("un programme")),
            self.event.get_verb_display(),
            self.what,
            self.event.family or "",
            self.fields,
            self.event.reason,
        ]


def entries(events: list[AuditEvent], user: User) -> list[Entry]:
    """One query for all the households named, whatever the number of lines."""
    numbers = {event.family for event in events if event.family}
    families = Family.objects.visible_to(user).prefetch_related("parents").in_bulk(numbers)
    return [
        Entry(
            event=event,
            what=event.get_object_type_display(),
            fields=event.get_fields_display(),
            grounds=grounds_of(event.reason),
            family=families.get(event.family),
        )
        for event in events
    ]
