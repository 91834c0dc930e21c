"""What do the watchers of the server get told?"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from application import House


def test_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (200, "ok")


def test_not_ready_without_the_database(house: House, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(house.hall.database, "read", broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "failing")
