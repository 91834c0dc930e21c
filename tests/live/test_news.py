"""Do the screens hear what happened: at once, in order, without gaps, and only what is theirs?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partialmethod
from itertools import pairwise
from typing import Any

import pytest
import requests
import socketio
import websocket

from actions.accounts import Role
from live.tellers import TICK_S
from tests.live.listener import Listener, device, wait_until
from tests.prepared import prepare
from tests.running import RunningServer

PASSWORD = "mat-khau-thu-1"
Screen = Callable[..., Listener]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("live") / "data")
    prepare(server, {"officer-4": ("TP",)}, "kiosk-1", "wall-1", password=PASSWORD)
    server.start()
    Office(server).act("open")
    yield server
    server.stop()


class Office:
    """What is done in the hall, through the API."""

    touches = 0

    def __init__(self, server: RunningServer) -> None:
        self.server = server

    def take(self, department: str = "TP") -> Any:
        """A citizen takes a number at the kiosk."""
        Office.touches += 1
        wish = {"touch_id": f"citizen-{Office.touches:06d}", "department": department, "visit": "unsure"}
        answer = self.server.api("POST", "/tickets", self.server.token("kiosk-1"), wish)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def look(self, ticket: Any) -> Any:
        """The ticket as it is now."""
        return self.server.api("GET", f"/tickets/{ticket['token']}", self.server.token("kiosk-1")).json()

    def act(self, verb: str) -> Any:
        """The officer of desk 4 does something."""
        answer = self.server.api("POST", f"/desks/4/{verb}", self.server.token(account="officer-4"), {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def serve_one(self) -> None:
        """From the call to the end."""
        for verb in ("next", "serve", "finish"):
            self.act(verb)


@pytest.fixture
def office(server: RunningServer) -> Iterator[Office]:
    office = Office(server)
    yield office
    desk = server.api("GET", "/desks/4", server.token(account="officer-4")).json()
    if desk["ticket"] is not None:
        for verb in ("serve", "finish") if desk["ticket"]["state"] == "called" else ("finish",):
            office.act(verb)
    for _ in desk["waiting"]:
        office.serve_one()


@pytest.fixture
def screen(server: RunningServer) -> Iterator[Screen]:
    made: list[Listener] = []

    def make(name: str, key: str = "", cookies: dict[str, str] | None = None, **more: Any) -> Listener:
        known = {"wall": (Role.WALL, "wall-1"), "kiosk": (Role.KIOSK, "kiosk-1")}
        if cookies is None:
            cookies = device(server, *known[name]) if name in known else {}
        listener = Listener(server, name, key, cookies, **more)
        made.append(listener)
        return listener.connect()

    yield make
    for listener in made:
        listener.close()


def signed_in(server: RunningServer, name: str) -> dict[str, str]:
    """The session cookie that signing in gives."""
    browser = requests.Session()
    page = browser.get(f"{server.url}/sign-in", timeout=10).text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    answer = browser.post(
        f"{server.url}/sign-in",
        data={"name": name, "password": PASSWORD, "csrf_token": token},
        headers={"Origin": server.url},
        timeout=20,
        allow_redirects=False,
    )
    assert answer.status_code == 302, answer.text
    cookies = dict(browser.cookies)
    browser.close()
    return cookies


@pytest.fixture(autouse=True)
def no_long_goodbye(monkeypatch: pytest.MonkeyPatch) -> None:
    """This client waits three seconds for the server's good-bye; a browser's tab does not."""
    close = websocket.WebSocket.close
    monkeypatch.setattr(websocket.WebSocket, "close", partialmethod(close, timeout=0.05))


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize("name", ["wall", "kiosk", "desk", "office"])
def test_a_browser_that_is_not_paired_or_signed_in_is_refused(screen: Screen, name: str, transport: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        screen(name, "4", cookies={}, transport=transport)


def test_a_kiosk_is_no_wall(server: RunningServer, screen: Screen) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        screen("wall", cookies=device(server, Role.KIOSK, "kiosk-1"))


def test_a_foreign_page_cannot_listen(server: RunningServer) -> None:
    client = socketio.Client(reconnection=False)
    cookie = "; ".join(f"{name}={value}" for name, value in device(server, Role.WALL, "wall-1").items())
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(
            server.url,
            auth={"screen": "wall"},
            headers={"Cookie": cookie, "Origin": "http://evil.example"},
            transports=["websocket"],
        )


def test_a_screen_cannot_say_anything(server: RunningServer, office: Office, screen: Screen) -> None:
    wall, other = screen("wall"), screen("wall")
    before = _hall(server)
    for event in ("news", "tick", "open", "join", "call_next"):
        wall.client.emit(event, {"kind": "call", "room": "desks"})
    time.sleep(0.4)
    # The server's own news, of a department that nobody covers, may come in between.
    assert other.of_kind("call") == []
    assert _hall(server) == before


def _hall(server: RunningServer) -> list[Any]:
    board = server.api("GET", "/board", server.token("kiosk-1")).json()
    return [board["waiting"], board["calls"], [[row["desk"], row["state"], row["number"]] for row in board["rows"]]]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_the_wall_hears_a_call_at_once_and_the_board_soon(office: Office, screen: Screen, transport: str) -> None:
    office.take()
    wall = screen("wall", transport=transport)
    pressed = time.monotonic()
    called = office.act("next")["ticket"]
    answered = time.monotonic()
    call = wall.wait_for("call")["call"]
    assert (call["label"], call["desk"], call["department"], call["count"]) == (called["label"], "4", "TP", 1)
    wait_until(lambda: [each["id"] for each in _newest_calls(wall)] == [call["id"]], "the board")
    row = next(row for row in boards(wall)[-1]["rows"] if row["desk"] == "4")
    assert (row["state"], row["series"], row["number"]) == ("calling", called["series"], called["number"])
    # It is told before the answer to the officer is written, and waits for no tick; the seconds are for a busy machine.
    assert wall.moment_of("call") - answered < TICK_S - 2
    assert wall.moment_of("board") - pressed < TICK_S - 1


def _newest_calls(wall: Listener) -> list[Any]:
    return [called for board in boards(wall)[-1:] for called in board["calls"][:1]]


def boards(wall: Listener) -> list[Any]:
    """Those told so far."""
    return [message["board"] for message in wall.of_kind("board")]


def test_a_recall_is_the_same_ticket_with_an_identity_of_its_own(office: Office, screen: Screen) -> None:
    office.take()
    wall = screen("wall")
    office.act("next")
    office.act("recall")
    first, second = wall.wait_for("call", 1)["call"], wall.wait_for("call", 2)["call"]
    assert (first["label"], first["count"], second["label"], second["count"]) == (first["label"], 1, first["label"], 2)
    assert second["id"] > first["id"]
    wait_until(lambda: [each["id"] for each in _newest_calls(wall)] == [second["id"]], "the board")


def _told(wall: Listener) -> Any:
    newest = wall.of_kind("board")[-1]["board"]
    return [newest[name] for name in ("seq", "rows", "waiting")]


def _told_anew(wall: Listener) -> Any:
    anew = wall.snapshot("/display/snapshot")
    return [anew[name] for name in ("seq", "rows", "waiting")]


def test_news_forms_a_chain_without_gaps(server: RunningServer, office: Office, screen: Screen) -> None:
    office.take()
    wall, kiosk = screen("wall"), screen("kiosk")
    desk = screen("desk", "4", cookies=signed_in(server, "officer-4"))
    begun = {each.screen: each.snapshot(path)["seq"] for each, path in snapshots(wall, kiosk, desk)}
    for _ in range(15):
        office.take()
        office.serve_one()
    for listener, path in snapshots(wall, kiosk, desk):
        wait_until(lambda at=(listener, path): is_up_to_date(*at), listener.screen)
        chain = listener.news
        assert len(chain) > 2
        assert chain[0]["prev"] <= begun[listener.screen]
        for before, after in pairwise(chain):
            assert after["prev"] == before["seq"], listener.screen
            assert after["seq"] >= before["seq"], listener.screen
    assert len(wall.of_kind("call")) == 15
    wait_until(lambda: _told(wall) == _told_anew(wall), "the last board")  # paper may still be told of
    told, shown = wall.of_kind("board")[-1]["board"], wall.snapshot("/display/snapshot")
    # A snapshot also holds the older calls that are still fresh, for a wall that was away.
    assert told["calls"] == shown["calls"][: len(told["calls"])]


def is_up_to_date(listener: Listener, path: str) -> bool:
    """The newest of the news has the number of the server's own snapshot."""
    return listener.news[-1:] != [] and listener.news[-1]["seq"] == listener.snapshot(path)["seq"]


