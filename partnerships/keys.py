"""Many keys handed to the database as one value: whatever their number, the same SQL.

    Parent.objects.filter(Among(F("pk"), Keys(parents)))

A list of values is read and planned one by one, again wherever the statement names them.
"""

from django.db.models import Lookup

WORDS = {
    "postgresql": ("%s = ANY(%%s::bigint[])", "{%s}"),
    "sqlite": ("%s IN (SELECT value FROM json_each(%%s))", "[%s]"),
}


class Keys(tuple):
    """Numbers that are one value together."""

    __slots__ = ()

    def adapted(self, connection) -> str:
        """As the database is given them."""
        return WORDS[connection.vendor][1] % ",".join(map(str, self))


class Among(Lookup):
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return WORDS[connection.vendor][0] % column, [*parameters, self.rhs.adapted(connection)]
