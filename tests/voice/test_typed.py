"""Announcements as they are typed, and as they are said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.typed import read_aloud, spoken_date, spoken_time

VIETNAMESE = {
    "Buổi chiều làm việc từ 13:30.": "Buổi chiều làm việc từ một giờ ba mươi chiều.",
    "Còn 15 phút nữa": "Còn mười lăm phút nữa",
    "Quầy số 24 tạm nghỉ đến 9:05.": "Quầy số hai mươi bốn tạm nghỉ đến chín giờ năm phút sáng.",
    "mời đến phòng số 101A": "mời đến phòng số một không một a",
    "Ngày 14/3 nghỉ": "Ngày mười bốn tháng ba nghỉ",
    "nghỉ 14/3": "nghỉ ngày mười bốn tháng ba",
    "ngày 4/4/2017": "ngày mồng bốn tháng tư năm hai nghìn không trăm mười bảy",
    "lúc 7h30 và 8h": "lúc bảy giờ ba mươi sáng và tám giờ sáng",
    "số 4-017, 12-1005": "số bốn, không một bảy, mười hai, một không không năm",
    "gọi 0206 000 111": "gọi không hai không sáu, không không không, một một một",
    "gọi 0912.345.678": "gọi không chín một hai, ba bốn năm, sáu bảy tám",
    "gọi 0987654321": "gọi không chín tám bảy sáu năm bốn ba hai một",
    "phí 20.000đ": "phí hai mươi nghìn đồng",
    "1.234 người": "một nghìn hai trăm ba mươi tư người",
    "đạt 98,5%": "đạt chín mươi tám phẩy năm phần trăm",
    "UBND xã": "Ủy ban nhân dân xã",
    "chờ 10–20 phút": "chờ mười đến hai mươi phút",
    "Phòng Tài chính - Kế hoạch": "Phòng Tài chính, Kế hoạch",
    "Chờ\n  một   lát": "Chờ một lát",
}
ENGLISH = {
    "The office reopens at 13:30.": "The office reopens at one thirty p m.",
    "at 9:05": "at nine oh five a m",
    "in 15 minutes": "in fifteen minutes",
    "number 4-017": "number four, zero one seven",
    "call 0206000111": "call zero two zero six zero zero zero one one one",
    "12,500 dong": "twelve thousand five hundred dong",
}


@pytest.mark.parametrize(("typed", "said"), VIETNAMESE.items())
def test_vietnamese_is_said_as_people_say_it(typed: str, said: str) -> None:
    assert read_aloud(typed, "vi") == said


@pytest.mark.parametrize(("typed", "said"), ENGLISH.items())
def test_english_is_said_as_people_say_it(typed: str, said: str) -> None:
    assert read_aloud(typed, "en") == said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (7, 30, "bảy giờ ba mươi sáng"),
        (11, 30, "mười một giờ ba mươi"),
        (12, 0, "mười hai giờ"),
        (13, 30, "một giờ ba mươi chiều"),
        (17, 0, "năm giờ chiều"),
        (18, 5, "sáu giờ năm phút tối"),
    ],
)
def test_hours_are_said_with_their_part_of_the_day(hour: int, minute: int, said: str) -> None:
    assert spoken_time(hour, minute) == said


def test_days_have_their_own_words() -> None:
    assert spoken_date(1, 1) == "mồng một tháng một"
    assert spoken_date(10, 4) == "mồng mười tháng tư"
    assert spoken_date(21, 12) == "hai mươi mốt tháng mười hai"


@given(
    st.text(alphabet=st.sampled_from("0123456789:/.,-–%đhg aQuầyPhòng số"), max_size=60), st.sampled_from(["vi", "en"])
)
def test_whatever_is_typed_no_digit_is_left_to_the_machine(typed: str, language: str) -> None:
    said = read_aloud(typed, language)
    left = re.findall(r"\d+", said)
    assert all(re.search(rf"(?<!\d){run}(?!\d)", typed) for run in left)  # only what is no hour and no day stays
