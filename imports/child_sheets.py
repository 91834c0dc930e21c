"""What do the further sheets of the full database workbook say about a procedure?

Their rows are joined to the main sheet by the code: several rows for a procedure, one for each paper, each way of
handing it in, each law.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from imports.cells import text_of
from imports.codes import BadCode, code_of
from imports.headings import Column, HeadedRow, Heading, find_heading, rows_below
from imports.problems import ImportProblem
from imports.rows import Sheet
from locales import say
from rules.searching import fold

_CODE = Column("code", ("Mã TTHC", "Mã số", "Mã thủ tục", "Mã số TTHC", "Mã thủ tục hành chính", "Mã"))
_WAYS = (
    _CODE,
    Column("way", ("Hình thức nộp", "Hình thức", "Cách thức thực hiện", "Cách thức", "Kênh"), is_required=True),
    Column("time_limit", ("Thời hạn giải quyết", "Thời gian giải quyết", "Thời hạn", "Thời gian")),
    Column("fee", ("Phí, lệ phí", "Phí lệ phí", "Lệ phí", "Phí", "Mức phí", "Mức thu")),
)
_PAPERS = (
    _CODE,
    Column(
        "paper",
        ("Tên giấy tờ", "Thành phần hồ sơ", "Tên thành phần hồ sơ", "Giấy tờ", "Tên hồ sơ", "Loại giấy tờ"),
        is_required=True,
    ),
    Column("originals", ("Số bản chính", "Bản chính", "Số lượng bản chính", "Bản gốc")),
    Column("copies", ("Số bản sao", "Bản sao", "Số lượng bản sao")),
)
_LAWS = (
    _CODE,
    Column("number", ("Số ký hiệu", "Số, ký hiệu", "Số/ký hiệu", "Số hiệu văn bản", "Số văn bản", "Số hiệu")),
    Column(
        "law",
        ("Tên văn bản", "Trích yếu", "Căn cứ pháp lý", "Trích yếu nội dung", "Tên văn bản pháp lý", "Văn bản"),
        is_required=True,
    ),
)
_FIRST_WAY = "truc tiep"  # handing in at the office: what its notice board is about


@dataclass(frozen=True, slots=True)
class Child:
    documents: tuple[str, ...] = ()
    time_limit: str = ""
    fee: str = ""
    legal_basis: str = ""


_NOTHING = Child()


@dataclass(slots=True)
class Children:
    """Rows by code; `fields`: what the sheets that were found say something about."""

    ways: Mapping[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    papers: Mapping[str, list[str]] = field(default_factory=dict)
    laws: Mapping[str, list[str]] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    problems: list[ImportProblem] = field(default_factory=list)

    def of(self, code: str) -> Child:
        if not self.sheets or not code:
            return _NOTHING
        ways = self.ways.get(code, [])
        return Child(
            documents=tuple(dict.fromkeys(self.papers.get(code, ()))),
            time_limit=_told([(way, limit) for way, limit, _ in ways]),
            fee=_told([(way, fee) for way, _, fee in ways]),
            legal_basis="; ".join(dict.fromkeys(self.laws.get(code, ()))),
        )


def read_children(sheets: Iterable[Sheet]) -> Children:
    """Of sheets with other names nothing is read: how it is handled inside is not posted."""
    children = Children()
    for sheet in sheets:
        name = fold(sheet.name)
        if "cach thuc" in name or name == "cttn":
            children.ways = _grouped(children, sheet, _WAYS, {"time_limit", "fee"}, _way)
        elif "tphs" in name or "thanh phan" in name:
            children.papers = _grouped(children, sheet, _PAPERS, {"documents"}, _paper)
        elif "ccpl" in name or "can cu" in name:
            children.laws = _grouped(children, sheet, _LAWS, {"legal_basis"}, _law)
    return children


Said = TypeVar("Said")


def _grouped(
    children: Children,
    sheet: Sheet,
    columns: Sequence[Column],
    fields: set[str],
    said: Callable[[HeadedRow], Said | None],
) -> dict[str, list[Said]]:
    heading = find_heading([sheet], columns)
    if isinstance(heading, ImportProblem):
        children.problems.append(
            replace(heading, code=f"sheet.{heading.code}", facts={**heading.facts, "sheet": sheet.name})
        )
        return {}
    children.sheets.append(sheet.name)
    children.fields |= fields
    groups: dict[str, list[Said]] = defaultdict(list)
    for code, row in _coded(_with_code(heading), sheet.name):
        one = said(row)
        children.problems += row.told()
        if code and one is not None:
            groups[code].append(one)
    return groups


def _with_code(heading: Heading) -> Heading:
    """Column B holds the code where no heading says so."""
    return heading if heading.has("code") else replace(heading, columns={**heading.columns, "code": (1,)})


def _coded(heading: Heading, sheet: str) -> Iterator[tuple[str, HeadedRow]]:
    """Rows with the code that they belong to: a code is often written on the first of its rows only."""
    code = ""
    for row in rows_below(heading, sheet):
        value = row.value("code")
        try:
            code = code_of(value) or code
        except BadCode:
            row.complain("code", "code", text_of(value))
            code = ""
        yield code, row


def _way(row: HeadedRow) -> tuple[str, str, str] | None:
    way = row.text("way")
    limit, fee = ("; ".join(row.lines(name)) for name in ("time_limit", "fee"))
    return (way, limit, fee) if limit or fee else None


def _paper(row: HeadedRow) -> str | None:
    paper = row.text("paper").lstrip("-+• ")
    originals, copies = row.text("originals"), row.text("copies")
    if not paper:
        return None
    if _counts(originals) and _counts(copies):
        return say("vi", "import.paper.both", paper=paper, originals=originals, copies=copies)
    if _counts(originals):
        return say("vi", "import.paper.originals", paper=paper, originals=originals)
    return say("vi", "import.paper.copies", paper=paper, copies=copies) if _counts(copies) else paper


def _law(row: HeadedRow) -> str | None:
    number, law = row.text("number"), row.text("law")
    if number and law and number not in law:
        return f"{law} ({number})"
    return law or number or None


def _counts(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


def _told(ways: Sequence[tuple[str, str]]) -> str:
    """One answer where all ways have it; else each with its way, handing in at the office first."""
    answers = [(way, text) for way, text in ways if text]
    answers.sort(key=lambda each: not fold(each[0]).startswith(_FIRST_WAY))
    if len({text for _, text in answers}) <= 1:
        return answers[0][1] if answers else ""
    return "; ".join(dict.fromkeys(f"{way}: {text}" if way else text for way, text in answers))
