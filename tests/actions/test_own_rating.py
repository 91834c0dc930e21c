"""May the one who was served answer on the phone: once, as long as it shows the ticket, and nobody sooner?"""

from __future__ import annotations

from typing import Any

import pytest

from actions.hall import Hall
from actions.own_rating import OwnRating, ask_on_phone, own_rating, rate_on_phone
from actions.ratings import open_question
from models import Rating
from rules.refusals import Refusal
from tests.actions.at_work import Seat, events, nothing_changes, rows, seat, take
from tests.conftest import SetClock

DAY_S = 24 * 3600


@pytest.fixture
def desk(hall: Hall) -> Seat:
    return seat(hall, "1", "KTHT")


def rated(hall: Hall, token: str, score: int, *reasons: str) -> Any:
    return hall.write(rate_on_phone, token=token, score=score, reasons=reasons, actor="anyone")


def test_the_phone_answers_once_and_the_reasons_follow(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    assert hall.read(own_rating, token=token) == OwnRating(None, ())
    assert hall.write(ask_on_phone, token=token) is None
    assert rated(hall, token, 2) is None
    assert rated(hall, token, 4) == Refusal("rated_already", {})
    assert rated(hall, token, 2, "waiting") is None
    assert hall.read(own_rating, token=token) == OwnRating(2, ("waiting",))
    (row,) = rows(hall, Rating)
    assert (row.desk, row.officer_id) == ("1", desk.account.officer_id)
    last = events(hall, "rating_given")[-1]
    assert (last.facts, last.desk, last.actor) == ({"score": 2, "reasons": ["waiting"]}, "1", "anyone")


def test_who_answered_on_the_phone_is_not_asked_at_the_desk(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    rated(hall, token, 4)
    assert hall.read(open_question, desk="1") is None


def test_the_phone_may_answer_until_its_address_ends(hall: Hall, desk: Seat, set_clock: SetClock) -> None:
    token = desk.serves_somebody()
    set_clock.wait(DAY_S)
    assert rated(hall, token, 3) is None
    set_clock.wait(DAY_S)
    assert hall.read(own_rating, token=token) is None
    assert rated(hall, token, 3, "place") == Refusal("rating_over", {})


def test_nobody_is_asked_who_was_not_served(hall: Hall, desk: Seat) -> None:
    token = take(hall).token
    for verb in ("next", "serve"):
        desk.does(verb)
        with nothing_changes(hall):
            assert hall.read(own_rating, token=token) is None
            assert hall.write(ask_on_phone, token=token) == Refusal("rating_over", {})
            assert rated(hall, token, 4) == Refusal("rating_over", {})


def test_what_nobody_was_asked_is_no_answer(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    with nothing_changes(hall):
        assert rated(hall, token, 5) == Refusal("rating_unknown", {})
        assert rated(hall, token, 1, "the weather") == Refusal("rating_unknown", {})
