"""Does a program drive a desk as its officer's page does?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Program
from tests.api.test_citizens import assert_problem
from tests.conftest import SetClock

# What a command needs beside the press itself.
BODIES: dict[str, dict[str, Any]] = {
    "add-procedure": {"procedure": "TP-01"},
    "take-in": {"touch_id": "walk-in-0001", "department": "TP"},
    "hand-over": {"to": 1},
    "priority": {"priority": "elderly"},
    "transfer": {"to_department": "KTHT"},
}


@pytest.fixture
def queue(kiosk: Program) -> list[Any]:
    """Three people wait for the department of desk 4."""
    return [kiosk.post("/tickets", department="TP", visit="unsure", touch_id=f"touch-{n:04d}").json for n in range(3)]


def test_the_whole_round_of_a_desk(officer: Program, queue: list[Any]) -> None:
    opened = officer.post("/desks/4/open").json
    assert (opened["is_open"], opened["departments"], opened["ticket"]) == (True, ["TP"], None)
    assert [row["label"] for row in opened["waiting"]] == ["4-001", "4-002", "4-003"]
    called = officer.post("/desks/4/next").json
    assert (called["ticket"]["label"], called["ticket"]["state"], called["ticket"]["calls"]) == ("4-001", "called", 1)
    again = officer.post("/desks/4/recall").json
    assert (again["ticket"]["label"], again["ticket"]["calls"]) == ("4-001", 2)
    serving = officer.post("/desks/4/serve").json
    assert serving["ticket"]["state"] == "serving"
    done = officer.post("/desks/4/finish", outcome="supplement", dossier="000.00.01.H14-170313-0001").json
    assert (done["ticket"], done["served_count"], len(done["waiting"])) == (None, 1, 2)
    assert officer.get("/desks/4").json == done
    closed = officer.post("/desks/4/close").json
    assert (closed["is_open"], closed["officer"]) == (False, None)
    assert closed["seq"] > done["seq"] > serving["seq"] > again["seq"] > called["seq"] > opened["seq"]


def test_a_desk_closes_with_the_results_of_every_procedure(officer: Program, kiosk: Program) -> None:
    kiosk.post("/tickets", procedure="1.013225", visit="new", touch_id="touch-0001")
    for verb in ("open", "next", "serve"):
        officer.post(f"/desks/1/{verb}")
    further = officer.post("/desks/1/add-procedure", procedure="1.013225").json["procedures"][1]["id"]
    wish = {"held": "finish", "outcome": "advice"}
    assert officer.post("/desks/1/close", **wish).status_code == 409
    closed = officer.post("/desks/1/close", **wish, others=[{"id": further, "outcome": "accepted", "dossier": "H14-7"}])
    assert (closed.status_code, closed.json["is_open"], closed.json["served_count"]) == (200, False, 1)


def test_what_a_program_sends_late_counts_from_when_it_happened(
    officer: Program, queue: list[Any], set_clock: SetClock
) -> None:
    for verb in ("open", "next", "serve"):
        officer.post(f"/desks/4/{verb}")
    set_clock.wait(100)
    assert officer.post("/desks/4/finish", age_ms=-1).status_code == 400
    assert officer.post("/desks/4/finish", outcome="advice", age_ms=70_000).json["served"][0]["served_s"] == 30
    set_clock.wait(10)
    assert officer.post("/desks/4/close", age_ms=5_000).json["is_open"] is False


def test_a_no_show_needs_a_recall_and_its_time(officer: Program, queue: list[Any], set_clock: SetClock) -> None:
    officer.post("/desks/4/open")
    officer.post("/desks/4/next")
    assert_problem(officer.post("/desks/4/no-show"), 409, "no_show_recall")
    officer.post("/desks/4/recall")
    assert_problem(officer.post("/desks/4/no-show"), 409, "no_show_early")
    set_clock.wait(31)
    gone = officer.post("/desks/4/no-show").json
    assert (gone["ticket"], [row["label"] for row in gone["no_shows"]]) == (None, ["4-001"])


def test_two_officers_get_two_citizens(queue: list[Any], kiosk: Program, new_officer: Callable[..., Program]) -> None:
    kiosk.post("/tickets", department="KTHT", visit="unsure", touch_id="touch-ktht")
    first, second = new_officer("first"), new_officer("second")
    first.post("/desks/4/open")
    second.post("/desks/1/open")
    labels = [first.post("/desks/4/next").json["ticket"]["label"], second.post("/desks/1/next").json["ticket"]["label"]]
    assert labels == ["4-001", "1-001"]


def test_what_stands_against_a_verb_is_told_before_and_after(
    officer: Program, queue: list[Any], new_officer: Callable[..., Program]
) -> None:
    assert officer.get("/desks/4").json["refused"]["next"] == "desk_not_open"
    assert_problem(officer.post("/desks/4/next"), 409, "desk_not_open")
    officer.post("/desks/4/open")
    assert_problem(officer.post("/desks/4/recall"), 409, "nothing_held")
    held = officer.post("/desks/4/next").json
    assert held["refused"]["next"] == "holding"
    assert_problem(officer.post("/desks/4/next"), 409, "holding")
    assert_problem(officer.post("/desks/4/finish"), 409, "illegal_move")
    officer.post("/desks/4/serve")
    assert_problem(officer.post("/desks/4/serve"), 409, "illegal_move")
    assert_problem(officer.post("/desks/4/close"), 409, "close_blocked")
    other = new_officer("other", "TP")
    assert_problem(other.post("/desks/4/open"), 409, "desk_taken")
    assert_problem(other.post("/desks/4/finish"), 409, "desk_taken")
    assert_problem(other.post("/desks/1/open"), 409, "desk_not_yours")


def test_every_refusal_that_a_desk_announces_is_the_one_it_gives(officer: Program, queue: list[Any]) -> None:
    for step in (None, "open", "next", "serve", "finish", "close"):
        if step is not None:
            assert officer.post(f"/desks/4/{step}").status_code == 200
        for verb, code in officer.get("/desks/4").json["refused"].items():
            if code is not None and (verb, code) != ("close", "desk_not_open"):  # closing twice harms nobody
                assert_problem(officer.post(f"/desks/4/{verb}", **BODIES.get(verb, {})), 409, code)


def test_closing_gives_the_called_citizen_the_place_back(officer: Program, queue: list[Any]) -> None:
    officer.post("/desks/4/open")
    officer.post("/desks/4/next")
    assert officer.post("/desks/4/close").status_code == 200
    officer.post("/desks/4/open")
    assert officer.post("/desks/4/next").json["ticket"]["label"] == "4-001"


def test_nobody_waiting_is_409_and_nothing_changes(officer: Program) -> None:
    before = officer.post("/desks/4/open").json
    assert_problem(officer.post("/desks/4/next"), 409, "nobody_waiting")
    assert officer.get("/desks/4").json == before


def test_a_desk_that_is_not_configured_is_404(officer: Program) -> None:
    assert_problem(officer.get("/desks/99"), 404, "not_found")


@pytest.mark.parametrize("path", ["/desks/99/open", "/desks/4/dance", "/desks/4/__class__"])
def test_an_unknown_desk_or_verb_is_404(officer: Program, path: str) -> None:
    assert_problem(officer.post(path), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "fields"), [({"outcome": "lost"}, {"outcome"}), ({"dossier": "x" * 61, "by": 1}, {"dossier", "by"})]
)
def test_a_bad_body_names_its_fields(officer: Program, body: dict[str, Any], fields: set[str]) -> None:
    told = assert_problem(officer.post("/desks/4/finish", **body), 400, "bad_body")
    assert {error["field"] for error in told["errors"]} == fields


def test_a_number_that_no_database_holds_is_no_ticket(officer: Program) -> None:
    officer.post("/desks/4/open")
    for verb, wish in (("cancel", {"ticket": 2**70}), ("hand-over", {"to": 2**63}), ("recall", {"ticket": -1})):
        assert_problem(officer.post(f"/desks/4/{verb}", **wish), 400, "bad_body")


def test_a_verb_needs_no_body(officer: Program) -> None:
    assert officer.ask("POST", "/desks/4/open").status_code == 200
