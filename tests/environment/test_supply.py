"""Is everything pinned with its hash, and is each library's licence written down?"""

from __future__ import annotations

import re

import pytest

from tests.running import ROOT


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.findall(r"^([\w.\-\[\]]+==\S+)(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(pins) > 30
    assert [name for name, rest in pins if "--hash=sha256:" not in rest] == []


def test_each_library_of_the_server_has_its_licence_in_the_list() -> None:
    pinned = set(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    listed = re.findall(r"^\| ([\w.-]+) \| (\S.*?) \|$", (ROOT / "docs" / "supply.md").read_text(), re.MULTILINE)
    licences = {name: licence for name, licence in listed if name != "library"}
    assert set(licences) == pinned
    free = r"MIT|BSD|Apache|PSF|LGPL|GPL-3|MPL|ZPL"
    assert [name for name, licence in licences.items() if not re.search(free, licence)] == []
