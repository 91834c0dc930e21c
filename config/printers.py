"""Which printers has the office, how are they reached, and which key belongs to which kind?"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.functional_validators import AfterValidator

from config import values
from config.problems import NOTHING, Problem
from config.table import Code, Table

OF_EVERY_KIND = ("code", "kind", "width_dots", "name", "name_en", "at", "stand_in")
FOR_PEOPLE = {"name", "name_en", "at", "stand_in"}
OF_PAPER = ("encoding", "code_pages", "timeout_s")
OF_THOSE_WHO_ANSWER = ("asks_status", "process_id")
# What each kind needs, then what else it may have beside the keys that all have.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "preview": (),
    "network": ("host",),
    "serial": ("device",),
    "usb": (),
    "usb-file": (),
    "cups": ("queue",),
    "windows": ("queue",),
    "file": ("path",),
}
OWN: Mapping[str, tuple[str, ...]] = {
    "preview": (),
    "network": ("port", *OF_PAPER, *OF_THOSE_WHO_ANSWER),
    "serial": ("baud", "flow", *OF_PAPER, *OF_THOSE_WHO_ANSWER),
    "usb": ("usb_id", *OF_PAPER, *OF_THOSE_WHO_ANSWER),
    "usb-file": ("device", *OF_PAPER, *OF_THOSE_WHO_ANSWER),
    "cups": OF_PAPER,
    "windows": OF_PAPER,
    "file": OF_PAPER,
}


class Printer(Table):
    """A printer; keys that its kind does not have are refused (`printer_problems`) and keep their defaults here.

    `at`: it hangs on that kiosk's PC, and only the print agent there reaches it; None: the server does.
    `stand_in` prints for it while it is known to be stopped or away. `name` tells people where its paper comes out.
    """

    code: Code
    kind: Literal["preview", "network", "serial", "usb", "usb-file", "cups", "windows", "file"]
    width_dots: Annotated[int, AfterValidator(values.width)] = 576
    encoding: Literal["raster", "mixed", "codepage"] = "raster"
    code_pages: Annotated[tuple[int, ...], AfterValidator(values.code_pages)] = (30, 31)
    asks_status: bool = True
    process_id: bool = False
    timeout_s: Annotated[float, Field(strict=False), AfterValidator(values.between(0.5, 60))] = 2.5
    name: str = ""
    name_en: str = ""
    at: str | None = None
    stand_in: str | None = None
    host: Annotated[str, AfterValidator(values.host)] = ""
    port: Annotated[int, AfterValidator(values.between(1, 65535))] = 9100
    device: Annotated[str, AfterValidator(values.filled)] = ""
    baud: Annotated[int, AfterValidator(values.baud)] = 9600
    flow: Literal["none", "rts-cts", "xon-xoff"] = "none"
    usb_id: Annotated[str, AfterValidator(values.usb_id)] = ""
    queue: Annotated[str, AfterValidator(values.filled)] = ""
    path: Annotated[str, AfterValidator(values.filled)] = ""

    def settings(self) -> dict[str, Any]:
        """The keys of its kind as plain values: what a print worker needs to reach it (`Job.printer`)."""
        keys = (*OF_EVERY_KIND, *NEEDED[self.kind], *OWN[self.kind])
        plain = self.model_dump(mode="json", include=set(keys) - FOR_PEOPLE)
        return {key: value for key, value in plain.items() if value != ""}


def printer_problems(key: str, raw: Mapping[str, Any]) -> Iterator[Problem]:
    """What each value alone cannot tell: a key that its kind needs or does not have, two that contradict."""
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in NEEDED:
        return  # told already
    mine = (*OF_EVERY_KIND, *NEEDED[kind], *OWN[kind])
    for name in NEEDED[kind]:
        if not raw.get(name):
            yield Problem(f"{key}.{name}", "needed", NOTHING, {"kind": kind, "type": name})
    for name in raw:
        if name in Printer.model_fields and name not in mine:
            yield _not_of_this_kind(f"{key}.{name}", kind, raw[name], mine)
    if raw.get("process_id") is True and raw.get("asks_status") is False:
        yield Problem(f"{key}.process_id", "needs_status", True)
    if "code_pages" in raw and "code_pages" in mine and raw.get("encoding") != "codepage":
        yield Problem(f"{key}.code_pages", "needs_codepage", raw["code_pages"])


def _not_of_this_kind(key: str, kind: str, value: Any, mine: tuple[str, ...]) -> Problem:
    facts: dict[str, Any] = {"kind": kind, "allowed": mine}
    if meant := difflib.get_close_matches(key.rpartition(".")[2], mine, n=1):
        facts["near"] = meant[0]
    return Problem(key, "not_of_this_kind", value, facts)
