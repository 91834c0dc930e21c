"""Does the Office hear of a full disk, a clock that jumps, a database that cannot be written?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from actions.accounts import Role
from actions.audit import list_acts
from actions.hall import Hall
from application import House
from models import Ticket
from tests.actions.at_work import events, rows, take
from tests.conftest import SetClock
from tests.office.supervisor import words
from tests.visitors import add_officer, signed_in
from watch import Concerns, Watch

LIMIT = 100_000
resource = pytest.importorskip("resource", reason="Windows has no such limits")


class Passing:
    """The seconds that pass, whatever the clock shows."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def passing() -> Passing:
    return Passing()


@pytest.fixture
def watch(house: House, tmp_path: Path, passing: Passing) -> Watch:
    return Watch(house.hall, tmp_path, house.concerns, passing)


def codes(concerns: Concerns) -> list[str]:
    return [each.code for each in concerns.now()]


def page(house: House) -> str:
    """The Office's first page, as somebody of the Office sees it."""
    client = signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))
    return words(client.get("/office/").get_data(as_text=True))


@pytest.mark.parametrize("hours", [-26, 3], ids=["back", "forth"])
def test_a_jump_of_the_clock_is_told_logged_and_forgotten_in_time(
    house: House, watch: Watch, passing: Passing, set_clock: SetClock, hours: int
) -> None:
    watch.look()
    for _ in range(3):  # time as it should pass
        passing.seconds += 10
        set_clock.wait(10)
        watch.look()
    assert codes(house.concerns) == []
    set_clock.wait(hours * 3600)
    watch.look()
    assert codes(house.concerns) == ["clock_jumped"]
    (event,) = events(house.hall, "clock_jumped")
    assert event.facts["by_s"] == hours * 3600
    assert house.hall.read(list_acts)[0].kind == "clock_jumped"
    said = page(house)
    assert "lẽ ra là 8:40 13/3/2017 mà máy chỉ" in said
    assert "chỉnh lại giờ của máy chủ" in said
    passing.seconds += 3700
    set_clock.wait(3700)
    watch.look()
    assert codes(house.concerns) == []


def test_other_pages_of_the_office_count_it_beside_the_overviews_name(house: House, set_clock: SetClock) -> None:
    set_clock.wait(12 * 3600)  # in the evening no department has to be attended
    client = signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))

    def badge() -> str:
        text = client.get("/office/people").get_data(as_text=True)
        return text.split("data-urgent")[1].split("</b>")[0]

    assert " hidden" in badge()
    house.concerns.worry("disk_low", house.hall.now(), free=1, folder="data")
    assert " hidden" not in badge()
    assert ">1<" in badge()
    state = client.get("/office/state?alerts").get_json()
    assert (state["alerts"], state["urgent"]) == (["house:disk_low"], 1)


def test_a_pc_that_starts_in_the_past_is_told(house: House, watch: Watch, set_clock: SetClock) -> None:
    take(house.hall)
    set_clock.wait(-30 * 24 * 3600)
    watch.look()
    (concern,) = house.concerns.now()
    assert (concern.code, concern.facts["expected"] - concern.facts["shown"]) == ("clock_jumped", timedelta(days=30))


def test_training_that_begins_anew_is_no_jump(
    house: House, watch: Watch, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--at` with the same morning, for the second time."""
    take(house.hall)
    monkeypatch.setattr(SetClock, "is_training", True)
    set_clock.wait(-3600)
    watch.look()
    set_clock.wait(-3600)
    watch.look()
    assert codes(house.concerns) == []
    assert events(house.hall, "clock_jumped") == []


def test_a_disk_that_fills_up_is_told_until_there_is_room(
    house: House, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [120_000_000]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free[0]))
    watch.look()
    assert codes(house.concerns) == ["disk_low"]
    said = page(house)
    assert "Đĩa của máy chủ sắp đầy: còn 120 MB." in said
    free[0] = 10**9
    watch.look()
    assert codes(house.concerns) == []


@contextmanager
def no_room(hall: Hall) -> Iterator[None]:
    """The operating system writes nothing behind what the database's log holds already."""
    log = Path(f"{hall.database.engine.url.database}-wal")
    while log.stat().st_size < 4 * LIMIT:
        take(hall)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(hall: Hall) -> Iterator[None]:
    """What SQLite says of a file system that was mounted anew after an error of the disk."""
    connection = hall.database._connection
    assert connection is not None
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    yield
    cursor.execute("PRAGMA query_only=OFF")


@pytest.mark.parametrize(("fault", "reason"), [(read_only, "readonly database"), (no_room, "disk")])
def test_a_database_that_takes_nothing_is_told_and_is_tried_again_without_anybody(
    house: House, watch: Watch, fault: Any, reason: str
) -> None:
    hall, ready = house.hall, house.app.test_client()
    take(hall)
    with fault(hall):
        last = len(rows(hall, Ticket))
        with pytest.raises(Exception, match=reason):
            take(hall)
        watch.look()
        assert codes(house.concerns) == ["database"]
        assert reason in words_of_the_alert(house)
        assert ready.get("/readyz").status_code == 503
    watch.look()
    assert codes(house.concerns) == []
    assert ready.get("/readyz").status_code == 200
    assert take(hall).number == last + 1  # what failed took no number


def words_of_the_alert(house: House) -> str:
    """Nobody can be added now, so the page is drawn for whom there is."""
    with house.app.test_request_context("/office/"):
        from office.house_shown import house_alerts

        (alert,) = house_alerts("vi", house.concerns.now(), house.hall.config.site.zone)
        return f"{alert.headline} {alert.detail}"


def test_what_fails_to_look_hides_nothing_else(
    house: House, watch: Watch, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise OSError("no such disk")

    monkeypatch.setattr(shutil, "disk_usage", broken)
    set_clock.wait(9_000)
    watch.look()
    set_clock.wait(9_000)
    watch.look()
    assert codes(house.concerns) == ["clock_jumped"]
