"""What do the cells of a list of procedures say? Its columns in the words of all layouts, and their values."""

from __future__ import annotations

import re
from datetime import date

from imports.cells import BadDay, Value, day_of, text_of
from imports.codes import BadCode, code_of
from imports.headings import Column, HeadedRow
from imports.rows import LONGEST_TEXT
from locales import say
from rules.searching import fold

COLUMNS = (
    Column("key", ("key",)),
    Column(
        "code",
        ("Mã TTHC", "Mã số", "Mã số TTHC", "Mã thủ tục", "Mã thủ tục hành chính", "Số hồ sơ TTHC", "Mã hồ sơ TTHC",
         "Mã số thủ tục", "Mã quốc gia", "procedure_code", "Mã"),
    ),
    Column(
        "procedure",
        ("Tên TTHC", "Tên thủ tục hành chính", "Thủ tục hành chính", "Tên thủ tục", "TTHC", "Thủ tục", "Tên", "name"),
        is_required=True,
    ),
    Column("official_name", ("official_name", "Tên chính thức", "Tên đầy đủ")),
    Column("own_department", ("department_code", "Mã phòng", "Phòng phụ trách")),
    Column("department_name", ("department_name", "Tên phòng")),
    Column(
        "agency",
        ("Cơ quan thực hiện", "Đơn vị thực hiện", "Địa điểm thực hiện", "Cơ quan giải quyết", "Phòng", "Bộ phận"),
    ),
    Column("field", ("Lĩnh vực", "Tên lĩnh vực", "field")),
    Column("documents", ("Giấy tờ cần có", "Thành phần hồ sơ", "Hồ sơ gồm", "documents")),
    Column("time_limit", ("Thời hạn giải quyết", "Thời gian giải quyết", "Thời hạn", "time_limit")),
    Column("fee", ("Phí, lệ phí", "Phí lệ phí", "Phí và lệ phí", "fee")),
    Column("charge", ("Phí",)),
    Column("due", ("Lệ phí",)),
    Column("legal_basis", ("Căn cứ pháp lý", "Cơ sở pháp lý", "legal_basis")),
    Column("source", ("Nguồn", "source")),
    Column("decision", ("Số quyết định", "Quyết định số", "Quyết định công bố", "Số QĐ", "Quyết định", "decision_no")),
    Column("decided_on", ("Ngày quyết định", "Ngày ban hành quyết định", "Ngày QĐ")),
    Column("link", ("Link truy cập", "Đường dẫn", "Link", "url")),
    Column("synonyms", ("Từ khóa", "Tên gọi khác", "synonyms")),
    Column("status", ("Trạng thái", "Tình trạng hiệu lực", "Tình trạng", "Hiệu lực", "status")),
    Column("checked", ("Đã đối chiếu", "checked")),
    Column("updated_on", ("Cập nhật ngày", "Ngày cập nhật", "Ngày kiểm tra", "updated_on")),
)  # fmt: skip
_LONGEST_AMOUNT = 12  # digits; what is longer is no fee but a number of something
_BULLET = re.compile(r"^(?:[-+•*–·]\s+|(?:\d{1,2}|[a-zđ])[.)]\s+)")
_WITHDRAWN = re.compile(r"\b(?:het hieu luc|bai bo|huy|khong con|bi thay the|ngung|withdrawn)\b")
_NOT_YET = ("chua co hieu luc", "chua ap dung", "du thao")
_YES = frozenset(("source", "co", "yes", "x", "1", "true", "da doi chieu", "roi"))


def names_in(row: HeadedRow) -> tuple[str, str]:
    """The name for screens and paper, and the official one."""
    if row.heading.has("key"):
        return row.text("procedure", LONGEST_TEXT), row.text("official_name")
    name = row.text("procedure")
    if len(name) <= LONGEST_TEXT:
        return name, row.text("official_name") or name
    return name[: LONGEST_TEXT - 1].rpartition(" ")[0] + "…", name


def code_in(row: HeadedRow) -> str:
    value = row.value("code")
    try:
        return code_of(value)
    except BadCode:
        row.complain("code", "code", text_of(value))
        return ""


def items_in(row: HeadedRow, name: str) -> tuple[str, ...]:
    """One item a line; on a single line, items stand between "|". Bullets of other people's lists are no part of it."""
    lines = row.lines(name)
    if len(lines) == 1 and not _ends_with_break(row.value(name)):
        lines = tuple(part for each in lines[0].split("|") if (part := each.strip()))
    return lines if row.heading.has("key") else tuple(_BULLET.sub("", line) for line in lines)


def _ends_with_break(value: Value) -> bool:
    return isinstance(value, str) and value.endswith("\n")


def fee_in(row: HeadedRow) -> str:
    """One column for both, or one each: "Không" beside an amount says nothing more."""
    if row.heading.has("fee"):
        # In a file of our own it is written as the office wrote it.
        told = text_of if row.heading.has("key") else _money
        return "; ".join(told(value) for value in row.values("fee") if text_of(value))
    charge, due = (_money(row.value(name)) for name in ("charge", "due"))
    amounts = {name: text for name, text in (("charge", charge), ("due", due)) if not _is_nothing(text)}
    if len(amounts) == 2:
        return "; ".join(f"{row.title(name)}: {text}" for name, text in amounts.items())
    if amounts:
        ((name, text),) = amounts.items()
        return f"{row.title(name)}: {text}"
    return charge or due


def _is_nothing(text: str) -> bool:
    return not text or fold(text).strip(" .") in ("khong", "khong co", "0", "-", "mien phi", "khong quy dinh")


def _money(value: Value) -> str:
    """A bare number of 1,000 and more is an amount in đồng."""
    text = text_of(value)
    if text.isdecimal() and len(text) <= _LONGEST_AMOUNT and int(text) >= 1000:
        return say("vi", "import.money", amount=int(text))
    return text


def source_in(row: HeadedRow) -> str:
    if own := "; ".join(row.lines("source")):
        return own
    decision, day = "; ".join(row.lines("decision")), day_in(row, "decided_on")
    if decision and "quyet dinh" not in fold(decision):
        decision = say("vi", "import.decision", number=decision)
    if decision and day:
        decision = say("vi", "import.decision.dated", decision=decision, date=day)
    return "; ".join(text for text in (decision, row.text("link")) if text)


def day_in(row: HeadedRow, name: str) -> date | None:
    value = row.value(name)
    try:
        return day_of(value)
    except BadDay as bad:
        row.complain("no_such_day" if bad.looks_like_a_day else "no_date", name, text_of(value))
        return None


def is_withdrawn(status: str) -> bool | None:
    if not status:
        return None
    folded = fold(status)
    return _WITHDRAWN.search(folded) is not None and "mot phan" not in folded


def is_checked(text: str) -> bool | None:
    return fold(text) in _YES if text else None


def is_in_force(status: str) -> bool:
    """False for what is announced, but not to be used yet."""
    return not fold(status).startswith(_NOT_YET)
