"""How is python-escpos 3.1 loaded without what it does on the side?

Its import configures the root logger, leaves a folder with a pickle in the temporary directory and reads 96
kB of other printers' profiles as YAML; each image on its default profile prints a line. Here none of it
remains.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

_FEATURES = {"paperFullCut": True, "paperPartCut": True}
_PROFILE: dict[str, Any] = {
    "codePages": {"0": "CP437"},
    "features": _FEATURES,
    "fonts": {"0": {"name": "Font A", "columns": 42}},
    "media": {"width": {"mm": 0, "pixels": 0}},
}
_CAPABILITIES = {
    "profiles": {"default": _PROFILE},
    "encodings": {"CP437": {"name": "CP437", "python_encode": "cp437"}},
}

_loading = threading.Lock()


def collecting_printer(width_dots: int) -> Any:
    """A python-escpos printer that collects bytes (`.output`) and knows how wide its paper is."""
    with _loading:
        dummy, profile = _classes()
    ours = type("TicketProfile", (profile,), {"profile_data": _profile_data(width_dots)})
    return dummy(profile=ours(features=_FEATURES))


def _profile_data(width_dots: int) -> dict[str, Any]:
    # Without a width it prints a complaint for every band.
    return {**_PROFILE, "media": {"width": {"mm": width_dots // 8, "pixels": width_dots}}}


@cache
def _classes() -> tuple[Any, Any]:
    with tempfile.TemporaryDirectory(prefix="mot-cua-escpos-") as folder:
        profiles = Path(folder) / "profiles.json"
        profiles.write_text(json.dumps(_CAPABILITIES), encoding="utf-8")
        settings = {"ESCPOS_CAPABILITIES_FILE": str(profiles), "ESCPOS_CAPABILITIES_PICKLE_DIR": folder}
        with _environment(settings), _temporary_folder(folder), _untouched_root_logger():
            from escpos.capabilities import Profile
            from escpos.printer.dummy import Dummy
    return Dummy, Profile


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _temporary_folder(folder: str) -> Iterator[None]:
    # It makes a folder even where the environment names one, and never removes it.
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def _untouched_root_logger() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    # basicConfig does nothing where a handler is already there.
    root.addHandler(logging.NullHandler())
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
