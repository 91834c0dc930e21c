"""May this citizen have a number now, and which one?"""

from __future__ import annotations

from typing import Any

from actions.events import first_broken
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.presses import press
from actions.views import Issued
from rules.refusals import Refusal
from rules.states import JobState, TicketState, Visit
from tests.actions.at_work import Seat, add_person
from tests.conftest import SetClock

BUILDING_PERMIT = "1.013225"
FOOD_SAFETY = "YT-01"


def take(hall: Hall, touch_id: str, procedure: str = BUILDING_PERMIT) -> Issued:
    answer = hall.write(issue_ticket, touch_id=touch_id, procedure=procedure, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    assert isinstance(answer, Issued), answer
    return answer


def test_numbers_follow_each_other_in_a_departments_series(hall: Hall) -> None:
    labels = [take(hall, f"touch-{n:04d}").ticket.label for n in range(3)]
    assert labels == ["1-001", "1-002", "1-003"]


def test_a_second_touch_gives_the_same_ticket(hall: Hall) -> None:
    first, again = take(hall, "touch-0001"), take(hall, "touch-0001")
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.ticket.token == first.ticket.token
    assert again.ticket.label == first.ticket.label


def test_a_new_ticket_says_where_to_go_and_how_many_are_before(hall: Hall) -> None:
    take(hall, "touch-0001")
    ticket = take(hall, "touch-0002").ticket
    assert ticket.place.desk == "1"
    assert ticket.ahead == 1
    assert ticket.state is TicketState.WAITING
    assert ticket.print_state is JobState.QUEUED


def test_those_written_together_count_each_other_and_whoever_is_called_between_them(hall: Hall) -> None:
    """As in one group of writes: what the first has read the next ones need not ask again, until something happens."""
    seat = Seat(hall, "1", add_person(hall, "kt", "KTHT"))
    seat.does("open")

    def in_one_transaction(db: Any, here: Any) -> list[tuple[str, int, int]]:
        told = []
        for n, department in enumerate(["KTHT", "KTHT", "TP", "KTHT", "next", "KTHT", "TP", "KTHT"]):
            if department == "next":
                press(db, here, verb="next", desk="1", account=seat.account)
                continue
            wish = {"department": department, "visit": Visit.RESULT, "kiosk": "kiosk-1"}
            issued = issue_ticket(db, here, touch_id=f"together-{n:04d}", **wish)
            again = issue_ticket(db, here, touch_id=f"together-{n:04d}", **wish)
            assert isinstance(issued, Issued)
            assert isinstance(again, Issued)
            assert again.is_repeat
            told.append((department, issued.ticket.number, issued.ticket.ahead))
        return told

    assert hall.write(in_one_transaction) == [
        ("KTHT", 1, 0), ("KTHT", 2, 1), ("TP", 1, 0), ("KTHT", 3, 2), ("KTHT", 4, 2), ("TP", 2, 1), ("KTHT", 5, 3),
    ]  # fmt: skip


def test_a_department_off_duty_gives_no_number_and_says_when(hall: Hall) -> None:
    answer = hall.write(issue_ticket, touch_id="touch-0001", procedure=FOOD_SAFETY, actor="kiosk:kiosk-1")
    assert isinstance(answer, Refusal)
    assert answer.code == "off_roster"
    assert answer.next is not None
    assert answer.next.day.isoformat() == "2017-03-14"


def test_an_unknown_procedure_is_refused(hall: Hall) -> None:
    answer = hall.write(issue_ticket, touch_id="touch-0001", procedure="9.999999", actor="kiosk:kiosk-1")
    assert isinstance(answer, Refusal)
    assert answer.code == "no_procedure"


def test_who_came_for_a_result_gets_a_number_of_the_department(hall: Hall) -> None:
    answer = hall.write(issue_ticket, touch_id="touch-0001", department="TP", visit=Visit.RESULT)
    assert isinstance(answer, Issued)
    assert (answer.ticket.label, answer.ticket.procedure) == ("4-001", None)


def test_no_ticket_after_the_last_hour(hall: Hall, set_clock: SetClock) -> None:
    set_clock.wait(10 * 3600)
    answer = hall.write(issue_ticket, touch_id="touch-0001", procedure=BUILDING_PERMIT)
    assert isinstance(answer, Refusal)
    assert answer.code == "evening"


def test_numbers_begin_anew_at_local_midnight(hall: Hall, set_clock: SetClock) -> None:
    take(hall, "touch-0001")
    set_clock.wait(2 * 24 * 3600)
    assert take(hall, "touch-0002").ticket.label == "1-001"


def test_every_move_is_in_an_unbroken_chain(hall: Hall) -> None:
    for n in range(5):
        take(hall, f"touch-{n:04d}")
    assert hall.read(first_broken) is None
