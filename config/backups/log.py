"""When the last backup was made: in the journal, where every process of the installation reads it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from partnerships.models import AuditEvent

# What such a line is about; the journal shows it as it is written.
OBJECT = "sauvegarde"
LATE = dt.timedelta(hours=48)


@dataclass(frozen=True)
class Age:
    """`at` is None as long as there was none."""

    at: dt.datetime | None

    @property
    def is_late(self) -> bool:
        return self.at is None or timezone.now() - self.at > LATE


def made(path) -> None:
    write(AuditEvent.Verb.EXPORTED, path)


def restored(path) -> None:
    write(AuditEvent.Verb.IMPORTED, path)


def write(verb, path):
    AuditEvent.objects.create(verb=verb, object_type=OBJECT, object_id=path.name[:40])


def age() -> Age:
    backups = AuditEvent.objects.filter(object_type=OBJECT, verb=AuditEvent.Verb.EXPORTED)
    return Age(backups.order_by("-at").values_list("at", flat=True).first())
