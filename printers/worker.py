"""Who prints? This process: it claims jobs from the server, prints them and reports what became of them.

`python -m printers.worker --server URL --pictures DIR`, token in MOT_CUA_PRINT_TOKEN. The server starts it
as a child and holds its standard input open; when that ends, the server is gone and so is the worker. One
thread for each printer: a dead one never holds up another, and the order of each is kept.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from printers.delivery import Delivery, not_sent
from printers.printing import Job, print_job
from printers.service import PrintService, ServerAway, ServerRefuses
from rules.states import JobState

TOKEN_VARIABLE = "MOT_CUA_PRINT_TOKEN"
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 5.0
REFUSED_PAUSE_S = 10.0
# A ticket on its way when the server goes is printed to its end: half a ticket helps nobody.
LAST_JOB_S = 5.0
# A claim that was answered just then must reach its printer or be given back.
LAST_CLAIM_S = 0.5

Answer = TypeVar("Answer")

log = logging.getLogger("printers.worker")


class Pauses:
    """Waits that grow while nothing helps, and end at once when the worker has to stop."""

    def __init__(self, stopping: threading.Event) -> None:
        self.stopping = stopping
        self.next_s = SHORTEST_PAUSE_S

    def wait(self) -> None:
        """Wait, and longer next time."""
        self.stopping.wait(self.next_s)
        self.next_s = min(self.next_s * 2, LONGEST_PAUSE_S)

    def reset(self) -> None:
        """It went well: begin again with the shortest."""
        self.next_s = SHORTEST_PAUSE_S


class PrinterLoop(threading.Thread):
    """One printer's jobs, one after the other."""

    def __init__(self, code: str, service: PrintService, pictures: Path, stopping: threading.Event) -> None:
        super().__init__(name=f"printer-{code}", daemon=True)
        self.code, self.service, self.pictures, self.stopping = code, service, pictures, stopping
        self.at_work = threading.Lock()
        # Nobody knows where the process before us was interrupted.
        self.clears_first = True

    def run(self) -> None:
        """Claim, print, report until the worker stops."""
        pauses = Pauses(self.stopping)
        while not self.stopping.is_set():
            asked_at = time.monotonic()
            job = _answered(lambda: self.service.claim(self.code), f"claim for {self.code}", pauses)
            if job:
                with self.at_work:
                    self._deliver(job)
            elif time.monotonic() - asked_at < SHORTEST_PAUSE_S:
                # A server that does not hold the claim open must not be asked without a breath.
                self.stopping.wait(SHORTEST_PAUSE_S)

    def _deliver(self, job: Job) -> None:
        if self.stopping.is_set():
            self._report(job, not_sent("the print worker was stopping"))
            return
        started_at = time.monotonic()
        delivery = print_job(job, self.pictures, self.clears_first)
        if delivery.state is not JobState.NOT_SENT:
            self.clears_first = delivery.state is JobState.DOUBTFUL
        took_ms = (time.monotonic() - started_at) * 1000
        log.info("job %s on %s: %s in %.0f ms (%s)", job.id, self.code, delivery.state, took_ms, delivery.detail)
        self._report(job, delivery)

    def _report(self, job: Job, delivery: Delivery) -> None:
        """Until the server has heard it: what is on paper must not be printed again."""
        pauses = Pauses(self.stopping)
        while True:
            try:
                self.service.report(job, delivery)
            except ServerRefuses as refusal:
                log.warning("report of job %s dropped: %s", job.id, refusal)
            except ServerAway as away:
                if not self.stopping.is_set():
                    log.info("report of job %s waits: %s", job.id, away)
                    pauses.wait()
                    continue
                log.warning("report of job %s lost: %s", job.id, away)
            return


def _answered(ask: Callable[[], Answer], what: str, pauses: Pauses) -> Answer | None:
    """What the server answers, or None after a pause."""
    try:
        answer = ask()
    except ServerAway as away:
        log.info("%s: server away: %s", what, away)
        pauses.wait()
        return None
    except ServerRefuses as refusal:
        log.error("%s refused: %s", what, refusal)
        pauses.stopping.wait(REFUSED_PAUSE_S)
        return None
    pauses.reset()
    return answer


def serve(service: PrintService, pictures: Path, stopping: threading.Event) -> None:
    """Run a loop for each printer that the server names, until `stopping`."""
    pauses, codes = Pauses(stopping), None
    while codes is None and not stopping.is_set():
        codes = _answered(service.printers, "list of printers", pauses)
    loops = [PrinterLoop(code, service, pictures, stopping) for code in codes or ()]
    for loop in loops:
        loop.start()
    log.info("serving %s", ", ".join(codes or ()) or "no printer")
    stopping.wait()
    _let_finish(loops)


def _let_finish(loops: Sequence[PrinterLoop]) -> None:
    """Idle loops end or hang in a claim and may be dropped; those at work get their time."""
    deadline = time.monotonic() + LAST_CLAIM_S
    for loop in loops:
        loop.join(max(0.0, deadline - time.monotonic()))
    deadline = time.monotonic() + LAST_JOB_S
    for loop in loops:
        loop.at_work.acquire(timeout=max(0.0, deadline - time.monotonic()))


def _stop_with_parent(stopping: threading.Event) -> None:
    """Set `stopping` when standard input ends. Not sys.stdin: its lock would crash the interpreter's end."""

    def watch() -> None:
        try:
            while os.read(0, 1024):
                pass
        except OSError:
            pass
        stopping.set()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _heed_signals(stopping: threading.Event) -> None:
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    # Ctrl-C reaches the whole terminal; the server decides when its child ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker; the exit status is 2 for a wrong call, else 0."""
    parser = argparse.ArgumentParser(prog="python -m printers.worker", description="Print what the server owes.")
    parser.add_argument("--server", required=True, help="address of the server, e.g. http://127.0.0.1:8080")
    parser.add_argument("--pictures", required=True, type=Path, help="folder for the pictures of previews")
    wanted = parser.parse_args(arguments)
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        print(f"{TOKEN_VARIABLE} is not set", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if hasattr(os, "nice"):
        os.nice(5)
    stopping = threading.Event()
    _heed_signals(stopping)
    _stop_with_parent(stopping)
    serve(PrintService(wanted.server.rstrip("/"), token), wanted.pictures, stopping)
    return 0


if __name__ == "__main__":
    sys.exit(main())
