"""Who may come in? Every route and every socket screen, walked as everybody that there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

import doors
from actions.accounts import (
    AccountView,
    Role,
    add_account,
    add_account_token,
    disable_account,
    set_departments,
    set_password,
)
from actions.devices import add_device_token, new_pairing, revoke_device
from actions.events import last_seq
from actions.issue import issue_ticket
from actions.set_up import new_set_up_link
from actions.views import Issued
from application import HEADERS, House
from doors import ANYONE, AT_DESKS, DESK_DISPLAY, KIOSK, OFFICE, PRINTER, ROUTES, SCREENS, WALL, device_cookie
from models import Base
from tests.pages import Page, is_page, links_of
from tests.visitors import csrf, paired, signed_in

ROLES = tuple(Role)
DEVICES = {Role.KIOSK: "kiosk-1", Role.WALL: "wall-1", Role.DESK_DISPLAY: "desk-4", Role.PRINTER: "printers"}
OURS = "http://localhost"
FOREIGN = ("http://evil.example", "null", "http://localhost.evil.example", "https://localhost", "http://localhost:1")
JSON = {"Accept": "application/json"}
# What a route's address says about who belongs there, independent of the table.
PLACES: Mapping[str, frozenset[Role]] = {
    "/kiosk/": KIOSK,
    "/display/desks/": DESK_DISPLAY,
    "/display/": WALL,
    "/desk/": AT_DESKS,
    "/office/": OFFICE,
    "/api/v1/print/": PRINTER,
    "/t/": ANYONE,
}


@dataclass
class Somebody:
    """One who asks: a browser with its forgery token, and the secret of the same one's software."""

    role: Role
    client: FlaskClient
    bearer: str | None
    forgery: dict[str, str]

    def ask(self, method: str, path: str, **headers: str) -> Any:
        """As a browser: with cookies and, for a change, what our own pages send."""
        own = {"Origin": OURS, **self.forgery} if method == "POST" else {}
        return self.client.open(path, method=method, headers={**JSON, **own, **headers})


def somebody(house: House, role: Role) -> Somebody:
    client, bearer = house.app.test_client(), None
    if role in DEVICES:
        bearer = secret(house, DEVICES[role])
        client.set_cookie(device_cookie(role), bearer)
    elif role is not Role.ANYONE:
        account = person(house, role.value, role)
        bearer = house.hall.write(add_account_token, account_id=account.id)
        client = signed_in(house, account)
    return Somebody(role, client, bearer, csrf(client))


def person(house: House, name: str, role: Role = Role.OFFICER) -> AccountView:
    """As `add_officer`, without the quarter of a second that a password costs."""
    departments = tuple(department.code for department in house.hall.config.departments)
    account = house.hall.write(add_account, name=name, role=role, password_hash="none", departments=departments)
    assert isinstance(account, AccountView)
    return account


def secret(house: House, device: str) -> str:
    given = house.hall.write(add_device_token, code=device)
    assert isinstance(given, str)
    return given


class WholeAnswers(FlaskClient):
    """Reads each answer to its end: one that is only looked at would leave a static file open."""

    def open(self, *args: Any, **more: Any) -> Any:
        return super().open(*args, **{"buffered": True, **more})


@pytest.fixture(autouse=True)
def whole_answers(house: House) -> None:
    house.app.test_client_class = WholeAnswers


@pytest.fixture
def everybody(house: House) -> tuple[Somebody, ...]:
    return tuple(somebody(house, role) for role in ROLES)


@pytest.fixture
def ticket(house: House) -> Issued:
    answer = house.hall.write(issue_ticket, touch_id="a touch", department="TP", kiosk="kiosk-1", actor="kiosk:kiosk-1")
    assert isinstance(answer, Issued)
    return answer


