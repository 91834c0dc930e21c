"""What do `import people` and `import procedures` show, write and refuse on the terminal?"""

from __future__ import annotations

import io
import re
import sqlite3
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import commands
from tests.imports.files import separated, workbook

PEOPLE = (("Họ và tên", "Phòng", "Di động"), ("Lê Thị Thử", "Tư pháp", "0912345678"))


class Terminal:
    """Somebody at the terminal, with a data folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.out = self.err = ""

    def type(self, *words: str, stdin: str = "") -> int:
        """As server.py runs it, without a process of its own."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            code = commands.run([*words, "--data", str(self.data)])
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def bring(self, what: str, content: bytes, *more: str, name: str = "list.xlsx", stdin: str = "") -> int:
        """`import` of a file that holds this."""
        file = self.folder / name
        file.write_bytes(content)
        return self.type("import", what, str(file), *more, stdin=stdin)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.data / "mot-cua.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def officers(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT name, mobile FROM officers")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_officers_come_in_with_yes_and_the_log_says_who(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "lan")
    assert terminal.bring("people", workbook(PEOPLE), "--yes") == 0
    assert "+ dòng 2: Lê Thị Thử" in terminal.out
    assert "thêm 1, sửa 0" in terminal.out
    assert terminal.officers() == [("Lê Thị Thử", "+84912345678")]
    assert terminal.rows("SELECT actor FROM events WHERE kind = 'imported'") == [("command line: lan",)]


@pytest.mark.parametrize(("answer", "code", "count"), [("y\n", 0, 1), ("n\n", 1, 0), ("", 2, 0)])
def test_without_yes_it_asks_first(terminal: Terminal, answer: str, code: int, count: int) -> None:
    assert terminal.bring("people", workbook(PEOPLE), stdin=answer) == code
    assert len(terminal.officers()) == count


def test_a_second_time_changes_nothing(terminal: Terminal) -> None:
    terminal.bring("people", workbook(PEOPLE), "--yes")
    assert terminal.bring("people", workbook(PEOPLE)) == 0
    assert "Không có gì mới để ghi" in terminal.out


def test_a_change_is_shown_before_and_after(terminal: Terminal) -> None:
    terminal.bring("people", workbook(PEOPLE), "--yes")
    terminal.bring("people", workbook((PEOPLE[0], ("Lê Thị Thử", "Tư pháp", "0913456789"))), "--yes")
    assert "~ dòng 2: Lê Thị Thử" in terminal.out
    assert "Điện thoại di động: 0912 345 678 → 0913 456 789" in terminal.out
    assert terminal.officers() == [("Lê Thị Thử", "+84913456789")]


def test_a_namesake_is_asked_about_on_the_terminal_too(terminal: Terminal) -> None:
    terminal.bring("people", workbook(PEOPLE), "--yes")
    rows = workbook((("Họ và tên", "Phòng"), ("Lê Thị Thử", "Y tế")))
    assert terminal.bring("people", rows, "--yes") == 2
    assert "trùng tên với công chức đã có của Phòng Tư pháp" in terminal.err
    assert "--namesake 2=same" in terminal.err
    assert terminal.bring("people", rows, "--yes", "--namesake", "hai=same") == 2
    assert "--namesake hai=same" in terminal.err
    assert len(terminal.officers()) == 1
    assert terminal.bring("people", rows, "--yes", "--namesake", "2=same") == 0
    assert terminal.rows("SELECT department FROM officer_departments ORDER BY 1") == [("TP",), ("YT",)]
    assert len(terminal.officers()) == 1
    new = workbook((("Họ và tên", "Phòng"), ("Lê Thị Thử", "Nội vụ")))
    assert terminal.bring("people", new, "--yes", "--namesake", "2=new") == 0
    assert len(terminal.officers()) == 2


def test_a_mistake_names_row_and_column_and_nothing_is_written(terminal: Terminal) -> None:
    rows = (*PEOPLE, ("Nông Văn Mẫu", "Phòng không có", ""))
    assert terminal.bring("people", separated(rows), "--yes", name="list.csv") == 2
    assert "Dòng 3, cột “Phòng”: không có phòng “Phòng không có”." in terminal.err
    assert "Chưa ghi gì. Sửa 1 lỗi" in terminal.err
    assert terminal.officers() == []


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [(b"PK\x03\x04", "a.xlsx", "bị hỏng"), (b"", "a.csv", "không có dữ liệu"), (b"x", "a.doc", "Chỉ nhận")],
)
def test_a_file_that_cannot_be_read_is_refused(terminal: Terminal, content: bytes, name: str, sentence: str) -> None:
    assert terminal.bring("people", content, "--yes", name=name) == 2
    assert sentence in terminal.err


def test_a_file_that_is_not_there_is_one_line(terminal: Terminal) -> None:
    assert terminal.type("import", "people", str(terminal.folder / "none.xlsx")) == 2
    assert "Không đọc được tệp" in terminal.err
    assert "Traceback" not in terminal.err


def test_procedures_that_nobody_places_go_to_the_named_department(terminal: Terminal) -> None:
    rows = (("Mã TTHC", "Tên TTHC", "Lĩnh vực"), ("1.999001", "Thử", "Hàng hải"))
    assert terminal.bring("procedures", workbook(rows), "--yes") == 2
    assert "lĩnh vực “Hàng hải” chưa có phòng phụ trách" in terminal.err
    assert terminal.bring("procedures", workbook(rows), "--department", "XX", "--yes") == 2
    assert "Không có phòng “XX”" in terminal.err
    assert terminal.bring("procedures", workbook(rows), "--department", "TP", "--yes") == 0
    assert terminal.rows("SELECT department FROM procedures WHERE key = '1.999001'") == [("TP",)]


def test_a_list_without_department_and_field_goes_to_the_named_department(terminal: Terminal) -> None:
    rows = (("Mã TTHC", "Tên TTHC"), ("1.999001", "Thử"))
    assert terminal.bring("procedures", workbook(rows), "--department", "TP", "--yes") == 0
    assert terminal.rows("SELECT department FROM procedures WHERE key = '1.999001'") == [("TP",)]


def test_a_bar_goes_with_reading_comparing_and_writing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click._termui_impl.isatty", lambda _: True)
    rows = [(f"1.{n:06}", f"Thủ tục số {n}") for n in range(1_200)]
    assert (
        terminal.bring("procedures", workbook([("Mã TTHC", "Tên TTHC"), *rows]), "--department", "TP", "--yes") == 0
    ), terminal.err[-1500:]
    for work in ("Đang đọc", "Đang đối chiếu", "Đang ghi"):
        told = [int(percent) for percent in re.findall(rf"{work}  \[[#-]*\] +(\d+)%", terminal.err)]
        assert told[-1] == 100
        assert len(set(told)) > 2, f"{work} only tells its beginning and its end"
        assert told == sorted(told)


def test_five_thousand_procedures_take_seconds(terminal: Terminal) -> None:
    rows = [(f"1.{n:06}", f"Thủ tục số {n}", "Thử nghiệm") for n in range(100_000, 105_000)]
    began = time.monotonic()
    content = separated([("Mã TTHC", "Tên TTHC", "Lĩnh vực"), *rows])
    assert terminal.bring("procedures", content, "--department", "TP", "--yes", name="list.csv") == 0
    assert time.monotonic() - began < 30
    assert terminal.rows("SELECT count(*) FROM procedures") == [(5_000,)]
    assert "và 4.800 dòng nữa" in terminal.out
