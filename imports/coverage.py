"""How much of a published list of procedures does this office post (letter, points 1 and 2: 100 %)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from imports.cells import text_of
from imports.codes import BadCode, code_of, is_national
from imports.headings import Column, HeadedRow, find_heading, rows_below
from imports.preview import Field
from imports.problems import ImportProblem
from imports.tables import Table
from rules.searching import fold

_COLUMNS = (
    Column("code", ("procedure_code", "Mã TTHC", "Mã số", "Mã thủ tục", "Số hồ sơ TTHC"), is_required=True),
    Column("procedure", ("official_name", "Tên TTHC", "Tên", "Thủ tục hành chính", "name"), is_required=True),
    Column("field", ("Lĩnh vực", "field")),
    Column("decision", ("decision_no", "Số quyết định", "Quyết định số", "Quyết định")),
    Column("link", ("url", "Link truy cập", "Nguồn", "source")),
)


@dataclass(frozen=True, slots=True)
class Listed:
    code: str
    name: str
    field: str = ""
    decision: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PublishedList:
    """`name`: what the figure is measured against, told with it every time."""

    name: str
    procedures: tuple[Listed, ...] = ()
    problems: tuple[ImportProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    key: str
    code: str
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    field: str
    total: int
    posted: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """`withdrawn`: posted, of a field that the list covers, and not in it. `outside`: of fields that it does not cover.

    `uncoded`: posted without a national code, so nobody can tell. `percent` is cut, not rounded: 100 is all of them.
    """

    list_name: str
    total: int
    posted: int
    percent: float
    missing: tuple[Listed, ...]
    withdrawn: tuple[Posted, ...]
    outside: tuple[Posted, ...]
    uncoded: tuple[Posted, ...]
    by_field: tuple[FieldCoverage, ...]


def read_published(table: Table, name: str = "") -> PublishedList:
    """A list with codes and names, in any layout that has both; a code that stands twice counts once."""
    title = name or table.file
    heading = None if table.problems else find_heading(table.sheets, _COLUMNS)
    if heading is None or isinstance(heading, ImportProblem):
        return PublishedList(title, problems=table.problems or ((heading,) if heading else ()))
    listed: dict[str, Listed] = {}
    problems: list[ImportProblem] = []
    for row in rows_below(heading):
        one = _listed(row) if len(row.texts()) > 1 else None
        problems += row.told()
        if one:
            listed.setdefault(one.code, one)
    return PublishedList(title, tuple(listed.values()), tuple(problems))


def coverage(
    present: Mapping[str, Mapping[str, Field]], published: PublishedList, departments: Iterable[str] | None = None
) -> Coverage:
    """Of every procedure of the list, is it posted? `departments`: count only what these post."""
    chosen = None if departments is None else set(departments)
    posted = [
        Posted(key, str(values.get("code") or ""), str(values["name"]), str(values["department"]))
        for key, values in present.items()
        if not values.get("is_withdrawn") and (chosen is None or values["department"] in chosen)
    ]
    fields = {each.key: fold(str(present[each.key].get("field") or "")) for each in posted}
    listed = {each.code for each in published.procedures}
    covered = {fold(each.field) for each in published.procedures}
    codes = {each.code for each in posted}
    unlisted = [each for each in posted if is_national(each.code) and each.code not in listed]
    found = len(listed & codes)
    return Coverage(
        published.name,
        len(listed),
        found,
        percent_of(found, len(listed)),
        tuple(each for each in published.procedures if each.code not in codes),
        tuple(each for each in unlisted if fields[each.key] in covered),
        tuple(each for each in unlisted if fields[each.key] not in covered),
        tuple(each for each in posted if not is_national(each.code)),
        _by_field(published.procedures, codes),
    )


def percent_of(part: int, whole: int) -> float:
    """With one digit behind the point, cut: 99.9 until nothing is missing."""
    return part * 1000 // whole / 10 if whole else 0.0


def _listed(row: HeadedRow) -> Listed | None:
    value = row.value("code")
    try:
        code = code_of(value)
    except BadCode:
        row.complain("code", "code", text_of(value))
        return None
    if not code:
        row.complain("empty", "code")
        return None
    return Listed(code, row.text("procedure"), row.text("field"), row.text("decision"), row.text("link"))


def _by_field(procedures: Iterable[Listed], codes: set[str]) -> tuple[FieldCoverage, ...]:
    groups: dict[str, list[Listed]] = {}
    for each in procedures:
        groups.setdefault(each.field, []).append(each)
    return tuple(
        FieldCoverage(name, len(members), sum(each.code in codes for each in members))
        for name, members in groups.items()
    )
