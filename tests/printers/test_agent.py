"""Does a kiosk's print agent find its server, and is it let in with nothing but its own code?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.devices import PairingView, new_pairing, pair, revoke_device
from actions.hall import Hall
from application import House
from config import Config
from config.office import Kiosk, Printer
from printers import agent
from tests.actions.at_work import nothing_changes, take
from tests.api.conftest import Program, device_token
from tests.races.paper_trail import PaperPrinter, RunningAgent, assert_truth, office_with_printer, states, wait_until
from tests.races.paper_trail import take as touch
from tests.running import ROOT, RunningServer, free_port
from tests.visitors import csrf

OURS = {"Origin": "http://localhost"}


@pytest.fixture
def sqlite_hall(make_hall: Callable[..., Hall], sqlite_url: str, office: Config) -> Hall:
    """Two kiosks, each with a printer on its own PC."""
    kiosks = tuple(Kiosk(code=f"kiosk-{n}", name=f"Máy lấy số {n}", printer=f"own-{n}") for n in (1, 2))
    printers = tuple(Printer(code=f"own-{n}", kind="network", host="192.0.2.1", at=f"kiosk-{n}") for n in (1, 2))
    return make_hall(sqlite_url, office.model_copy(update={"kiosks": kiosks, "printers": printers}))


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.printing.POLL_S", 0.1)


def code_for(house: House, device: str) -> str:
    made = house.hall.write(new_pairing, device=device, actor="test")
    assert isinstance(made, PairingView)
    return made.code


def paired(house: House, kiosk: str, code: str, token: str) -> Any:
    return Program(house, code).post("/pair", kiosk=kiosk, token=token)


# -- whose jobs --------------------------------------------------------------------------------------------------


def test_an_agent_gets_only_its_own_kiosks_jobs(house: House) -> None:
    take(house.hall, kiosk="kiosk-1")
    first, second, own = (
        Program(house, device_token(house, d)) for d in ("kiosk-1.agent", "kiosk-2.agent", "printers")
    )
    assert [each["code"] for each in first.get("/print/printers").json["printers"]] == ["own-1"]
    assert own.get("/print/printers").json == {"printers": []}
    for stranger in (second, own):
        assert stranger.post("/print/claim", printer="own-1", claim="j.1").status_code == 404
        assert stranger.post("/print/status", printer="own-1", status={"paper": "end"}).status_code == 404
    job = first.post("/print/claim", printer="own-1", claim="j.1").json["job"]
    report = {"attempt": 1, "state": "printed", "claim": "j.1"}
    with nothing_changes(house.hall):
        assert second.post(f"/print/jobs/{job['id']}/report", **report).status_code == 404
        assert own.post(f"/print/jobs/{job['id']}/report", **report).status_code == 404
    assert first.post(f"/print/jobs/{job['id']}/report", **report).status_code == 200


def test_a_kiosks_own_token_prints_nothing(house: House) -> None:
    kiosk = Program(house, device_token(house, "kiosk-1"))
    assert kiosk.get("/print/printers").status_code == 403
    agents = Program(house, device_token(house, "kiosk-1.agent"))
    assert agents.post("/tickets", department="TP", visit="unsure", touch_id="touch-0001").status_code == 403


# -- pairing -----------------------------------------------------------------------------------------------------


def test_the_code_works_once_and_only_for_its_kiosk(house: House) -> None:
    code = code_for(house, "kiosk-1.agent")
    assert paired(house, "kiosk-2", code, "a" * 50).status_code == 409
    assert paired(house, "kiosk-1", code, "b" * 50).status_code == 201
    assert paired(house, "kiosk-1", code, "c" * 50).status_code == 409
    assert Program(house, "b" * 50).get("/print/printers").status_code == 200
    assert Program(house, "c" * 50).get("/print/printers").status_code == 401


@pytest.mark.parametrize("token", ["short", "with space" * 8, "a" * 101, ""])
def test_a_weak_or_odd_token_is_refused_and_the_code_is_not_used_up(house: House, token: str) -> None:
    code = code_for(house, "kiosk-1.agent")
    assert paired(house, "kiosk-1", code, token).status_code == 400
    assert paired(house, "kiosk-1", code, "a" * 50).status_code == 201


def test_a_browser_does_not_use_up_an_agents_code_nor_an_agent_a_kiosks(house: House) -> None:
    browser = house.app.test_client()
    for_agent, for_kiosk = code_for(house, "kiosk-1.agent"), code_for(house, "kiosk-1")
    answer = browser.post("/pair", data={"code": for_agent}, headers={**OURS, **csrf(browser)})
    assert answer.status_code == 409
    assert paired(house, "kiosk-1", for_kiosk, "a" * 50).status_code == 409
    assert paired(house, "kiosk-1", for_agent, "a" * 50).status_code == 201
    assert not isinstance(house.hall.write(pair, code=for_kiosk), Exception)


def test_guessing_is_stopped(house: House) -> None:
    answers = [paired(house, "kiosk-1", f"{n:08d}", "a" * 50).status_code for n in range(25)]
    assert answers[:20] == [409] * 20
    assert answers[20:] == [429] * 5


def test_a_foreign_page_cannot_pair(house: House) -> None:
    code = code_for(house, "kiosk-1.agent")
    body = {"kiosk": "kiosk-1", "token": "a" * 50}
    answer = house.app.test_client().post("/api/v1/pair", json=body, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 400
    assert paired(house, "kiosk-1", code, "a" * 50).status_code == 201


def test_a_revoked_agent_is_out_at_once_and_may_be_paired_anew(house: House) -> None:
    assert paired(house, "kiosk-1", code_for(house, "kiosk-1.agent"), "a" * 50).status_code == 201
    house.hall.write(revoke_device, device="kiosk-1.agent", actor="test")
    assert Program(house, "a" * 50).post("/print/claim", printer="own-1").status_code == 401
    assert paired(house, "kiosk-1", code_for(house, "kiosk-1.agent"), "b" * 50).status_code == 201


# -- the program -------------------------------------------------------------------------------------------------


@pytest.fixture
def office_and_agent(tmp_path: Path) -> Iterator[tuple[RunningServer, RunningAgent, PaperPrinter]]:
    with PaperPrinter() as printer:
        server, code = office_with_printer(tmp_path, printer, is_agents=True)
        runs = RunningAgent(server.url, tmp_path / "agent", code)
        yield server, runs, printer
        runs.stop()
        server.stop()


def test_it_waits_for_its_server_pairs_prints_and_needs_no_code_again(
    office_and_agent: tuple[RunningServer, RunningAgent, PaperPrinter],
) -> None:
    server, runs, printer = office_and_agent
    runs.start()
    wait_until(lambda: "Chưa liên lạc được" in runs.said())
    server.start()
    wait_until(lambda: "Máy in: in-1" in runs.said())
    second = RunningAgent(server.url, runs.folder)
    second.start()
    assert second.process is not None
    assert second.process.wait(30) == 2
    assert "đang chạy rồi" in runs.said()
    for name in ("000001", "000002", "000003"):
        touch(server, name)
    wait_until(lambda: states(server) == ["unconfirmed"] * 3)
    assert_truth(server, printer)
    assert runs.stop() == 0
    assert "Chương trình in đã dừng" in runs.said()
    runs.code = ""
    runs.start()
    touch(server, "000004")
    wait_until(lambda: states(server) == ["unconfirmed"] * 4)
    assert oct((runs.folder / "kiosk-1" / "token").stat().st_mode)[-3:] == "600"


def test_it_tests_the_printers_of_its_own_pc_and_ends(
    office_and_agent: tuple[RunningServer, RunningAgent, PaperPrinter],
) -> None:
    server, runs, printer = office_and_agent
    server.start()
    touch(server, "000001")
    runs.start("--test")
    assert runs.process is not None
    assert runs.process.wait(30) == 0
    assert "Máy in đã nhận trang thử" in runs.said()
    assert "Đang chờ phiếu" not in runs.said()
    assert len(printer.whole) == 1
    assert states(server) == ["queued"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--server", "192.168.1.10:8080", "--kiosk", "kiosk-1"], "phải bắt đầu bằng http://"),
        (["--server", "http://x", "--kiosk", "kiosk 1"], "không phải mã máy lấy số"),
    ],
)
def test_a_wrong_call_says_what_to_mend(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert agent.main([*arguments, "--data", str(tmp_path)]) == 2
    assert sentence in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    arguments = ["--server", "http://127.0.0.1:1", "--kiosk", "kiosk-1", "--data", str(tmp_path / "file")]
    assert agent.main(arguments) == 2
    assert "Chọn chỗ khác bằng --data" in capsys.readouterr().err


def test_without_a_code_it_says_where_to_get_one(
    office_and_agent: tuple[RunningServer, RunningAgent, PaperPrinter],
) -> None:
    server, runs, _ = office_and_agent
    server.start()
    for code, sentence in (("", "Lấy mã ghép ở trang Văn phòng"), ("00000000", "Mã ghép sai")):
        runs.code = code
        runs.start()
        assert runs.process is not None
        assert runs.process.wait(30) == 2
        assert sentence in runs.said()


def test_it_runs_by_the_one_command_without_the_servers_libraries() -> None:
    heavy = ("flask", "sqlalchemy", "gevent", "pydantic", "socketio")
    script = f"import sys, printers.agent; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_a_port_that_nobody_answers_is_tried_again_and_ends_at_a_signal(tmp_path: Path) -> None:
    runs = RunningAgent(f"http://127.0.0.1:{free_port()}", tmp_path, "12345678")
    runs.start()
    try:
        wait_until(lambda: "Chưa liên lạc được" in runs.said())
    finally:
        assert runs.stop() == 0
