"""One line per write or reading that matters, written in the same transaction as the act."""

from collections.abc import Iterable

from django.db.models import Model

from partnerships.models import AuditEvent, Structure, User

Verb = AuditEvent.Verb


def line(
    verb: str,
    target: Model,
    *,
    by: User | None,
    structure: Structure | None = None,
    family: int | None = None,
    fields: Iterable[str] = (),
    reason: str = "",
) -> AuditEvent:
    """An unsaved line; names of fields, never what is in them; `family` is its number."""
    return AuditEvent(
        verb=verb,
        actor=by,
        structure=structure,
        family=family,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        fields=list(fields),
        reason=reason,
    )


def record(verb: str, target: Model, **details) -> AuditEvent:
    event = line(verb, target, **details)
    event.save(force_insert=True)
    return event


def record_all(lines: list[AuditEvent]) -> None:
    """Many lines in one insert: a sheet of thirty people costs one query more, not thirty."""
    AuditEvent.objects.bulk_create(lines)
