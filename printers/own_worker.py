"""Who prints for the server? This process: its child, with the print agent's code.

`python -m printers.own_worker --server URL --pictures DIR --journals DIR`, token in MOT_CUA_PRINT_TOKEN. The server
holds its standard input open; when that ends, the server is gone and so is the worker.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from printers.journal import hold
from printers.service import PrintService
from printers.worker import serve

TOKEN_VARIABLE = "MOT_CUA_PRINT_TOKEN"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker; the exit status is 2 for a wrong call, else 0."""
    wanted = _parser().parse_args(arguments)
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        print(f"{TOKEN_VARIABLE} is not set", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if hasattr(os, "nice"):
        os.nice(5)
    stopping = threading.Event()
    heed_signals(stopping)
    _stop_with_parent(stopping)
    # After the server was killed, its last worker may still be at its last ticket.
    held = hold(wanted.journals, stopping)
    if held is not None:
        serve(PrintService(wanted.server.rstrip("/"), token), wanted.journals, wanted.pictures, stopping)
    return 0


def heed_signals(stopping: threading.Event) -> None:
    """SIGTERM ends the worker; Ctrl-C reaches the whole terminal, and the server decides when its child ends."""
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m printers.own_worker", description="Print what the server owes.")
    parser.add_argument("--server", required=True, help="address of the server, e.g. http://127.0.0.1:8080")
    parser.add_argument("--pictures", required=True, type=Path, help="folder for the pictures of previews")
    parser.add_argument("--journals", required=True, type=Path, help="folder for what was begun and not told yet")
    return parser


def _stop_with_parent(stopping: threading.Event) -> None:
    """Set `stopping` when standard input ends. Not sys.stdin: its lock would crash the interpreter's end."""

    def watch() -> None:
        try:
            while os.read(0, 1024):
                pass
        except OSError:
            pass
        stopping.set()

    threading.Thread(target=watch, name="parent", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
