"""How does a statement cost little that runs with every press? Its text and its processors are made once.

SQLAlchemy's execution costs several times what SQLite needs for such a row. On PostgreSQL, whose own round trip is
what costs, the statement goes SQLAlchemy's usual way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import visitors

Values = Mapping[str, Any]
Plain = Callable[[Values], list[Any]]
Make = Callable[[Sequence[Any]], Any]


class Prepared:
    """One SELECT or UPDATE, or one INSERT whose rows always name the same columns.

    Rows are read by name, with the values that the columns' types give; they change nothing when they are changed.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self.statement = statement
        self._text = ""
        self._plain: Plain | None = None
        self._make: Make = tuple

    def first(self, connection: Connection, values: Values) -> Any:
        """The first row of a SELECT; None without one."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, dict(values)).first()
        row = self._run(connection, values).fetchone()
        return None if row is None else self._make(row)

    def all(self, connection: Connection, values: Values) -> Sequence[Any]:
        """Every row of a SELECT."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, dict(values)).all()
        rows = self._run(connection, values).fetchall()
        return list(map(self._make, rows))

    def change(self, connection: Connection, values: Values) -> int:
        """Run an UPDATE; how many rows it met."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, dict(values)).rowcount
        return int(self._run(connection, values).rowcount)

    def insert(self, connection: Connection, row: Values) -> int:
        """Insert one row; its key."""
        if connection.dialect.name != "sqlite":
            made = connection.execute(self.statement, dict(row)).inserted_primary_key
            assert made is not None
            return int(made[0])
        plain = self._plain or self._prepare(connection.dialect, row)
        return int(_cursor(connection).execute(self._text, plain(row)).lastrowid)

    def insert_all(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Insert several rows at once."""
        if connection.dialect.name != "sqlite":
            connection.execute(self.statement, [dict(row) for row in rows])
            return
        plain = self._plain or self._prepare(connection.dialect, rows[0])
        _cursor(connection).executemany(self._text, list(map(plain, rows)))

    def _run(self, connection: Connection, values: Values) -> Any:
        plain = self._plain or self._prepare(connection.dialect, None)
        return _cursor(connection).execute(self._text, plain(values))

    def _prepare(self, dialect: Dialect, row: Values | None) -> Plain:
        compiled = self.statement.compile(dialect=dialect, column_keys=None if row is None else list(row))
        if getattr(compiled, "insert_prefetch", ()):
            raise ValueError(f"{compiled.insert_prefetch}: a prepared INSERT names every column that has a default")
        # A list of constants is written out here, and that wants all values.
        asked = (each for each in visitors.iterate(self.statement) if isinstance(each, BindParameter) and each.required)
        written = compiled.construct_expanded_state(dict(row) if row is not None else {one.key: None for one in asked})
        fixed = written.parameters
        own = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        places = [(name, written.processors.get(name) or own.get(name)) for name in written.positiontup or ()]
        self._text = written.statement
        if isinstance(self.statement, Select):
            self._make = _maker(self.statement, dialect)

        def plain(values: Values) -> list[Any]:
            found = ((values[name] if name in values else fixed[name], process) for name, process in places)
            return [value if process is None else process(value) for value, process in found]

        self._plain = plain
        return plain


def _maker(statement: Select[Any], dialect: Dialect) -> Make:
    """How a row of the database becomes one with names and the types' values."""
    columns: list[Any] = list(statement.selected_columns)
    names = [str(column.key) for column in columns]
    named: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # the columns are known only here
    processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    if not any(processors):
        return named._make
    typed = [(place, process) for place, process in enumerate(processors) if process is not None]

    def make(row: Sequence[Any]) -> Any:
        values = list(row)
        for place, process in typed:
            if values[place] is not None:
                values[place] = process(values[place])
        return named._make(values)

    return make


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()
