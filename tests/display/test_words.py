"""What does the wall say in words?"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from config import Config
from display.opening import opening
from display.today import Today
from display.words import desk_labels, names_of, office_in_words
from rules.duty import NextDuty
from rules.refusals import Refusal
from rules.workdays import Sitting

MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17, 0))
TUESDAY = NextDuty("YT", date(2017, 3, 14), (MORNING, AFTERNOON))
THURSDAY = NextDuty("YT", date(2017, 3, 16), (MORNING, AFTERNOON))


@pytest.mark.parametrize(
    ("names", "heading", "labels"),
    [
        (["Quầy 1", "Quầy 12"], "Quầy", ["1", "12"]),
        (["Quầy số 1", "Quầy số 2"], "Quầy số", ["1", "2"]),
        (["Quầy 1", "Phòng số 12, nhà B"], "", ["Quầy 1", "Phòng số 12, nhà B"]),
        (["Quầy 1"], "Quầy", ["1"]),
        (["Bàn", "Quầy 1"], "", ["Bàn", "Quầy 1"]),
        ([], "", []),
    ],
)
def test_a_common_word_of_the_desks_heads_their_column(names: list[str], heading: str, labels: list[str]) -> None:
    assert desk_labels(names) == (heading, labels)


@pytest.mark.parametrize(
    ("clock", "coming", "said"),
    [
        ("08:00", None, ("", "")),
        ("07:00", None, ("Chưa đến giờ làm việc", "Bắt đầu lúc 7:30")),
        ("11:45", None, ("Nghỉ trưa", "Tiếp lúc 13:30")),
        ("17:30", TUESDAY, ("Đã hết giờ làm việc", "Làm việc lại ngày mai, thứ Ba, 14/3, từ 7:30")),
        ("17:30", THURSDAY, ("Đã hết giờ làm việc", "Làm việc lại thứ Năm, 16/3, từ 7:30")),
        ("17:30", None, ("Đã hết giờ làm việc", "")),
    ],
)
def test_the_office_tells_its_hours(office: Config, clock: str, coming: NextDuty | None, said: tuple[str, str]) -> None:
    assert office_in_words(_monday(clock, coming), office, "vi") == said


def test_a_closed_day_tells_its_reason(office: Config) -> None:
    holiday = Refusal("closed_day.holiday", {"holiday": "Giỗ Tổ Hùng Vương", "department": "TP"})

    assert office_in_words(_closed(holiday), office, "vi")[0] == "Hôm nay nghỉ Giỗ Tổ Hùng Vương"


def test_a_day_on_which_nobody_has_duty_is_told_of_the_office_and_not_of_one_department(office: Config) -> None:
    nobody = Refusal("off_roster", {"department": "TP", "days": ()})

    assert office_in_words(_closed(nobody), office, "vi")[0] == "Hôm nay không làm việc"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_department_and_desk_has_its_name(office: Config, language: str) -> None:
    names = names_of(office, language)

    assert set(names["departments"]) == {department.code for department in office.departments}
    assert set(names["desks"]) == {desk.code for desk in office.desks}
    assert all(each["name"] and each["short"] for each in names["departments"].values())


def test_the_place_of_a_desk_is_told_only_where_desks_stand_apart(office: Config) -> None:
    first, *others = office.desks
    upstairs = first.model_copy(update={"place": "tầng 2, nhà B"})
    apart = office.model_copy(update={"desks": (upstairs, *others)})

    assert {desk["place"] for desk in names_of(office, "vi")["desks"].values()} == {""}
    assert names_of(apart, "vi")["desks"][first.code]["place"] == "tầng 2, nhà B"


def _monday(clock: str, coming: NextDuty | None) -> Today:
    now = datetime.combine(date(2017, 3, 13), time.fromisoformat(clock))
    return Today(now, opening(now, {MORNING, AFTERNOON}), 0, (), None, coming)


def _closed(reason: Refusal) -> Today:
    now = datetime(2017, 4, 6, 9)
    return Today(now, opening(now, set()), None, (), reason, None)
