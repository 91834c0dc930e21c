"""Is each finished citizen asked once, is the rate of answers right, and does nothing say who they were?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.hall import Hall
from actions.ratings import Figures, ask, open_question, rate, rating_figures
from models import Rating
from rules.refusals import Refusal
from tests.actions.at_work import Seat, events, nothing_changes, rows, seat
from tests.conftest import SetClock

TODAY = date(2017, 3, 13)


@pytest.fixture
def desk(hall: Hall) -> Seat:
    return seat(hall, "1", "KTHT")


def rated(hall: Hall, token: str, score: int, *reasons: str, desk: str = "1") -> Any:
    return hall.write(rate, desk=desk, token=token, score=score, reasons=reasons, actor="desk_display:desk-1")


def figures(hall: Hall) -> tuple[Figures, ...]:
    return hall.read(rating_figures, since=TODAY, until=TODAY)


def test_who_was_just_served_is_asked_once(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    question = hall.read(open_question, desk="1")
    assert question is not None
    assert question.token == token
    assert hall.write(ask, desk="1", token=token) is None
    assert rated(hall, token, 4) is None
    assert hall.read(open_question, desk="1") is None
    assert rated(hall, token, 1) == Refusal("rated_already", {})
    assert [row.score for row in rows(hall, Rating)] == [4]


def test_the_rate_of_answers_counts_those_who_said_nothing(hall: Hall, desk: Seat) -> None:
    for score in (4, None, 2, None):
        token = desk.serves_somebody()
        hall.write(ask, desk="1", token=token)
        hall.write(ask, desk="1", token=token)  # the screen was loaded anew
        if score is not None:
            rated(hall, token, score, *(["waiting"] if score == 2 else []))
    (found,) = figures(hall)
    assert (found.desk, found.asked, found.answered) == ("1", 4, 2)
    assert (dict(found.scores), dict(found.reasons)) == ({4: 1, 2: 1}, {"waiting": 1})


def test_reasons_may_follow_the_face_and_the_event_names_nobody(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    rated(hall, token, 1)
    assert rated(hall, token, 1, "papers", "attitude") is None
    (row,) = rows(hall, Rating)
    assert (row.score, row.reasons) == (1, ["attitude", "papers"])
    last = events(hall, "rating_given")[-1]
    assert (last.facts, last.desk, last.department) == (
        {"score": 1, "reasons": ["attitude", "papers"]}, "1", "KTHT",
    )  # fmt: skip


def test_a_repeated_touch_is_one_answer(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    rated(hall, token, 3)
    with nothing_changes(hall):
        assert rated(hall, token, 3) is None


def test_an_undone_finish_takes_the_question_away(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    desk.does("undo")
    assert hall.read(open_question, desk="1") is None
    assert rated(hall, token, 4) == Refusal("rating_over", {})
    desk.does("finish")
    assert rated(hall, token, 4) is None


def test_after_an_undone_finish_the_question_is_about_who_served_last(shared_hall: Hall, set_clock: SetClock) -> None:
    """Asked for the first officer, sent on, finished by the second: the answer is the second's."""
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    token = lan.serves_somebody()
    shared_hall.write(ask, desk="1", token=token)
    lan.does("undo")
    assert rows(shared_hall, Rating) == []
    lan.does("transfer", to_desk="2")
    hoa.serves_one()
    shared_hall.write(ask, desk="2", token=token)
    assert rated(shared_hall, token, 4, desk="2") is None
    (row,) = rows(shared_hall, Rating)
    assert (row.desk, row.officer_id, row.score) == ("2", hoa.account.officer_id, 4)


def test_an_answer_stays_with_the_officer_it_was_given_for(shared_hall: Hall) -> None:
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    token = lan.serves_somebody()
    rated(shared_hall, token, 1)
    lan.does("undo")
    lan.does("transfer", to_desk="2")
    hoa.serves_one()
    assert shared_hall.read(open_question, desk="2") is None
    assert [(row.officer_id, row.score) for row in rows(shared_hall, Rating)] == [(lan.account.officer_id, 1)]


def test_the_next_citizen_cannot_answer_for_the_last_one(hall: Hall, desk: Seat, set_clock: SetClock) -> None:
    token = desk.serves_somebody()
    set_clock.wait(61)
    assert hall.read(open_question, desk="1") is None
    assert rated(hall, token, 4) == Refusal("rating_over", {})


def test_where_the_clock_was_set_back_the_question_is_about_who_was_served_since(
    hall: Hall, desk: Seat, set_clock: SetClock
) -> None:
    before = desk.serves_somebody()
    set_clock.wait(-600)
    assert hall.read(open_question, desk="1") is None
    assert rated(hall, before, 1) == Refusal("rating_over", {})
    since = desk.serves_somebody()
    question = hall.read(open_question, desk="1")
    assert question is not None
    assert question.token == since


@pytest.mark.parametrize(("score", "reasons"), [(0, ()), (5, ()), (3, ("the weather",))])
def test_what_nobody_was_asked_is_no_answer(hall: Hall, desk: Seat, score: int, reasons: tuple[str, ...]) -> None:
    token = desk.serves_somebody()
    assert rated(hall, token, score, *reasons) == Refusal("rating_unknown", {})


def test_a_screen_answers_only_for_its_own_desk(hall: Hall, desk: Seat) -> None:
    token = desk.serves_somebody()
    assert rated(hall, token, 4, desk="2") == Refusal("rating_over", {})
    assert rated(hall, "guessed", 4) == Refusal("rating_over", {})
