"""Words that exist, for requests made by the API's description: without them hardly any gets beyond the first look."""

from __future__ import annotations

import random
from typing import Any

SHARE = 0.7
WORDS = {
    "desk": ("1", "4"), "department": ("TP", "KTHT"), "procedure": ("1.013225", "2.000815"), "visit": ("new", "unsure"),
    "to_desk": ("1", "2"), "to_department": ("TNMT", "TP"), "printer": ("preview",), "label": ("4-001", "1-001"),
}  # fmt: skip


def put_known_words(case: Any, chance: random.Random) -> None:
    """Into a case of schemathesis, wherever it names a desk, a department …, mostly."""
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            for name in part.keys() & WORDS.keys():
                if chance.random() < SHARE:
                    part[name] = chance.choice(WORDS[name])
