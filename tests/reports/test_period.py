"""Weeks and months as addresses name them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import Period

days = st.dates(date(1990, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("code", "first", "last", "year", "number"),
    [
        ("2017-W11", date(2017, 3, 13), date(2017, 3, 19), 2017, 11),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), 2020, 53),
        ("2018-W01", date(2018, 1, 1), date(2018, 1, 7), 2018, 1),
        ("2017-03", date(2017, 3, 1), date(2017, 3, 31), 2017, 3),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 2024, 2),
        ("2017-12", date(2017, 12, 1), date(2017, 12, 31), 2017, 12),
    ],
)
def test_a_code_names_its_days(code: str, first: date, last: date, year: int, number: int) -> None:
    period = Period.named(code)
    assert (period.first, period.last, period.year, period.number, period.code) == (first, last, year, number, code)


@pytest.mark.parametrize(
    "code", ["", "2017", "2017-W54", "2017-W00", "2017-13", "2017-3", "2017-W1", "2017-03-01", "0000-01", "٢٠١٧-٠٣"]
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError):
        Period.named(code)


@given(days)
def test_periods_follow_each_other_without_gap_and_know_their_code(day: date) -> None:
    for period in (Period.week_of(day), Period.month_of(day)):
        assert period.first <= day <= period.last
        assert Period.named(period.code) == period
        assert period.after.first == period.last + timedelta(days=1)
        assert period.before.after == period == period.after.before
