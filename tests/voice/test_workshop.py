"""The maker may hang, die or be killed: the next sentence is made all the same."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import gevent
import pytest

from tests.voice.sounds import heard
from voice import workshop as workshops
from voice.spoken import CannotSpeak
from voice.workshop import Workshop

SAY: dict[str, Any] = {"do": "say", "voice": "vi", "speed": 125, "pitch": 50, "markup": "Mời công dân có số bốn"}


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    workshop = Workshop()
    yield workshop
    workshop.close()


def seconds(answer: tuple[dict[str, Any], bytes]) -> float:
    return heard(answer[1]).seconds


def about(expected: Any) -> Any:
    """The same words last about equally long: the machine draws the hiss of an s anew each time."""
    return pytest.approx(expected, abs=0.08)


def pid(workshop: Workshop) -> int:
    number: int = workshop._process.pid
    return number


def test_jobs_are_done_by_one_process(workshop: Workshop) -> None:
    first = seconds(workshop.do(SAY))
    maker = pid(workshop)
    assert seconds(workshop.do(SAY)) == about(first)
    assert pid(workshop) == maker != os.getpid()


def test_a_maker_killed_between_two_sentences_is_not_missed(workshop: Workshop) -> None:
    before = seconds(workshop.do(SAY))
    os.kill(pid(workshop), signal.SIGKILL)
    assert seconds(workshop.do(SAY)) == about(before)


def test_a_maker_killed_in_the_middle_of_a_sentence_is_not_missed(workshop: Workshop) -> None:
    expected = seconds(workshop.do(SAY))
    maker = pid(workshop)
    os.kill(maker, signal.SIGSTOP)
    asked = gevent.spawn(workshop.do, SAY)
    gevent.sleep(0.1)
    os.kill(maker, signal.SIGKILL)
    assert seconds(asked.get(timeout=60)) == about(expected)
    assert pid(workshop) != maker


def test_a_maker_that_hangs_is_ended(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.do(SAY)
    monkeypatch.setattr(workshops, "PATIENCE_S", 0.2)
    os.kill(pid(workshop), signal.SIGSTOP)
    with pytest.raises(CannotSpeak) as problem:
        workshop.do(SAY)
    assert problem.value.code == "too_slow"
    monkeypatch.undo()
    assert workshop.do(SAY)[1]


def test_who_is_killed_while_waiting_leaves_no_answer_for_the_next(workshop: Workshop) -> None:
    expected = seconds(workshop.do(SAY))
    impatient = gevent.spawn(workshop.do, {**SAY, "markup": "một hai ba bốn năm sáu bảy tám chín " * 20})
    gevent.sleep(0.005)
    impatient.kill()
    assert seconds(workshop.do(SAY)) == about(expected)


def test_a_job_that_cannot_be_done_does_not_end_the_maker(workshop: Workshop) -> None:
    workshop.do(SAY)
    maker = pid(workshop)
    for job, code in (({"do": "what"}, "failed"), ({**SAY, "voice": "xx"}, "no_voice"), ({"do": "say"}, "failed")):
        with pytest.raises(CannotSpeak) as problem:
            workshop.do(job)
        assert problem.value.code == code
    assert workshop.do(SAY)[1]
    assert pid(workshop) == maker


def test_many_at_once_each_get_their_own_answer(workshop: Workshop) -> None:
    jobs = [{**SAY, "markup": words} for words in ("một", "hai ba bốn năm", "sáu", "bảy tám chín mười mười một")]
    alone = [seconds(workshop.do(job)) for job in jobs]
    asked = [gevent.spawn(workshop.do, job) for job in jobs * 5]
    gevent.joinall(asked, timeout=60)
    assert [seconds(each.value) for each in asked] == about(alone * 5)


def test_a_closed_workshop_makes_nothing_more(workshop: Workshop) -> None:
    workshop.do(SAY)
    workshop.close()
    with pytest.raises(CannotSpeak):
        workshop.do(SAY)


def test_the_loop_stays_free_while_a_sound_is_made(workshop: Workshop) -> None:
    workshop.do(SAY)
    beats = 0

    def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            gevent.sleep(0.002)

    heart = gevent.spawn(beat)
    workshop.do({**SAY, "markup": "một hai ba bốn năm sáu bảy tám chín " * 20})
    heart.kill()
    assert beats > 20
