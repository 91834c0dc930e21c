"""The same interval in the words of every place where it is told."""

from __future__ import annotations

import pytest

from locales import waits
from rules.waiting import Wait


@pytest.mark.parametrize(
    ("wait", "about", "short", "sentence"),
    [
        (Wait(10, 20), "khoảng 10–20 phút", "10–20 phút", "Chờ khoảng 10–20 phút"),
        (Wait(0, 5), "dưới 5 phút", "dưới 5 phút", "Chờ dưới 5 phút"),
        (None, "chưa rõ phải chờ bao lâu", "chưa rõ", "Chưa rõ phải chờ bao lâu"),
    ],
)
def test_an_interval_is_said_as_its_place_asks(wait: Wait | None, about: str, short: str, sentence: str) -> None:
    assert (waits.about("vi", wait), waits.short("vi", wait)) == (about, short)
    assert waits.sentence("vi", wait) == sentence


@pytest.mark.parametrize(
    ("waiting", "wait", "said"),
    [
        (3, Wait(10, 20), ("3 người đang chờ", "khoảng 10–20 phút")),
        (3, None, ("3 người đang chờ", "chưa rõ phải chờ bao lâu")),
        (0, Wait(0, 4), ("Không phải chờ", "")),
        (0, Wait(3, 8), ("Chờ khoảng 3–8 phút", "")),
        (0, Wait(0, 8), ("Chờ dưới 8 phút", "")),
        (0, None, ("Thời gian chờ: chưa rõ", "")),
    ],
)
def test_before_the_number_it_is_said_who_waits_and_how_long_one_will(
    waiting: int, wait: Wait | None, said: tuple[str, str]
) -> None:
    assert waits.queue("vi", waiting, wait) == said


def test_on_a_tile_it_is_short_to_see_and_whole_to_hear() -> None:
    seen, heard = waits.tile("vi", 3, Wait(10, 20))
    assert seen.replace("\u00a0", " ").replace("\u2060", "") == "3 người, 10–20 phút"
    # Only between the two can it be broken.
    assert seen.count(" ") == 1
    assert heard == "3 người đang chờ, khoảng 10–20 phút"
    assert waits.tile("en", 1, Wait(0, 5))[1] == "1 person waiting, under 5 min"
    assert waits.tile("vi", 0, None) == ("Chờ: chưa rõ", "Thời gian chờ: chưa rõ")
    assert waits.tile("vi", 0, Wait(0, 4)) == ("Không phải chờ", "Không phải chờ")
