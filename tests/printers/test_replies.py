"""Are a printer's replies told apart, in whatever pieces they come?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.replies import (
    LONGEST_BLOCK,
    Automatic,
    Cleared,
    PaperSensors,
    Printed,
    RealTime,
    Reply,
    ReplyReader,
)

EACH: list[tuple[bytes, list[Reply]]] = [
    (b"\x12", [RealTime(0x12)]),
    (b"\x16", [RealTime(0x16)]),
    (b"\x1e", [RealTime(0x1E)]),
    (b"\x7e", [RealTime(0x7E)]),
    (b"\x10\x00\x00\x0f", [Automatic(b"\x10\x00\x00\x0f")]),
    (b"\x38\x08\x0c\x0f", [Automatic(b"\x38\x08\x0c\x0f")]),
    (b"\x00", [PaperSensors(0)]),
    (b"\x03", [PaperSensors(3)]),
    (b"\x0f", [PaperSensors(15)]),
    (b"\x37\x22AB12\x00", [Printed(b"AB12")]),
    (b"\x37\x22!\x7e%(\x00", [Printed(b"!~%(")]),
    (b"\x37\x25\x00", [Cleared()]),
    (b"\x11", []),
    (b"\x13", []),
    # A block of another kind (the printer's name) and one that is not as it should be say nothing to us.
    (b"\x37\x41TM-T20\x00", []),
    (b"\x37\x22A\x00", []),
]
LONG = b"".join(data for data, _ in EACH)
SAID = [reply for _, replies in EACH for reply in replies]


def read(*pieces: bytes) -> list[Reply]:
    reader = ReplyReader()
    return [reply for piece in pieces for reply in reader.feed(piece)]


@pytest.mark.parametrize(("data", "replies"), EACH)
def test_each_reply_is_known_by_its_bits(data: bytes, replies: list[Reply]):
    assert read(data) == replies


def test_replies_split_at_every_point_are_the_same_replies():
    for at in range(len(LONG) + 1):
        assert read(LONG[:at], LONG[at:]) == SAID
    assert read(*(bytes((byte,)) for byte in LONG)) == SAID


@given(st.lists(st.integers(0, len(LONG)), max_size=12))
def test_in_however_many_pieces(cuts: list[int]):
    ends = [0, *sorted(cuts), len(LONG)]
    assert read(*(LONG[a:b] for a, b in pairwise(ends))) == SAID


@given(st.lists(st.sampled_from(EACH), max_size=12), st.data())
def test_any_replies_in_any_order_split_anywhere(each, data):
    whole = b"".join(part for part, _ in each)
    at = data.draw(st.integers(0, len(whole)))
    assert read(whole[:at], whole[at:]) == [reply for _, replies in each for reply in replies]


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_noise_is_no_error_and_fills_no_memory(first: bytes, second: bytes):
    reader = ReplyReader()
    assert [*reader.feed(first), *reader.feed(second)] == read(first + second)
    assert len(reader._begun) <= LONGEST_BLOCK + 1


def test_flow_control_in_the_midst_of_a_reply_is_no_part_of_it():
    assert read(b"\x10\x13\x00\x11\x03\x0f") == [Automatic(b"\x10\x00\x03\x0f")]
    assert read(b"\x37\x22A\x13BC\x11D\x00") == [Printed(b"ABCD")]


def test_a_real_time_answer_may_overtake_an_automatic_one():
    assert read(b"\x10\x00\x12\x00\x0f") == [RealTime(0x12), Automatic(b"\x10\x00\x00\x0f")]


def test_after_a_report_that_broke_off_the_next_one_is_read():
    assert read(b"\x10\x00", b"\x10\x00\x03\x0f") == [Automatic(b"\x10\x00\x03\x0f")]
    assert read(b"\x10\x00", b"\x37\x25\x00") == [Cleared()]
