"""How long does a list of 5,000 procedures take to come in, and how much memory does a hostile file get?

    python3 run.py bench lists [--rows 5000] [--rounds 3]

The limit reads the same .xlsx with bare openpyxl and writes its rows with bare sqlite3, durably, in a process of its
own as ours. Files that grow when they are unpacked are refused or read within a bound (reach: 300 MB on top).
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

import config as configuration
from actions.lists import Confirmed, ListFile
from actions.procedures import procedures_to_edit
from clock import RealClock
from commands import Place, open_hall
from imports.house import compare_procedures, write_compared
from imports.tables import read_path

ROOT = Path(__file__).parent.parent
SHEET = "xl/worksheets/sheet1.xml"
BEGIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
MEGABYTE = 1024 * 1024


def main() -> None:
    """Make the files, read each in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--in-child", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.in_child:
        print(json.dumps(_in_child(WAYS[wish.in_child[0]], Path(wish.in_child[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = _procedures(Path(folder), wish.rows)
        pairs = [(_measured("bare", file), _measured("ours", file)) for _ in range(wish.rounds)]
        _print_pairs(wish.rows, pairs)
        for name, make in HOSTILE.items():
            hostile = Path(folder, name.replace(" ", "-") + (".csv" if "csv" in name else ".xlsx"))
            hostile.write_bytes(make())
            told = _measured("read", hostile)
            size = hostile.stat().st_size / MEGABYTE
            print(f"{name:42s} {size:6.1f} {told['s']:7.1f} {told['mb']:7.0f}   {told['answer']}")


def _print_pairs(rows: int, pairs: list[tuple[Any, Any]]) -> None:
    print(f"{rows:,} procedures        s     MB on top")
    for name, at in (("bare", 0), ("Một Cửa", 1)):
        seconds, memory = (statistics.median(pair[at][key] for pair in pairs) for key in ("s", "mb"))
        print(f"{name:18s} {seconds:7.2f} {memory:9.0f}")
    ratio = statistics.median(ours["s"] / bare["s"] for bare, ours in pairs)
    print(f"ratio              {ratio:7.2f}   (reach: ≤ 10)\n")
    print("hostile file                                   MB       s  MB on top (reach: ≤ 300)")


def _measured(way: str, file: Path) -> Any:
    command = [sys.executable, "-m", "benchmarks.lists", "--in-child", way, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _in_child(way: Callable[[Path], Callable[[], str]], file: Path) -> dict[str, Any]:
    work = way(file)
    before, began = _peak_mb(), time.perf_counter()
    answer = work()
    return {"s": time.perf_counter() - began, "mb": _peak_mb() - before, "answer": answer}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bare(file: Path) -> Callable[[], str]:
    database = sqlite3.connect(file.with_suffix(".db"))
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; DROP TABLE IF EXISTS rows;"
        "CREATE TABLE rows (code PRIMARY KEY, name, agency, field)"
    )

    def work() -> str:
        book = load_workbook(file, read_only=True)
        rows = [row[:4] for row in book.worksheets[0].iter_rows(min_row=3, values_only=True)]
        with database:
            database.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)
        return f"{len(rows)} rows"

    return work


def _ours(file: Path) -> Callable[[], str]:
    data = Path(tempfile.mkdtemp(dir=file.parent))
    office = configuration.load(ROOT / "config.toml")
    hall = open_hall(Place(ROOT / "config.toml", data, None), office, RealClock())

    def work() -> str:
        table, edits = read_path(file), hall.read(procedures_to_edit)
        compared = compare_procedures(table, edits, office.departments, otherwise="TP")
        assert compared.preview.is_applicable, compared.preview.problems[:3]
        done = write_compared(hall, compared, Confirmed(ListFile(file.name), "bench"))
        hall.database.close()
        return str(done)

    return work


def _read(file: Path) -> Callable[[], str]:
    def work() -> str:
        table = read_path(file)
        return table.problems[0].code if table.problems else f"{sum(len(each.rows) for each in table.sheets)} rows"

    return work


def _procedures(folder: Path, rows: int) -> Path:
    """As the national portal exports them."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["DANH SÁCH THỦ TỤC HÀNH CHÍNH"])
    sheet.append(["Mã số", "Tên", "Cơ quan thực hiện", "Lĩnh vực"])
    for number in range(rows):
        name = f"Thủ tục đăng ký, cấp giấy xác nhận số {number}"
        sheet.append([f"1.{number:06}.H14", name, "UBND huyện", f"Lĩnh vực {number % 40}"])
    path = folder / "procedures.xlsx"
    book.save(path)
    return path


def _planted(parts: Iterator[bytes]) -> bytes:
    """A workbook whose sheet is this."""
    honest, made = io.BytesIO(), io.BytesIO()
    Workbook().save(honest)
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as file:
            file.writelines(parts)
    return made.getvalue()


def _empty_rows(rows: int) -> Iterator[bytes]:
    yield BEGIN + b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    for number in range(2, rows + 1):
        yield b'<row r="%d"><c r="A%d" s="0"/></row>' % (number, number)
    yield END


def _cells(rows: int, columns: int) -> Iterator[bytes]:
    yield BEGIN
    for _ in range(rows):
        yield b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>"
    yield END


def _nested(depth: int) -> Iterator[bytes]:
    yield BEGIN + b"<a>" * depth + b"</a>" * depth + END


def _text(megabytes: int) -> Iterator[bytes]:
    yield BEGIN + b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
    for _ in range(megabytes):
        yield b"a" * MEGABYTE
    yield b"</t></is></c></row>" + END


WAYS = {"bare": _bare, "ours": _ours, "read": _read}
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a million empty rows below one": lambda: _planted(_empty_rows(1_048_576)),
    "eight million cells": lambda: _planted(_cells(500, 16_384)),
    "twenty million nested elements": lambda: _planted(_nested(18_000_000)),
    "text of 120 MB in one cell": lambda: _planted(_text(120)),
    "text of 2 GB in one cell": lambda: _planted(_text(2_048)),
    "csv of 19 MB of commas": lambda: b"," * 19 * MEGABYTE,
    "csv of 50 MB": lambda: b"a,b\n" * 13 * MEGABYTE,
}

if __name__ == "__main__":
    main()
