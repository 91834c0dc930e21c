"""Does the Office see its printers, end doubts and reprint with a reason?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.hall import Hall
from application import House
from config import Config
from models import PrintJob
from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach
from rules.states import JobState
from tests.actions.at_work import events, rows, take
from tests.actions.printers import AWAY, EMPTY, WELL, got, looks, tell, with_printers
from tests.conftest import SetClock
from tests.office.supervisor import Supervisor

LOW = PrinterStatus(Reach.ANSWERS, Paper.NEAR_END, Cover.CLOSED, Fault.NONE, True)


@pytest.fixture
def sqlite_hall(make_hall: Callable[..., Hall], sqlite_url: str, office: Config) -> Hall:
    return make_hall(sqlite_url, with_printers(office))


@pytest.fixture
def office_desk(house: House) -> Supervisor:
    return Supervisor(house, "van-phong")


def doubted(hall: Hall) -> PrintJob:
    take(hall)
    tell(hall, got(hall, "one"), JobState.DOUBTFUL)
    job: PrintJob = rows(hall, PrintJob)[-1]
    return job


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (EMPTY, "Máy lấy số 1: hết giấy. Thay cuộn giấy."),
        (AWAY, "Máy lấy số 1: không liên lạc được với máy in."),
        (LOW, "Máy lấy số 1 sắp hết giấy."),
        (PrinterStatus(Reach.ANSWERS, cover=Cover.OPEN), "Máy lấy số 1: nắp máy in đang mở."),
        (PrinterStatus(Reach.ANSWERS, fault=Fault.CUTTER), "Máy lấy số 1: kẹt dao cắt."),
        (PrinterStatus(Reach.ANSWERS, fault=Fault.RECOVERABLE), "Máy lấy số 1: máy in báo lỗi."),
        (PrinterStatus(Reach.ANSWERS, is_online=False), "Máy lấy số 1: máy in tạm dừng."),
    ],
)
def test_what_a_printer_needs_is_an_alert(
    office_desk: Supervisor, sqlite_hall: Hall, status: PrinterStatus, sentence: str
) -> None:
    looks(sqlite_hall, "one", status)
    assert sentence in office_desk.sees("/")
    keys = office_desk.client.get("/office/state").get_json()["alerts"]
    assert [key for key in keys if key.startswith("printer:")] == [f"printer:one:{status.need}"]
    looks(sqlite_hall, "one", WELL)
    assert sentence not in office_desk.sees("/")


def test_a_mute_printer_is_shown_and_is_no_alert(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    looks(sqlite_hall, "one", PrinterStatus(Reach.MUTE))
    assert "Không trả lời" in office_desk.sees("/")
    assert all("printer:" not in key for key in office_desk.client.get("/office/state").get_json()["alerts"])


def test_the_overview_tells_who_stands_in(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    looks(sqlite_hall, "one", EMPTY)
    seen = office_desk.sees("/")
    assert "1 phiếu chờ in" in seen
    assert "phiếu đang in ở: Máy lấy số 2" in seen


def test_an_agent_that_does_not_run_is_told_as_such(
    office_desk: Supervisor, sqlite_hall: Hall, set_clock: SetClock
) -> None:
    set_clock.wait(76)
    seen = office_desk.sees("/")
    assert "Máy lấy số 3: chương trình in ở máy ấy không chạy." in seen
    assert "Máy lấy số 1: máy chủ không in được." in seen


def test_a_doubtful_ticket_is_an_alert_with_both_ways_out(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    job = doubted(sqlite_hall)
    page = office_desk.client.get("/office/").get_data(as_text=True)
    assert "Phiếu 1-001: chưa rõ đã in hay chưa." in page
    assert f"/office/printing/tickets/{job.ticket_id}/reprint" in page
    assert f"/office/printing/jobs/{job.id}/printed" in page


def test_seen_in_the_tray(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    job = doubted(sqlite_hall)
    assert office_desk.sends(f"/printing/jobs/{job.id}/printed").status_code == 302
    assert "chưa rõ đã in" not in office_desk.sees("/")
    assert "Đã thấy phiếu" in office_desk.sees("/printing")
    assert events(sqlite_hall, "print_seen")[0].actor == office_desk.account.actor
    assert office_desk.sends(f"/printing/jobs/{job.id}/printed").status_code == 409


def test_a_reprint_with_its_reason(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    job = doubted(sqlite_hall)
    sent = office_desk.sends(
        f"/printing/tickets/{job.ticket_id}/reprint", reason="unreadable", note="mờ", printer="two"
    )
    assert sent.status_code == 302
    assert "Đã gửi in lại phiếu 1-001 ở: Máy lấy số 2." in office_desk.sees("/printing")
    again = got(sqlite_hall, "two", "journal.9")
    assert (again.facts["number"], again.facts["reprint"]) == (1, True)
    told = events(sqlite_hall, "ticket_reprinted")[0]
    assert (told.actor, told.facts["reason"], told.facts["note"]) == (office_desk.account.actor, "unreadable", "mờ")
    assert "In lại phiếu" in office_desk.sees("/log")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({}, 200, "Cần điền"),
        ({"reason": "bored", "printer": "one"}, 200, "Cần điền"),
        ({"reason": "other", "printer": "one"}, 409, "Ghi rõ lý do"),
    ],
)
def test_a_reprint_without_a_reason_is_asked_for_it(
    office_desk: Supervisor, sqlite_hall: Hall, fields: dict[str, str], status: int, sentence: str
) -> None:
    job = doubted(sqlite_hall)
    answer = office_desk.sends(f"/printing/tickets/{job.ticket_id}/reprint", **fields)
    assert answer.status_code == status
    assert len(rows(sqlite_hall, PrintJob)) == 1


def test_the_working_printer_is_proposed(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    job = doubted(sqlite_hall)
    looks(sqlite_hall, "one", EMPTY)
    form = office_desk.client.get(f"/office/printing/tickets/{job.ticket_id}/reprint").get_data(as_text=True)
    assert '<option selected value="two">' in form


@pytest.mark.parametrize("number", ["1-002", "1002", "1 002", "1–2"])
def test_a_ticket_is_found_however_its_number_is_typed(office_desk: Supervisor, sqlite_hall: Hall, number: str) -> None:
    for _ in range(3):
        take(sqlite_hall)
    seen = office_desk.client.get("/office/printing", query_string={"number": number}).get_data(as_text=True)
    assert "1-002" in seen
    assert "1-003" not in seen


def test_a_number_that_is_none_and_one_that_is_not_there(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    wrong = office_desk.client.get("/office/printing?number=abc")
    assert wrong.status_code == 400
    assert "ví dụ 4-017" in wrong.get_data(as_text=True)
    assert "Hôm nay không có số 9-999." in office_desk.sees("/printing?number=9-999")


def test_many_doubts_do_not_push_the_day_away(office_desk: Supervisor, sqlite_hall: Hall) -> None:
    for _ in range(6):
        doubted(sqlite_hall)
    keys = office_desk.client.get("/office/state").get_json()["alerts"]
    assert sum(key.startswith("doubt") for key in keys) == 4
    assert "Còn 3 phiếu chưa rõ đã in hay chưa" in office_desk.sees("/")


def test_an_agents_code_comes_with_the_command_to_type(office_desk: Supervisor, house: House) -> None:
    page = office_desk.sends("/devices/kiosk-3.agent/pairing").get_data(as_text=True)
    assert "python3 run.py agent --server http://localhost --kiosk kiosk-3 --code " in page
