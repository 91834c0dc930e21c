"""What does a program get when it asks for a number, and when it may not have one?"""

from __future__ import annotations

from typing import Any

import pytest

from application import House
from tests.api.conftest import Program
from tests.conftest import SetClock

BUILDING_PERMIT = "1.013225"
FOOD_SAFETY = "YT-01"


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.get_data(as_text=True)
    told: dict[str, Any] = answer.get_json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["title"]
    return told


def test_a_touch_gets_201_and_the_same_touch_again_200(kiosk: Program) -> None:
    first = kiosk.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0001")
    again = kiosk.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0001")
    assert (first.status_code, again.status_code) == (201, 200)
    assert {name: again.json[name] for name in ("token", "label")} == {"token": first.json["token"], "label": "1-001"}


def test_a_ticket_in_json_is_as_the_architecture_names_it(kiosk: Program) -> None:
    ticket = kiosk.post("/tickets", department="TP", visit="result", touch_id="touch-0001", language="en").json
    assert ticket["issued_at"] == "2017-03-13T01:40:00+00:00"
    assert len(ticket.pop("token")) >= 20
    assert ticket == {
        "series": 4,
        "number": 1,
        "label": "4-001",
        "department": "TP",
        "procedure": None,
        "visit": "result",
        "place": "Counter 4",
        "state": "waiting",
        "ahead": 0,
        "wait": None,
        "issued_at": ticket["issued_at"],
        "print_state": "queued",
        "url": None,
    }


def test_an_officers_program_issues_without_paper(officer: Program) -> None:
    answer = officer.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0001")
    assert (answer.status_code, answer.json["print_state"]) == (201, None)


def test_a_department_off_duty_is_409_with_code_and_next(kiosk: Program) -> None:
    answer = kiosk.post("/tickets", procedure=FOOD_SAFETY, touch_id="touch-0001")
    told = assert_problem(answer, 409, "off_roster")
    assert told["next"]["day"] == "2017-03-14"
    assert told["next"]["department"] == "YT"
    assert told["next"]["sittings"][0] == {"name": "morning", "opens": "07:30", "closes": "11:30"}
    assert told["next"]["place"]
    assert told["next"]["phone"]
    assert told["detail"]


def test_a_closed_office_is_409_with_code_and_next(kiosk: Program, set_clock: SetClock) -> None:
    set_clock.wait(12 * 3600)
    told = assert_problem(kiosk.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0001"), 409, "evening")
    assert told["next"]["day"] == "2017-03-15"


@pytest.mark.parametrize("wish", [{"procedure": "9.999"}, {"department": "NONE"}, {}])
def test_what_nobody_offers_is_409(kiosk: Program, wish: dict[str, str]) -> None:
    assert_problem(kiosk.post("/tickets", touch_id="touch-0001", **wish), 409, "no_procedure")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"touch_id"}),
        ({"touch_id": "short"}, {"touch_id"}),
        ({"touch_id": "x" * 101, "visit": "party"}, {"touch_id", "visit"}),
        ({"touch_id": "touch-0001", "language": "fr", "name": "somebody"}, {"language", "name"}),
        ({"touch_id": 12345678, "procedure": 7, "department": []}, {"touch_id", "procedure", "department"}),
        ([], {""}),
        ("a text", {""}),
    ],
)
def test_a_bad_body_is_400_and_names_every_field(kiosk: Program, body: Any, fields: set[str]) -> None:
    told = assert_problem(kiosk.ask("POST", "/tickets", json=body), 400, "bad_body")
    assert {error["field"] for error in told["errors"]} == fields
    assert all(error["reason"] for error in told["errors"])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"\xff\xfe", b"null", b"[" * 5_000,
        b'{"touch_id": "a touch \\u0000", "department": "TP"}',
        b'{"touch_id": "a touch \\ud800", "department": "TP"}',
        b'{"touch_id": "a touch", "department": "TP\\u0000"}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_or_cannot_be_kept_is_400(kiosk: Program, data: bytes) -> None:
    answer = kiosk.ask("POST", "/tickets", data=data, content_type="application/json")
    assert_problem(answer, 400, "bad_body")


