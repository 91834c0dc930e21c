"""A child presses everything: the kiosk rests for a minute, nobody else loses anything, and the Office sees it."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from actions.hall import Hall
from actions.turn_away import held_back
from application import House
from kiosk.pace import WINDOW_S, Pace
from models import Event, Ticket
from tests.kiosk.test_slips import ask
from tests.kiosk.test_tickets import take


def press(kiosk: FlaskClient, times: int, first: int = 0) -> list[int]:
    return [
        take(kiosk, department="TP", touch_id=f"touch-{n:04}", by_hand=True).status_code
        for n in range(first, first + times)
    ]


def count(hall: Hall, model: Any) -> int:
    return hall.read(lambda session, here: len(session.scalars(select(model)).all()))


def test_very_many_numbers_in_a_minute_are_not_given(house: House, kiosk: FlaskClient) -> None:
    most = house.hall.config.tickets.most_a_minute
    assert press(kiosk, most + 3) == [201] * most + [409] * 3
    assert count(house.hall, Ticket) == most
    refused = take(kiosk, department="TP", touch_id="touch-last", by_hand=True).json
    assert refused["code"] == "too_many"
    assert refused["title"].startswith("Máy vừa in nhiều phiếu nên nghỉ một lát. Mời ông/bà chờ chừng một phút")
    assert house.hall.read(held_back) == {"kiosk-1": 4}
    told = house.hall.read(lambda s, here: s.scalars(select(Event).where(Event.kind == "ticket_refused")).first())
    assert told.facts["code"] == "too_many"


def test_a_touch_that_has_its_number_gets_it_again_all_the_same(house: House, kiosk: FlaskClient) -> None:
    press(kiosk, house.hall.config.tickets.most_a_minute)
    assert take(kiosk, department="TP", touch_id="touch-0003", by_hand=True).status_code == 200


def test_a_roll_of_paper_is_not_printed_away_either(house: House, kiosk: FlaskClient) -> None:
    most = house.hall.config.tickets.most_a_minute
    told = [
        ask(kiosk, department="TP", procedure="2.000806", list=True, touch_id=f"touch-{n:04}").status_code
        for n in range(most + 1)
    ]
    assert told == [201] * most + [409]
    assert ask(kiosk, department="TP", procedure="2.000806", list=True, touch_id="touch-0003").status_code == 200
    assert house.hall.read(held_back) == {"kiosk-1": 1}
    # Numbers are given all the same.
    assert press(kiosk, 1) == [201]


def test_after_a_minute_it_goes_on() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for n in range(3):
        pace.note("kiosk-1", f"touch {n}")
    assert pace.is_too_fast("kiosk-1", "another", 3)
    assert not pace.is_too_fast("kiosk-2", "another", 3)
    assert not pace.is_too_fast("kiosk-1", "another", 0)
    now[0] = WINDOW_S
    assert not pace.is_too_fast("kiosk-1", "another", 3)
