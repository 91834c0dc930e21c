"""What does the guide get and give? Numbers for every department, help, paper, numbers found or written by hand."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from actions.help_calls import ask_for_help
from application import House
from models import PrintJob
from tests.conftest import SetClock
from tests.visitors import add_officer, csrf, signed_in

TOUCHES = count(1)


class Guide:
    def __init__(self, house: House) -> None:
        self.client = signed_in(house, add_officer(house, "huong", "KTHT"))
        self.headers = {**csrf(self.client), "Accept": "application/json"}

    def post(self, path: str, **wish: Any) -> Any:
        return self.client.post(f"/desk/guide/{path}", json=wish, headers=self.headers)

    def give(self, **wish: Any) -> Any:
        return self.post("tickets", **{"touch_id": f"touch-{next(TOUCHES):04d}", **wish})

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/desk/guide/{path}", query_string=query).get_json()


@pytest.fixture
def guide(house: House) -> Guide:
    return Guide(house)


def test_a_number_for_any_department_on_duty_with_what_to_tell_the_citizen(guide: Guide) -> None:
    hit = guide.get("procedures", q="chung thuc ban sao")[0]
    ticket = guide.give(procedure=hit["procedure"], kiosk="kiosk-1").get_json()
    assert (ticket["label"], ticket["place"], ticket["ahead"]) == ("4-001", "Quầy 4", "Phía trước còn 0 người")
    assert ticket["wait"] == "chưa rõ phải chờ bao lâu"
    assert (len(ticket["code"]), ticket["paper"]) == (4, "Chờ in phiếu")


def test_without_paper_the_page_says_to_write_the_number_down(guide: Guide) -> None:
    assert guide.give(department="TP").get_json()["paper"].startswith("Không in phiếu")


def test_one_touch_sent_twice_is_one_number(guide: Guide) -> None:
    labels = [guide.give(department="TP", touch_id="the same touch").get_json()["label"] for _ in range(2)]
    assert labels == ["4-001", "4-001"]


def test_a_department_off_duty_gives_no_number_and_says_when(guide: Guide) -> None:
    answer = guide.give(department="GDDT")
    assert answer.status_code == 409
    assert "14/3/2017" in answer.get_json()["title"]
    off = next(each for each in guide.get("state")["departments"] if each["code"] == "GDDT")
    assert (off["is_open"], off["detail"]) == (False, "Trực thứ Ba, 14/3")


def test_a_call_for_help_stands_there_until_somebody_goes(house: House, guide: Guide) -> None:
    house.hall.write(ask_for_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    (call,) = guide.get("state")["calls"]
    assert (call["kiosk"], call["asked"]) == ("Máy lấy số 1", "8:40")
    assert guide.post(f"help/{call['id']}").get_json() == {"state": "answered"}
    assert guide.get("state")["calls"] == []
    late = guide.post(f"help/{call['id']}")
    assert (late.status_code, late.get_json()["code"]) == (409, "help_ended")


def test_a_number_written_by_hand_keeps_its_place(guide: Guide) -> None:
    guide.give(department="TP")
    entered = guide.post("by-hand", department="TP", number=31, at="8:05", touch_id="slip number 31").get_json()
    assert (entered["label"], entered["ahead"]) == ("4-031", "Phía trước còn 0 người")
    again = guide.post("by-hand", department="TP", number=31, touch_id="another slip 31")
    assert again.get_json()["code"] == "number_taken"


def test_a_found_number_says_where_it_is_but_not_its_code(guide: Guide) -> None:
    guide.give(department="TP")
    (found,) = guide.get("find", label="4001")
    assert (found["label"], found["state"], found["code"]) == ("4-001", "Đang chờ", "")
    assert guide.get("find", label="4999") == []
    assert guide.get("find", label="xin chào") == []


def test_one_who_missed_their_turn_comes_back_with_the_code(house: House, guide: Guide, set_clock: SetClock) -> None:
    ticket = guide.give(department="TP").get_json()
    officer = signed_in(house, add_officer(house, "lien", "TP"))
    headers = {**csrf(officer), "Accept": "application/json"}
    for verb in ("open", "next", "recall"):
        officer.post(f"/desk/4/{verb}", json={}, headers=headers)
    set_clock.wait(31)
    officer.post("/desk/4/no-show", json={}, headers=headers)
    assert guide.get("find", label="4-001")[0]["may_return"] is True
    assert guide.post("returned", label="4-001", code="0000" if ticket["code"] != "0000" else "1").status_code == 409
    assert guide.post("returned", label="4-001", code=ticket["code"]).get_json() == {"label": "4-001"}


def test_the_paper_of_a_number_is_printed_again_and_marked(house: House, guide: Guide) -> None:
    guide.give(department="TP")
    (found,) = guide.get("find", label="4001")
    answer = guide.post("reprint", ticket=found["id"], reason="lost", kiosk="kiosk-1")
    assert (answer.status_code, answer.get_json()) == (200, {"label": "4-001"})
    (job,) = house.hall.read(lambda db, here: db.scalars(select(PrintJob)).all())
    assert (job.printer, job.facts["reprint"]) == ("preview", True)
    assert guide.get("find", label="4001")[0]["paper"] == "Chờ in phiếu"


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        ("tickets", {"department": "TP", "touch_id": "short"}),
        ("tickets", {"department": "TP", "touch_id": "long enough", "visit": "stay"}),
        ("by-hand", {"department": "TP", "touch_id": "long enough", "number": "31"}),
        ("reprint", {"ticket": 1, "reason": "boredom"}),
        ("reprint", {"ticket": "1", "reason": "lost"}),
        ("reprint", {"ticket": 2**70, "reason": "lost"}),
        ("by-hand", {"department": "TP", "touch_id": "long enough", "number": 2**70}),
        ("by-hand", {"department": "TP", "touch_id": "long enough", "number": 31, "at": "8.05 giờ"}),
    ],
)
def test_a_body_that_no_page_of_ours_sends_is_refused(guide: Guide, path: str, wish: dict[str, Any]) -> None:
    assert guide.post(path, **wish).status_code == 400
