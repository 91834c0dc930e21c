"""Does the server stay as quick and as small as it began, day after day? Accelerated days of a whole office.

    python3 run.py bench soak [--minutes 30] [--day 170] [--picture docs/pictures/soak.png]

The real server in a process of its own, on a clock that hurries (benchmarks/hurried.py): doors open, a rush, lunch, a
peak, closing, midnight, days off. Citizens touch, six officers call; walls, kiosks, desks, the Office and phones follow
by sockets that come and go. Every two seconds: memory of server and print worker, open sockets, writes that wait.
Printed: each day; drawn: the curves. To be held against each other are the days, not the machine's speed. Linux only.
"""

from gevent import monkey

monkey.patch_all()

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import gevent

import config as configuration
from actions.accounts import AccountView, Role, add_account, add_account_token
from actions.devices import add_device_token
from benchmarks.accelerated import Heard, Office, Tokens
from benchmarks.curves import Curve, Panel, draw
from benchmarks.hurried import MONDAY, HurriedClock
from benchmarks.load import ROOT, Client, free_port, quantile, wait_until_ready
from commands import Place, open_ready_hall, training_clock

EVERY_S, WINDOW_S = 2.0, 20.0
KINDS = ("issue", "call")


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: seconds since the first midnight, megabytes, sockets, and writes that wait."""

    at_s: float
    server_mb: float
    worker_mb: float
    sockets: float
    waiting: float


def main() -> None:
    """Live through the days; print and draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--day", type=float, default=170, help="seconds that a working day takes")
    parser.add_argument("--picture", type=Path, default=ROOT / "docs/pictures/soak.png")
    wish = parser.parse_args()
    with _running(wish.day) as (port, pid, tokens, clock, begun_s):
        heard = Heard(begun_s)
        office = Office(port, clock, tokens, heard)
        office.start()
        samples = list(_samples(port, pid, tokens.office, heard, wish.minutes * 60))
        office.end()
    midnights = clock.midnights(wish.minutes * 60)
    _print(samples, heard, midnights, office.failed)
    draw(wish.picture, _title(samples, heard), _panels(samples, heard), midnights, clock, wish.minutes * 60)
    print(f"picture: {wish.picture}")


@contextmanager
def _running(day_s: float) -> Iterator[tuple[int, int, Tokens, HurriedClock, float]]:
    """A furnished server; its clock begins when it is ready."""
    with tempfile.TemporaryDirectory() as folder:
        tokens, port, begun_s = _furnish(Path(folder)), free_port(), time.monotonic()
        command = [sys.executable, "-m", "benchmarks.hurried", folder, str(port), str(day_s), str(begun_s)]
        with (Path(folder) / "said").open("w") as said:
            process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(port)
            yield port, process.pid, tokens, HurriedClock(day_s, begun_s), begun_s
        finally:
            process.terminate()
            process.wait(timeout=60)


def _furnish(data: Path) -> Tokens:
    path = ROOT / "config.toml"
    config = configuration.load(path)
    (data / "training").mkdir(parents=True)
    hall = open_ready_hall(Place(path, data, None), config, training_clock(config, f"{MONDAY} 00:00"))
    everything = tuple(department.code for department in config.departments)

    def token(name: str, role: Role) -> str:
        account = hall.write(add_account, name=name, role=role, password_hash="-", departments=everything)
        assert isinstance(account, AccountView), account
        return str(hall.write(add_account_token, account_id=account.id))

    officers = {desk.code: token(f"officer-{desk.code}", Role.OFFICER) for desk in config.desks}
    kiosk, wall = (str(hall.write(add_device_token, code=code)) for code in ("kiosk-1", "wall-1"))
    tokens = Tokens(kiosk, wall, token("office", Role.SUPERVISOR), officers)
    hall.database.close()
    return tokens


