"""What does each command at a desk take? One body for each, and what the action gets of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Literal

from pydantic import Field

from actions.serve import Result
from api.shapes import WRITABLE, Number, Taken
from rules.states import Outcome, Visit

Key = Annotated[str, Field(max_length=100, pattern=WRITABLE)]
Words = Annotated[str, Field(max_length=500, pattern=WRITABLE)]


class Press(Taken):
    """Every command may carry a `press_id`: sent again with the same one, it is not done again."""

    press_id: Annotated[str, Field(max_length=64, pattern=WRITABLE)] | None = Field(
        default=None, description="a random string; a repeated one answers the desk and changes nothing"
    )
    age_ms: Annotated[int, Field(ge=0, le=86_400_000)] = Field(
        default=0, description="how long ago it was pressed, where the line was cut: it counts from then, but for calls"
    )

    def wish(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class HeldPress(Press):
    """`ticket`: the id of the ticket that the officer sees; if another is there by now, nothing is done."""

    ticket: Number | None = None


class NamedPress(Press):
    """A ticket by its `ticket` id or by its `label` ("4-017")."""

    ticket: Number | None = None
    label: Annotated[str, Field(max_length=20, pattern=WRITABLE)] | None = None


class Open(Press):
    take_over: bool = Field(default=False, description="from a colleague who left the desk open; with their citizen")


class ProcedureResult(Taken):
    id: Number = Field(description="of a further procedure, as `procedures` of the desk names it")
    outcome: Outcome
    dossier: Annotated[str, Field(max_length=60, pattern=WRITABLE)] | None = None


def results_of(others: list[ProcedureResult]) -> dict[int, Result]:
    """The results by the procedure's id."""
    return {each.id: Result(each.outcome, each.dossier) for each in others}


class Finish(HeldPress):
    """`others`: the outcomes of the visit's further procedures."""

    outcome: Outcome = Outcome.ACCEPTED
    dossier: Annotated[str, Field(max_length=60, pattern=WRITABLE)] | None = None
    others: list[ProcedureResult] = []

    def wish(self) -> dict[str, Any]:
        """The results by the procedure's id."""
        return {**super().wish(), "others": results_of(self.others)}


class Close(Press):
    """`held`: what becomes of a citizen who is being served; without it such a desk is not closed.

    With `finish` as for the command of that name: `outcome`, `dossier`, and `others`, the further procedures.
    """

    held: Literal["finish", "park", "queue"] | None = None
    outcome: Outcome = Outcome.ACCEPTED
    dossier: Annotated[str, Field(max_length=60, pattern=WRITABLE)] | None = None
    others: list[ProcedureResult] = []
    note: Words | None = None

    def wish(self) -> dict[str, Any]:
        """Only what the chosen way takes."""
        ways: dict[str, dict[str, Any]] = {
            "finish": {"outcome": self.outcome, "dossier": self.dossier, "others": results_of(self.others)},
            "queue": {"note": self.note},
        }
        own = {"press_id": self.press_id, "age_ms": self.age_ms, "held": self.held}
        return {**own, **ways.get(self.held or "", {})}


class Break(Press):
    until: time | None = Field(default=None, description="today's wall time, 10:15")
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    reason: Annotated[str, Field(max_length=200, pattern=WRITABLE)] = ""


class Transfer(NamedPress):
    """Without a ticket: the one that is held."""

    to_department: Key | None = None
    to_desk: Key | None = None
    note: Words | None = Field(default=None, description="for the next officer; kept for the day only")


class AddProcedure(HeldPress):
    procedure: Key


class TakeIn(Press):
    """A number for somebody who stands at the desk; `serve`: and begin at once, out of turn."""

    touch_id: Annotated[str, Field(min_length=8, max_length=100, pattern=WRITABLE)]
    procedure: Key | None = None
    department: Key | None = None
    visit: Visit = Visit.NEW
    priority: Key | None = None
    language: Literal["vi", "en"] = "vi"
    kiosk: Key | None = Field(default=None, description="whose printer gives the paper")
    serve: bool = False


class HandOver(Press):
    to: Number = Field(description="the account of a colleague, as `colleagues` names it")


class Priority(NamedPress):
    priority: Key | None = Field(description="the code of a class, or null for an ordinary citizen")


@dataclass(frozen=True, slots=True)
class Command:
    """One verb of a desk's address."""

    summary: str
    body: type[Press]


COMMANDS: Mapping[str, Command] = {
    "open": Command("Sit down at a desk", Open),
    "close": Command("Leave it; one who was called waits again in the same place", Close),
    "break": Command("Pause, until a time, for some minutes, or until `back`", Break),
    "back": Command("End the pause", Press),
    "next": Command("Call the one whose turn it is", Press),
    "call": Command("Call one who waits out of turn", NamedPress),
    "recall": Command("Call the same citizen once more", HeldPress),
    "serve": Command("The called citizen is here", HeldPress),
    "finish": Command("Served, with an outcome", Finish),
    "finish-next": Command("Served, and call the next one; an undo takes both back", Finish),
    "no-show": Command("The called citizen did not come", HeldPress),
    "return": Command("One who did not come is here now and waits again", NamedPress),
    "park": Command("The citizen fetches something and comes back to this desk", HeldPress),
    "resume": Command("Call a parked citizen again", NamedPress),
    "transfer": Command("Send a citizen on to a department or a desk, with the same number", Transfer),
    "cancel": Command("One who waits or is parked goes without being served", NamedPress),
    "add-procedure": Command("A further procedure of the same visit", AddProcedure),
    "take-in": Command("Take in somebody who has no number", TakeIn),
    "hand-over": Command("Give the desk and its citizen to a colleague", HandOver),
    "priority": Command("Give a citizen who waits another priority class", Priority),
    "undo": Command("Take the last press back, within ten seconds", Press),
}
