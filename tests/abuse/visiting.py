"""Requests of all shapes: every route with values that exist, that could, and that could not."""

from __future__ import annotations

import random
import string
from typing import Any

from werkzeug.routing import Rule

from application import House

# Words that break what is written without care: markup, quotes, SQL, paths, other scripts, ends of lines, nothing.
NASTY = (
    "", " ", "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "'; DROP TABLE tickets; --",
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "{{ 7*7 }}", "${7*7}", "%s%n", "\x00", "\ud800", "\u202e",
    "a" * 5_000, "Nguyễn Thị Ệ", "\r\nSet-Cookie: a=b", "-1", "0", "1", "99999999999999999999", "1e309", "NaN", "null",
    "true", "[]", "{}", "2017-13-45", "31/2/2017", "25:61", "2017-03-13", "8:40", "9999-12-31", "0001-01-01",
)  # fmt: skip
KNOWN = (
    "TP", "KTHT", "4", "1", "1-001", "1.013225", "kiosk-1", "wall-1", "preview", "new", "result", "leave", "today",
    "morning", "2017-03-14", "2",
)  # fmt: skip


class Chance(random.Random):
    """Seeded, so that what was found is found again."""

    def word(self) -> str:
        """Something that was typed."""
        kind = self.random()
        if kind < 0.45:
            return self.choice(KNOWN)
        if kind < 0.85:
            return self.choice(NASTY)
        return "".join(self.choices(string.printable + "ạảđư😀", k=self.randrange(60)))

    def value(self, depth: int = 0) -> Any:
        """Something that JSON can hold."""
        kind = self.randrange(9 if depth < 3 else 6)
        if kind == 6:
            return [self.value(depth + 1) for _ in range(self.randrange(4))]
        if kind >= 7:
            return {self.word()[:40]: self.value(depth + 1) for _ in range(self.randrange(4))}
        return (self.word(), self.word(), self.randrange(-5, 10**6), 2**70, None, self.random() < 0.5)[kind]

    def path(self, house: House, rule: Rule) -> str | None:
        """An address of the route; None where no such value can stand in one."""
        given: dict[str, Any] = {}
        for name in rule.arguments:
            is_number = type(rule._converters[name]).__name__ == "Number"
            word = self.word().encode(errors="replace").decode() or "x"
            given[name] = self.choice((0, 1, 2, 2**31, 2**63)) if is_number else word
        with house.app.test_request_context():
            try:
                return house.app.url_map.bind("localhost").build(rule.endpoint, given, method=None)
            except Exception:  # the router cannot write it, so nobody can ask for it
                return None
