"""Do the database, the desks and the screens keep to what rules/serving.py says a desk may call?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

import config as configuration
from actions.board import board
from actions.covering import is_covering_news, is_uncovered, note_covering, uncovered_now
from actions.hall import Hall
from actions.known import known
from actions.overview import overview
from actions.procedures import procedure_to_edit, save_procedure, withdraw_procedure
from actions.prospect import prospect
from actions.serving import may_call
from actions.ticket_view import ticket_by_token
from actions.views import Issued, TicketView
from config import Config
from models import Base, Ticket
from models.base import table_of
from rules.serving import Named, Serving, servings
from rules.states import Visit
from tests.actions.at_work import Seat, add_person, events, move_to, seat, take, touch
from tests.conftest import ROOT, SetClock
from tests.rules.test_serving import OFFICES, TICKETS

BIRTH, MARRIAGE, SINGLE, COPY = "1.001193", "1.000894", "1.004873", "2.000815"
CIVIL = "TPHT"


@pytest.fixture(scope="session")
def commune() -> Config:
    return configuration.load(ROOT / "samples" / "commune" / "config.toml")


@pytest.fixture
def centre(any_hall: Callable[[Config], Hall], commune: Config) -> Hall:
    """The commune's centre on a Monday, once on SQLite and once on PostgreSQL."""
    return any_hall(commune)


def ask_for(hall: Hall, procedure: str) -> TicketView:
    """A citizen at the kiosk with a procedure."""
    answer = touch(hall, None, procedure=procedure)  # the department is the procedure's
    assert isinstance(answer, Issued), answer
    return answer.ticket


def want(hall: Hall, procedure: str) -> str:
    """The same; the number's label."""
    return ask_for(hall, procedure).label


