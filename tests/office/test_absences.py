"""The Office's pages about absences: recorded, changed, withdrawn; and what kiosk and desk make of it at once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from actions.absence_views import AbsenceView, list_absences
from actions.accounts import AccountView
from actions.issue import issue_ticket
from actions.people import OfficerWish, save_officer
from actions.presence import open_desk
from actions.views import DeskView, Issued
from application import House
from rules.refusals import Refusal
from tests.actions.at_work import events
from tests.conftest import SetClock
from tests.office.supervisor import Supervisor, seen_in, words
from tests.visitors import add_officer, paired


def listed(house: House, name: str, *departments: str) -> int:
    answer = house.hall.write(save_officer, wish=OfficerWish(name, departments), actor="system")
    assert not isinstance(answer, Refusal), answer
    return answer.id


def absences(house: House) -> tuple[AbsenceView, ...]:
    today = house.hall.here().today
    return house.hall.read(list_absences, since=today, until=today + timedelta(days=30))


def ticket(house: House, department: str) -> Issued | Refusal:
    count = len(events(house.hall))
    return house.hall.write(
        issue_ticket, touch_id=f"touch-{count:06}", department=department, kiosk="kiosk-1", actor="kiosk:kiosk-1"
    )


@pytest.fixture
def chief(house: House) -> Supervisor:
    return Supervisor(house, "van-phong")


@pytest.fixture
def huong(house: House) -> int:
    """The only officer on the list of Tài nguyên - Môi trường, which is on duty."""
    return listed(house, "Bế Thị Hương", "TNMT")


def test_an_absence_is_recorded_by_its_sittings(house: House, chief: Supervisor, huong: int) -> None:
    assert chief.reports(huong, when="today.afternoon", note="đi khám").headers["Location"] == "/office/absences"
    (view,) = absences(house)
    zone = house.hall.config.site.zone
    assert view.since.astimezone(zone).replace(tzinfo=None) == datetime(2017, 3, 13, 13, 30)
    assert view.until.astimezone(zone).replace(tzinfo=None) == datetime(2017, 3, 13, 17)
    assert (view.is_late, view.made_by, view.note) == (False, chief.account.actor, "đi khám")
    shown = chief.sees("/absences")
    assert "Bế Thị Hương Tài nguyên - Môi trường Thứ Hai, 13/3/2017, buổi chiều Nghỉ phép đi khám" in shown
    assert "Cử người thay" in shown


def test_days_are_chosen_as_sittings_too(house: House, chief: Supervisor, huong: int) -> None:
    days = {"from_day": "15/3", "from_sitting": "afternoon", "to_day": "17/3/2017", "to_sitting": "morning"}
    chief.reports(huong, when="dates", **days)
    assert "Từ chiều 15/3/2017 đến hết sáng 17/3/2017" in chief.sees("/absences")


def test_late_and_forbidden_are_marked_and_the_second_is_shown_first(
    house: House, chief: Supervisor, huong: int
) -> None:
    answer = chief.reports(huong, reason="business_trip")
    assert answer.status_code == 409
    assert "không cho cử công chức đi công tác" in words(answer.get_data(as_text=True))
    assert absences(house) == ()
    assert chief.reports(huong, reason="business_trip", seen=seen_in(answer)).status_code == 302
    shown = chief.sees("/absences")
    assert "Báo muộn" in shown
    assert "Trái công văn" in shown


def test_the_chairman_told_after_the_sitting_began_is_marked(house: House, chief: Supervisor, huong: int) -> None:
    told = {"office_told": "7:10", "chairman_told": "y", "chairman_told_at": "7:29"}
    assert chief.reports(huong, **told).status_code == 302
    assert "Báo Chủ tịch muộn" not in chief.sees("/absences")
    (view,) = absences(house)
    chief.sends(f"/absences/{view.id}/withdraw", why="ghi nhầm")
    assert chief.reports(huong, **told | {"chairman_told_at": "7:45"}).status_code == 302
    assert "Báo muộn Báo Chủ tịch muộn" in chief.sees("/absences")


def test_what_was_told_to_whom_and_when_is_kept(house: House, chief: Supervisor, huong: int) -> None:
    chief.reports(huong, office_told="7:05", chairman_told="y", chairman_told_at="7:10", reported_by="Trưởng phòng")
    (view,) = absences(house)
    assert not view.is_late
    shown = chief.sees("/absences")
    assert "Văn phòng: 7:05 · Trưởng phòng" in shown
    assert "Chủ tịch: 7:10" in shown
    assert "Chưa báo Chủ tịch" not in shown


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"officer": ""}, 400, "Ô này còn trống."),
        ({"officer": "999"}, 400, "Chọn một mục trong danh sách."),
        ({"when": "dates", "from_day": ""}, 400, "Chọn ngày"),
        ({"when": "dates", "from_day": "31/2/2017"}, 400, "Chọn ngày"),
        ({"when": "dates", "from_day": "15/3", "to_day": "14/3"}, 409, "Giờ kết thúc phải sau"),
        ({"reason": "holiday"}, 400, "Chọn một mục trong danh sách."),
        ({"office_told": "25:00"}, 400, "Ghi ngày và giờ."),
        ({"office_told": "9:00"}, 409, "Giờ báo ghi muộn hơn bây giờ."),
        ({"substitute": "999"}, 409, "Không có công chức này"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    house: House, chief: Supervisor, huong: int, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = chief.reports(huong, **({"note": "đi khám bệnh"} | fields))
    text = answer.get_data(as_text=True)
    assert (answer.status_code, sentence in words(text)) == (status, True)
    assert "đi khám bệnh" in text
    assert absences(house) == ()


def test_a_substitute_of_another_department_needs_the_offices_note(house: House, chief: Supervisor, huong: int) -> None:
    tam = listed(house, "Vi Văn Tâm", "YT")
    answer = chief.reports(huong, substitute=tam)
    assert "không thuộc phòng này" in words(answer.get_data(as_text=True))
    assert f'<option value="{tam}" data-foreign selected>' in answer.get_data(as_text=True)
    chief.reports(huong, substitute=tam, accepted_note="chỉ có một công chức")
    assert absences(house)[0].substitute == tam


def test_one_person_in_two_places_is_shown_before_saving(house: House, chief: Supervisor, huong: int) -> None:
    lien = listed(house, "Hoàng Thị Liên", "TP")
    answer = chief.reports(huong, substitute=lien, accepted_note="chỉ có một công chức")
    assert "cũng có lịch trực tại Tư pháp" in words(answer.get_data(as_text=True))
    assert "Vẫn lưu" in words(answer.get_data(as_text=True))


def test_a_conflict_that_came_meanwhile_is_shown_again(house: House, chief: Supervisor, huong: int) -> None:
    khanh = listed(house, "Khánh", "TNMT")
    first = chief.reports(khanh, reason="training")
    # Before it is sent again another supervisor lets Khánh stand in for Hương.
    Supervisor(house, "pho").reports(huong, substitute=khanh)
    again = chief.reports(khanh, reason="training", seen=seen_in(first))
    assert again.status_code == 409
    assert "đang được cử trực thay Bế Thị Hương" in words(again.get_data(as_text=True))


def test_who_can_be_had_is_offered_own_first(house: House, chief: Supervisor, huong: int) -> None:
    khanh, nga, tam = listed(house, "Khánh", "TNMT"), listed(house, "Nga", "TNMT"), listed(house, "Tâm", "YT")
    listed(house, "Liên", "TP")
    chief.reports(nga)
    text = chief.client.get(f"/office/absences/candidates?officer={huong}&when=today").get_data(as_text=True)
    groups = [re.sub(r"\s+", " ", words(group)) for group in text.split("<optgroup")[1:]]
    assert len(groups) == 4
    assert "Khánh" in groups[0]
    assert "Tâm – Y tế" in groups[1]
    assert "Liên – Tư pháp" in groups[2]
    assert "Nga cũng vắng trong thời gian này." in groups[3]
    assert str(khanh) < str(tam)
    nothing = chief.client.get("/office/absences/candidates").get_data(as_text=True)
    assert "<optgroup" not in nothing


def test_an_alerts_link_leads_to_the_absence_behind_it(house: House, chief: Supervisor, huong: int) -> None:
    assert "Báo vắng" in chief.sees("/absences/new?department=TNMT")
    chosen = chief.client.get("/office/absences/new?department=TNMT").get_data(as_text=True)
    assert f'<option selected value="{huong}">' in chosen
    chief.reports(huong)
    (view,) = absences(house)
    answer = chief.client.get("/office/absences/new?department=TNMT")
    assert answer.headers["Location"] == f"/office/absences/{view.id}/substitute"
    tam = listed(house, "Vi Văn Tâm", "YT")
    chief.sends(f"/absences/{view.id}/substitute", substitute=tam, accepted_note="chỉ có một công chức")
    (sent,) = absences(house)
    again = chief.client.get("/office/absences/new?department=TNMT")
    assert again.headers["Location"] == f"/office/absences/{sent.id}/substitute", "who was sent did not come either"
    listed(house, "Khánh", "TNMT")
    assert chief.client.get("/office/absences/new?department=TNMT").status_code == 200


def test_a_change_keeps_what_was_said_before(house: House, chief: Supervisor, huong: int) -> None:
    chief.reports(huong, note="đi khám")
    (view,) = absences(house)
    page = chief.client.get(f"/office/absences/{view.id}/change").get_data(as_text=True)
    assert 'value="13/3/2017"' in page
    assert "đi khám" in page
    fields = {"when": "dates", "from_day": "13/3/2017", "to_day": "13/3/2017", "to_sitting": "morning"}
    chief.sends(f"/absences/{view.id}/change", officer=huong, reason="leave", note="về sớm", **fields)
    shown = chief.sees("/absences")
    assert "buổi sáng Nghỉ phép về sớm" in shown
    assert "Đã sửa 1 lần" in shown
    assert "đi khám" in shown
    assert "về sớm" in chief.sees(f"/absences/{view.id}"), "an old link leads to what it has become"


def test_a_withdrawn_one_stays_in_the_list_with_its_reason(house: House, chief: Supervisor, huong: int) -> None:
    chief.reports(huong)
    (view,) = absences(house)
    assert chief.sends(f"/absences/{view.id}/withdraw", why="").status_code == 400
    chief.sends(f"/absences/{view.id}/withdraw", why="vẫn đi làm")
    shown = chief.sees("/absences")
    assert "Đã rút vẫn đi làm" in shown
    assert "is-ended" in chief.client.get("/office/absences").get_data(as_text=True)


def test_who_is_back_early_is_away_until_now_only(
    house: House, chief: Supervisor, huong: int, set_clock: SetClock
) -> None:
    chief.reports(huong)
    (view,) = absences(house)
    assert isinstance(ticket(house, "TNMT"), Refusal)
    set_clock.wait(1200)
    chief.sends(f"/absences/{view.id}/returned")
    assert isinstance(ticket(house, "TNMT"), Issued)
    assert "7:30–9:00" in chief.sees("/absences")


def test_the_second_of_two_supervisors_is_told_and_nothing_is_lost(house: House, chief: Supervisor, huong: int) -> None:
    khanh, nga = listed(house, "Khánh", "TNMT"), listed(house, "Nga", "TNMT")
    chief.reports(huong)
    (view,) = absences(house)
    other = Supervisor(house, "pho")
    other.sees(f"/absences/{view.id}/substitute")
    chief.sends(f"/absences/{view.id}/substitute", substitute=khanh)
    for path, fields in (("substitute", {"substitute": nga}), ("withdraw", {"why": "đã về"})):
        answer = other.sends(f"/absences/{view.id}/{path}", **fields)
        assert answer.status_code == 409
        page = answer.get_data(as_text=True)
        assert "Người khác vừa sửa mục này" in page
        assert f"/absences/{absences(house)[0].id}/{path}" in page, "sent again, it is about what there is now"
        assert {"substitute": f'value="{nga}" selected', "withdraw": 'value="đã về"'}[path] in page
    assert other.sends(f"/absences/{view.id}/returned").status_code in (302, 303)
    assert "Lượt báo vắng này không còn hiệu lực." in other.sees("/absences")
    assert [each.substitute for each in absences(house)] == [khanh]


def test_what_the_second_typed_stands_beside_what_the_first_wrote(house: House, chief: Supervisor, huong: int) -> None:
    chief.reports(huong, note="đi khám")
    (view,) = absences(house)
    other, change = Supervisor(house, "pho"), f"/absences/{view.id}/change"
    typed = {"officer": huong, "when": "today", "reason": "leave", "note": "con ốm, về quê"}
    chief.sends(change, **{**typed, "reason": "other", "note": "họp ở tỉnh"})
    answer = other.sends(change, **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Người khác vừa sửa mục này" in page
    assert "con ốm, về quê" in page
    assert "họp ở tỉnh" in page
    (newest,) = absences(house)
    assert newest.note == "họp ở tỉnh"
    assert f'action="/office/absences/{newest.id}/change"' in page
    assert other.sends(f"/absences/{newest.id}/change", **typed).status_code == 302
    assert [each.note for each in absences(house)] == ["con ốm, về quê"]


def test_a_change_of_what_was_withdrawn_meanwhile_can_be_recorded_anew(
    house: House, chief: Supervisor, huong: int
) -> None:
    chief.reports(huong)
    (view,) = absences(house)
    chief.sends(f"/absences/{view.id}/withdraw", why="vẫn đi làm")
    typed = {"officer": huong, "when": "today", "reason": "leave", "note": "con ốm"}
    answer = chief.sends(f"/absences/{view.id}/change", **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'action="/office/absences/new"' in page
    assert "con ốm" in page
    assert "vẫn đi làm" in page


def test_kiosk_and_desk_follow_at_once(house: House, chief: Supervisor, huong: int) -> None:
    """Everybody away: no ticket. A substitute: tickets again, and the substitute's open desk serves them."""
    tam = add_officer(house, "tam", "YT")
    kiosk = paired(house)
    assert at_kiosk(kiosk, "TNMT")
    chief.reports(huong)
    assert not at_kiosk(kiosk, "TNMT")
    refused = ticket(house, "TNMT")
    assert isinstance(refused, Refusal)
    assert refused.code == "unstaffed"
    assert "chưa bố trí được người trực" in words(kiosk.get("/kiosk/departments/TNMT").get_data(as_text=True))
    assert seat(house, "2", tam) == ()

    (view,) = absences(house)
    assert tam.officer_id is not None
    chief.sends(f"/absences/{view.id}/substitute", substitute=tam.officer_id, accepted_note="chỉ có một công chức")
    assert at_kiosk(kiosk, "TNMT")
    assert isinstance(ticket(house, "TNMT"), Issued)
    assert seat(house, "2", tam) == ("TNMT",)


def at_kiosk(kiosk: FlaskClient, code: str) -> bool:
    """Whether the start page offers tickets of the department."""
    text = kiosk.get("/kiosk/").get_data(as_text=True)
    tile = re.search(rf'<[^>]*data-department="{code}"[^>]*>', text)
    assert tile is not None
    return 'data-open="1"' in tile[0]


def seat(house: House, desk: str, account: AccountView) -> tuple[str, ...]:
    """The departments that the desk serves once this officer opens it."""
    answer = house.hall.write(open_desk, desk=desk, account=account)
    return answer.departments if isinstance(answer, DeskView) else ()
