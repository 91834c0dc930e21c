"""The people of the hall as tests speak of them: citizens who take numbers, officers who sit at desks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.accounts import AccountView, Role, add_account
from actions.desk_view import desk_view
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.presses import press
from actions.views import DeskView, Issued, TicketView
from models import Base, Event, Ticket
from rules.refusals import Refusal
from rules.states import Outcome
from tests.conftest import SetClock


@dataclass(frozen=True)
class Seat:
    """An officer and the desk at which they press buttons."""

    hall: Hall
    desk: str
    account: AccountView

    def wish(self, verb: str, **wish: Any) -> dict[str, Any]:
        """What the desk's page sends with a button."""
        if verb in ("finish", "finish-next"):
            wish.setdefault("outcome", Outcome.ADVICE)
        if verb == "take-in":
            wish.setdefault("touch_id", f"walk-in-{len(rows(self.hall, Ticket)):06d}")
        return {"desk": self.desk, "account": self.account, **wish}

    def press(self, verb: str, **wish: Any) -> DeskView | Refusal:
        answer: DeskView | Refusal = self.hall.write(press, verb=verb, **self.wish(verb, **wish))
        return answer

    def does(self, *verbs: str, **wish: Any) -> DeskView:
        """Press what must work, one after the other; the last answer."""
        for verb in verbs:
            answer = self.press(verb, **wish)
            assert isinstance(answer, DeskView), (verb, answer)
        return answer

    def refused(self, verb: str, **wish: Any) -> Refusal:
        """Press what must be refused and must change nothing at all."""
        with nothing_changes(self.hall):
            answer = self.press(verb, **wish)
        assert isinstance(answer, Refusal), (verb, answer)
        return answer

    def view(self) -> DeskView:
        return self.hall.read(desk_view, desk=self.desk, account=self.account)

    def calls_next(self) -> str:
        """The label that is called."""
        row = self.does("next").ticket
        assert row is not None
        return row.label

    def serves_one(self) -> str:
        """From the call to the end."""
        called = self.calls_next()
        self.does("serve", "finish")
        return called

    def serves_somebody(self) -> str:
        """Somebody comes and is served; the token of their ticket."""
        token = take(self.hall).token
        self.serves_one()
        return token


def add_person(hall: Hall, name: str, *departments: str, role: Role = Role.OFFICER) -> AccountView:
    answer = hall.write(add_account, name=name, role=role, password_hash="$argon2$", departments=departments)
    assert isinstance(answer, AccountView), answer
    return answer


def seat(hall: Hall, desk: str, *departments: str, name: str = "") -> Seat:
    """A new officer of these departments, with the desk open."""
    sitting = Seat(hall, desk, add_person(hall, name or f"officer-{desk}", *departments))
    sitting.does("open")
    return sitting


def touch(hall: Hall, department: str = "KTHT", **wish: Any) -> Issued | Refusal:
    """A citizen at kiosk 1 who wants something of a department."""
    wish = {"touch_id": f"touch-{len(rows(hall, Ticket)):06d}", "kiosk": "kiosk-1", "actor": "kiosk:kiosk-1"} | wish
    return hall.write(issue_ticket, department=department, **wish)


def take(hall: Hall, department: str = "KTHT", **wish: Any) -> TicketView:
    answer = touch(hall, department, **wish)
    assert isinstance(answer, Issued), answer
    return answer.ticket


def move_to(set_clock: SetClock, hall: Hall, moment: datetime) -> None:
    """Let it be `moment` on the office's wall; also back in time."""
    there = moment.replace(tzinfo=hall.config.site.zone)
    set_clock.wait((there - set_clock.now()).total_seconds())


def rows(hall: Hall, model: type[Base], *conditions: Any) -> list[Any]:
    """Every row of the site in a table, oldest first."""
    table: Any = model.__table__
    mine = (model.site_id == hall.site_id, *conditions)
    return hall.read(lambda db, here: list(db.scalars(select(model).where(*mine).order_by(*table.primary_key))))


def events(hall: Hall, *kinds: str) -> list[Event]:
    """What happened at the site, of these kinds."""
    return rows(hall, Event, *([Event.kind.in_(kinds)] if kinds else []))


def everything(hall: Hall) -> dict[str, list[str]]:
    """All rows of the site, as text."""

    def read(session: Any, here: Any) -> dict[str, list[str]]:
        tables = [table for table in Base.metadata.sorted_tables if "site_id" in table.c]
        mine = {table.name: select(table).where(table.c.site_id == here.site_id) for table in tables}
        return {name: sorted(map(repr, session.execute(query))) for name, query in mine.items()}

    return hall.read(read)


@contextmanager
def nothing_changes(hall: Hall) -> Iterator[None]:
    """What is done inside must leave every row as it was."""
    before = everything(hall)
    yield
    assert everything(hall) == before
