"""Does somebody who sees the product for the first time find the way, and what is still missing?"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask.testing import FlaskClient

from actions.accounts import Role
from application import House
from tests.conftest import SetClock
from tests.visitors import add_officer, paired


def page(client: FlaskClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_leads_to_every_surface(client: FlaskClient) -> None:
    text = page(client)
    for address in ('href="/desk/"', 'href="/office/"', 'href="/pair"', "/api/v1/openapi.json"):
        assert address in text


def test_an_empty_house_says_what_is_left_to_do(client: FlaskClient) -> None:
    text = page(client)
    assert "Chưa có tài khoản" in text
    assert "Mở đường dẫn thiết lập in trong cửa sổ chạy máy chủ." in text
    assert "Chưa phòng nào có người." in text
    assert "site.office_phone" in text  # the sample's number is only a row of zeros
    assert "in thử trên màn hình" in text


def test_what_is_done_is_done(house: House, client: FlaskClient) -> None:
    add_officer(house, "quan", role=Role.ADMINISTRATOR)
    text = page(client)
    assert "1 tài khoản" in text
    assert "Phòng nào cũng có công chức mở được quầy." in text
    assert "Mở đường dẫn thiết lập" not in text


def test_departments_without_an_officer_are_named(house: House, client: FlaskClient) -> None:
    add_officer(house, "lien", "TP", "YT")
    text = page(client)
    assert "Chưa có người: Kinh tế và Hạ tầng" in text
    assert "Tư pháp, " not in text.split("Chưa có người:")[1].split("</p>")[0]


def test_a_paired_browser_knows_itself(house: House) -> None:
    text = page(paired(house))
    assert "Chính là máy này" in text
    assert 'href="/kiosk/"' in text


def test_on_a_working_day_the_departments_on_duty_are_shown(client: FlaskClient) -> None:
    text = page(client)
    assert "Đang nhận số" in text
    assert "Phòng Tư pháp" in text
    assert "Phòng Nội vụ" not in text
    assert "--at" not in text


def test_when_closed_it_says_until_when_and_how_to_see_it_at_work(client: FlaskClient, set_clock: SetClock) -> None:
    set_clock.wait(timedelta(days=5).total_seconds())  # Saturday
    text = page(client)
    assert "Lúc này không nhận số" in text
    assert "Nhận số lại thứ Hai, 20/3/2017: sáng 7:30–11:30, chiều 13:30–17:00." in text
    assert "python3 run.py --at &#34;2017-03-20 08:00&#34;" in text


def test_the_time_shown_is_the_offices(client: FlaskClient, set_clock: SetClock) -> None:
    assert set_clock.now().astimezone().replace(tzinfo=None) != datetime(2017, 3, 13)
    assert ">8:40</time>" in page(client)
