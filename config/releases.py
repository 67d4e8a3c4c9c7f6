"""What a version leaves to the next ones: a small database as it was, to be brought up to date.

One JSON line a row, in the words of its fields: any engine reads it back. docs/development.md says
how a release is made; a published migration never changes again.
"""

import hashlib
import inspect
import json
import lzma
from collections import Counter
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

OURS = ("partnerships", "families", "workshops", "evaluation")
FOLDER = settings.BASE_DIR / "tests" / "data" / "releases"


def fingerprints() -> dict[str, str]:
    """Of each migration of ours, as it stands in the code: {"families.0001_initial": sha256}."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {
        f"{app}.{name}": hashlib.sha256(source(migration).encode()).hexdigest()
        for (app, name), migration in known.items()
        if app in OURS
    }


def source(migration):
    return inspect.getsource(import_module(type(migration).__module__))


def write(path: Path) -> int:
    """The database of this installation, in one file; how many rows."""
    rows = 0
    with lzma.open(path, "wt", preset=9) as file:
        file.write(json.dumps({"migrations": fingerprints()}, sort_keys=True) + "\n")
        for model in models(apps):
            for row in model._base_manager.order_by("pk").iterator():
                values = {each.attname: each.value_to_string(row) for each in kept(model, row)}
                file.write(json.dumps([model._meta.label_lower, values]) + "\n")
                rows += 1
    return rows


def models(registry):
    for label in OURS:
        yield from registry.get_app_config(label).get_models(include_auto_created=True)


def kept(model, row):
    """Fields with a value: None has no words of its own, and is what a missing one comes back as."""
    fields = model._meta.concrete_fields
    return [field for field in fields if field.value_from_object(row) is not None]


def read(path: Path) -> tuple[dict, list]:
    with lzma.open(path, "rt") as file:
        head, *lines = map(json.loads, file)
    return head["migrations"], lines


@transaction.atomic
def put(registry, lines):
    """Rows into models as they were then, instants included."""
    for label, values in lines:
        model = registry.get_model(label)
        fields = {field.attname: field for field in model._meta.concrete_fields}
        for field in fields.values():
            if hasattr(field, "auto_now_add"):
                field.auto_now = field.auto_now_add = False
        said = dict.fromkeys(fields)
        said |= {name: fields[name].to_python(value) for name, value in values.items()}
        model(**said).save_base(raw=True, force_insert=True)


def load(path: Path) -> None:
    """An empty database, as that version would have left it."""
    migrations, lines = read(path)
    executor = MigrationExecutor(connection)
    ours = [tuple(name.split(".", 1)) for name in migrations]
    others = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in OURS]
    state = executor.migrate([*others, *ours])
    with transaction.atomic():
        # The lists that a migration brings are in the file too.
        for model in models(state.apps):
            model._base_manager.all()._raw_delete(connection.alias)
        put(state.apps, lines)


def counts(lines) -> Counter:
    return Counter(label for label, _values in lines)


def words(lines) -> set[str]:
    """The long words people wrote: what must be found again, wherever it has moved."""
    return {
        value
        for _label, values in lines
        for value in values.values()
        if isinstance(value, str) and len(value) > 60 and not value.startswith(("{", "["))
    }
