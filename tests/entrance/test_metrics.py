"""Are the figures for monitoring true, and nobody's but the Office's to read?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from actions.accounts import Role, add_account_token
from application import House
from tests.actions.at_work import seat, take
from tests.conftest import SetClock
from tests.visitors import add_officer, paired, signed_in

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def bearer(house: House) -> dict[str, str]:
    """A token that Prometheus holds: of an account of the Office."""
    account = add_officer(house, "giam-sat", role=Role.SUPERVISOR)
    token: Any = house.hall.write(add_account_token, account_id=account.id)
    return {"Authorization": f"Bearer {token}"}


def figures(client: FlaskClient, bearer: dict[str, str]) -> Figures:
    """As Prometheus' own parser reads them."""
    answer = client.get("/metrics", headers=bearer)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_the_hall_is_counted(house: House, client: FlaskClient, bearer: dict[str, str], set_clock: SetClock) -> None:
    lan = seat(house.hall, "1", "KTHT")
    for _ in range(3):
        take(house.hall)
    lan.calls_next()
    set_clock.wait(120)
    found = figures(client, bearer)
    assert found["mot_cua_tickets", (("department", "KTHT"), ("state", "waiting"))] == 2
    assert found["mot_cua_tickets", (("department", "KTHT"), ("state", "called"))] == 1
    assert found["mot_cua_longest_wait_seconds", (("department", "KTHT"),)] == 120
    assert found["mot_cua_open_desks", ()] == 1
    assert found["mot_cua_print_jobs", (("state", "queued"),)] == 3
    assert found["mot_cua_events_today", (("kind", "ticket_called"),)] == 1
    assert found["mot_cua_waiting_writes", ()] == 0
    assert found["mot_cua_sockets", ()] == 0


def test_answers_incidents_and_what_ails_the_house_are_counted(
    house: House, client: FlaskClient, bearer: dict[str, str]
) -> None:
    def break_down() -> None:
        raise RuntimeError("a bug")

    before = figures(client, bearer)
    house.app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    house.app.view_functions["entrance.healthz"] = break_down
    assert client.get("/healthz").status_code == 500
    house.concerns.worry("disk_low", house.hall.now(), free=1, folder="data")
    found = figures(client, bearer)
    assert found["mot_cua_incidents_total", ()] == before["mot_cua_incidents_total", ()] + 1
    assert found["mot_cua_answers_total", (("status", "5xx"),)] == 1
    assert found["mot_cua_concern", (("code", "disk_low"),)] == 1
    assert found["mot_cua_answer_seconds_count", ()] == found["mot_cua_answer_seconds_bucket", (("le", "+Inf"),)]
    assert found["mot_cua_answer_seconds_count", ()] >= 2


def test_nobody_in_the_hall_reads_them(house: House, client: FlaskClient) -> None:
    programs = {"Accept": "application/json"}
    assert client.get("/metrics", headers=programs).status_code == 401
    assert paired(house).get("/metrics", headers=programs).status_code == 403
    assert signed_in(house, add_officer(house)).get("/metrics").status_code == 403
