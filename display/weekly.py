"""How does the week's roster fit into a few lines? Departments with the same days share one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Weekdays (0 = Monday) and the codes of the departments on duty on just these."""

    days: tuple[int, ...]
    departments: tuple[str, ...]


def lines(duty: Iterable[tuple[str, tuple[int, ...]]]) -> tuple[Line, ...]:
    """`duty`: each department with its weekdays. Lines in the order of the week; one without days is left out."""
    together: dict[tuple[int, ...], list[str]] = {}
    for department, days in duty:
        if days:
            together.setdefault(days, []).append(department)
    return tuple(Line(days, tuple(together[days])) for days in sorted(together))
