"""Before the number: the papers to take home, and priority that is offered with dignity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect
from sqlalchemy import select

from actions.hall import Hall
from actions.outbox import Job, claim_job
from models import Event, Ticket
from printers.checklist import ChecklistPaper
from printers.kinds import paper_of
from tests.kiosk.test_screens import SIZES, measured
from tests.kiosk.test_slips import ask
from tests.kiosk.test_tickets import take
from tests.running import RunningServer

Open = Callable[..., Any]
PROCEDURE = "2.000806"


def first_ticket(hall: Hall) -> Ticket:
    found = hall.read(lambda session, here: session.scalars(select(Ticket)).one())
    assert isinstance(found, Ticket)
    return found


def test_the_list_of_papers_is_printed_while_the_door_is_open(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    made = ask(kiosk, department="TP", procedure=PROCEDURE, list=True)
    again = ask(kiosk, department="TP", procedure=PROCEDURE, list=True)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json["paper"] == {"kind": "printing", "sentence": "Đang in danh sách giấy tờ…"}
    job: Job | None = sqlite_hall.write(claim_job, printer="preview")
    assert job is not None
    paper = paper_of(job.facts, 576)
    assert isinstance(paper, ChecklistPaper)
    assert "Tờ khai đăng ký kết hôn" in paper.documents
    assert paper.days
    assert sqlite_hall.write(claim_job, printer="preview") is None
    kinds = sqlite_hall.read(lambda session, here: session.scalars(select(Event.kind)).all())
    assert "checklist_printed" in kinds
    assert "slip_printed" not in kinds


def test_a_list_of_an_unknown_procedure_is_refused(kiosk: FlaskClient) -> None:
    answer = ask(kiosk, department="TP", procedure="none such", list=True)
    assert (answer.status_code, answer.json["code"]) == (409, "no_procedure")


def test_a_class_goes_with_the_ticket_and_an_unknown_one_gives_none(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    assert take(kiosk, department="TP", priority="king", touch_id="touch-of-a-king").status_code == 409
    assert take(kiosk, department="TP", priority=7, touch_id="touch-of-seven").status_code == 400
    assert take(kiosk, department="TP", priority="elderly").status_code == 201
    assert first_ticket(sqlite_hall).priority == "elderly"


def test_who_passes_is_told_fewer_before_them(kiosk: FlaskClient) -> None:
    for n in range(3):
        take(kiosk, department="TP", touch_id=f"ordinary-{n}")
    assert take(kiosk, department="TP", priority="disabled").json["ahead"] < 3


@pytest.mark.parametrize("size", SIZES)
def test_priority_is_a_touch_and_a_class_and_the_question_fits(
    server: RunningServer, open_kiosk: Open, size: str
) -> None:
    width, height, least = SIZES[size]
    page = open_kiosk(server, (width, height))
    page.goto(f"{server.url}/kiosk/procedures/{PROCEDURE}")
    page.tap("[data-priority]:not([data-take-as])")
    expect(page.locator("#priority[open]")).to_be_visible()
    assert measured(page, least) == []
    assert "giấy tờ chứng minh" in page.locator("#priority p").inner_text()
    page.tap("[data-no-priority]")
    expect(page.locator("#priority[open]")).to_have_count(0)
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "POST" else None)
    # By the number pad: the third choice of the page, then the first class.
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator("#priority[open]")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".done .plate")).to_be_visible()
    assert sent[0]["priority"] == "elderly"


def test_the_list_is_shown_by_a_trial_printer(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/procedures/{PROCEDURE}")
    page.tap("[data-slip]")
    expect(page.locator(".slipper button.slipbar")).to_contain_text("Máy in thử", timeout=10_000)
    assert measured(page, 81) == []
    assert page.wrong == []
