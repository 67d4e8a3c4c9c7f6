"""Every installation starts with the reference lists; an administrator edits them afterwards."""

import csv
from pathlib import Path

from django.db import migrations

TERMS = Path(__file__).resolve().parent.parent / "data" / "terms.csv"


def load(apps, schema_editor):
    Term = apps.get_model("partnerships", "Term")
    with TERMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    Term.objects.using(schema_editor.connection.alias).bulk_create(
        [Term(**row | {"is_active": row["is_active"] == "oui"}) for row in rows],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
