"""Does every status byte mean what the reference says, for every state of a printer?"""

from __future__ import annotations

from itertools import product

import pytest

from printers.condition import told_automatic, told_real_time, told_sensors
from printers.simulated import answers
from printers.simulated.knobs import Knobs
from rules.printer_status import Cover, Fault, Need, Paper, PrinterStatus, Reach

BLANK = PrinterStatus()
PAPER = {"ok": Paper.OK, "near": Paper.NEAR_END, "end": Paper.END}
COVER = {"closed": Cover.CLOSED, "open": Cover.OPEN}
STATES = list(product(PAPER, COVER, ("ok", "jammed"), ("none", "recoverable", "unrecoverable")))


@pytest.mark.parametrize(
    ("question", "byte", "known"),
    [
        (1, 0x12, {"is_online": True}),
        (1, 0x16, {"is_online": True}),  # the drawer's switch is nothing to us
        (1, 0x1A, {"is_online": False}),
        (2, 0x12, {"cover": Cover.CLOSED, "fault": Fault.NONE}),
        (2, 0x16, {"cover": Cover.OPEN, "fault": Fault.NONE}),
        (2, 0x1A, {"cover": Cover.CLOSED, "fault": Fault.NONE}),  # the feed key is held
        (2, 0x32, {"cover": Cover.CLOSED, "fault": Fault.NONE, "paper": Paper.END}),
        (2, 0x52, {"cover": Cover.CLOSED, "fault": Fault.RECOVERABLE}),
        (3, 0x12, {"fault": Fault.NONE}),
        (3, 0x16, {"fault": Fault.RECOVERABLE}),
        (3, 0x1A, {"fault": Fault.CUTTER}),
        (3, 0x32, {"fault": Fault.UNRECOVERABLE}),
        (3, 0x52, {"fault": Fault.RECOVERABLE}),
        (4, 0x12, {"paper": Paper.OK}),
        (4, 0x1E, {"paper": Paper.NEAR_END}),
        (4, 0x72, {"paper": Paper.END}),
        (4, 0x7E, {"paper": Paper.END}),
    ],
)
def test_the_four_real_time_answers(question: int, byte: int, known: dict[str, object]):
    assert told_real_time(BLANK, question, byte) == PrinterStatus(reach=Reach.ANSWERS, **known)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (b"\x10\x00\x00\x0f", (Paper.OK, Cover.CLOSED, Fault.NONE, True)),
        (b"\x14\x00\x00\x0f", (Paper.OK, Cover.CLOSED, Fault.NONE, True)),
        (b"\x10\x00\x03\x0f", (Paper.NEAR_END, Cover.CLOSED, Fault.NONE, True)),
        (b"\x18\x00\x0f\x0f", (Paper.END, Cover.CLOSED, Fault.NONE, False)),
        (b"\x18\x00\x0c\x0f", (Paper.END, Cover.CLOSED, Fault.NONE, False)),
        (b"\x38\x00\x00\x0f", (Paper.OK, Cover.OPEN, Fault.NONE, False)),
        (b"\x18\x08\x00\x0f", (Paper.OK, Cover.CLOSED, Fault.CUTTER, False)),
        (b"\x18\x24\x00\x0f", (Paper.OK, Cover.CLOSED, Fault.UNRECOVERABLE, False)),
        (b"\x18\x40\x00\x0f", (Paper.OK, Cover.CLOSED, Fault.RECOVERABLE, False)),
    ],
)
def test_automatic_status(told: bytes, known: tuple[object, ...]):
    assert told_automatic(BLANK, told) == PrinterStatus(Reach.ANSWERS, *known)


@pytest.mark.parametrize(("byte", "paper"), [(0, Paper.OK), (3, Paper.NEAR_END), (12, Paper.END), (15, Paper.END)])
def test_the_paper_sensors(byte: int, paper: Paper):
    assert told_sensors(BLANK, byte).paper is paper


@pytest.mark.parametrize(("paper", "cover", "cutter", "fault"), STATES)
def test_every_state_is_seen_the_same_by_both_ways_of_asking(paper: str, cover: str, cutter: str, fault: str):
    knobs = Knobs(paper=paper, cover=cover, cutter=cutter, fault=fault)
    asked = BLANK
    for question in (1, 2, 4, 3):
        asked = told_real_time(asked, question, answers.real_time(knobs, question))
    assert asked == told_automatic(BLANK, answers.automatic(knobs))
    assert asked.paper is PAPER[paper]
    assert asked.cover is COVER[cover]
    assert asked.is_online is not knobs.is_stopped
    assert asked.is_stopped is knobs.is_stopped


@pytest.mark.parametrize(
    ("knobs", "need"),
    [
        (Knobs(), None),
        (Knobs(paper="near"), Need.PAPER_LOW),
        (Knobs(paper="end"), Need.PAPER),
        (Knobs(cover="open", paper="end"), Need.COVER),
        (Knobs(cutter="jammed"), Need.CUTTER),
        (Knobs(fault="recoverable"), Need.FAULT),
        (Knobs(fault="unrecoverable"), Need.FAULT),
    ],
)
def test_what_is_to_be_done_first(knobs: Knobs, need: Need | None):
    assert told_automatic(BLANK, answers.automatic(knobs)).need is need
