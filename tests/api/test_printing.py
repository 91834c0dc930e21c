"""What does a print worker get to print, and what becomes of its reports?"""

from __future__ import annotations

from typing import Any

import pytest

from application import House
from models import PrintJob
from rules.states import JobState
from tests.api.conftest import Program
from tests.api.test_citizens import assert_problem
from tests.conftest import SetClock


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.printing.POLL_S", 0.2)


def claim(printers: Program) -> Any:
    answer = printers.post("/print/claim", printer="preview")
    return answer.json["job"] if answer.status_code == 200 else None


def states(house: House) -> list[str]:
    return house.hall.database.read(lambda session: [job.state for job in session.query(PrintJob).order_by("id")])


def touch(kiosk: Program, *names: str) -> None:
    for name in names:
        assert kiosk.post("/tickets", department="TP", visit="unsure", touch_id=name).status_code == 201


def test_paper_comes_in_the_order_of_the_numbers(kiosk: Program, printers: Program, house: House) -> None:
    touch(kiosk, "touch-0001", "touch-0002")
    first = claim(printers)
    assert (first["facts"]["number"], first["attempt"]) == (1, 1)
    assert states(house) == ["sending", "queued"]
    printers.post(f"/print/jobs/{first['id']}/report", attempt=1, state="printed")
    assert claim(printers)["facts"]["number"] == 2


def test_a_job_lost_on_its_way_is_doubtful_and_never_sent_again(
    kiosk: Program, printers: Program, house: House
) -> None:
    touch(kiosk, "touch-0001")
    lost = claim(printers)
    assert claim(printers) is None
    assert states(house) == ["doubtful"]
    late = printers.post(f"/print/jobs/{lost['id']}/report", attempt=1, state="not_sent")
    assert_problem(late, 409, "illegal_move")
    assert states(house) == ["doubtful"]


def test_a_worker_that_has_hung_up_before_it_is_heard_changes_nothing(
    kiosk: Program, printers: Program, house: House
) -> None:
    touch(kiosk, "touch-0001")
    gone = {"mot_cua.has_gone": lambda: True}
    answer = printers.ask("POST", "/print/claim", json={"printer": "preview"}, environ_overrides=gone)
    assert answer.status_code == 204
    assert states(house) == ["queued"]


def test_a_server_that_stops_hands_out_no_job(kiosk: Program, printers: Program, house: House) -> None:
    touch(kiosk, "touch-0001")
    house.app.config["STOPPING"] = True
    assert claim(printers) is None
    assert states(house) == ["queued"]
    house.app.config["STOPPING"] = False
    assert claim(printers)["facts"]["number"] == 1


def test_a_job_that_was_not_sent_waits_and_holds_those_behind_it(
    kiosk: Program, printers: Program, house: House, set_clock: SetClock
) -> None:
    touch(kiosk, "touch-0001", "touch-0002")
    job = claim(printers)
    printers.post(f"/print/jobs/{job['id']}/report", attempt=1, state="not_sent", detail="paper out")
    assert claim(printers) is None
    set_clock.wait(2.1)
    again = claim(printers)
    assert (again["id"], again["attempt"]) == (job["id"], 2)
    assert_problem(printers.post(f"/print/jobs/{job['id']}/report", attempt=1, state="printed"), 409, "illegal_move")
    assert printers.post(f"/print/jobs/{job['id']}/report", attempt=2, state="unconfirmed").json == {
        "state": "unconfirmed"
    }
    assert states(house) == ["unconfirmed", "queued"]


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.SENDING])
def test_a_worker_cannot_report_what_only_the_server_decides(kiosk: Program, printers: Program, state: str) -> None:
    touch(kiosk, "touch-0001")
    job = claim(printers)
    assert_problem(printers.post(f"/print/jobs/{job['id']}/report", attempt=1, state=state), 409, "illegal_move")
