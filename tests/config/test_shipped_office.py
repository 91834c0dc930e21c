"""The config.toml at the root is the office of letter 173/UBND-TH."""

from __future__ import annotations

import csv
import hashlib
from datetime import time
from pathlib import Path

import pytest

import config
from rules.workdays import Sitting, Weekday

ROOT = Path(__file__).parents[2]
MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17))

MON_WED_FRI = {
    "Phòng Kinh tế và Hạ tầng",
    "Phòng Tài nguyên - Môi trường",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Tư pháp",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Nông nghiệp và Phát triển nông thôn",
}
TUE_THU = {
    "Phòng Y tế",
    "Phòng Nội vụ",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Văn hóa và Thông tin",
    "Phòng Dân tộc",
    "Thanh tra huyện",
}


@pytest.fixture(scope="module")
def office() -> config.Config:
    return config.load(ROOT / "config.toml")


def on_duty(office: config.Config, *days: Weekday) -> set[str]:
    return {each.name for each in office.departments if set(each.duty) == set(days)}


def test_it_is_the_one_stop_office_of_quang_uyen(office):
    assert office.site.name == "Bộ phận Một cửa"
    assert office.site.authority == "Ủy ban nhân dân huyện Quảng Uyên"
    assert office.site.zone.key == "Asia/Ho_Chi_Minh"


def test_six_departments_are_on_duty_on_monday_wednesday_friday(office):
    assert on_duty(office, Weekday.MON, Weekday.WED, Weekday.FRI) == MON_WED_FRI


def test_six_others_are_on_duty_on_tuesday_and_thursday(office):
    assert on_duty(office, Weekday.TUE, Weekday.THU) == TUE_THU


def test_the_twelve_departments_have_series_1_to_12_in_their_order(office):
    assert [each.series for each in office.departments] == list(range(1, 13))


def test_every_duty_day_has_a_morning_and_an_afternoon(office):
    assert office.hours.sittings == (MORNING, AFTERNOON)
    assert {sittings for each in office.departments for sittings in each.duty.values()} == {(MORNING, AFTERNOON)}


def test_six_desks_are_shared_by_the_two_groups_of_days(office):
    assert [desk.code for desk in office.desks] == ["1", "2", "3", "4", "5", "6"]
    for desk in office.desks:
        first, second = (office.department(code) for code in desk.departments)
        assert {first.name, second.name} & MON_WED_FRI
        assert {first.name, second.name} & TUE_THU


def test_every_department_has_exactly_one_desk_that_a_ticket_may_name(office):
    assert all(office.only_desk_for(each.code) for each in office.departments)


def test_it_has_one_kiosk_one_wall_and_the_preview_printer(office):
    assert [kiosk.code for kiosk in office.kiosks] == ["kiosk-1"]
    assert [wall.code for wall in office.walls] == ["wall-1"]
    assert [(each.code, each.kind, each.width_dots) for each in office.printers] == [("preview", "preview", 576)]
    assert office.printer(office.kiosk("kiosk-1").printer).kind == "preview"


def test_its_wall_shows_every_desk(office):
    assert office.desks_of("wall-1") == office.desks


def test_no_telephone_number_is_invented(office):
    assert all(not each.phone for each in office.departments)
    assert office.unfinished == ("site.help_phone", "site.office_phone")


def test_no_code_for_phones_is_printed_until_their_address_is_known(office):
    assert office.site.public_url is None


def test_everything_a_citizen_reads_has_english_words_too(office):
    for table in (office.site, *office.departments, *office.desks, *office.kiosks, *office.walls):
        english = {field for field in type(table).model_fields if field.endswith("_en")}
        empty = {field for field in english if getattr(table, field.removesuffix("_en")) and not getattr(table, field)}
        assert not empty, f"{table.code}: {empty}"


def test_the_digest_is_that_of_the_file(office):
    assert office.digest == hashlib.sha256((ROOT / "config.toml").read_bytes()).hexdigest()


def listed() -> list[dict[str, str]]:
    with (ROOT / "samples/quang-uyen/procedures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_catalogue_has_143_procedures_each_with_its_own_key_and_source():
    rows = listed()
    assert len(rows) == len({row["key"] for row in rows}) == 143
    assert all(row["source"] or row["checked"] == "knowledge" for row in rows)


def test_every_procedure_belongs_to_a_department_and_every_department_has_some(office):
    assert {row["department_code"] for row in listed()} == {each.code for each in office.departments}
    assert all(office.department(row["department_code"]).name == row["department_name"] for row in listed())


def test_a_procedure_is_keyed_by_its_national_code_where_it_has_one():
    assert all(row["key"] == row["procedure_code"] for row in listed() if row["procedure_code"])


@pytest.mark.parametrize(
    ("everyday", "name"),
    [
        ("sổ đỏ", "cấp Giấy chứng nhận lần đầu"),
        ("giấy khai sinh", "Trích lục hộ tịch"),
        ("giấy phép xây nhà", "Cấp giấy phép xây dựng mới"),
        ("mở quán", "Đăng ký thành lập hộ kinh doanh"),
        ("công chứng", "Chứng thực bản sao từ bản chính"),
    ],
)
def test_the_most_asked_procedures_have_their_everyday_names(everyday, name):
    assert any(name in row["name"] for row in listed() if everyday in row["synonyms"].split(" | "))
