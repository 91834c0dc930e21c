"""What does whatever watches the server hear? /healthz: it answers; /readyz: it can serve."""

from __future__ import annotations

import pytest

from application import House


def test_a_healthy_server_says_so_to_anyone(house: House) -> None:
    client = house.app.test_client()
    assert (client.get("/healthz").status_code, client.get("/healthz").json) == (200, {"status": "ok"})
    ready = client.get("/readyz")
    parts = {"database": "ok", "writes": "ok", "voice": "ok", "concerns": []}
    assert (ready.status_code, ready.json) == (200, {"status": "ok", **parts})


def test_a_database_that_cannot_be_read_is_not_ready_but_alive(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("planted")

    monkeypatch.setattr(type(house.hall.database), "read", fail)
    client = house.app.test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["database"]) == (503, "failing")


def test_writes_that_pile_up_are_not_ready(house: House) -> None:
    database = house.hall.database
    database._jobs.extend([(lambda session: None, None)] * 1_001)
    try:
        ready = house.app.test_client().get("/readyz")
    finally:
        database._jobs.clear()
    assert (ready.status_code, ready.json["writes"]) == (503, "failing")
