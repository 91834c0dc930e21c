"""Can every page be heard, and nothing but what stands on it? By the server's answer, and in a real browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from playwright.sync_api import expect

from kiosk.heard import Reader, spoken_text
from locales import say
from tests.display.wall_in_browser import serve_changed
from tests.kiosk.test_screens import PAGES
from tests.kiosk.test_tickets import take
from tests.running import RunningServer
from voice.cache import Cache
from voice.spoken import CannotSpeak

Open = Callable[..., Any]


def heard(kiosk: FlaskClient, path: str) -> dict[str, Any]:
    answer = kiosk.get(f"{path}{'&' if '?' in path else '?'}part=heard")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


def said(kiosk: FlaskClient, path: str) -> list[str]:
    with kiosk.application.test_request_context():
        return [
            spoken_text(each.words, each.language) for each in Reader.of(kiosk.get(path).get_data(as_text=True)).said
        ]


@pytest.mark.parametrize("path", PAGES.values())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_can_be_heard(kiosk: FlaskClient, path: str, language: str) -> None:
    told = heard(kiosk, f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert len(told["clips"]) >= 2
    for clip in told["clips"]:
        assert re.fullmatch(r"/kiosk/voice/[0-9a-f]{32}\.mp3", clip["url"])


def test_the_start_page_says_each_department_with_its_key_and_who_waits(kiosk: FlaskClient) -> None:
    words = said(kiosk, "/kiosk/")
    assert words[0] == "Mời ông bà chọn việc cần giải quyết."
    assert "Tư pháp. Thời gian chờ: chưa rõ." in words
    assert "Y tế. Trực thứ Ba, 14/3." in words
    assert {"1", "4", "12", "0", "03"} <= heard(kiosk, "/kiosk/")["digits"].keys()


def test_a_long_page_is_told_in_pieces_to_its_end(kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = heard(kiosk, "/kiosk/departments/TP")
    assert whole["next"] is None
    monkeypatch.setattr("kiosk.heard.AT_ONCE", 3)
    clips, first = [], 0
    while first is not None:
        piece = heard(kiosk, f"/kiosk/departments/TP?from={first}")
        clips += piece["clips"]
        first = piece["next"]
    assert clips == whole["clips"]
    assert heard(kiosk, "/kiosk/departments/TP?from=9999")["clips"] == []
    assert heard(kiosk, "/kiosk/departments/TP?from=-1")["clips"][0] == whole["clips"][0]


def test_a_closed_door_says_when_to_come_in_words(kiosk: FlaskClient) -> None:
    together = " ".join(said(kiosk, "/kiosk/departments/GDDT"))
    assert "Mời ông bà đến ngày mai, thứ Ba, 14/3/2017" in together
    assert "7:30 đến 11:30" in together
    assert "/bà" not in together


def test_what_somebody_typed_is_never_said(kiosk: FlaskClient) -> None:
    for query in ("tục tĩu", "giay phep tục tĩu"):
        assert not [each for each in said(kiosk, f"/kiosk/search?q={query}") if "tĩu" in each]


def test_vietnamese_words_are_said_in_vietnamese_on_an_english_page(kiosk: FlaskClient) -> None:
    path = "/kiosk/procedures/2.000806?lang=en"
    words = said(kiosk, path)
    assert {f"{say('en', f'kiosk.confirm.{key}')}." for key in ("time_limit", "fee")} <= {*words}
    assert kiosk.get(path).get_data(as_text=True).count('<span lang="vi" data-say>') == 2


def test_the_ticket_says_how_long_it_will_take(kiosk: FlaskClient) -> None:
    page = take(kiosk, department="TP").json["page"]
    assert any(each.endswith("chưa rõ phải chờ bao lâu.") for each in said(kiosk, page))
    assert say("vi", "wait.may_miss").rstrip(".") in " ".join(said(kiosk, page))


def test_only_names_that_were_given_can_be_asked_for(kiosk: FlaskClient) -> None:
    assert kiosk.get(f"/kiosk/voice/{'0' * 32}.mp3").status_code == 404
    assert kiosk.get("/kiosk/voice/..%2f..%2fsecret.mp3").status_code == 404
    given = heard(kiosk, "/kiosk/")["clips"][0]["url"]
    sound = kiosk.get(given)
    assert sound.status_code == 200
    assert sound.mimetype == "audio/mpeg"
    assert len(sound.data) > 2000


def test_a_disk_without_room_is_a_fault_of_the_voice_and_no_incident(
    kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(cache: Cache, job: Any) -> str:
        raise CannotSpeak("disk", "no room")

    monkeypatch.setattr(Cache, "note", no_room)
    answer = kiosk.get("/kiosk/?part=heard")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "disk")


def test_a_key_of_the_pad_reads_the_page_and_the_next_one_too(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/voice/" in request.url else None)
    page.keyboard.press("0")
    listen = page.locator("[data-listen]")
    expect(listen).to_have_attribute("aria-pressed", "true")
    expect(listen).to_have_text("Dừng đọc")
    expect(page.locator("h1.is-heard")).to_have_count(1)
    page.tap('[data-department="TP"]')
    expect(page.locator(".kiosk--department h1.is-heard")).to_have_count(1)
    listen.tap()
    expect(listen).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".is-heard")).to_have_count(0)
    assert asked
    assert page.wrong == []


def test_nobody_hears_the_page_of_the_visitor_before(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap("[data-listen]")
    page.tap('[data-department="TP"]')
    expect(page.locator(".kiosk--department h1.is-heard")).to_have_count(1)
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 0.2; s.dataset.homeAfterS = 0.2; }")
    page.keyboard.press("Shift")
    expect(page.locator(".kiosk--home")).to_have_count(1, timeout=8000)
    expect(page.locator("[data-listen]")).to_have_attribute("aria-pressed", "false")


def test_nobody_finds_the_start_page_being_read_or_the_pad_of_the_visitor_before(
    server: RunningServer, open_kiosk: Open
) -> None:
    page = open_kiosk(server)
    for key, comes in (("4", "department"), ("NumpadDivide", "home")):
        page.keyboard.press(key)
        if key == "4":
            page.keyboard.press("Enter")
        expect(page.locator(f".kiosk--{comes}")).to_have_count(1)
    expect(page.locator("html[data-keypad]")).to_have_count(1)
    _soon_gone(page)
    expect(page.locator("html[data-keypad]")).to_have_count(0)
    page.tap("[data-listen]")
    _soon_gone(page)
    assert page.evaluate("""import("/kiosk/static/listen.js").then((listen) => listen.isHeard())""") is False


def _soon_gone(page: Any) -> None:
    """Nobody is there any more; the kiosk asks, and begins anew."""
    soon = "(s) => { Object.assign(s.dataset, { askAfterS: 0.2, homeAfterS: 0.2, old: 1 }); }"
    page.locator("#screen").evaluate(soon)
    page.keyboard.press("Shift")
    expect(page.locator("#screen[data-old]")).to_have_count(0)


def test_another_language_is_heard_from_its_beginning(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap("[data-listen]")
    expect(page.locator('#screen[data-language="vi"] h1.is-heard')).to_have_count(1)
    page.tap("[data-language-toggle]")
    expect(page.locator('#screen[data-language="en"] h1.is-heard')).to_have_count(1)


def test_a_digit_answers_whether_somebody_is_there(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap('[data-department="TP"]')
    expect(page.locator(".kiosk--department")).to_have_count(1)
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 0.2; s.dataset.homeAfterS = 60; }")
    page.keyboard.press("Shift")
    expect(page.locator("#idle[open]")).to_be_visible()
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 60; }")
    page.keyboard.press("7")
    expect(page.locator("#idle[open]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".kiosk--procedure")).to_have_count(1)


def test_back_on_the_pad_takes_no_call_for_help_away(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.tap(".k-foot [data-help]")
    page.tap("#help[open] [data-done]")
    expect(page.locator("#help[open]")).to_have_count(0)
    page.keyboard.press("NumpadSubtract")
    page.tap('[data-department="TP"]')
    expect(page.locator(".kiosk--department")).to_have_count(1)
    assert [url for url in sent if "/back" in url] == []


def test_a_ticket_by_the_number_pad_alone(server: RunningServer, open_kiosk: Open) -> None:
    """Digits point and Enter takes; minus goes back, asterisk reads: no other key is needed."""
    page = open_kiosk(server)
    for digit, comes in (("4", "department"), ("7", "procedure")):
        page.keyboard.press(digit)
        page.keyboard.press("Enter")
        expect(page.locator(f".kiosk--{comes}")).to_have_count(1)
    page.keyboard.press("NumpadSubtract")
    expect(page.locator(".kiosk--department")).to_have_count(1)
    expect(page.locator("html[data-keypad]")).to_have_count(1)
    for digit in ("8", "Enter"):
        page.keyboard.press(digit)
    expect(page.locator(".kiosk--procedure")).to_have_count(1)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".done .plate")).to_be_visible()


def test_a_packed_page_is_the_same_and_is_heard_all_the_same(kiosk: FlaskClient) -> None:
    takes = {"Accept-Encoding": "gzip"}
    packed = kiosk.get("/kiosk/departments/GDDT", headers=takes)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Ngày mai" in gzip.decompress(packed.data).decode()
    assert kiosk.get("/kiosk/departments/GDDT?part=heard", headers=takes).get_json()["clips"]


# Sounds end as soon as they begin; what was played is kept.
QUICK = """
window.played = [];
HTMLMediaElement.prototype.play = function () {
  window.played.push(new URL(this.src).pathname);
  setTimeout(() => this.onended(), 0);
  return Promise.resolve();
};
"""


# The last mark of a page that can be seen: those of its dialogs follow.
LAST_SHOWN = "[...document.querySelectorAll('#screen [data-say]')].findLastIndex((each) => each.checkVisibility())"


def _quick(page: Any) -> None:
    """From now on this page is heard in no time."""
    page.add_init_script(QUICK)
    serve_changed(page, "kiosk/static/listen.js", "BETWEEN_MS = 250", "BETWEEN_MS = 1")


def test_a_page_of_many_pieces_is_heard_to_its_end(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    _quick(page)

    def three_at_once(route: Any) -> None:
        told = route.fetch().json()
        clips = told["clips"][:3]
        route.fulfill(json={**told, "clips": clips, "next": clips[-1]["at"] + 1 if len(told["clips"]) > 3 else None})

    page.route("**/*part=heard*", three_at_once)
    page.goto(f"{server.url}/kiosk/departments/TP")
    page.tap("[data-listen]")
    expect(page.locator("[data-listen]")).to_have_attribute("aria-pressed", "false")
    page.unroute("**/*part=heard*")
    whole = page.evaluate("fetch('/kiosk/departments/TP?part=heard').then((answer) => answer.json())")
    last = page.evaluate(LAST_SHOWN)
    assert last > 6
    assert next(clip["url"] for clip in whole["clips"] if clip["at"] == last) in page.evaluate("window.played")


def test_questions_are_heard_too(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    _quick(page)
    page.goto(f"{server.url}/kiosk/departments/TP/unsure")
    page.tap("[data-listen]")
    expect(page.locator("[data-listen]")).to_have_attribute("aria-pressed", "false")  # heard to the end
    page.evaluate(NOTE_HEARD)
    page.tap("[data-priority]")
    page.wait_for_function("() => window.heard.includes('priority-title')")
    page.tap("[data-no-priority]")
    page.tap(".k-foot [data-help]")
    _plays(page, sounds_of_help(server, page))
    page.tap("#help [data-back]")
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 0.1; s.dataset.homeAfterS = 60; }")
    page.keyboard.press("Shift")
    page.wait_for_function("() => window.heard.includes('idle-title')")
    assert page.wrong == []


def test_a_refusal_is_heard(kiosk: FlaskClient) -> None:
    own = {"Origin": "http://localhost"}
    wish = {"number": "4999", "code": "0000"}
    told = kiosk.post("/kiosk/returned", json=wish, headers=own).get_json()
    assert told["code"] == "return_unknown"
    assert [kiosk.get(each["url"]).status_code for each in told["heard"]] == [200] * len(told["heard"]) != []


def test_whoever_hears_learns_that_the_server_is_gone(running_server: RunningServer, open_kiosk: Open) -> None:
    """Nobody can give the sounds any more: they were fetched with the page before."""
    page = open_kiosk(running_server)
    page.add_init_script(ENDS)
    # No route here: Chromium's cache is off where one is.
    page.reload()
    page.tap("[data-listen]")
    expect(page.locator("h1.is-heard")).to_have_count(1)
    page.wait_for_function(f"() => ({FETCHED}).length > 2")
    kept = page.evaluate(FETCHED)
    running_server.kill()  # the kiosk notices by itself
    expect(page.locator("#offline[open] .is-heard")).to_be_visible()
    page.wait_for_function("(urls) => urls.some((url) => window.ended.includes(url))", arg=kept)


ENDS = """
window.ended = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  this.addEventListener("ended", () => window.ended.push(this.src), { once: true });
  return play.call(this);
};
"""
# The sounds that were fetched without being played.
FETCHED = (
    "performance.getEntriesByType('resource')"
    ".filter((each) => each.initiatorType === 'fetch' && each.name.includes('/voice/') && each.responseEnd > 0)"
    ".map((each) => each.name)"
)
# Which element of a dialog is being said.
NOTE_HEARD = """() => {
  window.heard = [];
  const note = ({ target }) => target.matches(".is-heard") && window.heard.push(target.id);
  const observer = new MutationObserver((changes) => changes.forEach(note));
  observer.observe(document.body, { subtree: true, attributeFilter: ["class"] });
}"""


def sounds_of_help(server: RunningServer, page: Any) -> list[str]:
    """What the server would say to whoever has asked for help at this kiosk."""
    cookies = {"mot_cua_kiosk": server.token(device="kiosk-1")}
    told = requests.post(f"{server.url}/kiosk/help", cookies=cookies, headers={"Origin": server.url}, timeout=30).json()
    return [each["url"] for each in told["heard"]]


def _plays(page: Any, urls: list[str]) -> None:
    assert urls
    page.wait_for_function("(urls) => urls.every((url) => window.played.includes(url))", arg=urls)
