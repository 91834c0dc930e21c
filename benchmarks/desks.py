"""How long does a press of "call next" take with 16 officers at once, on an empty log and after a million tickets?

    python3 run.py bench desks [--old 1000000] [--rounds 40]

Two servers, one with old tickets, asked in turn over HTTP: sixteen desks of one department press at the same moment,
the answer is the whole desk as its screen shows it (reach: p99 ≤ 50 ms; with the old tickets ≤ 1.2 × empty).
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

import config as configuration
from actions.accounts import AccountView, Role, add_account, add_account_token
from actions.devices import add_device_token
from actions.here import Here
from benchmarks.load import ROOT, Client, free_port, quantile, wait_until_ready
from clock import TrainingClock, parse_training_start
from commands import Place, open_ready_hall
from models import Event, Ticket
from models.base import table_of

AT = "2026-11-23 09:00"
DESKS = 16
DEPARTMENT, SERIES = "TP", 4
A_DAY, CHUNK = 400, 20_000


@dataclass
class Office:
    """A running server with sixteen open desks of one department, and what its answers took, in milliseconds."""

    name: str
    kiosk: Client
    desks: list[Client]
    touches: int = 0
    calls: list[float] = field(default_factory=list)
    all_calls: list[list[float]] = field(default_factory=list)

    def round(self) -> None:
        """Sixteen come, sixteen are called at the same moment and served."""
        for _ in range(DESKS):
            self.touches += 1
            wish = {"touch_id": f"bench-{self.touches:06d}", "department": DEPARTMENT, "visit": "unsure"}
            _asked(self.kiosk, "/api/v1/tickets", wish)
        took = self.everybody("next")
        self.calls += took
        self.all_calls.append(took)
        for verb in ("serve", "finish"):
            self.everybody(verb)

    def everybody(self, verb: str) -> list[float]:
        """All officers press at once; how long each waited for the answer."""
        barrier, took = threading.Barrier(DESKS), [0.0] * DESKS

        def press(number: int) -> None:
            barrier.wait()
            before = time.perf_counter()
            _asked(self.desks[number], f"/api/v1/desks/{number + 1}/{verb}", {})
            took[number] = (time.perf_counter() - before) * 1000

        threads = [threading.Thread(target=press, args=(number,)) for number in range(DESKS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    wish = parser.parse_args()
    with office("empty", 0) as new, office(f"after {wish.old:,}", wish.old) as old:
        for each in (new, old):  # the first presses of a day make ready what all others use
            each.round()
        first = [max(each.calls) for each in (new, old)]
        for each in (new, old):
            each.calls.clear()
            each.all_calls.clear()
        for _ in range(wish.rounds):
            new.round()
            old.round()
    print(f"{DESKS} officers at once, {wish.rounds} rounds, milliseconds from the press to the whole desk")
    print("                      p50     p99")
    for each, slowest in zip((new, old), first, strict=True):
        p50, p99 = (quantile(each.calls, q) for q in (0.5, 0.99))
        print(f"{each.name:18s} {p50:6.1f}  {p99:6.1f}   (first round of all, slowest: {slowest:.0f})")
    pairs = zip(new.all_calls, old.all_calls, strict=True)
    ratio = statistics.median(statistics.median(b) / statistics.median(a) for a, b in pairs)
    print(f"ratio of the rounds' medians {ratio:.2f} (reach ≤ 1.2); p99 reach ≤ 50 ms")


@contextmanager
def office(name: str, old: int) -> Iterator[Office]:
    """A server of its own with sixteen desks, after so many old tickets."""
    with tempfile.TemporaryDirectory() as folder:
        path, port = _configured(Path(folder)), free_port()
        kiosk, officers = _furnish(path, Path(folder) / "data", old)
        command = [sys.executable, "server.py", "serve", "--config", str(path), "--data", str(Path(folder) / "data")]
        command += ["--host", "127.0.0.1", "--port", str(port), "--at", AT]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(port)
            desks = [Client(port, {"Authorization": f"Bearer {secret}"}) for secret in officers]
            running = Office(name, Client(port, {"Authorization": f"Bearer {kiosk}"}), desks)
            running.everybody("open")
            yield running
        finally:
            process.terminate()
            process.wait(timeout=60)


def _configured(folder: Path) -> Path:
    """config.toml with sixteen desks for one department; the first one also serves all others."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('procedures = "', f'procedures = "{ROOT.as_posix()}/').replace(
        'printer = "preview"', 'printer = "far"'
    )
    before, _, rest = text.partition("[[desks]]")
    codes = re.findall(r'^code = "([A-Z]+)"$', before, re.MULTILINE)
    desks = "".join(
        f'[[desks]]\ncode = "{n}"\nname = "Quầy {n}"\ndepartments = {codes if n == 1 else [DEPARTMENT]}\n'.replace(
            "'", '"'
        )
        for n in range(1, DESKS + 1)
    )
    printer = '\n[[printers]]\ncode = "far"\nkind = "network"\nhost = "127.0.0.1"\nport = 9\nwidth_dots = 576\n'
    path = folder / "config.toml"
    path.write_text(f"{before}{desks}\n{rest[rest.index('[[kiosks]]') :]}{printer}", encoding="utf-8")
    return path


