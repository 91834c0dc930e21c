"""Who prints? A worker: it claims jobs from the server, prints them and reports what became of them.

One thread for each printer: a dead one never holds up another, and the order of each is kept. The same code prints for
the server (printers/own_worker.py, its child) and on a kiosk's PC (printers/agent.py).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from printers.delivery import Delivery, not_sent
from printers.journal import Entry, Journal
from printers.pictures import sweep
from printers.printing import Job, print_job
from printers.service import PrintService, ServerAway, ServerRefuses
from printers.watching import Watch
from rules.states import JobState

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 5.0
REFUSED_PAUSE_S = 10.0
# The list of printers is asked for anew: the server may have started again with another configuration.
LIST_EVERY_S = 60.0
SWEEP_EVERY_S = 3600.0
# A ticket on its way when the server goes is printed to its end: half a ticket helps nobody.
LAST_JOB_S = 5.0
# A claim that was answered just then must reach its printer or be given back. A server that stops ends its open claims
# first, so that nobody waits as long as this.
LAST_CLAIM_S = 3.0

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

    def __init__(
        self,
        printer: Mapping[str, Any],
        service: PrintService,
        folders: tuple[Path, Path],
        stopping: threading.Event,
    ) -> None:
        code = str(printer["code"])
        super().__init__(name=f"printer-{code}", daemon=True)
        self.printer, self.code, self.service, self.stopping = printer, code, service, stopping
        self.journals, self.pictures = folders
        self.journal: Journal
        # As long as nothing can be printed here, nobody may think that somebody prints.
        self.is_serving = False
        self.watch = Watch(printer, service, stopping, lambda: self.is_serving and self.is_alive())

    def run(self) -> None:
        """Serve until the worker stops: whatever goes wrong, begin again with what the journal tells."""
        pauses = Pauses(self.stopping)
        try:
            while not self.stopping.is_set():
                try:
                    self._serve(pauses)
                except Exception:
                    log.exception("%s: a round broke off", self.code)
                    self.is_serving = False
                    pauses.wait()
        finally:
            self.watch.end()

    def _serve(self, broke_off: Pauses) -> None:
        """Tell what is left to tell; then claim, print, report."""
        self.journal = Journal(self.journals / f"{self.code}.journal")
        # Nobody knows where the process or the round before us was interrupted.
        self.clears_first = True
        try:
            for entry in self.journal.untold:
                self._report(entry)
            pauses = Pauses(self.stopping)
            while not self.stopping.is_set():
                self._print_and_report(pauses)
                broke_off.reset()
        finally:
            self.journal.close()

    def _print_and_report(self, pauses: Pauses) -> None:
        asked_at, claim = time.monotonic(), self.journal.question()
        self._say_served()
        job = _answered(lambda: self._claimed(claim), f"claim for {self.code}", pauses)
        if job:
            with self.watch.busy:
                self._deliver(job, claim)
        elif time.monotonic() - asked_at < SHORTEST_PAUSE_S:
            # A server that does not hold the claim open must not be asked without a breath.
            self.stopping.wait(SHORTEST_PAUSE_S)

    def _claimed(self, claim: str) -> Job | None:
        try:
            return self.service.claim(self.code, claim)
        except ServerRefuses as refusal:
            if refusal.is_late:  # the journal was put back from an older copy
                self.journal.rename()
            raise

    def _say_served(self) -> None:
        if self.is_serving:
            return
        self.is_serving = True
        if self.watch.ident is None:
            self.watch.start()
        else:
            self.watch.nudge()

    def _deliver(self, job: Job, claim: str) -> None:
        entry = Entry(job.id, job.attempt, claim)
        delivery = self._printed(job, entry)
        if delivery.state is not JobState.NOT_SENT:
            self.clears_first = delivery.state is JobState.DOUBTFUL
        self._report(replace(entry, delivery=delivery))
        if delivery.status is not None:
            self.watch.heard(delivery.status)
        elif delivery.state in (JobState.NOT_SENT, JobState.DOUBTFUL):
            self.watch.suspect()

    def _printed(self, job: Job, entry: Entry) -> Delivery:
        """Print it, with "begun" on the disk before the first byte and the end after the last."""
        if self.stopping.is_set():
            return not_sent("the print worker was stopping")
        started_at, leaves_paper = time.monotonic(), job.printer.get("kind") != "preview"
        if leaves_paper and (refusal := self._begun(entry)) is not None:
            return refusal
        delivery = print_job(job, self.pictures, self.clears_first)
        if leaves_paper:
            self._ended(replace(entry, delivery=delivery))
        took_ms = (time.monotonic() - started_at) * 1000
        log.info("job %s on %s: %s in %.0f ms (%s)", job.id, self.code, delivery.state, took_ms, delivery.detail)
        return delivery

    def _begun(self, entry: Entry) -> Delivery | None:
        """What cannot be written down is not begun: after a power cut nobody would know of it."""
        try:
            self.journal.begin(entry)
        except OSError as problem:
            return not_sent(f"the journal cannot be written: {problem}")
        return None

    def _ended(self, entry: Entry) -> None:
        try:
            self.journal.end(entry)
        except OSError:  # then a power cut before the report leaves doubt, which is the truth
            log.exception("the end of job %s is not in the journal", entry.job)

    def _report(self, entry: Entry) -> None:
        """Until the server has heard it; if the worker must stop before, the journal keeps it for the next."""
        pauses = Pauses(self.stopping)
        while not self._is_heard(entry):
            if self.stopping.is_set():
                log.warning("report of job %s is left to the next worker", entry.job)
                return
            pauses.wait()
        try:
            self.journal.told(entry)
        except OSError:
            log.exception("job %s will be reported again", entry.job)

    def _is_heard(self, entry: Entry) -> bool:
        try:
            self.service.report(entry)
        except ServerRefuses as refusal:
            log.warning("report of job %s refused: %s", entry.job, refusal)
            return not refusal.is_stranger
        except ServerAway as away:
            log.info("report of job %s waits: %s", entry.job, away)
            return False
        return True


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


class _Round:
    """The loops of one list of printers: they end together when the list has changed, or the worker stops."""

    def __init__(
        self, printers: Mapping[str, Mapping[str, Any]], service: PrintService, folders: tuple[Path, Path]
    ) -> None:
        self.printers, self.stopping = printers, threading.Event()
        self._service, self._folders = service, folders
        self.loops = [self._begun(printer) for printer in printers.values()]
        log.info("serving %s", ", ".join(printers) or "no printer")

    def revive(self) -> None:
        """Start again what has died; nothing should, but then a printer would stand still in silence."""
        for at, loop in enumerate(self.loops):
            if not loop.is_alive():
                log.error("%s is served no more: starting again", loop.code)
                self.loops[at] = self._begun(loop.printer)

    def _begun(self, printer: Mapping[str, Any]) -> PrinterLoop:
        loop = PrinterLoop(printer, self._service, self._folders, self.stopping)
        loop.start()
        return loop

    def end(self) -> None:
        """The process ends: idle loops hang in a claim and may be dropped; those at work get their time."""
        self._ask_to_end()
        deadline = time.monotonic() + LAST_CLAIM_S
        for loop in self.loops:
            loop.join(max(0.0, deadline - time.monotonic()))
        deadline = time.monotonic() + LAST_JOB_S
        for loop in self.loops:
            loop.watch.busy.acquire(timeout=max(0.0, deadline - time.monotonic()))

    def end_wholly(self) -> None:
        """Others take over: no loop may still have a printer or a journal in its hands."""
        self._ask_to_end()
        for loop in self.loops:
            loop.join()

    def _ask_to_end(self) -> None:
        self.stopping.set()
        for loop in self.loops:
            loop.watch.nudge()


def serve(service: PrintService, journals: Path, pictures: Path, stopping: threading.Event) -> None:
    """Run a loop for each printer that the server names, until `stopping`. The caller holds the folder of journals."""
    pauses, round_, swept_at = Pauses(stopping), None, float("-inf")
    while not stopping.is_set():
        printers = _answered(service.printers, "list of printers", pauses)
        if printers is not None and (round_ is None or printers != round_.printers):
            if round_ is not None:
                round_.end_wholly()
            round_ = _Round(printers, service, (journals, pictures))
        elif round_ is not None:
            round_.revive()
        if time.monotonic() - swept_at > SWEEP_EVERY_S:
            swept_at = time.monotonic()
            sweep(pictures)
        if printers is not None:
            stopping.wait(LIST_EVERY_S)
    if round_ is not None:
        round_.end()
