from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from babel.dates import format_date, format_time, get_day_names

from locales import dates
from rules.workdays import Sitting, Weekday

TUESDAY = date(2017, 3, 14)
MONDAY = date(2017, 3, 13)
SUNDAY = date(2017, 3, 19)
MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17))


def test_a_weekday_has_a_capital_where_it_starts_a_line():
    assert dates.Day("vi", TUESDAY) == "Thứ Ba"
    assert dates.Day("vi", SUNDAY) == "Chủ nhật"
    assert dates.Day("en", TUESDAY) == "Tuesday"


def test_a_weekday_is_small_inside_a_sentence_but_not_chu_nhat():
    assert dates.day("vi", TUESDAY) == "thứ Ba"
    assert dates.day("vi", SUNDAY) == "Chủ nhật"
    assert dates.day("en", TUESDAY) == "Tuesday"


def test_a_weekday_may_be_named_without_a_date():
    assert [dates.day_brief("vi", day) for day in Weekday] == ["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN"]
    assert dates.day("vi", Weekday.WED) == "thứ Tư"


@pytest.mark.parametrize(
    ("write", "vietnamese", "english"),
    [
        (dates.date_short, "14/3/2017", "14/3/2017"),
        (dates.date_brief, "14/3", "14/3"),
        (dates.date_long, "Thứ Ba, ngày 14 tháng 3 năm 2017", "Tuesday, 14 March 2017"),
        (dates.date_letter, "ngày 14 tháng 3 năm 2017", "14 March 2017"),
        (dates.day_and_date, "Thứ Ba, 14/3/2017", "Tuesday, 14/3/2017"),
    ],
)
def test_a_date_has_five_forms(write, vietnamese, english):
    assert write("vi", TUESDAY) == vietnamese
    assert write("en", TUESDAY) == english


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (date(2017, 3, 6), "ngày 06 tháng 3 năm 2017"),
        (date(2017, 2, 10), "ngày 10 tháng 02 năm 2017"),
        (date(2017, 1, 1), "ngày 01 tháng 01 năm 2017"),
        (date(2017, 12, 31), "ngày 31 tháng 12 năm 2017"),
    ],
)
def test_letters_have_a_zero_where_decree_30_asks_for_it(when, written):
    assert dates.date_letter("vi", when) == written


def test_hours_have_no_leading_zero_and_an_en_dash():
    assert dates.clock_time("vi", time(7, 30)) == "7:30"
    assert dates.clock_time("en", datetime(2017, 3, 13, 17, 0, 59)) == "17:00"
    assert dates.span("vi", time(7, 30), time(11, 30)) == "7:30–11:30"


def test_the_hours_of_a_duty_are_told_by_sitting():
    assert dates.hours("vi", [MORNING, AFTERNOON]) == "sáng 7:30–11:30, chiều 13:30–17:00"
    assert dates.hours("vi", [AFTERNOON]) == "chiều 13:30–17:00"
    assert dates.hours("en", [MORNING]) == "morning 7:30–11:30"
    assert dates.hours_lines("vi", [MORNING, AFTERNOON]) == ["Sáng 7:30–11:30", "Chiều 13:30–17:00"]


@pytest.mark.parametrize("name", ["morning", "afternoon", "evening"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sitting_that_may_be_configured_has_its_words(language, name):
    sitting = Sitting(name, time(18), time(20))
    assert dates.sitting_name(language, name).endswith(dates.sitting_short(language, name))
    assert dates.hours(language, [sitting]).endswith("18:00–20:00")
    assert dates.hours_lines(language, [sitting])[0][0].isupper()


def test_days_are_joined_in_the_order_of_the_week():
    assert dates.days_joined("vi", {Weekday.FRI, Weekday.MON, Weekday.WED}) == "thứ Hai, thứ Tư và thứ Sáu"
    assert dates.days_joined("vi", [Weekday.TUE, Weekday.THU]) == "thứ Ba và thứ Năm"
    assert dates.days_joined("vi", [Weekday.SAT]) == "thứ Bảy"
    assert dates.days_joined("en", [0, 2, 4]) == "Monday, Wednesday and Friday"


def test_today_and_tomorrow_have_names_and_other_days_have_none():
    assert dates.relative_day("vi", MONDAY, MONDAY) == "Hôm nay"
    assert dates.relative_day("vi", TUESDAY, MONDAY) == "Ngày mai"
    assert dates.relative_day("en", TUESDAY, MONDAY) == "Tomorrow"
    assert dates.relative_day("vi", SUNDAY, MONDAY) is None
    assert dates.relative_day("vi", MONDAY - timedelta(days=1), MONDAY) is None


# --- Where CLDR, through Babel, agrees with the phrase catalogue and where it does not. If a test here fails
# --- after an update of Babel, a form of our own may have become needless.


def test_cldr_agrees_on_the_weekdays_but_sunday():
    names = get_day_names("wide", locale="vi")
    for day in range(6):
        assert names[day] == dates.Day("vi", day)
    assert (names[6], dates.Day("vi", 6)) == ("Chủ Nhật", "Chủ nhật")


def test_cldr_has_no_small_weekday_for_the_inside_of_a_sentence():
    for context in ("format", "stand-alone"):
        assert get_day_names("wide", context=context, locale="vi")[1] == "Thứ Ba"


def test_cldr_agrees_on_the_long_english_date_only():
    assert format_date(TUESDAY, "full", locale="en_GB") == dates.date_long("en", TUESDAY)
    assert format_date(TUESDAY, "full", locale="vi") == "Thứ Ba, 14 tháng 3, 2017"


def test_cldr_cuts_the_year_of_a_short_date():
    assert format_date(TUESDAY, "short", locale="vi") == "14/3/17"


def test_cldr_has_two_digits_of_the_hour():
    assert format_time(time(7, 30), "short", locale="vi") == "07:30"
