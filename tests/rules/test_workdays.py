from __future__ import annotations

from datetime import date, time

import pytest

from rules.workdays import (
    DayKind,
    Sitting,
    SpecialDay,
    SpecialDayErrors,
    Weekday,
    read_special_days,
    weekday_worked,
)

SATURDAY = date(2026, 1, 10)
ROW = {"day": "2026-01-10", "open": "yes", "works_as": "fri", "swapped_to": "", "kind": "makeup"}


def test_weekdays_are_numbered_and_named_as_in_the_calendar() -> None:
    for number, short in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        assert Weekday.named(short) is Weekday(number)
        assert Weekday(number).short == short
        assert Weekday.of(date(2017, 3, 13 + number)) is Weekday(number)


@pytest.mark.parametrize("name", ["", "MON", "Mon", "monday", "t2"])
def test_no_other_name_is_a_weekday(name: str) -> None:
    with pytest.raises(KeyError):
        Weekday.named(name)


@pytest.mark.parametrize("closes", [time(7, 30), time(7, 0)])
def test_a_sitting_closes_after_it_opens(closes: time) -> None:
    with pytest.raises(ValueError, match="morning"):
        Sitting("morning", time(7, 30), closes)


@pytest.mark.parametrize(
    ("special", "worked"),
    [
        (None, Weekday.SAT),
        (SpecialDay(SATURDAY, True, Weekday.FRI, DayKind.MAKEUP), Weekday.FRI),
        (SpecialDay(SATURDAY, True, None, DayKind.ORDER), Weekday.SAT),
        (SpecialDay(SATURDAY, False), None),
        (SpecialDay(SATURDAY, False, Weekday.FRI, DayKind.ORDER), None),
    ],
)
def test_the_table_wins_over_the_calendar(special: SpecialDay | None, worked: Weekday | None) -> None:
    assert weekday_worked(SATURDAY, special) == worked


def test_a_weekday_the_office_does_not_work_is_worked_only_by_a_row() -> None:
    five_days = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
    assert weekday_worked(SATURDAY, None, five_days) is None
    assert weekday_worked(SATURDAY, SpecialDay(SATURDAY, True), five_days) is Weekday.SAT


def test_a_row_of_another_day_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2026-01-10"):
        weekday_worked(date(2026, 1, 9), SpecialDay(SATURDAY, True))


def test_a_row_is_read_with_all_its_cells() -> None:
    row = {**ROW, "name_vi": " Làm bù ", "name_en": "Made up", "document": "số 1", "source": "not read"}
    swap = {
        "day": "2026-01-02",
        "open": "no",
        "works_as": None,
        "swapped_to": "2026-01-10",
        "kind": "swapped",
    }
    assert read_special_days([row, swap]) == {
        SATURDAY: SpecialDay(SATURDAY, True, Weekday.FRI, DayKind.MAKEUP, "Làm bù", "số 1", name_en="Made up"),
        date(2026, 1, 2): SpecialDay(date(2026, 1, 2), False, kind=DayKind.SWAPPED, swapped_to=SATURDAY),
    }


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"day": ""}, "day"),
        ({"day": "10/1/2026"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"open": "maybe"}, "open"),
        ({"open": ""}, "open"),
        ({"kind": "feast"}, "kind"),
        ({"kind": "holiday"}, "open"),
        ({"kind": "swapped", "swapped_to": "2026-01-17"}, "open"),
        ({"works_as": "friday"}, "works_as"),
        ({"works_as": ""}, "works_as"),
        ({"open": "no", "kind": "order"}, "works_as"),
        ({"open": "no", "works_as": "", "kind": "makeup"}, "open"),
        ({"open": "no", "works_as": "", "kind": "swapped"}, "swapped_to"),
        ({"swapped_to": "soon"}, "swapped_to"),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_column(change: dict[str, str], column: str) -> None:
    with pytest.raises(SpecialDayErrors) as caught:
        read_special_days([{**ROW, "day": "2026-01-03"}, {**ROW, **change}])
    assert {(problem.row, problem.column) for problem in caught.value.problems} >= {(2, column)}
    assert f"row 2, {column}: " in str(caught.value)


def test_all_wrong_cells_are_told_at_once() -> None:
    with pytest.raises(SpecialDayErrors) as caught:
        read_special_days([{**ROW, "day": "x", "kind": "y"}, {**ROW, "open": "z"}, {}])
    assert [(p.row, p.column) for p in caught.value.problems] == [
        (1, "day"),
        (1, "kind"),
        (2, "open"),
        (3, "day"),
        (3, "open"),
        (3, "kind"),
    ]


def test_a_day_stands_in_the_table_once() -> None:
    with pytest.raises(SpecialDayErrors, match="row 2, day: '2026-01-10'"):
        read_special_days([ROW, ROW])