def snapshots(*listeners: Listener) -> list[tuple[Listener, str]]:
    paths = {"wall": "/display/snapshot", "kiosk": "/kiosk/queue", "desk": "/desk/4/state"}
    return [(listener, paths[listener.screen]) for listener in listeners]


def test_many_changes_are_one_message(office: Office, screen: Screen) -> None:
    wall = screen("wall")
    for _ in range(12):
        office.take()
    wait_until(lambda: boards(wall) and boards(wall)[-1]["waiting"] == 12, "twelve wait")
    assert len(wall.of_kind("board")) < 30


def test_the_kiosk_hears_who_waits_and_what_became_of_its_paper(office: Office, screen: Screen) -> None:
    kiosk, wall = screen("kiosk"), screen("wall")
    ticket = office.take()

    def queues() -> list[tuple[int, bool]]:
        told = [{d["code"]: (d["waiting"], d["open"]) for d in news["departments"]} for news in kiosk.of_kind("queue")]
        return [each["TP"] for each in told]

    def paper() -> list[str]:
        return [news["state"] for news in kiosk.of_kind("print") if news["token"] == ticket["token"]]

    wait_until(lambda: queues()[-1:] == [(1, True)], "one waits")
    wait_until(lambda: paper() == ["sending", "printed"], "the paper", 20)
    # A ticket's token is its holder's: no other screen hears of it.
    assert ticket["token"] not in str(wall.news)


