"""What does the phone say to a citizen whose ticket is in this state?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from actions.views import Place, TicketView
from phone.words import words_of
from rules.states import TicketState, Visit
from rules.waiting import Wait

DESK_4 = Place("Quầy 4", "Counter 4", "4")
TICKET = TicketView(
    token="a-token",
    series=4,
    number=17,
    label="4-017",
    department="TP",
    procedure=None,
    procedure_name=None,
    visit=Visit.NEW,
    place=DESK_4,
    state=TicketState.WAITING,
    ahead=3,
    wait=None,
    issued_at=datetime(2017, 3, 13, 1, 45, tzinfo=UTC),
    day=date(2017, 3, 13),
    sitting="morning",
    print_state=None,
    code="0000",
    language="vi",
    url=None,
)


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        (TicketState.CALLED, "Đến lượt ông/bà. Mời đến quầy 4."),
        (TicketState.SERVING, "Đang tiếp ông/bà tại quầy 4."),
        (TicketState.NO_SHOW, "Đã gọi số 4-017. Mời ông/bà báo tại quầy 4."),
        (TicketState.FINISHED, "Đã tiếp xong. Cảm ơn ông/bà."),
        (TicketState.CANCELLED, "Số 4-017 đã bỏ."),
        (TicketState.EXPIRED, "Phiếu đã hết hiệu lực."),
    ],
)
def test_each_state_is_told_in_words(state: TicketState, headline: str) -> None:
    assert words_of(replace(TICKET, state=state, ahead=None), None, "vi").headline == headline


@pytest.mark.parametrize("state", TicketState)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_state_is_without_words(state: TicketState, language: str) -> None:
    words = words_of(replace(TICKET, state=state), None, language)

    assert words.headline
    assert "{" not in words.headline + "".join(words.details)


@pytest.mark.parametrize("state", [TicketState.FINISHED, TicketState.CANCELLED, TicketState.EXPIRED])
def test_who_is_done_is_sent_nowhere(state: TicketState) -> None:
    assert words_of(replace(TICKET, state=state), None, "vi").place == ""


def test_one_who_missed_the_call_learns_that_the_number_still_holds() -> None:
    words = words_of(replace(TICKET, state=TicketState.NO_SHOW), None, "vi")

    assert words.details == ("Báo trong buổi này thì không phải lấy số khác.",)


@pytest.mark.parametrize(
    ("ahead", "headline", "is_soon"),
    [
        (3, "Còn 3 người trước ông/bà", False),
        (2, "Còn 2 người trước ông/bà", True),
        (0, "Ông/bà là người kế tiếp", True),
    ],
)
def test_who_waits_learns_how_many_are_before_them(ahead: int, headline: str, is_soon: bool) -> None:
    words = words_of(replace(TICKET, ahead=ahead), None, "vi")

    assert words.headline == headline
    assert (words.details[0] == "Sắp đến lượt. Mời ông/bà đến gần quầy 4.") is is_soon


def test_the_wait_is_an_interval_or_honestly_unknown() -> None:
    assert words_of(replace(TICKET, wait=Wait(10, 20)), None, "vi").details == ("Chờ khoảng 10–20 phút",)
    assert words_of(replace(TICKET, wait=Wait(0, 5)), None, "en").details == ("Under 5 min",)
    assert words_of(TICKET, None, "vi").details == ("Chưa rõ phải chờ bao lâu",)


def test_that_the_sitting_may_end_before_is_said_by_itself() -> None:
    words = words_of(replace(TICKET, wait=Wait(50, 95, may_miss_sitting=True)), None, "vi")

    assert words.details == ("Chờ khoảng 50–95 phút", "Có thể không kịp trong buổi này.")


def test_at_noon_the_phone_tells_when_work_goes_on() -> None:
    words = words_of(replace(TICKET, ahead=0), time(13, 30), "vi")

    assert words.details == ("Đang nghỉ trưa, tiếp lúc 13:30. Số của ông/bà vẫn giữ nguyên.",)


def test_the_words_are_in_the_language_of_the_ticket() -> None:
    words = words_of(replace(TICKET, ahead=1), None, "en")

    assert (words.headline, words.place) == ("1 person before you", "Counter 4")
