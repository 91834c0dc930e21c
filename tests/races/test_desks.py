"""Officers in several processes, presses sent twice, a server killed: is any citizen lost, doubled or stuck?"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.accounts import AccountView
from actions.events import first_broken
from actions.hall import Hall
from models import Ticket
from tests.actions.at_work import add_person, events, rows, take
from tests.prepared import prepare
from tests.races.clients import Answer, Line, all_at_once
from tests.races.working import one_department
from tests.running import ROOT, RunningServer

OFFICERS = 3
CITIZENS, CITIZENS_LONG = 40, 600


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
def test_officers_in_processes_of_their_own_serve_each_citizen_once(
    make_hall: Callable[..., Hall], url: str, office: Any, pytestconfig: pytest.Config
) -> None:
    hall = make_hall(url, one_department(office))
    citizens = CITIZENS_LONG if pytestconfig.getoption("--long") else CITIZENS
    for number in range(citizens):
        take(hall, **({"priority": "elderly"} if number % 3 == 0 else {}))
    people = [add_person(hall, f"officer-{n}", "KTHT") for n in range(1, OFFICERS + 1)]
    told = work_together(url, people)
    assert len(set(told)) == len(told)
    finished = rows(hall, Ticket)
    assert {row.state for row in finished} == {"finished"}
    assert len(told) == len(finished) == citizens
    ends = Counter(event.ticket_id for event in events(hall, "ticket_finished"))
    assert set(ends.values()) == {1}
    assert hall.read(first_broken) is None


def work_together(url: str, people: list[AccountView]) -> list[str]:
    """All officers at once; the labels that they finished."""
    command = [sys.executable, "-m", "tests.races.working", url]
    running = [
        subprocess.Popen([*command, str(n), str(each.id), str(n)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for n, each in enumerate(people, start=1)
    ]
    told: list[str] = []
    for process in running:
        text, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        told += text.split()
    return told


# -- over HTTP, with a server that can be killed -----------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path / "data")
    prepare(server, {"lan": ("KTHT",)}, "kiosk-1")
    server.start()
    yield server
    server.stop()


def wait_in_line(server: RunningServer, count: int) -> None:
    for number in range(count):
        wish = {"touch_id": f"citizen-{number:06d}", "department": "KTHT", "visit": "unsure"}
        assert server.api("POST", "/tickets", server.token("kiosk-1"), wish).status_code == 201


def test_a_press_sent_by_two_lines_at_once_is_done_once(server: RunningServer) -> None:
    wait_in_line(server, 12)
    lines = [Line(server.url, bearer=server.token("lan")) for _ in range(4)]
    lines[0].post("/api/v1/desks/1/open", {})
    for number in range(3):
        if number:
            lines[0].post("/api/v1/desks/1/serve", {})
        body = {"press_id": f"press-{number}"} | ({"outcome": "advice"} if number else {})
        answers = all_send(lines, "finish-next" if number else "next", body)
        assert {answer.status for answer in answers} == {200}
        assert {answer.body["ticket"]["label"] for answer in answers} == {f"1-00{number + 1}"}
    for line in lines:
        line.close()


def all_send(lines: list[Line], verb: str, body: dict[str, Any]) -> list[Answer]:
    """The same press over every line at the same moment."""
    answers: list[Answer] = []
    all_at_once([lambda line=line: answers.append(line.post(f"/api/v1/desks/1/{verb}", body)) for line in lines])
    return answers


def test_after_a_power_cut_the_officer_finds_exactly_the_state_that_was_left(server: RunningServer) -> None:
    wait_in_line(server, 3)
    token = server.token("lan")

    def press(verb: str, **body: Any) -> Any:
        answer = server.api("POST", f"/desks/1/{verb}", token, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    press("open")
    press("next")
    press("serve")
    press("park")
    press("next")
    press("serve", press_id="press-1")
    left = server.api("GET", "/desks/1", token).json()
    server.kill()
    server.start()
    found = server.api("GET", "/desks/1", token).json()
    for part in ("is_open", "ticket", "parked", "waiting", "procedures"):
        assert timeless(found[part]) == timeless(left[part]), part
    assert press("serve", press_id="press-1")["ticket"]["state"] == "serving"
    assert press("finish", outcome="advice")["served_count"] == 1


def timeless(part: Any) -> Any:
    """Without what the clock alone changes."""
    if isinstance(part, list):
        return [timeless(each) for each in part]
    return {name: each for name, each in part.items() if name != "waited_s"} if isinstance(part, dict) else part
