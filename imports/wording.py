"""How are a preview's fields and values told to the Office?"""

from __future__ import annotations

from imports.phones import shown
from imports.preview import Field
from locales import say, written

_COLUMNS = {"departments": "department", "is_checked": "checked", "is_withdrawn": "status"}
_PHONES = ("office_phone", "mobile")


def field_title(language: str, what: str, field: str) -> str:
    """The heading of a field of "people" or "procedures"."""
    column = "procedure" if (what, field) == ("procedures", "name") else _COLUMNS.get(field, field)
    return say(language, f"import.column.{column}")


def field_text(language: str, field: str, value: Field) -> str:
    """A value as the page shows it, "" for none."""
    if field == "is_withdrawn":
        return say(language, "import.status.withdrawn" if value else "import.status.in_force")
    if field == "is_checked":
        return say(language, "import.yes" if value else "import.no")
    if isinstance(value, tuple | list):
        return "; ".join(value)
    if field in _PHONES and value:
        return shown(str(value), language)
    return "" if value is None else written(language, value)
