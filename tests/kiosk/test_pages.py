"""What stands on the kiosk's pages, without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from actions.hall import Hall
from actions.issue import issue_ticket
from actions.known import known
from application import House
from config import Config
from tests.conftest import MONDAY_MORNING, SetClock
from tests.visitors import paired

PAGES = (
    "/kiosk/",
    "/kiosk/departments/TP",
    "/kiosk/departments/TP/result",
    "/kiosk/departments/GDDT",
    "/kiosk/departments/GDDT?read=1",
    "/kiosk/search",
    "/kiosk/search?q=giay+phep",
    "/kiosk/search?q=zzzz",
)


def words(kiosk: FlaskClient, path: str, status: int = 200) -> str:
    """The text of a page, without its marks."""
    answer = kiosk.get(path)
    assert answer.status_code == status, answer.status
    plain = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return re.sub(r"\s+", " ", html.unescape(plain))


def go_to(set_clock: SetClock, moment: datetime) -> None:
    set_clock.wait((moment - MONDAY_MORNING).total_seconds())


def procedure_keys(kiosk: FlaskClient, query: str) -> list[str]:
    text = kiosk.get(f"/kiosk/search?part=hits&q={query}").get_data(as_text=True)
    return re.findall(r"/kiosk/procedures/([^\"?]+)", text)


def test_the_start_page_has_every_department(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    text = kiosk.get("/kiosk/").get_data(as_text=True)
    assert re.findall(r'data-department="(\w+)"', text) == [d.code for d in sqlite_hall.config.departments]
    assert text.count('data-open="1"') == 6


def test_the_start_page_tells_who_waits_and_when_the_others_are_on_duty(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    for touch in range(3):
        sqlite_hall.write(issue_ticket, touch_id=f"touch-{touch:04}", department="TP")
    text = words(kiosk, "/kiosk/")
    assert "3 người đang chờ" in text
    # Nobody sits at any desk yet.
    assert "Thời gian chờ: chưa rõ" in text
    assert text.count("Trực thứ Ba, 14/3") == 6


def test_a_department_on_duty_lists_its_procedures_and_the_other_purposes(kiosk: FlaskClient) -> None:
    text = words(kiosk, "/kiosk/departments/TP")
    for purpose in ("Nhận kết quả", "Bổ sung hồ sơ", "Chưa rõ thủ tục"):
        assert purpose in text
    assert kiosk.get("/kiosk/departments/TP").get_data(as_text=True).count('class="hit"') == 15


def test_a_department_off_duty_tells_the_next_sitting_and_gives_no_ticket(kiosk: FlaskClient) -> None:
    text = words(kiosk, "/kiosk/departments/GDDT")
    for told in ("Hôm nay không trực", "Ngày mai", "Thứ Ba, 14/3/2017", "Sáng 7:30–11:30", "Chiều 13:30–17:00"):
        assert told in text
    assert "Quầy 3" in text
    assert "data-take" not in kiosk.get("/kiosk/departments/GDDT").get_data(as_text=True)


def test_papers_can_be_read_on_a_day_without_duty(kiosk: FlaskClient) -> None:
    text = kiosk.get("/kiosk/departments/GDDT?read=1").get_data(as_text=True)
    assert text.count('class="hit"') == 12
    assert 'class="visit"' not in text


def test_a_procedure_shows_what_to_bring_and_leaves_honest_blanks(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    with_papers, without = procedure_keys(kiosk, "khai+sinh")[0], blank_procedure(sqlite_hall)
    assert "Tờ khai" in words(kiosk, f"/kiosk/procedures/{with_papers}")
    assert "Mời ông/bà hỏi cán bộ về giấy tờ cần có." in words(kiosk, f"/kiosk/procedures/{without}")


def blank_procedure(hall: Hall) -> str:
    procedures = hall.read(lambda db, here: known(db, here).procedures)
    on_duty = {department.code for department in hall.config.departments if department.series <= 6}
    return next(p.key for p in procedures.values() if not p.documents and p.department in on_duty)


@pytest.mark.parametrize("query", ["giay phep", "giấy phép", "GIAY PHEP", "giay  phep "])
def test_a_search_does_not_need_accents(kiosk: FlaskClient, query: str) -> None:
    found = procedure_keys(kiosk, query)
    assert set(found) == set(procedure_keys(kiosk, "giay phep"))
    assert len(found) > 10


def test_a_search_without_a_hit_offers_help(kiosk: FlaskClient) -> None:
    text = words(kiosk, "/kiosk/search?q=zzzz")
    assert "Không tìm thấy “zzzz”" in text
    assert "hỏi tại bàn của Văn phòng" in text


def test_what_was_typed_cannot_become_markup(kiosk: FlaskClient) -> None:
    text = kiosk.get("/kiosk/search?q=%22%3E%3Cb%20onclick=x%3Egiay").get_data(as_text=True)
    assert "<b onclick" not in text


def test_a_hit_of_a_department_off_duty_says_when(kiosk: FlaskClient) -> None:
    assert "Thứ Ba, 14/3" in words(kiosk, "/kiosk/search?q=karaoke")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2017, 3, 13, 7, 0), "Nhận số từ 7:15"),
        (datetime(2017, 3, 13, 12, 0), "Nhận số từ 13:15"),
        (datetime(2017, 3, 13, 16, 50), "Đã hết giờ nhận số buổi chiều."),
        (datetime(2017, 3, 13, 20, 0), "Đã hết giờ làm việc."),
        (datetime(2017, 3, 18, 9, 0), "Hôm nay là ngày nghỉ cuối tuần."),
        (datetime(2026, 1, 10, 9, 0), "Hôm nay làm việc bù, theo lịch trực thứ Sáu"),
    ],
)
def test_the_start_page_is_right_at_any_hour(
    kiosk: FlaskClient, set_clock: SetClock, moment: datetime, told: str
) -> None:
    go_to(set_clock, moment)
    assert told in words(kiosk, "/kiosk/")


def test_lunch_says_when_numbers_go_on(kiosk: FlaskClient, set_clock: SetClock) -> None:
    go_to(set_clock, datetime(2017, 3, 13, 12, 0))
    text = words(kiosk, "/kiosk/departments/TP")
    assert "Đang giờ nghỉ trưa. Buổi chiều nhận số từ 13:15." in text
    assert "Hiện không nhận số" in text
    assert "Mời ông/bà quay lại" in text


def test_english_goes_along_and_ends_at_the_start_page(kiosk: FlaskClient) -> None:
    text = kiosk.get("/kiosk/?lang=en").get_data(as_text=True)
    assert 'lang="en"' in text
    assert "Please choose what you came for" in text
    assert "/kiosk/departments/TP?lang=en" in text
    assert 'data-home="/kiosk/"' in text
    assert "Trực" not in words(kiosk, "/kiosk/?lang=en")


def test_a_language_that_the_office_does_not_offer_is_vietnamese(kiosk: FlaskClient) -> None:
    assert "Mời ông/bà chọn" in words(kiosk, "/kiosk/?lang=tay")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_offers_what_does_not_work_yet(kiosk: FlaskClient, path: str, language: str) -> None:
    text = words(kiosk, f"{path}{'&' if '?' in path else '?'}lang={language}")
    for missing in ("Tày", "Nùng"):
        assert f" {missing} " not in text


@pytest.mark.parametrize("path", PAGES)
def test_pages_obey_the_content_policy(kiosk: FlaskClient, path: str) -> None:
    text = kiosk.get(path).get_data(as_text=True)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", ["/kiosk/departments/XX", "/kiosk/procedures/XX", "/kiosk/tickets/XX"])
def test_what_does_not_exist_is_said_politely(kiosk: FlaskClient, path: str) -> None:
    assert "Không có trang này." in words(kiosk, path, 404)


def test_an_unpaired_browser_learns_how_to_join(client: FlaskClient) -> None:
    text = words(client, "/kiosk/", 403)
    assert "Máy này chưa được đăng ký." in text
    assert "mã ghép" in text


def test_the_queue_is_told_as_numbers(kiosk: FlaskClient, sqlite_hall: Hall) -> None:
    sqlite_hall.write(issue_ticket, touch_id="touch-0001", department="TP")
    told = kiosk.get("/kiosk/queue").get_json()
    (justice,) = (each for each in told["departments"] if each["code"] == "TP")
    assert (justice["waiting"], justice["open"], justice["wait"]) == (1, True, None)
    assert justice["words"]["vi"][1] == "1 người đang chờ, chưa rõ phải chờ bao lâu"
    assert justice["words"]["en"][1] == "1 person waiting, waiting time not known yet"
    assert told["seq"] > 0


def test_an_office_with_one_language_has_no_toggle(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    alone = office.model_copy(update={"site": office.site.model_copy(update={"languages": ("vi",)})})
    kiosk = paired(House(make_hall(sqlite_url, alone), b"k" * 32))
    assert "data-language-toggle" not in kiosk.get("/kiosk/").get_data(as_text=True)


@pytest.mark.parametrize(
    "asked", ["endpoint=x", "lang=en&endpoint=x", "_scheme=javascript&_external=1", "code=YTE", "_anchor=x", "values=1"]
)
def test_whatever_a_page_is_asked_with_it_stands_and_leads_to_itself(kiosk: FlaskClient, asked: str) -> None:
    for path in ("/kiosk/", "/kiosk/departments/TP", "/kiosk/departments/TP/unsure", "/posting/"):
        page = kiosk.get(f"{path}?{asked}&visit=x")
        assert page.status_code == 200
        links = re.findall(r'href="([^"]*visit=x[^"]*)"', page.get_data(as_text=True))
        assert links
        assert all(link.split("?")[0] == path for link in links)
