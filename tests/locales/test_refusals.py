"""Every "no" of the duty rule as the citizen reads it."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest

import config
from locales.refusals import Said, next_words, words
from rules.duty import Closed, DutyTable, NextDuty, StandingOrder, verdict
from rules.refusals import Refusal
from rules.workdays import Sitting, Weekday

ROOT = Path(__file__).parents[2]
MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17))
NOW = datetime(2017, 3, 13, 8, 44)  # a Monday
COMING = NextDuty("GDDT", date(2017, 3, 14), (MORNING, AFTERNOON))
DUTY = {"department": "GDDT"}
WHAT_IS_SO = {
    "closed_day.holiday": (
        {"holiday": "Giỗ Tổ Hùng Vương", "holiday_en": "Hung Kings' Day"},
        "Hôm nay nghỉ Giỗ Tổ Hùng Vương.",
        "Closed today: Hung Kings' Day.",
    ),
    "closed_day.weekend": ({}, "Hôm nay là ngày nghỉ cuối tuần.", "Closed today: weekend."),
    "closed_day.swapped": (
        {"day": Weekday.SAT, "date": date(2017, 3, 18)},
        "Hôm nay nghỉ, làm bù vào thứ Bảy, 18/3/2017.",
        "Closed today; Saturday, 18/3/2017 is worked instead.",
    ),
    "closed_day.order": (
        {"order": "12/TB-UBND"},
        "Hôm nay cơ quan tạm nghỉ theo thông báo số 12/TB-UBND.",
        "Closed today by notice no. 12/TB-UBND.",
    ),
    "makeup_off": (
        {"as_day": Weekday.FRI},
        "Hôm nay làm bù cho thứ Sáu. Phòng Giáo dục và Đào tạo không trực ngày này.",
        "Today replaces Friday; Education and Training Division is not on duty.",
    ),
    "off_roster": (
        {"days": (Weekday.TUE, Weekday.THU)},
        "Hôm nay Phòng Giáo dục và Đào tạo không trực.",
        "Education and Training Division is not on duty today.",
    ),
    "duty_cancelled": (
        {"reason": "hội nghị toàn huyện", "order": "5"},
        "Hôm nay Phòng Giáo dục và Đào tạo không trực, do hội nghị toàn huyện.",
        "Education and Training Division is not on duty today: hội nghị toàn huyện.",
    ),
    "before_morning": (
        {"from": time(7, 15)},
        "Chưa đến giờ nhận số. Buổi sáng nhận số từ 7:15.",
        "Too early. Numbers are given from 7:15.",
    ),
    "before_sitting": (
        {"from": time(17, 45)},
        "Chưa đến giờ nhận số. Nhận số từ 17:45.",
        "Too early. Numbers are given from 17:45.",
    ),
    "after_morning": (
        {"from": time(13, 15)},
        "Đã hết giờ nhận số buổi sáng. Buổi chiều nhận số từ 13:15.",
        "No more numbers this morning. Afternoon numbers from 13:15.",
    ),
    "lunch": (
        {"from": time(13, 15)},
        "Đang giờ nghỉ trưa. Buổi chiều nhận số từ 13:15.",
        "Lunch break. Numbers again from 13:15.",
    ),
    "after_morning_only": (
        {},
        "Đã hết giờ nhận số. Chiều nay Phòng Giáo dục và Đào tạo không trực.",
        "No more numbers; Education and Training Division is not on duty this afternoon.",
    ),
    "after_afternoon": ({}, "Đã hết giờ nhận số buổi chiều.", "No more numbers this afternoon."),
    "after_sitting": ({}, "Đã hết giờ nhận số.", "No more numbers for now."),
    "evening": ({}, "Đã hết giờ làm việc.", "The office is closed for today."),
    "stopped": (
        {"reason": "power", "until": None},
        "Phòng Giáo dục và Đào tạo tạm ngừng nhận số: mất điện. Xin lỗi ông/bà.",
        "Education and Training Division has stopped giving numbers: power cut. We are sorry.",
    ),
    "quota.session": (
        {"session": "morning"},
        "Buổi sáng đã đủ số người tiếp nhận.",
        "This morning's numbers are all taken.",
    ),
    "quota.day": (
        {"session": "morning"},
        "Hôm nay đã đủ số người tiếp nhận.",
        "Today's numbers are all taken.",
    ),
    "no_fit": (
        {"session": "morning"},
        "Số người đang chờ đã đủ đến hết buổi. Nếu lấy số bây giờ, ông/bà khó được tiếp trong buổi này.",
        "The people waiting fill the rest of the session; you would hardly be served in it.",
    ),
}


@pytest.fixture(scope="module")
def office() -> config.Config:
    return config.load(ROOT / "config.toml")


@pytest.fixture(scope="module")
def silent(office: config.Config) -> config.Config:
    """The same office before anybody filled in its telephone numbers."""
    return office.model_copy(update={"site": office.site.model_copy(update={"office_phone": "", "help_phone": ""})})


def said(office: config.Config, code: str, language: str = "vi", **facts: object) -> Said:
    return words(language, Refusal(code, DUTY | facts, COMING), office, NOW)


@pytest.mark.parametrize(("code", "facts", "vi", "en"), [(code, *rest) for code, rest in WHAT_IS_SO.items()])
def test_each_reason_has_its_sentence(office, code, facts, vi, en):
    assert said(office, code, "vi", **facts).sentence == vi
    assert said(office, code, "en", **facts).sentence == en


@pytest.mark.parametrize(("code", "facts"), [(code, rest[0]) for code, rest in WHAT_IS_SO.items()])
def test_each_reason_goes_on_with_when_and_where_to_come_and_whom_to_ask(office, code, facts):
    told = said(office, code, **facts)
    assert told.next_sentence == (
        "Mời ông/bà đến ngày mai, thứ Ba, 14/3/2017: sáng 7:30–11:30, chiều 13:30–17:00, "
        "tại quầy 3, tầng 1, Bộ phận Một cửa."
    )
    assert told.phone_sentence == "Hỏi trước khi đến: 0206 000 000"


def test_a_wrong_weekday_is_told_with_the_right_ones(office):
    told = said(office, "off_roster", days=(Weekday.TUE, Weekday.THU))
    assert told.detail == "Phòng Giáo dục và Đào tạo trực thứ Ba và thứ Năm hằng tuần."
    assert told.lines() == [told.sentence, told.detail, told.next_sentence, told.phone_sentence]


def test_an_apology_names_the_offices_room_and_telephone(office):
    told = said(office, "unstaffed", sitting="morning")
    assert told.sentence == (
        "Xin lỗi ông/bà, hôm nay Phòng Giáo dục và Đào tạo chưa bố trí được người trực. "
        "Văn phòng đã được báo. Mời đến Văn phòng, tầng 1, Bộ phận Một cửa hoặc gọi 0206 000 000."
    )
    assert told.phone_sentence is None


def test_an_office_without_a_telephone_offers_none(silent):
    told = said(silent, "unstaffed", sitting="morning")
    assert told.sentence.endswith("Mời đến Văn phòng, tầng 1, Bộ phận Một cửa.")
    assert said(silent, "off_roster").phone_sentence is None


def test_a_stop_tells_when_numbers_are_given_again(office):
    told = said(office, "stopped", reason="họp giao ban", until=datetime(2017, 3, 13, 10, 0))
    assert told.sentence.startswith("Phòng Giáo dục và Đào tạo tạm ngừng nhận số: họp giao ban.")
    assert told.detail == "Dự kiến nhận lại lúc 10:00."


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("closed_day.holiday", {"holiday": "", "holiday_en": ""}, "Hôm nay cơ quan nghỉ."),
        ("closed_day.order", {"order": ""}, "Hôm nay cơ quan nghỉ."),
        ("duty_cancelled", {"reason": "", "order": ""}, "Hôm nay Phòng Giáo dục và Đào tạo không trực."),
        (
            "stopped",
            {"reason": "", "until": None},
            "Phòng Giáo dục và Đào tạo tạm ngừng nhận số. Xin lỗi ông/bà.",
        ),
    ],
)
def test_a_reason_that_nobody_wrote_down_leaves_no_gap(office, code, facts, sentence):
    assert said(office, code, **facts).sentence == sentence


def test_a_holiday_without_an_english_name_keeps_its_own(office):
    assert said(office, "closed_day.holiday", "en", holiday="Tết", holiday_en="").sentence == "Closed today: Tết."


def test_when_no_duty_is_known_the_citizen_is_told_whom_to_ask(office, silent):
    refusal = Refusal("off_roster", DUTY)
    assert words("vi", refusal, office, NOW).next_sentence == (
        "Chưa có ngày trực tiếp theo. Mời ông/bà gọi 0206 000 000."
    )
    assert words("vi", refusal, silent, NOW).next_sentence == (
        "Chưa có ngày trực tiếp theo. Mời ông/bà hỏi bàn của Văn phòng, tầng 1, Bộ phận Một cửa."
    )


def test_a_refusal_that_no_later_day_mends_promises_none(office):
    told = words("vi", Refusal("no_procedure"), office, NOW)
    assert told.lines() == ["Thủ tục này chưa nhận tại đây. Mời ông/bà hỏi bàn của Văn phòng, tầng 1, Bộ phận Một cửa."]


def test_the_department_may_be_named_by_the_caller(office):
    assert words("vi", Refusal("off_roster"), office, NOW, "TP").sentence == "Hôm nay Phòng Tư pháp không trực."


def test_a_warning_is_told_like_a_refusal(office):
    told = said(office, "no_fit.warn", session="morning")
    assert told.sentence == "Có thể không kịp trong buổi này. Ông/bà vẫn muốn lấy số?"


@pytest.mark.parametrize(
    ("coming", "sentence"),
    [
        (
            NextDuty("TP", NOW.date(), (AFTERNOON,)),
            "Mời ông/bà quay lại hôm nay, từ 13:30 đến 17:00, tại quầy 4, tầng 1, Bộ phận Một cửa.",
        ),
        (
            NextDuty("TP", NOW.date(), (MORNING, AFTERNOON)),
            "Mời ông/bà quay lại hôm nay, sáng 7:30–11:30, chiều 13:30–17:00, tại quầy 4, tầng 1, Bộ phận Một cửa.",
        ),
        (
            NextDuty("TP", date(2017, 3, 14), (MORNING,)),
            "Mời ông/bà đến ngày mai, thứ Ba, 14/3/2017: sáng 7:30–11:30, tại quầy 4, tầng 1, Bộ phận Một cửa.",
        ),
        (
            NextDuty("TP", date(2017, 3, 19), (MORNING,)),
            "Mời ông/bà đến Chủ nhật, 19/3/2017: sáng 7:30–11:30, tại quầy 4, tầng 1, Bộ phận Một cửa.",
        ),
    ],
)
def test_the_next_sitting_is_told_by_how_near_it_is(office, coming, sentence):
    assert next_words("vi", coming, office, NOW) == sentence


def test_every_refusal_code_of_the_duty_rules_has_a_sentence_here():
    codes = set()
    for name in ("duty", "coming"):
        text = (ROOT / "rules" / f"{name}.py").read_text(encoding="utf-8")
        codes |= set(re.findall(r'Refusal\(\s*"([\w.]+)"', text))
        codes |= set(re.findall(r'(?:code = |return |else )"(before_\w+|after_\w+|lunch|evening)"', text))
    assert codes - {"unstaffed", "no_fit.warn"} <= set(WHAT_IS_SO)
    assert len(codes) > 12


def test_the_verdict_of_a_real_wrong_day_reads_well(office):
    orders = {each.code: (StandingOrder(each.code, date.min, each.duty),) for each in office.departments}
    closed = verdict("GDDT", NOW, DutyTable({}, orders))
    assert isinstance(closed, Closed)
    assert words("vi", closed.refusal, office, NOW).lines() == [
        "Hôm nay Phòng Giáo dục và Đào tạo không trực.",
        "Phòng Giáo dục và Đào tạo trực thứ Ba và thứ Năm hằng tuần.",
        "Mời ông/bà đến ngày mai, thứ Ba, 14/3/2017: sáng 7:30–11:30, chiều 13:30–17:00, "
        "tại quầy 3, tầng 1, Bộ phận Một cửa.",
        "Hỏi trước khi đến: 0206 000 000",
    ]
