"""Taking a file in, and saying in few words what came of it."""

from django.conf import settings

from partnerships.formats import SafeCSV

DATA = settings.BASE_DIR / "tests" / "data"


def take(resource_class, data, name="fichier.csv"):
    """Imports, and gives back the resource and what the library counted."""
    spreadsheet = SafeCSV()
    spreadsheet.file_name = name
    resource = resource_class()
    dataset = spreadsheet.create_dataset(data.encode() if isinstance(data, str) else data)
    result = resource.import_data(dataset, file_name=name, rollback_on_validation_errors=True)
    for failure in result.base_errors:
        raise failure.error
    return resource, result


def take_file(resource_class, name):
    return take(resource_class, (DATA / name).read_bytes(), name)


def counts(resource):
    new = sum(entry.is_new for entry in resource.entries)
    return new, len(resource.entries) - new, resource.unchanged


def refusals(resource, result):
    return [
        (resource.lines[row.number - 1], text)
        for row in result.invalid_rows
        for text in row.error.messages
    ]


def changes(resource):
    return [
        (change.title, change.before, change.after)
        for entry in resource.entries
        for change in entry.changes
    ]
