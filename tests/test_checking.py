"""Does `check` see what is broken, say so in Vietnamese with a remedy, and leave everything as it was?"""

from __future__ import annotations

import http.server
import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

import config as configuration
from actions.hall import Hall
from backups import sqlite as sqlite_backups
from commands import Place
from commands.checking import REMEDY, told
from config import Config
from tests.actions.at_work import take
from tests.running import ROOT, free_port
from tests.test_commands import Desk
from watch import checks
from watch.finding import Finding, Verdict


@pytest.fixture
def data(tmp_path: Path, make_hall: Callable[..., Hall], sqlite_url: str) -> Path:
    """A database that a server left behind as a power cut leaves it: with its write-ahead log."""
    hall = make_hall(sqlite_url)
    take(hall)
    folder = tmp_path / "data"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(tmp_path / f"mot-cua.db{ending}", folder / f"mot-cua.db{ending}")
    return folder


def found(data: Path, part: str, port: int = 1) -> list[tuple[Finding, str, str]]:
    return [each for each in told(Place(ROOT / "config.toml", data, None), port) if each[0].part == part]


def test_a_whole_installation_is_told_line_by_line_and_left_as_it_is(data: Path) -> None:
    done = Desk(data).type("check", "--port", str(free_port()))
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert "✓ Dữ liệu: nguyên vẹn: 1 phiếu" in done.stdout
    assert "✓ Nhật ký: chuỗi mã băm khớp" in done.stdout
    assert "✓ Giọng đọc: đã đọc thử một lượt gọi" in done.stdout
    assert "✓ Phông chữ:" in done.stdout
    assert "! Sao lưu: chưa có bản nào" in done.stdout
    assert lines[-1].startswith("Kết luận: làm việc được")
    for line, following in pairwise(lines):
        assert following.startswith(REMEDY) or not line.startswith(("!", "✗")), line
    assert {path.name for path in data.iterdir()} <= {f"mot-cua.db{ending}" for ending in ("", "-wal", "-shm")}
    assert sqlite_backups.contents(data / "mot-cua.db").tickets == 1


def test_a_configuration_that_is_wrong_is_the_first_thing_to_mend(data: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[site]\ncode = 1\n", encoding="utf-8")
    done = Desk(data).type("check", "--config", str(tmp_path / "config.toml"))
    assert done.returncode == 1
    assert "✗ Cấu hình" in done.stdout
    assert "site.code" in done.stdout


def test_a_damaged_database_and_one_that_somebody_changed_are_told(data: Path) -> None:
    database = data / "mot-cua.db"
    connection = sqlite3.connect(database)
    connection.execute("DROP TRIGGER events_refuse_update")
    connection.execute("UPDATE events SET actor = 'nobody' WHERE seq = 2")
    connection.commit()
    connection.close()
    ((log, line, how),) = found(data, "log")
    assert log.verdict is Verdict.BAD
    assert "dòng 2 không khớp" in line
    assert "bằng chứng" in how
    database.write_bytes(database.read_bytes()[:20_000])
    ((finding, line, how),) = found(data, "database")
    assert finding.verdict is Verdict.BAD
    assert "bị hỏng" in line
    assert "restore" in how


def test_no_database_yet_is_no_fault(tmp_path: Path) -> None:
    ((finding, _, how),) = found(tmp_path / "none", "database")
    assert finding.verdict is Verdict.WARN
    assert "restore" in how
    assert not (tmp_path / "none").exists()


class Silent(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def stranger() -> Iterator[int]:
    """Another program's web server."""
    server = http.server.HTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_port_is_free_taken_by_a_stranger_or_by_something_mute(stranger: int) -> None:
    assert checks.port(free_port()).code == "free"
    assert checks.port(stranger).code == "taken"
    with socket.socket() as mute:
        mute.bind(("0.0.0.0", 0))
        mute.listen()
        assert checks.port(mute.getsockname()[1]).code == "taken"


def test_the_clock_may_not_be_behind_the_log() -> None:
    now = datetime.now(UTC)
    assert checks.clock(now, now + timedelta(hours=1)).code == "behind"
    assert checks.clock(datetime(2000, 1, 1, tzinfo=UTC), None).code == "behind"
    assert checks.clock(now, now - timedelta(hours=1)).code in ("set", "alone")


@pytest.mark.parametrize(("free", "verdict"), [(100, Verdict.BAD), (500, Verdict.WARN), (5000, Verdict.OK)])
def test_a_disk_is_judged_by_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, verdict: Verdict
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free * 1_000_000))
    (finding,) = checks.disk([tmp_path / "not" / "there" / "yet"])
    assert finding.verdict is verdict


def test_an_old_backup_and_a_broken_one_are_told(office: Config, tmp_path: Path) -> None:
    (tmp_path / "mot-cua-20170313-084000.db").write_bytes(b"nothing")
    finding = checks.backups(tmp_path, office, datetime(2017, 3, 13, 9))
    assert (finding.verdict, finding.code) == (Verdict.BAD, "damaged")


def test_a_printer_that_does_not_answer_is_told_with_what_to_do(tmp_path: Path) -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8").replace('procedures = "', f'procedures = "{ROOT}/')
    text = text.replace('printer = "preview"', 'printer = "far"')
    printer = (
        f'[[printers]]\ncode = "far"\nkind = "network"\nhost = "127.0.0.1"\nport = {free_port()}\nwidth_dots = 576\n'
    )
    (tmp_path / "config.toml").write_text(f"{text}\n{printer}", encoding="utf-8")
    (finding,) = checks.printers(configuration.load(tmp_path / "config.toml"))
    assert finding.verdict is Verdict.BAD
    assert finding.said.startswith("far:")
    assert finding.how