# -- the condition is the rule -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tickets() -> Iterator[Session]:
    """Empty tables, without the promises that need a whole office."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@settings(max_examples=150, deadline=None)
@given(office=OFFICES, waiting=st.lists(TICKETS, max_size=8))
def test_the_database_finds_exactly_the_tickets_that_the_rule_serves(
    tickets: Session, office: dict[str, Named], waiting: list[tuple[str, str | None, str | None]]
) -> None:
    tickets.execute(table_of(Ticket).delete())
    if waiting:
        tickets.execute(insert(Ticket), [_row(number, *ticket) for number, ticket in enumerate(waiting)])
    every = servings(office)
    for serving in (*every.values(), Serving(), *(each.within({"TP"}) for each in every.values())):
        found = tickets.scalars(select(Ticket.number).where(may_call(serving)).order_by(Ticket.number)).all()
        assert found == [number for number, ticket in enumerate(waiting) if serving.serves(*ticket)]


def test_desks_with_hundreds_of_names_are_no_trouble_to_the_database(tickets: Session) -> None:
    many = frozenset(("TP", str(number)) for number in range(1500))
    serving = servings({"1": Named(fields=many), "2": Named(procedures=many, fields=frozenset({("TP", "x")}))})
    for each in serving.values():
        assert tickets.scalars(select(Ticket.number).where(may_call(each), Ticket.number < 0)).all() == []


def _row(number: int, department: str, field: str | None, procedure: str | None) -> dict[str, Any]:
    moment = datetime.fromisoformat("2026-08-10T08:00:00+07:00")
    return {
        "site_id": 1, "day": moment.date(), "sitting": "morning", "department": department, "series": 1,
        "number": number, "token": str(number), "touch_id": str(number), "procedure": procedure, "field": field,
        "visit": "new", "language": "vi", "return_code": "0000", "place": {}, "state": "waiting",
        "issued_at": moment, "arrived_at": moment, "calls": 0,
    }  # fmt: skip


# -- calling -----------------------------------------------------------------------------------------------------


def test_two_counters_of_one_department_call_each_their_own(centre: Hall, set_clock: SetClock) -> None:
    eight, nine = seat(centre, "8", CIVIL, name="tam"), seat(centre, "9", CIVIL, name="chin")
    labels = {}
    for procedure in (BIRTH, SINGLE, COPY, MARRIAGE):
        labels[procedure] = want(centre, procedure)
        set_clock.wait(60)
    assert [row.label for row in eight.view().waiting] == [labels[SINGLE], labels[COPY]]
    assert [row.label for row in nine.view().waiting] == [labels[BIRTH], labels[COPY]]
    assert eight.serves_one() == labels[SINGLE]
    assert [nine.serves_one() for _ in range(2)] == [labels[BIRTH], labels[COPY]]
    # The wedding waits for counter 6, though two officers of the department have nothing to do.
    assert eight.refused("next").code == nine.refused("next").code == "nobody_waiting"
    assert seat(centre, "6", CIVIL, "XDCT", name="sau").calls_next() == labels[MARRIAGE]


def test_who_is_not_sure_is_called_by_whoever_of_the_department_is_free_first(centre: Hall) -> None:
    for _ in range(3):
        take(centre, CIVIL, visit=Visit.UNSURE)
    eight, nine = seat(centre, "8", CIVIL, name="tam"), seat(centre, "9", CIVIL, name="chin")
    assert {eight.calls_next(), nine.calls_next()} == {"1-001", "1-002"}
    assert seat(centre, "6", CIVIL, name="sau").refused("next").code == "nobody_waiting"


def test_a_procedure_that_no_desk_is_named_for_is_called_all_the_same(centre: Hall) -> None:
    posted = _posted(centre, BIRTH)
    centre.write(save_procedure, wish=_wish(posted, key="9.999999", code="9.999999", field="Hòa giải"), actor="office")
    label = want(centre, "9.999999")
    assert seat(centre, "8", CIVIL).calls_next() == label


def test_a_ticket_keeps_its_desks_when_the_catalogue_changes_under_it(centre: Hall) -> None:
    label = want(centre, COPY)
    posted = _posted(centre, COPY)
    centre.write(save_procedure, wish=_wish(posted, field="Sao y"), actor="office", revision=posted.revision)
    nine = seat(centre, "9", CIVIL)
    assert [row.label for row in nine.view().waiting] == [label]
    assert nine.calls_next() == label


def test_an_officer_calls_at_a_shared_counter_only_for_their_own_departments(centre: Hall) -> None:
    want(centre, MARRIAGE)
    liquor = want(centre, "2.000620")
    six = seat(centre, "6", "XDCT")
    assert six.calls_next() == liquor
    assert six.view().departments == ("XDCT",)


# -- what is told ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "place"),
    [(BIRTH, "9"), (SINGLE, "8"), (MARRIAGE, "6"), (COPY, None), ("1.013225", "4"), ("2.000620", "6")],
)
def test_a_ticket_names_a_desk_only_if_exactly_one_can_call_it(centre: Hall, procedure: str, place: str | None) -> None:
    ticket = ask_for(centre, procedure)
    assert ticket.place.desk == place
    assert ticket.place.name == (f"Quầy {place}" if place else "khu vực chờ, tầng 1")
    posted = centre.read(lambda session, here: known(session, here).procedures[procedure])
    assert centre.read(prospect, department=posted.department, procedure=posted).place == ticket.place


def test_people_ahead_are_those_whom_the_desks_that_can_call_me_call_before(centre: Hall, set_clock: SetClock) -> None:
    came = {}
    for name, wish in (
        ("liquor", {"procedure": "2.000620"}),  # counter 6
        ("birth", {"procedure": BIRTH}),  # counter 9
        ("wedding", {"procedure": MARRIAGE}),  # counter 6
        ("copy", {"procedure": COPY}),  # counters 8 and 9
        ("unsure", {"visit": Visit.UNSURE}),  # counters 8 and 9
        ("single", {"procedure": SINGLE}),  # counter 8
    ):
        came[name] = ask_for(centre, wish["procedure"]) if "procedure" in wish else take(centre, CIVIL, **wish)
        set_clock.wait(60)
    ahead = {name: ticket.ahead for name, ticket in came.items()}
    assert ahead == {"liquor": 0, "birth": 0, "wedding": 1, "copy": 1, "unsure": 2, "single": 2}
    later = {name: centre.read(ticket_by_token, token=ticket.token) for name, ticket in came.items()}
    assert {name: ticket.ahead for name, ticket in later.items() if ticket is not None} == ahead


def test_at_a_desk_of_several_departments_those_of_the_others_are_counted_too(shared_hall: Hall) -> None:
    take(shared_hall, "TNMT")  # desk 1 serves KTHT, TNMT and TP, desk 2 KTHT, too
    take(shared_hall, "KTHT")
    assert take(shared_hall, "KTHT").ahead == 2
    assert take(shared_hall, "LDTBXH").ahead == 0


def test_the_wall_counts_people_once_and_each_desk_its_own(centre: Hall) -> None:
    for procedure in (COPY, COPY, BIRTH, MARRIAGE):
        want(centre, procedure)
    take(centre, CIVIL, visit=Visit.RESULT)
    seen = centre.read(board)
    assert seen.waiting == 5
    counts = {row.desk: row.waiting for row in seen.rows}
    assert {desk: count for desk, count in counts.items() if count} == {"6": 1, "8": 3, "9": 4}
    assert {row.desk: row.departments for row in seen.rows}["6"] == ("XDCT", CIVIL)


# -- covering ----------------------------------------------------------------------------------------------------


def test_a_part_at_whose_desks_nobody_sits_is_uncovered(centre: Hall, set_clock: SetClock) -> None:
    nine = seat(centre, "9", CIVIL, name="chin")
    move_to(set_clock, centre, datetime(2017, 3, 13, 8, 0))
    (part,) = [each for each in centre.read(uncovered_now) if each.department == CIVIL]
    eights = {"Nuôi con nuôi", "Cấp Giấy xác nhận tình trạng hôn nhân", "Đăng ký giám hộ", "Đăng ký chấm dứt giám hộ"}
    sixes = {"Đăng ký kết hôn", "Đăng ký kết hôn có yếu tố nước ngoài"}
    assert set(part.parts) == eights | sixes | {"Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh"}
    assert _state(centre, CIVIL) == "partly"
    assert _is_alone(centre, SINGLE)
    assert not _is_alone(centre, COPY)
    nine.does("close")
    set_clock.wait(16 * 60)
    (whole,) = [each for each in centre.read(uncovered_now) if each.department == CIVIL]
    assert whole.parts == ()
    assert _state(centre, CIVIL) == "uncovered"
    assert _is_alone(centre, COPY)


def test_every_change_of_what_is_uncovered_is_noted_once(centre: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, centre, datetime(2017, 3, 13, 8, 0))
    centre.write(note_covering)
    seat(centre, "9", CIVIL, name="chin")
    assert centre.read(is_covering_news)
    centre.write(note_covering)
    assert not centre.read(is_covering_news)
    assert centre.write(note_covering) == 0
    seat(centre, "8", CIVIL, name="tam")
    seat(centre, "6", CIVIL, name="sau")
    centre.write(note_covering)
    noted = [each for each in events(centre, "uncovered", "covered") if each.department == CIVIL]
    told = [(each.kind, len(each.facts.get("parts", ()))) for each in noted]
    assert told == [("uncovered", 0), ("uncovered", 7), ("covered", 0)]


def test_a_gap_between_desks_and_catalogue_is_told_at_the_office(centre: Hall) -> None:
    assert centre.read(overview).gaps == ()
    posted = _posted(centre, SINGLE)
    centre.write(withdraw_procedure, key=SINGLE, revision=posted.revision, actor="office")
    (gap,) = centre.read(overview).gaps
    assert (gap.kind, gap.desk, gap.department, gap.names) == ("procedure", "8", CIVIL, (SINGLE,))


def _state(hall: Hall, department: str) -> str:
    return next(each.state for each in hall.read(overview).departments if each.code == department)


def _is_alone(hall: Hall, procedure: str) -> bool:
    posted = hall.read(lambda session, here: known(session, here).procedures[procedure])
    return hall.read(is_uncovered, department=posted.department, procedure=posted)


def _posted(hall: Hall, key: str) -> Any:
    found = hall.read(procedure_to_edit, key=key)
    assert found is not None
    return found


def _wish(posted: Any, **changes: str) -> Any:
    return replace(posted.wish, **changes)


def test_a_seat_is_only_had_where_the_desk_serves_something_of_the_officers(centre: Hall) -> None:
    stranger = Seat(centre, "9", add_person(centre, "la", "XDCT"))
    assert stranger.refused("open").code == "desk_not_yours"
