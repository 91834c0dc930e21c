"""May this .xlsx be read here? Its parts are measured as they stand before openpyxl makes objects of them.

A few kilobytes can unpack to gigabytes, and a few megabytes of XML can become gigabytes of objects.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imports.problems import ImportProblem, Unusable

MOST_UNPACKED = 128 * 1024 * 1024  # bytes of all parts together
MOST_SHARED_TEXT = 64 * 1024 * 1024  # the one part that is held in memory as a whole
MOST_ELEMENTS = 3_000_000  # of a sheet up to its last value, or of the shared texts
MOST_KEPT_ELEMENTS = 300_000  # of a part of which openpyxl keeps every element: styles, names, relations
_DEEPEST = 1_000
_CHUNK = 1024 * 1024
_SHEETS = "xl/worksheets/"
# Never read for values, and large in honest files.
_UNREAD = ("xl/pivotCache/", "xl/pivotTables/", "xl/charts/", "xl/drawings/", "xl/calcChain.xml", "customXml/")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s/>]")
_CLOSED_AT_ONCE = re.compile(rb"<[^<>]*/>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


@dataclass(slots=True)
class Part:
    """What openpyxl does not tell about a sheet that it reads row by row; `values`: how many cells have one."""

    has_formulas: bool = False
    merged: tuple[str, ...] = ()
    values: int = 0


def sheets_of(archive: zipfile.ZipFile) -> Mapping[str, Part]:
    """The parts that are sheets, each by its name. Raises Unusable."""
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise Unusable(ImportProblem("password"))
    if "xl/workbook.xml" not in archive.namelist():
        raise Unusable(ImportProblem("renamed", facts={"type": ".xlsx"}))
    # zipfile never unpacks more of a part than is declared here, so a lie shows as a damaged file.
    shared = sum(info.file_size for info in infos if _is_shared_text(info.filename))
    if sum(info.file_size for info in infos) > MOST_UNPACKED or shared > MOST_SHARED_TEXT:
        raise Unusable(ImportProblem("too_large_unpacked", facts={"most": MOST_UNPACKED // (1024 * 1024)}))
    names = [info.filename for info in infos if info.filename.endswith((".xml", ".rels"))]
    measured = {name: _measured(archive, name, _most_elements(name)) for name in names}
    return {name: part for name, part in measured.items() if name.startswith(_SHEETS) and name.endswith(".xml")}


def _measured(archive: zipfile.ZipFile, name: str, most: int) -> Part:
    part, merged, elements, depth = Part(), list[str](), 0, 0
    for window in _windows(archive, name):
        closing = window.count(b"</")
        opening = window.count(b"<") - closing - window.count(b"<?") - window.count(b"<!")
        elements, depth = elements + opening, depth + opening - closing - len(_CLOSED_AT_ONCE.findall(window))
        values = len(_VALUE.findall(window))
        part.values += values
        part.has_formulas = part.has_formulas or _FORMULA.search(window) is not None
        merged += [ref.decode() for ref in _MERGED.findall(window)]
        # Office files have no document type; what one could declare here unfolds without end.
        if depth > _DEEPEST or b"<!DOCTYPE" in window:
            raise Unusable(ImportProblem("broken"))
        # What comes after the last value of a sheet without formulas is not read: a million empty rows are no fault.
        is_read = values or part.has_formulas or not name.startswith(_SHEETS)
        if elements > most and is_read:
            raise Unusable(ImportProblem("too_many_cells"))
    part.merged = tuple(merged)
    return part


def _windows(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces that end before a tag, never in one. Raises Unusable."""
    tail = b""
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            if not tail and not chunk.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
                raise Unusable(ImportProblem("broken"))  # in another encoding nothing could be measured
            window, _, rest = (tail + chunk).rpartition(b"<")
            tail = b"<" + rest
            if len(tail) > 4 * _CHUNK:
                raise Unusable(ImportProblem("broken"))
            yield window
    yield tail


def _most_elements(name: str) -> int:
    is_large = name.startswith((_SHEETS, *_UNREAD)) or _is_shared_text(name)
    return MOST_ELEMENTS if is_large else MOST_KEPT_ELEMENTS


def _is_shared_text(name: str) -> bool:
    return name.lower().endswith("sharedstrings.xml")
