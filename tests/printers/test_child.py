"""Is the server's print worker started again, whatever went wrong?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import gevent
import pytest

from printers import child
from printers.child import PrintWorker

DEATHS = 3


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[Callable[[], None]], PrintWorker]]:
    """Starts a keeper without pauses."""
    monkeypatch.setattr(child, "AGAIN_AFTER_S", (0.01,))
    made: list[PrintWorker] = []

    def start(died: Callable[[], None], log_file: Path = tmp_path / "worker.log") -> PrintWorker:
        made.append(PrintWorker("http://127.0.0.1:1", "", tmp_path, tmp_path, log_file, died))
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.stop()


def until_it_died(deaths: list[int]) -> None:
    with gevent.Timeout(60):
        while len(deaths) < DEATHS:
            gevent.sleep(0.01)


def test_a_worker_that_cannot_be_started_is_tried_again(
    keep: Callable[..., PrintWorker], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    deaths: list[int] = []
    (tmp_path / "no-folder").write_text("")
    keep(lambda: deaths.append(1), tmp_path / "no-folder" / "worker.log")
    until_it_died(deaths)
    assert "cannot be run" in caplog.text


def test_books_that_cannot_be_written_end_no_keeper(keep: Callable[..., PrintWorker]) -> None:
    deaths: list[int] = []

    def died() -> None:
        deaths.append(1)
        raise OSError("the database is locked")

    keep(died)  # without a token the worker ends at once
    until_it_died(deaths)
