"""Many rows of plain values, by the fastest way each database knows."""

from django.core.management.color import no_style
from django.db import connection


def fill(model, names, rows):
    """Insert tuples in the order of names (attribute names); other columns take their default.

    Plain values only: dates and instants (UTC) as ISO texts. Nothing is checked but by the database.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in fields.items() if name not in names]
    constants = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = [fields[name].column for name in names] + [field.column for field in others]
    write = copy if connection.vendor == "postgresql" else insert
    write(model._meta.db_table, columns, (row + constants for row in rows))


def copy(table, columns, rows):
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as stream,
    ):
        for row in rows:
            stream.write_row(row)


def insert(table, columns, rows):
    places = ", ".join("%s" for _column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)


def follow_keys(*models):
    """The next rows take the keys after ours."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def settle():
    """What an installation does by itself in time: statistics, and a map of what is visible."""
    vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")
