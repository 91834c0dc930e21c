"""Is the simulated printer a printer? Its knobs, its answers, its paper, its command line; and `run.py printers`."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

import commands
from printers.printing import Job, print_job
from printers.simulated.knobs import TABLE, Knobs, WrongWord, shown, value_of
from printers.simulated.listening import SimulatedPrinter
from printers.simulated.stream import next_command
from tests.config.small_office import GOOD
from tests.printers.tickets import ADDRESS, facts

ROOT = Path(__file__).parents[2]


def asked(printer: SimulatedPrinter, question: bytes, length: int, within_s: float = 20) -> bytes:
    with socket.create_connection(("127.0.0.1", printer.port)) as wire:
        wire.settimeout(within_s)
        wire.sendall(question)
        answer = b""
        while len(answer) < length:
            answer += wire.recv(16)
        return answer


@pytest.mark.parametrize(
    ("knob", "word", "answers"),
    [
        ("paper", "ok", b"\x12\x12\x12\x12"),
        ("paper", "near", b"\x12\x12\x12\x1e"),
        ("paper", "end", b"\x1a\x32\x12\x7e"),
        ("cover", "open", b"\x1a\x16\x12\x12"),
        ("cutter", "jammed", b"\x1a\x52\x1a\x12"),
        ("fault", "unrecoverable", b"\x1a\x52\x32\x12"),
    ],
)
def test_it_answers_the_four_questions_by_the_table(knob: str, word: str, answers: bytes):
    with SimulatedPrinter() as printer:
        printer.turn(knob, word)
        assert asked(printer, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4) == answers


def test_it_answers_stream_questions_in_their_order_and_only_when_on_line():
    with SimulatedPrinter() as printer:
        assert asked(printer, b"\x1da\x0e\x1dr\x01", 5) == b"\x10\x00\x00\x0f\x00"
        printer.turn("process-id", "on")
        assert asked(printer, b"\x1d(H\x06\x00\x30\x30abcd", 7) == b"\x37\x22abcd\x00"
        assert asked(printer, b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", 3) == b"\x37\x25\x00"
        printer.turn("cover", "open")
        with pytest.raises(TimeoutError):
            asked(printer, b"\x1dr\x01", 1, within_s=0.3)


def test_a_change_is_told_to_whoever_asked_for_automatic_status():
    with SimulatedPrinter() as printer, socket.create_connection(("127.0.0.1", printer.port)) as wire:
        wire.settimeout(3)
        wire.sendall(b"\x1da\x0e")
        assert wire.recv(4) == b"\x10\x00\x00\x0f"
        printer.turn("paper", "end")
        assert wire.recv(4) == b"\x18\x00\x0f\x0f"


def test_a_question_split_between_two_packets_is_heard():
    with SimulatedPrinter() as printer, socket.create_connection(("127.0.0.1", printer.port)) as wire:
        wire.settimeout(3)
        for piece in (b"\x10", b"\x04", b"\x01"):
            wire.sendall(piece)
            time.sleep(0.05)
        assert wire.recv(4) == b"\x12"


def test_commands_are_read_from_whatever_has_come_so_far():
    job = b"\x1b@\x1dv0\x00\x02\x00\x01\x00\xff\x80Abc\n\x1d(k\x03\x001C\x06\x1dV\x01"
    whole = ["initialise", "raster", "text", "line feed", "long k", "cut"]
    for size in (1, 2, 3, 5, 100):
        begun, names = bytearray(), []
        for at in range(0, len(job), size):
            begun += job[at : at + size]
            while begun and (found := next_command(begun)):
                names.append(found[0].name)
                del begun[: found[1]]
        assert [name for at, name in enumerate(names) if name != "text" or names[at - 1] != "text"] == whole


@pytest.mark.parametrize("name", TABLE)
def test_every_knob_refuses_a_word_that_it_does_not_know(name: str):
    with pytest.raises(WrongWord) as wrong:
        value_of(name, "banana")
    assert wrong.value.allowed == TABLE[name][2]


def test_every_knob_is_shown_as_it_is_typed():
    for name, word in shown(Knobs()).items():
        field, value = value_of(name, word)
        assert getattr(Knobs(), field) == value


@contextmanager
def simulator(keep: Path, *flags: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command in a process of its own, as an installer starts it."""
    process = subprocess.Popen(
        [sys.executable, "server.py", "simulate-printer", "--port", "0", "--keep", str(keep), *flags],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdout
    assert process.stdin
    try:
        greeting = process.stdout.readline()
        yield process, int(greeting.partition("127.0.0.1:")[2].partition(",")[0])
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait(10)


def test_the_command_keeps_each_ticket_as_a_picture_and_obeys_what_is_typed(tmp_path: Path):
    with simulator(tmp_path, "--paper", "near", "--process-id", "on") as (process, port):
        assert process.stdin
        assert process.stdout
        settings = {"code": "s", "kind": "network", "host": "127.0.0.1", "port": port, "process_id": True}

        def sent() -> str:
            delivery = print_job(Job(1, 1, facts(url=ADDRESS), settings), Path("unused"))
            return f"{delivery.state} {delivery.status.need if delivery.status else None}"

        def typed(line: str) -> str:
            assert process.stdin
            assert process.stdout
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        assert sent() == "printed paper_low"
        assert process.stdout.readline().startswith("Ra phiếu 0001.png")
        assert typed("paper end") == "paper end"
        assert sent() == "not_sent paper"
        assert typed("paper maybe") == "“paper” nhận: ok|near|end."
        assert typed("colour blue").startswith("Không có “colour”.")
        assert "paper end, left full, cover closed" in typed("status")
        process.stdin.write("quit\n")
        process.stdin.flush()
        assert process.wait(10) == 0
    with Image.open(tmp_path / "0001.png") as ticket:
        assert [code.text for code in zxingcpp.read_barcodes(ticket.convert("L"))] == [ADDRESS]


def typed(*words: str) -> tuple[int, str, str]:
    """A command as server.py runs it, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = commands.run([*words])
    return code, out.getvalue(), err.getvalue()


def test_a_wrong_flag_is_one_clear_line():
    code, out, err = typed("simulate-printer", "--paper", "blue")
    assert (code, out, err.strip()) == (2, "", "“paper” nhận: ok|near|end.")


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path):
    with SimulatedPrinter() as other:
        code, _, err = typed("simulate-printer", "--port", str(other.port), "--keep", str(tmp_path))
    assert code == 2
    assert err.startswith(f"Không nghe được tại 127.0.0.1:{other.port}:")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Path, SimulatedPrinter]]:
    """A small office with a simulated printer and one that is off."""
    with SimulatedPrinter() as printer:
        path = tmp_path / "config.toml"
        path.write_text(
            f'{GOOD}stand_in = "in-1"\n'
            f'[[printers]]\ncode = "in-1"\nkind = "network"\nhost = "127.0.0.1"\nport = {printer.port}\n'
            '[[printers]]\ncode = "off"\nkind = "network"\nhost = "127.0.0.1"\nport = 1\n',
            encoding="utf-8",
        )
        yield path, printer


def test_the_printers_are_listed_with_their_condition_and_what_to_do(office: tuple[Path, SimulatedPrinter]):
    path, printer = office
    printer.turn("cover", "open")
    code, out, err = typed("printers", "--config", str(path))
    assert (code, err) == (0, "")
    for line in (
        "3 máy in trong config.toml:",
        "preview – in thử trên màn hình: thư mục pictures",
        "  Dùng cho: Máy lấy số 1",
        "  Máy thay khi hỏng: in-1",
        f"in-1 – mạng LAN: 127.0.0.1:{printer.port}",
        "Nắp đang mở.",
        "  → Đóng nắp máy in cho đến khi nghe tiếng khớp.",
        "Không liên lạc được với máy in",
        "Connection refused",
        "giữ nút FEED khi bật máy",
    ):
        assert line in out, out
    assert printer.pieces == []


def test_a_test_page_is_printed_and_its_fate_told(office: tuple[Path, SimulatedPrinter]):
    path, printer = office
    code, out, _ = typed("printers", "test", "in-1", "--config", str(path))
    assert code == 0
    assert "Trang thử đã in xong" in out
    assert "hai mũi tên chạm hai mép" in out
    codes = [code.text for code in zxingcpp.read_barcodes(printer.wait_for(1)[0].picture.convert("L"))]
    assert codes == ["MOT-CUA 0123456789"]


def test_a_printer_on_a_kiosks_pc_is_named_and_left_alone(office: tuple[Path, SimulatedPrinter]):
    path, printer = office
    path.write_text(path.read_text(encoding="utf-8").replace("port = 1\n", f'port = {printer.port}\nat = "kiosk-1"\n'))
    _, listed, _ = typed("printers", "--config", str(path))
    before = printer.machine.received
    code, out, _ = typed("printers", "test", "off", "--config", str(path))
    assert (code, printer.machine.received) == (1, before)
    for said in (listed, out):
        assert "Ở tại Máy lấy số 1: máy chủ không in ở đây." in said
        assert "--kiosk kiosk-1 --test" in said
    assert "Không liên lạc được" not in listed + out


def test_a_printer_that_cannot_print_ends_the_test_with_an_error(office: tuple[Path, SimulatedPrinter]):
    path, _ = office
    code, out, _ = typed("printers", "test", "off", "--config", str(path))
    assert code == 1
    assert "Không có gì được in." in out


def test_a_printer_that_is_not_configured_is_named(office: tuple[Path, SimulatedPrinter]):
    code, _, err = typed("printers", "test", "nobody", "--config", str(office[0]))
    assert code == 2
    assert "Được dùng: preview, in-1, off." in err


def test_the_preview_tells_where_its_picture_is(office: tuple[Path, SimulatedPrinter], tmp_path: Path):
    code, out, _ = typed("printers", "test", "preview", "--config", str(office[0]), "--data", str(tmp_path / "data"))
    assert code == 0
    picture = tmp_path / "data" / "pictures" / "test-preview.png"
    assert str(picture) in out
    assert picture.exists()


def test_a_wrong_configuration_names_the_key(office: tuple[Path, SimulatedPrinter]):
    path, _ = office
    path.write_text(path.read_text(encoding="utf-8") + "baud = 9600\n", encoding="utf-8")
    code, _, err = typed("printers", "--config", str(path))
    assert code == 2
    assert "printers.off.baud = 9600: máy in loại “network” không có khóa này." in err


def test_commands_for_devices_run_with_real_threads():
    # In gevent's a call that hangs could not be given up, and a terminal that is read would stop the printer.
    script = "import sys; sys.argv[1:] = ['printers']; import server, threading; print(threading.current_thread)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert b"gevent" not in done.stdout