def _furnish(path: Path, data: Path, old: int) -> tuple[str, list[str]]:
    """The kiosk's token and one for each desk's officer."""
    config = configuration.load(path)
    (data / "training").mkdir(parents=True)
    clock = TrainingClock(parse_training_start(AT, config.site.zone), config.site.zone)
    hall = open_ready_hall(Place(path, data, None), config, clock)
    if old:
        hall.write(_live, old=old)
    kiosk: Any = hall.write(add_device_token, code="kiosk-1")
    officers = []
    for desk in config.desks:
        account: Any = hall.write(
            add_account, name=f"bench-{desk.code}", role=Role.OFFICER, password_hash="-", departments=(DEPARTMENT,)
        )
        assert isinstance(account, AccountView)
        officers.append(hall.write(add_account_token, account_id=account.id))
    hall.database.close()
    return kiosk, officers


def _live(session: Session, here: Here, *, old: int) -> None:
    """Old tickets with their calls as rows; the chain of hashes is not what is measured here."""
    tickets, events = table_of(Ticket), table_of(Event)
    for first in range(0, old, CHUNK):
        numbers = range(first, min(first + CHUNK, old))
        session.execute(insert(tickets), [_ticket(here, number) for number in numbers])
        session.execute(insert(events), [_event(here, number, old) for number in numbers])


def _ticket(here: Here, number: int) -> dict[str, Any]:
    at = here.now - timedelta(days=1 + number // A_DAY)
    return {
        "site_id": here.site_id, "day": at.date(), "sitting": "morning", "department": DEPARTMENT, "series": SERIES,
        "number": number % A_DAY + 1, "token": f"old-{number}", "touch_id": f"old-{number}", "kiosk": "kiosk-1",
        "procedure": None, "procedure_name": None, "visit": "new", "language": "vi", "return_code": "0000", "place": {},
        "state": "finished", "issued_at": at, "arrived_at": at, "desk": str(number % DESKS + 1), "officer_id": None,
        "calls": 1, "called_at": at, "serving_at": at, "ended_at": at, "outcome": "accepted", "dossier": None,
        "since": at,
    }  # fmt: skip


def _event(here: Here, number: int, old: int) -> dict[str, Any]:
    at = here.now - timedelta(days=1 + number // A_DAY)
    # Numbers below those that the office itself has written: negative ones collide with nothing.
    return {
        "site_id": here.site_id, "seq": number - old, "at": at, "day": at.date(), "kind": "ticket_called",
        "actor": "bench", "desk": str(number % DESKS + 1), "department": DEPARTMENT, "ticket_id": None,
        "facts": {"series": SERIES, "number": number % A_DAY + 1, "count": 1}, "hash": "",
    }  # fmt: skip


def _asked(client: Client, path: str, body: Any) -> None:
    status, answer = client.ask("POST", path, body)
    assert status in (200, 201), (path, status, answer)


if __name__ == "__main__":
    main()
