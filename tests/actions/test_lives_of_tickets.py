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
from actions.returning import return_by_citizen
from actions.site import open_site
from actions.ticket_view import ticket_by_token
from config import Config
from database import open_database
from models import Ticket
from rules.refusals import Refusal
from tests.actions.at_work import Seat, add_person, rows, take
from tests.actions.hall_by_hand import Person, Reference
from tests.conftest import MONDAY_MORNING, SetClock

# Desk 1's officers belong to both departments, the others to one of them; desk 3 gets whom they send there.
SERVED = {"1": ("KTHT", "TP"), "2": ("KTHT",), "3": ("TP",)}
DESKS = st.sampled_from(list(SERVED))
USUAL = ("next", "next", "finish-next", "recall", "serve", "serve", "finish", "no-show", "park", "undo")
NAMED = ("call", "return", "resume", "transfer", "cancel", "priority")
WHERE = (
    {"to_department": "KTHT"}, {"to_department": "TP"}, {"to_desk": "1"}, {"to_desk": "2"}, {"to_desk": "3"},
)  # fmt: skip
MOST_S = 2 * 3600
CLASSES = ("elderly", None)
PYTHON_NAMES = {"break": "break-", "return": "return-"}  # these two are words of the language


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
        self.hall.write(open_site)
        self.pairs = {
            d: [Seat(self.hall, d, add_person(self.hall, f"officer-{d}-{n}", *SERVED[d])) for n in (0, 1)]
            for d in SERVED
        }
        for first, _ in self.pairs.values():
            first.does("open")
        self.reference = Reference(SERVED)

    def teardown(self) -> None:
        if not hasattr(self, "hall"):
            return
        assert self.hall.read(first_broken) is None
        self.clock.wait(24 * 3600)
        left = sum(p["state"] in ("waiting", "called", "serving", "parked") for p in self.reference.people)
        assert self.hall.write(begin_day).expired == left
        self.hall.database.close()
        shutil.rmtree(self.folder)

    @rule(department=st.sampled_from(["KTHT", "TP"]), priority=st.sampled_from([None, None, "elderly"]))
    def somebody_comes(self, department: str, priority: str | None) -> None:
        number = sum(p["department"] == department for p in self.issued(department)) + 1
        ticket = take(self.hall, department, **({"priority": priority} if priority else {}))
        person = self.reference.comes(department, ticket.number, 2 if priority else 0, ticket.token, ticket.code)
        person["series"] = department
        assert (ticket.number, ticket.ahead) == (number, self.reference.ahead(person))
        self.wait(1)

    @rule(desk=DESKS, verb=st.sampled_from(USUAL))
    def an_officer_works(self, desk: str, verb: str) -> None:
        self.press(desk, verb)

    @rule(desk=DESKS, verb=st.sampled_from(["open", "open", "close", "break", "back", "undo"]))
    def an_officer_comes_and_goes(self, desk: str, verb: str) -> None:
        self.press(desk, verb)

    @rule(
        desk=DESKS, verb=st.sampled_from(NAMED), pick=st.integers(0, 30), where=st.sampled_from(WHERE),
        priority=st.sampled_from(CLASSES),
    )  # fmt: skip
    def an_officer_means_somebody(
        self, desk: str, verb: str, pick: int, where: dict[str, str], priority: str | None
    ) -> None:
        if self.reference.people:
            target = self.reference.people[pick % len(self.reference.people)]
            more: dict[str, Any] = {"transfer": where, "priority": {"priority": priority}}.get(verb, {})
            self.press(desk, verb, target, more)

    @rule(desk=DESKS, department=st.sampled_from(["KTHT", "TP"]), serve=st.booleans())
    def somebody_without_a_number_stands_at_a_desk(self, desk: str, department: str, serve: bool) -> None:
        answer = self.seat(desk).press("take-in", department=department, serve=serve)
        newest = rows(self.hall, Ticket)[-1:] or [None]
        made = None if isinstance(answer, Refusal) else newest[0]
        facts = (made.number, 0, made.token, made.return_code) if made is not None else (0, 0, "", "")
        person = self.reference.somebody(department, *facts)
        person["series"] = department
        assert self.reference.take_in(desk, serve, person) is (made is not None), answer
        self.wait(1)

    @rule(desk=DESKS, by_colleague=st.booleans())
    def a_colleague_goes_on_at_a_desk(self, desk: str, by_colleague: bool) -> None:
        other = self.pairs[desk][1 - self.reference.sits[desk]]
        if by_colleague:
            other.does("open", take_over=True)
        else:
            answer = self.seat(desk).press("hand-over", to=other.account.id)
            assert isinstance(answer, Refusal) is not self.reference.is_open[desk], answer
        if by_colleague or self.reference.is_open[desk]:
            self.reference.sits_down(desk, 1 - self.reference.sits[desk])

    @rule(desk=DESKS, where=st.sampled_from(WHERE))
    def an_officer_sends_on_whom_they_have(self, desk: str, where: dict[str, str]) -> None:
        self.press(desk, "transfer", None, where)

    @rule(pick=st.integers(0, 30))
    def somebody_comes_back(self, pick: int) -> None:
        if not self.reference.people:
            return
        person = self.reference.people[pick % len(self.reference.people)]
        series = self.office.department(person["series"]).series
        answer = self.hall.write(
            return_by_citizen, typed=f"{series}-{person['number']:03d}", code=person["code"], actor="kiosk:kiosk-1"
        )
        assert isinstance(answer, Refusal) is not self.reference.comes_back(person), answer

    @rule(seconds=st.sampled_from([2, 5, 30, 1800]))
    def time_passes(self, seconds: int) -> None:
        # Not until no more numbers are given: that is another test's subject.
        if self.reference.now_s + seconds <= MOST_S:
            self.wait(seconds)

    @invariant()
    def the_hall_is_as_the_reference_says(self) -> None:
        if not hasattr(self, "hall"):
            return
        people = self.reference.people
        facts = ("department", "number", "state", "calls", "passed", "for_desk")
        stored = [tuple(getattr(ticket, fact) for fact in facts) for ticket in rows(self.hall, Ticket)]
        assert stored == [tuple(person[fact] for fact in facts) for person in people]
        shown = {row.desk: (row.state, row.number) for row in self.hall.read(board).rows if row.desk in SERVED}
        assert shown == {desk: self.looks(desk) for desk in SERVED}
        for desk in SERVED:
            view = self.seat(desk).view()
            assert [row.id for row in view.waiting] == [p["no"] + 1 for p in self.reference.line(desk)]
            assert {row.id for row in view.parked} == {p["no"] + 1 for p in self.reference.parked(desk)}
        waiting = [person for person in people if person["state"] == "waiting"]
        if waiting:
            seen = self.hall.read(ticket_by_token, token=waiting[-1]["token"])
            assert seen is not None
            assert seen.ahead == self.reference.ahead(waiting[-1])

    def officer(self, desk: str, name: str) -> Seat:
        return Seat(self.hall, desk, add_person(self.hall, f"{name}-{desk}", *SERVED[desk]))

    def seat(self, desk: str) -> Seat:
        """Of the officer who sits there, or sat there last."""
        return self.pairs[desk][self.reference.sits[desk]]

    def press(self, desk: str, verb: str, target: Person | None = None, where: dict[str, Any] | None = None) -> None:
        wish: dict[str, Any] = dict(where or {}) | ({} if target is None else {"ticket": target["no"] + 1})
        allowed = self.reference.press(desk, PYTHON_NAMES.get(verb, verb), target, where or {})
        answer = self.seat(desk).press(verb, **wish)
        assert isinstance(answer, Refusal) is not allowed, (verb, answer)

    def issued(self, department: str) -> list[Person]:
        return [person | {"department": person["series"]} for person in self.reference.people]

    def wait(self, seconds: float) -> None:
        self.clock.wait(seconds)
        self.reference.now_s += seconds

    def looks(self, desk: str) -> tuple[str, int | None]:
        held = self.reference.held(desk)
        if held is not None:
            return {"called": "calling", "serving": "serving"}[held["state"]], held["number"]
        if not self.reference.is_open[desk]:
            return "closed", None
        return ("break" if self.reference.on_break[desk] else "ready"), None


@pytest.fixture
def lives(sqlite_template: Path, office: Config) -> Iterator[type[Lives]]:
    departments = {**SERVED, "4": ("VHTT", "TCKH", "GDDT")}
    desks = tuple(d.model_copy(update={"departments": departments.get(d.code, d.departments)}) for d in office.desks)
    Lives.office, Lives.template = office.model_copy(update={"desks": desks}), sqlite_template
    yield Lives
    del Lives.office, Lives.template


@pytest.mark.parametrize("examples", [10, pytest.param(300, marks=pytest.mark.long)])
def test_tickets_live_as_the_state_table_says_whatever_is_pressed(lives: type[Lives], examples: int) -> None:
    limits = settings(
        max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
        database=None,
    )  # fmt: skip
    run_state_machine_as_test(lives, settings=limits)
