"""The shared scripts, run in a real browser: following the news, the office's clock, asking the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("theme") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(server: RunningServer, browser: Any) -> Iterator[Any]:
    """A page of the house in a browser whose own zone is not the office's."""
    context = browser.new_context(timezone_id="America/New_York")
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    yield page
    context.close()


FOLLOW = """async ([snapshots, messages]) => {
  const { Follower } = await import("/theme/live.js");
  const heard = [];
  const answers = [...snapshots];
  let asked = 0;
  const follower = new Follower(
    (message) => heard.push(message.id),
    async () => { asked += 1; const seq = answers.shift(); if (seq === null) throw new Error("down"); return seq; },
  );
  await follower.ask();
  for (const message of messages) follower.hear(message);
  await new Promise((resolve) => setTimeout(resolve, 700));
  return { heard, asked, seq: follower.seq };
}"""


def news(id: int, prev: int, seq: int, kind: str = "board") -> dict[str, Any]:
    return {"id": id, "prev": prev, "seq": seq, "kind": kind}


def test_news_in_order_are_applied(page: Any) -> None:
    told = page.evaluate(FOLLOW, [[5], [news(1, 5, 6), news(2, 6, 9)]])
    assert told == {"heard": [1, 2], "asked": 1, "seq": 9}


def test_a_gap_asks_for_the_snapshot_and_loses_nothing(page: Any) -> None:
    told = page.evaluate(FOLLOW, [[5, 9], [news(1, 7, 8), news(2, 8, 9), news(3, 9, 12)]])
    assert told["asked"] == 2
    assert told["heard"] == [2, 3]
    assert told["seq"] == 12


def test_what_the_snapshot_contains_is_not_told_again_except_calls(page: Any) -> None:
    told = page.evaluate(FOLLOW, [[9], [news(1, 7, 8), news(2, 7, 8, "call"), news(3, 8, 9)]])
    assert told["heard"] == [2, 3]


def test_a_call_held_during_a_snapshot_that_lists_it_no_more_stays_withdrawn(page: Any) -> None:
    """The line breaks, a call is told and taken back while the wall asks for its snapshot."""
    script = """async (messages) => {
      const { Follower } = await import("/theme/live.js");
      const { callsWith } = await import("/display/static/withdrawn.js");
      let board = { seq: 5, calls: [] };
      let answer;
      const follower = new Follower(
        (message) => { board.calls = callsWith(message.call, board); },
        () => new Promise((done) => { answer = done; }),
      );
      const asked = follower.ask();
      for (const message of messages) follower.hear(message);
      board = { seq: 9, calls: [{ id: 9, at: "9:00" }] };
      answer(9);
      await asked;
      return board.calls.map((call) => call.id);
    }"""
    held = [{**news(n, n - 1, n, "call"), "call": {"id": n, "at": "9:00"}} for n in (8, 9, 10)]
    assert page.evaluate(script, held) == [10, 9]


def test_a_board_with_the_number_of_its_call_is_applied(page: Any) -> None:
    told = page.evaluate(FOLLOW, [[9], [news(1, 9, 10, "call"), news(2, 10, 10)]])
    assert told["heard"] == [1, 2]


def test_a_snapshot_that_fails_is_asked_for_again(page: Any) -> None:
    told = page.evaluate(FOLLOW, [[None, 4], [news(1, 4, 5)]])
    assert (told["asked"], told["seq"], told["heard"]) == (2, 5, [1])


def test_the_clock_shows_the_offices_time_not_the_browsers(page: Any) -> None:
    shown = page.evaluate(
        """async () => {
          document.body.innerHTML = '<time data-clock data-epoch="1489369199000" data-offset-min="420"></time>'
            + '<span data-today="T2|T3|T4|T5|T6|T7|CN"></span>';
          const clock = await import("/theme/clock.js");
          clock.startClock();
          const read = () => [...document.body.children].map((e) => e.textContent);
          const first = read();
          await new Promise((resolve) => setTimeout(resolve, 1500));
          const next = read();
          clock.setNow("2017-03-18T17:00:30+00:00");
          return [first, next, read()];
        }"""
    )
    # 13/3/2017 8:39:59 in Cao Bằng; a second later the minute changes by itself; then a new day.
    assert shown == [["8:39", "T2, 13/3/2017"], ["8:40", "T2, 13/3/2017"], ["0:00", "CN, 19/3/2017"]]


