"""How does the server stand up, listen, and go down without cutting anybody off?"""

from __future__ import annotations

import errno
import gc
import logging
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import gevent
from gevent.event import Event
from gevent.pywsgi import WSGIHandler, WSGIServer

from locking import take

LISTEN_BACKLOG = 1024
FINISH_WITHIN_S = 10.0
# Many a system allows 1,024 unless it is asked for more, and a hall has more phones.
MOST_FILES, OWN_FILES = 65_536, 200
# Longer than a screen's socket is ever silent: it is asked every 25 seconds whether it lives.
SILENT_S = 90.0
# The slowest line on which a body may come; a picture for the walls may take long, but not for ever.
BODY_BYTES_PER_S = 4_000
# Requests that stand open by nature; a stop does not wait for them.
STANDING = ("/socket.io/", "/api/v1/print/claim")
# A native thread that has waited for the disk must get the interpreter back soon; at the default 5 ms a busy
# event loop would keep it waiting as long.
SWITCH_INTERVAL_S = 0.0005


class CannotStart(Exception):
    """Why the server does not start: a key of the words, and their facts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(f"{key} {facts}")
        self.key = key
        self.facts = facts


class Paced:
    """What a request's body is read from. It may take as long as silence is borne, and longer only as it comes in."""

    def __init__(self, file: Any, handler: Handler) -> None:
        self._file, self._handler = file, handler
        self._began_s, self._bytes = time.monotonic(), 0

    def read(self, size: int) -> bytes:
        """As asked, or less at the end. Raises TimeoutError, and the line is given up."""
        parts, left = [], size
        while left > 0 and (some := self._within(self._file.read1, left)):
            parts.append(some)
            left -= len(some)
        return b"".join(parts)

    def readline(self, size: int) -> bytes:
        """As `read`."""
        return self._within(self._file.readline, size)

    def _within(self, reader: Callable[[int], bytes], size: int) -> bytes:
        allowed_s = SILENT_S + self._bytes / BODY_BYTES_PER_S
        left_s = self._began_s + allowed_s - time.monotonic()
        too_slow = TimeoutError("the body of a request comes in too slowly")
        try:
            with gevent.Timeout(max(left_s, 0), too_slow):
                some = reader(size)
        except TimeoutError:
            self._handler.close_connection = True  # else what still dribbles in is taken for the next request
            raise
        self._bytes += len(some)
        return some

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)  # a web socket takes the line itself


