"""Do the newest back-ups stay, and the last one of each day, and nothing else?"""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.rotation import outdated

NOON = datetime(2017, 3, 13, 12)
MOMENTS = st.lists(st.integers(0, 60 * 24).map(lambda n: NOON + timedelta(hours=n / 2)), max_size=60)


def test_the_newest_stay_and_the_last_of_each_day() -> None:
    made = [NOON - timedelta(hours=4 * n) for n in range(24)]  # four days
    kept = [moment for moment in made if moment not in outdated(made, keep=3, keep_days=3)]
    assert kept == [*made[:3], made[4], made[10]]  # 12:00, 8:00, 4:00; yesterday's 20:00, and the day before's


@given(MOMENTS, st.integers(1, 12), st.integers(0, 40))
def test_never_the_newest_never_all_and_twice_is_as_once(made: list[datetime], keep: int, keep_days: int) -> None:
    dropped = outdated(made, keep, keep_days)
    left = [moment for moment in made if moment not in dropped]
    assert set(sorted(set(made), reverse=True)[:keep]) <= set(left)
    assert len(set(left)) <= keep + keep_days
    assert not outdated(left, keep, keep_days)
    days = sorted({moment.date() for moment in made}, reverse=True)[:keep_days]
    assert {moment.date() for moment in left} >= set(days)
