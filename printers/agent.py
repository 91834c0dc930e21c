"""How does a printer on a kiosk's own PC get its paper? This agent fetches it from the server, with the worker's code.

Paired by the Office's one-time code, as kiosks and walls are. Its token it makes itself and keeps before it sends it:
an answer that is lost on the way costs nothing. Its words are Vietnamese: an installer reads them.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import urlsplit

from locales import say
from printers.journal import hold
from printers.service import PrintService, ServerAway, ServerRefuses
from printers.terminal import tried
from printers.worker import serve

ROOT = Path(__file__).parent.parent
AGAIN_AFTER_S = 3.0
CODE = re.compile(r"\d{8}")
TOKEN, NEXT_TOKEN = "token", "token.next"
DONE, FAILED, CANNOT = 0, 1, 2
log = logging.getLogger("printers.agent")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop, or test the printers; the exit status is 2 if it cannot be the agent of that kiosk."""
    wanted = _parser().parse_args(arguments)
    if urlsplit(wanted.server).scheme not in ("http", "https"):
        return _complain("agent.bad_server", server=wanted.server)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", wanted.kiosk):
        return _complain("agent.bad_kiosk", kiosk=wanted.kiosk)
    folder, stopping = Path(wanted.data) / wanted.kiosk, threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        held = hold(folder, stopping, waits=False)
        if held is None:
            return _complain("agent.running", kiosk=wanted.kiosk)
        _keep_log(folder)
    except OSError as problem:
        return _complain("agent.cannot_write", path=folder, reason=problem.strerror or problem)
    with held:
        service = become_agent(wanted.server.rstrip("/"), wanted.kiosk, wanted.code, folder, stopping)
        if service is None:
            return DONE if stopping.is_set() else CANNOT
        if wanted.test:
            return _tested(service, wanted.kiosk, folder / "pictures")
        _tell("agent.waiting")
        serve(service, folder / "journals", folder / "pictures", stopping)
    _tell("agent.stopped")
    return DONE


def become_agent(
    server: str, kiosk: str, code: str | None, folder: Path, stopping: threading.Event
) -> PrintService | None:
    """Wait for the server, show it our token or, if it does not know that, the Office's code. None: it says no."""
    is_told_away = False
    while not stopping.is_set():
        try:
            known = _known(server, folder)
            if known is not None:
                _tell("agent.ready", kiosk=kiosk, printers=", ".join(known.printers()) or "–", server=server)
                return known
            code = code or _asked_code(kiosk)
            if code is None:
                return None
            PrintService(server, _next_token(folder)).pair(kiosk, re.sub(r"\D", "", code))
        except ServerRefuses as refusal:
            key = "agent.code_wrong" if refusal.status == 409 else "agent.refused"
            _complain(key, kiosk=kiosk, status=refusal.status)
            code = None
            if not sys.stdin.isatty():
                return None
        except ServerAway as away:
            log.info("server away: %s", away)
            if not is_told_away:
                _complain("agent.away", server=server)
            is_told_away = True
            stopping.wait(AGAIN_AFTER_S)
    return None


def _tested(service: PrintService, kiosk: str, pictures: Path) -> int:
    """Try each printer of ours; the exit status says whether all went well."""
    try:
        printers = service.printers()
    except (ServerAway, ServerRefuses) as problem:
        log.info("no list of printers: %s", problem)
        return _complain("agent.away", server=service.server)
    if not printers:
        return _complain("agent.no_printer", kiosk=kiosk)
    went_well = True
    for code, told in printers.items():
        print(f"\n{code}")
        for said in tried(told, pictures, datetime.now().astimezone()):
            if isinstance(said, bool):
                went_well = went_well and said
            else:
                print(said, flush=True)
    return DONE if went_well else FAILED


def _known(server: str, folder: Path) -> PrintService | None:
    """The service under a token of ours that the server knows. May raise ServerAway, ServerRefuses."""
    for path in (folder / TOKEN, folder / NEXT_TOKEN):
        token = path.read_text(encoding="ascii").strip() if path.exists() else ""
        service = PrintService(server, token)
        if not token or not _lets_in(service):
            continue
        if path.name == NEXT_TOKEN:  # the answer to our pairing may have been lost, the pairing was not
            path.replace(folder / TOKEN)
        return service
    return None


def _lets_in(service: PrintService) -> bool:
    try:
        service.printers()
    except ServerRefuses as refusal:
        if refusal.is_stranger:
            return False
        raise
    return True


def _next_token(folder: Path) -> str:
    """A new secret, on the disk before anybody hears of it. The one before stays: this may be the wrong server."""
    token, path = secrets.token_urlsafe(48), folder / NEXT_TOKEN
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    return token


def _asked_code(kiosk: str) -> str | None:
    if not sys.stdin.isatty():
        _complain("agent.needs_code", kiosk=kiosk)
        return None
    while True:
        try:
            code = re.sub(r"\D", "", input(say("vi", "agent.ask_code", kiosk=kiosk) + " "))
        except EOFError:
            return None
        if CODE.fullmatch(code):
            return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py agent", description=say("vi", "agent.help"))
    parser.add_argument("--server", required=True, metavar="URL", help=say("vi", "agent.help.server"))
    parser.add_argument("--kiosk", required=True, metavar="MÃ", help=say("vi", "agent.help.kiosk"))
    parser.add_argument("--code", metavar="SỐ", help=say("vi", "agent.help.code"))
    parser.add_argument("--test", action="store_true", help=say("vi", "agent.help.test"))
    parser.add_argument("--data", default=str(ROOT / "data" / "agent"), metavar="TM", help=say("vi", "agent.help.data"))
    return parser


def _keep_log(folder: Path) -> None:
    file = RotatingFileHandler(folder / "agent.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(file)
    logging.getLogger().setLevel(logging.INFO)


def _tell(key: str, **facts: object) -> None:
    print(say("vi", key, **facts), flush=True)


def _complain(key: str, **facts: object) -> int:
    print(say("vi", key, **facts), file=sys.stderr, flush=True)
    return CANNOT
