"""Does the Office see how those served found it, and how many of those asked gave an answer?"""

from __future__ import annotations

from typing import Any

from actions.issue import issue_ticket
from actions.presses import press
from actions.ratings import ask, rate
from application import House
from rules.states import Outcome
from tests.office.supervisor import Supervisor
from tests.visitors import add_officer


def served(house: House, account: Any, n: int) -> str:
    issued: Any = house.hall.write(issue_ticket, touch_id=f"touch-{n:04d}", department="TP")
    for verb, wish in (("next", {}), ("serve", {}), ("finish", {"outcome": Outcome.ADVICE})):
        house.hall.write(press, verb=verb, desk="4", account=account, **wish)
    return str(issued.ticket.token)


def test_the_figures_of_a_desk_with_the_rate_of_answers(house: House) -> None:
    account = add_officer(house, "lien", "TP")
    house.hall.write(press, verb="open", desk="4", account=account)
    for n, score in enumerate([4, 2, None, None]):
        token = served(house, account, n)
        house.hall.write(ask, desk="4", token=token)
        if score is not None:
            reasons = ["waiting"] if score == 2 else []
            house.hall.write(rate, desk="4", token=token, score=score, reasons=reasons, actor="desk_display:desk-4")
    page = Supervisor(house, "van-phong").sees("/ratings")
    assert "Quầy 4 4 2 (50%) 1 0 1 0 50% Thời gian chờ: 1" in page


def test_a_week_without_a_question_says_so(house: House) -> None:
    assert "Chưa có ai được hỏi" in Supervisor(house, "van-phong").sees("/ratings?period=2017-W02")
