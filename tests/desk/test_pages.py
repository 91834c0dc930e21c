"""What does an officer's browser get from the desk, and what does each press do?"""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import AccountView, Role, add_account
from actions.issue import issue_ticket
from actions.views import Issued
from application import House
from passwords import hash_password
from rules.states import Visit
from tests.conftest import SetClock
from tests.visitors import add_officer, csrf, signed_in

TOUCHES = count()


class AtDesk:
    """An officer of Phòng Tư pháp at desk 4."""

    def __init__(self, house: House, account: AccountView) -> None:
        self.client = signed_in(house, account)
        self.headers = {**csrf(self.client), "Accept": "application/json"}
        self.presses = 0

    def press(self, verb: str, desk: str = "4", **wish: Any) -> Any:
        self.presses += 1
        wish.setdefault("press_id", f"press-{self.presses}")
        return self.client.post(f"/desk/{desk}/{verb}", json=wish, headers=self.headers)

    def state(self) -> Any:
        return self.client.get("/desk/4/state").get_json()


@pytest.fixture
def justice(house: House) -> AtDesk:
    return AtDesk(house, add_officer(house, "lien", "TP"))


def take_number(house: House, visit: Visit = Visit.NEW) -> int:
    issued = house.hall.write(issue_ticket, touch_id=f"touch-{next(TOUCHES)}", department="TP", visit=visit)
    assert isinstance(issued, Issued)
    return issued.ticket.number


def test_a_stranger_is_shown_the_sign_in_and_a_script_gets_401(client: FlaskClient) -> None:
    assert client.get("/desk/4").headers["Location"] == "/sign-in?next=/desk/4"
    assert client.get("/desk/4/state", headers={"Accept": "application/json"}).status_code == 401


def test_desks_of_the_officers_department_come_first(house: House, justice: AtDesk) -> None:
    take_number(house)
    text = justice.client.get("/desk/").get_data(as_text=True)
    assert text.index("Quầy 4") < text.index("Quầy 1")
    assert "1 người đang chờ" in text


def test_who_sits_at_a_desk_goes_on_there(justice: AtDesk) -> None:
    assert justice.press("open").get_json()["phase"] == "ready"
    assert justice.client.get("/desk/").headers["Location"] == "/desk/4"


def test_the_screen_comes_with_its_state_and_words(justice: AtDesk) -> None:
    text = justice.client.get("/desk/4").get_data(as_text=True)
    assert '"phase": "closed"' in text
    assert '"desk.finish": "Hoàn thành"' in text


def test_a_desk_that_does_not_exist_is_not_found(justice: AtDesk) -> None:
    assert justice.client.get("/desk/99").status_code == 404
    assert justice.press("open", desk="99").status_code == 404
    assert justice.press("dance").status_code == 404


def test_one_citizen_from_call_to_outcome(house: House, justice: AtDesk) -> None:
    take_number(house)
    justice.press("open")
    called = justice.press("next").get_json()
    assert (called["phase"], called["ticket"]["calls"], called["served_count"]) == ("calling", 1, 0)
    serving = justice.press("serve", ticket=called["ticket"]["id"]).get_json()
    assert serving["phase"] == "serving"
    done = justice.press("finish", ticket=called["ticket"]["id"], outcome="accepted", dossier=" H14-1 ").get_json()
    assert (done["phase"], done["ticket"], done["served_count"]) == ("ready", None, 1)
    assert done["served"][0]["outcome"] == "Đã nhận hồ sơ"


def test_finish_and_call_next_is_one_press(house: House, justice: AtDesk) -> None:
    take_number(house)
    take_number(house)
    justice.press("open")
    justice.press("next")
    justice.press("serve")
    after = justice.press("finish-next", outcome="advice").get_json()
    assert (after["phase"], after["ticket"]["number"], after["served_count"]) == ("calling", 2, 1)


def test_when_nobody_waits_the_finish_stands(house: House, justice: AtDesk) -> None:
    take_number(house)
    for verb in ("open", "next", "serve"):
        justice.press(verb)
    after = justice.press("finish-next", outcome="advice").get_json()
    assert (after["phase"], after["served_count"]) == ("ready", 1)
    assert after["refused"]["next"] == "Không có người chờ"


