"""How is an interval of waiting said? The same on every screen, on paper and over every line."""

from __future__ import annotations

from locales.catalogue import say
from rules.waiting import Wait

# Nobody is before: so soon counts as at once.
AT_ONCE_MIN = 2


def about(language: str, wait: Wait | None) -> str:
    """Within a line: "khoảng 10–20 phút", "dưới 5 phút", "chưa rõ phải chờ bao lâu"."""
    return _said(language, "wait.about", wait)


def short(language: str, wait: Wait | None) -> str:
    """Where room is scarce: "10–20 phút", "dưới 5 phút", "chưa rõ bao lâu"."""
    return _said(language, "wait.short", wait)


def sentence(language: str, wait: Wait | None) -> str:
    """As a line of its own: "Chờ khoảng 10–20 phút", "Chờ dưới 5 phút", "Chưa rõ phải chờ bao lâu"."""
    return _said(language, "kiosk.ticket.wait", wait)


def queue(language: str, waiting: int, wait: Wait | None) -> tuple[str, str]:
    """What a department's tile says: who waits, and how long a newcomer would; the second may be blank."""
    if waiting:
        return say(language, "kiosk.home.waiting", n=waiting), short(language, wait)
    if wait is None:
        return say(language, "kiosk.home.wait_unknown"), ""
    is_at_once = wait.low_min == 0 and wait.high_min <= AT_ONCE_MIN
    return say(language, "kiosk.home.no_wait") if is_at_once else sentence(language, wait), ""


def _said(language: str, key: str, wait: Wait | None) -> str:
    if wait is None:
        return say(language, f"{key}_unknown")
    if wait.low_min == 0:
        return say(language, f"{key}_under", high=wait.high_min)
    return say(language, key, low=wait.low_min, high=wait.high_min)
