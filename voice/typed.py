"""How is typed text read aloud? Hours, days, numbers and abbreviations become the words that are said for them.

The machine would read digits by rules of its own, and not as people here say them (phrases.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from voice import english, vietnamese

_ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "TTHC": "thủ tục hành chính",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "GCN": "giấy chứng nhận",
    "QSDĐ": "quyền sử dụng đất",
    "LĐTBXH": "Lao động, Thương binh và Xã hội",
    "TP": "thành phố",
    "QR": "quy rờ",
}
_MORNING_UNTIL, _AFTERNOON_FROM, _EVENING_FROM = 11, 13, 18
_FIRST_TEN = 10  # days of a month that are called mồng
_LONGEST_NUMBER = 6  # digits; longer ones are telephone numbers and codes

Reader = Callable[[re.Match[str]], str]


def read_aloud(text: str, language: str) -> str:
    """The words of `text`, its punctuation kept. Other languages than English are read as Vietnamese."""
    for pattern, reader in _ENGLISH if language == "en" else _VIETNAMESE:
        text = pattern.sub(reader, text)
    return " ".join(text.split())


def spoken_time(hour: int, minute: int) -> str:
    """7:30 → bảy giờ ba mươi sáng; 13:30 → một giờ ba mươi chiều."""
    clock = hour - 12 if hour > 12 else hour
    words = [vietnamese.cardinal(clock), "giờ"]
    if minute:
        words += [vietnamese.cardinal(minute), *(["phút"] if minute < 10 else [])]
    if part := _part_of_day(hour):
        words.append(part)
    return " ".join(words)


def spoken_date(day: int, month: int, year: int | None = None) -> str:
    """14/3 → mười bốn tháng ba; 4/4 → mồng bốn tháng tư."""
    first = "mồng " if day <= _FIRST_TEN else ""
    named = "tư" if month == 4 else vietnamese.cardinal(month)
    words = f"{first}{vietnamese.cardinal(day)} tháng {named}"
    return f"{words} năm {vietnamese.cardinal(year)}" if year is not None else words


def _part_of_day(hour: int) -> str:
    if hour < _MORNING_UNTIL:
        return "sáng"
    if hour < _AFTERNOON_FROM:
        return ""  # nobody takes 11:30 or 12:00 for the night
    return "chiều" if hour < _EVENING_FROM else "tối"


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return spoken_time(hour, minute) if hour < 24 and minute < 60 else found[0]


def _date(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    words = spoken_date(day, month, int(found["year"]) if found["year"] else None)
    return words if found["named"] is None else f"{found['named']}{words}"


def _plain_date(found: re.Match[str]) -> str:
    said = _date(found)
    return said if said == found[0] else f"ngày {said}"


def _ticket(found: re.Match[str]) -> str:
    return f"{vietnamese.cardinal(int(found[1]), vietnamese.PLACE)}, {' '.join(vietnamese.digits(found[2]))}"


def _number(found: re.Match[str]) -> str:
    """A number as people say it; one that begins with 0 or is long is no quantity."""
    written = found[0]
    whole = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", written)
    if (len(whole) > _LONGEST_NUMBER and "." not in written) or (whole.startswith("0") and len(whole) > 1):
        return " ".join(vietnamese.digits(whole))
    return vietnamese.cardinal(int(whole)) if int(whole) <= vietnamese.LARGEST else " ".join(vietnamese.digits(whole))


def _place(found: re.Match[str]) -> str:
    """As places are said in calls: "quầy hai mươi bốn", "phòng số một không một"."""
    written = found[2]
    is_digits = len(written) > 2
    words = " ".join(vietnamese.digits(written)) if is_digits else vietnamese.cardinal(int(written), vietnamese.PLACE)
    return f"{found[1]}{words}{' ' if found[3] else ''}{found[3].lower()}"


def _phone(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[0])
    return ", ".join(" ".join(vietnamese.digits(group)) for group in groups)


def _percent(found: re.Match[str]) -> str:
    whole, _, part = found[1].partition(",")
    words = vietnamese.cardinal(int(whole))
    return f"{words}{' phẩy ' + ' '.join(vietnamese.digits(part)) if part else ''} phần trăm"


def _english_number(found: re.Match[str]) -> str:
    written = found[0].replace(",", "")
    is_quantity = len(written) <= _LONGEST_NUMBER and not (written.startswith("0") and len(written) > 1)
    return english.cardinal(int(written)) if is_quantity else " ".join(english.digits(written))


def _english_ticket(found: re.Match[str]) -> str:
    return f"{english.cardinal(int(found[1]))}, {' '.join(english.digits(found[2]))}"


def _english_time(found: re.Match[str]) -> str:
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        return found[0]
    clock = english.cardinal(hour - 12 if hour > 12 else hour)
    minutes = f" {'oh ' if minute < 10 else ''}{english.cardinal(minute)}" if minute else ""
    return f"{clock}{minutes} {'a m' if hour < 12 else 'p m'}"


_DAY = r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4}))?(?![\d/])"
# Each is tried on what the ones before have left.
_VIETNAMESE: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(rf"\b(?:{'|'.join(_ABBREVIATIONS)})\b"), lambda found: _ABBREVIATIONS[found[0]]),
    (re.compile(rf"(?<![\d/])(?P<named>\b[Nn]gày\s+|mồng\s+){_DAY}"), _date),
    (re.compile(rf"(?<![\d/])(?P<named>)?{_DAY.replace('[/.]', '/')}"), _plain_date),
    (re.compile(r"(?<![\d:])(?P<hour>\d{1,2})(?::|h|g)(?P<minute>\d{2})(?![\d:])"), _time),
    (re.compile(r"(?<![\d:])(?P<hour>\d{1,2})(?:h|g)(?P<minute>)(?!\w)"), _time),
    (re.compile(r"(?<=\d)\s*[–-]\s*(?=\d{1,2}\s(?:phút|giờ|ngày|người|quầy))"), lambda _: " đến "),
    (re.compile(r"(?<![\d.-])(\d{1,2})[-–](\d{3,4})(?![\d.-])"), _ticket),
    (re.compile(r"(\b(?:quầy|phòng|tầng)(?: số)? )(\d+)([A-Z]?)\b", re.IGNORECASE), _place),
    (re.compile(r"(?<!\d)(?:\+84|0)\d{1,3}(?:[ .]\d{3,4}){2,3}(?!\d)"), _phone),
    (re.compile(r"(\d+(?:,\d+)?)\s*%"), _percent),
    (re.compile(r"(?<=\d)\s*(?:đ|đồng)(?!\w)"), lambda _: " đồng"),
    (re.compile(r"(?<=[\wÀ-ỹ])\s+[-–]\s+(?=\w)"), lambda _: ", "),
    (re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+"), _number),
    (re.compile(r"\s*/\s*"), lambda _: ", "),
)
_ENGLISH: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])"), _english_time),
    (re.compile(r"(?<![\d.-])(\d{1,2})[-–](\d{3,4})(?![\d.-])"), _english_ticket),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"), _english_number),
)
