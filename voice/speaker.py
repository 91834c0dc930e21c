"""What does the wall play for a call? Clips by name at once; the sound behind a name when it is asked for."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any

import gevent
from gevent.event import AsyncResult

from config import Config
from voice.cache import Cache
from voice.machine import machine_job
from voice.making import Job
from voice.needed import Needed, needed
from voice.recordings import CLIPS, Recordings
from voice.sentence import Sentence
from voice.sentences import sentences_for
from voice.spoken import CannotSpeak, Clip, Spoken
from voice.workshop import Workshop

BETWEEN_LANGUAGES_MS = 700
FIRST_LOOK_S, LOOK_EVERY_S, SWEEP_EVERY = 2.0, 10.0, 360
RECORDINGS = "recordings"
MACHINE_FAULTS = frozenset({"no_machine", "no_voice"})
log = logging.getLogger("mot_cua.voice")


class Speaker:
    """The voice of one office. `folder`: where sounds are kept; `recordings`: where people put theirs."""

    def __init__(self, config: Config, folder: Path, recordings: Path) -> None:
        self._config = config
        self._workshop = Workshop()
        self._cutting_room = Workshop()  # a call does not wait until a long recording is cut
        self.cache = Cache(folder)
        self.recorded = Recordings(recordings, folder, self._cutting_room.do)
        self.fault: str | None = None
        self._needed: dict[str, tuple[Needed, ...]] = {}
        self._under_way: dict[str, AsyncResult[Path]] = {}
        self._greenlet: Any = None

    def start(self) -> None:
        """Begin to look after recordings and sounds; `stop` ends it."""
        self._greenlet = gevent.spawn(self._look)

    def stop(self) -> None:
        """Fall silent."""
        if self._greenlet is not None:
            self._greenlet.kill()
        self._workshop.close()
        self._cutting_room.close()

    def clips_for(self, spoken: Spoken) -> tuple[Clip, ...]:
        """The sounds of a call in their order; none where the office wants no voice or nothing can be said.

        Takes no time: the sounds are made when they are asked for (`sound`), or before that (`prepare`).
        """
        voice = self._config.voice
        if voice.source == "off":
            return ()
        sentences = [(each, job) for each in sentences_for(spoken, self._config) if (job := self._job(each))]
        clips = [self._clip(sentence, job, BETWEEN_LANGUAGES_MS) for sentence, job in sentences[:-1]]
        return (*clips, *(self._clip(sentence, job, 0) for sentence, job in sentences[-1:]))

    def source_of(self, clip: Clip) -> str:
        """Who speaks in a clip: "recordings" or "machine"."""
        job = self.cache.job(clip.url_name)
        return "recordings" if job is not None and job["do"] == "join" else "machine"

    def prepare(self, clips: tuple[Clip, ...]) -> None:
        """Have the sounds made in the background, so that they are there when a wall asks."""
        for clip in clips:
            if self.cache.sound(clip.url_name) is None:
                gevent.spawn(self._prepared, clip.url_name)

    def sound(self, name: str) -> Path | None:
        """The MP3 of a clip's `url_name`, made now if it was not; None for a name that was never given.

        However many ask at once, it is made once. Raises CannotSpeak.
        """
        found = self.cache.sound(name)
        if found is not None:
            return found
        under_way = self._under_way.get(name)
        if under_way is not None:
            return under_way.get()
        job = self.cache.job(name)
        return self._made(name, job) if job is not None else None

    def cut(self, job: Job) -> dict[str, Any]:
        """Have a recording made into a clip; what is told about it. Raises CannotSpeak."""
        return self._cutting_room.do(job)[0]

    def needed(self, language: str) -> tuple[Needed, ...]:
        """The clips to record in a language."""
        if language not in self._needed:
            self._needed[language] = needed(self._config, language)
        return self._needed[language]

    def _made(self, name: str, job: Job) -> Path:
        result = self._under_way[name] = AsyncResult()
        try:
            _, sound = self._workshop.do(self._with_folder(job))
            path = self.cache.keep(name, sound)
            self._note_success(job)
        except BaseException as problem:
            result.set_exception(problem if isinstance(problem, CannotSpeak) else CannotSpeak("maker_gone"))
            if isinstance(problem, CannotSpeak):
                self._note_fault(problem)
            raise
        finally:
            del self._under_way[name]
        result.set(path)
        return path

    def _job(self, sentence: Sentence) -> Job | None:
        row = self.recorded.row(sentence)
        if row is not None:
            return {"do": "join", "clips": row}
        return machine_job(sentence, self._config.voice) if self._config.voice.source == "machine" else None

    def _clip(self, sentence: Sentence, job: Job, pause_ms: int) -> Clip:
        return Clip(self.cache.note(job), pause_ms, sentence.caption, sentence.language)

    def _with_folder(self, job: Job) -> Job:
        if job["do"] != "join":
            return job
        clips = self.cache.folder / CLIPS
        return {**job, "clips": [(str(clips / f"{digest}.wav"), pause_ms) for digest, pause_ms in job["clips"]]}

    def _prepared(self, name: str) -> None:
        try:
            self.sound(name)
        except CannotSpeak:
            return  # noted as a fault; who asks for the sound is told

    def _look(self) -> None:
        gevent.sleep(FIRST_LOOK_S)  # a start is to be quick
        self._try(partial(self._workshop.do, {"do": "test", "machine": self._config.voice.source == "machine"}))
        looks = 0
        while True:
            self._try(self.recorded.refresh)
            self._cutting_room.rest()
            if looks % SWEEP_EVERY == 0:
                self._try(self.cache.sweep)
            looks += 1
            gevent.sleep(LOOK_EVERY_S)

    def _try(self, work: Any) -> None:
        try:
            work()
        except CannotSpeak as problem:
            self._note_fault(problem)
        except Exception:  # a folder that cannot be read today may be readable tomorrow
            log.exception("the voice could not look after its files")

    def _note_success(self, job: Job) -> None:
        """Recordings that sound do not prove that the machine speaks again."""
        if job["do"] == "say" or self.fault not in MACHINE_FAULTS:
            self.fault = None

    def _note_fault(self, problem: CannotSpeak) -> None:
        if self.fault != problem.code:
            log.error("the voice cannot speak: %s", problem)
        self.fault = problem.code
        if problem.code == "no_clip":
            self.recorded.forget()
