"""Does a worker know after any crash what it began, and never more than that?"""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from printers import journal as journals
from printers.delivery import Delivery, unconfirmed
from printers.journal import LARGEST, Entry, Journal, hold
from rules.outbox import is_outdated
from rules.states import JobState

JOB = Entry(7, 2, "name.1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / "in-1.journal"


def left(path: Path) -> list[tuple[int, str]]:
    """What a new worker would find to tell; it looks at a copy."""
    copy = path.with_name("copy.journal")
    shutil.copy(path, copy)
    journal = Journal(copy)
    journal.close()
    return [(entry.job, entry.fate.state.value) for entry in journal.untold]


def test_what_was_begun_and_not_ended_is_of_unknown_fate(path: Path) -> None:
    journal = Journal(path)
    journal.begin(JOB)
    assert left(path) == [(7, "doubtful")]
    journal.end(Entry(7, 2, "name.1", unconfirmed("accepted")))
    assert left(path) == [(7, "unconfirmed")]
    journal.close()


def test_what_was_told_is_over(path: Path) -> None:
    journal = Journal(path)
    journal.begin(JOB)
    journal.told(JOB)
    assert journal.untold == left(path) == []
    journal.close()


def test_the_name_stays_and_a_new_file_has_another(path: Path) -> None:
    names = []
    for _ in range(2):
        journal = Journal(path)
        names.append(journal.name)
        journal.close()
    path.unlink()
    journal = Journal(path)
    journal.close()
    assert names[0] == names[1] != journal.name


def test_no_two_questions_have_one_name(path: Path) -> None:
    journal = Journal(path)
    questions = {journal.question() for _ in range(100)}
    journal.close()
    assert len(questions) == 100
    assert {question.partition(".")[0] for question in questions} == {journal.name}


def test_questions_are_numbered_upward_over_restarts(path: Path) -> None:
    numbers = []
    for _ in range(3):
        journal = Journal(path)
        numbers += [int(journal.question().partition(".")[2]) for _ in range(5)]
        journal.close()
    assert numbers == sorted(set(numbers))


def test_renamed_it_keeps_what_is_untold(path: Path) -> None:
    journal = Journal(path)
    before, newest = journal.name, journal.question()
    journal.begin(JOB)
    journal.rename()
    assert journal.name != before
    assert not is_outdated(journal.question(), newest)
    assert left(path) == [(7, "doubtful")]
    journal.begin(Entry(8, 1, "name.2"))
    journal.close()
    again = Journal(path)
    assert (again.name, len(again.untold)) == (journal.name, 2)
    again.close()


def test_cut_off_at_any_byte_it_tells_the_truth(path: Path) -> None:
    """Begun counts from the moment at which the whole line is on the disk: only then the first byte leaves."""
    journal = Journal(path)
    empty = path.read_bytes()
    journal.begin(JOB)
    begun = path.read_bytes()
    journal.end(Entry(7, 2, "name.1", Delivery(JobState.PRINTED)))
    journal.close()
    whole = path.read_bytes()
    for length in range(len(empty), len(whole) + 1):
        path.write_bytes(whole[:length])
        expected = [] if length < len(begun) else [(7, "printed" if length == len(whole) else "doubtful")]
        assert left(path) == expected, length


def test_a_torn_line_does_not_spoil_the_next(path: Path) -> None:
    journal = Journal(path)
    journal.begin(JOB)
    journal.close()
    path.write_bytes(path.read_bytes()[:-3])
    later = Journal(path)
    later.begin(Entry(8, 1, "name.2"))
    later.close()
    assert later.name == journal.name
    assert left(path) == [(8, "doubtful")]


@pytest.mark.parametrize("nonsense", [b"", b"\n", b"\x00\xff\n", b'{"begin": 1}\n', b"[]\n", b'{"journal": "a"}\nx\n'])
def test_nonsense_gets_a_new_name_so_that_the_server_doubts(path: Path, nonsense: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(nonsense)
    journal = Journal(path)
    journal.close()
    assert len(journal.name) == 16
    assert journal.untold == []


def test_it_stays_small_over_years(path: Path) -> None:
    journal = Journal(path)
    journal.begin(Entry(1, 1, "name.0"))
    for number in range(2, 3000):
        entry = Entry(number, 1, f"name.{number}")
        # Without the disk's own time: the lines are what counts here.
        journal._write({"begin": number, "attempt": 1, "claim": entry.claim}, is_lasting=False)
        journal.told(entry)
    assert path.stat().st_size < LARGEST + 1000
    assert left(path) == [(1, "doubtful")]
    journal.close()


@pytest.mark.parametrize("is_locked", [False, True], ids=["no new file", "the old one held"])
def test_one_that_cannot_be_made_small_is_written_on(
    path: Path, is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(path)
    journal.begin(JOB)
    with monkeypatch.context() as patch:
        patch.setattr(journals, "LARGEST", 10)
        if is_locked:
            patch.setattr(Path, "replace", refused)
        else:
            patch.setattr(journals, "_line", refused_at_the_head)
        with pytest.raises(OSError, match="no"):
            journal.told(JOB)
    journal.begin(Entry(8, 1, "name.2"))
    assert left(path) == [(8, "doubtful")]
    journal.close()


def refused(*arguments: object) -> None:
    raise PermissionError("no")


def refused_at_the_head(content: dict[str, object]) -> bytes:
    if "journal" in content:
        raise OSError("no")
    return json.dumps(content).encode() + b"\n"


def test_one_worker_at_a_time(tmp_path: Path) -> None:
    stopping = threading.Event()
    first = hold(tmp_path, stopping)
    assert first is not None
    assert hold(tmp_path, stopping, waits=False) is None
    first.close()
    second = hold(tmp_path, stopping, waits=False)
    assert second is not None
    second.close()


def test_the_next_worker_waits_for_the_one_before(tmp_path: Path) -> None:
    stopping = threading.Event()
    first = hold(tmp_path, stopping)
    assert first is not None
    threading.Timer(0.3, first.close).start()
    second = hold(tmp_path, stopping)
    assert second is not None
    second.close()
