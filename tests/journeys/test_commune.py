"""A morning at the commune's centre, by its pages: counters share a department, one is missing, the list changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import config as configuration
from actions.hall import Hall
from actions.procedures import procedure_to_edit
from application import House
from reports.raw import read_raw
from tests.actions.at_work import move_to
from tests.conftest import ROOT, SetClock
from tests.office.supervisor import Supervisor, words
from tests.visitors import add_officer, csrf, paired, signed_in

DAY = date(2026, 8, 12)
COPIES = ("2.000815", "2.000884", "2.001035")


@pytest.fixture
def house(make_hall: Callable[..., Hall], tmp_path: Path, set_clock: SetClock) -> Iterator[House]:
    """The centre on a Wednesday, at 8:00: half an hour after it has opened."""
    hall = make_hall(f"sqlite:///{tmp_path / 'commune.db'}", configuration.load(ROOT / "samples/commune/config.toml"))
    move_to(set_clock, hall, datetime(2026, 8, 12, 8, 0))
    house = House(hall, b"a key for tests only, 32 bytes !!")
    house.app.config.update(TESTING=True, PICTURES=tmp_path / "pictures")
    yield house
    house.stop()


class Visitors:
    """Kiosk, the Office and officers of civil status at their counters."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.kiosk = paired(house)
        self.office = Supervisor(house, "van-phong")
        self.officers: dict[str, Any] = {}

    def sits(self, desk: str, *departments: str) -> None:
        client = signed_in(self.house, add_officer(self.house, f"can-bo-{desk}", *departments))
        self.officers[desk] = client, csrf(client, f"/desk/{desk}")
        self.does(desk, "open")

    def does(self, desk: str, verb: str, **wish: Any) -> dict[str, Any]:
        client, headers = self.officers[desk]
        answer = client.post(f"/desk/{desk}/{verb}", json={"press_id": "", **wish}, headers=headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        state: dict[str, Any] = answer.get_json()
        return state

    def reads(self, path: str) -> str:
        return words(self.kiosk.get(f"/kiosk/{path}").get_data(as_text=True)).replace("\N{NO-BREAK SPACE}", " ")

    def takes(self, **wish: str) -> str:
        body = {"touch_id": f"touch of {wish}", **wish}
        answer = self.kiosk.post("/kiosk/tickets", json=body, headers={"Origin": "http://localhost"})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        label: str = answer.get_json()["label"]
        return label


@pytest.fixture
def visitors(house: House) -> Visitors:
    return Visitors(house)


def test_each_counter_shows_and_calls_its_own(visitors: Visitors) -> None:
    visitors.sits("8", "TPHT")
    visitors.sits("9", "TPHT")
    single = visitors.takes(procedure="1.004873")
    birth = visitors.takes(procedure="1.001193")
    unsure = visitors.takes(department="TPHT", visit="unsure")
    eight, nine = (visitors.does(desk, "open") for desk in ("8", "9"))
    assert eight["departments"] == ["Tư pháp - Hộ tịch: Chứng thực, Nuôi con nuôi, 3 thủ tục"]
    assert labels(eight) == [single, unsure]
    assert labels(nine) == [birth, unsure]
    assert labels(visitors.does("9", "next")) == [unsure]
    assert labels(visitors.does("8", "next")) == [unsure]


def test_before_the_touch_a_citizen_reads_the_counter_and_who_is_before(visitors: Visitors) -> None:
    visitors.takes(procedure="1.001193")  # counter 9
    visitors.takes(department="TPHT", visit="unsure")  # 8 or 9
    assert "Quầy 8 1 người đang chờ" in visitors.reads("procedures/1.004873")
    assert "Quầy 6 Thời gian chờ: chưa rõ" in visitors.reads("procedures/1.000894")
    assert "Khu vực chờ, tầng 1 2 người đang chờ" in visitors.reads("departments/TPHT/unsure")


def test_a_missing_counter_is_an_alert_and_an_apology_to_whom_it_concerns(visitors: Visitors) -> None:
    assert "Tư pháp - Hộ tịch chưa mở quầy" in visitors.reads("procedures/1.004873")
    visitors.sits("9", "TPHT")
    assert "quầy tiếp việc này chưa mở" in visitors.reads("procedures/1.004873")
    for served in ("procedures/1.001193", "departments/TPHT", "departments/TPHT/result"):
        assert "Xin lỗi" not in visitors.reads(served)
    seen = visitors.office.sees("/")
    assert "Tư pháp - Hộ tịch: sau 30 phút chưa mở quầy cho một phần việc." in seen
    assert "Đăng ký kết hôn; " in seen
    assert "Quầy 9: can-bo-9 Thiếu quầy" in seen
    for desk in ("8", "6"):
        visitors.sits(desk, "TPHT")
    assert "một phần việc" not in visitors.office.sees("/")
    assert "Xin lỗi" not in visitors.reads("procedures/1.004873")


def test_the_office_is_told_what_its_change_of_the_list_does_to_the_counters(visitors: Visitors) -> None:
    assert "[[desks]]" not in visitors.office.sees("/procedures") + visitors.office.sees("/")
    for key in COPIES:
        edit = visitors.house.hall.read(procedure_to_edit, key=key)
        assert edit is not None
        wish = edit.wish
        form = {"name": wish.name, "code": wish.code, "department": wish.department, "field": "Sao y, chữ ký"}
        assert visitors.office.sends(f"/procedures/edit/{key}", revision=edit.revision, **form).status_code == 302
    for page in ("/procedures", "/"):
        seen = visitors.office.sees(page)
        assert "Quầy 8 ghi lĩnh vực “Chứng thực” của Tư pháp - Hộ tịch" in seen
        assert "3 thủ tục của Tư pháp - Hộ tịch chưa được ghi cho quầy nào; tạm thời tiếp tại: Quầy 8, Quầy 9." in seen
    copy = visitors.takes(procedure=COPIES[0])
    visitors.sits("9", "TPHT")
    assert visitors.does("9", "next")["ticket"]["number"] == int(copy.split("-")[1])


def test_a_sitting_is_kept_by_whoever_of_the_department_sits_at_a_counter_for_any_of_it(visitors: Visitors) -> None:
    visitors.sits("6", "TPHT")
    rows = visitors.house.hall.read(read_raw, first=DAY, last=DAY)
    (opened,) = [row for row in rows if row["kind"] == "desk_opened"]
    assert (opened["departments"], opened["desk_departments"]) == ("TPHT", "XDCT, TPHT")


def labels(state: dict[str, Any]) -> list[str]:
    return [f"{row['series']}-{row['number']:03d}" for row in state["waiting"]]
