"""The decree table that ships with the product, over the `holidays` library, gives the known days."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path

import holidays
import pytest

from rules.duty import duty_on, next_duty
from rules.workdays import SpecialDay, Weekday, read_special_days, weekday_worked
from tests.rules.office import BOTH, FINANCE, JUSTICE, at, closed, office, opened

TABLE = Path(__file__).parents[2] / "samples" / "special-days.csv"


def decree_table() -> dict[date, SpecialDay]:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return read_special_days(csv.DictReader(rows))


@pytest.fixture(scope="module")
def days() -> dict[date, SpecialDay]:
    library = holidays.country_holidays("VN", years=(2017, 2026), language="vi")
    return {**{day: SpecialDay(day, False, name=name) for day, name in library.items()}, **decree_table()}


def test_the_library_alone_is_wrong_about_january_2026() -> None:
    # When this fails, the library has learnt it; the table stays, it knows what Saturday is worked for.
    library = holidays.country_holidays("VN", years=2026)
    assert date(2026, 1, 2) not in library
    assert date(2026, 1, 10) not in library.weekend_workdays


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2017, 1, 2), None),
        (date(2017, 1, 25), Weekday.WED),
        (date(2017, 1, 26), None),
        (date(2017, 2, 1), None),
        (date(2017, 2, 2), Weekday.THU),
        (date(2017, 4, 6), None),
        (date(2017, 5, 1), None),
        (date(2017, 5, 2), None),
        (date(2017, 5, 3), Weekday.WED),
        (date(2017, 9, 4), None),
        (date(2017, 9, 5), Weekday.TUE),
        (date(2026, 1, 1), None),
        (date(2026, 1, 2), None),
        (date(2026, 1, 10), Weekday.FRI),
        (date(2026, 2, 13), Weekday.FRI),
        (date(2026, 2, 16), None),
        (date(2026, 2, 20), None),
        (date(2026, 2, 23), Weekday.MON),
        (date(2026, 4, 27), None),
        (date(2026, 8, 22), Weekday.MON),
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), None),
        (date(2026, 9, 2), None),
        (date(2026, 9, 3), Weekday.THU),
        (date(2026, 11, 24), None),
    ],
)
def test_known_days_are_worked_as_decreed(day: date, worked: Weekday | None, days: dict[date, SpecialDay]) -> None:
    assert weekday_worked(day, days.get(day)) == worked


def test_saturday_10_january_2026_is_worked_as_a_friday(days: dict[date, SpecialDay]) -> None:
    saturday, table = date(2026, 1, 10), office(special_days=days.values())
    assert duty_on(JUSTICE, saturday, table) == BOTH
    opened(JUSTICE, at(saturday, "8:40"), table)
    refused = closed(FINANCE, at(saturday, "8:40"), table)
    assert refused.refusal.code == "makeup_off"
    assert refused.refusal.facts["as_day"] is Weekday.FRI


@pytest.mark.parametrize(
    ("department", "after", "day"),
    [
        (FINANCE, date(2026, 2, 12), date(2026, 2, 24)),
        (JUSTICE, date(2026, 8, 28), date(2026, 9, 4)),
        (FINANCE, date(2026, 11, 19), date(2026, 11, 26)),
        (JUSTICE, date(2025, 12, 31), date(2026, 1, 5)),
        (JUSTICE, date(2026, 8, 21), date(2026, 8, 22)),
        (FINANCE, date(2017, 1, 24), date(2017, 2, 2)),
        (FINANCE, date(2017, 4, 27), date(2017, 5, 4)),
        (JUSTICE, date(2017, 9, 1), date(2017, 9, 6)),
    ],
)
def test_the_next_duty_skips_the_closed_days(
    department: str, after: date, day: date, days: dict[date, SpecialDay]
) -> None:
    told = next_duty(department, datetime.combine(after, time(18)), office(special_days=days.values()))
    assert told is not None
    assert (told.day, told.sittings) == (day, BOTH)


def test_the_day_off_in_exchange_tells_when_it_is_worked(days: dict[date, SpecialDay]) -> None:
    table = office(special_days=days.values())
    refused = closed(JUSTICE, at(date(2026, 1, 2), "8:40"), table)
    assert refused.refusal.code == "closed_day.swapped"
    assert refused.refusal.facts["day"] is Weekday.SAT
    assert refused.refusal.facts["date"] == date(2026, 1, 10)


def test_every_swap_names_a_day_that_the_table_opens() -> None:
    table = decree_table()
    swaps = [special for special in table.values() if special.swapped_to is not None]
    assert len(swaps) == 2
    for special in swaps:
        assert special.swapped_to is not None
        assert table[special.swapped_to].works_as is Weekday.of(special.day)


def test_every_row_says_where_it_is_from() -> None:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            assert row["source"], row
            assert row["name_vi"], row
            assert row["name_en"], row