@pytest.fixture
def path_of(house: House, ticket: Issued) -> Callable[[Rule], str]:
    """The address of a route, with values that exist."""
    officer = person(house, "example")

    def fill(rule: Rule) -> str:
        given: dict[str, Any] = {
            "token": ticket.ticket.token,
            "desk": "4",
            "verb": "open",
            "account_id": officer.id,
            "code": "kiosk-1" if rule.endpoint.startswith("office.") else "TP",
            "name": "a.jpg",
            "seq": 1,
            "key": "1.013225",
            "visit": "result",
            "department": "TP",
            "notice": 1,
            "absence_id": 1,
            "exception_id": 1,
            "order_id": 1,
            "day": "2017-03-20",
            "ending": "xlsx",
            "job": 1,
            "filename": "tokens.css",
        }
        if rule.endpoint.startswith("office.wall_"):
            given["code"] = "wall-1"
        if rule.endpoint == "entrance.pair_by_link":
            given["token"] = secret(house, "kiosk-1")
        if rule.endpoint == "entrance.set_up":
            given["token"] = house.hall.write(new_set_up_link) or "used"
        with house.app.test_request_context():
            adapter = house.app.url_map.bind("localhost")
            return adapter.build(rule.endpoint, {name: given.get(name, 1) for name in rule.arguments}, method=None)

    return fill


@pytest.fixture
def only_doors(house: House) -> list[str]:
    """Behind every door an empty room that notes who came in."""
    entered: list[str] = []

    def room(endpoint: str) -> Callable[..., str]:
        def enter(**_: Any) -> str:
            entered.append(endpoint)
            return "in"

        return enter

    for endpoint in house.app.view_functions:
        house.app.view_functions[endpoint] = room(endpoint)
    return entered


def methods(rule: Rule) -> Iterator[str]:
    return iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


# -- the table ---------------------------------------------------------------------------------------------------


def test_every_route_has_a_row_and_every_row_a_route(house: House) -> None:
    assert {rule.endpoint for rule in house.app.url_map.iter_rules()} == set(ROUTES)


def test_a_route_without_a_row_lets_nobody_in(house: House) -> None:
    people = [somebody(house, role) for role in ROLES]
    house.app._got_first_request = False  # Flask wants no late routes; this one is a mistake on purpose
    house.app.add_url_rule("/forgotten", "forgotten", lambda: "in")
    assert {who.ask("GET", "/forgotten").status_code for who in people} <= {401, 403}


def test_the_table_fits_the_addresses(house: House) -> None:
    for rule in house.app.url_map.iter_rules():
        place = next((roles for prefix, roles in PLACES.items() if rule.rule.startswith(prefix)), None)
        if place is not None and not rule.endpoint.endswith(".static"):
            assert ROUTES[rule.endpoint] == place, rule.rule


