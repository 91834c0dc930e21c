"""Who makes the sounds? A process of its own (`python -m voice.maker`), one job at a time.

eSpeak is not thread-safe, encoding would stop the server's event loop, and a library in C that meets a text it
cannot bear takes only this process with it. A job is a line of JSON on standard input; the answer is a line of JSON
with the number of bytes that follow it. The end of the input ends the process.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO

from voice.making import do
from voice.spoken import CannotSpeak


def main() -> int:
    """Answer until the server closes the line."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not end up in an answer
    for line in sys.stdin.buffer:
        _answer(answers, *_done(line))
    return 0


def _done(line: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        told, sound = do(json.loads(line))
    except CannotSpeak as problem:
        return {"fault": problem.code, "detail": problem.detail}, b""
    except Exception as problem:  # a bug in one job must not silence the others
        return {"fault": "failed", "detail": repr(problem)}, b""
    return {"told": told}, sound


def _answer(answers: BinaryIO, told: dict[str, Any], sound: bytes) -> None:
    answers.write(json.dumps({**told, "bytes": len(sound)}).encode() + b"\n" + sound)
    answers.flush()


if __name__ == "__main__":
    raise SystemExit(main())
