"""Can a stranger read the paper? Tesseract with Vietnamese, on the very dots that a printer gets."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from typing import Any

import pytest
from PIL import Image, ImageDraw

from printers.document import ticket_paper
from printers.kinds import drawn
from printers.lettering import fit
from printers.sheet import Sheet
from tests.printers.papers import checklist
from tests.printers.tickets import facts


def _knows_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in listed.stdout.split()


pytestmark = pytest.mark.skipif(
    not _knows_vietnamese(), reason="no Vietnamese tesseract: apt install tesseract-ocr tesseract-ocr-vie"
)

# What a procedure's page may say: names out of the letter's office, every tone and every kind of letter.
SENTENCES = """Ủy ban nhân dân huyện Quảng Uyên, tỉnh Cao Bằng
Khi được gọi, mời ông bà đến quầy số bốn
Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả
Nếu lỡ lượt, ông bà báo lại tại quầy trong buổi sáng
Số ưu tiên và số chuyển quầy có thể được gọi trước
Chứng thực chữ ký trong các giấy tờ, văn bản
Đăng ký lại khai sinh, kết hôn, giám hộ, nhận cha mẹ con
Cấp giấy phép xây dựng nhà ở riêng lẻ tại nông thôn
Xác nhận tình trạng hôn nhân của người đã có vợ hoặc chồng
Thẩm định dự án đầu tư, quyết toán vốn hoàn thành
Hỗ trợ học sinh dân tộc nội trú, bán trú vùng khó khăn
Lễ hội, quảng cáo, trò chơi điện tử công cộng
Khiếu nại, tố cáo và kiến nghị của công dân
Người cao tuổi, người khuyết tật, phụ nữ mang thai, người có công với cách mạng
Thời hạn giải quyết là mười ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"""


def read_by_a_stranger(picture: Image.Image) -> str:
    """At its size on paper: 203 dots to the inch, on a sheet with a white edge."""
    sheet = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    sheet.paste(picture.convert("L"), (40, 40))
    png = io.BytesIO()
    sheet.resize((sheet.width * 2, sheet.height * 2), Image.Resampling.LANCZOS).save(png, "PNG")
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", "6", "--dpi", "406"]
    done = subprocess.run(command, input=png.getvalue(), capture_output=True, timeout=120, check=True)
    return unicodedata.normalize("NFC", done.stdout.decode())


def letters_of(text: str) -> str:
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFC", text))


def errors_between(wanted: str, found: str) -> int:
    """Letters that must be put in, taken out or changed (Levenshtein)."""
    return _distances(wanted, found, list(range(len(found) + 1)))[-1]


def errors_within(wanted: str, found: str) -> int:
    """The same for where `wanted` stands in `found`, whatever stands before and after it."""
    return min(_distances(wanted, found, [0] * (len(found) + 1)))


def _distances(wanted: str, found: str, row: list[int]) -> list[int]:
    for at, letter in enumerate(wanted, start=1):
        last, row[0] = row[0], at
        for other in range(1, len(found) + 1):
            cost = min(row[other] + 1, row[other - 1] + 1, last + (letter != found[other - 1]))
            last, row[other] = row[other], cost
    return row


@pytest.mark.parametrize("width", [576, 384])
def test_at_24_dots_less_than_one_letter_in_a_hundred_is_misread(width: int):
    sheet = Sheet(width)
    for sentence in SENTENCES.splitlines():
        lines = fit(sentence, sheet.inner, (24,))
        sheet.y = sheet.text(lines, sheet.margin, sheet.inner, sheet.y + 6, is_centred=False)
    wanted, found = letters_of(SENTENCES), letters_of(read_by_a_stranger(sheet.finished()))
    assert errors_between(wanted, found) <= 0.01 * len(wanted), found


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"procedure": "Đăng ký khai tử", "place": "Phòng số 12, nhà B", "sitting": "afternoon", "ahead": 0},
        {"procedure": "Cấp giấy phép xây dựng nhà ở riêng lẻ", "department": "Phòng Kinh tế và Hạ tầng",
         "visit": "supplement", "wait": {"low": 10, "high": 20}},
        {"procedure": "Thẩm định dự án đầu tư", "department": "Phòng Nông nghiệp và Phát triển nông thôn",
         "visit": "result", "place": "Quầy 15", "ahead": 21},
    ],
    ids=["usual", "afternoon", "supplement", "result"],
)  # fmt: skip
def test_of_a_real_tickets_words_less_than_one_letter_in_a_hundred_is_misread(what: dict[str, Any]):
    """All below the plate, with notes of 24 dots and larger lines above them."""
    told = facts(url=None, **what)
    paper = ticket_paper(told, "vi")
    words = (paper.procedure, paper.visit, paper.department, paper.place.text, paper.ahead, paper.code, paper.issued,
             paper.valid, paper.missed, paper.order, paper.not_receipt, paper.thanks)  # fmt: skip
    wanted = letters_of("".join(map(str, words)))
    said = letters_of(read_by_a_stranger(drawn(told, 576)))
    assert len(wanted) > 200
    assert errors_within(wanted, said) <= 0.01 * len(wanted), said


def test_a_whole_ticket_is_read():
    picture = drawn(facts(url=None), 576)
    # Not the plate and the title: what is that large is no text to a reader of pages. The number is read below.
    said = letters_of(read_by_a_stranger(picture)).casefold()
    for words in ("Chứng thực bản sao từ bản chính", "Phòng Tư pháp", "Khi được gọi, mời đến",
                  "Phía trước còn 3 người", "Lấy số lúc", "không thay Giấy tiếp nhận hồ sơ"):  # fmt: skip
        wanted = letters_of(words).casefold()
        near = min(errors_between(wanted, said[at : at + len(wanted)]) for at in range(len(said)))
        assert near <= 1, (words, said)


def test_the_number_is_read():
    picture = drawn(facts(), 576).convert("L")
    top = next(y for y in range(picture.height) if picture.crop((60, y, 120, y + 1)).getextrema() == (0, 0))
    digits = picture.crop((230, top + 8, 550, top + 200))
    ImageDraw.Draw(digits).rectangle((0, 0, 2, 2), fill=255)
    assert "017" in read_by_a_stranger(digits)


def test_a_list_of_papers_is_read():
    said = letters_of(read_by_a_stranger(drawn(checklist(), 576))).casefold()
    wanted = letters_of("Bản sao toàn bộ hồ sơ giấy tờ của người yêu cầu").casefold()
    assert min(errors_between(wanted, said[at : at + len(wanted)]) for at in range(len(said))) <= 2
