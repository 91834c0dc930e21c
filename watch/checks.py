"""Is an installation fit for tomorrow morning? Each part looked at by itself; nothing is changed by looking."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from backups import BackupProblem, Contents, listed, sqlite
from backups.folder import is_chosen
from backups.making import SQLITE, check
from config import Config
from printers.looking import examined
from printers.settings import printer_from
from printers.terminal import advice, seen
from voice.speaker import Speaker
from voice.spoken import CannotSpeak, Kind, Spoken
from watch.finding import Finding, Verdict, bad, ok, warn
from watch.hall import of_need, only_shown
from watch.looking import JUMP, LOW_DISK_MB

ROOT = Path(__file__).parent.parent
FONTS = ("theme/static/fonts/*.woff2", "printers/fonts/*.ttf")
ROOM_MB = 1_000
NETWORK_ASKED_EVERY_S = 600
PRINTER_LOOK_S = 2.0
FUTURE = timedelta(minutes=5)  # two clocks of one PC may differ a little
# Nobody built this before; a PC whose battery is empty starts in 1970 or 2000.
EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)


def configuration(config: Config) -> Iterator[Finding]:
    """It was read already: what is left is what an installer still has to fill in."""
    yield ok("configuration", "read", departments=len(config.departments), desks=len(config.desks), file=config.path)
    if config.unfinished:
        yield warn("configuration", "unfinished", keys=", ".join(config.unfinished))


def database(url: str, schema: str) -> tuple[Finding, Contents | None]:
    """A SQLite file: every page, every reference. PostgreSQL is asked by the command itself."""
    path = Path(url.removeprefix(SQLITE))
    if not path.exists():
        return warn("database", "missing", path=path), None
    try:
        found = sqlite.contents(path)
    except BackupProblem as problem:
        return bad("database", "damaged", path=path, reason=problem.facts.get("reason", problem.code)), None
    return of_contents(found, schema), found


def of_contents(found: Contents, schema: str) -> Finding:
    """What was counted, and whether this program can work with it."""
    if found.schema > schema:
        return bad("database", "newer", found=found.schema, known=schema)
    return ok("database", "whole", tickets=found.tickets, events=found.events)


def backups(folder: Path, config: Config, now: datetime, *, is_elsewhere: bool = False, opens: bool = True) -> Finding:
    """Is there a whole one that is young enough? `now`: the office's wall time; `is_elsewhere`: on another disk.

    `opens`: look into the newest, which takes its time; each was looked into when it was made.
    """
    if is_elsewhere and not is_chosen(folder):
        return bad("backups", "not_there", folder=folder)
    found = listed(folder)
    if not found:
        return warn("backups", "none", folder=folder)
    newest = found[0]
    try:
        if opens:
            check(newest.path, config.backups.postgres_programs)
    except BackupProblem as problem:
        return bad("backups", "damaged", file=newest.path.name, reason=problem.facts.get("reason", problem.code))
    if newest.made - now > FUTURE:
        return warn("backups", "future", file=newest.path.name, now=now)
    hours = max(0, round((now - newest.made) / timedelta(hours=1)))
    if hours > max(24, 2 * config.backups.every_h):
        return warn("backups", "old", hours=hours, file=newest.path.name)
    return ok("backups", "young" if opens else "kept", n=len(found), hours=hours, file=newest.path.name)


def printers(config: Config) -> Iterator[Finding]:
    """Each that is used and hangs here or on the network; those on a kiosk's own PC are its agent's to check."""
    for configured in config.used_printers:
        if configured.at is not None:
            yield ok("printers", "at_kiosk", code=configured.code, kiosk=config.kiosk(configured.at).name)
            continue
        printer = printer_from(configured.settings())
        if printer.kind == "preview":
            yield only_shown(printer.code)
            continue
        status, obstacle = examined(printer, PRINTER_LOOK_S)
        said = " ".join((f"{printer.code}:", *seen(status, printer, 0), obstacle)).strip()
        yield Finding("printers", of_need(status.need), said=said, how=advice(status, printer))


def voice(config: Config, recordings: Path) -> Finding:
    """A call is made as a wall would play it."""
    if config.voice.source == "off":
        return ok("voice", "off")
    with tempfile.TemporaryDirectory() as folder:
        speaker = Speaker(config, Path(folder), recordings)
        try:
            speaker.recorded.refresh()
            spoken = Spoken(Kind.CALL, config.departments[0].series, 17, config.desks[0].code, "vi")
            sounds = [speaker.sound(clip.url_name) for clip in speaker.clips_for(spoken)]
        except CannotSpeak as problem:
            return Finding("voice", Verdict.BAD, code=f"fault:{problem.code}")
        finally:
            speaker.stop()
        if not sounds or not all(sound and sound.stat().st_size for sound in sounds):
            return bad("voice", "silent")
    return ok("voice", "speaks")


def fonts() -> Finding:
    """Those of the pages are there, those of the paper can draw Vietnamese."""
    from PIL import ImageFont

    missing = [pattern for pattern in FONTS if not [*ROOT.glob(pattern)]]
    if missing:
        return bad("fonts", "missing", files=", ".join(missing))
    paths = [path for pattern in FONTS[1:] for path in ROOT.glob(pattern)]
    for path in paths:
        try:
            font = ImageFont.truetype(path, 24)
        except OSError as problem:
            return bad("fonts", "broken", file=path.name, reason=problem)
        if not font.getmask("Ệ").getbbox():
            return bad("fonts", "broken", file=path.name, reason="Ệ")
    return ok("fonts", "there", n=len(paths))


def clock(now: datetime, last_event: datetime | None) -> Finding:
    """Is it later than what was written last, and does somebody set it right?"""
    if now < EARLIEST or (last_event is not None and last_event - now > JUMP):
        return bad("clock", "behind", now=now, last=last_event or EARLIEST)
    return (
        ok("clock", "set", now=now)
        if _is_set_by_network(int(time.monotonic() // NETWORK_ASKED_EVERY_S))
        else warn("clock", "alone", now=now)
    )


def disk(folders: list[Path]) -> Iterator[Finding]:
    """Each disk on which something is kept."""
    for folder in folders:
        there = next(each for each in (folder, *folder.resolve().parents) if each.exists())
        free_mb = shutil.disk_usage(there).free // 1_000_000
        tell = bad if free_mb < LOW_DISK_MB else warn if free_mb < ROOM_MB else ok
        yield tell("disk", "room" if tell is ok else "low", folder=folder, free=free_mb)


def port(number: int) -> Finding:
    """Does our server answer there, or could it?"""
    asked = http.client.HTTPConnection("127.0.0.1", number, timeout=2)
    try:
        asked.request("GET", "/readyz")
        answer = asked.getresponse()
        body = answer.read(2_000)
    except (OSError, http.client.HTTPException):
        return _free(number)
    finally:
        asked.close()
    if b'"database"' not in body:
        return bad("ports", "taken", port=str(number))
    if answer.status != 200:
        return bad("ports", "failing", port=str(number))
    worries = len(json.loads(body).get("concerns", ()))
    return (
        warn("ports", "worried", port=str(number), n=worries) if worries else ok("ports", "running", port=str(number))
    )


def _free(number: int) -> Finding:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("0.0.0.0", number))
        except OSError:
            return bad("ports", "taken", port=str(number))
    return ok("ports", "free", port=str(number))


@lru_cache(maxsize=1)  # a running server looks each minute, and asking takes a process
def _is_set_by_network(_turn: int) -> bool:
    asking = shutil.which("timedatectl")
    if asking is None:
        return False
    # It would tell our systemd of its own end, as if it were ours.
    environment = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
    command = [asking, "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == "yes"
