"""Is the description valid, whole and true?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy import select

from actions.accounts import list_accounts
from actions.devices import PairingView, new_pairing
from actions.hall import Hall
from api.desk_wishes import COMMANDS
from application import House
from config import Config, Printer
from doors import ROUTES
from models import Ticket as Row
from tests.api.conftest import Program, person
from tests.conftest import SetClock

# RFC 9110: nothing else belongs in a 204.
EMPTY = b""


@pytest.fixture
def description(stranger: Program) -> Any:
    return stranger.get("/openapi.json").json


class Recorder:
    """Holds every answer against what the description says of it, and remembers which were seen."""

    def __init__(self, description: Any) -> None:
        self.description = description
        self.seen: set[tuple[str, str, str]] = set()

    def check(self, who: Program, method: str, path: str, status: int, **more: Any) -> Any:
        """Ask; the answer must be documented and have the documented shape."""
        answer = who.ask(method, path, **more)
        assert answer.status_code == status, answer.get_data(as_text=True)
        template = self._template(f"/api/v1{path.split('?')[0]}")
        operation = self.description["paths"][template][method.lower()]
        documented = operation["responses"].get(str(status))
        assert documented is not None, f"{method} {template} does not tell of {status}"
        self.seen.add((method, template, str(status)))
        if "content" not in documented:
            return answer.get_json() if answer.data else None
        ((kind, told),) = documented["content"].items()
        assert answer.mimetype == kind
        self._validator(told["schema"]).validate(answer.get_json())
        return answer.get_json()

    def takes(self, method: str, path: str, body: Any) -> bool:
        """Whether the description allows this body."""
        operation = self.description["paths"][self._template(f"/api/v1{path}")][method.lower()]
        return bool(self._validator(operation["requestBody"]["content"]["application/json"]["schema"]).is_valid(body))

    def _template(self, path: str) -> str:
        if path in self.description["paths"]:
            return path  # as a router takes it: what is written out goes before what is left open
        fits = [
            template
            for template in self.description["paths"]
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path)
        ]
        assert len(fits) == 1, f"{path}: {fits}"
        return fits[0]

    def _validator(self, schema: Any) -> Draft202012Validator:
        components = {"components": self.description["components"]}
        return Draft202012Validator({**closed(schema), **closed(components)})


def closed(schema: Any) -> Any:
    """The same schema where no object may have more than its described fields."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {name: closed(each) for name, each in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        tight.setdefault("additionalProperties", False)
    return tight


def test_it_is_valid_openapi(description: Any) -> None:
    OpenAPIV31SpecValidator(description).validate()


def test_every_route_of_the_api_is_described(house: House, description: Any) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, methods in description["paths"].items() for method in methods}


def test_it_tells_who_may_ask(description: Any) -> None:
    for methods in description["paths"].values():
        for operation in methods.values():
            roles = {role.value for role in ROUTES[f"api.{operation['operationId']}"]}
            assert operation["description"] == "Roles: " + ", ".join(sorted(roles))
            assert (operation["security"] == []) is ("anyone" in roles)


