"""What is lost, doubled or left out when things go wrong, and how long does it take to be there again?

    python3 run.py bench reliability [--kills 20] [--stops 10] [--backups 10] [--write docs/reliability.md]

Real servers, real kiosks pressing, real kills. Promised: 0 losses, 0 doubles, 0 gaps. What a start takes on a quiet
machine, `run.py bench start` measures.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from backups import BackupProblem, make, sqlite
from backups.restoring import Wish, restore
from benchmarks.faulty import Office
from benchmarks.load import ROOT, Client
from config import Backups
from database import SCHEMA

KIOSKS = 8
MARK = "<!-- made by run.py bench reliability -->"


@dataclass(frozen=True, slots=True)
class Row:
    """One fault: how often tried, what was held against what, and what was found."""

    fault: str
    tried: int
    held: str
    lost: int
    doubled: int
    gaps: int
    seconds: str


def main() -> None:
    """Let it all happen, print the table, and write it where told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stops", type=int, default=10)
    parser.add_argument("--backups", type=int, default=10)
    parser.add_argument("--write", type=Path, default=None)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.prepare()
        lines = list(_table(_rows(office, wish)))
    print("\n".join(lines))
    if wish.write is not None:
        _write(wish.write, lines)


def _rows(office: Office, wish: argparse.Namespace) -> Iterator[Row]:
    chance = random.Random(8)
    yield _ended(office, signal.SIGKILL, "power cut (`kill -9`) while 8 kiosks press", wish.kills, chance)
    yield _ended(office, signal.SIGTERM, "stop (SIGTERM) while 8 kiosks press", wish.stops, chance)
    office.start()
    crowd = office.crowd(KIOSKS)
    yield _backed_up(office, wish.backups)
    yield _killed_backups(office, wish.backups, chance)
    yield _held(office)
    yield _silent(office)
    office.end(signal.SIGKILL)
    for thread in crowd:
        thread.join()
    yield _restored(office)


def _ended(office: Office, how: signal.Signals, fault: str, times: int, chance: random.Random) -> Row:
    seconds = []
    lost = doubled = gaps = 0
    for _ in range(times):
        office.start()
        crowd = office.crowd(KIOSKS)
        time.sleep(chance.uniform(0.3, 1.0))
        office.end(how)
        for thread in crowd:
            thread.join()
        seconds.append(office.start())
        found = _books(office)
        lost, doubled, gaps = lost + found[0], doubled + found[1], gaps + found[2]
        office.end(signal.SIGTERM)
    spread = f"{statistics.median(seconds):.1f} (longest {max(seconds):.1f})"
    return Row(fault, times, f"{len(office.told)} answered tickets", lost, doubled, gaps, spread)


def _books(office: Office, path: Path | None = None) -> tuple[int, int, int]:
    """(answered tickets that are not there or are others, numbers given twice, numbers left out)."""
    promised = dict(office.told)  # before looking: while kiosks press, what is answered later is promised later
    connection = sqlite3.connect(path or office.database)
    rows = connection.execute("SELECT touch_id, series, number FROM tickets").fetchall()
    connection.close()
    kept = {touch: (series, number) for touch, series, number in rows}
    lost = sum(kept.get(touch) != ticket for touch, ticket in promised.items())
    given = Counter((series, number) for _, series, number in rows)
    doubled = sum(count - 1 for count in given.values()) + len(rows) - len(kept)
    highest: dict[int, int] = {}
    for series, number in given:
        highest[series] = max(number, highest.get(series, 0))
    return lost, doubled, sum(highest.values()) - len(given)


def _backed_up(office: Office, times: int) -> Row:
    lost = doubled = gaps = 0
    seconds = []
    for n in range(times):
        time.sleep(0.3)
        promised = dict(office.told)
        made = make(f"sqlite:///{office.database}", office.folder / "copies", Backups(), _moment(n))
        seconds.append(made.seconds)
        seen = Office(office.folder, told=promised)
        found = _books(seen, made.path)
        lost, doubled, gaps = lost + found[0], doubled + found[1], gaps + found[2]
    held = f"{len(office.told)} answered tickets"
    return Row("back-up while 8 kiosks press", times, held, lost, doubled, gaps, f"{max(seconds):.2f} longest")


