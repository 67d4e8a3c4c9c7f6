"""What no order decides comes the other way round, so that nobody counts on it.

SQLite gives rows that tie in the order they were written; PostgreSQL too, most of the time, and then one
day not. Here, on SQLite, the last written comes first: what a page or a paper must say in one order has to
be asked for.
"""

from django.db import connection
from django.db.models.expressions import OrderBy
from django.db.models.sql.compiler import SQLCompiler

ordered = SQLCompiler.get_order_by


def backwards(compiler):
    """The order asked for, then the last written first."""
    asked = ordered(compiler)
    if not asked or connection.vendor != "sqlite" or not is_of_rows(compiler.query):
        return asked
    last = OrderBy(own_key(compiler.query), descending=True)
    key = last.expression
    table, column = compiler.quote_name_unless_alias(key.alias), key.target.column
    name = f"{table}.{connection.ops.quote_name(column)}"
    if any(known.startswith(name) for _order, (known, _params, _is_ref) in asked):
        return asked
    return [*asked, (last, (f"{name} DESC", (), False))]


def is_of_rows(query):
    """Each line is a row of one table: nothing grouped, joined to another answer, or made distinct by less."""
    is_narrowed = query.distinct and not query.default_cols
    return not (
        query.combinator or query.group_by is not None or query.distinct_fields or is_narrowed
    )


def own_key(query):
    return query.model._meta.pk.get_col(query.get_initial_alias())