@pytest.mark.parametrize("outcome", [None, "", "eaten", 3])
def test_a_finish_needs_an_outcome_of_the_forms(house: House, justice: AtDesk, outcome: object) -> None:
    take_number(house)
    for verb in ("open", "next", "serve"):
        justice.press(verb)
    assert justice.press("finish", outcome=outcome).status_code == 400
    assert justice.state()["phase"] == "serving"


def test_a_no_show_needs_a_recall_and_a_minimum_time(house: House, justice: AtDesk, set_clock: SetClock) -> None:
    take_number(house)
    justice.press("open")
    justice.press("next")
    early = justice.press("no-show")
    assert (early.status_code, early.get_json()["title"]) == (409, "Cần gọi lại 1 lần")
    recalled = justice.press("recall").get_json()
    assert recalled["refused"]["no-show"] is None  # the page counts the rest down by itself
    assert justice.press("no-show").get_json()["code"] == "no_show_early"
    set_clock.wait(31)
    gone = justice.press("no-show").get_json()
    assert (gone["phase"], [row["number"] for row in gone["no_shows"]]) == ("ready", [1])


def test_a_refusal_is_a_sentence_for_the_officer(justice: AtDesk) -> None:
    justice.press("open")
    answer = justice.press("next")
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"] == "Không có người chờ"


def test_every_command_that_is_not_possible_says_why(house: House, justice: AtDesk) -> None:
    take_number(house)
    assert set(justice.state()["refused"]) >= {"open", "next", "recall", "serve", "finish", "finish-next", "no-show"}
    assert justice.state()["refused"]["recall"] == "Quầy chưa mở"
    assert justice.press("open").get_json()["refused"]["recall"] == "Chưa gọi số nào"
    assert justice.press("next").get_json()["refused"]["finish-next"] == "Chưa bắt đầu tiếp"
    assert justice.press("serve").get_json()["refused"]["no-show"] == "Công dân đã đến"


def test_the_same_press_sent_twice_counts_once(house: House, justice: AtDesk) -> None:
    take_number(house)
    justice.press("open")
    justice.press("next")
    first = justice.press("recall", press_id="the same")
    again = justice.press("recall", press_id="the same")
    assert (first.get_json()["ticket"]["calls"], again.get_json()["ticket"]["calls"]) == (2, 2)
    assert justice.press("recall", press_id="another").get_json()["ticket"]["calls"] == 3


def test_a_screen_that_shows_an_older_ticket_does_nothing_to_the_new_one(house: House, justice: AtDesk) -> None:
    take_number(house)
    take_number(house)
    justice.press("open")
    old = justice.press("next").get_json()["ticket"]["id"]
    justice.press("serve", ticket=old)
    justice.press("finish-next", ticket=old, outcome="advice")
    late = justice.press("serve", ticket=old)
    assert (late.status_code, late.get_json()["code"]) == (409, "desk_moved_on")
    assert justice.state()["phase"] == "calling"


def test_a_taken_desk_says_by_whom(house: House, justice: AtDesk) -> None:
    AtDesk(house, add_officer(house, "hai", "TP")).press("open")
    state = justice.state()
    assert (state["phase"], state["closed_title"]) == ("closed", "Quầy 4 đang do hai sử dụng.")
    assert justice.press("open").status_code == 409


def test_a_desk_of_other_departments_cannot_be_opened(house: House, justice: AtDesk) -> None:
    assert justice.press("open", desk="2").get_json()["code"] == "desk_not_yours"


def test_the_likely_outcome_follows_what_the_citizen_came_for(house: House, justice: AtDesk) -> None:
    for visit in (Visit.NEW, Visit.RESULT, Visit.UNSURE):
        take_number(house, visit)
    likely = [row["likely_outcome"] for row in justice.state()["waiting"]]
    assert likely == ["accepted", "returned", "advice"]


def test_an_account_without_a_department_cannot_open_a_desk(house: House) -> None:
    alone: Any = house.hall.write(
        add_account, name="mot", role=Role.SUPERVISOR, password_hash=hash_password("mat-khau-thu-1")
    )
    office = AtDesk(house, alone)
    assert "Tài khoản này chưa gắn với phòng nào" in office.client.get("/desk/").get_data(as_text=True)
    assert office.press("open").get_json()["code"] == "no_officer"


def test_a_press_without_our_own_token_is_refused(justice: AtDesk) -> None:
    forged = justice.client.post("/desk/4/open", json={}, headers={"Accept": "application/json"})
    assert forged.status_code == 400
    assert justice.state()["phase"] == "closed"