def test_an_answer_that_does_not_come_is_status_zero(page: Any) -> None:
    page.route("**/slow", lambda route: None)
    told = page.evaluate(
        "async () => { const { post } = await import('/theme/post.js'); return post('/slow', {}, 300); }"
    )
    assert told == {"ok": False, "status": 0, "data": None}


def test_a_post_carries_the_forgery_token(page: Any) -> None:
    sent: list[dict[str, str]] = []

    def answer(route: Any) -> None:
        sent.append(route.request.headers)
        route.fulfill(status=409, json={"code": "lunch"})

    page.route("**/there", answer)
    told = page.evaluate("async () => (await import('/theme/post.js')).post('/there', { a: 1 })")
    assert told == {"ok": False, "status": 409, "data": {"code": "lunch"}}
    assert len(sent[0]["x-csrftoken"]) > 20


def test_the_plate_of_the_script_is_that_of_the_template(page: Any) -> None:
    made = page.evaluate(
        "async () => (await import('/theme/plate.js')).plate(4, 17, { size: 'row', kind: 'call' }).outerHTML"
    )
    assert made == (
        '<span class="plate plate--row plate--call" role="img" aria-label="4-017">'
        '<b aria-hidden="true">4</b><span aria-hidden="true">017</span></span>'
    )


def test_the_chime_sounds_where_the_browser_allows_it(page: Any) -> None:
    assert page.evaluate("async () => (await import('/theme/chime.js')).chime(0.1)") is True


def test_no_vietnamese_letter_comes_from_another_font(page: Any) -> None:
    """A letter that our font lacks would be as wide as in the fallback: two fallbacks then differ."""
    missing = page.evaluate(
        """async () => {
          const bases = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
          const tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
          const small = bases.flatMap((base) => tones.map((tone) => (base + tone).normalize("NFC")));
          const letters = [...small, "đ", ...small.map((c) => c.toUpperCase()), "Đ", "₫", "–", "…", "·", "“", "”"];
          const pen = document.createElement("canvas").getContext("2d");
          const width = (letter, weight, fallback) => {
            pen.font = `${weight} 200px "Be Vietnam Pro", ${fallback}`;
            return pen.measureText(letter).width;
          };
          const missing = [];
          for (const weight of [400, 500, 600, 700, 800]) {
            await document.fonts.load(`${weight} 20px "Be Vietnam Pro"`, letters.join(""));
            for (const letter of letters)
              if (width(letter, weight, "monospace") !== width(letter, weight, "serif")) missing.push(weight + letter);
          }
          return [letters.length, missing];
        }"""
    )
    assert missing == [152, []]


def test_a_page_begins_anew_when_the_data_were_restored(page: Any) -> None:
    """Its numbers are then greater than those of the server, whose news it would take for old."""
    lines: list[Any] = []

    def answer(line: Any) -> None:
        lines.append(line)
        line.on_message(lambda said: line.send('40{"sid":"b"}') if said.startswith("40") else None)
        line.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000}')

    def tick(data: str) -> None:
        lines[-1].send(f'42["tick",{{"now":"2017-03-13T08:40:00+07:00","training":false,"data":"{data}"}}]')

    page.route_web_socket("**/socket.io/**", answer)
    page.reload()
    page.evaluate("""async () => {
      const { connect } = await import("/theme/live.js");
      window.ticks = 0;
      await new Promise((resolve) => connect({
        screen: "wall", onNews() {}, async onSnapshotNeeded() { resolve(); return 1; }, onTick() { window.ticks += 1; },
      }));
    }""")
    tick("")
    tick("")
    page.wait_for_function("() => window.ticks === 2")
    with page.expect_navigation():
        tick("an act of restoring")
