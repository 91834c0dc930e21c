"""Whatever officers press and citizens do: does the hall agree with a reference of a few lines?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from actions.board import board
from actions.day import begin_day
from actions.events import first_broken
from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from config import Config
from database import open_database
from models import Ticket
from rules.refusals import Refusal
from tests.actions.at_work import Seat, add_person, rows, take
from tests.conftest import MONDAY_MORNING, SetClock

DESKS = st.sampled_from(["1", "2"])
# Desk 1's officer belongs to both departments, desk 2's to one of them.
SERVED = {"1": ("KTHT", "TP"), "2": ("KTHT",)}


class Reference:
    """The hall as a list of people and what two officers hold."""

    def __init__(self) -> None:
        self.people: list[dict[str, Any]] = []
        self.is_open = {"1": True, "2": True}
        self.held: dict[str, dict[str, Any] | None] = {"1": None, "2": None}

    def waiting(self, desk: str) -> list[dict[str, Any]]:
        return [p for p in self.people if p["state"] == "waiting" and p["department"] in SERVED[desk]]

    def press(self, desk: str, verb: str, now_s: float) -> bool:
        """Do it if the state table and the rules of presence allow it; whether they do."""
        held = self.held[desk]
        if verb == "open":
            self.is_open[desk] = True
            return True
        if not self.is_open[desk]:
            return verb == "close"
        if verb == "close":
            return self.close(desk)
        if verb == "next":
            return held is None and self.call(desk, now_s)
        return held is not None and getattr(self, verb.replace("-", "_"))(desk, held, now_s)

    def call(self, desk: str, now_s: float) -> bool:
        line = self.waiting(desk)
        if line:
            line[0].update(state="called", calls=1, called_s=now_s)
            self.held[desk] = line[0]
        return bool(line)

    def recall(self, desk: str, held: dict[str, Any], now_s: float) -> bool:
        held["calls"] += held["state"] == "called"
        return bool(held["state"] == "called")

    def serve(self, desk: str, held: dict[str, Any], now_s: float) -> bool:
        return self.moves(held, "called", "serving")

    def finish(self, desk: str, held: dict[str, Any], now_s: float) -> bool:
        return self.moves(held, "serving", "finished") and self.let_go(desk)

    def no_show(self, desk: str, held: dict[str, Any], now_s: float) -> bool:
        has_had_time = held["calls"] > 1 and now_s - held["called_s"] >= 30
        return has_had_time and self.moves(held, "called", "no_show") and self.let_go(desk)

    def close(self, desk: str) -> bool:
        held = self.held[desk]
        if held is not None and held["state"] == "serving":
            return False
        if held is not None:
            held.update(state="waiting", calls=0)
            self.let_go(desk)
        self.is_open[desk] = False
        return True

    def let_go(self, desk: str) -> bool:
        self.held[desk] = None
        return True

    @staticmethod
    def moves(held: dict[str, Any], before: str, after: str) -> bool:
        if held["state"] != before:
            return False
        held["state"] = after
        return True


class Lives(RuleBasedStateMachine):
    """`office` and `template` are given by the test."""

    office: Config
    template: Path

    @initialize()
    def open_the_hall(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "mot-cua.db"
        shutil.copy(self.template, path)
        self.clock = SetClock(MONDAY_MORNING, self.office.site.zone)
        self.hall = Hall(self.office, self.clock, open_database(f"sqlite:///{path}"), 1)
        self.seats = {d: Seat(self.hall, d, add_person(self.hall, f"officer-{d}", *SERVED[d])) for d in SERVED}
        for seat in self.seats.values():
            seat.does("open")
        self.reference = Reference()

    def teardown(self) -> None:
        if not hasattr(self, "hall"):
            return
        assert self.hall.read(first_broken) is None
        self.clock.wait(24 * 3600)
        left = sum(person["state"] in ("waiting", "called", "serving") for person in self.reference.people)
        assert self.hall.write(begin_day).expired == left
        self.hall.database.close()
        shutil.rmtree(self.folder)

    @rule(department=st.sampled_from(["KTHT", "TP"]))
    def somebody_comes(self, department: str) -> None:
        before = sum(p["department"] == department for p in self.reference.people)
        # Both desks are made for both departments: whoever waits for either may be called before.
        ahead = sum(p["state"] == "waiting" for p in self.reference.people)
        ticket = take(self.hall, department)
        assert (ticket.number, ticket.ahead) == (before + 1, ahead)
        person = {"department": department, "number": ticket.number, "token": ticket.token, "state": "waiting"}
        self.reference.people.append(person | {"calls": 0, "called_s": 0.0})
        self.clock.wait(1)

    @rule(desk=DESKS, verb=st.sampled_from(["next", "next", "recall", "serve", "finish", "no-show"]))
    def an_officer_works(self, desk: str, verb: str) -> None:
        self.an_officer_presses(desk, verb)

    @rule(desk=DESKS, verb=st.sampled_from(["open", "close", "next", "recall", "serve", "finish", "no-show"]))
    def an_officer_presses(self, desk: str, verb: str) -> None:
        allowed = self.reference.press(desk, verb, self.clock.passed_s)
        answer = self.seats[desk].press(verb)
        assert isinstance(answer, Refusal) == (not allowed), answer

    @rule(seconds=st.sampled_from([5, 30]))
    def time_passes(self, seconds: int) -> None:
        self.clock.wait(seconds)

    @invariant()
    def the_hall_is_as_the_reference_says(self) -> None:
        if not hasattr(self, "hall"):
            return
        people = self.reference.people
        stored = [(t.department, t.number, t.state, t.calls) for t in rows(self.hall, Ticket)]
        assert stored == [(p["department"], p["number"], p["state"], p["calls"]) for p in people]
        shown = {row.desk: (row.state, row.number) for row in self.hall.read(board).rows if row.desk in SERVED}
        assert shown == {desk: self.looks(desk) for desk in SERVED}
        assert self.hall.read(board).waiting == sum(p["state"] == "waiting" for p in people)
        for desk, seat in self.seats.items():
            line = [(row.department, row.number) for row in seat.view().waiting]
            assert line == [(p["department"], p["number"]) for p in self.reference.waiting(desk)]
        if people:
            seen = self.hall.read(ticket_by_token, token=people[-1]["token"])
            assert seen is not None
            assert seen.state == people[-1]["state"]

    def looks(self, desk: str) -> tuple[str, int | None]:
        held = self.reference.held[desk]
        if held is not None:
            return {"called": "calling", "serving": "serving"}[held["state"]], held["number"]
        return ("ready" if self.reference.is_open[desk] else "closed"), None


@pytest.fixture
def lives(sqlite_template: Path, office: Config) -> Iterator[type[Lives]]:
    departments = {"1": ("KTHT", "TP"), "2": ("KTHT", "TP"), "4": ("VHTT",)}
    desks = tuple(d.model_copy(update={"departments": departments.get(d.code, d.departments)}) for d in office.desks)
    Lives.office, Lives.template = office.model_copy(update={"desks": desks}), sqlite_template
    yield Lives
    del Lives.office, Lives.template


def test_tickets_live_as_the_state_table_says_whatever_is_pressed(lives: type[Lives]) -> None:
    limits = settings(
        max_examples=8, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(lives, settings=limits)
