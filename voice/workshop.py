"""How does the server have sounds made without waiting for them itself? It keeps one maker, started when needed."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any

import gevent
from gevent import subprocess
from gevent.lock import RLock

from voice.making import Job
from voice.spoken import CannotSpeak

PATIENCE_S = 20.0  # a sentence takes a hundredth of this on an idle machine
CUTTING_S = 180.0  # half a minute of recording at a studio's rate, on an old PC that has other things to do
log = logging.getLogger("mot_cua.voice")


class Workshop:
    """One maker; jobs queue for it. What it cannot do is a CannotSpeak; when it dies, a new one is started."""

    def __init__(self) -> None:
        self._process: Any = None
        self._one_at_a_time = RLock()
        self._is_closed = False

    def do(self, job: Job) -> tuple[dict[str, Any], bytes]:
        """What is told about the job, and its sound. Raises CannotSpeak."""
        with self._one_at_a_time:
            for attempt in (1, 2):
                try:
                    return self._ask(job)
                except OSError as problem:  # the maker is gone; what killed it may have been the job before
                    log.warning("the maker of sounds is gone (attempt %d): %s", attempt, problem)
        raise CannotSpeak("maker_gone")

    def rest(self) -> None:
        """Let the maker go until there is something to do; waits for the job under way."""
        with self._one_at_a_time:
            self._end()

    def close(self) -> None:
        """End the maker."""
        self._is_closed = True
        self._end()

    def _ask(self, job: Job) -> tuple[dict[str, Any], bytes]:
        process = self._running()
        patience_s = CUTTING_S if job["do"] == "clip" else PATIENCE_S
        began = time.monotonic()
        try:
            with gevent.Timeout(patience_s, CannotSpeak("too_slow")):
                process.stdin.write(json.dumps(job).encode() + b"\n")
                process.stdin.flush()
                answer, sound = self._answer(process)
        except BaseException:  # also a greenlet killed while it waits: the next job must not read this one's answer
            self._end()
            raise
        if "fault" in answer:
            raise CannotSpeak(answer["fault"], answer["detail"])
        log.debug("%s took %.0f ms", job["do"], 1000 * (time.monotonic() - began))
        return answer["told"], sound

    @staticmethod
    def _answer(process: Any) -> tuple[dict[str, Any], bytes]:
        line = process.stdout.readline()
        if not line:
            raise BrokenPipeError("no answer")
        answer: dict[str, Any] = json.loads(line)
        sound: bytes = process.stdout.read(answer["bytes"])
        if len(sound) < answer["bytes"]:
            raise BrokenPipeError("half an answer")
        return answer, sound

    def _running(self) -> Any:
        if self._is_closed:
            raise CannotSpeak("maker_gone", "the server is ending")
        if self._process is None or self._process.poll() is not None:
            root = Path(__file__).parent.parent
            self._process = subprocess.Popen(
                [sys.executable, "-m", "voice.maker"],
                cwd=root,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                pipe.close()
            except OSError:
                continue
