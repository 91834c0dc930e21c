"""Files as another office program writes them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from imports.people import read_people
from imports.tables import read_path
from tests.imports.files import DEPARTMENTS, told, workbook

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")

ROWS = [["Họ tên", "Phòng", "Di động"], ["Nguyễn Văn A", "Tư pháp", "0912 345 678"], ["Lê Ba", '="VH"&"TT"', None]]


def saved_as(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "in" / "list.xlsx"
    path.parent.mkdir()
    path.write_bytes(workbook(ROWS, merged=["D1:E1"]))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(PROGRAM), profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return tmp_path / f"list.{kind.partition(':')[0]}"


@pytest.mark.parametrize(
    "kind", ["xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", "csv:Text - txt - csv (StarCalc):59,34,76"]
)
def test_a_list_saved_by_libreoffice_is_read_with_what_its_formulas_gave(tmp_path: Path, kind: str) -> None:
    people = read_people(read_path(saved_as(tmp_path, kind)), DEPARTMENTS)
    assert people.problems == ()
    assert [(p.name, p.departments, p.mobile) for p in people.rows] == [
        ("Nguyễn Văn A", ("TP",), "+84912345678"),
        ("Lê Ba", ("VHTT",), ""),
    ]


def test_its_old_format_is_told_from_a_broken_file(tmp_path: Path) -> None:
    old = saved_as(tmp_path, "xls")
    assert told(read_path(old.rename(tmp_path / "list.xlsx")).problems) == [("old_xls", None)]
