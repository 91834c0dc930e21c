"""Sixteen officers at desks whose fields overlap press at once: does each get only their own, in turn, and is fed?"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.races.books import ask, assert_book_sound, kept_tickets
from tests.races.clients import Answer, together
from tests.races.office_of_sixteen import DEPARTMENT, OTHERS, office_of_sixteen, toml
from tests.races.pressing import Hall

BIRTH, WEDDING, COPY, SIGNATURE, DAMAGES = "2.000528", "2.000806", "2.000815", "2.000884", "2.002165"
ROUNDS, ROUNDS_LONG = 4, 60
# By hand, and not by the rule that is tried: who may call what. None is a ticket without a procedure.
MAY_CALL = {
    BIRTH: {*range(1, 11), 16},
    WEDDING: {*range(1, 11)},
    COPY: {*range(6, 16)},
    SIGNATURE: {*range(6, 15)},
    DAMAGES: {15},
    None: {*range(1, 15)},
}


def serves(desk: int) -> str:
    """Ten desks for civil status, nine that certify, one for two procedures, one for births and everybody else."""
    civil, certify = desk <= 10, 6 <= desk <= 14
    if civil or certify:
        fields = [name for name, is_here in (("Hộ tịch", civil), ("Chứng thực", certify)) if is_here]
        return f"fields = {{ {DEPARTMENT} = {toml(fields)} }}"
    if desk == 15:
        return f"procedures = {{ {DEPARTMENT} = {toml([COPY, DAMAGES])} }}"
    return f"departments = {toml(OTHERS)}\nprocedures = {{ {DEPARTMENT} = {toml([BIRTH])} }}"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """One day for all tests of this file; each leaves nobody waiting."""
    office = office_of_sixteen(tmp_path_factory.mktemp("fields"), serves=serves)
    office.server.start()
    hall = Hall(office)
    yield hall
    hall.close()
    assert office.server.stop() == 0
    assert_book_sound(office.server)


def test_where_everybody_has_somebody_everybody_gets_one(hall: Hall, pytestconfig: pytest.Config) -> None:
    for _ in range(ROUNDS_LONG if pytestconfig.getoption("--long") else ROUNDS):
        for procedure, count in ((DAMAGES, 1), (BIRTH, 11), (SIGNATURE, 9), (None, 2), (WEDDING, 3), (COPY, 3)):
            hall.issue(count, procedure)
        hall.all_press("next")
        hall.all_press("serve")
        hall.all_press("finish")
        empty(hall)
    assert_called_in_turn(hall)


def test_who_is_told_nobody_waits_has_nobody(hall: Hall) -> None:
    for wish in ({BIRTH: 3}, {COPY: 2, WEDDING: 1}, {None: 4, DAMAGES: 2}, {SIGNATURE: 20}):
        for procedure, count in wish.items():
            hall.issue(count, procedure)
        answers = hall.race("next", list(hall.lines))
        refused = {int(desk) for desk, answer in answers.items() if is_nobody(answer)}
        left = waiting(hall)
        assert not [(procedure, desk) for procedure in left for desk in MAY_CALL[procedure] & refused]
        assert len(refused) + sum(answer.status == 200 for answer in answers.values()) == len(answers)
        finish(hall, [desk for desk, answer in answers.items() if answer.status == 200])
        empty(hall)
    assert_called_in_turn(hall)


def test_officers_who_work_while_citizens_come_leave_nobody(hall: Hall) -> None:
    all_came = threading.Event()

    def kiosk() -> None:
        for _ in range(8):
            for procedure in MAY_CALL:
                hall.issue(3, procedure)
        all_came.set()

    def officer(desk: str) -> None:
        while True:
            had_all_come = all_came.is_set()
            if not is_nobody(hall.press(desk, "next")):
                finish(hall, [desk])
            elif had_all_come:
                return
            else:
                time.sleep(0.01)

    together([kiosk, *(lambda desk=desk: officer(desk) for desk in hall.lines)])()
    assert waiting(hall) == Counter()
    assert_called_in_turn(hall)


def is_nobody(answer: Answer) -> bool:
    assert answer.status in (200, 409), answer
    assert answer.status == 200 or answer.body["code"] == "nobody_waiting", answer
    return answer.status == 409


def finish(hall: Hall, desks: list[str]) -> None:
    for verb in ("serve", "finish"):
        for desk in desks:
            assert hall.press(desk, verb).status == 200


def empty(hall: Hall) -> None:
    """Serve all who still wait, one officer after another."""
    for desk in hall.lines:
        while not is_nobody(hall.press(desk, "next")):
            finish(hall, [desk])
    assert {ticket.state for ticket in kept_tickets(hall.office.server)} == {"finished"}


def waiting(hall: Hall) -> Counter[str | None]:
    rows = ask(hall.office.server, "SELECT procedure FROM tickets WHERE state = 'waiting'")
    return Counter(procedure for (procedure,) in rows)


def assert_called_in_turn(hall: Hall) -> None:
    """Read the log as a clerk would: at each call the one who waited longest of those whom the desk may call."""
    line: dict[int, str | None] = {}
    log = (
        "SELECT kind, ticket_id, desk, facts FROM events WHERE kind IN ('ticket_issued', 'ticket_called') ORDER BY seq"
    )
    for kind, ticket, desk, facts in ask(hall.office.server, log):
        if kind == "ticket_issued":
            line[ticket] = json.loads(facts)["procedure"]
            continue
        theirs = [other for other, procedure in line.items() if int(desk) in MAY_CALL[procedure]]
        assert ticket == theirs[0], (desk, ticket)
        del line[ticket]
