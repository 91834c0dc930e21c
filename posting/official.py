"""What makes a sheet an official posting? Authority and office, the national motto, place and date, a code to scan.

Layout of Decree 30/2020/NĐ-CP, annex I: authority over office on the left, the State's name over its motto on the
right, below it the place and the date in italics.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import segno
from markupsafe import Markup

from config import Site
from locales import say
from locales.dates import date_letter
from locales.places import seat

INK = "#000"


@dataclass(frozen=True, slots=True)
class Head:
    """The four corners of a sheet's head."""

    authority: str
    office: str
    nation: str
    motto: str
    place_and_date: str


def head(site: Site, today: date, language: str) -> Head:
    """The head of a sheet that is printed `today`."""
    return Head(
        authority=site.text("authority", language),
        office=site.text("name", language),
        nation=say(language, "office.report.nation"),
        motto=say(language, "office.report.motto"),
        place_and_date=f"{seat(site.authority)}, {date_letter(language, today)}",
    )


def code_to_scan(address: str | None) -> Markup | None:
    """The page's address as a QR code without size or style of its own; None where phones cannot reach us."""
    if address is None:
        return None
    return Markup(segno.make(address, micro=False, error="m").svg_inline(omitsize=True, border=4, dark=INK))
