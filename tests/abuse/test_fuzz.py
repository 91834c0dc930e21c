"""Does any request, form, body or socket message of anybody break the server? Never 5xx, never for long."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
import websocket
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.routing import Rule

from actions.accounts import Role, add_account_token
from actions.devices import add_device_token
from actions.events import first_broken
from actions.hall import Hall
from application import House
from doors import device_cookie
from tests.abuse.described import put_known_words
from tests.abuse.growth import Growth
from tests.abuse.visiting import Chance
from tests.actions.at_work import take
from tests.conftest import COMPILED
from tests.running import RunningServer
from tests.visitors import add_officer, csrf, signed_in
from voice.speaker import Speaker

TRIES, TRIES_LONG = 400, 20_000
SLOWEST_S = 10.0  # on a machine that does much else; a hang is longer
# It signs the others out, or asks for a password of argon2's price each time.
COSTLY = {"entrance.sign_out", "entrance.sign_in", "office.password", "office.new_account", "entrance.set_up"}
# What waits by design until there is work.
WAITING = {"api.claim"}
WAITING_PATH = "/api/v1/print/claim"
NO_FAULT = [not_a_server_error]
AS_DESCRIBED = [*NO_FAULT, status_code_conformance, content_type_conformance, response_schema_conformance]
SCREENS = ("wall", "kiosk", "desk", "desk_display", "office", "guide", "phone")
# Before a request meets what is described: an address with two slashes, unknown, not admitted, none such, too large.
AT_THE_DOOR = {308, 401, 403, 404, 405, 413}
# Else nothing was tried beyond the first look.
SUCCEED = {"departments", "procedures", "board", "desk", "desk_open"}


@pytest.fixture
def many(pytestconfig: pytest.Config) -> int:
    return TRIES_LONG if pytestconfig.getoption("--long") else TRIES


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, make_hall: Callable[..., Hall], tmp_path: Path) -> Iterator[House]:
    """On both: PostgreSQL refuses what SQLite takes (too long, too large, a letter that is none)."""
    hall = make_hall(request.getfixturevalue(f"{request.param}_url"))
    house = House(hall, b"a key for tests only, 32 bytes !!", Speaker(hall.config, tmp_path / "v", tmp_path / "r"))
    house.app.config.update(PICTURES=tmp_path / "pictures", IMPORTS=tmp_path / "imports", MEDIA=tmp_path / "media")
    house.app.jinja_env.bytecode_cache = COMPILED
    yield house
    house.stop()


class Crowd:
    """Somebody of each kind, with everything that lets them in."""

    def __init__(self, house: House, chance: Chance) -> None:
        self.house, self.chance = house, chance
        house.app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
        chief = self.chief = add_officer(house, "chief", role=Role.ADMINISTRATOR)
        self.browser = signed_in(house, chief)
        for kind, code in (("kiosk", "kiosk-1"), ("wall", "wall-1"), ("desk_display", "desk-4")):
            secret: Any = house.hall.write(add_device_token, code=code)
            self.browser.set_cookie(device_cookie(Role(kind)), secret)
        self.forgery = csrf(self.browser, "/office/")
        tokens: list[Any] = [house.hall.write(add_device_token, code=code) for code in ("kiosk-1", "printers")]
        tokens.append(house.hall.write(add_account_token, account_id=chief.id))
        self.tokens: list[str] = tokens
        take(house.hall, "TP")
        self.rules = [
            rule
            for rule in house.app.url_map.iter_rules()
            if rule.endpoint not in COSTLY | WAITING and not rule.endpoint.endswith(".static")
        ]

    def ask(self, rule: Rule) -> tuple[str, Any]:
        """One request to a route; what was asked and the answer."""
        chance = self.chance
        path = chance.path(self.house, rule)
        if path is None:
            return "", None
        method = chance.choice(sorted((rule.methods or set()) - {"OPTIONS"}))
        more: dict[str, Any] = {"method": method}
        if method == "POST":
            more |= self._body()
        query = {chance.word(): chance.word() for _ in range(chance.randrange(3))}
        names = ("lang", "department", "q", "next", "day", "from", "until", "period", "year", "month")
        query |= {name: chance.word() for name in chance.sample(names, 2)}
        client, headers = self._somebody()
        headers |= chance.choice(({}, {"Accept": "application/json"}))
        answer = client.open(path, query_string=_sendable(query), headers=headers, buffered=True, **more)
        return f"{method} {path} {query} {more}", answer

    def _somebody(self) -> tuple[FlaskClient, dict[str, str]]:
        if self.chance.random() < 0.6:
            return self.browser, {"Origin": "http://localhost", **self.forgery}
        bearer = self.chance.choice(self.tokens)
        return self.house.app.test_client(), {"Authorization": f"Bearer {bearer}"}

    def _body(self) -> dict[str, Any]:
        chance, kind = self.chance, self.chance.random()
        names = (
            "name", "department", "departments", "procedure", "visit", "touch_id", "press_id", "age_ms", "text", "day",
            "ticket", "number", "to", "others",
            "since", "until", "reason", "officer", "substitute", "revision", "seen", "code", "volume", "desk", "label",
            "outcome", "others", "minutes", "priority", "to_department", "to_desk", "note", "score", "kind", "sittings",
            "when", "wall", "is_urgent", "document", "valid_from", "mon", "language", "attempt", "state", "status",
        )  # fmt: skip
        some = chance.sample(names, chance.randrange(8))
        if kind < 0.5:
            return _json({name: chance.value() for name in some})
        if kind < 0.6:
            return _json(chance.value())
        if kind < 0.9:
            return {"data": _sendable({name: chance.word() for name in some})}
        return {"data": chance.randbytes(200), "content_type": chance.choice(("application/json", "text/plain"))}


def _json(value: Any) -> dict[str, Any]:
    """With every letter escaped: so half a surrogate pair gets through, as from a program that knows no better."""
    return {"data": json.dumps(value), "content_type": "application/json"}


def _sendable(fields: dict[str, str]) -> dict[str, str]:
    """Half a surrogate pair cannot be written as UTF-8, so no browser sends it."""
    written = ((name.encode(errors="replace"), value.encode(errors="replace")) for name, value in fields.items())
    return {name.decode(): value.decode() for name, value in written}


def test_no_request_of_anybody_breaks_the_server(house: House, many: int) -> None:
    chance = Chance(91)
    crowd, seen = Crowd(house, chance), set()
    growth = Growth(many)
    for n in range(many):
        growth.look(n)
        rule = crowd.rules[n % len(crowd.rules)] if n < 2 * len(crowd.rules) else chance.choice(crowd.rules)
        began = time.monotonic()
        asked, answer = crowd.ask(rule)
        if answer is None:
            continue
        assert answer.status_code < 500, f"{asked}\n{answer.get_data(as_text=True)[:400]}"
        assert time.monotonic() - began < SLOWEST_S, asked
        assert "<script>alert(1)" not in answer.get_data(as_text=True) or answer.mimetype != "text/html", asked
        assert not re.search(r"^a=b", str(answer.headers), re.MULTILINE), asked
        seen.add((rule.endpoint, answer.status_code // 100))
    assert len({endpoint for endpoint, _ in seen}) >= len(crowd.rules) * 0.9
    assert {2, 3, 4} <= {status for _, status in seen}
    growth.assert_flat()
    assert house.hall.read(first_broken) is None


def test_the_api_answers_as_its_description_says(house: House, many: int) -> None:
    """Requests by schemathesis, with words that exist often enough to get beyond the first look."""
    crowd = Crowd(house, Chance(8))
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house.app)
    found = (each.ok() for each in described.get_all_operations())
    operations = [each for each in found if each.path != WAITING_PATH]
    seen = set()

    def ask(case: Any, token: str, chance: random.Random) -> None:
        put_known_words(case, chance)
        began = time.monotonic()
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        assert time.monotonic() - began < SLOWEST_S, case.as_curl_command()
        seen.add((case.operation.definition.raw["operationId"], answer.status_code // 100))
        case.validate_response(answer, checks=NO_FAULT if answer.status_code in AT_THE_DOOR else AS_DESCRIBED)

    few = settings(
        max_examples=max(6, many // len(operations)), database=None, derandomize=True, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    for each in operations:
        few(given(each.as_strategy(), st.sampled_from(crowd.tokens), st.randoms())(ask))()
    assert {name for name, status in seen if status == 2} >= SUCCEED
    assert house.hall.read(first_broken) is None


def test_no_message_on_a_socket_breaks_the_server(house: House, many: int) -> None:
    chance = Chance(17)
    crowd, growth, joined = Crowd(house, chance), Growth(many), set()
    for n in range(many):
        growth.look(n)
        screen = chance.choice((*SCREENS, chance.word()))
        auth = chance.choice(({"screen": screen, "key": chance.value()}, chance.value()))
        client = house.socketio.test_client(house.app, auth=auth, flask_test_client=crowd.browser)
        if client.is_connected():
            joined.add(screen)
            client.emit(chance.word() or "x", chance.value())
            client.disconnect()
        SocketIOTestClient.clients.clear()  # it remembers each for ever, and of those refused never tells the end
        house.socketio.server.environ.pop(client.eio_sid, None)
    assert crowd.browser.get("/healthz").status_code == 200
    assert joined >= set(SCREENS) - {"phone"}
    growth.assert_flat()


def test_no_form_that_asks_for_a_password_breaks_the_server(house: House, many: int) -> None:
    chance = Chance(5)
    crowd = Crowd(house, chance)
    rules = [rule for rule in house.app.url_map.iter_rules() if rule.endpoint in COSTLY]
    names = ("name", "password", "again", "old", "role", "departments", "next", "csrf_token", "code")
    for n in range(max(many // 100, len(rules))):
        rule = rules[n % len(rules)]
        path, word = chance.path(house, rule), chance.choice((chance.word, lambda: "mat-khau-thu-1"))
        if path is None:
            continue
        form = {name: word() for name in chance.sample(names, chance.randrange(len(names)))}
        browser = chance.choice((house.app.test_client(), signed_in(house, crowd.chief)))
        headers = {"Origin": "http://localhost", **csrf(browser, "/sign-in")}
        answer = browser.open(path, method="POST", data=_sendable(form), headers=headers, buffered=True)
        assert answer.status_code < 500, f"{path} {form}\n{answer.get_data(as_text=True)[:400]}"
    assert house.hall.read(first_broken) is None


def test_no_frame_of_any_shape_breaks_a_real_server(running_server: RunningServer, many: int) -> None:
    chance, line, answered = Chance(6), None, 0
    address = running_server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    growth = Growth(many, running_server.pid)
    for n in range(many):
        growth.look(n)
        line = line or websocket.create_connection(address, origin=running_server.url, timeout=SLOWEST_S)
        try:
            _say(line, chance)
            answered += bool(line.recv()) if chance.random() < 0.02 else 0
        except (websocket.WebSocketException, OSError):
            line = _hung_up(line)
        if n % 50 == 0:
            line = _hung_up(line)
    _hung_up(line)
    assert requests.get(f"{running_server.url}/healthz", timeout=SLOWEST_S).status_code == 200
    assert answered
    growth.assert_flat()


def _say(line: websocket.WebSocket, chance: Chance) -> None:
    """What Engine.IO and Socket.IO could say, nearly, or anything."""
    packet = chance.choice(("40", "42", "41", "43", "2", "3", "1", "6", "451-", "40/x,", "42/x,", ""))
    words = json.dumps(chance.choice((chance.value(), [chance.word(), chance.value()], {"screen": "phone"})))
    if chance.random() < 0.1:
        line.send_binary(chance.randbytes(chance.randrange(300)))
    else:
        line.send(packet + (words if chance.random() < 0.7 else chance.word().encode(errors="replace").decode()))


def _hung_up(line: websocket.WebSocket | None) -> None:
    """A page that is gone; the next one comes on a new line."""
    if line is not None:
        line.close(timeout=0)
        line.shutdown()
