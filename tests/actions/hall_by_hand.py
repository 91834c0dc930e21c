"""The hall as a list of people and some desks, in a few plain lines: what the product is held against.

Written from the product's description, without its rules: what may be pressed, who is next, what an undo restores.
"""

from __future__ import annotations

import copy
from typing import Any

Person = dict[str, Any]

UNDO_S, LONGEST_WAIT_S, NO_SHOW_S, MOST_RECALLS = 10, 3600, 30, 5
FREE: Person = {"desk": None, "calls": 0, "called_s": None}


class Reference:
    """`served`: the departments of each desk and its officer. Seconds count from the opening of the hall."""

    def __init__(self, served: dict[str, tuple[str, ...]]) -> None:
        self.served = served
        self.people: list[Person] = []
        self.is_open = dict.fromkeys(served, True)
        self.on_break = dict.fromkeys(served, False)
        self.done: list[dict[str, Any]] = []
        # Who sits, or sat last, at each desk, and how often somebody has sat down there.
        self.sits = dict.fromkeys(served, 0)
        self.times = dict.fromkeys(served, 1)
        self.now_s = 0.0

    # -- what can be seen ----------------------------------------------------------------------------------------

    def held(self, desk: str) -> Person | None:
        return next((p for p in self.people if p["desk"] == desk and p["state"] in ("called", "serving")), None)

    def line(self, desk: str) -> list[Person]:
        """Who may be called here, in the order of call."""
        mine = [p for p in self.people if p["state"] == "waiting" and self.may_take(desk, p)]
        return in_turn(mine, self.now_s)

    def ahead(self, person: Person) -> int:
        """How many are called before, at all desks of the department together."""
        desks = [desk for desk, served in self.served.items() if person["department"] in served]
        together = {code for desk in desks for code in self.served[desk]}
        everybody = [p for p in self.people if p["state"] == "waiting" and p["department"] in together]
        return in_turn(everybody, self.now_s).index(person)

    def may_take(self, desk: str, person: Person) -> bool:
        sent = person["for_desk"]
        if sent == desk:
            return True
        return person["department"] in self.served[desk] and (sent is None or not self.keeps(sent, person))

    def parked(self, desk: str) -> list[Person]:
        return [
            p
            for p in self.people
            if p["state"] == "parked"
            and (p["desk"] == desk or (p["department"] in self.served[desk] and not self.keeps(p["desk"], p)))
        ]

    def keeps(self, desk: str, person: Person) -> bool:
        """Whether the desk has the person for itself: somebody is there, and it has not lasted too long."""
        is_there = self.is_open[desk] and not self.on_break[desk]
        return is_there and self.now_s - person["since_s"] < LONGEST_WAIT_S

    # -- what people do ------------------------------------------------------------------------------------------

    def comes(self, department: str, number: int, in_a_row: int, token: str, code: str) -> Person:
        self.people.append(self.somebody(department, number, in_a_row, token, code))
        return self.people[-1]

    def somebody(self, department: str, number: int, in_a_row: int, token: str, code: str) -> Person:
        return {
            "department": department, "number": number, "in_a_row": in_a_row, "token": token, "code": code,
            "state": "waiting", "arrived_s": self.now_s, "since_s": self.now_s, "passed": 0, "for_desk": None,
            "changes": 0, "no": len(self.people), **FREE,
        }  # fmt: skip

    def comes_back(self, person: Person) -> bool:
        if person["state"] == "no_show":
            self.change(person, state="waiting", **FREE)
            return True
        return bool(person["state"] == "waiting")

    def press(self, desk: str, verb: str, target: Person | None, where: dict[str, str]) -> bool:
        """Do it, if it may be done; whether it may."""
        if verb == "open":
            self.times[desk] += not self.is_open[desk]
            self.is_open[desk] = True
            return True
        if verb == "undo":
            return self.undo(desk)
        if not self.is_open[desk]:
            return verb == "close"
        before, moments = copy.deepcopy(self.people), (self.is_open[desk], self.on_break[desk])
        may = bool(getattr(self, verb.replace("-", "_"))(desk, target, where))
        changed = [p["no"] for p in self.people if p["changes"] != before[p["no"]]["changes"]]
        if may and (changed or moments != (self.is_open[desk], self.on_break[desk])):
            found = {no: before[no] for no in changed}
            passed = [p["no"] for p in self.people if p["passed"] > before[p["no"]]["passed"]]
            left = {no: self.people[no]["changes"] for no in changed}
            self.note(desk, verb, moments=moments, found=found, left=left, passed=passed)
        return may

    def note(self, desk: str, verb: str, **what: Any) -> None:
        """What an undo of it needs."""
        now = {"verb": verb, "desk": desk, "at": self.now_s, "who": self.sits[desk], "times": self.times[desk]}
        seats = (self.is_open[desk], self.on_break[desk])
        self.done.append({"moments": seats, "found": {}, "left": {}, "passed": [], "classes": {}} | now | what)

    def is_free(self, desk: str) -> bool:
        return self.held(desk) is None and not self.on_break[desk]

    def next(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        line = self.line(desk)
        if not self.is_free(desk) or not line:
            return False
        ordinary = [p for p in self.people if p in line and not p["in_a_row"]]
        if line[0]["in_a_row"] and ordinary and arrival(ordinary[0]) < arrival(line[0]):
            ordinary[0]["passed"] += 1
        return self.calls(desk, line[0])

    def call(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        return self.is_free(desk) and target in self.line(desk) and self.calls(desk, target)

    def calls(self, desk: str, person: Person | None) -> bool:
        assert person is not None
        return self.change(person, state="called", calls=1, called_s=self.now_s, desk=desk)

    def recall(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        held = self.held(desk)
        if held is None or held["state"] != "called" or held["calls"] > MOST_RECALLS:
            return False
        held["calls"] += 1
        return True

    def serve(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        return self.moves(desk, "called", "serving")

    def take_in(self, desk: str, serve: bool, person: Person) -> bool:
        """`person`, who stands at the desk, has a number now; whether that could be."""
        if not self.is_open[desk] or (serve and not self.is_free(desk)):
            return False
        self.people.append(person)
        if serve:
            found = copy.deepcopy(person)
            self.calls(desk, person)
            self.change(person, state="serving")
            self.note(desk, "take-in", found={person["no"]: found}, left={person["no"]: person["changes"]})
        return True

    def sits_down(self, desk: str, who: int) -> None:
        """Another officer goes on at an open desk with the citizen who is there, or opens it."""
        held = self.held(desk)
        if held is not None:
            held["changes"] += 1
        self.is_open[desk], self.on_break[desk] = True, False
        self.sits[desk] = who
        self.times[desk] += 1

    def cancel(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        if target is None or target["state"] not in ("waiting", "parked"):
            return False
        is_theirs = target in self.parked(desk) if target["state"] == "parked" else self.may_take(desk, target)
        return is_theirs and self.change(target, state="cancelled")

    def priority(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        if target is None or target["state"] != "waiting" or not self.may_take(desk, target):
            return False
        self.note(desk, "priority", classes={target["no"]: target["in_a_row"]})
        target["in_a_row"] = 2 if where["priority"] else 0
        return True

    def finish(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        return self.moves(desk, "serving", "finished")

    def finish_next(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        if not self.finish(desk, target, where):
            return False
        self.next(desk, target, where)
        return True

    def park(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        return self.moves(desk, "serving", "parked")

    def no_show(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        held = self.held(desk)
        has_had_time = held is not None and held["calls"] > 1 and self.now_s - held["called_s"] >= NO_SHOW_S
        return has_had_time and self.moves(desk, "called", "no_show")

    def return_(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        if target is None or target["state"] != "no_show" or not self.may_take(desk, target):
            return False
        return self.change(target, state="waiting", **FREE)

    def resume(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        return self.is_free(desk) and target in self.parked(desk) and self.calls(desk, target)

    def transfer(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        person = self.held(desk) if target is None else target
        is_theirs = person is not None and (
            person is self.held(desk)
            or (person["state"] == "waiting" and self.may_take(desk, person))
            or person in self.parked(desk)
        )
        if person is None or not is_theirs:
            return False
        to_desk, department = where.get("to_desk"), where.get("to_department", person["department"])
        if to_desk == desk or (to_desk is None and department == person["department"] and not person["for_desk"]):
            return False
        if to_desk is not None and department not in self.served[to_desk]:
            department = self.served[to_desk][0]
        return self.change(person, state="waiting", department=department, for_desk=to_desk, **FREE)

    def break_(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        if not self.is_free(desk):
            return False
        self.on_break[desk] = True
        return True

    def back(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        was, self.on_break[desk] = self.on_break[desk], False
        return was

    def close(self, desk: str, target: Person | None, where: dict[str, str]) -> bool:
        held = self.held(desk)
        if held is not None and held["state"] == "serving":
            return False
        if held is not None:
            self.change(held, state="waiting", **FREE)
        self.is_open[desk] = self.on_break[desk] = False
        return True

    def undo(self, desk: str) -> bool:
        last = next((each for each in reversed(self.done) if each["desk"] == desk), None)
        if last is None or self.now_s - last["at"] > UNDO_S or last["who"] != self.sits[desk]:
            return False
        if last["verb"] in ("break-", "back") and last["times"] != self.times[desk]:
            return False
        if self.is_open[desk] is not (last["verb"] != "close"):
            return False
        if any(self.people[no]["changes"] != changes for no, changes in last["left"].items()):
            return False
        for no, found in last["found"].items():
            kept = {name: self.people[no][name] for name in ("passed", "in_a_row")}
            self.people[no].update(found | kept)
        for no, in_a_row in last["classes"].items():
            self.people[no]["in_a_row"] = in_a_row
        for no in last["passed"]:
            self.people[no]["passed"] -= 1
        self.is_open[desk], self.on_break[desk] = last["moments"]
        self.done.remove(last)
        return True

    def moves(self, desk: str, before: str, after: str) -> bool:
        held = self.held(desk)
        return held is not None and held["state"] == before and self.change(held, state=after)

    def change(self, person: Person, **changes: Any) -> bool:
        person.update(changes, since_s=self.now_s, changes=person["changes"] + 1)
        return True


def arrival(person: Person) -> tuple[float, int, int]:
    return person["arrived_s"], person["number"], person["no"]


def in_turn(line: list[Person], now_s: float) -> list[Person]:
    """By taking out one after the other: the plain way."""
    left, order, passed = sorted(line, key=arrival), [], {p["no"]: p["passed"] for p in line}
    while left:
        ordinary = next((p for p in left if not p["in_a_row"]), None)
        preferred = next((p for p in left if p["in_a_row"]), None)
        one = left[0]
        if ordinary is one and preferred is not None:
            is_late = now_s - one["arrived_s"] >= LONGEST_WAIT_S
            if not is_late and passed[one["no"]] < preferred["in_a_row"]:
                passed[one["no"]] += 1
                one = preferred
        order.append(one)
        left.remove(one)
    return order
