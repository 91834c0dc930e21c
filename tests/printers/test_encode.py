"""Do the bytes print exactly the picture, and nothing else?"""

import contextlib
import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from printers.document import ticket_paper
from printers.encode import encode_raster
from printers.picture import draw_ticket
from printers.quiet_escpos import collecting_printer
from tests.printers.escpos_reader import read_job
from tests.printers.tickets import facts, long_facts


def encode(picture: Image.Image, clears_first: bool = False) -> bytes:
    return encode_raster(picture).whole(clears_first)


def small_picture(width: int, height: int) -> Image.Image:
    picture = Image.new("1", (width, height), 1)
    picture.putpixel((0, 0), 0)
    picture.putpixel((width - 1, height - 1), 0)
    return picture


def test_golden_bytes_of_a_small_picture():
    assert encode(small_picture(16, 25)) == (
        b"\x1c."  # cancel Kanji
        b"\x1b@"  # initialise
        b"\x1dv0\x00\x02\x00\x18\x00" + b"\x80" + bytes(47)  # 24 rows of two bytes
        + b"\x1dv0\x00\x02\x00\x01\x00" + b"\x00\x01"  # the last row
        + b"\x1bd\x06"  # feed to the cutter
        + b"\x1dV\x01"  # partial cut
    )  # fmt: skip


@pytest.mark.parametrize("width", [576, 512, 432, 420, 384])
@pytest.mark.parametrize("told", [facts(), long_facts()], ids=["short", "long"])
def test_the_picture_read_back_from_the_bytes_is_the_picture_drawn(told, width):
    picture = draw_ticket(ticket_paper(told, "vi"), width)
    paper = read_job(encode(picture))
    assert paper.picture.crop((0, 0, width, picture.height)).tobytes() == picture.tobytes()
    assert paper.picture.height == picture.height
    assert set(paper.bands[:-1]) == {24}
    assert paper.commands[:2] == ("cancel kanji", "initialise")
    assert paper.commands[-2:] == ("feed", "cut")


@pytest.mark.parametrize("width", [576, 420, 384])
def test_bands_are_byte_for_byte_those_of_python_escpos(width):
    picture = draw_ticket(ticket_paper(facts(), "vi"), width)
    reference = collecting_printer(width)
    reference.image(picture, impl="bitImageRaster", fragment_height=24)
    assert reference.output in encode(picture)


def test_after_a_job_that_broke_off_a_band_of_nothing_comes_first():
    picture = small_picture(384, 30)
    assert encode(picture, clears_first=True) == bytes(24 * 48) + encode(picture)


def test_encoding_prints_nothing_and_leaves_the_loggers_alone():
    handlers = logging.getLogger().handlers[:]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        encode(small_picture(576, 100))
        collecting_printer(576).image(small_picture(576, 100))
    assert said.getvalue() == ""
    assert logging.getLogger().handlers == handlers


def test_loading_python_escpos_leaves_no_file_behind(tmp_path: Path):
    script = (
        "import logging, os\n"
        "from printers.quiet_escpos import collecting_printer\n"
        "collecting_printer(384)\n"
        "assert logging.getLogger().handlers == []\n"
        "assert not [name for name in os.environ if name.startswith('ESCPOS')]\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
