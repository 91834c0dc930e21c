"""What can be wrong with the simulated printer? One table for the command line and for what is typed while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Knobs:
    """How the printer is now. Changed while it runs."""

    paper: str = "ok"
    left_mm: float | None = None
    cover: str = "closed"
    cutter: str = "ok"
    fault: str = "none"
    answers: str = "all"
    process_id: bool = False
    reading: bool = True
    power: bool = True
    speed: float = 0
    buffer: int = 65536
    dies: int | str | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing moves: what has been received waits."""
        is_broken = self.cutter == "jammed" or self.fault != "none"
        return self.paper == "end" or self.cover == "open" or is_broken


class WrongWord(ValueError):
    """A knob that is not there (`knob`), or a value that it does not have (`allowed`)."""

    def __init__(self, knob: str, allowed: str = "") -> None:
        super().__init__(knob, allowed)
        self.knob, self.allowed = knob, allowed


def _one_of(*words: str) -> tuple[Callable[[str], Any], str]:
    def read(word: str) -> str:
        if word not in words:
            raise ValueError(word)
        return word

    return read, "|".join(words)


def _switch(word: str) -> bool:
    return {"on": True, "off": False}[word]


def _paper_left(word: str) -> float | None:
    return None if word == "full" else _not_below_zero(word)


def _not_below_zero(word: str) -> float:
    number = float(word)
    if not 0 <= number < 1e6:
        raise ValueError(word)
    return number


def _buffer(word: str) -> int:
    size = int(word)
    if not 16 <= size <= 1 << 20:
        raise ValueError(word)
    return size


def _death(word: str) -> int | str | None:
    if word in ("cut", "receipt"):
        return word
    return None if word == "never" else int(_not_below_zero(word))


# Name as typed → (field, how its word is read, the words that it knows).
TABLE: Mapping[str, tuple[str, Callable[[str], Any], str]] = {
    "paper": ("paper", *_one_of("ok", "near", "end")),
    "left": ("left_mm", _paper_left, "full|MM"),
    "cover": ("cover", *_one_of("closed", "open")),
    "cutter": ("cutter", *_one_of("ok", "jammed")),
    "fault": ("fault", *_one_of("none", "recoverable", "unrecoverable")),
    "answers": ("answers", *_one_of("all", "realtime", "none")),
    "process-id": ("process_id", _switch, "on|off"),
    "reading": ("reading", _switch, "on|off"),
    "power": ("power", _switch, "on|off"),
    "speed": ("speed", _not_below_zero, "MM/S"),
    "buffer": ("buffer", _buffer, "BYTES"),
    "dies": ("dies", _death, "BYTES|cut|receipt|never"),
}


def value_of(name: str, word: str) -> tuple[str, Any]:
    """Field and value for a typed word; raises WrongWord."""
    if name not in TABLE:
        raise WrongWord(name)
    field, read, allowed = TABLE[name]
    try:
        return field, read(word)
    except (ValueError, KeyError, OverflowError) as error:
        raise WrongWord(name, allowed) from error


def shown(knobs: Knobs) -> dict[str, str]:
    """Every knob as it would be typed."""
    words: dict[Any, str] = {True: "on", False: "off"}
    told = {}
    for name, (field, _, _) in TABLE.items():
        value = getattr(knobs, field)
        none = "full" if name == "left" else "never"
        told[name] = none if value is None else words[value] if isinstance(value, bool) else f"{value}"
    return told