def _samples(port: int, pid: int, token: str, heard: Heard, until_s: float) -> Iterator[Sample]:
    client = Client(port, {"Authorization": f"Bearer {token}"})
    while (at_s := heard.passed_s()) < until_s:
        _, figures = client.ask("GET", "/metrics")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        yield Sample(
            at_s,
            _megabytes(pid),
            sum(_megabytes(int(child)) for child in children),
            _figure("mot_cua_sockets", figures),
            _figure("mot_cua_waiting_writes", figures),
        )
        gevent.sleep(EVERY_S)


def _megabytes(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _figure(name: str, figures: bytes) -> float:
    found = re.search(rf"^{name} (\S+)$", figures.decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


# -- what is told of it ------------------------------------------------------------------------------------------


def _print(samples: list[Sample], heard: Heard, midnights: list[float], failed: list[str]) -> None:
    print("day  tickets  calls   issue p50    p99   call p50    p99   server MB  worker MB  sockets  writes waiting")
    ends = [*midnights[1:], samples[-1].at_s + 1]
    for number, (begin_s, end_s) in enumerate(zip(midnights, ends, strict=True), start=1):
        of_day = [each for each in samples if begin_s <= each.at_s < end_s]
        if not of_day:
            continue  # a day off, shorter than the time between two looks
        issues, calls = ([ms for at_s, ms in heard.took[kind] if begin_s <= at_s < end_s] for kind in KINDS)
        print(
            f"{number:3d}  {len(issues):7d}  {len(calls):5d}   {_pair(issues)}   {_pair(calls)}   "
            f"{of_day[-1].server_mb:9.1f}  {of_day[-1].worker_mb:9.1f}  {max(each.sockets for each in of_day):7.0f}  "
            f"{max(each.waiting for each in of_day):6.0f}"
        )
    print("answers: " + ", ".join(f"{kind} {status}: {n}" for (kind, status), n in sorted(heard.answers.items())))
    print(f"load of the machine at the end: {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores")
    print(
        f"broken: {sum(n for (_, status), n in heard.answers.items() if status >= 500)} answers; {failed or 'nobody'}"
    )


def _pair(times: list[float]) -> str:
    return f"{quantile(times, 0.5):9.1f} {quantile(times, 0.99):6.1f}" if times else "        –      –"


def _title(samples: list[Sample], heard: Heard) -> str:
    tickets = len(heard.took["issue"])
    return f"Soak: {samples[-1].at_s / 60:.0f} minutes of accelerated days, {tickets:,} tickets, {MONDAY:%d/%m/%Y} on"


def _panels(samples: list[Sample], heard: Heard) -> list[Panel]:
    at = [each.at_s for each in samples]

    def sampled(name: str, attribute: str) -> Curve:
        return Curve(name, list(zip(at, (getattr(each, attribute) for each in samples), strict=True)))

    def latencies(kind: str) -> list[Curve]:
        return [Curve(name, _windows(heard.took[kind], q), 1.5 * WINDOW_S) for name, q in (("p50", 0.5), ("p99", 0.99))]

    return [
        Panel("Memory (RSS)", "MB", [sampled("server", "server_mb"), sampled("print worker", "worker_mb")]),
        Panel(f"Issuing a ticket, by {WINDOW_S:.0f} s", "ms", latencies("issue"), is_log=True),
        Panel(f"Calling the next, by {WINDOW_S:.0f} s", "ms", latencies("call"), is_log=True),
        Panel("Open sockets", "", [sampled("sockets", "sockets")]),
        Panel("Writes that wait when looked at", "", [sampled("writes", "waiting")]),
    ]


def _windows(took: list[tuple[float, float]], q: float) -> list[tuple[float, float]]:
    """The quantile of each window, at its middle."""
    windows: dict[int, list[float]] = {}
    for at_s, ms in took:
        windows.setdefault(int(at_s // WINDOW_S), []).append(ms)
    return [((number + 0.5) * WINDOW_S, quantile(times, q)) for number, times in sorted(windows.items())]


if __name__ == "__main__":
    main()
