"""How does a statement cost little that runs with every ticket? Its text and its processors are made once.

SQLAlchemy's execution costs several times what SQLite needs for such a row. On PostgreSQL, whose own round trip is
what costs, the statement goes SQLAlchemy's usual way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Insert, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import visitors

Values = Mapping[str, Any]
Plain = Callable[[Values], list[Any]]


class Prepared:
    """One SELECT of whole numbers and texts, or one INSERT whose rows always name the same columns."""

    def __init__(self, statement: Select[Any] | Insert) -> None:
        self.statement = statement
        self._text = ""
        self._plain: Plain | None = None

    def first(self, connection: Connection, values: Values) -> Sequence[Any] | None:
        """The first row of a SELECT; None without one."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, dict(values)).first()
        plain = self._plain or self._prepare(connection.dialect, None)
        row: tuple[Any, ...] | None = _cursor(connection).execute(self._text, plain(values)).fetchone()
        return row

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

    def _prepare(self, dialect: Dialect, row: Values | None) -> Plain:
        statement: Any = self.statement
        if row is None:
            # A list of constants is written out here, and that wants all values.
            asked = (each for each in visitors.iterate(statement) if isinstance(each, BindParameter) and each.required)
            statement = statement.params({each.key: None for each in asked})
        compiled = statement.compile(dialect=dialect, column_keys=None if row is None else list(row))
        if getattr(compiled, "insert_prefetch", ()):
            raise ValueError(f"{compiled.insert_prefetch}: a prepared INSERT names every column that has a default")
        written = compiled.construct_expanded_state(None if row is None else dict(row))
        fixed = written.parameters
        own = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        places = [(name, written.processors.get(name) or own.get(name)) for name in written.positiontup]
        self._text = written.statement

        def plain(values: Values) -> list[Any]:
            found = ((values[name] if name in values else fixed[name], process) for name, process in places)
            return [value if process is None else process(value) for value, process in found]

        self._plain = plain
        return plain


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()
