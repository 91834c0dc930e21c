"""From a touch to a number: the kiosk's one POST, and the page of the ticket."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from actions.hall import Hall
from actions.issue import issue_ticket
from actions.outbox import claim_job, report_job
from application import House
from models import Event
from rules.states import JobState
from tests.visitors import paired

TOUCH = "0123456789abcdef"
FROM_OUR_PAGE = {"Origin": "http://localhost"}


def take(kiosk: FlaskClient, **wish: Any) -> Any:
    body = {"touch_id": TOUCH, "visit": "new", "language": "vi", **wish}
    return kiosk.post("/kiosk/tickets", json=body, headers=FROM_OUR_PAGE)


def test_a_touch_gives_the_first_number(kiosk: FlaskClient) -> None:
    answer = take(kiosk, department="TP", visit="unsure")
    assert answer.status_code == 201
    assert (answer.json["label"], answer.json["ahead"], answer.json["print_state"]) == ("4-001", 0, "queued")
    assert answer.json["page"] == f"/kiosk/tickets/{answer.json['token']}"


def test_a_second_touch_gives_the_same_number(kiosk: FlaskClient) -> None:
    first, second = take(kiosk, department="TP"), take(kiosk, department="TP")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["token"] == second.json["token"]


def test_another_touch_gives_the_next_number(kiosk: FlaskClient) -> None:
    take(kiosk, department="TP")
    assert take(kiosk, department="TP", touch_id="another-touch").json["label"] == "4-002"


def test_off_duty_is_a_problem_with_the_next_sitting(kiosk: FlaskClient) -> None:
    answer = take(kiosk, department="GDDT")
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "off_roster"
    assert answer.json["title"] == "Hôm nay Phòng Giáo dục và Đào tạo không trực."
    assert answer.json["next"]["day"] == "2017-03-14"
    assert answer.json["next"]["sittings"][0] == {"name": "morning", "opens": "07:30", "closes": "11:30"}


def test_a_refusal_is_told_in_the_visitors_language(kiosk: FlaskClient) -> None:
    answer = take(kiosk, department="GDDT", language="en")
    assert answer.json["title"] == "Education and Training Division is not on duty today."


def test_an_unknown_procedure_is_refused(kiosk: FlaskClient) -> None:
    answer = take(kiosk, procedure="no such thing")
    assert (answer.status_code, answer.json["code"]) == (409, "no_procedure")


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"procedure": "1", "department": "TP"},
        {"department": "TP", "touch_id": "short"},
        {"department": "TP", "touch_id": "x" * 65},
        {"department": "TP", "touch_id": 12345678},
        {"department": "TP", "visit": "lunch"},
        {"department": ["TP"]},
    ],
)
def test_what_is_no_wish_is_a_bad_request(kiosk: FlaskClient, wish: dict[str, Any]) -> None:
    answer = take(kiosk, **wish)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_wish")


@pytest.mark.parametrize("body", ["", "[]", "null", "not json", '"text"'])
def test_a_body_that_is_no_object_is_a_bad_request(kiosk: FlaskClient, body: str) -> None:
    headers = {**FROM_OUR_PAGE, "Content-Type": "application/json"}
    assert kiosk.post("/kiosk/tickets", data=body, headers=headers).status_code == 400


def test_a_forged_touch_takes_no_number(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    wish = {"touch_id": TOUCH, "department": "TP"}
    for headers in ({}, {"Origin": "http://elsewhere.example"}):
        assert kiosk.post("/kiosk/tickets", json=wish, headers=headers).status_code in (400, 403)
    assert take(kiosk, department="TP").json["label"] == "4-001"


def test_the_ticket_page_tells_the_number_the_place_and_who_is_before(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    sqlite_hall.write(issue_ticket, touch_id="somebody-else", department="TP")
    page = kiosk.get(take(kiosk, department="TP", visit="result").json["page"]).get_data(as_text=True)
    for told in ('<b aria-hidden="true">4</b>', "002", "Nhận kết quả", "Phòng Tư", "Quầy", "1 người"):
        assert told in page


def test_no_code_is_shown_where_no_phone_could_open_it(kiosk: FlaskClient) -> None:
    page = kiosk.get(take(kiosk, department="TP").json["page"]).get_data(as_text=True)
    assert 'class="qr"' not in page


def test_the_code_is_shown_where_phones_can_open_it(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Any
) -> None:
    site = office.site.model_copy(update={"public_url": "https://motcua.example.vn"})
    kiosk = paired(House(make_hall(sqlite_url, office.model_copy(update={"site": site})), b"k" * 32))
    answer = take(kiosk, department="TP")
    assert answer.json["url"] == f"https://motcua.example.vn/t/{answer.json['token']}"
    page = kiosk.get(answer.json["page"]).get_data(as_text=True)
    assert 'class="qr"' in page
    assert "style=" not in page


def test_what_changes_on_the_page_comes_as_json(kiosk: FlaskClient) -> None:
    told = kiosk.get(take(kiosk, department="TP").json["page"] + "/state").get_json()
    next_one = {"lead": "Ông/bà là", "figure": "người kế tiếp"}
    assert told["ahead"] == {**next_one, "wait": "chưa rõ phải chờ bao lâu", "may_miss": ""}
    assert told["paper"] == {"kind": "printing", "by": "paper", "sentence": "Đang in phiếu…"}


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (JobState.PRINTED, "screen"),
        (JobState.UNCONFIRMED, "screen"),
        (JobState.NOT_SENT, "fault"),
        (JobState.DOUBTFUL, "check"),
    ],
)
def test_the_page_says_what_became_of_the_paper(
    kiosk: FlaskClient, sqlite_hall: Hall, state: JobState, kind: str
) -> None:
    page = take(kiosk, department="TP").json["page"]
    job: Any = sqlite_hall.write(claim_job, printer="preview")
    sqlite_hall.write(report_job, job=job.id, attempt=job.attempt, state=state)
    assert kiosk.get(page + "/state").get_json()["paper"]["kind"] == kind


def test_a_real_printer_says_where_the_paper_is(make_hall: Callable[..., Hall], sqlite_url: str, office: Any) -> None:
    printer = office.printers[0].model_copy(update={"kind": "network", "host": "192.0.2.1"})
    hall = make_hall(sqlite_url, office.model_copy(update={"printers": (printer,)}))
    kiosk = paired(House(hall, b"k" * 32))
    page = take(kiosk, department="TP").json["page"]
    job: Any = hall.write(claim_job, printer="preview")
    hall.write(report_job, job=job.id, attempt=job.attempt, state=JobState.PRINTED)
    assert kiosk.get(page + "/state").get_json()["paper"]["kind"] == "take"
    assert "data-enlarge" not in kiosk.get(page).get_data(as_text=True)


def test_the_preview_is_served_once_it_is_drawn(kiosk: FlaskClient, house: House) -> None:
    ticket = take(kiosk, department="TP").json
    address = f"/kiosk/tickets/{ticket['token']}/picture.png"
    assert kiosk.get(address).status_code == 404
    pictures: Path = house.app.config["PICTURES"]
    pictures.mkdir(parents=True)
    (pictures / f"{ticket['token']}.png").write_bytes(b"\x89PNG")
    with kiosk.get(address) as answer:
        assert answer.mimetype == "image/png"


def test_a_ticket_in_english_stays_english(kiosk: FlaskClient) -> None:
    answer = take(kiosk, department="TP", language="en")
    assert answer.json["page"].endswith("?lang=en")
    page = kiosk.get(answer.json["page"]).get_data(as_text=True)
    assert "Your number is ready. Thank you." in page
    assert "Counter" in page


def test_the_answer_tells_no_more_than_the_kiosk_needs(kiosk: FlaskClient) -> None:
    told = set(take(kiosk, department="TP").json)
    assert "code" not in told
    assert told == {
        "token", "series", "number", "label", "department", "ahead", "print_state", "url", "page",
    }  # fmt: skip


def test_a_number_for_a_late_visitor_carries_its_warning(kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk import tickets
    from rules.refusals import Refusal

    page = take(kiosk, department="TP").json["page"]
    read = tickets.ticket_by_token
    monkeypatch.setattr(
        tickets,
        "ticket_by_token",
        lambda db, here, token: dataclasses.replace(read(db, here, token=token), warning=Refusal("no_fit.warn")),
    )
    assert "take__warning" in kiosk.get(page).get_data(as_text=True)


def refusals(hall: Hall) -> list[tuple[str | None, str, str | None]]:
    rows = hall.read(lambda db, here: db.execute(select(Event).where(Event.kind == "ticket_refused")).scalars().all())
    return [(row.department, row.facts["code"], row.facts["procedure"]) for row in rows]


@pytest.mark.parametrize(
    ("body", "noted"),
    [
        ({"department": "GDDT"}, [("GDDT", "off_roster", None)]),
        ({"department": "VHTT", "procedure": "VHTT-02"}, [("VHTT", "off_roster", "VHTT-02")]),
        ({"department": "TP"}, []),
        ({"department": "XX"}, []),
        ({"department": 4}, []),
        (["GDDT"], []),
    ],
)
def test_who_came_on_a_wrong_day_is_counted_and_gets_no_number(
    kiosk: FlaskClient, sqlite_hall: Hall, body: Any, noted: list[Any]
) -> None:
    assert kiosk.post("/kiosk/turned-away", json=body, headers=FROM_OUR_PAGE).status_code == 204
    assert refusals(sqlite_hall) == noted
