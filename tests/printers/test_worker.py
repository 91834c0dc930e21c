"""Does the worker print every job once, whatever server and printers do?"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printers import own_worker, worker
from printers.journal import Entry, Journal
from printers.service import PrintService
from tests.printers.escpos_reader import read_job
from tests.printers.print_server import TOKEN, PrintServer
from tests.printers.simulated_printer import SimulatedPrinter
from tests.printers.tickets import facts

ROOT = Path(__file__).parents[2]
PREVIEW = {"kind": "preview", "width_dots": 384, "host": None, "port": None, "timeout_s": None}


def on_network(port: int) -> dict[str, object]:
    return {"kind": "network", "width_dots": 576, "host": "127.0.0.1", "port": port, "timeout_s": 0.5}


def journals_of(pictures: Path) -> Path:
    return pictures.with_name(f"{pictures.name}-journals")


@contextmanager
def working(server: PrintServer, pictures: Path, token: str = TOKEN) -> Iterator[None]:
    """A worker in this process, stopped at the end."""
    stopping = threading.Event()
    service = PrintService(server.address, token)
    thread = threading.Thread(target=worker.serve, args=(service, journals_of(pictures), pictures, stopping))
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def process(server: PrintServer, pictures: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as the server starts it."""
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "printers.own_worker", "--server", server.address),
            *("--pictures", str(pictures), "--journals", str(journals_of(pictures))),
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, own_worker.TOKEN_VARIABLE: TOKEN, **environment},
    )
    assert child.stdin
    assert child.stderr
    try:
        yield child
    finally:
        child.kill()
        child.stdin.close()
        child.stderr.close()
        child.wait(60)


