"""Which procedures are posted, and how does the list get in?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.catalogue import find_procedures, load_procedures, procedure, procedures_of
from actions.hall import Hall
from actions.site import open_site
from models import Procedure
from tests.actions.at_work import events, nothing_changes, rows, take

COLUMNS = ["key", "department_code", "department_name", "field", "procedure_code", "name", "synonyms", "documents"]
COLUMNS += ["time_limit", "fee", "legal_basis", "source", "checked"]
OURS = {
    "key": "A-1",
    "department_code": "KTHT",
    "name": "Cấp giấy phép",
    "documents": "Đơn | Bản vẽ",
    "checked": "source",
}

Listed = Callable[..., Path]


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    """Writes a list of procedures; what a row does not say is empty."""

    def write(*wanted: dict[str, str]) -> Path:
        path = tmp_path / "thủ tục.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(wanted)
        return path

    return write


def load(hall: Hall, path: Path) -> int:
    return hall.write(load_procedures, path=path)


def test_all_procedures_of_the_letters_office_are_posted(hall: Hall) -> None:
    by_department = {d.code: hall.read(procedures_of, department=d.code) for d in hall.config.departments}
    assert sum(map(len, by_department.values())) == len(rows(hall, Procedure)) == 143
    assert all(by_department.values())
    first = by_department["KTHT"][0]
    assert (first.key, first.is_checked, len(first.documents)) == ("1.013225", True, 4)
    assert first.documents[1].startswith("Giấy tờ hợp pháp về quyền sử dụng đất")


def test_opening_the_site_again_changes_nothing_in_the_list(hall: Hall) -> None:
    before = [(row.id, row.key, row.name) for row in rows(hall, Procedure)]
    hall.write(open_site)
    assert [(row.id, row.key, row.name) for row in rows(hall, Procedure)] == before
    assert len(events(hall, "catalogue_loaded")) == 1


def test_a_list_of_ones_own_takes_the_place_of_the_shipped_one(hall: Hall, listed: Listed) -> None:
    path = listed(OURS)
    assert load(hall, path) == 144
    assert [p.key for p in hall.read(procedures_of, department="KTHT")] == ["A-1"]
    with nothing_changes(hall):
        assert load(hall, path) == 0


def test_a_changed_row_is_changed_and_no_other(hall: Hall, listed: Listed) -> None:
    other = OURS | {"key": "A-2", "name": "Khác"}
    load(hall, listed(OURS, other))
    before = {row.key: row.id for row in rows(hall, Procedure)}
    assert load(hall, listed(OURS | {"fee": "50.000 đồng"}, other)) == 1
    seen = hall.read(procedure, key="A-1")
    assert seen is not None
    assert (seen.fee, seen.name) == ("50.000 đồng", "Cấp giấy phép")
    assert {row.key: row.id for row in rows(hall, Procedure)} == before
    assert events(hall, "catalogue_loaded")[-1].facts["changed"] == 1


def test_a_row_that_left_the_list_is_withdrawn_but_old_tickets_keep_its_name(hall: Hall, listed: Listed) -> None:
    load(hall, listed(OURS, OURS | {"key": "A-2"}))
    ticket = take(hall, None, procedure="A-2")
    assert load(hall, listed(OURS)) == 1
    assert hall.read(procedure, key="A-2") is None
    assert [p.key for p in hall.read(find_procedures, query="giấy phép")] == ["A-1"]
    assert ticket.procedure_name == "Cấp giấy phép"
    assert load(hall, listed(OURS, OURS | {"key": "A-2"})) == 1
    assert hall.read(procedure, key="A-2") is not None


def test_what_a_row_does_not_say_stays_blank(sqlite_hall: Hall, listed: Listed) -> None:
    load(sqlite_hall, listed({"key": "A-1", "department_code": "KTHT", "name": "Cấp giấy phép"}))
    seen = sqlite_hall.read(procedure, key="A-1")
    assert seen is not None
    assert (seen.documents, seen.time_limit, seen.fee, seen.code, seen.is_checked) == ((), "", "", "", False)


def test_words_on_two_lines_of_a_cell_stay_two_words(sqlite_hall: Hall, listed: Listed) -> None:
    load(sqlite_hall, listed(OURS | {"fee": "Lệ phí:\n50.000 đồng", "documents": "Đơn |\nBản vẽ"}))
    seen = sqlite_hall.read(procedure, key="A-1")
    assert seen is not None
    assert seen.fee.split() == ["Lệ", "phí:", "50.000", "đồng"]
    assert seen.documents == ("Đơn", "Bản vẽ")


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"department_code": "XYZ"}, "row 3.*XYZ"),
        ({"key": "A-1"}, "row 3.*A-1"),
    ],
)
def test_a_list_that_cannot_be_understood_names_the_row_and_changes_nothing(
    hall: Hall, listed: Listed, second: dict[str, str], said: str
) -> None:
    path = listed(OURS, OURS | {"key": "A-2"} | second)
    with nothing_changes(hall), pytest.raises(ValueError, match=said):
        load(hall, path)


def test_a_list_without_a_column_is_told(hall: Hall, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("key,name\nA-1,Cấp giấy phép\n", encoding="utf-8")
    with nothing_changes(hall), pytest.raises(ValueError, match="department_code"):
        load(hall, path)


@pytest.mark.parametrize("query", ["giay phep xay dung", "GIẤY PHÉP XÂY", "1.013225", "xin phep xay nha"])
def test_a_procedure_is_found_without_accents_by_code_and_by_everyday_words(sqlite_hall: Hall, query: str) -> None:
    assert "1.013225" in [p.key for p in sqlite_hall.read(find_procedures, query=query)]


def test_a_search_can_stay_within_a_department(sqlite_hall: Hall) -> None:
    everywhere = sqlite_hall.read(find_procedures, query="cap")
    within = sqlite_hall.read(find_procedures, query="cap", department="TP")
    assert {p.department for p in everywhere} > {"TP"}
    assert {p.department for p in within} == {"TP"}
    assert sqlite_hall.read(find_procedures, query="qqqq") == ()
