"""Is every kind of printer described strictly, and is a wrong key named?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import config
from config.problems import NOTHING
from locales.config_errors import line
from printers.settings import Printer as Settings
from printers.settings import printer_from
from tests.config.small_office import GOOD

PREVIEW = 'kind = "preview"'
COMPLETE = {
    "network": 'host = "192.168.1.50"\nport = 9101\nprocess_id = true',
    "serial": 'device = "/dev/ttyUSB0"\nbaud = 115200\nflow = "rts-cts"\nencoding = "mixed"',
    "usb": 'usb_id = "04B8:0e15"\nasks_status = false',
    "usb-file": 'device = "/dev/usb/lp1"',
    "cups": 'queue = "ticket"\nencoding = "codepage"\ncode_pages = [20, 21]',
    "windows": 'queue = "POS-80"\ntimeout_s = 4',
    "file": 'path = "/srv/tickets.bin"\nwidth_dots = 420',
}


@pytest.mark.parametrize("kind", COMPLETE)
def test_each_kind_is_read_and_reaches_the_worker_whole(spoilt, kind):
    printer = config.load(spoilt((PREVIEW, f'kind = "{kind}"\n{COMPLETE[kind]}'))).printers[0]
    told = printer_from(printer.settings())
    written = tomllib.loads(COMPLETE[kind]) | {"kind": kind}
    for key, value in written.items():
        seen = getattr(told, key)
        assert (list(seen) if isinstance(seen, tuple) else seen) == (value.lower() if key == "usb_id" else value)
    assert told.where.startswith(kind)


def test_the_settings_of_a_kind_hold_no_key_of_another(spoilt):
    printer = config.load(spoilt((PREVIEW, 'kind = "cups"\nqueue = "ticket"'))).printers[0]
    assert set(printer.settings()) == {"code", "kind", "width_dots", "encoding", "code_pages", "timeout_s", "queue"}
    assert config.load(spoilt()).printers[0].settings() == {"code": "preview", "kind": "preview", "width_dots": 576}


def test_what_the_file_leaves_out_is_the_same_on_both_sides(spoilt):
    for kind, needed in (("network", 'host = "a"'), ("serial", 'device = "b"'), ("usb-file", ""), ("file", 'path="c"')):
        told = printer_from(config.load(spoilt((PREVIEW, f'kind = "{kind}"\n{needed}'))).printers[0].settings())
        plain = printer_from({"code": "preview", "kind": kind, **tomllib.loads(needed)})
        assert isinstance(told, Settings)
        assert told == plain


WRONG = {
    "host of a serial printer": ("serial", 'device = "COM3"\nhost = "a"', "host", "not_of_this_kind", "a"),
    "port of a preview": ("preview", "port = 9100", "port", "not_of_this_kind", 9100),
    "baud of a network printer": ("network", 'host = "a"\nbaud = 9600', "baud", "not_of_this_kind", 9600),
    "status over CUPS": ("cups", 'queue = "q"\nprocess_id = true', "process_id", "not_of_this_kind", True),
    "serial without device": ("serial", "", "device", "needed", NOTHING),
    "cups without queue": ("cups", 'queue = ""', "queue", "needed", NOTHING),
    "windows without queue": ("windows", "", "queue", "needed", NOTHING),
    "file without path": ("file", "", "path", "needed", NOTHING),
    "odd line speed": ("serial", 'device = "COM3"\nbaud = 9601', "baud", "not_allowed", "9601"),
    "odd flow": ("serial", 'device = "COM3"\nflow = "dtr"', "flow", "not_allowed", "dtr"),
    "odd encoding": ("network", 'host = "a"\nencoding = "text"', "encoding", "not_allowed", "text"),
    "usb id in words": ("usb", 'usb_id = "epson"', "usb_id", "usb_id", "epson"),
    "pages without codepage": ("file", 'path = "a"\ncode_pages = [30, 31]', "code_pages", "needs_codepage", (30, 31)),
    "one page": ("file", 'path = "a"\nencoding = "codepage"\ncode_pages = [30]', "code_pages", "code_pages", (30,)),
    "identity of a printer never asked": (
        "network",
        'host = "a"\nasks_status = false\nprocess_id = true',
        "process_id",
        "needs_status",
        True,
    ),
    "stand-in that is not there": ("network", 'host = "a"\nstand_in = "b"', "stand_in", "unknown_printer", "b"),
    "its own stand-in": (
        "network",
        'host = "a"\nstand_in = "preview"',
        "stand_in",
        "stand_in_circle",
        "preview",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_key_is_named_and_said_in_both_languages(problems, case):
    kind, written, key, code, value = WRONG[case]
    found = problems((PREVIEW, f'kind = "{kind}"\n{written}'))
    assert [(each.key, each.code, each.value) for each in found] == [(f"printers.preview.{key}", code, value)] or (
        code == "needed" and ("needed", NOTHING) in [(each.code, each.value) for each in found]
    )
    for language in ("vi", "en"):
        assert line(language, found[0]).startswith(f"printers.preview.{key}")


def test_the_key_of_another_kind_is_answered_with_those_that_would_do(problems):
    (problem,) = problems((PREVIEW, 'kind = "cups"\nqueue = "a"\nasks_status = true'))
    assert line("vi", problem) == (
        "printers.preview.asks_status = true: máy in loại “cups” không có khóa này. Được dùng: "
        "code, kind, width_dots, name, name_en, at, stand_in, queue, encoding, code_pages, timeout_s."
    )


def test_the_examples_of_the_shipped_file_are_right_once_their_marks_are_taken_off(tmp_path: Path):
    shipped = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")
    examples = re.findall(r"^# \[\[printers\]\]\n(?:# \w+ = .*\n)+", shipped, re.MULTILINE)
    bare = [re.sub(r"^# ", "", example, flags=re.MULTILINE) for example in examples]
    path = tmp_path / "config.toml"
    path.write_text(GOOD + "\n" + "\n".join(bare), encoding="utf-8")
    assert {printer.kind for printer in config.load(path).printers} == {"preview", *COMPLETE}
