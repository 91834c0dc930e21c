"""The Office's pages of the roster: what stands in the week and the month, and what is shown before it is saved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.orders import list_exceptions, list_orders
from actions.people import OfficerWish, save_officer
from actions.roster import roster_days
from application import House
from rules.workdays import Weekday
from tests.office.supervisor import Supervisor, seen_in, words

TUESDAY = date(2017, 3, 14)
EXCEPTION = {"department": "YT", "day": "15/3/2017", "kind": "extra", "document": "12/QĐ-UBND", "reason": "tiêm chủng"}
CLOSED = {"day": "14/3/2017", "kind": "closed", "document": "9/TB-VP", "name": "Mất điện"}
ORDER = {"departments": ["YT", "NV"], "valid_from": "20/3/2017", "duty": ["sat.morning"], "document": "20/QĐ-UBND"}


@pytest.fixture
def chief(house: House) -> Supervisor:
    return Supervisor(house, "van-phong")


def on_duty(house: House, day: date) -> dict[str, list[str]]:
    (found,) = house.hall.read(roster_days, since=day, days=1)
    return {code: [sitting.name for sitting in sittings] for code, sittings in found.on_duty.items()}


def test_the_week_marks_today_and_shows_every_department(house: House, chief: Supervisor) -> None:
    shown = chief.sees("/roster")
    assert "Thứ Hai 13/3 Hôm nay" in shown
    assert "Thứ Bảy" not in shown.split("Đổi lịch từng ngày")[0]
    for department in house.hall.config.departments:
        assert department.short_name in shown
    assert "6/3" in chief.sees("/roster?week=2017-03-09")


@pytest.mark.parametrize("week", ["", "nonsense", "0001-01-01", "9999-12-31", "2017-02-31"])
def test_an_address_that_names_no_week_shows_this_one(chief: Supervisor, week: str) -> None:
    assert "13/3–17/3/2017" in chief.sees(f"/roster?week={week}")
    assert "Tháng 3 năm 2017" in chief.sees(f"/roster/month?month={week}")


def test_extra_duty_is_entered_and_taken_back(house: House, chief: Supervisor) -> None:
    answer = chief.sends("/roster/exceptions/new", **EXCEPTION, sittings=["morning"])
    assert answer.headers["Location"] == "/office/roster?week=2017-03-15"
    shown = chief.sees("/roster")
    assert "Đã lưu thay đổi ngày 15/3/2017 của Y tế." in shown
    assert "Trực thêm · 12/QĐ-UBND" in shown
    assert on_duty(house, date(2017, 3, 15))["YT"] == ["morning"]
    (kept,) = house.hall.read(list_exceptions, since=TUESDAY, until=date(2017, 4, 1))
    chief.sends(f"/roster/exceptions/{kept.id}/end")
    assert "Đã thôi áp dụng." in chief.sees("/roster")
    assert "YT" not in on_duty(house, date(2017, 3, 15))
    chief.sends(f"/roster/exceptions/{kept.id}/end")
    assert "Thay đổi lịch này không còn hiệu lực." in chief.sees("/roster")


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"document": ""}, 400, "Ô này còn trống."),
        ({"day": "31/2/2017"}, 400, "Chọn ngày"),
        ({"day": ""}, 400, "Chọn ngày"),
        ({"day": "10/3/2017"}, 409, "Ngày này đã qua"),
        ({"department": "KHAC"}, 400, "Chọn một mục trong danh sách."),
        ({"kind": "other"}, 400, "Chọn một mục trong danh sách."),
        ({"sittings": ["evening"]}, 400, "Chọn một mục trong danh sách."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    house: House, chief: Supervisor, changed: dict[str, Any], status: int, sentence: str
) -> None:
    answer = chief.sends("/roster/exceptions/new", **(EXCEPTION | changed))
    text = answer.get_data(as_text=True)
    assert (answer.status_code, sentence in words(text)) == (status, True), words(text)
    assert "tiêm chủng" in text
    assert house.hall.read(list_exceptions, since=date(2017, 1, 1), until=date(2017, 12, 31)) == ()


def test_an_exception_on_a_closed_day_is_shown_before_it_is_saved(house: House, chief: Supervisor) -> None:
    chief.sends("/roster/days/new", **CLOSED)
    answer = chief.sends("/roster/exceptions/new", **(EXCEPTION | {"day": "14/3"}))
    assert answer.status_code == 409
    assert "Ngày 14/3/2017 cơ quan nghỉ (Mất điện)." in words(answer.get_data(as_text=True))
    assert "Vẫn lưu" in words(answer.get_data(as_text=True))
    assert house.hall.read(list_exceptions, since=TUESDAY, until=TUESDAY) == ()
    chief.sends("/roster/exceptions/new", **(EXCEPTION | {"day": "14/3", "seen": seen_in(answer)}))
    assert len(house.hall.read(list_exceptions, since=TUESDAY, until=TUESDAY)) == 1


def test_one_person_in_two_places_is_shown_before_extra_duty_is_saved(house: House, chief: Supervisor) -> None:
    tam: Any = house.hall.write(save_officer, wish=OfficerWish("Nông Văn Tâm", ("YT",)), actor="system")
    lien: Any = house.hall.write(save_officer, wish=OfficerWish("Hoàng Thị Liên", ("TP",)), actor="system")
    chief.reports(lien.id, substitute=tam.id, accepted_note="chỉ có một người")
    answer = chief.sends("/roster/exceptions/new", **(EXCEPTION | {"day": "13/3/2017"}))
    assert answer.status_code == 409
    assert "Nông Văn Tâm cũng có lịch trực tại Tư pháp" in words(answer.get_data(as_text=True))
    assert house.hall.read(list_exceptions, since=date(2017, 3, 13), until=date(2017, 3, 13)) == ()


def test_the_second_of_two_supervisors_who_enter_a_day_is_told(house: House, chief: Supervisor) -> None:
    chief.sends("/roster/days/new", **CLOSED)
    answer = Supervisor(house, "pho").sends("/roster/days/new", **(CLOSED | {"document": "10/TB-VP"}))
    assert answer.status_code == 409
    assert "đã khai ngày 14/3/2017 theo văn bản 9/TB-VP" in words(answer.get_data(as_text=True))


def test_closed_and_make_up_days_stand_in_the_week_with_their_documents(house: House, chief: Supervisor) -> None:
    chief.sends("/roster/days/new", **CLOSED)
    makeup = {"day": "18/3/2017", "kind": "worked", "works_as": "tue", "document": "9/TB-VP", "name": "Làm bù"}
    chief.sends("/roster/days/new", **makeup)
    shown = chief.sees("/roster")
    assert "Thứ Ba 14/3 Mất điện 9/TB-VP" in shown
    assert "Thứ Bảy 18/3 Làm việc theo lịch thứ Ba 9/TB-VP" in shown
    assert "YT" in on_duty(house, date(2017, 3, 18))
    chief.sends("/roster/days/2017-03-18/end")
    assert "Thứ Bảy 18/3" not in chief.sees("/roster")
    assert chief.sends("/roster/days/yesterday/end").status_code == 404


def test_one_order_holds_for_several_departments_or_for_none(house: House, chief: Supervisor) -> None:
    chief.sends("/roster/orders/new", **ORDER)
    assert [(each.department, dict(each.duty)) for each in house.hall.read(list_orders)] == [
        ("NV", {"sat": ("morning",)}),
        ("YT", {"sat": ("morning",)}),
    ]
    assert "Từ 20/3/2017" in chief.sees("/roster")
    chief.sends(f"/roster/orders/{house.hall.read(list_orders)[0].id}/end")
    assert len(house.hall.read(list_orders)) == 1
    past = chief.sends("/roster/orders/new", **(ORDER | {"valid_from": "1/3/2017"}))
    assert past.status_code == 409
    assert "Ngày này đã qua" in words(past.get_data(as_text=True))
    assert len(house.hall.read(list_orders)) == 1


def test_a_new_order_begins_with_the_departments_present_duty(chief: Supervisor) -> None:
    page = chief.client.get("/office/roster/orders/new?department=YT").get_data(as_text=True)
    assert page.count(" checked") == 1 + 4  # the department; morning and afternoon of Tuesday and Thursday
    assert chief.client.get("/office/roster/orders/new").get_data(as_text=True).count(" checked") == 0


def test_an_order_without_any_duty_and_one_that_replaces_are_shown_first(house: House, chief: Supervisor) -> None:
    nothing = chief.sends("/roster/orders/new", **(ORDER | {"duty": []}))
    assert "Chưa chọn buổi nào" in words(nothing.get_data(as_text=True))
    chief.sends("/roster/orders/new", **ORDER)
    again = chief.sends("/roster/orders/new", **(ORDER | {"duty": ["mon.morning"]}))
    assert "Đã có lịch trực áp dụng từ 20/3/2017" in words(again.get_data(as_text=True))
    chief.sends("/roster/orders/new", **(ORDER | {"duty": ["mon.morning"], "seen": seen_in(again)}))
    assert {tuple(each.duty) for each in house.hall.read(list_orders)} == {(Weekday.MON.short,)}


def test_the_month_has_a_column_for_each_day(chief: Supervisor) -> None:
    page = chief.client.get("/office/roster/month?month=2017-02").get_data(as_text=True)
    assert page.count('<th scope="col"') == 1 + 28
    assert page.count("<td class") == 12 * 28


def test_pages_keep_the_rules_of_the_house(chief: Supervisor) -> None:
    from tests.pages import Page

    for path in ("", "/month", "/exceptions/new", "/days/new", "/orders/new"):
        page = Page.read(chief.client.get(f"/office/roster{path}").get_data(as_text=True))
        assert page.forbidden == []
        assert page.forms_without_token == []
