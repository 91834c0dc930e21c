"""Is a file that somebody edited badly, or that a disk spoiled, told as such? Nothing else may rise."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

import config as configuration
from backups import BackupProblem
from backups.making import check
from config import Config, ConfigErrors
from imports.house import compare_people, compare_procedures
from imports.tables import read_table
from locales.config_errors import lines
from tests.abuse.visiting import NASTY, Chance
from tests.running import ROOT

HEADINGS = ("Họ và tên", "Phòng", "Chức vụ", "Điện thoại", "Di động", "Mã", "Tên thủ tục", "Lĩnh vực", "Lệ phí")
TRIES, TRIES_LONG = 100, 20_000


@pytest.fixture
def many(pytestconfig: pytest.Config) -> int:
    return TRIES_LONG if pytestconfig.getoption("--long") else TRIES


def spoiled(chance: Chance, content: bytes) -> bytes:
    """Some bytes changed, lines lost, doubled or moved, or the end cut off."""
    kind = chance.randrange(4)
    if kind == 0:
        return content[: chance.randrange(len(content) + 1)]
    if kind == 1:
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 20)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    rows = content.splitlines(keepends=True)
    at, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    if kind == 2:
        return b"".join([*rows[:at], rows[other], *rows[at + chance.randrange(2) :]])
    word = chance.word().encode(errors="replace")
    key = rows[at].partition(b"=")[0]
    value = chance.choice((word, b'"' + word.replace(b'"', b"") + b'"', b"[]", b"{}", b"-1", b"true", b"1979-05-27"))
    return b"".join([*rows[:at], key, b"= ", value, b"\n", *rows[at + 1 :]])


def loaded(path: Path) -> list[str]:
    """What is wrong with it, in words; nothing for one with which the office can open."""
    try:
        configuration.load(path)
    except ConfigErrors as problems:
        return list(lines(problems))
    return []


def test_a_spoiled_configuration_is_told_in_words(tmp_path: Path, many: int) -> None:
    chance, told = Chance(5), 0
    whole = (ROOT / "config.toml").read_bytes().replace(b'procedures = "', f'procedures = "{ROOT}/'.encode())
    path = tmp_path / "config.toml"
    for _ in range(many):
        path.write_bytes(spoiled(chance, whole))
        said = loaded(path)
        assert all(line.strip() for line in said)
        told += bool(said)
    assert told > many // 4


def table(chance: Chance) -> tuple[bytes, str]:
    """A list as somebody might bring it: in any of the kinds, with any words, whole or spoiled."""
    headings = [
        "Họ và tên",
        "Phòng",
        "Chức vụ",
        "Điện thoại",
        "Di động",
        "Mã",
        "Tên thủ tục",
        "Lĩnh vực",
        "Lệ phí",
        "Hồ sơ",
    ]
    head = chance.sample(headings, chance.randrange(1, len(headings)))
    body = [[chance.word() for _ in head] for _ in range(chance.randrange(12))]
    if chance.random() < 0.5:
        text = "\n".join(chance.choice(",;\t").join(row) for row in (head, *body))
        content, name = text.encode(errors="replace"), "list.csv"
    else:
        book = Workbook()
        assert book.active is not None
        for row in (head, *body):
            book.active.append([each.encode(errors="replace").decode().translate(_NO_CONTROLS) for each in row])
        file = io.BytesIO()
        book.save(file)
        content, name = file.getvalue(), "list.xlsx"
    return (spoiled(chance, content) if content and chance.random() < 0.4 else content), name


_NO_CONTROLS = dict.fromkeys(range(32))


def test_a_list_in_any_shape_is_a_preview_or_told(office: Config, many: int) -> None:
    chance, read = Chance(6), 0
    for _ in range(many):
        content, name = table(chance)
        found = read_table(content, name)
        compare_people(found, (), office.departments, None)
        compare_procedures(found, (), office.departments)
        read += not found.problems
    assert read > many // 4


def test_a_spoiled_backup_is_never_called_whole(tmp_path: Path, sqlite_template: Path, many: int) -> None:
    chance = Chance(7)
    whole = sqlite_template.read_bytes()
    path = tmp_path / "mot-cua-20170313-084000.db"
    for _ in range(many // 3):
        cut = chance.randrange(len(whole))
        path.write_bytes(chance.choice((whole[:cut], whole[cut:], chance.randbytes(5_000), NASTY[2].encode())))
        with pytest.raises(BackupProblem):
            check(path, "")
