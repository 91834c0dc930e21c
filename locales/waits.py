"""How is an interval of waiting said? The same on every screen, on paper and over every line."""

from __future__ import annotations

from locales.catalogue import say
from rules.waiting import Wait

# Nobody is before: so soon counts as at once.
AT_ONCE_MIN = 5


def about(language: str, wait: Wait | None) -> str:
    """Within a line: "khoảng 10–20 phút", "dưới 5 phút", "chưa rõ phải chờ bao lâu"."""
    return _said(language, "wait.about", wait)


def short(language: str, wait: Wait | None) -> str:
    """Where room is scarce: "10–20 phút", "dưới 5 phút", "chưa rõ"."""
    return _said(language, "wait.short", wait)


def sentence(language: str, wait: Wait | None) -> str:
    """As a line of its own: "Chờ khoảng 10–20 phút", "Chờ dưới 5 phút", "Chưa rõ phải chờ bao lâu"."""
    return _said(language, "kiosk.ticket.wait", wait)


def queue(language: str, waiting: int, wait: Wait | None) -> tuple[str, str]:
    """Before a number is taken: who waits, and how long one will; the second is blank where the first says all."""
    if waiting:
        return say(language, "kiosk.home.waiting", n=waiting), about(language, wait)
    if wait is None:
        return say(language, "kiosk.home.wait_unknown"), ""
    is_at_once = wait.low_min == 0 and wait.high_min <= AT_ONCE_MIN
    return say(language, "kiosk.home.no_wait") if is_at_once else sentence(language, wait), ""


def tile(language: str, waiting: int, wait: Wait | None) -> tuple[str, str]:
    """The same where room is scarce, as it is seen ("3 người, 10–20 phút") and as it is heard."""
    who, how_long = queue(language, waiting, wait)
    if not waiting:
        return who if wait is not None else say(language, "wait.tile_unknown"), who
    seen = say(language, "kiosk.ticket.people", n=waiting), short(language, wait)
    return ", ".join(map(_whole, seen)), f"{who}, {how_long}"


def _whole(part: str) -> str:
    """Broken neither at its spaces nor behind its dash."""
    return part.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


def _said(language: str, key: str, wait: Wait | None) -> str:
    if wait is None:
        return say(language, f"{key}_unknown")
    if wait.low_min == 0:
        return say(language, f"{key}_under", high=wait.high_min)
    return say(language, key, low=wait.low_min, high=wait.high_min)