def _killed_backups(office: Office, times: int, chance: random.Random) -> Row:
    """A copy that was cut off must never be taken for a whole one."""
    place, wrong, halves = office.folder / "as-real", 0, 0
    place.mkdir()
    (place / office.database.name).symlink_to(office.database)
    for _ in range(times):
        folder = office.folder / "cut"
        command = [sys.executable, "server.py", "backup", "--data", str(place), "--to", str(folder)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while not [*folder.glob("*.part")] and process.poll() is None and time.monotonic() < until:
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.wait()
        for path in [*folder.glob("*.part"), *folder.glob("*.db")]:
            halves += path.suffix == ".part"
            wrong += path.suffix == ".db" and _is_broken(path)
            path.unlink()
    return Row("`kill -9` of a back-up", times, f"{halves} half files, none under a back-up's name", wrong, 0, 0, "–")


def _is_broken(path: Path) -> bool:
    try:
        sqlite.contents(path)
    except BackupProblem:
        return True
    return False


def _held(office: Office) -> Row:
    """Another program has the write lock for two seconds: everybody waits, nobody loses anything."""
    other = sqlite3.connect(office.database, isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    before = len(office.told)
    time.sleep(2)
    other.execute("ROLLBACK")
    released = time.monotonic()
    while len(office.told) < before + KIOSKS + 1:
        time.sleep(0.01)
    other.close()
    lost, doubled, gaps = _books(office)
    waited = f"{time.monotonic() - released:.1f}"
    return Row("another program holds the database for 2 s", 1, "all kiosks go on", lost, doubled, gaps, waited)


def _silent(office: Office) -> Row:
    lines = [Client(office.port, {}) for _ in range(500)]
    before, began = len(office.told), time.monotonic()
    while len(office.told) < before + 50:
        time.sleep(0.01)
    seconds = time.monotonic() - began
    for line in lines:
        line.close()
    lost, doubled, gaps = _books(office)
    return Row("500 silent connections", 1, "50 more tickets given", lost, doubled, gaps, f"{seconds:.1f}")


def _restored(office: Office) -> Row:
    """The database is written over with rubbish; the newest back-up comes back."""
    newest = max((office.folder / "copies").glob("*.db"))
    kept = sqlite.contents(newest)
    office.database.write_bytes(b"\xff" * 50_000)
    began = time.monotonic()
    wish = Wish(newest, f"sqlite:///{office.database}", office.folder, "quang-uyen", SCHEMA, datetime.now())
    found = restore(wish).contents
    seconds = time.monotonic() - began
    ready = office.start()
    office.end(signal.SIGTERM)
    held, took = f"{found.tickets} tickets of the back-up", f"{seconds:.1f} + {ready:.1f} start"
    lost = kept.tickets - found.tickets
    return Row("database overwritten with rubbish, restored", 1, held, lost, 0, 0, took)


def _moment(n: int) -> datetime:
    return datetime(2017, 3, 13, 9, n // 60, n % 60)


def _table(rows: Iterator[Row]) -> Iterator[str]:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}"
    load = f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores at the end" if hasattr(os, "getloadavg") else ""
    yield f"{date.today().isoformat()}, {versions}, {load}."
    yield ""
    yield "| fault | tried | held against | lost | doubled | gaps | seconds until ready |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        yield f"| {row.fault} | {row.tried} | {row.held} | {row.lost} | {row.doubled} | {row.gaps} | {row.seconds} |"


def _write(path: Path, lines: list[str]) -> None:
    before, _, rest = path.read_text(encoding="utf-8").partition(MARK)
    _, _, after = rest.partition(MARK)
    table = "\n".join(lines)
    path.write_text(f"{before}{MARK}\n{table}\n{MARK}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