def test_a_ticket_is_found_by_its_token_alone(kiosk: Program, stranger: Program) -> None:
    issued = kiosk.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0001").json
    assert stranger.get(f"/tickets/{issued['token']}").json == issued
    kiosk.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0002")
    assert stranger.get(f"/tickets/{issued['token']}").json["ahead"] == 0


def test_nothing_tells_more_of_a_ticket_than_its_number(kiosk: Program, stranger: Program) -> None:
    issued = kiosk.post("/tickets", procedure=BUILDING_PERMIT, touch_id="touch-0001").json
    told = stranger.get(f"/tickets/{issued['token']}").get_data(as_text=True)
    assert "touch-0001" not in told
    assert "code" not in told


def test_an_unknown_ticket_is_404(stranger: Program) -> None:
    assert_problem(stranger.get("/tickets/guessed"), 404, "no_ticket")


@pytest.mark.parametrize("path", ["/nothing", "/tickets/a/b", "/desks", "/print/nothing"])
def test_what_does_not_exist_is_404_as_a_problem(kiosk: Program, path: str) -> None:
    assert_problem(kiosk.get(path), 404, "not_found")


def test_the_wrong_method_is_405_as_a_problem(kiosk: Program) -> None:
    assert_problem(kiosk.ask("DELETE", "/tickets"), 405, "method_not_allowed")


def test_without_a_token_it_is_401_and_with_the_wrong_one_403(
    stranger: Program, printers: Program, kiosk: Program
) -> None:
    assert_problem(stranger.get("/departments"), 401, "not_signed_in")
    assert_problem(printers.get("/departments"), 403, "not_allowed")
    assert_problem(kiosk.post("/desks/4/open"), 403, "not_allowed")


def test_departments_tell_duty_next_sitting_and_people_waiting(kiosk: Program) -> None:
    kiosk.post("/tickets", department="TP", visit="unsure", touch_id="touch-0001")
    told = {d["code"]: d for d in kiosk.get("/departments").json["departments"]}
    assert list(told) == [
        "KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT", "YT", "NV", "GDDT", "VHTT", "DT", "TTR",
    ]  # fmt: skip
    assert (told["TP"]["is_open"], told["TP"]["waiting"], told["TP"]["code_closed"]) == (True, 1, None)
    assert (told["YT"]["is_open"], told["YT"]["code_closed"]) == (False, "off_roster")
    assert told["YT"]["next"]["day"] == "2017-03-14"


def test_procedures_are_listed_by_department_and_searched_without_accents(kiosk: Program) -> None:
    everything = kiosk.get("/procedures").json["procedures"]
    assert len(everything) == 143
    of_justice = kiosk.get("/procedures?department=TP").json["procedures"]
    assert {p["department"] for p in of_justice} == {"TP"}
    found = kiosk.get("/procedures?q=giay phep xay dung").json["procedures"]
    assert found
    assert "xây dựng" in found[0]["name"].lower()
    assert found == kiosk.get("/procedures?q=giấy phép xây dựng").json["procedures"]
    assert kiosk.get("/procedures?q=giay phep xay dung&department=TP").json["procedures"] != found
    assert kiosk.get("/procedures?department=NONE").json["procedures"] == []


def test_the_board_is_what_the_walls_show(kiosk: Program, officer: Program) -> None:
    kiosk.post("/tickets", department="TP", visit="unsure", touch_id="touch-0001")
    officer.post("/desks/4/open")
    officer.post("/desks/4/next")
    board = kiosk.get("/board").json
    row = next(row for row in board["rows"] if row["desk"] == "4")
    assert (row["state"], row["series"], row["number"], row["waiting"]) == ("calling", 4, 1, 0)
    assert [(call["label"], call["desk"], call["count"]) for call in board["calls"]] == [("4-001", "4", 1)]
    assert (board["waiting"], board["day"]) == (0, "2017-03-13")


def test_the_api_needs_no_page_and_no_origin(house: House, kiosk: Program) -> None:
    answer = kiosk.post("/tickets", department="TP", visit="unsure", touch_id="touch-0001")
    assert answer.status_code == 201
    assert answer.headers.getlist("Set-Cookie") == []
