"""Empty the database behind a test that commits: what `flush` does, twenty times quicker.

`flush` also takes away what `migrate` wrote for the libraries, the permissions of two hundred
models, and writes it again. Nothing of the house changes these lines: they stay.
"""

from functools import cache

from django.db import connection, transaction

INSTALLED = {"auth_permission", "django_content_type"}


@cache
def tables():
    return sorted(set(connection.introspection.django_table_names(only_existing=True)) - INSTALLED)


def empty(_test_case):
    """In any order: keys between tables are checked at the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
