"""Is the log one JSON object a line, found by its incident, without secrets, and harmless when the disk is full?"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from actions.devices import add_device_token
from application import House
from logs import keep_log


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The log as the server keeps it; the root logger is as before afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    keep_log(tmp_path)
    yield tmp_path / "logs" / "server.log"
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_number_on_the_page_finds_its_lines_and_no_secret_is_in_them(house: House, log_file: Path) -> None:
    def break_down(**_: object) -> None:
        raise RuntimeError("một lỗi\nof two lines")

    secret: Any = house.hall.write(add_device_token, code="kiosk-1")
    house.app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    house.app.view_functions["entrance.pair_by_link"] = break_down
    answer = house.app.test_client().get(f"/pair/{secret}")
    number = re.search(r"mã ([0-9A-F]{6})", answer.get_data(as_text=True))
    assert number is not None
    (line,) = (each for each in lines(log_file) if each.get("incident") == number[1])
    assert (line["level"], line["method"], line["route"]) == ("ERROR", "GET", "/pair/<token>")
    assert "một lỗi" in line["exception"]
    assert secret not in log_file.read_text(encoding="utf-8")


def test_a_failing_statement_does_not_tell_what_was_to_be_written(house: House, log_file: Path) -> None:
    def insert(session: Any) -> None:
        session.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "mat-khau-thu-1"})

    with pytest.raises(Exception, match="nowhere"):
        house.hall.database.write(insert)
    try:
        house.hall.database.write(insert)
    except Exception:
        logging.getLogger("mot_cua").exception("as a handler would")
    kept = log_file.read_text(encoding="utf-8")
    assert "nowhere" in kept
    assert "mat-khau-thu-1" not in kept


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full is Linux's")
def test_a_log_that_cannot_be_written_harms_nobody(log_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handler: Any = next(
        each for each in logging.getLogger().handlers if getattr(each, "baseFilename", "") == str(log_file)
    )
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115 - closing it fails too, on purpose
    whole = handler.setStream(full)
    logging.getLogger("mot_cua").info("lost")
    handler.stream = whole
    logging.getLogger("mot_cua").info("there again")
    with suppress(OSError):
        full.close()
    assert "Traceback" not in capfd.readouterr().err
    assert lines(log_file)[-1]["message"] == "there again"
