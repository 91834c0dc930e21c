"""Load for the benchmarks: a server in its own process and clients on kept connections, each request timed."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Target:
    """The server under load; `secrets` are device tokens by code."""

    port: int
    secrets: dict[str, str]
    pid: int
    data: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def target(config: Path | None = None) -> Iterator[Target]:
    """The product and its bare limits in one process of its own, with fresh data; `config`: not the shipped office."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.bare", folder, str(port), *([str(config)] if config else [])]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the server under load did not start")
            yield Target(port, json.loads(line), process.pid, Path(folder))
        finally:
            process.terminate()
            process.wait(timeout=30)


class Client:
    """One kept connection; only what a benchmark needs of HTTP, so that the load is light."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
        self._headers = "".join([f"Host: 127.0.0.1:{port}\r\n", *lines])
        self._buffer = b""

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """(status, body)."""
        content = json.dumps(body).encode() if body is not None else b""
        kind = "Content-Type: application/json\r\n" if body is not None else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._headers}{kind}Content-Length: {len(content)}\r\n\r\n"
        self._socket.sendall(head.encode() + content)
        while b"\r\n\r\n" not in self._buffer:
            self._read()
        raw, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", raw)
        length = int(found[1]) if found else 0
        while len(self._buffer) < length:
            self._read()
        answer, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(raw.split(b" ", 2)[1]), answer

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _read(self) -> None:
        some = self._socket.recv(65_536)
        if not some:
            raise ConnectionError("the server hung up")
        self._buffer += some


def wait_until_ready(port: int, within_s: float = 120.0) -> None:
    """Until the server answers that it is. Raises RuntimeError after that time."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            client = Client(port, {})
            status, _ = client.ask("GET", "/readyz")
            client.close()
        except OSError:
            status = 0
        if status == 200:
            return
        time.sleep(0.02)
    raise RuntimeError("the server did not start")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load gave: requests a second and latencies in milliseconds."""

    per_s: float
    p50_ms: float
    p99_ms: float
    answers: list[bytes]


def measure(
    clients: int, seconds: float, connect: Callable[[], Client], ask: Callable[[Client, int], tuple[int, bytes]]
) -> Measured:
    """Let `clients` ask one after another for some seconds. `ask` gets a number of its own for each request.

    Raises AssertionError for any answer that is not 2xx.
    """
    latencies: list[float] = []
    answers: list[bytes] = []
    start = threading.Barrier(clients)
    end = [0.0]

    def run(index: int) -> None:
        client = connect()
        ask(client, -index - 1)
        if start.wait() == 0:
            end[0] = time.perf_counter() + seconds
        start.wait()
        n = 0
        while (before := time.perf_counter()) < end[0]:
            status, answer = ask(client, index + clients * n)
            latencies.append(time.perf_counter() - before)
            assert 200 <= status < 300, (status, answer)
            answers.append(answer)
            n += 1
        client.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latencies.sort()
    return Measured(
        per_s=len(latencies) / seconds,
        p50_ms=latencies[len(latencies) // 2] * 1000,
        p99_ms=latencies[int(len(latencies) * 0.99)] * 1000,
        answers=answers,
    )


def quantile(times: Sequence[float], q: float) -> float:
    """The value below which `q` of them lie."""
    return sorted(times)[min(len(times) - 1, int(len(times) * q))]


def print_beside(times: Mapping[str, Sequence[float]], *, reach: str) -> None:
    """The limit's row, ours (milliseconds, measured in turn), and the ratio."""
    print("             p50     p99")
    for name, took in times.items():
        print(f"{name:10s} {quantile(took, 0.5):6.1f}  {quantile(took, 0.99):6.1f}")
    bare, ours = times.values()
    p50, p99 = (quantile(ours, q) / quantile(bare, q) for q in (0.5, 0.99))
    paired = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    print(f"ratio      {p50:6.2f}  {p99:6.2f}   (reach: {reach})   median of pairs {paired:.2f}")


def chromium() -> str:
    """The browser of this machine; ends the benchmark where there is none."""
    found = os.environ.get("MOT_CUA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("no Chromium")
    return found
