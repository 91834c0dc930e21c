"""What do the wall and a desk show?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.board import board
from actions.hall import Hall
from actions.here import Here
from actions.presses import VERBS, press
from actions.views import Board
from config import Config
from config.office import Wall
from rules.refusals import Refusal
from rules.states import Outcome
from tests.actions.at_work import Seat, add_person, events, seat, take
from tests.conftest import SetClock


def shown(board: Board, desk: str) -> tuple[str, int | None]:
    row = next(row for row in board.rows if row.desk == desk)
    return row.state, row.number


def test_a_desk_is_closed_ready_calling_serving_and_ready_again(hall: Hall) -> None:
    take(hall)
    lan = Seat(hall, "1", add_person(hall, "lan", "KTHT"))
    seen = [shown(hall.read(board), "1")]
    for verb in ("open", "next", "serve", "finish", "close"):
        lan.does(verb)
        seen.append(shown(hall.read(board), "1"))
    assert seen == [
        ("closed", None),
        ("ready", None),
        ("calling", 1),
        ("serving", 1),
        ("ready", None),
        ("closed", None),
    ]


def test_the_board_names_the_day_and_who_is_on_duty(hall: Hall) -> None:
    now = hall.read(board)
    assert now.day.isoformat() == "2017-03-13"
    assert now.on_duty == ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")
    assert [row.departments for row in now.rows] == [(code,) for code in now.on_duty]


def test_a_board_is_as_of_the_newest_event(hall: Hall) -> None:
    before = hall.read(board).seq
    take(hall)
    assert hall.read(board).seq == events(hall)[-1].seq == before + 1


def test_who_may_be_called_at_two_desks_is_counted_once(shared_hall: Hall) -> None:
    for department in ("KTHT", "KTHT", "TP", "LDTBXH"):
        take(shared_hall, department)
    now = shared_hall.read(board)
    assert now.waiting == 4
    assert {row.desk: row.waiting for row in now.rows if row.waiting} == {"1": 3, "2": 2, "4": 1, "5": 1}


@pytest.fixture
def hall_with_a_wall_for_desk_4(make_hall: Callable[..., Hall], sqlite_url: str, office: Config) -> Hall:
    walls = (*office.walls, Wall(code="wall-2", name="Màn hình 2", desks=("4",)))
    return make_hall(sqlite_url, office.model_copy(update={"walls": walls}))


def test_a_wall_of_some_desks_shows_only_those(hall_with_a_wall_for_desk_4: Hall) -> None:
    hall = hall_with_a_wall_for_desk_4
    for department in ("KTHT", "KTHT", "TP", "TP"):
        take(hall, department)
    seat(hall, "1", "KTHT").does("next")
    seat(hall, "4", "TP").does("next")
    of_two, of_all = hall.read(board, wall="wall-2"), hall.read(board, wall="wall-1")
    assert ([row.desk for row in of_two.rows], of_two.waiting) == (["4"], 1)
    assert [call.label for call in of_two.calls] == ["4-001"]
    assert (len(of_all.rows), of_all.waiting) == (6, 2)
    assert [call.label for call in of_all.calls] == ["4-001", "1-001"]


def test_recent_calls_are_newest_first_and_one_for_each_citizen(hall: Hall) -> None:
    for department in ("KTHT", "TP"):
        take(hall, department)
    lan, hoa = seat(hall, "1", "KTHT"), seat(hall, "4", "TP")
    lan.does("next")
    hoa.does("next")
    lan.does("recall")
    calls = hall.read(board).calls
    assert [(call.label, call.desk, call.count) for call in calls] == [("1-001", "1", 2), ("4-001", "4", 1)]
    assert [call.id for call in calls] == sorted((call.id for call in calls), reverse=True)


def test_the_six_newest_calls_stay_on_the_wall(
    sqlite_hall: Hall, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.board.LATELY", 6)
    lan = seat(sqlite_hall, "1", "KTHT")
    for _ in range(8):
        take(sqlite_hall)
        lan.serves_one()
        set_clock.wait(60)
    assert [call.number for call in sqlite_hall.read(board).calls] == [8, 7, 6, 5, 4, 3]


def test_a_citizen_recalled_many_times_does_not_push_the_others_off_the_wall(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    patient = office.tickets.model_copy(update={"most_recalls": 20})
    sqlite_hall = make_hall(sqlite_url, office.model_copy(update={"tickets": patient}))
    take(sqlite_hall, "TP")
    take(sqlite_hall, "KTHT")
    seat(sqlite_hall, "4", "TP").does("next")
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", *["recall"] * 20)
    assert [(call.label, call.count) for call in sqlite_hall.read(board).calls] == [("1-001", 21), ("4-001", 1)]


def test_who_is_recalled_after_many_others_were_called_is_on_top(
    sqlite_hall: Hall, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.board.LATELY", 6)
    take(sqlite_hall, "TP")
    hoa, lan = seat(sqlite_hall, "4", "TP"), seat(sqlite_hall, "1", "KTHT")
    hoa.does("next")
    for _ in range(7):
        take(sqlite_hall)
        lan.serves_one()
        set_clock.wait(60)
    hoa.does("recall")
    assert [call.label for call in sqlite_hall.read(board).calls][:2] == ["4-001", "1-007"]


def test_a_call_that_was_put_back_leaves_the_wall(hall: Hall) -> None:
    for _ in range(2):
        take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.serves_one()
    lan.does("next", "close")
    assert [call.label for call in hall.read(board).calls] == ["1-001"]


def test_calls_of_another_day_are_not_recent(sqlite_hall: Hall, set_clock: SetClock) -> None:
    take(sqlite_hall)
    seat(sqlite_hall, "1", "KTHT").does("next")
    set_clock.wait(24 * 3600)
    assert sqlite_hall.read(board).calls == ()
    assert sqlite_hall.read(board).on_duty == ("YT", "NV", "GDDT", "VHTT", "DT", "TTR")


def test_the_desk_lists_who_waits_in_the_order_of_call(shared_hall: Hall, set_clock: SetClock) -> None:
    for department in ("TP", "KTHT", "LDTBXH", "TP"):
        take(shared_hall, department)
        set_clock.wait(1)
    lan = seat(shared_hall, "1", "KTHT", "TP")
    assert [row.label for row in lan.view().waiting] == ["4-001", "1-001", "4-002"]


def test_the_desk_shows_what_its_citizen_brings(sqlite_hall: Hall) -> None:
    take(sqlite_hall, department=None, procedure="1.013225")
    lan = seat(sqlite_hall, "1", "KTHT")
    assert lan.view().documents == ()
    view = lan.does("next")
    assert len(view.documents) == 4
    assert view.ticket is not None
    assert view.ticket.procedure_name is not None
    assert view.ticket.procedure_name.startswith("Cấp giấy phép xây dựng mới")


def test_whom_the_desk_served_is_listed_newest_first(sqlite_hall: Hall, set_clock: SetClock) -> None:
    lan = seat(sqlite_hall, "1", "KTHT")
    for outcome in (Outcome.ACCEPTED, Outcome.ADVICE):
        take(sqlite_hall)
        lan.does("next", "serve")
        set_clock.wait(60)
        lan.does("finish", outcome=outcome)
    view = lan.view()
    assert [(row.label, row.outcome) for row in view.served] == [("1-002", "advice"), ("1-001", "accepted")]
    assert view.served_count == 2
    assert seat(sqlite_hall, "2", "TNMT").view().served_count == 0


STAGES: dict[str, tuple[tuple[str, ...], int, float]] = {
    "closed": ((), 1, 0),
    "nobody waits": (("open",), 0, 0),
    "somebody waits": (("open",), 1, 0),
    "just called": (("open", "next"), 2, 0),
    "called long ago": (("open", "next"), 2, 60),
    "just recalled": (("open", "next", "recall"), 2, 5),
    "recalled long ago": (("open", "next", "recall"), 2, 60),
    "serving": (("open", "next", "recall", "serve"), 2, 60),
    "just served": (("open", "next", "serve", "finish"), 2, 0),
    "parked": (("open", "next", "serve", "park"), 2, 60),
    "on a break": (("open", "break"), 2, 60),
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_buttons_offered_are_those_that_work(sqlite_hall: Hall, set_clock: SetClock, stage: str) -> None:
    verbs, waiting, pause_s = STAGES[stage]
    for _ in range(waiting):
        take(sqlite_hall)
    lan = Seat(sqlite_hall, "1", add_person(sqlite_hall, "lan", "KTHT"))
    for verb in verbs:
        lan.does(verb)
    set_clock.wait(pause_s)
    offered = {verb: None if refusal is None else refusal.code for verb, refusal in lan.view().moves.items()}
    if stage == "closed":
        offered["close"] = None  # closing once more is harmless, but not offered
    colleague = add_person(sqlite_hall, "hoa", "KTHT")
    assert offered == {verb: tried(lan, verb, colleague) for verb in VERBS}


class TakenBackError(Exception):
    """Lets a test see what an action would answer, without its effect."""


def tried(seat: Seat, verb: str, colleague: AccountView) -> str | None:
    """The code with which this button would be refused now, None if it would work."""
    answers: list[Any] = []

    def try_it(session: Session, here: Here) -> None:
        answers.append(press(session, here, verb=verb, **seat.wish(verb, **best_wish(seat, verb, colleague))))
        raise TakenBackError

    with pytest.raises(TakenBackError):
        seat.hall.write(try_it)
    return answers[0].code if isinstance(answers[0], Refusal) else None


def best_wish(seat: Seat, verb: str, colleague: AccountView) -> dict[str, Any]:
    """What an officer would choose with this button, where something can be chosen."""
    view = seat.view()
    listed = {"call": view.waiting, "priority": view.waiting, "return": view.no_shows, "resume": view.parked}
    listed["cancel"] = view.waiting or view.parked
    if verb in listed:
        named: dict[str, Any] = {"ticket": listed[verb][0].id} if listed[verb] else {}
        return named | ({"priority": "elderly"} if verb == "priority" else {})
    if verb == "transfer":
        others = (*view.waiting, *view.parked)
        return {"to_department": "TP", **({} if view.ticket or not others else {"ticket": others[0].id})}
    further = {"procedure": "1.013225"} if verb == "add-procedure" else {}
    return {"to": colleague.id} if verb == "hand-over" else {"department": "KTHT"} if verb == "take-in" else further
