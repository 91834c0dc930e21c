"""What does each command of the page do, and what does it answer to a body that no page of ours sends?"""

from __future__ import annotations

from typing import Any

import pytest

from actions.issue import issue_ticket
from actions.views import Issued
from application import House
from rules.states import Visit
from tests.conftest import SetClock
from tests.desk.test_pages import AtDesk, take_number
from tests.visitors import add_officer


@pytest.fixture
def justice(house: House) -> AtDesk:
    return AtDesk(house, add_officer(house, "lien", "TP"))


def serving(house: House, at: AtDesk) -> Any:
    take_number(house)
    at.press("open")
    called = at.press("next").get_json()
    return at.press("serve", ticket=called["ticket"]["id"]).get_json()["ticket"]


def procedure_of(at: AtDesk, query: str) -> str:
    found = at.client.get("/desk/4/procedures", query_string={"for": "add", "q": query}).get_json()
    return str(found[0]["procedure"])


def test_a_number_is_called_by_its_label_as_a_pad_types_it(house: House, justice: AtDesk) -> None:
    for _ in range(3):
        take_number(house)
    justice.press("open")
    assert justice.press("call", label="4003").get_json()["ticket"]["label"] == "4-003"
    assert justice.press("call", label="4001").get_json()["title"] == "Đang giữ số 4-003"


def test_a_second_procedure_has_its_own_papers_and_its_own_outcome(house: House, justice: AtDesk) -> None:
    issued: Any = house.hall.write(issue_ticket, touch_id="a touch", procedure="2.000528", visit=Visit.NEW)
    assert isinstance(issued, Issued)
    justice.press("open")
    justice.press("next")
    justice.press("serve")
    state = justice.press("add-procedure", procedure=procedure_of(justice, "chung thuc chu ky")).get_json()
    assert [bool(each["documents"]) for each in state["procedures"]] == [True, True]
    missing = justice.press("finish", outcome="accepted")
    assert missing.get_json()["title"] == "Còn 1 thủ tục chưa có kết quả."
    others = [{"id": state["procedures"][1]["id"], "outcome": "advice"}]
    done = justice.press("finish", outcome="accepted", dossier="H14-1", others=others).get_json()
    assert (done["phase"], done["served_count"]) == ("ready", 1)


def test_the_receiver_sees_from_whom_and_why(house: House, justice: AtDesk) -> None:
    ticket = serving(house, justice)
    land = AtDesk(house, add_officer(house, "lan", "TNMT"))
    land.press("open", desk="2")
    targets = justice.client.get("/desk/4/targets").get_json()
    to = next(each for each in targets if each.get("to_desk") == "2")
    assert to["detail"] == "Đang mở"
    justice.press("transfer", ticket=ticket["id"], to_desk="2", note="Cần xem sổ đỏ")
    row = land.client.get("/desk/2/state").get_json()["waiting"][0]
    assert (row["label"], row["sent"], row["note"]) == ("4-001", "Từ Quầy 4, lien", "Cần xem sổ đỏ")


def test_a_break_says_when_one_is_back_and_calls_nobody(house: House, justice: AtDesk) -> None:
    take_number(house)
    justice.press("open")
    state = justice.press("break", until="9:15", reason="họp").get_json()
    assert (state["phase"], state["back_at"]) == ("break", "9:15")
    assert state["refused"]["next"] == "Đang tạm nghỉ. Bấm tiếp tục làm việc trước."
    assert justice.press("back").get_json()["phase"] == "ready"


def test_closing_over_a_citizen_asks_and_does_what_was_answered(house: House, justice: AtDesk) -> None:
    serving(house, justice)
    assert justice.state()["refused"]["close"] is None  # the page asks
    assert justice.press("close").get_json()["code"] == "close_blocked"
    closed = justice.press("close", held="queue", note="xin tiếp hộ").get_json()
    assert (closed["phase"], closed["undo"]["what"]) == ("closed", "Đóng quầy 4-001")
    back = justice.press("undo").get_json()
    assert (back["phase"], back["ticket"]["label"]) == ("serving", "4-001")


