"""Does the overview show how each part of the house is, in the words of `check`, and what to do?"""

from __future__ import annotations

import re
from pathlib import Path

import gevent
import pytest

from actions.devices import list_devices
from actions.walls import report_wall
from application import House
from backups.folder import MARK
from commands import Place
from commands.checking import told
from commands.serving import examined
from office.health import PART_OF, PARTS
from tests.conftest import SetClock
from tests.office.supervisor import Supervisor
from tests.running import ROOT
from tests.test_checking import data
from tests.visitors import paired
from tests.watch.test_looking import Passing
from watch import Watch
from watch.finding import Verdict

__all__ = ["data"]
HOUSE = "machines_silent"


@pytest.fixture
def supervisor(house: House) -> Supervisor:
    return Supervisor(house, "van-phong")


def parts(supervisor: Supervisor) -> dict[str, str]:
    """Each part's row in words."""
    page = supervisor.client.get("/office/health").get_data(as_text=True)
    rows = re.findall(r'data-part-of-house="(\w+)">(.*?)</tr>', page, re.DOTALL)
    return {code: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for code, row in rows}


def come(house: House, device: str, path: str) -> None:
    """A browser of ours asks; that it was here is written down beside the answer."""
    assert paired(house, device).get(path).status_code == 200
    for _ in range(100):
        gevent.sleep(0.01)
        if any(each.code == device and each.seen_at == house.hall.now() for each in house.hall.read(list_devices)):
            return
    raise AssertionError(f"{device} was never noted")


def look(house: House, folder: Path) -> None:
    """As the running server does each minute."""
    place = Place(ROOT / "config.toml", folder, None)
    house.health.findings = tuple(examined(place, house.hall, folder))


def test_every_part_has_its_verdict_and_what_is_not_well_its_remedy(
    house: House, supervisor: Supervisor, tmp_path: Path
) -> None:
    look(house, tmp_path)
    seen = parts(supervisor)
    assert [*seen] == [part for part in PARTS if part != "agents"]  # this office has none
    assert "Đọc và ghi được" in seen["database"]
    assert "Nên xem lại" in seen["kiosks"]
    assert "Tạo mã ghép" in seen["kiosks"]
    assert "Chưa có bản nào" in seen["backups"]
    assert "python3 run.py backup" in seen["backups"]
    assert "còn" in seen["disk"]
    overview = supervisor.sees("/")
    assert "Máy lấy số 1 chưa ghép" in overview
    assert "Xem từng phần" in overview
    assert "check" in supervisor.sees("/health")


def test_a_machine_that_falls_silent_is_told_while_it_is_needed(
    house: House, supervisor: Supervisor, set_clock: SetClock, tmp_path: Path
) -> None:
    passing = Passing()
    watch = Watch(house.hall, tmp_path, house.concerns, passing)

    def wait(seconds: float) -> None:
        set_clock.wait(seconds)
        passing.seconds += seconds
        watch.look()

    watch.look()
    come(house, "kiosk-1", "/kiosk/")
    house.hall.write(report_wall, wall="wall-1", screen="0123456789", shows={"slot": "call"})
    come(house, "wall-1", "/display/")
    seen = parts(supervisor)
    assert ("Tốt" in seen["kiosks"], "Tốt" in seen["walls"]) == (True, True)
    wait(200)
    seen = parts(supervisor)
    assert "Máy lấy số 1 không trả lời từ 8:40 13/3/2017" in seen["kiosks"]
    assert "dây mạng" in seen["walls"]
    alert = supervisor.sees("/")
    assert "Máy lấy số 1, Màn hình khu vực chờ không trả lời máy chủ." in alert
    assert [each.code for each in house.concerns.now()] == [HOUSE]
    house.hall.write(report_wall, wall="wall-1", screen="0123456789", shows={"slot": "call", "sound": "blocked"})
    come(house, "kiosk-1", "/kiosk/")
    wait(61)
    assert house.concerns.now() == ()
    house.hall.write(report_wall, wall="wall-1", screen="0123456789", shows={"slot": "call", "sound": "blocked"})
    assert "chặn tiếng" in parts(supervisor)["walls"]
    wait(12 * 3600)
    assert house.concerns.now() == ()
    assert "ngoài giờ" in parts(supervisor)["kiosks"]


def test_what_the_watch_noticed_counts_more_than_the_last_look(
    house: House, supervisor: Supervisor, tmp_path: Path
) -> None:
    look(house, tmp_path)
    assert "Cần xử lý" not in parts(supervisor)["disk"]
    house.concerns.worry("disk_low", house.hall.now(), free=1, folder="data")
    house.concerns.worry("database", house.hall.now(), reason="disk is full")
    seen = parts(supervisor)
    assert "Cần xử lý Đĩa của máy chủ sắp đầy: còn 1 MB." in seen["disk"]
    assert "không ghi được" in seen["database"]


def test_the_page_and_check_say_the_same(house: House, supervisor: Supervisor, data: Path, tmp_path: Path) -> None:
    """One finding, one sentence: whoever is called for help hears what the Office reads."""
    (tmp_path / "data" / "backups").mkdir()
    (tmp_path / "data" / "backups" / MARK).touch()
    look(house, data)
    seen = parts(supervisor)
    said = {(each.part, words, how) for each, words, how in told(Place(ROOT / "config.toml", data, None), 1)}
    of_both = [each for each in said if each[0] in ("backups", "kiosks", "walls", "printers")]
    assert len(of_both) == 4
    for part, words, how in of_both:
        assert words[1:] in seen[part]
        assert how in seen[part]


def test_each_worry_of_the_watch_belongs_to_a_part() -> None:
    catalogue = (ROOT / "locales/vi/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    known = set(re.findall(r'msgid "concern\.(\w+)"', catalogue))
    assert known == {*PART_OF, HOUSE}
    assert {*PART_OF.values()} <= {*PARTS}
    assert [*Verdict] == ["ok", "warn", "bad"]
