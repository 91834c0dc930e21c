"""What do the wall's page and its snapshot give, and to whom?"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from actions.board import board
from actions.call import call_next
from actions.issue import issue_ticket
from actions.presence import open_desk
from application import House
from live.messages import board_json
from rules.states import Visit
from tests.conftest import MONDAY_MORNING, SetClock
from tests.visitors import add_officer, paired


def test_a_browser_that_is_not_paired_sees_no_wall(client: FlaskClient) -> None:
    assert client.get("/display/").status_code in (401, 403)
    assert client.get("/display/snapshot", headers={"Accept": "application/json"}).status_code == 401


def test_a_kiosk_sees_no_wall(house: House) -> None:
    assert paired(house, "kiosk-1").get("/display/").status_code == 403


def test_the_snapshot_is_the_board_that_live_tells_and_the_day(house: House) -> None:
    snapshot = _snapshot(house)

    told = board_json(house.hall.read(board, wall="wall-1"), house.hall.now())
    assert {name: snapshot[name] for name in told} == told
    assert (snapshot["weekday"], snapshot["works_as"]) == (0, 0)
    assert [line["days"] for line in snapshot["roster"]] == [[0, 2, 4], [1, 3]]
    assert snapshot["office"]["phase"] == "at_work"
    assert snapshot["office"]["until"] == "2017-03-13T11:30:00+07:00"


def test_at_noon_closed_desks_tell_when_work_goes_on(house: House, set_clock: SetClock) -> None:
    set_clock.wait(3 * 3600)

    told = _snapshot(house)["office"]
    assert (told["headline"], told["detail"], told["resumes"]) == ("Nghỉ trưa", "Tiếp lúc 13:30", "13:30")


def test_a_make_up_saturday_shows_the_roster_of_the_day_that_it_replaces(house: House, set_clock: SetClock) -> None:
    _wait_until(set_clock, datetime(2026, 1, 10, 9))

    told = _snapshot(house)
    assert (told["weekday"], told["works_as"]) == (5, 4)
    assert "TP" in told["on_duty"]
    assert told["office"]["phase"] == "at_work"


def test_a_closed_day_tells_why_and_when_to_come(house: House, set_clock: SetClock) -> None:
    _wait_until(set_clock, datetime(2026, 9, 2, 9))

    told = _snapshot(house)
    assert told["works_as"] is None
    assert told["office"]["headline"].startswith("Hôm nay nghỉ")
    assert told["office"]["detail"].endswith("từ 7:30")


def test_the_page_carries_its_first_snapshot(house: House) -> None:
    page = paired(house, "wall-1").get("/display/").get_data(as_text=True)

    assert _data(page, "snapshot")["rows"] == _snapshot(house)["rows"]
    assert _data(page, "names")["departments"]["TP"]["short"] == "Tư pháp"


def test_a_wall_names_no_procedure_and_no_ticket_that_a_telephone_could_open(house: House) -> None:
    hall, officer = house.hall, add_officer(house)
    issued: Any = hall.write(
        issue_ticket,
        touch_id="a touch of the test",
        procedure=None,
        department="TP",
        visit=Visit.RESULT,
        kiosk="kiosk-1",
        language="vi",
    )
    hall.write(open_desk, desk="4", account=officer)
    hall.write(call_next, desk="4", account=officer)

    snapshot = _snapshot(house)
    text = json.dumps(snapshot, ensure_ascii=False)
    assert snapshot["calls"][0]["label"] == issued.ticket.label
    assert issued.ticket.token not in text
    assert issued.ticket.code not in text
    assert Visit.RESULT.value not in text


def _snapshot(house: House) -> Any:
    answer = paired(house, "wall-1").get("/display/snapshot")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_json()


def _wait_until(clock: SetClock, moment: datetime) -> None:
    """Let the office's clock come to a moment of its own wall time (no daylight saving there)."""
    clock.wait((moment - MONDAY_MORNING).total_seconds())


def _data(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])
