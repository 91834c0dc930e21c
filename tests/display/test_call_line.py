"""Does the line of calls start each once, in order, whatever the sound does? Run in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "display" / "static"
# What happens in a test: calls are offered, `start` notes them; times are short. It ends when the line is empty, or,
# where a sound hangs, when `until` notes were made.
SET_UP = """async ({ calls, seen = [], startMs = 0, aloneMs = 30, stuckMs = 5_000, until = null, withdraw = null }) => {
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
  line.resume();
  for (const call of calls) line.offer({ at: at(call.age ?? 0), ...call });
  if (withdraw) setTimeout(() => line.withdraw((call) => withdraw.includes(call.id)), 15);
  const ahead = calls.filter((call) => line.isAhead({ at: at(call.age ?? 0), ...call })).map((call) => call.id);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  while (until === null ? line.current : noted.length < until) await pause(10);
  await pause(50);
  const [stored, due] = ["seen", "seen.due"].map((key) => JSON.parse(localStorage.getItem(key)));
  return { noted, ahead, current: line.current?.id ?? null, stored, due };
}"""


@pytest.fixture
def page(browser: Any) -> Any:
    """An empty page that can import the wall's modules."""
    context = browser.new_context()
    page = context.new_page()
    context.route("http://wall.test/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    context.route("http://wall.test/calls.js", lambda route: route.fulfill(path=STATIC / "calls.js"))
    context.route("http://wall.test/withdrawn.js", lambda route: route.fulfill(path=STATIC / "withdrawn.js"))
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


def test_a_call_from_before_the_servers_clock_was_set_back_is_not_started(page: Any) -> None:
    assert page.evaluate(SET_UP, {"calls": [{"id": 7, "age": -3600}, {"id": 8, "age": -1}]})["noted"] == ["+8", "-8"]


def test_what_was_started_before_a_reload_is_not_started_again(page: Any) -> None:
    first = page.evaluate(SET_UP, {"calls": [{"id": 7}]})
    second = page.evaluate(SET_UP, {"calls": [{"id": 7}, {"id": 8}], "seen": first["stored"]})

    assert second["noted"] == ["+8", "-8"]


def test_a_call_of_a_database_begun_anew_is_another_call(page: Any) -> None:
    first = page.evaluate(SET_UP, {"calls": [{"id": 7, "age": 20}]})
    second = page.evaluate(SET_UP, {"calls": [{"id": 7, "age": 0}], "seen": first["stored"]})

    assert second["noted"] == ["+7", "-7"]


def test_a_call_is_known_as_started_before_its_sound_ends(page: Any) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, "startMs": 10_000}], "until": 1})

    assert found["noted"] == ["+7"]
    assert len(found["stored"]) == 1


@pytest.mark.parametrize("trouble", [{"isFaulty": True}, {"startMs": 60_000}])
def test_a_sound_that_fails_or_never_ends_does_not_silence_the_wall(page: Any, trouble: dict[str, Any]) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, **trouble}, {"id": 8}], "stuckMs": 60})

    assert found["noted"] == ["+7", "+8", "-8"]


def test_what_was_accepted_while_fresh_is_started_after_a_reload_although_it_is_old(page: Any) -> None:
    first = page.evaluate(SET_UP, {"calls": [{"id": 7, "startMs": 5_000}, {"id": 8, "age": 20}], "until": 1})
    assert [call["id"] for call in first["due"]] == [8]

    # The page went in the middle of 7; a minute later the wall is back, and knows 8 from before.
    page.reload()
    again = {"calls": [{"id": 7}, {"id": 9, "age": 60}], "seen": first["stored"]}
    assert page.evaluate(SET_UP, again)["noted"] == ["+8", "-8"]
    page.reload()
    assert page.evaluate(SET_UP, {"calls": [], "seen": first["stored"]})["noted"] == []


def test_a_call_taken_back_before_its_turn_is_never_started(page: Any) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, "startMs": 60}, {"id": 8}, {"id": 9}], "withdraw": [8]})

    assert found["noted"] == ["+7", "-7", "+9", "-9"]
    assert found["due"] == []


def test_a_call_taken_back_while_it_is_spoken_makes_room_for_the_next(page: Any) -> None:
    found = page.evaluate(SET_UP, {"calls": [{"id": 7, "startMs": 60_000}, {"id": 8}], "withdraw": [7]})

    assert found["noted"] == ["+7", "+8", "-8"]


def test_what_is_urgent_overtakes_those_who_wait(page: Any) -> None:
    calls = [{"id": 7, "startMs": 40}, {"id": 8}, {"id": 9, "urgent": True}]

    assert page.evaluate(SET_UP, {"calls": calls})["noted"] == ["+7", "-7", "+9", "-9", "+8", "-8"]


def test_two_pages_of_one_browser_start_a_call_once(page: Any) -> None:
    other = page.context.new_page()
    other.goto("http://wall.test/")
    script = """async () => {
      const { SeenCalls } = await import("/calls.js");
      return (window.kept ??= new SeenCalls(localStorage, "both")).add({ id: 7, at: "2017-03-13T01:40:00Z" });
    }"""
    page.evaluate("import('/calls.js').then(({ SeenCalls }) => { window.kept = new SeenCalls(localStorage, 'both'); })")

    assert other.evaluate(script) is True
    # Two pages may live in two processes: what one has stored reaches the other a moment later.
    page.wait_for_function("localStorage.getItem('both')")
    assert page.evaluate(script) is False


@pytest.mark.parametrize(
    ("call", "calls", "seq", "is_gone"),
    [
        ((9, "1-001"), [(9, "1-001")], 9, False),
        ((9, "1-001"), [], 8, False),  # the board is older than the call
        ((9, "1-001"), [(7, "1-002")], 10, True),
        ((9, "1-001"), [(12, "1-001")], 12, False),  # recalled since
        ((9, "1-001"), [(n, f"2-00{n}") for n in (16, 15, 14, 13, 12, 11)], 16, False),  # six newer ones
        ((12, "1-001"), [(n, f"2-00{n}") for n in (16, 15, 14, 13, 11, 10)], 16, True),
    ],
)
def test_the_board_says_which_call_was_taken_back(
    page: Any, call: tuple[int, str], calls: list[tuple[int, str]], seq: int, is_gone: bool
) -> None:
    made = [{"id": number, "label": label, "desk": "1"} for number, label in (call, *calls)]
    board = {"seq": seq, "calls": made[1:], "announcements": []}
    script = "({ call, board }) => import('/withdrawn.js').then(({ isWithdrawn }) => isWithdrawn(call, board))"

    assert page.evaluate(script, {"call": made[0], "board": board}) is is_gone


def test_spoilt_memory_is_begun_anew(page: Any) -> None:
    page.evaluate("localStorage.setItem('seen', '{not json')")
    found = page.evaluate("import('/calls.js').then(({ SeenCalls }) => new SeenCalls(localStorage, 'seen').seen.size)")

    assert found == 0
