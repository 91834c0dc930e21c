"""What is answered when the answer is no, or when something broke."""

from __future__ import annotations

import logging
import re
from datetime import date, time

import pytest

from application import House
from rules.duty import NextDuty
from rules.refusals import Refusal
from rules.workdays import Sitting
from theme.problems import refuse
from theme.refused import problem_of

TOMORROW = NextDuty("GDDT", date(2017, 3, 14), (Sitting("morning", time(7, 30), time(11, 30)),))
OFF_ROSTER = Refusal("off_roster", {"department": "GDDT", "days": (1, 3)}, TOMORROW)


def test_a_program_gets_code_words_and_the_next_sitting(house: House) -> None:
    with house.app.test_request_context("/api/v1/tickets"):
        answer = refuse(OFF_ROSTER)
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert (told["code"], told["next"]["day"]) == ("off_roster", "2017-03-14")
    assert "Mời ông/bà đến ngày mai, thứ Ba, 14/3/2017" in told["detail"]


def test_a_reader_gets_a_page(house: House) -> None:
    with house.app.test_request_context("/kiosk/", headers={"Accept": "text/html"}):
        answer = refuse(OFF_ROSTER)
    assert answer.mimetype == "text/html"
    assert "Hôm nay Phòng Giáo dục và Đào tạo không trực." in answer.get_data(as_text=True)


def test_a_refusal_without_a_next_sitting_says_so(house: House) -> None:
    hall = house.hall
    told = problem_of(Refusal("no_procedure"), "vi", hall.config, hall.local_now().replace(tzinfo=None))
    assert told["next"] is None


@pytest.mark.parametrize(
    ("accept", "kind"), [("text/html", "text/html"), ("application/json", "application/problem+json")]
)
def test_a_bug_gets_a_number_that_the_log_has_too(
    house: House, caplog: pytest.LogCaptureFixture, accept: str, kind: str
) -> None:
    def break_down() -> None:
        raise RuntimeError("a bug")

    house.app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    house.app.view_functions["entrance.start"] = break_down
    with caplog.at_level(logging.ERROR):
        answer = house.app.test_client().get("/", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (500, kind)
    number = re.search(r"mã ([0-9A-F]{6})", answer.get_data(as_text=True))
    assert number is not None
    assert f"incident {number[1]}" in caplog.text
    assert "a bug" in caplog.text
    assert "a bug" not in answer.get_data(as_text=True)


def test_an_unknown_address_is_a_polite_page(house: House) -> None:
    answer = house.app.test_client().get("/nowhere")
    assert answer.status_code == 404
    assert "Không có trang này." in answer.get_data(as_text=True)


def test_an_unknown_address_of_the_interface_is_a_problem(house: House) -> None:
    answer = house.app.test_client().get("/api/v1/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json()["code"] == "not_found"


def test_a_wrong_method_is_no_incident(house: House, caplog: pytest.LogCaptureFixture) -> None:
    assert house.app.test_client().delete("/kiosk/").status_code == 405
    assert "incident" not in caplog.text
