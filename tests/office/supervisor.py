"""One of the Office at their browser, and how its pages read."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient

from actions.accounts import Role
from application import House
from tests.visitors import add_officer, csrf, signed_in


class Supervisor:
    """Signed in as a supervisor."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.account = add_officer(house, name, role=Role.SUPERVISOR)
        self.client: FlaskClient = signed_in(house, self.account)
        self.headers = csrf(self.client, "/office/accounts")

    def sees(self, path: str) -> str:
        answer = self.client.get(f"/office{path}", follow_redirects=True)
        assert answer.status_code == 200, answer.status
        return words(answer.get_data(as_text=True))

    def sends(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/office{path}", data=fields, headers=self.headers)

    def reports(self, officer: int, /, **fields: Any) -> Any:
        return self.sends("/absences/new", **({"officer": officer, "when": "today", "reason": "leave"} | fields))


def words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def seen_in(answer: Any) -> str:
    """The hidden word by which a page says which conflicts it has shown."""
    found = re.search(r'name="seen" type="hidden" value="(\w*)"', answer.get_data(as_text=True))
    assert found is not None
    return found[1]
