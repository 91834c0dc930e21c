"""Facts of every kind of paper, as the server writes them: an ordinary and the longest of each."""

from typing import Any

from tests.printers.slips import long_slip, slip
from tests.printers.tickets import ADDRESS, LONGEST_PROCEDURE, facts, long_facts

WIDTHS = [576, 512, 432, 420, 384]


def checklist(**changed: Any) -> dict[str, Any]:
    """The list of papers for a procedure of the office of the letter."""
    return {
        "kind": "checklist",
        "authority": "Ủy ban nhân dân huyện Quảng Uyên",
        "office": "Bộ phận Một cửa",
        "department": "Phòng Tư pháp",
        "procedure": "Đăng ký lại khai sinh",
        "code": "1.004884",
        "documents": [
            "Tờ khai đăng ký lại khai sinh theo mẫu",
            "Bản sao toàn bộ hồ sơ, giấy tờ của người yêu cầu",
            "Giấy tờ tùy thân (bản chính để đối chiếu)",
        ],
        "time_limit": "05 ngày làm việc",
        "fee": "8.000 đồng",
        "weekdays": [0, 2, 4],
        "place": "quầy 4, tầng 1, Bộ phận Một cửa",
        "phone": "0206 000 000",
        "source": "Quyết định số 3814/QĐ-BTP",
        "updated_on": "2017-03-01",
        "printed_at": "2017-03-13T08:44:00",
        "url": None,
        "training": False,
        "language": "vi",
    } | changed


def long_checklist(**changed: Any) -> dict[str, Any]:
    """A list on which everything is as long as it comes."""
    return (
        checklist(
            department="Phòng Nông nghiệp và Phát triển nông thôn",
            procedure=LONGEST_PROCEDURE,
            documents=[LONGEST_PROCEDURE] * 40,
            time_limit=LONGEST_PROCEDURE,
            fee=LONGEST_PROCEDURE,
            place="Phòng số 12, nhà B, trụ sở Ủy ban nhân dân huyện, khu vực chờ tầng 1",
            weekdays=[0, 1, 2, 3, 4, 5],
            url=ADDRESS,
            training=True,
        )
        | changed
    )


def test_page(**changed: Any) -> dict[str, Any]:
    """What `run.py printers test` sends."""
    return {
        "kind": "test",
        "printer": "may-in-1",
        "where": "network 192.168.1.50:9100",
        "encoding": "raster",
        "printed_at": "2017-03-13T08:44:00",
        "language": "vi",
    } | changed


test_page.__test__ = False  # facts, whatever pytest thinks of the name

EVERY_PAPER: dict[str, dict[str, Any]] = {
    "ticket": facts(url=ADDRESS),
    "long ticket": long_facts(),
    "ticket without code": long_facts(url=None),
    "slip": slip(),
    "long slip": long_slip(),
    "checklist": checklist(),
    "long checklist": long_checklist(),
    "bare checklist": checklist(
        documents=[], weekdays=[], phone="", place="", fee="", time_limit="", source="", code=""
    ),
    "test page": test_page(),
    "English ticket": facts(url=ADDRESS, language="en", place="Counter 4"),
}
