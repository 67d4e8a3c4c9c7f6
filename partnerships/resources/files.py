"""A list kept from files: matched by its own key, compared, then written in a few queries."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from partnerships import audit
from partnerships.fields import SearchKey
from partnerships.french import day
from partnerships.resources.columns import Column, normalised, read_text

CHUNK = 500
SHOWN = 80


@dataclass(frozen=True)
class Remark:
    """Something to say about a line of the file."""

    line: int
    text: str


@dataclass(frozen=True)
class Change:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """What one line of the file does."""

    line: int
    what: str
    is_new: bool
    changes: tuple[Change, ...] = ()


class Known(BaseInstanceLoader):
    """Finds what exists among what was read at once, before the first row."""

    def get_instance(self, row):
        return self.resource.known.get(self.resource.key(row))


class FileResource(ModelResource):
    """The base of our imports. A subclass says its columns, its key, and what is known of it.

    Nothing is written for a row without a change; a bad row refuses the whole file.
    """

    # Columns that help to read the others, and are not kept: {name here: names in files}.
    hints: dict[str, list[str]] = {}
    required: list[str] = []

    class Meta:
        abstract = True

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.known, self.lines = {}, []
        self.recognised, self.ignored, self.headers = [], [], set()
        self.entries, self.warnings, self.unchanged = [], [], 0
        self.changed = {}

    # -- What a subclass says ------------------------------------------------------------------

    def key(self, row):
        """What makes a row the same thing as a row of the database; None when it cannot be read."""
        raise NotImplementedError

    def fetch(self, keys):
        """{key: instance} of those that exist, in one query."""
        raise NotImplementedError

    def parts(self, instance):
        """The rows an instance is made of, in the order they are written."""
        return [instance]

    def describe(self, instance):
        """The instance in words, for the preview."""
        return str(instance)

    def twin(self, first, second):
        """What to say of a line whose key was seen before; nothing when it is as expected."""
        return _("déjà lu plus haut dans le fichier : les deux lignes n’en font qu’une.")

    def prepare(self, row):
        """Fills cells that follow from others."""

    def notes(self):
        """Sentences about the file as a whole."""
        return []

    # -- Cells ---------------------------------------------------------------------------------

    def title(self, name):
        return str(self.fields[name].column_name)

    def cell(self, row, name):
        return read_text(row.get(self.title(name), ""))

    # -- Before the first row ------------------------------------------------------------------

    def before_import(self, dataset, **kwargs):
        self.file_name, self.user = kwargs.get("file_name", ""), kwargs.get("user")
        rows, headers = list(dataset), list(dataset.headers)
        lines = list(getattr(dataset, "lines", range(2, len(rows) + 2)))
        # An exception leaves no row behind it for the library to go on with.
        dataset.wipe()
        places = self.recognise(headers)
        rows = [{name: row[place] for name, place in places.items()} for row in rows]
        rows, self.lines = self.merge(rows, lines)
        keys = [key for row in rows if (key := self.key(row)) is not None]
        for start in range(0, len(keys), CHUNK):
            self.known |= self.fetch(keys[start : start + CHUNK])
        dataset.headers = list(rows[0])
        dataset.extend([list(row.values()) for row in rows])

    def recognise(self, headers):
        """{our name: place of the column}; refuses a file without what is required."""
        places = {}
        for place, header in enumerate(headers):
            twin = places.setdefault(normalised(header), place)
            if twin != place:
                raise ValidationError(
                    _(
                        "Deux colonnes veulent dire la même chose : « %(first)s » et « %(second)s »."
                    ),
                    params={"first": headers[twin][:SHOWN], "second": header[:SHOWN]},
                )
        self.headers = set(places)
        found = {}
        for ours, names in self.names().items():
            place = next((places[name] for name in names if name in places), None)
            if place is not None:
                found[ours] = place
        self.check_required(found, headers)
        self.recognised = [headers[place] for place in sorted(set(found.values()))]
        self.ignored = [header for header in headers if header not in self.recognised]
        return found

    def names(self):
        columns = [field for field in self.fields.values() if isinstance(field, Column)]
        return {str(field.column_name): field.all_names() for field in columns} | self.hints

    def check_required(self, found, headers):
        for name in self.required:
            column = self.fields[name]
            if column.column_name not in found:
                raise ValidationError(
                    _(
                        "Il manque la colonne « %(column)s », qui s’appelle aussi %(names)s selon "
                        "les fichiers. Colonnes trouvées : %(headers)s."
                    ),
                    params={
                        "column": column.column_name,
                        "names": ", ".join(column.names),
                        "headers": ", ".join(header[:30] for header in headers[:12]),
                    },
                )

    def merge(self, rows, lines):
        """Lines about the same thing become one: the first, its blank cells filled by the next."""
        kept, firsts = [], {}
        for row, line in zip(rows, lines, strict=True):
            self.prepare(row)
            key = self.key(row)
            first = firsts.get(key) if key is not None else None
            if first is None:
                firsts[key] = row
                kept.append((row, line))
                continue
            if remark := self.twin(first, row):
                self.warnings.append(Remark(line, remark))
            first.update({name: cell for name, cell in row.items() if first[name] in ("", None)})
        return [row for row, _line in kept], [line for _row, line in kept]

    # -- Row by row ----------------------------------------------------------------------------

    def warn(self, message, **params):
        self.warnings.append(Remark(self.line, message % params if params else message))

    def before_import_row(self, row, row_number=None, **kwargs):
        self.line = self.lines[row_number - 1]
        self.refusals = []

    def after_init_instance(self, instance, new, row, **kwargs):
        self.before = {
            field: (field.get_value(instance), field.export(instance))
            for field in self.get_import_fields()
        }

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if field.column_name not in row or self.is_left_alone(field, instance, row):
            return
        try:
            field.save(instance, row, is_m2m, **kwargs)
        except ValidationError as error:
            words = f"{field.column_name} : {' '.join(error.messages)}"
            if field.is_doubtful:
                self.warn("%(words)s", words=f"{words} {_('La valeur n’est pas reprise.')}")
            else:
                self.refusals.append(words)

    def is_left_alone(self, field, instance, row):
        return row[field.column_name] in ("", None) and not field.blank_speaks

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        for name in self.required:
            column = self.fields[name]
            if read_text(row[column.column_name]) == "":
                self.refusals.append(f"{column.column_name} : {_('la cellule est vide.')}")
        if self.refusals:
            raise ValidationError(self.refusals)

    def differences(self, instance):
        """{column: (shown before, shown after)} of what the row changes."""
        return {
            field: (was_shown, field.export(instance))
            for field, (was, was_shown) in self.before.items()
            if not same(field.get_value(instance), was)
        }

    def skip_row(self, instance, original, row, import_validation_errors=None):
        self.found = self.differences(instance)
        return not self.found and not import_validation_errors and not instance._state.adding

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Lengths and formats of what changed; the key has told whether it is unique."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        for part, names in zip(self.parts(instance), self.names_changed(instance), strict=True):
            fields = [field.name for field in part._meta.fields]
            part.clean_fields(exclude=[name for name in fields if name not in names])

    def names_changed(self, instance):
        """For each part, the names of its fields that the row changes."""
        names = [[] for _part in self.parts(instance)]
        for field in self.found:
            *path, name = field.attribute.split("__")
            holder = instance
            for step in path:
                holder = getattr(holder, step)
            names[self.parts(instance).index(holder)].append(name)
        return names

    def save_instance(self, instance, is_create, row, **kwargs):
        self.changed[id(instance)] = self.names_changed(instance)
        super().save_instance(instance, is_create, row, **kwargs)

    def after_import_row(self, row, row_result, **kwargs):
        if row_result.is_skip():
            self.unchanged += 1
            return
        changes = [
            Change(str(field.column_name), in_words(before), in_words(after))
            for field, (before, after) in self.found.items()
        ]
        what = self.describe(row_result.instance)
        self.entries.append(Entry(self.line, what, row_result.is_new(), tuple(changes)))

    # -- Writing -------------------------------------------------------------------------------

    def iter_queryset(self, queryset):
        """Read at once: no cursor stays open while the file is written."""
        return list(queryset)

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        instances, self.create_instances = self.create_instances, []
        for members in zip(*map(self.parts, instances), strict=True):
            type(members[0]).objects.bulk_create(members, batch_size=batch_size)
        self.record(instances, dry_run, are_new=True)

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        instances, self.update_instances = self.update_instances, []
        changed = [self.changed[id(instance)] for instance in instances]
        parts = zip(*map(self.parts, instances), strict=True)
        for members, names in zip(parts, zip(*changed, strict=True), strict=True):
            fields = refreshed(members, {name for some in names for name in some})
            if fields:
                type(members[0]).objects.bulk_update(members, fields, batch_size=batch_size)
        self.record(instances, dry_run)

    def record(self, instances, dry_run, are_new=False):
        """One line each; of what is new, every field is."""
        if dry_run:
            return
        audit.record_all(
            [
                audit.line(
                    audit.Verb.IMPORTED,
                    instance,
                    by=self.user,
                    structure=getattr(instance, "structure", None),
                    fields=[] if are_new else list(chain(*self.changed[id(instance)])),
                )
                for instance in instances
            ]
        )


def refreshed(members, names):
    """The fields to write, with the search key that follows from them."""
    keys = [
        field
        for field in members[0]._meta.fields
        if isinstance(field, SearchKey) and names & set(field.sources)
    ]
    for field in keys:
        for member in members:
            field.pre_save(member, add=False)
    return sorted(names | {field.name for field in keys})


def in_words(value):
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    if isinstance(value, date):
        return day(value, "year")
    return "" if value is None else str(value)


def same(one, other):
    """A straight apostrophe and a typographic one are one letter."""
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("'", "’") == other.replace("'", "’")
    return one == other
