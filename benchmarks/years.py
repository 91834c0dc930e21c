"""Do the overview, the kiosk's first page, the walls' board and the watch stay as quick after five years?

    python3 run.py bench years [--days 1250] [--rounds 60]

One office with 60 officers and 2,000 procedures on its first day; the same one after five years of tickets and events.
Both answer in turn in one process (reach: ratio ≤ 1.2).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import gevent
from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.orm import Session

import config as configuration
from actions.accounts import Role, add_account
from actions.covering import is_covering_news
from actions.devices import add_device_token
from actions.here import Here
from actions.lists import Confirmed, ListFile
from actions.people import OfficerWish, save_officer
from actions.procedures import ProcedureImport, ProcedureWish, import_procedures
from application import House
from clock import TrainingClock, parse_training_start
from commands import Place, open_ready_hall
from doors import device_cookie
from models import Event, Ticket
from models.base import table_of

ROOT = Path(__file__).parent.parent
AT = "2026-11-23 09:00"
TICKETS_A_DAY = 100
KINDS = ("ticket_issued", "ticket_called", "ticket_finished")
PAGES = {"kiosk's first page": "/kiosk/", "walls' board": "/display/snapshot", "overview": "/office/"}


def main() -> None:
    """Build both offices, ask them in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=1250)
    parser.add_argument("--rounds", type=int, default=60)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as fifth:
        new, old = _house(Path(first)), _house(Path(fifth))
        for house in (new, old):
            _settle_in(house)
        old.hall.write(_live, days=wish.days)
        visitors = [
            {
                "/kiosk/": _paired(house, "kiosk-1", Role.KIOSK),
                "/display/snapshot": _paired(house, "wall-1", Role.WALL),
                "/office/": _supervisor(house),
            }
            for house in (new, old)
        ]
        print(f"{wish.days * TICKETS_A_DAY:,} old tickets, {wish.days * TICKETS_A_DAY * len(KINDS):,} old events")
        print("milliseconds          first day   after years   ratio (reach ≤ 1.2)")
        for name, path in PAGES.items():
            pairs = [tuple(_ask(visitor[path], path) for visitor in visitors) for _ in range(wish.rounds)]
            ours, theirs = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
            ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
            print(f"{name:20s} {ours:10.1f} {theirs:13.1f} {ratio:7.2f}")
        watch = [tuple(_watch(house) for house in (new, old)) for _ in range(wish.rounds)]
        ours, theirs = (statistics.median(pair[i] for pair in watch) for i in (0, 1))
        ratio = statistics.median(pair[1] / pair[0] for pair in watch)
        print(f"{'the watch, every 3 s':20s} {ours:10.1f} {theirs:13.1f} {ratio:7.2f}")
        gevent.sleep(0.2)  # the devices' last "seen" is still being written
        for house in (new, old):
            house.hall.database.close()


def _house(data: Path) -> House:
    config = configuration.load(ROOT / "config.toml")
    clock = TrainingClock(parse_training_start(AT, config.site.zone), config.site.zone)
    (data / "training").mkdir()
    hall = open_ready_hall(Place(ROOT / "config.toml", data, None), config, clock)
    return House(hall, b"a key for benchmarks only, 32 b!!")


def _settle_in(house: House) -> None:
    codes = [department.code for department in house.hall.config.departments]
    for number in range(60):
        code = codes[number % len(codes)]
        house.hall.write(save_officer, wish=OfficerWish(f"Cán bộ {number:02d}", (code,)), actor="bench")
    wishes = tuple(
        ProcedureImport(
            ProcedureWish(f"9.{number:06d}", "", codes[number % len(codes)], "Lĩnh vực", f"Thủ tục {number}")
        )
        for number in range(2_000)
    )
    house.hall.write(import_procedures, procedures=wishes, confirmed=Confirmed(ListFile("bench"), "bench"))


def _live(session: Session, here: Here, *, days: int) -> None:
    """Five years as rows; the chain of hashes is not what is measured here."""
    tickets, events = table_of(Ticket), table_of(Event)
    for chunk in _days(here, days):
        session.execute(insert(tickets), [ticket for ticket, _ in chunk])
        session.execute(insert(events), [event for _, listed in chunk for event in listed])


def _days(here: Here, days: int) -> Iterator[list[tuple[dict[str, Any], list[dict[str, Any]]]]]:
    # Numbers below those that the office itself has written: negative ones collide with nothing.
    seq = -days * TICKETS_A_DAY * len(KINDS)
    departments = here.config.departments
    for past in range(days, 0, -1):
        at = here.now - timedelta(days=past)
        chunk = []
        for number in range(TICKETS_A_DAY):
            department = departments[number % len(departments)]
            ticket = _ticket(here, at, department.code, department.series, number)
            listed = []
            for kind in KINDS:
                seq += 1
                listed.append(_event(here, at, seq, kind, department.code, department.series, number))
            chunk.append((ticket, listed))
        yield chunk


def _ticket(here: Here, at: Any, code: str, series: int, number: int) -> dict[str, Any]:
    key = f"{at:%Y%m%d}-{number}"
    return {
        "site_id": here.site_id, "day": at.date(), "sitting": "morning", "department": code, "series": series,
        "number": number + 1, "token": key, "touch_id": key, "kiosk": "kiosk-1", "procedure": None,
        "procedure_name": None, "visit": "new", "language": "vi", "return_code": "0000", "place": {},
        "state": "finished", "issued_at": at, "arrived_at": at, "desk": "1", "officer_id": None, "calls": 1,
        "called_at": at, "serving_at": at, "ended_at": at, "outcome": "accepted", "dossier": None,
    }  # fmt: skip


def _event(here: Here, at: Any, seq: int, kind: str, code: str, series: int, number: int) -> dict[str, Any]:
    return {
        "site_id": here.site_id, "seq": seq, "at": at, "day": at.date(), "kind": kind, "actor": "bench", "desk": "1",
        "department": code, "ticket_id": None, "facts": {"series": series, "number": number, "count": 1}, "hash": "",
    }  # fmt: skip


def _paired(house: House, device: str, role: Role) -> FlaskClient:
    secret: Any = house.hall.write(add_device_token, code=device)
    client = house.app.test_client()
    client.set_cookie(device_cookie(role), secret)
    return client


def _supervisor(house: House) -> FlaskClient:
    account: Any = house.hall.write(add_account, name="bench", role=Role.SUPERVISOR, password_hash="-")
    client = house.app.test_client()
    with client.session_transaction() as session:
        session["account"] = [account.id, account.epoch]
    return client


def _ask(client: FlaskClient, path: str) -> float:
    ask: Callable[..., Any] = client.get
    before = time.perf_counter()
    answer = ask(path)
    took_ms = (time.perf_counter() - before) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    return took_ms


def _watch(house: House) -> float:
    """What the clock does all day beside the pages: who is not at their desk?"""
    before = time.perf_counter()
    house.hall.read(is_covering_news)
    return (time.perf_counter() - before) * 1000


if __name__ == "__main__":
    main()
