"""No test of paper may draw a letter that the fonts lack: on paper it would be a box, or gone."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from printers import sending

PREFLIGHT_S, PROBE_S = sending.PREFLIGHT_S, sending.PROBE_S


@pytest.fixture(autouse=True)
def every_letter_has_its_glyph(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test in which a glyph was missing; one that means to do that clears `caplog`."""
    yield
    for phase in ("setup", "call"):
        missing = [record.getMessage() for record in caplog.get_records(phase) if record.name == "printers.lettering"]
        assert missing == [], logging.WARNING


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that does much else, a simulated printer may be slower than a real one ever is."""
    monkeypatch.setattr(sending, "PREFLIGHT_S", 2.0)
    monkeypatch.setattr(sending, "PROBE_S", 1.0)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch, patient: None) -> None:
    """The time limits of the product, for tests of them."""
    monkeypatch.setattr(sending, "PREFLIGHT_S", PREFLIGHT_S)
    monkeypatch.setattr(sending, "PROBE_S", PROBE_S)
