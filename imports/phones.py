"""Is this a telephone number of Vietnam, how is it stored and how is it shown?

Stored: `+842063852123`, with `;ext=12` for an extension (RFC 3966: `tel:` takes it as it is). Shown: 0206 3852 123.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from locales import say
from rules.searching import fold

if TYPE_CHECKING:  # the library knows all countries: it is loaded with the first number and not at the start
    from phonenumbers import PhoneNumber

_EXTENSION = re.compile(
    r"[\s(,;:-]*(?:máy\s*lẻ|số\s*lẻ|nhánh|may\s*le|ext(?:ension)?)\s*[.:]?\s*(\d{1,6})\s*\)?$", re.I
)
_LABEL = re.compile(r"^(?:dien thoai|so|dt|sdt|dd|dtdd|cq|co quan|di dong|nr|tel|mobile|fax|phone)[\s.:]+(?=[\d+(])")
_ONLY_SIGNS = re.compile(r"\+?[\d\s.()/–—-]+")
_BETWEEN = re.compile(r"[;,/|\n]|\s[-–—]\s|\svà\s|\shoặc\s")
_LONGEST = 60  # with label, spaces and extension; a cell may hold 32,767 letters
# Mobile prefixes of eleven digits until September 2018 (Ministry of Information, decision 798/QĐ-BTTTT): lists
# kept for years still have them, and the new number follows from the old one.
_RENAMED = {
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}


class BadPhone(ValueError):
    """`now` is the number that an old one has become, as it is shown; else ""."""

    def __init__(self, text: str, now: str = "") -> None:
        self.text, self.now = text, now
        super().__init__(text)


def normalised(text: str) -> str:
    """The number as it is stored. Raises BadPhone."""
    number = _parsed(text)
    if number is None:
        renamed = _renamed(text)
        raise BadPhone(text, shown(renamed) if renamed else "")
    return _stored(number)


def normalised_all(lines: Iterable[str]) -> tuple[str, ...]:
    """All numbers of a cell, each once, in their order. Raises BadPhone with the part that is none."""
    return tuple(dict.fromkeys(normalised(part) for line in lines for part in _parts(line)))


def shown(stored: str, language: str = "vi") -> str:
    """A stored number as people here write it; what is none, as it is."""
    import phonenumbers as library

    number, _, extension = stored.partition(";ext=")
    try:
        national = library.format_number(library.parse(number, "VN"), library.PhoneNumberFormat.NATIONAL)
    except library.NumberParseException:
        return stored
    return say(language, "import.phone.extension", phone=national, extension=extension) if extension else national


def is_mobile(stored: str) -> bool:
    import phonenumbers as library

    mobile = (library.PhoneNumberType.MOBILE, library.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    try:
        return library.number_type(library.parse(stored.partition(";")[0], "VN")) in mobile
    except library.NumberParseException:
        return False


def _parts(line: str) -> Iterator[str]:
    """The whole line if it is one number ("0206/3852123"), else what stands between the separators."""
    if _parsed(line) is not None:
        yield line
        return
    for part in _BETWEEN.split(line):
        if part.strip():
            yield part.strip()


def _parsed(text: str) -> PhoneNumber | None:
    if len(text) > _LONGEST:
        return None
    extension = _EXTENSION.search(text)
    bare = (text[: extension.start()] if extension else text).strip()
    if label := _LABEL.match(fold(bare)):
        bare = bare[label.end() :]
    # Letters would be dialled as on a keypad: "0912 ABC 345" is no number of an office.
    if not _ONLY_SIGNS.fullmatch(bare):
        return None
    import phonenumbers as library

    try:
        number = library.parse(bare, "VN")
    except library.NumberParseException:
        return None
    if not library.is_valid_number(number):
        return None
    if extension:
        number.extension = extension[1]
    return number


def _stored(number: PhoneNumber) -> str:
    import phonenumbers as library

    bare = library.format_number(number, library.PhoneNumberFormat.E164).partition(";")[0]
    return f"{bare};ext={number.extension}" if number.extension else bare


def _renamed(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    digits = "0" + digits.removeprefix("84").removeprefix("0")
    new = _RENAMED.get(digits[:4])
    number = _parsed(new + digits[4:]) if new and len(digits) == 11 else None
    return _stored(number) if number else ""
