"""A line between a browser and the server that can be cut: hung up, or silent as after a pulled cable."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any


class Line:
    """Passes connections on. `cut` ends them and lets none in; `hush` lets nothing through and ends nothing."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._passes = threading.Event()
        self._passes.set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What the browser opens instead of the server."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Hang up on everybody."""
        self._is_cut = True
        for each in list(self._open):
            _end(each)

    def hush(self) -> None:
        """Nothing comes through any more, in neither direction."""
        self._passes.clear()

    def mend(self) -> None:
        """As it was. Connections that were silent stay dead, as behind a router that has forgotten them."""
        if not self._passes.is_set():
            for each in list(self._open):
                _end(each)
        self._is_cut = False
        self._passes.set()

    def close(self) -> None:
        """No longer."""
        self.cut()
        _end(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                _end(browser)
                continue
            threading.Thread(target=self._connect, args=(browser,), daemon=True).start()

    def _connect(self, browser: socket.socket) -> None:
        try:
            server = socket.create_connection(self._target, timeout=5)
            server.settimeout(None)
        except OSError:
            _end(browser)
            return
        self._open |= {browser, server}
        for source, sink in ((browser, server), (server, browser)):
            threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while some := source.recv(65_536):
                self._passes.wait()
                sink.sendall(some)
        except OSError:
            pass
        for each in (source, sink):
            self._open.discard(each)
            _end(each)


def _end(sock: Any) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        sock.close()