def test_only_named_people_and_devices_change_anything(house: House) -> None:
    open_to_all = {rule.endpoint for rule in house.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {endpoint for endpoint in open_to_all if Role.ANYONE in ROUTES[endpoint]} == {
        "entrance.sign_in", "entrance.sign_out", "entrance.set_up", "entrance.pair", "entrance.pair_by_link",
        "api.pair",  # shows the Office's code as its bearer
        "phone.cancel", "phone.rating",  # show the ticket's token
    }  # fmt: skip


# -- routes x roles ----------------------------------------------------------------------------------------------


def test_each_route_lets_in_exactly_its_roles_by_cookie(
    house: House, everybody: tuple[Somebody, ...], path_of: Callable[[Rule], str], only_doors: list[str]
) -> None:
    for rule in house.app.url_map.iter_rules():
        path = path_of(rule)
        for who in everybody:
            # The print worker is no browser: there is no cookie that would make one.
            role = Role.ANYONE if who.role is Role.PRINTER else who.role
            for method in methods(rule):
                answer = who.ask(method, path)
                assert_admitted(answer, bool({role, Role.ANYONE} & ROUTES[rule.endpoint]), method, path, who.role)


def test_each_route_lets_in_exactly_its_roles_by_token(
    house: House, everybody: tuple[Somebody, ...], path_of: Callable[[Rule], str], only_doors: list[str]
) -> None:
    for rule in house.app.url_map.iter_rules():
        path = path_of(rule)
        for who in everybody:
            headers = {**JSON, "Authorization": f"Bearer {who.bearer or 'guessed'}"}
            for method in methods(rule):
                answer = house.app.test_client().open(path, method=method, headers=headers)
                assert_admitted(answer, bool({who.role, Role.ANYONE} & ROUTES[rule.endpoint]), method, path, who.role)


def assert_admitted(answer: Any, is_admitted: bool, method: str, path: str, role: Role) -> None:
    came_in = answer.status_code == 200 and answer.get_data() == b"in"
    assert came_in is is_admitted, f"{role} {method} {path}: {answer.status_code}"
    assert came_in or answer.status_code in (401, 403), f"{role} {method} {path}: {answer.status_code}"


def test_one_browser_may_be_kiosk_wall_and_desk_at_once(
    house: House, path_of: Callable[[Rule], str], only_doors: list[str]
) -> None:
    client = signed_in(house, person(house, "chief", Role.ADMINISTRATOR))
    for role in (Role.KIOSK, Role.WALL, Role.DESK_DISPLAY):
        client.set_cookie(device_cookie(role), secret(house, DEVICES[role]))
    for rule in house.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and ROUTES[rule.endpoint] != PRINTER:
            assert client.get(path_of(rule), headers=JSON).get_data() == b"in", rule.endpoint


@pytest.mark.parametrize(("device", "cookie"), [("kiosk-1", "wall"), ("wall-1", "kiosk"), ("printers", "kiosk")])
def test_a_devices_secret_in_another_devices_cookie_opens_nothing(house: House, device: str, cookie: str) -> None:
    client = house.app.test_client()
    client.set_cookie(f"mot_cua_{cookie}", secret(house, device))
    for path in ("/kiosk/queue", "/display/snapshot", "/api/v1/board", "/api/v1/print/printers"):
        assert client.get(path, headers=JSON).status_code == 401, path


def test_a_persons_token_is_no_devices_cookie(house: House) -> None:
    chief = somebody(house, Role.ADMINISTRATOR)
    client = house.app.test_client()
    client.set_cookie(device_cookie(Role.KIOSK), str(chief.bearer))
    assert client.get("/kiosk/", headers=JSON).status_code == 401


def test_a_set_up_link_opens_only_the_set_up(house: House) -> None:
    link = house.hall.write(new_set_up_link)
    asked = house.app.test_client().get("/office/accounts", headers={**JSON, "Authorization": f"Bearer {link}"})
    assert asked.status_code == 401


def test_people_are_shown_the_way_in_and_devices_how_to_be_paired(house: House) -> None:
    browser = house.app.test_client()
    for path in ("/desk/", "/office/accounts"):
        answer = browser.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/sign-in?next=/"), path
    for path in ("/kiosk/", "/display/"):
        answer = browser.get(path)
        assert answer.status_code == 403, path
        assert is_page(answer), path


# -- socket screens x roles --------------------------------------------------------------------------------------


def joins(house: House, who: Somebody, screen: str, key: str, by_token: bool) -> bool:
    auth = {"screen": screen, "key": key, **({"token": who.bearer or "guessed"} if by_token else {})}
    client = house.app.test_client() if by_token else who.client
    return bool(house.socketio.test_client(house.app, auth=auth, flask_test_client=client).is_connected())


@pytest.mark.parametrize("by_token", [False, True])
def test_each_screen_lets_in_exactly_its_roles(
    house: House, everybody: tuple[Somebody, ...], ticket: Issued, by_token: bool
) -> None:
    keys = {
        "wall": "",
        "desk_display": "4",
        "kiosk": "",
        "desk": "4",
        "phone": ticket.ticket.token,
        "office": "",
        "guide": "",
    }
    assert set(keys) == set(SCREENS)
    for screen, key in keys.items():
        for who in everybody:
            role = Role.ANYONE if who.role is Role.PRINTER and not by_token else who.role
            may = bool({role, Role.ANYONE} & SCREENS[screen])
            assert joins(house, who, screen, key, by_token) is may, f"{who.role} {screen}"


def test_a_screen_that_does_not_exist_is_joined_by_nobody(house: House, everybody: tuple[Somebody, ...]) -> None:
    absent = ("desk", "99"), ("desk", ""), ("phone", "guessed"), ("phone", ""), ("offices", ""), ("", ""), ("walls", "")
    for screen, key in absent:
        for who in everybody:
            assert not joins(house, who, screen, key, by_token=False), f"{who.role} {screen} {key}"
            assert not joins(house, who, screen, key, by_token=True), f"{who.role} {screen} {key}"


def test_a_connection_that_says_nothing_sensible_is_refused(house: House) -> None:
    wall = paired(house, "wall-1")
    for auth in (None, "wall", ["wall"], {"screen": ["wall"]}, {"screen": {"a": 1}, "key": 7}):
        client = house.socketio.test_client(house.app, auth=auth, flask_test_client=wall)
        assert not client.is_connected(), auth


# -- changes -----------------------------------------------------------------------------------------------------


def test_no_get_changes_anything(house: House, path_of: Callable[[Rule], str], ticket: Issued) -> None:
    account = person(house, "chief", Role.ADMINISTRATOR)
    client = signed_in(house, account)
    for role in (Role.KIOSK, Role.WALL, Role.DESK_DISPLAY):
        client.set_cookie(device_cookie(role), secret(house, DEVICES[role]))
    printer = {"Authorization": f"Bearer {secret(house, 'printers')}"}
    program = {"Authorization": f"Bearer {house.hall.write(add_account_token, account_id=account.id)}"}
    rules = [rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [path_of(rule) for rule in rules]
    paths += ["/kiosk/search?q=dat", "/api/v1/procedures?q=dat", "/kiosk/?lang=en", "/sign-in?next=/desk/"]
    paths += ["/desk/4/open", "/desk/4/next", "/kiosk/tickets", "/sign-out", "/office/devices/kiosk-1/revoke"]
    before, seq = everything(house), house.hall.read(last_seq)
    for path in paths:
        for headers in ({}, JSON, printer, program):
            assert client.get(path, headers=headers).status_code < 500, path
            assert client.head(path, headers=headers).status_code < 500, path
    assert house.hall.read(last_seq) == seq
    assert everything(house) == before


def everything(house: House) -> dict[str, list[Any]]:
    """Every row of every table; when a token was last seen is no change."""

    def rows(session: Any) -> dict[str, list[Any]]:
        kept = {}
        for name, table in Base.metadata.tables.items():
            columns = [column for column in table.c if (name, column.name) != ("tokens", "used_at")]
            kept[name] = [tuple(map(str, row)) for row in session.execute(select(*columns))]
        return kept

    return house.hall.database.read(rows)


def test_a_change_without_the_pages_token_is_refused(
    house: House, everybody: tuple[Somebody, ...], path_of: Callable[[Rule], str], only_doors: list[str]
) -> None:
    stranger = next(who.forgery["X-CSRFToken"] for who in everybody if who.role is Role.ANYONE)
    for rule, path, who in changes(house, everybody, path_of):
        if ROUTES[rule.endpoint] <= doors.MACHINES:
            continue
        others = {} if who.role is Role.ANYONE else {"X-CSRFToken": stranger}
        for forgery in ({}, {"X-CSRFToken": "guessed"}, others):
            for origin in ({}, {"Origin": OURS}):
                answer = who.client.post(path, headers={**JSON, **forgery, **origin})
                # A form that stood open too long is shown afresh; to all others it is an error.
                assert answer.status_code in (400, 303), f"{who.role} {path} {forgery}"
    assert only_doors == []


def test_a_change_from_a_foreign_page_is_refused(
    house: House, everybody: tuple[Somebody, ...], path_of: Callable[[Rule], str], only_doors: list[str]
) -> None:
    for _, path, who in changes(house, everybody, path_of):
        for origin in FOREIGN:
            assert who.ask("POST", path, Origin=origin).status_code == 400, f"{who.role} {path} {origin}"
    assert only_doors == []


def test_a_paired_machines_change_without_an_origin_is_refused(
    house: House, everybody: tuple[Somebody, ...], path_of: Callable[[Rule], str], only_doors: list[str]
) -> None:
    machines = [c for c in changes(house, everybody, path_of) if ROUTES[c[0].endpoint] <= doors.MACHINES]
    assert machines
    for _, path, who in machines:
        assert who.client.post(path, headers={**JSON, **who.forgery}).status_code == 400, f"{who.role} {path}"
    assert only_doors == []


def changes(
    house: House, everybody: tuple[Somebody, ...], path_of: Callable[[Rule], str]
) -> Iterator[tuple[Rule, str, Somebody]]:
    """Every change with each who may make it from a browser."""
    for rule in house.app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        path = path_of(rule)
        for who in everybody:
            if {who.role, Role.ANYONE} & ROUTES[rule.endpoint] and who.role is not Role.PRINTER:
                yield rule, path, who


# -- headers, cookies, pages -------------------------------------------------------------------------------------


def test_every_answer_carries_the_security_headers(house: House, path_of: Callable[[Rule], str]) -> None:
    client = signed_in(house, person(house, "chief", Role.ADMINISTRATOR))
    client.set_cookie(device_cookie(Role.KIOSK), secret(house, "kiosk-1"))
    client.set_cookie(device_cookie(Role.WALL), secret(house, "wall-1"))
    stranger = house.app.test_client()
    for rule in house.app.url_map.iter_rules():
        path = path_of(rule)
        for answer in (
            client.get(path), client.get(path, headers=JSON), client.post(path), stranger.get(path),
            stranger.post(path), client.delete(path), client.options(path),
        ):  # fmt: skip
            assert_headers(answer, path)
    for path in ("/nothing", "/api/v1/nothing", "/theme/nothing.css", "/theme/../server.py", "/t/nothing"):
        assert_headers(stranger.get(path), path)


def test_errors_carry_the_security_headers_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise RuntimeError("planted")

    client = house.app.test_client()
    monkeypatch.setitem(house.app.view_functions, "entrance.start", broken)
    for headers, kind in (({}, "text/html"), (JSON, "application/problem+json")):
        answer = client.get("/", headers=headers)
        assert (answer.status_code, answer.mimetype) == (500, kind)
        assert "planted" not in answer.get_data(as_text=True)
        assert_headers(answer, "/")
    too_large = client.post("/sign-in", data=b"x" * 300_000, headers={"Content-Type": "application/json"})
    assert too_large.status_code in (400, 413)
    assert_headers(too_large, "/sign-in")
    unchanged = client.get("/theme/tokens.css")
    again = client.get("/theme/tokens.css", headers={"If-None-Match": unchanged.headers["ETag"]})
    assert again.status_code == 304
    assert_headers(again, "/theme/tokens.css")


def assert_headers(answer: Any, path: str) -> None:
    expected = dict(HEADERS)
    if path == "/office/voice" and answer.status_code == 200:  # the one page that records
        allowed = expected["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
        expected["Permissions-Policy"] = (
            allowed if answer.request.method != "OPTIONS" else expected["Permissions-Policy"]
        )
    for name, value in expected.items():
        assert answer.headers.get(name) == value, f"{path} {answer.status_code} {name}"
    assert "Cache-Control" in answer.headers, path
    assert "Access-Control-Allow-Origin" not in answer.headers, path


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_no_page_has_anything_that_the_policy_forbids(
    house: House, path_of: Callable[[Rule], str], ticket: Issued
) -> None:
    """From every route, along every link: no inline script, style or handler, nothing foreign, no dead link."""
    client = signed_in(house, person(house, "chief", Role.ADMINISTRATOR))
    for role in (Role.KIOSK, Role.WALL, Role.DESK_DISPLAY):
        client.set_cookie(device_cookie(role), secret(house, DEVICES[role]))
    for browser, may_all in ((client, True), (house.app.test_client(), False)):
        starts = [path_of(rule) for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        walk = Walk(house, browser, may_all)
        walk.from_all([*starts, "/nothing", "/office/accounts/999", "/kiosk/?lang=en", "/sign-in?next=/desk/"])
        assert len(walk.pages) >= (60 if may_all else 8)
        for path, page in walk.pages.items():
            assert page.forbidden == [], path
            assert page.forms_without_token == [], path
        assert {target: browser.get(target).status_code for target in walk.resources} == dict.fromkeys(
            walk.resources, 200
        )


class Walk:
    """Every page that can be reached, but no more than a handful of each route: procedures are many and alike."""

    def __init__(self, house: House, browser: FlaskClient, may_all: bool) -> None:
        self.may_all = may_all
        self.adapter = house.app.url_map.bind("localhost")
        self.browser = browser
        self.pages: dict[str, Page] = {}
        self.of_route: Counter[tuple[str, bool]] = Counter()

    @property
    def resources(self) -> set[str]:
        """All that the pages load."""
        return {target for page in self.pages.values() for target in page.resources}

    def from_all(self, starts: Iterable[str]) -> None:
        """Follow every link; none may be dead."""
        ways = [(start, "") for start in starts]
        seen: set[str] = set()
        while ways:
            path, came_from = ways.pop()
            if path in seen or self._is_known(path):
                continue
            seen.add(path)
            answer = self.browser.get(path, follow_redirects=True)
            assert answer.status_code < (400 if came_from and self.may_all else 500), f"{came_from}: {path}"
            if is_page(answer):
                page = self.pages[path] = Page.read(answer.get_data(as_text=True))
                ways += [(link.split("#")[0], path) for link in links_of(page, path)]

    def _is_known(self, path: str) -> bool:
        """Whether a handful of this route's pages, in this language, were read already."""
        try:
            endpoint, _ = self.adapter.match(path.split("?")[0], method="GET")
        except HTTPException:
            return False
        self.of_route[endpoint, "lang=en" in path] += 1
        return self.of_route[endpoint, "lang=en" in path] > 12


def test_cookies_cannot_be_read_by_scripts_nor_sent_from_elsewhere(house: House) -> None:
    browser = house.app.test_client()
    signing_in = browser.get("/sign-in").headers.getlist("Set-Cookie")
    link = f"/pair/{secret(house, 'kiosk-1')}"
    paired_now = browser.post(link, headers={"Origin": OURS, **csrf(browser)}).headers.getlist("Set-Cookie")
    given = {cookie.split("=")[0]: cookie.lower() for cookie in [*signing_in, *paired_now]}
    assert {"mot_cua_session", "mot_cua_kiosk"} <= set(given)
    assert all("; httponly" in cookie and "; path=/" in cookie for cookie in given.values())
    assert "samesite=lax" in given["mot_cua_session"]
    assert "samesite=strict" in given["mot_cua_kiosk"]


# -- out at once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("device", ["kiosk-1", "wall-1"])
def test_a_revoked_device_is_out_at_once(house: House, device: str) -> None:
    browser, token = paired(house, device), secret(house, device)
    path = "/kiosk/queue" if device == "kiosk-1" else "/display/snapshot"
    bearer = {**JSON, "Authorization": f"Bearer {token}"}
    assert browser.get(path).status_code == house.app.test_client().get(path, headers=bearer).status_code == 200
    house.hall.write(revoke_device, device=device, actor="account:1")
    assert browser.get(path, headers=JSON).status_code == 401
    assert house.app.test_client().get(path, headers=bearer).status_code == 401


def test_a_disabled_account_is_out_at_once_and_its_tokens_for_ever(house: House) -> None:
    person(house, "chief", Role.ADMINISTRATOR)
    account = person(house, "gone")
    browser = signed_in(house, account)
    bearer = {**JSON, "Authorization": f"Bearer {house.hall.write(add_account_token, account_id=account.id)}"}
    program = house.app.test_client()
    assert browser.get("/desk/4/state").status_code == program.get("/api/v1/desks/4", headers=bearer).status_code == 200
    house.hall.write(disable_account, account_id=account.id, actor="account:1")
    assert browser.get("/desk/4/state", headers=JSON).status_code == 401
    assert program.get("/api/v1/desks/4", headers=bearer).status_code == 401
    house.hall.write(disable_account, account_id=account.id, is_disabled=False, actor="account:1")
    assert browser.get("/desk/4/state", headers=JSON).status_code == 401
    assert program.get("/api/v1/desks/4", headers=bearer).status_code == 401


def test_a_new_password_ends_every_older_sign_in(house: House) -> None:
    account = person(house, "officer-1")
    old = signed_in(house, account)
    assert old.get("/desk/4/state").status_code == 200
    changed = house.hall.write(set_password, account_id=account.id, password_hash="new", actor="account:1")
    assert isinstance(changed, AccountView)
    assert old.get("/desk/4/state", headers=JSON).status_code == 401
    assert signed_in(house, changed).get("/desk/4/state").status_code == 200


def test_departments_taken_away_count_at_once_for_a_token(house: House) -> None:
    account = person(house, "officer-1")
    bearer = {"Authorization": f"Bearer {house.hall.write(add_account_token, account_id=account.id)}"}
    program = house.app.test_client()
    assert program.get("/api/v1/desks/4", headers=bearer).json["departments"] == ["TP"]
    house.hall.write(set_departments, account_id=account.id, departments=("KTHT",), actor="account:1")
    assert program.get("/api/v1/desks/4", headers=bearer).json["departments"] == []


def test_a_session_cookie_signed_by_another_key_is_nobody(house: House, sqlite_hall: Any) -> None:
    account = person(house, "officer-1")
    other = House(sqlite_hall, b"another key, also of 32 bytes !!!")
    forged = signed_in(other, account).get_cookie("mot_cua_session")
    assert forged is not None
    client = house.app.test_client()
    client.set_cookie("mot_cua_session", forged.value)
    assert client.get("/desk/4/state", headers=JSON).status_code == 401


def test_a_pairing_code_works_once_and_only_for_a_quarter_of_an_hour(house: House, set_clock: Any) -> None:
    def type_in(code: str) -> int:
        browser = house.app.test_client()
        return browser.post("/pair", data={"code": code}, headers={"Origin": OURS, **csrf(browser)}).status_code

    made: Any = house.hall.write(new_pairing, device="kiosk-1", actor="account:1")
    assert (type_in(made.code), type_in(made.code)) == (302, 409)
    late: Any = house.hall.write(new_pairing, device="kiosk-1", actor="account:1")
    set_clock.wait(15 * 60 + 1)
    assert type_in(late.code) == 409


@pytest.mark.parametrize("screen", ["wall", "kiosk", "desk"])
def test_a_socket_is_closed_when_its_holder_loses_the_right(house: House, screen: str) -> None:
    person(house, "chief", Role.ADMINISTRATOR)
    account = person(house, "gone")
    browser = signed_in(house, account) if screen == "desk" else paired(house, f"{screen}-1")
    socket = house.socketio.test_client(house.app, auth={"screen": screen, "key": "4"}, flask_test_client=browser)
    assert socket.is_connected()
    if screen == "desk":
        house.hall.write(disable_account, account_id=account.id, actor="account:1")
    else:
        house.hall.write(revoke_device, device=f"{screen}-1", actor="account:1")
    house.socketio.sleep(0.05)
    assert not socket.is_connected()
