"""When does a loudspeaker keep silent?"""

from datetime import time

import pytest

from rules.quiet import Span, is_quiet

NOON = Span(time(11, 30), time(13, 30))
NIGHT = Span(time(17), time(7))


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("06:59", True),
        ("07:00", False),
        ("11:29", False),
        ("11:30", True),
        ("13:29", True),
        ("13:30", False),
        ("16:59", False),
        ("17:00", True),
        ("00:00", True),
    ],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(clock: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(clock), (NOON, NIGHT)) is quiet


def test_without_hours_it_is_never_quiet() -> None:
    assert not is_quiet(time(3), ())


def test_equal_ends_are_the_whole_day() -> None:
    assert is_quiet(time(3), (Span(time(8), time(8)),))


def test_a_wall_counts_in_minutes() -> None:
    assert NIGHT.minutes == (1020, 420)
