"""How does a refusal read, and what does a program get of it?"""

from __future__ import annotations

from typing import Any

from rules.refusals import Refusal


def said_of(refusal: Refusal, language: str) -> dict[str, Any]:
    """{code, title, detail, facts, next} in `language`."""
    from locales import refusals

    return {"code": refusal.code, "title": refusals.words(language, refusal), "detail": ""}
