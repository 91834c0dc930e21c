"""Does the Office see its machines, pair them, and put one out?"""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from actions.accounts import Role
from actions.devices import add_device_token, mark_seen
from actions.turn_away import hold_back
from application import House
from tests.conftest import SetClock
from tests.visitors import add_officer, csrf, paired, signed_in


@pytest.fixture
def supervisor(house: House) -> FlaskClient:
    return signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))


def test_every_machine_of_the_configuration_is_listed(supervisor: FlaskClient) -> None:
    text = supervisor.get("/office/devices").get_data(as_text=True)
    for name in ("Máy lấy số 1", "Màn hình khu vực chờ", "preview", "Chưa ghép"):
        assert name in text


def test_a_code_is_shown_once_and_pairs(house: House, supervisor: FlaskClient) -> None:
    made = supervisor.post("/office/devices/kiosk-1/pairing", headers=csrf(supervisor, "/office/devices"))
    text = made.get_data(as_text=True)
    found = re.search(r'code__digits num">(\d{4}) (\d{4})<', text)
    assert found is not None
    assert "http://localhost/pair" in text
    assert made.headers["Cache-Control"] == "no-store"
    assert found[1] not in supervisor.get("/office/devices").get_data(as_text=True)
    kiosk = house.app.test_client()
    answer = kiosk.post("/pair", data={"code": found[1] + found[2]}, headers=csrf(kiosk, "/pair"))
    assert answer.headers["Location"] == "/kiosk/"


def test_a_revoked_machine_stops_at_once(house: House, supervisor: FlaskClient) -> None:
    kiosk = paired(house)
    assert kiosk.get("/kiosk/").status_code == 200
    supervisor.post("/office/devices/kiosk-1/revoke", headers=csrf(supervisor, "/office/devices"))
    assert kiosk.get("/kiosk/").status_code == 403
    assert "Đã ngừng ghép Máy lấy số 1." in supervisor.get("/office/devices").get_data(as_text=True)


def test_an_unknown_machine_is_not_found(supervisor: FlaskClient) -> None:
    headers = csrf(supervisor, "/office/devices")
    assert supervisor.post("/office/devices/kiosk-9/pairing", headers=headers).status_code == 404
    assert supervisor.post("/office/devices/kiosk-9/revoke", headers=headers).status_code == 404


def test_the_office_sees_whether_a_kiosk_runs_and_how_often_it_rested(
    house: House, supervisor: FlaskClient, set_clock: SetClock
) -> None:
    secret = house.hall.write(add_device_token, code="kiosk-1")
    house.hall.write(mark_seen, secret=secret)
    house.hall.write(hold_back, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    text = supervisor.get("/office/devices").get_data(as_text=True)
    assert "Đang hoạt động" in text
    assert "Hôm nay tạm nghỉ 1 lượt vì lấy quá nhiều số" in text
    set_clock.wait(10 * 60)
    text = supervisor.get("/office/devices").get_data(as_text=True)
    assert "Không thấy hoạt động" in text
    assert "Đang hoạt động" not in text
