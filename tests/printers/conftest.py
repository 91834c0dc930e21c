"""No test of paper may draw a letter that the fonts lack: on paper it would be a box, or gone."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def every_letter_has_its_glyph(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test in which a glyph was missing; one that means to do that clears `caplog`."""
    yield
    for phase in ("setup", "call"):
        missing = [record.getMessage() for record in caplog.get_records(phase) if record.name == "printers.lettering"]
        assert missing == [], logging.WARNING
