"""A line between agent and server that can be cut at any step of an HTTP exchange."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

# What happens to a request whose path has the word of the cut in it.
REQUEST_LOST, ANSWER_LOST, HALF_AN_ANSWER, SILENCE = "request lost", "answer lost", "half an answer", "silence"
REQUEST_LATE = "request late"


class CuttingProxy:
    """Forwards to `server`; `cuts` maps a word of a path to the step at which its next exchanges are cut."""

    def __init__(self, server: str) -> None:
        address = urlsplit(server)
        self.target = (address.hostname or "", address.port or 0)
        self.cuts: dict[str, str] = {}
        self.done: list[tuple[str, str]] = []
        self.late: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.closing = threading.Event()

    def __enter__(self) -> CuttingProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with suppress(OSError):
            socket.create_connection(self.listener.getsockname()).close()
        self.listener.close()

    def was_cut(self, word: str) -> int:
        """How many exchanges of that kind were cut so far."""
        return sum(path == word for path, _ in self.done)

    def deliver_late(self) -> list[bytes]:
        """Bring the server what was under way when the line was cut; its answers, which nobody waits for."""
        answers = []
        while self.late:
            with socket.create_connection(self.target) as server:
                server.sendall(self.late.pop(0))
                answers.append(_message(server))
        return answers

    def _cut(self, path: str, step: str) -> bool:
        word = next((word for word, cut in self.cuts.items() if word in path and cut == step), None)
        if word is not None:
            self.done.append((word, step))
        return word is not None

    def _accept(self) -> None:
        while not self.closing.is_set():
            with suppress(OSError):
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            request = _message(client)
            path = request.split(b" ", 2)[1].decode() if b" " in request else ""
            if self._cut(path, REQUEST_LOST):
                return
            if self._cut(path, REQUEST_LATE):
                self.late.append(request)
                return
            if self._cut(path, SILENCE):
                self.closing.wait(60)
                return
            with socket.create_connection(self.target) as server:
                server.sendall(request)
                answer = self._answer(client, server)
            # Asked only now: a question for work may have waited for long when the line is cut.
            if not self._cut(path, ANSWER_LOST):
                client.sendall(answer[: len(answer) // 2] if self._cut(path, HALF_AN_ANSWER) else answer)

    def _answer(self, client: socket.socket, server: socket.socket) -> bytes:
        """The server's whole answer; a client that hangs up meanwhile hangs up on the server too."""
        while not self.closing.is_set():
            ready, _, _ = select.select([client, server], [], [], 0.2)
            if client in ready and not client.recv(1, socket.MSG_PEEK):
                return b""
            if server in ready:
                return _message(server)
        return b""


def _message(wire: socket.socket) -> bytes:
    """One HTTP message with a Content-Length, or none."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (piece := wire.recv(65_536)):
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0 and (piece := wire.recv(65_536)):
        data, missing = data + piece, missing - len(piece)
    return data
