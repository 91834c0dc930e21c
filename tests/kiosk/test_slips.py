"""In phiếu nhắc ngày trực: from the touch before a closed door to the slip, or to words instead of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from actions.hall import Hall
from actions.outbox import Job, claim_job, report_job
from actions.site import open_site
from rules.states import JobState
from tests.conftest import SetClock
from tests.kiosk.test_screens import SIZES, SMALL, measured
from tests.patience import comes_to
from tests.running import RunningServer

TOUCH = "0123456789abcdef"
FROM_OUR_PAGE = {"Origin": "http://localhost"}
Open = Callable[..., Any]


def ask(kiosk: FlaskClient, **wish: Any) -> Any:
    body = {"touch_id": TOUCH, "department": "GDDT", "language": "vi", **wish}
    return kiosk.post("/kiosk/slips", json=body, headers=FROM_OUR_PAGE)


def settle(hall: Hall, state: JobState) -> None:
    job: Job | None = hall.write(claim_job, printer="preview")
    assert job is not None
    hall.write(report_job, job=job.id, attempt=job.attempt, state=state)


def test_a_touch_gives_a_slip_and_the_same_touch_no_other(kiosk: FlaskClient) -> None:
    first, second = ask(kiosk), ask(kiosk)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["token"] == second.json["token"]
    assert first.json["paper"] == {"kind": "printing", "sentence": "Đang in phiếu nhắc…"}
    assert first.json["picture"] is None


def test_a_preview_printer_shows_the_slip(kiosk: FlaskClient, sqlite_hall: Hall, tmp_path: Path) -> None:
    made = ask(kiosk).json
    settle(sqlite_hall, JobState.PRINTED)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / f"{made['token']}.png").write_bytes(b"a picture")
    state = kiosk.get(made["state"]).json
    assert state["paper"]["kind"] == "screen"
    assert kiosk.get(state["picture"], buffered=True).data == b"a picture"


@pytest.mark.parametrize("state", [JobState.NOT_SENT, JobState.DOUBTFUL])
def test_a_slip_that_could_not_be_printed_is_to_be_noted(
    kiosk: FlaskClient, sqlite_hall: Hall, state: JobState
) -> None:
    made = ask(kiosk).json
    settle(sqlite_hall, state)
    assert kiosk.get(made["state"]).json["paper"] == {
        "kind": "fault",
        "sentence": "Chưa in được phiếu nhắc. Xin ghi lại ngày trực.",
    }


def test_an_unknown_slip_is_not_found(kiosk: FlaskClient) -> None:
    assert kiosk.get("/kiosk/slips/guessed").status_code == 404
    assert kiosk.get("/kiosk/slips/guessed/picture.png").status_code == 404


def test_an_unknown_department_is_refused(kiosk: FlaskClient) -> None:
    answer = ask(kiosk, department="NOBODY")
    assert (answer.status_code, answer.json["code"]) == (409, "no_procedure")


@pytest.mark.parametrize(
    "wish",
    [{"department": None}, {"touch_id": "short"}, {"touch_id": None}, {"procedure": 7}, {"department": ["TP"]}],
)
def test_what_is_no_wish_is_a_bad_request(kiosk: FlaskClient, wish: dict[str, Any]) -> None:
    answer = ask(kiosk, **wish)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_wish")


def test_a_forged_touch_prints_nothing(kiosk: FlaskClient) -> None:
    wish = {"touch_id": TOUCH, "department": "GDDT"}
    for headers in ({}, {"Origin": "http://elsewhere.example"}):
        assert kiosk.post("/kiosk/slips", json=wish, headers=headers).status_code in (400, 403)
    assert ask(kiosk).status_code == 201


def test_every_closed_door_offers_the_slip_and_an_open_one_does_not(kiosk: FlaskClient) -> None:
    for path in ("/kiosk/departments/GDDT", "/kiosk/procedures/VHTT-02", "/kiosk/departments/GDDT/result"):
        assert "In phiếu nhắc ngày trực" in kiosk.get(path).get_data(as_text=True), path
    assert "data-slip" not in kiosk.get("/kiosk/departments/TP").get_data(as_text=True)


def test_at_lunch_the_slip_is_for_this_afternoon(kiosk: FlaskClient, sqlite_hall: Hall, set_clock: SetClock) -> None:
    set_clock.wait((datetime(2017, 3, 13, 12, 0) - datetime(2017, 3, 13, 8, 40)).seconds)
    assert "data-slip" in kiosk.get("/kiosk/departments/TP").get_data(as_text=True)
    ask(kiosk, department="TP")
    job = sqlite_hall.write(claim_job, printer="preview")
    assert job is not None
    assert job.facts["day"] == "2017-03-13"
    assert [each["name"] for each in job.facts["sittings"]] == ["afternoon"]


# -- in a browser ------------------------------------------------------------------------------------------------


def closed_door(open_kiosk: Open, server: RunningServer, path: str = "/kiosk/departments/GDDT", **more: Any) -> Any:
    page = open_kiosk(server, **more)
    page.goto(f"{server.url}{path}")
    page.wait_for_selector("[data-slip]")
    return page


def test_touched_in_haste_it_prints_once_and_shows_the_preview(server: RunningServer, open_kiosk: Open) -> None:
    page = closed_door(open_kiosk, server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.evaluate("const b = document.querySelector('[data-slip]'); b.click(); b.click(); b.click()")
    page.wait_for_selector("button.slipbar:visible")
    assert asked == [f"{server.url}/kiosk/slips"]
    page.tap("button.slipbar")
    page.wait_for_selector("dialog#preview[open] img")
    width = "document.querySelector('dialog#preview img').naturalWidth"
    comes_to(page, 576, lambda: page.evaluate(width))
    assert page.wrong == []


def test_with_the_server_gone_the_day_is_to_be_noted_and_the_next_touch_helps(
    server: RunningServer, open_kiosk: Open
) -> None:
    page = closed_door(open_kiosk, server)
    page.route("**/kiosk/slips", lambda route: route.abort())
    page.tap("[data-slip]")
    fault = page.locator(".slipbar[data-paper=fault]:visible")
    expect(fault).to_have_text("Chưa in được phiếu nhắc. Xin ghi lại ngày trực.")
    page.unroute("**/kiosk/slips")
    page.tap("[data-slip]")
    page.wait_for_selector("button.slipbar:visible")


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
@pytest.mark.parametrize("path", ["/kiosk/departments/GDDT", "/kiosk/procedures/VHTT-02"])
def test_the_page_fits_before_after_and_when_it_fails(
    server: RunningServer, open_kiosk: Open, size: str, path: str
) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    page = closed_door(open_kiosk, server, path, size=(width, height))
    assert measured(page, least) == []
    page.route("**/kiosk/slips", lambda route: route.abort())
    page.tap("[data-slip]")
    page.wait_for_selector(".slipbar[data-paper=fault]:visible")
    assert measured(page, least) == []
    page.unroute("**/kiosk/slips")
    page.tap("[data-slip]")
    page.wait_for_selector("button.slipbar:visible")
    assert measured(page, least) == []


def test_a_restart_leaves_no_slip_half_printed(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    made = ask(kiosk).json
    sqlite_hall.write(claim_job, printer="preview")
    sqlite_hall.write(open_site)
    assert kiosk.get(made["state"]).json["paper"]["kind"] == "fault"
