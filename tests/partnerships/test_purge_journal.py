"""Who read what is kept a year, then leaves the journal; what was written stays told."""

import datetime as dt

import pytest
from django.core.management import call_command

from partnerships import audit
from partnerships.models import AuditEvent
from tests.factories import StructureFactory


@pytest.mark.django_db
def test_old_readings_leave_and_writings_stay(time_machine, capsys):
    structure = StructureFactory()
    for year in (2024, 2026):
        time_machine.move_to(dt.datetime(year, 3, 1, 12, tzinfo=dt.UTC))
        for verb in ("read", "exported", "changed"):
            audit.record(verb, structure, by=None, structure=structure)

    call_command("purge_journal")

    kept = AuditEvent.objects.order_by("pk").values_list("at__year", "verb")
    assert list(kept) == [(2024, "changed"), (2026, "read"), (2026, "exported"), (2026, "changed")]
    assert "retirées : 2." in capsys.readouterr().out
