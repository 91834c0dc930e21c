"""Can the Office stop and resume a department, and say something on the walls?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import Role
from actions.board import board
from actions.issue import issue_ticket
from actions.stops import notices_now, put_notice, stops_now
from actions.views import Issued
from application import House
from live.messages import board_json
from rules.refusals import Refusal
from tests.conftest import SetClock
from tests.pages import Page
from tests.visitors import add_officer, csrf, paired, signed_in

STOP = "/office/departments/TP/stop"


@pytest.fixture
def supervisor(house: House) -> FlaskClient:
    return signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))


def send(client: FlaskClient, path: str, **data: str) -> Any:
    return client.post(path, data=data, headers=csrf(client, "/office/notices"))


def issue(house: House) -> Issued | Refusal:
    return house.hall.write(issue_ticket, touch_id="a touch", department="TP", kiosk="kiosk-1")


# -- stops -------------------------------------------------------------------------------------------------------


def test_a_stopped_department_gives_no_number_and_says_why(house: House, supervisor: FlaskClient) -> None:
    answer = send(supervisor, STOP, reason="power", until="9:30")
    assert answer.headers["Location"] == "/office/"
    assert "Đã ngừng nhận số của Phòng Tư pháp." in supervisor.get("/office/").get_data(as_text=True)
    assert isinstance(issue(house), Refusal)
    kiosk = paired(house).get("/kiosk/departments/TP").get_data(as_text=True).replace("\xa0", " ")
    assert "Phòng Tư pháp tạm ngừng nhận số: mất điện. Xin lỗi ông/bà." in kiosk
    assert "Dự kiến nhận lại lúc 9:30." in kiosk


def test_own_words_are_told_instead_of_the_reason(house: House, supervisor: FlaskClient) -> None:
    send(supervisor, STOP, reason="other", words="máy tính đang sửa")
    (stop,) = house.hall.read(stops_now)
    assert (stop.reason, stop.until) == ("máy tính đang sửa", None)
    kiosk = paired(house).get("/kiosk/departments/TP").get_data(as_text=True).replace("\xa0", " ")
    assert "tạm ngừng nhận số: máy tính đang sửa." in kiosk


def test_it_resumes_by_a_button_and_by_the_clock(house: House, supervisor: FlaskClient, set_clock: SetClock) -> None:
    send(supervisor, STOP, reason="meeting")
    assert "Nhận lại" in supervisor.get("/office/").get_data(as_text=True)
    assert send(supervisor, "/office/departments/TP/resume").headers["Location"] == "/office/"
    assert isinstance(issue(house), Issued)
    send(supervisor, STOP, reason="meeting", until="9h")
    set_clock.wait(20 * 60)
    assert house.hall.read(stops_now) == ()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"words": "đang sửa máy"}, 200, "Ô này còn trống"),
        ({"reason": "power", "words": "đang sửa máy", "until": "lát nữa"}, 200, "Ghi giờ như 9:30."),
        ({"reason": "power", "words": "đang sửa máy", "until": "25:00"}, 200, "Ghi giờ như 9:30."),
        ({"reason": "power", "words": "đang sửa máy", "until": "7:00"}, 409, "Giờ kết thúc phải ở phía trước."),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(
    house: House, supervisor: FlaskClient, typed: dict[str, str], status: int, said: str
) -> None:
    answer = send(supervisor, STOP, **typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert said in text
    assert 'value="đang sửa máy"' in text
    assert house.hall.read(stops_now) == ()


def test_two_supervisors_who_stop_the_same_are_told(supervisor: FlaskClient) -> None:
    send(supervisor, STOP, reason="power")
    second = send(supervisor, STOP, reason="meeting")
    assert second.status_code == 409
    assert "Phòng này đang tạm ngừng nhận số rồi." in second.get_data(as_text=True)


def test_a_department_that_does_not_exist_is_not_found(supervisor: FlaskClient) -> None:
    assert supervisor.get("/office/departments/XX/stop").status_code == 404
    assert send(supervisor, "/office/departments/XX/resume").status_code == 404


def test_resuming_what_runs_is_told(supervisor: FlaskClient) -> None:
    answer = send(supervisor, "/office/departments/TP/resume")
    assert answer.status_code == 409
    assert "Phòng này đang nhận số." in answer.get_data(as_text=True)


# -- an apology at the kiosk -------------------------------------------------------------------------------------


def test_the_kiosk_apologises_for_a_department_that_nobody_covers(house: House) -> None:
    for path in ("/kiosk/departments/TP", "/kiosk/departments/TP/unsure", "/kiosk/procedures/1.013225"):
        department = paired(house).get(path)
        text = department.get_data(as_text=True).replace("\xa0", " ")
        assert "chưa mở quầy. Văn phòng đã được báo." in text, path
        assert "0206 000 000" in text
    assert isinstance(issue(house), Issued)


def test_no_apology_before_the_grace_is_over(house: House, set_clock: SetClock) -> None:
    set_clock.wait(-65 * 60)
    text = paired(house).get("/kiosk/departments/TP").get_data(as_text=True)
    assert "chưa mở quầy" not in text.replace("\xa0", " ")


# -- notices -----------------------------------------------------------------------------------------------------


def test_a_notice_stands_on_the_wall_until_it_is_taken_off(house: House, supervisor: FlaskClient) -> None:
    send(supervisor, "/office/notices", text="Sáng mai  nghỉ họp.", lasts="open")
    told = board_json(house.hall.read(board, wall="wall-1"), house.hall.now())
    assert [(each["text"], each["until"]) for each in told["notices"]] == [("Sáng mai nghỉ họp.", None)]
    assert "Sáng mai nghỉ họp." in supervisor.get("/office/notices").get_data(as_text=True)
    (notice,) = house.hall.read(notices_now)
    send(supervisor, f"/office/notices/{notice.id}/end")
    assert house.hall.read(board, wall="wall-1").notices == ()
    again = send(supervisor, f"/office/notices/{notice.id}/end")
    assert (again.status_code, "Thông báo này đã gỡ." in again.get_data(as_text=True)) == (409, True)


@pytest.mark.parametrize(
    ("lasts", "until", "ends"),
    [
        ("today", "", "2017-03-14T00:00:00+07:00"),
        ("week", "", "2017-03-20T00:00:00+07:00"),
        ("clock", "16h30", "2017-03-13T16:30:00+07:00"),
    ],
)
def test_a_notice_lasts_as_long_as_chosen(
    house: House, supervisor: FlaskClient, lasts: str, until: str, ends: str
) -> None:
    send(supervisor, "/office/notices", text="Nghỉ họp.", lasts=lasts, until=until)
    (notice,) = house.hall.read(notices_now)
    assert notice.until is not None
    assert notice.until.astimezone(house.hall.config.site.zone).isoformat() == ends


def test_a_notice_for_this_week_put_on_sunday_ends_that_night(
    house: House, supervisor: FlaskClient, set_clock: SetClock
) -> None:
    set_clock.wait(6 * 24 * 3600)
    send(supervisor, "/office/notices", text="Nghỉ họp.", lasts="week")
    (notice,) = house.hall.read(notices_now)
    assert notice.until is not None
    assert notice.until.astimezone(house.hall.config.site.zone).isoformat() == "2017-03-20T00:00:00+07:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "  ", "lasts": "open"}, "Chưa ghi nội dung thông báo."),
        ({"text": "a" * 201, "lasts": "open"}, "Thông báo dài quá 200 ký tự."),
        ({"text": "Nghỉ họp.", "lasts": "clock", "until": "7:00"}, "Giờ kết thúc phải ở phía trước."),
        ({"text": "Nghỉ họp.", "lasts": "clock", "until": ""}, "Ghi giờ như 9:30."),
    ],
)
def test_a_notice_that_cannot_be_put_is_kept_in_the_form(
    house: House, supervisor: FlaskClient, typed: dict[str, str], said: str
) -> None:
    text = send(supervisor, "/office/notices", **typed).get_data(as_text=True)
    assert said in text
    assert typed["text"].strip() in text
    assert house.hall.read(notices_now) == ()


def test_the_pages_keep_the_policy(house: House, supervisor: FlaskClient) -> None:
    house.hall.write(put_notice, text="<b>Nghỉ</b>", until=None, actor="test")
    for path in (STOP, "/office/notices"):
        text = supervisor.get(path).get_data(as_text=True)
        page = Page.read(text)
        assert page.forbidden == []
        assert page.forms_without_token == []
        assert "<b>Nghỉ</b>" not in text
