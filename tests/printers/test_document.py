"""Does the paper say what the job means?"""

import json

import pytest

from printers.document import TicketPaper, ticket_paper
from tests.printers.tickets import ADDRESS, facts, long_facts


def paper(language: str = "vi", **changed: object) -> TicketPaper:
    # Through JSON, as the server and the database hand them over.
    return ticket_paper(json.loads(json.dumps(facts(**changed))), language)


def test_the_ticket_names_office_number_and_place():
    ticket = paper()
    assert (ticket.series, ticket.digits) == ("4", "017")
    assert ticket.place.strong == "Quầy\u00a04"
    assert ticket.place.before == "Khi được gọi, mời đến"
    assert ticket.issued == "Lấy số lúc 8:45, thứ Hai, 13/3/2017"
    assert ticket.valid == "Phiếu chỉ dùng trong buổi sáng, 13/3/2017."
    assert ticket.missed == "Nếu lỡ lượt, ông/bà báo tại quầy\u00a04 trong buổi sáng."
    assert ticket.not_receipt == "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả."


@pytest.mark.parametrize(
    ("ahead", "wait", "said"),
    [
        (0, None, "Ông/bà là người kế tiếp"),
        (3, None, "Phía trước còn 3 người. Chưa rõ phải chờ bao lâu"),
        (0, {"low": 0, "high": 5}, "Ông/bà là người kế tiếp"),
        (1, {"low": 0, "high": 5}, "Phía trước còn 1 người, chờ dưới 5 phút (ước tính lúc lấy số)"),
        (
            0,
            {"low": 10, "high": 20, "may_miss": True},
            "Ông/bà là người kế tiếp. Có thể không kịp trong buổi này.",
        ),
        (
            3,
            {"low": 10, "high": 20},
            "Phía trước còn 3 người, chờ khoảng 10–20 phút (ước tính lúc lấy số)",
        ),
        (None, None, ""),
    ],
)
def test_people_ahead_are_told_as_far_as_known(ahead, wait, said):
    assert paper(ahead=ahead, wait=wait).ahead == said


def test_a_waiting_hall_is_where_one_waits_and_not_where_one_is_served():
    ticket = paper(place="Phòng chờ tầng 1", place_role="wait")
    assert ticket.place.before == "Mời ông/bà chờ tại"
    assert ticket.place.strong == "phòng chờ tầng\u00a01"
    assert ticket.place.after == "Số được gọi ở đó."


def test_a_name_in_capitals_keeps_them_inside_a_sentence():
    assert "báo tại UBND xã trong" in paper(place="UBND xã").missed


@pytest.mark.parametrize(
    ("visit", "procedure", "said"),
    [
        ("new", "Đăng ký khai sinh", ""),
        ("supplement", "Đăng ký khai sinh", "Bổ sung hồ sơ"),
        ("result", None, "Nhận kết quả"),
        ("unsure", None, "Chưa rõ thủ tục"),
        ("new", None, "Nộp hồ sơ mới"),
    ],
)
def test_what_the_citizen_came_for_is_said_unless_the_procedure_says_it(visit, procedure, said):
    assert paper(visit=visit, procedure=procedure).visit == said


def test_marks_and_code_are_there_only_when_they_hold():
    plain, marked = paper(url=None), ticket_paper(long_facts(), "vi")
    assert (plain.training, plain.reprint, plain.qr_address, plain.qr_caption) == (None, None, None, "")
    assert marked.training == "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"
    assert marked.reprint == "IN LẠI lúc 9:05"
    assert marked.qr_address == ADDRESS


def test_a_reprint_of_unknown_time_is_marked_all_the_same():
    assert paper(reprint=True).reprint == "IN LẠI"


def test_a_sitting_of_the_offices_own_name_is_said_as_it_is():
    assert paper(sitting="ca 2").valid.startswith("Phiếu chỉ dùng trong buổi ca 2,")


def test_the_ticket_speaks_english_where_the_citizen_chose_it():
    ticket = paper("en", ahead=1, place="Counter 4")
    assert (ticket.title, ticket.ahead) == ("QUEUE TICKET", "1 person before you")
    assert ticket.issued == "Issued 8:45, Monday, 13/3/2017"


@pytest.mark.parametrize("fact", ["number", "place", "issued_at", "day", "url", "training"])
def test_a_missing_fact_is_an_error_and_not_a_blank(fact):
    incomplete = {key: value for key, value in facts().items() if key != fact}
    with pytest.raises(KeyError):
        ticket_paper(incomplete, "vi")
