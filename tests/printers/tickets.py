"""Facts of print jobs, as the server writes them."""

from typing import Any

LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)

ADDRESS = "http://192.168.1.10:8080/t/AbCdEf1234567890"

LONGEST_PROCEDURE = (
    "Cấp Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm (bản 2014-2018, nộp tại Trung tâm Y tế huyện) "
    "và xác định lại diện tích đất ở của hộ gia đình, cá nhân đã được cấp Giấy chứng nhận "
    "trước ngày 01/7/2004"
)


def facts(**changed: Any) -> dict[str, Any]:
    """An ordinary ticket of the office of the letter, with what a test changes."""
    return {
        "authority": "Ủy ban nhân dân huyện Quảng Uyên",
        "office": "Bộ phận Một cửa",
        "series": 4,
        "number": 17,
        "department": "Phòng Tư pháp",
        "procedure": "Chứng thực bản sao từ bản chính",
        "visit": "new",
        "place": "Quầy 4",
        "ahead": 3,
        "issued_at": "2017-03-13T08:45:00",
        "sitting": "morning",
        "day": "2017-03-13",
        "code": "4821",
        "url": None,
        "training": False,
        "reprint": False,
        "language": "vi",
    } | changed


def long_facts(**changed: Any) -> dict[str, Any]:
    """A ticket on which everything is as long as it comes."""
    return (
        facts(
            series=12,
            number=1005,
            department="Phòng Nông nghiệp và Phát triển nông thôn",
            procedure=LONGEST_PROCEDURE,
            visit="supplement",
            place="Phòng số 12, nhà B, trụ sở Ủy ban nhân dân huyện",
            wait={"low": 10, "high": 20},
            url=ADDRESS,
            training=True,
            reprint=True,
            reprinted_at="2017-03-13T09:05:00",
        )
        | changed
    )
