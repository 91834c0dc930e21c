"""Who is on the lists of officers that departments send in?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from actions.lists import Progress
from imports.departments import Departments, Named
from imports.headings import Column, HeadedRow, Heading, find_heading, rows_below
from imports.namesakes import Answers, Namesake, Uniting
from imports.phones import BadPhone, is_mobile, normalised_all, shown
from imports.problems import ImportProblem
from imports.rows import LONGEST_KEY, LONGEST_TEXT
from imports.tables import Table
from rules.searching import fold

COLUMNS = (
    Column("key", ("key",)),
    Column(
        "name",
        ("Họ và tên", "Họ tên", "Họ và tên công chức", "Họ tên công chức", "Họ tên cán bộ", "Họ và tên cán bộ",
         "Tên công chức", "Tên cán bộ", "Cán bộ", "Công chức", "Tên", "Name"),
        is_required=True,
    ),
    Column(
        "department",
        ("Phòng", "Phòng ban", "Phòng, đơn vị", "Tên phòng", "Đơn vị", "Đơn vị công tác", "Nơi công tác", "Bộ phận",
         "Cơ quan", "Cơ quan, đơn vị", "Phòng chuyên môn", "Cơ quan chuyên môn", "Mã phòng", "Department"),
    ),
    Column("position", ("Chức vụ", "Chức danh", "Chức vụ, chức danh", "Vị trí", "Vị trí việc làm", "Position")),
    Column(
        "office_phone",
        ("Điện thoại cơ quan", "ĐT cơ quan", "Số điện thoại cơ quan", "Điện thoại CQ", "ĐTCQ", "Điện thoại cố định",
         "Số cố định", "Cố định", "Máy bàn", "Số máy bàn", "Điện thoại bàn", "Office phone"),
    ),
    Column(
        "mobile",
        ("Điện thoại di động", "Di động", "ĐT di động", "ĐTDĐ", "Số di động", "Số điện thoại di động", "Mobile"),
    ),
    Column(
        "phone",
        ("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Số ĐT", "Điện thoại liên hệ", "Liên hệ", "Số liên lạc", "Phone"),
    ),
    Column("note", ("Ghi chú", "Note", "Notes")),
)  # fmt: skip
_REPORT_EVERY = 100
_TOTAL = re.compile(r"(tong|cong)( so| cong)?\b")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An officer as a list has them; telephone numbers as `phones` stores them. `key` only in our own exports.

    `belongs`: the departments of who is on no list yet.
    """

    row: int
    name: str
    departments: tuple[str, ...]
    position: str = ""
    office_phone: str = ""
    mobile: str = ""
    note: str = ""
    key: str = ""
    belongs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """`fields`: what the file has columns for; of others it says nothing. `left_out`: rows that are no person.

    `namesakes`: rows that may mean the person of another row. `names`: of departments, by code.
    """

    file: str
    rows: tuple[PersonRow, ...] = ()
    fields: frozenset[str] = frozenset()
    problems: tuple[ImportProblem, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    name_column: str = ""


def read_people(
    table: Table,
    departments: Iterable[Named],
    department: str | None = None,
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> People:
    """The officers of the best sheet, each once. `department`: whose list it is, for rows that do not say.

    `answers`: whether rows of one name mean one person, where nothing else tells.
    """
    if table.problems:
        return People(table.file, problems=table.problems)
    heading = find_heading(table.sheets, COLUMNS)
    if isinstance(heading, ImportProblem):
        return People(table.file, problems=(heading,))
    reading = _Reading(heading, Departments(departments), department)
    if not reading.department and not heading.has("department"):
        reading.department = next(filter(None, map(reading.departments.find_heading, reversed(heading.above))), None)
    titles = heading.titles[heading.columns["name"][0]]
    names = {each.code: each.name for each in reading.departments.listed}
    uniting = Uniting(names, titles, answers or {})
    for person in reading.rows(progress):
        uniting.put(person)
    if not uniting.rows and not reading.problems:
        reading.problems.append(ImportProblem("no_rows"))
    return People(
        table.file,
        tuple(uniting.rows),
        _fields(heading),
        tuple(sorted((*reading.problems, *uniting.problems), key=_place)),
        tuple(reading.left_out),
        tuple(uniting.namesakes),
        names,
        titles,
    )


@dataclass(slots=True)
class _Reading:
    heading: Heading
    departments: Departments
    department: str | None
    problems: list[ImportProblem] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def rows(self, progress: Progress | None) -> Iterator[PersonRow]:
        total = sum(row.number > self.heading.last_row for row in self.heading.sheet.rows)
        done = 0
        for done, row in enumerate(rows_below(self.heading), start=1):
            if progress and done % _REPORT_EVERY == 0:
                progress(done, total)
            if not self._is_left_out(row):
                person = self._person(row)
                self.problems += row.told()
                if person is not None:
                    yield person
        if progress:
            progress(total, total)

    def _is_left_out(self, row: HeadedRow) -> bool:
        """Group lines ("I. Phòng Tư pháp" holds for the rows below), sums, signatures and remarks."""
        texts = row.texts()
        if _TOTAL.match(fold(texts[0] if texts else "")):
            self.left_out.append((row.number, texts[0]))
            return True
        if len(texts) > 1 or not row.is_readable:
            return False
        group = self.departments.find_heading(texts[0]) if texts else None
        if group:
            self.department = group
        may_be_person = row.is_numbered or not self.heading.has("ordinal")
        is_person = bool(texts) and not group and may_be_person and row.text("name") == texts[0]
        if not is_person:
            self.left_out.append((row.number, texts[0] if texts else ""))
        return not is_person

    def _person(self, row: HeadedRow) -> PersonRow | None:
        """The person, or None with what is wrong noted in the row."""
        name = row.text("name", LONGEST_TEXT)
        if not name and not row.problems:
            row.complain("empty", "name")
        departments = self._departments(row)
        office_phone, mobile, others = _phones(row)
        note = "; ".join((*filter(None, [row.text("note")]), *others))
        if len(note) > LONGEST_TEXT:
            row.complain("too_long", "note", note, most=LONGEST_TEXT)
        position, key = row.text("position", LONGEST_TEXT), row.text("key", LONGEST_KEY)
        if row.problems:
            return None
        return PersonRow(row.number, name, departments, position, office_phone, mobile, note, key)

    def _departments(self, row: HeadedRow) -> tuple[str, ...]:
        codes, unknown = self.departments.find_all(row.lines("department"))
        for part in unknown:
            row.complain("department", "department", part)
        if codes or unknown:
            return codes
        if self.department:
            return (self.department,)
        if not row.problems:
            row.complain("empty" if row.heading.has("department") else "no_department", "department")
        return ()


def _phones(row: HeadedRow) -> tuple[str, str, list[str]]:
    """Office telephone, mobile, and more numbers as a reader writes them: nothing of a cell is lost."""
    office, mobile, either = (_numbers(row, name) for name in ("office_phone", "mobile", "phone"))
    for number in either:
        (mobile if is_mobile(number) else office).append(number)
    others = list(dict.fromkeys([*office[1:], *mobile[1:]]))
    return "".join(office[:1]), "".join(mobile[:1]), [shown(number) for number in others]


def _numbers(row: HeadedRow, name: str) -> list[str]:
    try:
        return list(normalised_all(row.lines(name)))
    except BadPhone as bad:
        if bad.now:
            row.complain("phone_old", name, bad.text, now=bad.now)
        else:
            row.complain("phone", name, bad.text)
        return []


def _fields(heading: Heading) -> frozenset[str]:
    fields = set(heading.columns) - {"key", "ordinal", "phone", "department"} | {"departments"}
    if heading.has("phone"):
        fields |= {"office_phone", "mobile"}
    return frozenset(fields)


def _place(problem: ImportProblem) -> int:
    return problem.row or 0