class Handler(WSGIHandler):
    """Answers at once: without TCP_NODELAY each answer on a kept connection waits 44 ms for the client."""

    server: Server
    environ: dict[str, Any]

    def __init__(self, sock: Any, address: Any, server: Any, **more: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Half a request, and a line of which nobody knows that it is dead, must not stand for ever.
        sock.settimeout(SILENT_S)
        super().__init__(sock, address, server, **more)

    def get_environ(self) -> Any:
        """The request's; whoever waits for long can ask whether the asker still listens."""
        environ = super().get_environ()
        environ["mot_cua.has_gone"] = self._has_gone
        assert self.wsgi_input is not None  # made by the call above
        self.wsgi_input.rfile = Paced(self.rfile, self)  # type: ignore[assignment]  # all of a file that a body needs
        return environ

    def _has_gone(self) -> bool:
        try:
            # select() knows no more than 1,024 files, and a hall of phones has more; gevent's own socket never waits.
            plain = self.socket._sock  # type: ignore[attr-defined]  # gevent's, not the standard library's
            return not plain.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def read_requestline(self) -> Any:
        """What a kept connection asks after the end is no longer taken up: there is no database to ask."""
        line = ""
        # As long as all of it may take: who sends a letter now and then is never silent for long.
        with gevent.Timeout(SILENT_S, False):  # type: ignore[arg-type]  # False: end in silence; the stubs lack it
            line = super().read_requestline()
        return "" if self.server.is_over else line

    def read_request(self, raw_requestline: Any) -> Any:
        """The headers, within the same time; False: not all came."""
        with gevent.Timeout(SILENT_S, False), suppress(TimeoutError):  # type: ignore[arg-type]  # as above
            return super().read_request(raw_requestline)
        return False

    def handle_one_response(self) -> None:
        """Count what is being answered, so that a stop can wait for it."""
        if self.environ["PATH_INFO"].startswith(STANDING):
            super().handle_one_response()
            return
        if self.server.is_ending:
            self.close_connection = True  # else clients that never pause would keep us from the end
        self.server.in_flight += 1
        try:
            super().handle_one_response()
        finally:
            self.server.in_flight -= 1


class Server(WSGIServer):
    """Our pywsgi server; `in_flight` answers are under way. Ending: these are the last; over: there are no more."""

    handler_class = Handler
    in_flight = 0
    is_ending = False
    is_over = False

    def update_environ(self) -> None:
        """What we are called nobody needs to know; else it is looked up, and without a name service that takes long."""
        self.environ.setdefault("SERVER_NAME", self.address[0])
        super().update_environ()


def places() -> int:
    """How many lines may be open at once: as many as the system allows us files, but for those that we need ourselves.

    One more waits at the door; taken in, it would cost the database or the voice their file.
    """
    if sys.platform == "win32":
        return MOST_FILES - OWN_FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(most - OWN_FILES, most // 2)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CannotStart: port_taken or address_wrong."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock: socket.socket = gevent.socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two servers share the port
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(LISTEN_BACKLOG)
    except OSError as problem:
        sock.close()
        taken = problem.errno == errno.EADDRINUSE
        key = "server.port_taken" if taken else "server.address_wrong"
        # As text: the words write numbers as Vietnamese do, and port 8.080 is none.
        raise CannotStart(key, host=host, port=str(port), reason=problem.strerror or str(problem)) from problem
    sock.setblocking(False)
    return sock


def serve_until_stopped(server: Server, started: Any, ending: Any, stopped: Any) -> None:
    """Serve until SIGTERM or SIGINT; answers under way are finished first.

    `started()` runs once the server accepts, `ending()` while it still does, `stopped()` after the last answer.
    """
    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, over.set)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    # What is loaded by now stays: the collector need not walk through it again (see server.py for how often it runs).
    gc.collect()
    gc.freeze()
    server.start()
    started()
    tell_systemd("READY=1")
    allowed_s = int(os.environ.get("WATCHDOG_USEC", "0")) / 1_000_000
    watchdog = gevent.spawn(_feed_watchdog, allowed_s / 3) if allowed_s else None
    over.wait()
    tell_systemd("STOPPING=1")
    ending()
    server.is_ending = True
    server.close()  # nobody new comes in
    with gevent.Timeout(FINISH_WITHIN_S, False):  # type: ignore[arg-type]  # False: end in silence; the stubs lack it
        while server.in_flight:
            gevent.sleep(0.01)
    server.is_over = True
    stopped()
    server.pool = None  # lines that stand open end with the process, all at once, and not one after the other
    server.stop(timeout=0.5)
    if watchdog is not None:
        watchdog.kill()


def secret_key(data: Path) -> bytes:
    """The key that signs cookies: made at the first start, readable by its owner only."""
    path = data / "keys" / "secret"
    if path.exists():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(32)
    new = path.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)  # whole or not at all
    return key


def hold(data: Path) -> TextIO:
    """Make sure that one server works on this folder. Raises CannotStart: data_in_use. Keep the file open."""
    file = (data / "server.lock").open("a+")
    try:
        take(file)
    except OSError as problem:
        file.close()
        raise CannotStart("server.data_in_use", path=data) from problem
    return file


def tell_systemd(state: str) -> None:
    """Where systemd started us and waits for word (Type=notify), give it: READY=1, STOPPING=1, WATCHDOG=1."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or sys.platform == "win32":
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(state.encode(), address.replace("@", "\0", 1) if address.startswith("@") else address)
    except OSError as problem:
        logging.getLogger("mot_cua").warning("systemd cannot be told %s: %s", state, problem)


def _feed_watchdog(every_s: float) -> None:
    """From the event loop: if that hangs, nothing is told, and systemd starts us anew."""
    while True:
        tell_systemd("WATCHDOG=1")
        gevent.sleep(every_s)