def test_jobs_are_printed_in_their_order_and_reported(tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, working(server, tmp_path):
        for number in range(1, 6):
            server.owe("front", number, facts(number=number, token=f"ticket{number}"))
        assert server.states(5) == dict.fromkeys(range(1, 6), "printed")
    assert [number for number, _ in server.reports] == [1, 2, 3, 4, 5]
    assert {path.name for path in tmp_path.iterdir()} == {f"ticket{number}.png" for number in range(1, 6)}


def test_a_network_printer_gets_the_bytes_and_stays_unconfirmed(tmp_path: Path):
    with (
        SimulatedPrinter() as printer,
        PrintServer(hall=on_network(printer.port)) as server,
        working(server, tmp_path),
    ):
        server.owe("hall", 1, facts())
        assert server.states(1) == {1: "unconfirmed"}
    assert read_job(printer.jobs[0]).is_cut
    assert server.reports[0][1]["attempt"] == 1


def test_the_job_after_a_broken_one_clears_the_printer_first(tmp_path: Path):
    with (
        SimulatedPrinter("dying") as printer,
        PrintServer(hall=on_network(printer.port)) as server,
        working(server, tmp_path),
    ):
        server.owe("hall", 1, facts())
        assert server.states(1) == {1: "doubtful"}
        printer.behaviour = "good"
        for number in (2, 3):
            server.owe("hall", number, facts())
        assert server.states(3) == {1: "doubtful", 2: "unconfirmed", 3: "unconfirmed"}
    assert bytes(24 * 72) + b"\x1c.\x1b@" in printer.jobs[1]
    assert bytes(24 * 72) + b"\x1c.\x1b@" not in printer.jobs[2]


def test_a_dead_printer_never_holds_up_another(tmp_path: Path):
    with SimulatedPrinter("mute") as dead, PrintServer(dead=on_network(dead.port), front=PREVIEW) as server:
        server.printers["dead"]["timeout_s"] = 6.0
        with working(server, tmp_path):
            server.owe("dead", 1, facts())
            server.taken(1)
            for number in range(2, 7):
                server.owe("front", number, facts(number=number))
            assert server.states(5) == dict.fromkeys(range(2, 7), "printed")  # before the dead one is given up
            assert server.states(6)[1] == "doubtful"


def test_a_printer_whose_journal_cannot_be_opened_stops_no_other_and_does_not_pretend_to_live(tmp_path: Path):
    in_the_way = journals_of(tmp_path) / "locked.journal"
    in_the_way.mkdir(parents=True)
    with PrintServer(locked=PREVIEW, front=PREVIEW) as server, working(server, tmp_path):
        server.owe("locked", 1, facts())
        server.owe("front", 2, facts())
        assert server.states(1) == {2: "printed"}
        assert "locked" not in [printer for printer, _ in server.statuses]
        in_the_way.rmdir()
        assert server.states(2) == {2: "printed", 1: "printed"}


def test_a_round_that_breaks_off_ends_no_printer_and_what_was_begun_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    begun, tries = Journal.begin, []

    def begin(journal: Journal, entry: Entry) -> None:
        tries.append(entry.job)
        begun(journal, entry)
        if len(tries) == 1:
            raise ValueError("write to closed file")

    monkeypatch.setattr(Journal, "begin", begin)
    with (
        SimulatedPrinter() as printer,
        PrintServer(hall=on_network(printer.port)) as server,
        working(server, tmp_path),
    ):
        server.owe("hall", 1, facts())
        assert server.states(1) == {1: "doubtful"}
        server.owe("hall", 2, facts())
        assert server.states(2) == {1: "doubtful", 2: "unconfirmed"}


def test_a_loop_that_died_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deaths: list[str] = []

    def die_once(loop: worker.PrinterLoop) -> None:
        if not deaths:
            deaths.append(loop.code)
            return
        lives(loop)

    lives = worker.PrinterLoop.run
    monkeypatch.setattr(worker.PrinterLoop, "run", die_once)
    monkeypatch.setattr(worker, "LIST_EVERY_S", 0.2)
    with PrintServer(front=PREVIEW) as server, working(server, tmp_path):
        server.owe("front", 1, facts())
        assert server.states(1) == {1: "printed"}


def test_a_report_waits_for_the_server_to_come_back_and_nothing_is_printed_twice(tmp_path: Path):
    with SimulatedPrinter("slow") as printer, PrintServer(hall=on_network(printer.port)) as server:
        server.printers["hall"]["timeout_s"] = 3.0
        with working(server, tmp_path):
            server.owe("hall", 1, facts())
            server.owe("hall", 2, facts(number=18))
            server.taken(1)
            server.go()
            time.sleep(1.0)
            assert server.reports == []
            server.come()
            assert server.states(2) == {1: "unconfirmed", 2: "unconfirmed"}
    assert len(printer.jobs) == 2


def test_a_server_that_stumbles_is_told_again(tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, working(server, tmp_path):
        server.report_status = 503
        server.owe("front", 1, facts())
        server.states(2)
        server.report_status = 200
        server.owe("front", 2, facts())
        while server.reports[-1][0] != 2:
            time.sleep(0.02)
    assert [number for number, _ in server.reports].count(2) == 1


def test_a_journal_put_back_from_a_copy_gets_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "REFUSED_PAUSE_S", 0.1)
    with PrintServer(front=PREVIEW) as server:
        server.claim_status = 409
        with working(server, tmp_path):
            deadline = time.monotonic() + 10
            while not server.questions and time.monotonic() < deadline:
                time.sleep(0.02)
            server.claim_status = 200
            server.owe("front", 1, facts())
            assert server.states(1) == {1: "printed"}
    assert server.questions[0].partition(".")[0] != server.questions[-1].partition(".")[0]


@pytest.mark.parametrize("status", [404, 409])
def test_a_report_that_nobody_wants_is_dropped(status, tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, working(server, tmp_path):
        server.report_status = status
        server.owe("front", 1, facts())
        server.owe("front", 2, facts())
        server.states(2)
    assert [number for number, _ in server.reports] == [1, 2]


@pytest.mark.parametrize(
    "nonsense",
    [{"number": 0}, {"issued_at": "yesterday"}, {"language": "xx"}, {"token": "../../evil"}],
    ids=str,
)
def test_a_job_that_cannot_be_drawn_is_left_to_an_officer_and_the_next_is_printed(nonsense, tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, working(server, tmp_path):
        server.owe("front", 1, facts(**nonsense))
        server.owe("front", 2, facts())
        assert server.states(2) == {1: "doubtful", 2: "printed"}
    assert "cannot be drawn" in server.reports[0][1]["detail"]


def test_a_printer_of_an_unknown_kind_is_not_sent(tmp_path: Path):
    with PrintServer(odd={"kind": "parallel"}) as server, working(server, tmp_path):
        server.owe("odd", 1, facts())
        assert server.states(1) == {1: "not_sent"}


def test_a_wrong_token_prints_nothing_and_asks_seldom(tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, working(server, tmp_path, token="wrong"):
        server.owe("front", 1, facts())
        time.sleep(0.5)
        assert server.claims == []


def test_the_worker_ends_with_its_parent(tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, process(server, tmp_path) as child:
        server.owe("front", 1, facts(token="first"))
        assert server.states(1) == {1: "printed"}
        assert child.stdin
        child.stdin.close()
        assert child.wait(60) == 0


def test_a_ticket_on_its_way_is_printed_to_its_end_when_the_parent_goes(tmp_path: Path):
    with (
        SimulatedPrinter("slow") as printer,
        PrintServer(hall=on_network(printer.port)) as server,
        process(server, tmp_path) as child,
    ):
        server.owe("hall", 1, facts())
        server.taken(1)
        assert child.stdin
        child.stdin.close()
        assert child.wait(60) == 0
    assert [read_job(job).is_cut for job in printer.jobs] in ([True], [])
    assert [report["state"] for _, report in server.reports] in (["unconfirmed"], ["not_sent"])


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_polite_end_leaves_no_traceback(tmp_path: Path):
    with PrintServer(front=PREVIEW) as server, process(server, tmp_path) as child:
        server.owe("front", 1, facts(token="first"))
        server.states(1)
        child.terminate()
        assert child.wait(60) == 0
        assert child.stderr
        assert b"Traceback" not in child.stderr.read()


def test_without_a_token_it_says_so_and_ends(tmp_path: Path):
    with PrintServer() as server, process(server, tmp_path, **{own_worker.TOKEN_VARIABLE: ""}) as child:
        assert child.wait(60) == 2
        assert child.stderr
        assert child.stderr.read().decode().strip() == "MOT_CUA_PRINT_TOKEN is not set"


def test_the_worker_stays_light():
    heavy = ("flask", "sqlalchemy", "gevent", "pydantic", "socketio")
    script = f"import sys, printers.own_worker; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip() == "[]"
