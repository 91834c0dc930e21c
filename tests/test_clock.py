from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clock import BadTrainingStart, RealClock, TrainingClock, local, parse_training_start, service_day
from locales import say

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY_MORNING = datetime(2017, 3, 13, 8, 40)


class Seconds:
    """A monotonic clock that moves when the test says so."""

    def __init__(self) -> None:
        self.passed = 1000.0

    def __call__(self) -> float:
        return self.passed


def test_the_real_clock_tells_utc():
    before = datetime.now(UTC)
    now = RealClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC
    assert not RealClock().is_training


def test_the_training_clock_starts_at_the_chosen_local_moment():
    clock = TrainingClock(MONDAY_MORNING, HANOI, Seconds())
    assert clock.now() == datetime(2017, 3, 13, 1, 40, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.is_training


def test_the_training_clock_stands_still_while_no_second_passes():
    clock = TrainingClock(MONDAY_MORNING, HANOI, Seconds())
    assert clock.now() == clock.now()


def test_the_training_clock_runs_on_from_its_start():
    seconds = Seconds()
    clock = TrainingClock(MONDAY_MORNING, HANOI, seconds)
    seconds.passed += 3 * 3600 + 0.5
    assert local(clock.now(), HANOI) == MONDAY_MORNING + timedelta(hours=3, seconds=0.5)


def test_the_training_clock_runs_by_itself():
    clock = TrainingClock(MONDAY_MORNING, HANOI)
    first = clock.now()
    while clock.now() == first:
        pass
    assert timedelta(0) < clock.now() - first < timedelta(seconds=5)


def test_an_aware_start_keeps_its_own_zone():
    start = datetime(2017, 3, 13, 1, 40, tzinfo=UTC)
    assert TrainingClock(start, HANOI, Seconds()).now() == start


def test_a_training_clock_passes_a_change_to_summer_time_with_real_hours():
    berlin, seconds = ZoneInfo("Europe/Berlin"), Seconds()
    clock = TrainingClock(datetime(2026, 3, 29, 1, 30), berlin, seconds)
    seconds.passed += 3600
    assert local(clock.now(), berlin) == datetime(2026, 3, 29, 3, 30)


@pytest.mark.parametrize(
    "text",
    ["2017-03-13 08:40", "2017-03-13T08:40", "2017-3-13 8:40", " 2017-03-13 08:40:00 "],
)
def test_the_start_of_a_training_is_read(text):
    start = parse_training_start(text, HANOI)
    assert start == datetime(2017, 3, 13, 8, 40, tzinfo=HANOI)
    assert start.tzinfo is HANOI


@pytest.mark.parametrize("text", ["", "tomorrow", "2017-03-13", "13/3/2017 08:40", "2017-03-13 08h40"])
def test_a_start_of_another_form_is_refused_with_an_example(text):
    with pytest.raises(BadTrainingStart, match="bad_form") as refused:
        parse_training_start(text, HANOI)
    assert refused.value.text == text
    assert "2017-03-13 08:40" in say("vi", f"training.{refused.value.code}", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "2017-02-30 08:40",
        "2017-13-01 08:40",
        "2017-03-13 25:00",
        "0000-01-01 0:00",
        "0001-01-01 0:00",
        "9999-12-31 23:59",
    ],
)
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(BadTrainingStart, match="no_such_moment") as refused:
        parse_training_start(text, HANOI)
    assert text in say("vi", f"training.{refused.value.code}", text=text)


def test_the_service_day_changes_at_local_midnight():
    last_second = datetime(2017, 3, 13, 16, 59, 59, tzinfo=UTC)
    assert service_day(last_second, HANOI) == date(2017, 3, 13)
    assert service_day(last_second + timedelta(seconds=1), HANOI) == date(2017, 3, 14)


def test_local_time_is_naive():
    assert local(datetime(2017, 3, 13, 1, 40, tzinfo=UTC), HANOI) == MONDAY_MORNING


def test_a_moment_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="naive"):
        local(MONDAY_MORNING, HANOI)
