"""Which words of a line belong together? Vietnamese writes compounds as two words; a line must not part them."""

from __future__ import annotations

import re
from functools import lru_cache

_WEEKDAYS = "thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật"
_COMPOUNDS = (
    "bộ phận|một cửa|cán bộ|công dân|công chức|thủ tục|hồ sơ|giấy tờ|giấy phép|kết quả|trang đầu|tiếp nhận|"
    "hạ tầng|kinh tế|tài nguyên|môi trường|tài chính|kế hoạch|tư pháp|lao động|thương binh|xã hội|"
    "nông nghiệp|nông thôn|phát triển|y tế|nội vụ|giáo dục|đào tạo|văn hóa|thông tin|dân tộc|thanh tra|"
    "văn phòng|ủy ban|nhân dân|hộ tịch|khai sinh|khai tử|kết hôn|nước ngoài|chứng thực|chứng nhận|bản sao|"
    "bản chính|chữ ký|kinh doanh|doanh nghiệp|hợp tác|xây dựng|công trình|đất đai|sử dụng|đăng ký|thay đổi|"
    "trợ cấp|bảo trợ|an toàn|thực phẩm|tôn giáo|lễ hội|khiếu nại|tố cáo|hôm nay|ngày mai"
)
_TIED = re.compile(rf"\b({_WEEKDAYS}|{_COMPOUNDS})\b", re.IGNORECASE)
# "nhà B", "số 12", "quầy 4": no line begins with the bare number.
_NUMBERED = re.compile(r"(?<=\w) (?=(?:\d\w{0,2}|[A-ZĐ])(?:\W|$))")


# The same names stand on page after page.
@lru_cache(4096)
def tied(text: str) -> str:
    """`text` with no-break spaces inside compounds, before a bare number and before a hyphen."""
    joined = _TIED.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    return _NUMBERED.sub("\u00a0", joined).replace(" - ", "\u00a0- ")
