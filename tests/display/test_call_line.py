"""Does the line of calls start each once, in order, whatever the sound does? Run in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "display" / "static"
# What happens in a test: calls are offered, `start` notes them; times are short.
SET_UP = """async ({ calls, seen = [], startMs = 0, aloneMs = 30, stuckMs = 5_000, waitMs = 400 }) => {
  const { CallLine, SeenCalls, identity } = await import("/calls.js");
  localStorage.setItem("seen", JSON.stringify(seen));
  const noted = [];
  const at = (age) => new Date(1_000_000_000 - age * 1000).toISOString();
  const start = async (call) => {
    noted.push(`+${call.id}`);
    if (call.isFaulty) throw new Error("no sound");
    await new Promise((done) => setTimeout(done, call.startMs ?? startMs));
    noted.push(`-${call.id}`);
  };
  const kept = new SeenCalls(localStorage, "seen");
  const line = new CallLine({ start, seen: kept, now: () => 1_000_000_000, aloneMs, stuckMs });
  for (const call of calls) line.offer({ at: at(call.age ?? 0), ...call });
  const ahead = calls.filter((call) => line.isAhead({ at: at(call.age ?? 0), ...call })).map((call) => call.id);
  await new Promise((done) => setTimeout(done, waitMs));
  return { noted, ahead, current: line.current?.id ?? null, stored: JSON.parse(localStorage.getItem("seen")) };
}"""


@pytest.fixture
def page(browser: Any) -> Any:
    """An empty page that can import the wall's modules."""
    context = browser.new_context()
    page = context.new_page()
    page.route("http://wall.test/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.route("http://wall.test/calls.js", lambda route: route.fulfill(path=STATIC / "calls.js"))
    page.goto("http://wall.test/")
    yield page
    context.close()


def test_calls_at_once_start_one_after_the_other_in_their_order(page: Any) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7}, {"id": 9}, {"id": 8}], "startMs": 20})

    assert found["noted"] == ["+7", "-7", "+8", "-8", "+9", "-9"]
    assert found["ahead"] == [9, 8]
    assert found["current"] is None


def test_a_call_offered_again_starts_once(page: Any) -> None:
    assert page.evaluate(SET_UP, {"calls": [{"id": 7}, {"id": 7}, {"id": 8}, {"id": 8}, {"id": 7}]})["noted"] == [
        "+7",
        "-7",
        "+8",
        "-8",
    ]


def test_a_call_older_than_thirty_seconds_is_not_started(page: Any) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, "age": 31}, {"id": 8, "age": 29}]})

    assert found["noted"] == ["+8", "-8"]


def test_what_was_started_before_a_reload_is_not_started_again(page: Any) -> None:
    first = page.evaluate(SET_UP, {"calls": [{"id": 7}]})
    second = page.evaluate(SET_UP, {"calls": [{"id": 7}, {"id": 8}], "seen": first["stored"]})

    assert second["noted"] == ["+8", "-8"]


def test_a_call_of_a_database_begun_anew_is_another_call(page: Any) -> None:
    first = page.evaluate(SET_UP, {"calls": [{"id": 7, "age": 20}]})
    second = page.evaluate(SET_UP, {"calls": [{"id": 7, "age": 0}], "seen": first["stored"]})

    assert second["noted"] == ["+7", "-7"]


def test_a_call_is_known_as_started_before_its_sound_ends(page: Any) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, "startMs": 10_000}], "waitMs": 50})

    assert found["noted"] == ["+7"]
    assert len(found["stored"]) == 1


@pytest.mark.parametrize("trouble", [{"isFaulty": True}, {"startMs": 60_000}])
def test_a_sound_that_fails_or_never_ends_does_not_silence_the_wall(page: Any, trouble: dict[str, Any]) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, **trouble}, {"id": 8}], "stuckMs": 60})

    assert found["noted"] == ["+7", "+8", "-8"]


def test_spoilt_memory_is_begun_anew(page: Any) -> None:
    page.evaluate("localStorage.setItem('seen', '{not json')")
    found = page.evaluate("import('/calls.js').then(({ SeenCalls }) => new SeenCalls(localStorage, 'seen').seen.size)")

    assert found == 0
