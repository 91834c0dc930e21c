"""Facts of reminder slips, as the server writes them."""

from typing import Any

from tests.printers.tickets import ADDRESS, LONGEST_PROCEDURE


def slip(**changed: Any) -> dict[str, Any]:
    """An ordinary slip of the office of the letter, with what a test changes."""
    return {
        "document": "slip",
        "authority": "Ủy ban nhân dân huyện Quảng Uyên",
        "office": "Bộ phận Một cửa",
        "department": "Phòng Giáo dục và Đào tạo",
        "procedure": "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc",
        "day": "2017-03-14",
        "sittings": [
            {"name": "morning", "opens": "07:30", "closes": "11:30"},
            {"name": "afternoon", "opens": "13:30", "closes": "17:00"},
        ],
        "place": "quầy 3, tầng 1, Bộ phận Một cửa",
        "phone": "0206 000 000",
        "documents": ["Đơn đề nghị cấp bản sao", "Giấy tờ tùy thân (bản chính)"],
        "printed_at": "2017-03-13T08:44:00",
        "url": None,
        "training": False,
        "language": "vi",
    } | changed


def long_slip(**changed: Any) -> dict[str, Any]:
    """A slip on which everything is as long as it comes."""
    return (
        slip(
            department="Phòng Nông nghiệp và Phát triển nông thôn",
            procedure=LONGEST_PROCEDURE,
            place="Phòng số 12, nhà B, trụ sở Ủy ban nhân dân huyện, khu vực chờ tầng 1",
            documents=[LONGEST_PROCEDURE] * 40,
            url=ADDRESS,
            training=True,
        )
        | changed
    )
