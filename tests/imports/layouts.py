"""The layouts in which offices keep their procedures, as rows: what an import must read from any program's file."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.imports.files import Rows, workbook

PORTAL: Rows = [
    ["DANH SÁCH THỦ TỤC HÀNH CHÍNH"],
    ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"],
    ["1.001193 ", " Đăng ký  khai sinh", "Bộ Tư pháp", "Ủy ban nhân dân cấp xã\nPhòng Tư pháp", "Hộ tịch"],
    ["2.000620.000.00.00.H14", "Cấp\nphép", "Bộ Công Thương", "Ủy ban nhân dân cấp huyện", "Lưu thông "],
]
FULL: dict[str, Rows] = {
    "Cách_thức_thực_hiện": [
        ["DANH SÁCH"],
        ["STT", "Mã TTHC", "Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí"],
        [1, "1.001193", "Trực tuyến", "1 ngày", "Miễn phí"],
        [2, None, "Trực tiếp", "2 ngày", "Miễn phí"],
    ],
    "Trình_tự_thực_hiện": [["STT", "Mã TTHC", "Trình tự"], [1, "1.001193", "Bước 1"]],
    "TPHS": [
        ["STT", "Mã TTHC", "Tên giấy tờ", "Bản chính", "Bản sao", "Mẫu đơn"],
        [1, "1.001193", "- Tờ khai", 1, 0, "mau.doc"],
        [2, "1.001193", "Giấy chứng sinh", 1, "1", None],
        [3, "1.000894", "Tờ khai", None, None, None],
    ],
    "KQTH": [["STT", "Mã TTHC", "Kết quả"], [1, "1.001193", "Giấy khai sinh"]],
    "CCPL": [
        ["STT", "Mã TTHC", "Số ký hiệu", "Trích yếu"],
        [1, "1.001193", "60/2014/QH13", "Luật Hộ tịch"],
        [2, "1.001193", "123/2015/NĐ-CP", "Nghị định 123/2015/NĐ-CP"],
    ],
}  # fmt: skip
FULL_MAIN: list[list[object]] = [
    ["CƠ SỞ DỮ LIỆU THỦ TỤC HÀNH CHÍNH"],
    [None],
    ["STT", "Mã TTHC", "Tên TTHC", "Link truy cập", "Số quyết định", "Ngày quyết định", "Cơ quan ban hành", "Lĩnh vực",
     "Cấp thực hiện", "Đối tượng thực hiện", "Loại TTHC", "Trạng thái"],
    [1, "1.001193", "Đăng ký khai sinh", "https://x.vn/1", "1085/QĐ-BTP", "13/3/2026", "Bộ Tư pháp", "Hộ tịch",
     "Cấp xã", "Công dân", "TTHC được luật giao", "Công khai"],
    [2, "1.000894", "Đăng ký kết hôn", None, "Quyết định 7/QĐ", 46094, "Bộ Tư pháp", "Hộ tịch", "", "", "",
     "Đã bãi bỏ"],
]  # fmt: skip
FORM_HEADINGS = [
    "STT", "MÃ TTHC", "Tên TTHC", "Lĩnh vực", "Phí", "Lệ Phí", "Cấp thực hiện", "Cơ quan thực hiện", "Cùng cấp",
    "02 cấp", "Phi địa giới", "Toàn trình", "Một phần", "Cung cấp thông tin", "Dịch vụ BCCI", "Quyết định số",
    "TRẠNG THÁI", "Ghi chú",
]  # fmt: skip


def form_row(number: int, code: object, charge: object, due: object, agency: str, status: str) -> list[object]:
    ways = [None, None, "x", "x", None, None, "x"]
    return [
        number,
        code,
        f"Thủ tục {number}",
        "Chứng thực",
        charge,
        due,
        "Cấp huyện",
        agency,
        *ways,
        "9/QĐ",
        status,
        None,
    ]


FORM: Rows = [
    FORM_HEADINGS,
    form_row(1, 1.00119, "Không", 8000, "Phòng Tư pháp", "Còn hiệu lực"),
    form_row(2, "1.012598.H23", "20.000đ", "10.000đ", "Phòng TN&MT", "Hết hiệu lực"),
    form_row(3, "2.000001", "Không", "Không", "UBND huyện", "Chưa có hiệu lực"),
]
ANNEX: Rows = [
    ["PHỤ LỤC"],
    ["(Kèm theo Quyết định số 1/QĐ-UBND)"],
    ["STT", "Số hồ sơ TTHC", "Tên TTHC", "Thời hạn giải quyết", "Địa điểm thực hiện", "Cách thức thực hiện",
     "Phí, lệ phí", "Căn cứ pháp lý"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ["I", "Lĩnh vực Chứng thực", None, None, None, None, None, None],
    [1, "2.000815", "Chứng thực bản sao", "Trong ngày", "Phòng Tư pháp", "Trực tiếp", "2.000 đồng/trang",
     "- NĐ 23/2015\n- TT 226/2016"],
    ["II. LĨNH VỰC: ĐẤT ĐAI"],
    [2, "T-TQU-238221-TT", "Chuyển mục đích", "15 ngày", None, "Trực tiếp", "Không", None],
    [None, "Tổng số: 02 thủ tục"],
]  # fmt: skip
TRACKING: Rows = [
    ["Mã TTHC", "Thủ tục hành chính", "Lĩnh vực", "Tình trạng hiệu lực", "Quyết định công bố", "Ngày kiểm tra"],
    ["1.001193", "Đăng ký khai sinh", "Hộ tịch", "Còn hiệu lực", "1/QĐ", 42804],
    ["1.000894", "Đăng ký kết hôn", "Hộ tịch", "Hết hiệu lực một phần", None, "10-3-2017"],
]


@dataclass(frozen=True, slots=True)
class Layout:
    """`fields`: which department answers for which; `sheets`: more sheets than the first, by name."""

    rows: Rows
    fields: dict[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    sheets: dict[str, Rows] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return workbook(self.rows, merged=self.merged, **self.sheets)


LAYOUTS = {
    "portal": Layout(PORTAL, {"lưu thông": "VHTT"}, ("A1:E1",)),
    "full": Layout(FULL_MAIN, {"Hộ tịch": "TP"}, sheets=FULL),
    "form": Layout(FORM),
    "annex": Layout(ANNEX, {"Đất đai": "TNMT"}, ("A1:H1", "A7:H7")),
    "tracking": Layout(TRACKING, {"Hộ tịch": "TP"}),
}