def test_every_documented_answer_is_real(
    description: Any,
    house: House,
    kiosk: Program,
    officer: Program,
    stranger: Program,
    printers: Program,
    set_clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorder = Recorder(description)
    check = recorder.check
    check(kiosk, "GET", "/departments", 200)
    check(kiosk, "GET", "/procedures?q=dat", 200)
    wish = {"procedure": "1.013225", "touch_id": "touch-0001", "visit": "new", "priority": "elderly"}
    assert recorder.takes("POST", "/tickets", wish)
    ticket = check(kiosk, "POST", "/tickets", 201, json=wish)
    check(kiosk, "POST", "/tickets", 200, json=wish)
    check(kiosk, "POST", "/tickets", 409, json={"procedure": "YT-01", "touch_id": "touch-0002"})
    assert not recorder.takes("POST", "/tickets", {"touch_id": 1})
    check(kiosk, "POST", "/tickets", 400, json={"touch_id": 1})
    check(stranger, "GET", f"/tickets/{ticket['token']}", 200)
    check(stranger, "GET", "/tickets/guessed", 404)
    check(kiosk, "GET", "/priorities", 200)
    check_desk(recorder, kiosk, officer, set_clock)
    check_guide(recorder, kiosk, officer)
    check(kiosk, "GET", "/board", 200)
    check_printing(recorder, printers)
    check_agents(recorder, house, monkeypatch)
    check_reprint(recorder, officer)
    documented = {
        (method.upper(), path, status)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        for status in operation["responses"]
    }
    assert documented == recorder.seen


def check_desk(recorder: Recorder, kiosk: Program, officer: Program, set_clock: SetClock) -> None:
    """A desk's day in which every verb is done once, refused once and asked wrongly once."""
    check = recorder.check

    def act(verb: str, **body: Any) -> Any:
        assert recorder.takes("POST", f"/desks/1/{verb}", body), (verb, body)
        return check(officer, "POST", f"/desks/1/{verb}", 200, json=body)

    for path in ("/desks/1", "/desks/1/colleagues"):
        check(officer, "GET", path, 200)
        check(officer, "GET", path.replace("1", "99"), 404)
    needed = {
        "transfer": {"to_department": "KTHT"}, "add-procedure": {"procedure": "1.013225"}, "hand-over": {"to": 0},
        "take-in": {"touch_id": "walk-in-0001", "department": "YT"}, "priority": {"priority": None},
    }  # fmt: skip
    for verb in COMMANDS:
        body = needed.get(verb, {})
        check(officer, "POST", f"/desks/99/{verb}", 404, json=body)
        check(officer, "POST", f"/desks/1/{verb}", 400, json={"nonsense": 1})
        if verb not in ("open", "close"):
            check(officer, "POST", f"/desks/1/{verb}", 409, json=body)
    colleague = person(officer.house, "colleague", "KTHT")
    me, they = officer.house.hall.read(list_accounts)
    act("open")
    check(colleague, "POST", "/desks/1/open", 409, json={})
    held = act("next", press_id="press-1")["ticket"]
    assert act("next", press_id="press-1")["ticket"] == held
    act("recall", ticket=held["id"])
    set_clock.wait(40)
    act("no-show")
    act("return", label=held["label"])
    act("priority", ticket=held["id"], priority="merit")
    act("call", ticket=held["id"])
    act("serve")
    act("add-procedure", procedure="1.013225")
    further = act("park")["parked"][0]
    act("resume", ticket=further["id"])
    act("serve")
    check(officer, "POST", "/desks/1/close", 409, json={})
    others = [
        {"id": each["id"], "outcome": "advice"} for each in check(officer, "GET", "/desks/1", 200)["procedures"][1:]
    ]
    act("finish-next", outcome="advice", others=others)
    act("undo")
    act("finish", outcome="accepted", dossier="H14-1", others=others)
    act("take-in", touch_id="walk-in-0002", department="KTHT", priority="elderly", serve=True)
    act("transfer", to_department="TP", note="xem hộ khẩu")
    act("take-in", touch_id="walk-in-0003", department="KTHT")
    act("cancel", label="1-003")
    act("break", minutes=10)
    act("back")
    me, they = sorted((me, they), key=lambda each: each.name != "officer-1")
    act("hand-over", to=they.id)
    check(colleague, "POST", "/desks/1/close", 200, json={})
    act("close")


def check_guide(recorder: Recorder, kiosk: Program, officer: Program) -> None:
    """Numbers written by hand, citizens who come back, calls for help."""
    check = recorder.check
    slip = {"touch_id": "slip-0001", "number": 77, "department": "KTHT", "written_at": "08:00"}
    assert recorder.takes("POST", "/tickets/by-hand", slip)
    check(officer, "POST", "/tickets/by-hand", 201, json=slip)
    check(officer, "POST", "/tickets/by-hand", 200, json=slip)
    check(officer, "POST", "/tickets/by-hand", 409, json=slip | {"touch_id": "slip-0002"})
    check(officer, "POST", "/tickets/by-hand", 400, json={"number": "many"})
    (row,) = officer.house.hall.read(lambda db, here: db.scalars(select(Row).where(Row.number == 77)).all())
    back = {"label": "1-077", "code": row.return_code}
    assert check(kiosk, "POST", "/tickets/returned", 200, json=back)["label"] == "1-077"
    check(kiosk, "POST", "/tickets/returned", 409, json=back | {"label": "1-099"})
    check(kiosk, "POST", "/tickets/returned", 400, json={"label": "1-077", "code": "x"})
    call = check(kiosk, "POST", "/help-calls", 200, json={})
    check(kiosk, "POST", "/help-calls", 400, json={"please": True})
    assert check(officer, "GET", "/help-calls", 200)["calls"] == [call]
    check(officer, "POST", f"/help-calls/{call['id']}/answer", 200)
    check(officer, "POST", f"/help-calls/{call['id']}/answer", 409)
    check(officer, "POST", "/help-calls/99/answer", 404)


def check_reprint(recorder: Recorder, officer: Program) -> None:
    """Last: its paper would come between those of the print worker."""
    paper = {"label": "1-077", "reason": "lost", "kiosk": "kiosk-1"}
    assert recorder.takes("POST", "/tickets/reprinted", paper)
    assert recorder.check(officer, "POST", "/tickets/reprinted", 200, json=paper)["label"] == "1-077"
    recorder.check(officer, "POST", "/tickets/reprinted", 409, json=paper | {"label": "1-099"})
    recorder.check(officer, "POST", "/tickets/reprinted", 400, json=paper | {"reason": "boredom"})


@pytest.fixture
def sqlite_hall(make_hall: Callable[..., Hall], sqlite_url: str, office: Config) -> Hall:
    """The office with a printer on a kiosk's own PC, so that an agent can be paired."""
    own = Printer(code="own", kind="network", host="192.0.2.1", at="kiosk-1")
    return make_hall(sqlite_url, office.model_copy(update={"printers": (*office.printers, own)}))


def check_agents(recorder: Recorder, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = house.hall.write(new_pairing, device="kiosk-1.agent", actor="test")
    assert isinstance(made, PairingView)
    agent, wish = Program(house, made.code), {"kiosk": "kiosk-1", "token": "t" * 60}
    recorder.check(agent, "POST", "/pair", 400, json={"kiosk": "kiosk-1", "token": "short"})
    assert recorder.check(agent, "POST", "/pair", 201, json=wish) == {"device": "kiosk-1.agent", "printers": ["own"]}
    recorder.check(agent, "POST", "/pair", 409, json=wish)
    monkeypatch.setattr("api.agents.MOST_WRONG", 0)
    recorder.check(agent, "POST", "/pair", 429, json=wish)


def check_printing(recorder: Recorder, printers: Program) -> None:
    check = recorder.check
    assert check(printers, "GET", "/print/printers", 200)["printers"][0]["code"] == "preview"
    check(printers, "POST", "/print/claim", 404, json={"printer": "none"})
    check(printers, "POST", "/print/claim", 400, json={})
    job = check(printers, "POST", "/print/claim", 200, json={"printer": "preview"})["job"]
    report = f"/print/jobs/{job['id']}/report"
    check(printers, "POST", report, 400, json={"attempt": "many"})
    check(printers, "POST", report, 409, json={"attempt": job["attempt"] + 1, "state": "printed"})
    assert check(printers, "POST", report, 200, json={"attempt": job["attempt"], "state": "printed"}) == {
        "state": "printed"
    }
    check(printers, "POST", report, 409, json={"attempt": job["attempt"], "state": "printed"})
    check(printers, "POST", "/print/jobs/999/report", 404, json={"attempt": 1, "state": "printed"})
    assert check(printers, "POST", "/print/claim", 204, json={"printer": "preview", "claim": "journal.2"}) is None
    check(printers, "POST", "/print/claim", 409, json={"printer": "preview", "claim": "journal.1"})
    assert check(printers, "POST", "/print/status", 204, json={"printer": "preview", "status": {}}) is None
    check(printers, "POST", "/print/status", 404, json={"printer": "own", "status": {"paper": "end"}})
    check(printers, "POST", "/print/status", 400, json={"printer": "preview", "status": {"paper": "wet"}})


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker's claim waits 20 seconds in vain; here it need not."""
    monkeypatch.setattr("api.printing.POLL_S", 0.3)
