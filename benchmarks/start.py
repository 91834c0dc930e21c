"""How long from the start to the first answer, and how much memory idle, beside the bare stack?

    python3 run.py bench start [--rounds 5]

Later starts on ready data, as on any morning (reach: both ≤ 1.5 × the bare stack). The first start, which also makes
the database and loads the catalogue, is told beside. Memory is the server process's resident set, from /proc.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.load import ROOT, free_port

SETTLE_S = 3.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        first_s, _ = _ours(data)
        pairs = [(_bare(), _ours(data)) for _ in range(wish.rounds)]
    print(f"first start of all (database and catalogue made): {first_s:.2f} s")
    print("              start s   memory MB")
    bare_s, bare_mb = (statistics.median(bare[i] for bare, _ in pairs) for i in (0, 1))
    ours_s, ours_mb = (statistics.median(ours[i] for _, ours in pairs) for i in (0, 1))
    print(f"bare stack   {bare_s:8.2f} {bare_mb:11.0f}")
    print(f"Một Cửa      {ours_s:8.2f} {ours_mb:11.0f}")
    start = statistics.median(ours[0] / bare[0] for bare, ours in pairs)
    memory = statistics.median(ours[1] / bare[1] for bare, ours in pairs)
    print(f"ratio        {start:8.2f} {memory:11.2f}   (reach: ≤ 1.5)")


def _bare() -> tuple[float, float]:
    port = free_port()
    return _measure([sys.executable, "-m", "benchmarks.bare_stack", str(port)], port)


def _ours(data: str) -> tuple[float, float]:
    port = free_port()
    command = [sys.executable, "server.py", "serve", "--host", "127.0.0.1", "--port", str(port), "--data", data]
    return _measure(command, port)


def _measure(command: list[str], port: int) -> tuple[float, float]:
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError(f"{command[1]} did not start")
            time.sleep(0.01)
        took_s = time.perf_counter() - began
        time.sleep(SETTLE_S)
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        return took_s, int(found[1]) / 1024 if found else float("nan")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    main()
