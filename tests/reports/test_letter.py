"""The letter read again: is everything there that Decree 30/2020/NĐ-CP asks of a report?"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from config import Config
from reports import ComplianceReport
from reports.compliance import RefusedOtherwise
from reports.letter import letter, letter_head
from rules.compliance import Evidence, compliance

HEAD, FIGURES, FAULTS, ABSENCES, WAITING, SIGNATURE = range(6)


@pytest.fixture
def written(report: ComplianceReport, office: Config) -> DocumentType:
    return read(report, office)


def read(report: ComplianceReport, office: Config, **changes: str) -> DocumentType:
    return Document(io.BytesIO(letter(report, letter_head(office.site, **changes))))


def lines(document: DocumentType) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def empty(report: ComplianceReport) -> ComplianceReport:
    total = compliance(Evidence(), report.made_at).total
    rows = tuple(replace(row, figures=total) for row in report.rows)
    return replace(report, rows=rows, total=total, sittings=(), absences=(), wrong_days=(), proposals="", raw=())


def test_the_sheet_is_a4_with_the_margins_of_the_decree(written: DocumentType) -> None:
    section = written.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= section.top_margin.mm <= 25
    assert 20 <= section.bottom_margin.mm <= 25
    assert 30 <= section.left_margin.mm <= 35
    assert 15 <= section.right_margin.mm <= 20


def test_the_type_is_times_new_roman_for_every_letter(written: DocumentType) -> None:
    style = written.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(13))
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_pages_are_numbered_on_top_from_the_second_on(written: DocumentType) -> None:
    section = written.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_the_head_names_the_body_left_and_the_state_right(written: DocumentType) -> None:
    left, right = written.tables[HEAD].rows[0].cells
    said = [paragraph.text for paragraph in left.paragraphs if paragraph.text]
    assert said == ["ỦY BAN NHÂN DÂN", "HUYỆN QUẢNG UYÊN", "VĂN PHÒNG", "Số:         /BC-VP"]
    assert [bool(paragraph.runs[0].bold) for paragraph in left.paragraphs if paragraph.text] == [
        False,
        False,
        True,
        False,
    ]
    nation, motto, _, dated = right.paragraphs
    assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert dated.text == "Quảng Uyên, ngày 15 tháng 3 năm 2017"
    assert (nation.runs[0].bold, motto.runs[0].bold, dated.runs[0].italic) == (True, True, True)


def test_a_rule_stands_under_body_motto_and_subject(written: DocumentType) -> None:
    left, right = written.tables[HEAD].rows[0].cells
    for paragraphs in (left.paragraphs, right.paragraphs, written.paragraphs):
        assert sum(paragraph._p.pPr is not None and "w:pBdr" in paragraph._p.pPr.xml for paragraph in paragraphs) == 1


def test_days_and_months_below_ten_are_written_as_the_decree_wants(report: ComplianceReport, office: Config) -> None:
    early = replace(report, made_at=report.made_at.replace(month=2, day=6))
    assert "Quảng Uyên, ngày 06 tháng 02 năm 2017" in read(early, office).tables[HEAD].rows[0].cells[1].text


def test_title_and_addressee(written: DocumentType) -> None:
    assert lines(written)[:4] == [
        "BÁO CÁO",
        "Việc chấp hành lịch trực giải quyết thủ tục hành chính",
        "Tuần 11 năm 2017 (từ ngày 13 tháng 3 năm 2017 đến ngày 19 tháng 3 năm 2017)",
        "Kính gửi: Chủ tịch Ủy ban nhân dân huyện Quảng Uyên",
    ]


def test_sections_are_numbered_and_the_end_is_marked(written: DocumentType) -> None:
    sections = [line for line in lines(written) if line.partition(".")[0] in ("I", "II", "III", "IV", "V")]
    assert sections == [
        "I. VIỆC CHẤP HÀNH LỊCH TRỰC",
        "II. VẮNG MẶT VÀ NGƯỜI THAY",
        "III. TIẾP NHẬN VÀ THỜI GIAN CHỜ",
        "IV. NGƯỜI DÂN ĐẾN VÀO NGÀY KHÔNG TRỰC",
        "V. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert lines(written)[-1].endswith("./.")


def test_the_tables_hold_the_figures(written: DocumentType, report: ComplianceReport) -> None:
    figures = cells(written.tables[FIGURES])
    assert len(figures) == 1 + 12 + 1
    assert figures[4][:7] == ["4", "Phòng Tư pháp", "4", "0", "2", "0", "1"]
    assert figures[-1][1:3] == ["Tổng cộng", "36"]
    assert ["Phòng Tư pháp", "Thứ Hai, 13/3/2017", "Buổi sáng", "8 giờ 25", "Muộn 55 phút; người thay trực"] in [
        row[1:] for row in cells(written.tables[FAULTS])
    ]
    assert ["Phòng Tài nguyên - Môi trường", "Thứ Hai, 13/3/2017", "Buổi sáng", "7 giờ 30", "Rời quầy 30 phút"] in [
        row[1:] for row in cells(written.tables[FAULTS])
    ]
    assert "Có 3 buổi rời quầy, không có người trực liền từ 15 phút trở lên." in " ".join(lines(written))
    justice = cells(written.tables[ABSENCES])[1]
    assert justice[3:6] == ["7 giờ 30, 13/3/2017", "17 giờ 00, 13/3/2017", "Bất khả kháng"]
    assert justice[7:] == ["8 giờ 20, 13/3/2017", "Báo muộn; chưa báo Chủ tịch"]
    assert [row[1] for row in cells(written.tables[WAITING])][1:] == [
        "Phòng Kinh tế và Hạ tầng", "Phòng Tài chính - Kế hoạch", "Phòng Tư pháp", "Phòng Y tế", "Tổng cộng",
    ]  # fmt: skip


def test_what_the_chairman_heard_too_late_is_marked(report: ComplianceReport, office: Config) -> None:
    told = replace(report.absences[0], is_chairman_late=True, chairman_told_at=report.absences[0].reported_at)
    said = cells(read(replace(report, absences=(told,)), office).tables[ABSENCES])[1][-1]
    assert said == "Báo muộn; báo Chủ tịch muộn"


def test_one_sentence_tells_who_got_no_number_on_a_day_of_duty(report: ComplianceReport, office: Config) -> None:
    lines_of = (("Phòng Tư pháp", "unstaffed", 40), ("Phòng Y tế", "quota", 2))
    refused = tuple(RefusedOtherwise(*line) for line in lines_of)
    full = replace(report, refused=refused, total=replace(report.total, refused=42))
    said = "không lấy được số, nhiều nhất: Phòng Tư pháp: không có người trực (40 lượt); Phòng Y tế: hết số (2 lượt)."
    assert f"Có 42 lượt người dân đến vào ngày trực mà {said}" in " ".join(lines(read(full, office)))
    assert "không lấy được số" not in " ".join(lines(read(report, office)))


def test_an_absence_that_both_knew_of_beforehand_has_no_mark(report: ComplianceReport, office: Config) -> None:
    told = replace(report.absences[0], is_late=False, chairman_told_at=report.absences[0].reported_at)
    assert cells(read(replace(report, absences=(told,)), office).tables[ABSENCES])[1][-1] == "–"


def test_a_table_repeats_its_head_on_the_next_page(written: DocumentType) -> None:
    for table in written.tables[FIGURES:SIGNATURE]:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_the_proposals_are_the_offices_own_words(written: DocumentType) -> None:
    at = lines(written).index("V. KIẾN NGHỊ, ĐỀ XUẤT")
    assert lines(written)[at + 1 : at + 3] == ["Đề nghị nhắc nhở.", "Đề nghị thêm người."]


def test_without_proposals_there_are_lines_to_write_on(report: ComplianceReport, office: Config) -> None:
    document = read(replace(report, proposals=""), office)
    dotted = [each for each in document.paragraphs if each.text == "\t"]
    assert len(dotted) == 4
    assert 'w:leader="dot"' in dotted[0]._p.xml


def test_recipients_left_and_the_signer_right(report: ComplianceReport, office: Config) -> None:
    document = read(report, office, signer_name="Ông A", number="12", signer="TL. Chủ tịch")
    left, right = document.tables[SIGNATURE].rows[0].cells
    assert left.text.split("\n") == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert left.paragraphs[0].runs[0].bold
    assert left.paragraphs[0].runs[0].italic
    assert (right.paragraphs[0].text, right.paragraphs[-1].text) == ("TL. CHỦ TỊCH", "Ông A")
    assert "Số: 12/BC-VP" in document.tables[HEAD].rows[0].cells[0].text


def test_an_empty_week_is_a_letter_too(report: ComplianceReport, office: Config) -> None:
    document = read(empty(report), office)
    said = " ".join(lines(document))
    assert "Trong kỳ báo cáo không có buổi trực nào theo lịch." in said
    assert "Không có buổi nào bắt đầu trực muộn, rời quầy hoặc không có người trực." in said
    assert "Không có công chức vắng mặt" in said
    assert "Không có người dân nào đến vào ngày không trực." in said
    assert len(document.tables) == 3


def test_many_faults_are_cut_and_counted(report: ComplianceReport, office: Config) -> None:
    fault = report.faults[0]
    document = read(replace(report, sittings=(fault,) * 27), office)
    assert len(document.tables[FAULTS].rows) == 1 + 20
    assert "Và 7 buổi khác, ghi trong bảng số liệu kèm theo." in lines(document)


def test_a_training_report_says_so(report: ComplianceReport, office: Config) -> None:
    assert "TẬP HUẤN – SỐ LIỆU KHÔNG CÓ GIÁ TRỊ" in lines(read(replace(report, is_training=True), office))
    assert not [line for line in lines(read(report, office)) if "TẬP HUẤN" in line]


def test_characters_that_no_file_can_hold_do_no_harm(report: ComplianceReport, office: Config) -> None:
    typed = replace(report.absences[0], officer="Ông\x00 \ud800B\x0b")
    document = read(replace(report, absences=(typed,), proposals="a\x01b"), office)
    assert cells(document.tables[ABSENCES])[1][1] == "Ông B"
    assert "ab" in lines(document)


@pytest.mark.parametrize(
    ("authority", "place", "unit"),
    [
        ("Ủy ban nhân dân huyện Quảng Uyên", "Quảng Uyên", "huyện Quảng Uyên"),
        ("Uỷ ban nhân dân xã Quảng Uyên", "Quảng Uyên", "xã Quảng Uyên"),
        ("UBND phường Ba Đình", "Ba Đình", "phường Ba Đình"),
        ("Ủy ban nhân dân thị trấn Trùng Khánh", "Trùng Khánh", "thị trấn Trùng Khánh"),
    ],
)
def test_place_and_unit_come_from_the_authority(office: Config, authority: str, place: str, unit: str) -> None:
    head = letter_head(office.site.model_copy(update={"authority": authority}))
    assert (head.place, head.unit) == (place, unit)


def test_a_day_later_the_date_is_that_of_the_report(report: ComplianceReport, office: Config) -> None:
    later = replace(report, made_at=report.made_at + timedelta(days=2))
    assert "ngày 17 tháng 3 năm 2017" in read(later, office).tables[HEAD].rows[0].cells[1].text


def test_the_columns_fit_between_the_margins(written: DocumentType) -> None:
    section = written.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in written.tables:
        assert sum(cell.width for cell in table.rows[0].cells) <= room + Mm(0.1)


def test_no_column_of_figures_is_too_narrow_for_a_word_of_its_head(written: DocumentType) -> None:
    for table in (written.tables[FIGURES], written.tables[WAITING]):
        assert min(cell.width for cell in table.rows[0].cells[2:]) >= Mm(12.9)
