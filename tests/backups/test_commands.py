"""Do `backup` and `restore` work as typed, on a real PostgreSQL whose address stands in the environment?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from actions.audit import list_acts
from actions.hall import Hall
from backups import listed
from models import Ticket
from tests.actions.at_work import rows, take
from tests.backups.houses import PROGRAMS
from tests.running import ROOT
from tests.test_commands import Desk, assert_one_line


def test_postgres_is_backed_up_and_restored_by_its_own_programs(
    make_hall: Callable[..., Hall], postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8").replace('procedures = "', f'procedures = "{ROOT}/')
    text = text.replace("keep_days = 30 ", f'postgres_programs = "{PROGRAMS}"\nkeep_days = 30 ')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("MOT_CUA_DATABASE", postgres_url)
    desk, office = Desk(tmp_path / "data"), ("--config", str(tmp_path / "config.toml"))
    hall = make_hall(postgres_url)
    take(hall)
    done = desk.type("backup", *office)
    assert (done.returncode, "Đã mở và kiểm tra: 1 phiếu" in done.stdout) == (0, True), done.stderr
    (kept,) = listed(tmp_path / "data" / "backups")
    take(hall)
    assert_one_line(desk.type("restore", str(kept.path), *office), "đang được chương trình khác dùng")
    hall.database.close()
    assert_one_line(desk.type("restore", str(kept.path), *office), "--discard-newer", "1 phiếu")
    done = desk.type("restore", str(kept.path), "--discard-newer", *office)
    assert done.returncode == 0, done.stderr
    assert "set-aside" in done.stderr
    back = make_hall(postgres_url)
    (act,) = (each for each in back.read(list_acts) if each.kind == "data_restored")
    assert act.facts["discarded"] > 0
    assert act.who.startswith("command line")
    assert [ticket.number for ticket in rows(back, Ticket)] == [1]


def test_whoever_has_no_pg_dump_is_told_what_to_install(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = Desk(tmp_path / "data").type("backup", "--database", postgres_url)
    assert_one_line(done, "pg_dump", "postgresql-client")
