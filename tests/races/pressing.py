"""Officers at open desks who press, one after another or all at once, and a kiosk that gives numbers meanwhile."""

from __future__ import annotations

from tests.races.clients import Answer, Line, all_at_once
from tests.races.office_of_sixteen import DEPARTMENT, Office


class Hall:
    """Sixteen open desks, one officer each, and a kiosk."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.lines = {desk: Line(office.server.url, bearer=token) for desk, token in office.officers.items()}
        self.kiosk = Line(office.server.url, cookie=office.kiosk)
        self.touches = 0
        self.all_press("open")

    def press(self, desk: str, verb: str) -> Answer:
        """One press of one officer."""
        return self.lines[desk].post(f"/api/v1/desks/{desk}/{verb}", {})

    def all_press(self, verb: str, desks: list[str] | None = None) -> dict[str, Answer]:
        """Everybody presses the same at once; all must be let."""
        answers = self.race(verb, desks or list(self.lines))
        assert {answer.status for answer in answers.values()} == {200}, answers
        return answers

    def race(self, verb: str, desks: list[str]) -> dict[str, Answer]:
        """These press the same at once."""
        answers: dict[str, Answer] = {}

        def press(desk: str) -> None:
            answers[desk] = self.press(desk, verb)

        all_at_once([lambda desk=desk: press(desk) for desk in desks])
        return answers

    def issue(self, count: int, procedure: str | None = None) -> list[str]:
        """So many more wait, for a procedure or for the department without one; their labels."""
        asked = {"procedure": procedure} if procedure else {"department": DEPARTMENT, "visit": "unsure"}
        labels = []
        for _ in range(count):
            self.touches += 1
            wish = {"touch_id": f"citizen-{self.touches:06d}", **asked}
            answer = self.kiosk.post("/kiosk/tickets", wish)
            assert answer.status == 201, answer
            labels.append(answer.body["label"])
        return labels

    def close(self) -> None:
        """Everybody hangs up."""
        for line in (*self.lines.values(), self.kiosk):
            line.close()


def labels_of(answers: dict[str, Answer]) -> list[str]:
    """The labels that were called, in the order of their numbers: as text, 4-1000 would come before 4-999."""
    labels = [answer.body["ticket"]["label"] for answer in answers.values() if answer.status == 200]
    return sorted(labels, key=lambda label: int(label.split("-")[1]))
