"""Which language does this page speak? Vietnamese, unless its surface chose another for this request.

Nothing is remembered: a kiosk carries `?lang=` from link to link, a phone follows its ticket. So the next
citizen at a kiosk always begins in Vietnamese.
"""

from __future__ import annotations

from typing import Any

from flask import g

import locales
from theme.hall import hall

DEFAULT = "vi"


def language() -> str:
    """The language of the page being answered."""
    return str(g.get("language", DEFAULT))


def speak(wished: str | None) -> None:
    """Answer this request in `wished` if the office offers it, else in Vietnamese."""
    g.language = wished if wished in offered() else DEFAULT


def offered() -> tuple[str, ...]:
    """The office's languages, and those of the district whose words are there and approved."""
    return (*hall().config.site.languages, *locales.slots())


def say(key: str, /, **facts: Any) -> str:
    """The sentence in the language of the page."""
    return locales.say(language(), key, **facts)
