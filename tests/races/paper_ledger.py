"""All paper of a long trial, beside the outbox: looked at again and again while printing goes on."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from printers.simulated.machine import Piece
from tests.races.books import ask
from tests.races.paper_trail import AnsweringPrinter, Job, dots_of
from tests.running import RunningServer

SENT = {"printed", "unconfirmed"}
MAYBE = SENT | {"sending", "doubtful"}
# Above a ticket may hang the half one of a sender that died: then it is looked for among so many of the newest.
NEWEST = 200


@dataclass
class PaperLedger:
    """What one printer has cut off, by the job that it is; each paper is looked at once."""

    server: RunningServer
    printer: AnsweringPrinter
    code: str
    papers: list[int] = field(default_factory=list)
    _came: list[bytes] = field(default_factory=list)
    _known: dict[bytes, int] = field(default_factory=dict)
    _drawn: int = 0

    def __post_init__(self) -> None:
        self.printer._came_out = self._note  # it keeps only the last hundred itself

    def jobs(self) -> list[Job]:
        """Of this printer, oldest first."""
        rows = ask(
            self.server, "SELECT id, state, settled, facts FROM print_jobs WHERE printer = ? ORDER BY id", self.code
        )
        return [Job(number, state, settled, json.loads(facts)) for number, state, settled, facts in rows]

    def is_settled(self) -> bool:
        """Whether nothing waits for paper any more."""
        return all(job.state in SENT | {"doubtful"} for job in self.jobs())

    def assert_truth(self) -> None:
        """No paper twice, none that the server thinks unsent, none missing that it thinks sent; in order."""
        before = self.jobs()
        self._look()
        after = {job.id: job.state for job in self.jobs()}
        papers = Counter(self.papers)
        assert not [job for job, times in papers.items() if times > 1], "paper twice"
        assert not [job.id for job in before if job.state in SENT and not papers[job.id]], "paper is missing"
        assert not [(job, after[job]) for job in papers if after[job] not in MAYBE], "paper that was not sent"
        assert self.papers == sorted(self.papers)

    def _note(self, piece: Piece) -> None:
        if piece.is_cut:
            self._came.append(piece.picture.tobytes("raw", "1;I"))

    def _look(self) -> None:
        came, self._came = self._came, []
        for job in [job for job in self.jobs() if came and job.id > self._drawn]:
            self._known[dots_of(job)] = self._drawn = job.id
        self.papers += [self._job_on(paper) for paper in came]

    def _job_on(self, paper: bytes) -> int:
        if paper in self._known:
            return self._known[paper]
        found = [job for dots, job in list(self._known.items())[-NEWEST:] if dots in paper]
        assert len(found) == 1, "paper that nobody owed"
        return found[0]