def test_a_colleague_takes_over_with_the_citizen(house: House, justice: AtDesk) -> None:
    serving(house, justice)
    other = AtDesk(house, add_officer(house, "hai", "TP"))
    assert other.state()["may_take_over"] is True
    state = other.press("open", take_over=True).get_json()
    assert (state["phase"], state["ticket"]["label"]) == ("serving", "4-001")


def test_the_desk_is_handed_over_to_one_who_may_sit_there(house: House, justice: AtDesk) -> None:
    serving(house, justice)
    hai = add_officer(house, "hai", "TP")
    add_officer(house, "lan", "TNMT")
    colleagues = justice.client.get("/desk/4/colleagues").get_json()
    assert [(each["to"], each["name"]) for each in colleagues] == [(hai.id, "hai")]
    assert justice.press("hand-over", to=hai.id).get_json()["phase"] == "closed"
    assert AtDesk(house, hai).state()["phase"] == "serving"


def test_who_is_taken_in_gets_one_number_for_one_press(house: House, justice: AtDesk) -> None:
    justice.press("open")
    wish = {"department": "TP", "visit": "result", "serve": True, "press_id": "the same press"}
    first = justice.press("take-in", **wish).get_json()
    again = justice.press("take-in", **wish).get_json()
    assert (first["phase"], again["ticket"]["label"], again["waiting_count"]) == ("serving", "4-001", 0)


def test_no_number_out_of_hours_is_explained_as_at_the_kiosk(
    house: House, justice: AtDesk, set_clock: SetClock
) -> None:
    justice.press("open")
    set_clock.wait(4 * 3600)
    told = justice.press("take-in", department="TP").get_json()
    assert told["title"].startswith("Đang giờ nghỉ trưa.")


def test_priority_is_corrected_and_shown_by_name(house: House, justice: AtDesk) -> None:
    take_number(house)
    take_number(house)
    justice.press("open")
    state = justice.press("priority", label="4-002", priority="elderly").get_json()
    assert [(row["label"], row["priority"]) for row in state["waiting"]] == [("4-002", "Người cao tuổi"), ("4-001", "")]


def test_one_who_goes_home_leaves_the_queue_and_an_undo_brings_them_back(house: House, justice: AtDesk) -> None:
    take_number(house)
    justice.press("open")
    row = justice.state()["waiting"][0]
    state = justice.press("cancel", ticket=row["id"]).get_json()
    assert (state["waiting_count"], state["undo"]["what"]) == (0, "Công dân không chờ nữa 4-001")
    assert justice.press("undo").get_json()["waiting_count"] == 1


@pytest.mark.parametrize(
    ("verb", "wish"),
    [
        ("close", {"held": "eaten"}),
        ("break", {"until": "25:00"}),
        ("break", {"minutes": 0}),
        ("add-procedure", {}),
        ("take-in", {"department": "TP", "visit": "stay"}),
        ("take-in", {"department": "TP", "press_id": ""}),
        ("hand-over", {"to": "hai"}),
        ("finish", {"outcome": "accepted", "others": [1]}),
        ("finish", {"outcome": "accepted", "others": [{"id": 1}]}),
        ("transfer", {"note": 7}),
        ("transfer", {"to_desk": "4\x00"}),
        ("call", {"ticket": 2**70}),
        ("break", {"minutes": 2**40}),
    ],
)
def test_a_body_that_no_page_of_ours_sends_is_refused_and_does_nothing(
    house: House, justice: AtDesk, verb: str, wish: dict[str, Any]
) -> None:
    serving(house, justice)
    before = justice.state()
    assert justice.press(verb, **wish).status_code == 400
    after = justice.state()
    assert (after["seq"], after["phase"]) == (before["seq"], "serving")
