"""Sixteen kiosks at once: is any number given twice, left out, or given to nobody?"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.races.books import assert_book_sound, assert_numbers_whole, kept_tickets
from tests.races.clients import Line, all_at_once
from tests.races.office_of_sixteen import Office, office_of_sixteen

CLIENTS = 16
TOUCHES, TOUCHES_LONG = 2_400, 22_400
TICKETS, TICKETS_LONG = 2_000, 20_000  # more than so many must come of them: a shared touch is one ticket
ON_DUTY = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")
OFF_DUTY = "YT"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = office_of_sixteen(tmp_path_factory.mktemp("numbers"))
    office.server.start()
    yield office
    assert office.server.stop() == 0
    assert_book_sound(office.server)


def wish(touch: str, department: str) -> dict[str, str]:
    return {"touch_id": touch, "department": department, "visit": "unsure"}


def test_sixteen_kiosks_share_no_number_and_leave_no_gap(office: Office, pytestconfig: pytest.Config) -> None:
    """Each kiosk also repeats touches, races others for one touch, and asks for who is not there."""
    is_long = pytestconfig.getoption("--long")
    each = (TOUCHES_LONG if is_long else TOUCHES) // CLIENTS
    told: list[tuple[str, str, str, int]] = []

    def kiosk(name: int) -> None:
        chance, line = random.Random(name), Line(office.server.url, cookie=office.kiosk)
        mine: list[str] = []
        while len(mine) < each:
            # Every tenth touch is one that all kiosks send: as if a broken line sent it from everywhere.
            is_shared = len(mine) % 10 == 9
            touch = f"shared-{len(mine):06d}" if is_shared else f"kiosk-{name:02d}-{len(mine):06d}"
            department = ON_DUTY[len(mine) % 6] if is_shared else chance.choice(ON_DUTY)
            mine.append(touch)
            for _ in range(2 if chance.random() < 0.15 else 1):
                answer = line.post("/kiosk/tickets", wish(touch, department))
                assert answer.status in (200, 201), answer
                told.append((touch, answer.body["label"], answer.body["token"], answer.status))
            if chance.random() < 0.02:
                assert line.post("/kiosk/tickets", wish(f"{touch}-off", OFF_DUTY)).status == 409
        line.close()

    all_at_once([lambda name=name: kiosk(name) for name in range(CLIENTS)])

    tickets = kept_tickets(office.server)
    assert len(tickets) > (TICKETS_LONG if is_long else TICKETS)
    assert_numbers_whole(tickets)
    by_touch = {ticket.touch: ticket for ticket in tickets}
    assert len(by_touch) == len(tickets) == len({ticket.token for ticket in tickets})
    assert {(touch, label, token) for touch, label, token, _ in told} == {
        (ticket.touch, ticket.label, ticket.token) for ticket in tickets
    }
    firsts: defaultdict[str, int] = defaultdict(int)
    for touch, _, _, status in told:
        firsts[touch] += status == 201
    assert set(firsts.values()) == {1}


def test_one_touch_sent_by_all_at_once_is_one_ticket(office: Office) -> None:
    lines = [Line(office.server.url, cookie=office.kiosk) for _ in range(CLIENTS)]
    for turn in range(8):
        answers: list[tuple[int, str]] = []

        def press(line: Line, turn: int = turn, answers: list[tuple[int, str]] = answers) -> None:
            answer = line.post("/kiosk/tickets", wish(f"the one touch {turn}", "TP"))
            answers.append((answer.status, answer.body["label"]))

        all_at_once([lambda line=line: press(line) for line in lines])
        assert sorted(status for status, _ in answers) == [200] * (CLIENTS - 1) + [201]
        assert len({label for _, label in answers}) == 1
    for line in lines:
        line.close()
    assert_numbers_whole(kept_tickets(office.server))
