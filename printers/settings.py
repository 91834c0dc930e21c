"""Which printer is meant, and how does it want to be treated? The plain settings of a job, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

TCVN3_PAGES = (30, 31)  # small letters, capitals: the numbers of Epson's own printers


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer as config.toml describes it; keys that its kind does not have keep their defaults."""

    code: str
    kind: str
    width_dots: int = 576
    encoding: str = "raster"
    asks_status: bool = True
    process_id: bool = False
    timeout_s: float = 2.5
    host: str = ""
    port: int = 9100
    device: str = ""
    baud: int = 9600
    flow: str = "none"
    usb_id: str = ""
    queue: str = ""
    path: str = ""
    code_pages: tuple[int, ...] = TCVN3_PAGES

    @property
    def where(self) -> str:
        """The one device behind it: two printers that share it take turns."""
        address = f"{self.host}:{self.port}" if self.kind == "network" else ""
        return f"{self.kind} {address or self.device or self.queue or self.path or self.usb_id}".strip()


def printer_from(told: Mapping[str, Any]) -> Printer:
    """The printer in a claim's answer; null means usual, unknown keys are of a newer server.

    Raises KeyError, TypeError, ValueError.
    """
    known = {key: value for key, value in told.items() if value is not None}
    usual = {field.name: field.default for field in fields(Printer)}
    values = {key: _as(usual[key], value) for key, value in known.items() if key in usual and key not in NAMES}
    return Printer(code=str(known["code"]), kind=str(known["kind"]), **values)


NAMES = ("code", "kind")


def _as(usual: Any, value: Any) -> Any:
    """`value` with the type that the setting usually has."""
    if isinstance(usual, tuple):
        return tuple(int(each) for each in value)
    if isinstance(usual, bool) and not isinstance(value, bool):
        raise TypeError(f"neither true nor false: {value!r}")
    return type(usual)(value)