def test_the_desk_hears_that_something_changed(server: RunningServer, office: Office, screen: Screen) -> None:
    desk = screen("desk", "4", cookies=signed_in(server, "officer-4"))
    office.take()
    news = desk.wait_for("changed")
    assert desk.snapshot("/desk/4/state")["seq"] >= news["seq"]
    assert set(news) == {"seq", "prev", "kind"}


def test_a_phone_hears_by_its_ticket_and_only_of_its_department(office: Office, screen: Screen) -> None:
    ticket, elsewhere = office.take("TP"), office.take("KTHT")
    with pytest.raises(socketio.exceptions.ConnectionError):
        screen("phone", "guessed")
    phone, other = screen("phone", ticket["token"]), screen("phone", elsewhere["token"])
    office.act("next")
    # The number that was called is in the line no more; nobody else's token is ever in it.
    wait_until(lambda: [news["line"] for news in phone.of_kind("line")][-1:] == [[]], "the line after the call")
    assert phone.snapshot(f"/t/{ticket['token']}/state")["state"] == "called"
    assert all(set(news) == {"seq", "prev", "kind", "line", "at"} for news in phone.news)
    # What was gathered when these two came may still be told: to the other one its own line.
    assert all([place[0] for place in news["line"]] == [elsewhere["series"]] for news in other.news)


def test_one_message_tells_every_phone_its_place_and_its_interval(office: Office, screen: Screen) -> None:
    tickets = [office.take("TP") for _ in range(3)]
    phone = screen("phone", tickets[-1]["token"])
    office.act("next")
    seen = [office.look(each) for each in tickets[1:]]
    line = [[each["series"], each["number"], each["ahead"], each["wait"]] for each in seen]
    wait_until(lambda: [news["line"] for news in phone.of_kind("line")][-1:] == [line], "the line after the call")
    assert [each["ahead"] for each in seen] == [0, 1]
    assert all(each["wait"]["low"] <= each["wait"]["high"] for each in seen)


def test_every_screen_but_the_phone_hears_the_clock_tick(server: RunningServer, office: Office, screen: Screen) -> None:
    ticket = office.take()
    desk = screen("desk", "4", cookies=signed_in(server, "officer-4"))
    listeners = [screen("wall"), screen("kiosk"), desk]
    phone = screen("phone", ticket["token"])
    for listener in listeners:
        wait_until(lambda heard=listener.heard: len(ticks(heard)) >= 2, listener.screen)
        first, second = ticks(listener.heard)[:2]
        assert TICK_S - 3 < second.at - first.at < 2 * TICK_S
        assert (first.message["training"], first.message["data"]) == (True, "")
        passed = datetime.fromisoformat(second.message["now"]) - datetime.fromisoformat(first.message["now"])
        assert TICK_S - 1.5 < passed.total_seconds() < 2 * TICK_S
        assert first.message["now"].startswith("2017-03-13T01:")
    assert ticks(phone.heard) == []


def ticks(heard: list[Any]) -> list[Any]:
    return [each for each in heard if each.event == "tick"]


def test_after_a_restart_the_screens_come_back_and_the_snapshot_is_the_truth(
    server: RunningServer, office: Office, screen: Screen
) -> None:
    office.take()
    wall, kiosk = screen("wall"), screen("kiosk")
    called = office.act("next")["ticket"]
    wall.quiet()
    shown = wall.snapshot("/display/snapshot")
    server.restart()
    back = time.monotonic()
    for listener in (wall, kiosk):  # one that comes back in haste is let in once more by the server that is ending
        wait_until(lambda each=listener: each.heard[-1].at > back, listener.screen)
    again = wall.snapshot("/display/snapshot")
    assert {name: again[name] for name in ("rows", "calls", "waiting")} == {
        name: shown[name] for name in ("rows", "calls", "waiting")
    }
    wall.heard.clear()
    kiosk.heard.clear()
    office.act("recall")
    call = wall.wait_for("call")
    assert (call["call"]["label"], call["call"]["count"]) == (called["label"], 2)
    # The room begins anew where the log stood, so that nobody who has the snapshot misses anything.
    assert call["prev"] <= call["seq"]
    kiosk.wait_for("queue")


def test_news_after_a_power_cut_shows_the_gap(server: RunningServer, office: Office, screen: Screen) -> None:
    wall = screen("wall")
    office.take()
    wall.wait_for("board")
    old = wall.snapshot("/display/snapshot")["seq"]
    server.kill()
    server.start()
    wait_until(lambda: wall.connections == 2, "the wall comes back")
    wall.heard.clear()
    office.take()
    news = wall.wait_for("board")
    assert news["prev"] >= old
    assert wall.snapshot("/display/snapshot")["seq"] >= news["seq"]
