"""How long does a new sentence take, from its name to the MP3 on the disk?

`python -m benchmarks.sentences [--sentences N]`. The limit is eSpeak and LAME alone, called in this process. Aim:
100 ms for a new sentence; the event loop never held up while one is made.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import gevent

import config as configuration
from benchmarks.ticket_picture import told
from voice.espeak import Espeak
from voice.machine import machine_job
from voice.mp3 import encoded
from voice.sentences import call_sentence
from voice.speaker import Speaker
from voice.spoken import Kind, Spoken
from voice.waveform import RATE

ROOT = Path(__file__).parent.parent
AIM_MS = 100
WALLS = 50


def calls(sentences: int) -> list[Spoken]:
    """As many calls, no two alike."""
    return [Spoken(Kind.CALL, 1 + number % 12, 1 + number, "4") for number in range(sentences)]


def milliseconds(work: Callable[[Spoken], object], spoken: list[Spoken]) -> list[float]:
    """How long each took; the first is left out: it loads the libraries."""
    took = []
    for each in spoken:
        began = time.perf_counter()
        work(each)
        took.append((time.perf_counter() - began) * 1000)
    return took[1:]


def measure_making(office: configuration.Config, speaker: Speaker, sentences: int) -> None:
    """One after the other: bare, then ours; alternating, so that both meet the same moments of the machine."""
    espeak = Espeak()

    def bare(spoken: Spoken) -> None:
        job = machine_job(call_sentence(spoken, office, "vi"), office.voice)
        assert job is not None
        encoded(espeak.say(job["voice"], job["speed"], job["pitch"], job["markup"]), RATE)

    def ours(spoken: Spoken) -> None:
        (clip,) = speaker.clips_for(spoken)
        assert speaker.sound(clip.url_name) is not None

    limits: list[float] = []
    products: list[float] = []
    for begin in range(0, sentences, 10):
        batch = calls(sentences)[begin : begin + 10]
        limits += milliseconds(bare, batch)
        products += milliseconds(ours, batch)
    limit = told("eSpeak and LAME alone", limits)
    product = told("a new sentence", products)
    print(f"    {product:.0f} ms of the {AIM_MS} ms allowed; ratio {product / limit:.2f}")
    again = told("the same sentence again", milliseconds(ours, calls(sentences)))
    print(f"    ratio {again / limit:.4f}")


def measure_walls(speaker: Speaker, sentences: int) -> None:
    """Many walls ask for the same new sentence at once, while the loop beats."""
    lasted: list[float] = []
    gaps: list[float] = []
    for spoken in calls(2 * sentences)[sentences : sentences + 20]:
        (clip,) = speaker.clips_for(spoken)
        heart = gevent.spawn(_beat, gaps)
        began = time.perf_counter()
        gevent.joinall([gevent.spawn(speaker.sound, clip.url_name) for _ in range(WALLS)])
        lasted.append((time.perf_counter() - began) * 1000)
        heart.kill()
    told(f"{WALLS} walls, one new sentence", lasted)
    told("    the loop's next turn, meanwhile", gaps)


def _beat(gaps: list[float]) -> None:
    while True:
        began = time.perf_counter()
        gevent.sleep(0.001)
        gaps.append((time.perf_counter() - began) * 1000 - 1)


def measure_naming(speaker: Speaker, sentences: int) -> None:
    """What a call costs before its sound is asked for."""
    named = milliseconds(speaker.clips_for, calls(3 * sentences)[2 * sentences :])
    told("the clips of a call, by name", named)
    again = milliseconds(speaker.clips_for, calls(3 * sentences)[2 * sentences :])
    print(f"    {statistics.median(again) * 1000:.0f} µs the second time")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=100, help="new sentences (default 100)")
    sentences = parser.parse_args().sentences
    office = configuration.load(ROOT / "config.toml")
    with tempfile.TemporaryDirectory() as folder:
        speaker = Speaker(office, Path(folder) / "voice", Path(folder) / "recordings")
        measure_making(office, speaker, sentences)
        measure_walls(speaker, sentences)
        measure_naming(speaker, sentences)
        speaker.stop()


if __name__ == "__main__":
    main()
