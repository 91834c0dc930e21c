"""Is a hole known in what we have pinned? Asked of the public list of weaknesses (OSV), where there is a network.

One question for all pins, by names and versions only. What cannot be asked is said and is no error, for the product is
made where there is no internet; a hole that is found is one, unless pyproject.toml says why it can wait and until when.
"""

from __future__ import annotations

import json
import os
import re
import threading
import tomllib
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SERVICE = "https://api.osv.dev"
# Another service of the same kind, as an office's own copy; empty: nobody is asked.
SERVICE_VARIABLE = "MOT_CUA_ADVISORIES"
LOCKS = ("requirements.txt", "requirements-dev.txt")
# In all: a name service that is gone keeps us longer than any timeout of a connection.
WITHIN_S = 15.0
_PIN = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Hole:
    """A known weakness of something pinned; `fixed`: versions without it, as far as known. `ids`: its names."""

    package: str
    version: str
    ids: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]


class Asking:
    """Asks while other checks run; `report` waits for the rest of the time."""

    def __init__(self, root: str) -> None:
        self._root = Path(root)
        self._found: list[Hole] | None = None
        self._problem = f"quá {WITHIN_S:.0f} giây không trả lời"
        self._thread = threading.Thread(target=self._ask, daemon=True)  # one that hangs keeps nobody here
        self._thread.start()

    def report(self, say: Callable[[str], object] = print, today: date | None = None) -> int:
        """Say what was found; 1 where something must be done."""
        self._thread.join(WITHIN_S)
        try:
            ignored = _ignored(self._root, today or date.today())
        except ValueError as problem:
            say(f"pyproject.toml, [tool.mot-cua.advisories]: {problem}")
            return 1
        if self._found is None:
            say(f"Lỗ hổng đã biết: không hỏi được ({self._problem}); hỏi lại khi có mạng.")
            return 0
        open_ones = [hole for hole in self._found if not ignored.keys() & {*hole.ids}]
        for hole in open_ones:
            say(_line(hole))
        for name in sorted(ignored.keys() - {each for hole in self._found for each in hole.ids}):
            say(f"Lỗ hổng {name} không còn gặp: bỏ khỏi [tool.mot-cua.advisories] trong pyproject.toml.")
        if open_ones:
            return 1
        waiting = f"; {len(self._found)} có lý do để chờ" if self._found else ""
        say(f"Lỗ hổng đã biết: không có trong {len(pins(self._root))} thư viện{waiting}.")
        return 0

    def _ask(self) -> None:
        service = os.environ.get(SERVICE_VARIABLE, SERVICE)
        if not service:
            self._problem = f"{SERVICE_VARIABLE} để trống"
            return
        try:
            self._found = holes(pins(self._root), service)
        # No network, or one that answers something else.
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
            self._problem = str(problem) or type(problem).__name__


def pins(root: Path) -> list[tuple[str, str]]:
    """(name, version) of all that the locks pin, for whatever system."""
    found = {pin for lock in LOCKS for pin in _PIN.findall((root / lock).read_text(encoding="utf-8"))}
    return sorted(found)


def holes(pinned: list[tuple[str, str]], service: str) -> list[Hole]:
    """What the service knows of these. Raises OSError, ValueError."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in pinned]
    answers = _asked(f"{service}/v1/querybatch", {"queries": queries})["results"]
    if len(answers) != len(pinned):
        raise ValueError("an answer of another length than the question")
    found: list[Hole] = []
    for (name, version), answer in zip(pinned, answers, strict=True):
        found += _merged(name, version, [each["id"] for each in answer.get("vulns", ())], service)
    return found


def _merged(name: str, version: str, ids: list[str], service: str) -> Iterator[Hole]:
    """Several lists name the same hole: told once, under all its names."""
    told: set[str] = set()
    for each in ids:
        if each in told:
            continue
        known = _asked(f"{service}/v1/vulns/{each}")
        if known.get("withdrawn"):
            continue
        names = (each, *known.get("aliases", ()))
        told.update(names)
        yield Hole(name, version, names, known.get("summary", ""), tuple(_fixed(name, known)))


def _fixed(name: str, known: Mapping[str, Any]) -> Iterator[str]:
    for affected in known.get("affected", ()):
        if affected.get("package", {}).get("name", "").lower() != name.lower():
            continue
        for versions in affected.get("ranges", ()):
            if versions.get("type") == "ECOSYSTEM":
                yield from (event["fixed"] for event in versions.get("events", ()) if "fixed" in event)


def _asked(url: str, question: object = None) -> Any:
    body = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:
        return json.load(answer)


def _line(hole: Hole) -> str:
    fixed = ", ".join(hole.fixed) or "chưa có bản sửa"
    return (
        f"Lỗ hổng đã biết: {hole.package} {hole.version}: {' = '.join(hole.ids)}. {hole.summary} Bản đã sửa: {fixed}."
    )


def _ignored(root: Path, today: date) -> dict[str, str]:
    """Those that can wait, with the reason. Raises ValueError for one without a reason or a day."""
    tool = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
    listed = tool.get("mot-cua", {}).get("advisories", {}).get("ignored", [])
    for each in listed:
        if not each.get("because") or not isinstance(each.get("until"), date) or not each.get("id"):
            raise ValueError("mỗi lỗ hổng được bỏ qua cần id, because (lý do) và until (ngày xem lại)")
    return {each["id"]: each["because"] for each in listed if each["until"] >= today}
