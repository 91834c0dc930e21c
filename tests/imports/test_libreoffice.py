"""Files as another office program writes them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from imports.people import read_people
from imports.procedures import read_procedures
from imports.tables import read_path, read_table
from tests.imports.files import DEPARTMENTS, told, workbook
from tests.imports.layouts import LAYOUTS

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")

ROWS = [["Họ tên", "Phòng", "Di động"], ["Nguyễn Văn A", "Tư pháp", "0912 345 678"], ["Lê Ba", '="VH"&"TT"', None]]


COMMAS, SEMICOLONS = (f"csv:Text - txt - csv (StarCalc):{sign},34,76" for sign in (44, 59))


def save_as(kind: str, folder: Path, files: dict[str, bytes]) -> None:
    """Each of these workbooks, saved by LibreOffice into the folder."""
    (folder / "in").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    paths = [str(folder / "in" / f"{name}.xlsx") for name in files]
    command = [str(PROGRAM), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def saved_as(tmp_path: Path, kind: str) -> Path:
    save_as(kind, tmp_path, {"list": workbook(ROWS, merged=["D1:E1"])})
    return tmp_path / f"list.{kind.partition(':')[0]}"


@pytest.fixture(scope="module")
def layouts_saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every layout of procedures as .xlsx and, where it has one sheet, as .csv: two starts of LibreOffice for all."""
    folder = tmp_path_factory.mktemp("layouts")
    save_as("xlsx", folder, {name: layout.content for name, layout in LAYOUTS.items()})
    save_as(SEMICOLONS, folder, {name: layout.content for name, layout in LAYOUTS.items() if not layout.sheets})
    return folder


@pytest.mark.parametrize(
    ("name", "ending"),
    [(name, "xlsx") for name in LAYOUTS] + [(name, "csv") for name in LAYOUTS if not LAYOUTS[name].sheets],
)
def test_procedures_saved_by_libreoffice_are_read_as_before(layouts_saved: Path, name: str, ending: str) -> None:
    layout = LAYOUTS[name]
    made = read_procedures(read_table(layout.content, "list.xlsx"), DEPARTMENTS, layout.fields)
    saved = read_procedures(read_path(layouts_saved / f"{name}.{ending}"), DEPARTMENTS, layout.fields)
    assert saved.problems == made.problems == ()
    assert saved.rows == made.rows
    assert (saved.fields, saved.left_out) == (made.fields, made.left_out)


@pytest.mark.parametrize("kind", ["xlsx", COMMAS, SEMICOLONS])
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
